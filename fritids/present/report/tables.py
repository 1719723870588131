"""The fixed tables of a report in codes and values, in no language: what JSON and CSV hold, and what the document sets in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from fritids.domain.figures import Split, TableKey, report_tables
from fritids.outside.documents.model import Gap
from fritids.present.report.rows import codes_of
from fritids.present.report.shown import Number, Shown, measures_of
from fritids.services.results.report import YearReport


@dataclass(frozen=True, slots=True)
class Line:
    """One cell of a split, or of two that are crossed."""

    codes: tuple[str, ...]
    values: Mapping[str, Number]
    """By measure."""
    before: Number | None = None
    """Loans of the same cell a year earlier; None where a report has no year before or does not compare rows, or the table goes by two splits."""

    @property
    def withheld(self) -> bool:
        """Whether something of it is."""
        return Gap.WITHHELD in self.values.values()


@dataclass(frozen=True, slots=True)
class FactTable:
    """One table: `by` says what the codes of its lines are of."""

    name: str
    by: tuple[str, ...]
    measures: tuple[str, ...]
    lines: tuple[Line, ...]


def table_name(key: TableKey) -> str:
    """`month`, `month_category`: the table's name in JSON, CSV and file names."""
    return "_".join(key)


def shown_of(report: YearReport) -> Shown:
    """What may be shown of the year."""
    return Shown(report.figures, report.withheld)


def shown_before(report: YearReport) -> Shown | None:
    """What may be shown of the year before; None where there is none."""
    return None if report.before is None else Shown(report.before, report.withheld_before)


def loan_tables(report: YearReport) -> dict[TableKey, FactTable]:
    """All tables of the fixed list, in its order; those of branches only where all are counted together."""
    shown, before = shown_of(report), shown_before(report)
    rows = {
        split: codes_of(split, report, shown, before)
        for split in Split
        if split is not Split.BRANCH or report.branch is None
    }
    return {
        key: _table(key, rows, shown, before if report.compares_rows or key == (Split.MONTH,) else None)
        for key in report_tables(branches=report.branch is None)
    }


def _table(
    key: TableKey, rows: Mapping[Split, tuple[str, ...]], shown: Shown, before: Shown | None
) -> FactTable:
    measures = measures_of(key)
    compared = before is not None and len(key) == 1
    return FactTable(
        table_name(key),
        tuple(split.value for split in key),
        measures,
        tuple(
            Line(
                codes,
                {measure: shown.cell(key, codes, measure) for measure in measures},
                before.cell(key, year_earlier(key, codes), "loans")
                if compared and before is not None
                else None,
            )
            for codes in product(*(rows[split] for split in key))
        ),
    )


def year_earlier(key: TableKey, codes: tuple[str, ...]) -> tuple[str, ...]:
    """The codes of the same cell in the year before: months bear their year."""
    return tuple(
        f"{int(code[:4]) - 1}{code[4:]}" if split is Split.MONTH else code
        for split, code in zip(key, codes, strict=True)
    )
