"""One table of the report alone, as the screen of the figures puts it in a file: withheld as in the report, since it is the report's own."""

from dataclasses import replace
from typing import Final

from fritids.domain.figures import TableKey, report_tables
from fritids.outside.documents.model import ChartKind, Document, Section
from fritids.present.report.blocks import crossed, loans_chart, one_way, present_blocks
from fritids.present.report.document import document
from fritids.present.report.rows import UPRIGHT
from fritids.present.report.tables import loan_tables
from fritids.services.results.report import YearReport

MOST_DRAWN: Final = 20
"""Bars of a chart; a table holds all rows."""


def fixed_key(key: TableKey, *, branches: bool) -> TableKey | None:
    """The table of the fixed list that holds these splits, whichever goes down; None where none does."""
    listed = report_tables(branches=branches)
    return next((one for one in (key, tuple(reversed(key))) if one in listed), None)


def excerpt(report: YearReport, key: TableKey, title: str) -> Document:
    """A document of this table of the fixed list, and of its chart where it goes by one split."""
    whole, table = document(report), loan_tables(report)[key]
    single = len(key) == 1
    kind = ChartKind.COLUMNS if key[0] in UPRIGHT else ChartKind.BARS
    blocks = present_blocks(
        loans_chart(report, table, title, kind=kind, most=MOST_DRAWN) if single else None,
        one_way(report, table, title) if single else crossed(report, table, title),
    )
    return replace(
        whole,
        key=f"{whole.key}-{table.name}",
        title=title,
        sections=(Section(table.name, title, blocks),),
        definitions=(),
    )
