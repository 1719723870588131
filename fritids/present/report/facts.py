"""All figures of a report in codes and values, once: what JSON and CSV write, and what the document says the same of."""

from typing import Final

from fritids.domain.figures import report_tables
from fritids.present.report import measures
from fritids.present.report.follow_up_facts import follow_up_tables
from fritids.present.report.shown import Number
from fritids.present.report.stock_facts import STOCK_TOTALS, stock_tables, stock_totals
from fritids.present.report.tables import FactTable, loan_tables, table_name
from fritids.services.results.report import YearReport

TOTALS: Final = (*measures.MEASURES, *STOCK_TOTALS)
"""The codes of all totals, in the order they are written in."""
LOAN_TABLES: Final = tuple(map(table_name, report_tables(branches=True)))


def totals(report: YearReport) -> dict[str, tuple[Number, Number | None]]:
    """Each total, and the same a year earlier (None where the report has no year before)."""
    return {**measures.totals(report), **stock_totals(report)}


def tables(report: YearReport) -> tuple[FactTable, ...]:
    """All tables: the fixed list of loans, the stock, the follow-up."""
    return (*loan_tables(report).values(), *stock_tables(report), *follow_up_tables(report))
