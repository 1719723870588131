"""The report as one long table, for the association and for any program: a figure a row, told by codes, with names beside them."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple, TypeAlias

from fritids.domain.figures import Split
from fritids.i18n import _
from fritids.outside.documents.model import Gap
from fritids.present.follow_up import group_name, question_words
from fritids.present.names import discard_reason_name, plain
from fritids.present.report import facts, measures
from fritids.present.report.follow_up_facts import number
from fritids.present.report.rows import row_name
from fritids.present.report.shown import Number, kept
from fritids.present.report.tables import FactTable, Line
from fritids.services.results.report import YearReport

HEADERS: Final = (
    "branch",
    "year",
    "table",
    "row",
    "row_name",
    "column",
    "column_name",
    "measure",
    "measure_name",
    "value",
    "withheld",
)
"""The columns, the same in both languages."""
Row: TypeAlias = tuple[str | int | float | None, ...]


def tidy_rows(report: YearReport) -> Iterator[Row]:
    """The rows. `branch` is empty where all are counted; `withheld` is 1 or 0, and the value of a withheld one empty; a figure that there is not has no row.

    Where nothing is withheld the first row says so: table `report`, measure `full`.
    """
    if report.full:
        alone = _("Nothing: this report holds small numbers and is for the house alone.")
        yield (report.branch or "", report.year, "report", "", "", "", "", "full", alone, 1, 0)
    for measure, (now, before) in facts.totals(report).items():
        yield from _rows(report, report.year, _Place("total"), {measure: now})
        if before is not None:
            yield from _rows(report, report.year - 1, _Place("total"), {measure: before})
    for table in facts.tables(report):
        for line in table.lines:
            yield from _line(report, table, line)
    for n, one in enumerate(report.follow_up.goals, 1):
        place = _Place("goals", (f"{one.goal.branch}/{n}",), (plain(one.goal.goal),))
        values = {"target": one.goal.target, "outcome": number(one.figure)}
        yield from _rows(report, report.year, place, values)


class _Place(NamedTuple):
    """Which row and column of which table."""

    table: str
    codes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def _line(report: YearReport, table: FactTable, line: Line) -> Iterator[Row]:
    place = _Place(table.name, line.codes, _names(report, table, line.codes))
    yield from _rows(report, report.year, place, line.values)
    if line.before is not None:
        earlier = place._replace(codes=_year_earlier(table, line.codes))
        yield from _rows(report, report.year - 1, earlier, {"loans": line.before})


def _year_earlier(table: FactTable, codes: tuple[str, ...]) -> tuple[str, ...]:
    return (f"{int(codes[0][:4]) - 1}{codes[0][4:]}",) if table.by == (Split.MONTH.value,) else codes


def _rows(report: YearReport, year: int, place: _Place, values: Mapping[str, Number]) -> Iterator[Row]:
    row, column = (*place.codes, "", "")[:2]
    row_named, column_named = (*place.names, "", "")[:2]
    for measure, value in values.items():
        if value is not Gap.NONE:
            yield (
                report.branch or "",
                year,
                place.table,
                row,
                row_named,
                column,
                column_named,
                measure,
                measures.name(measure),
                None if isinstance(value, Gap) else kept(value),
                int(value is Gap.WITHHELD),
            )


def _names(report: YearReport, table: FactTable, codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_name(report, by, code) for by, code in zip(table.by, codes, strict=True))


def _name(report: YearReport, by: str, code: str) -> str:
    match by:
        case "reason":
            return discard_reason_name(code)
        case "size":
            return plain(code)
        case "question":
            return question_words(code)
        case "age" | "kind" if code in {"0-19", "schools"}:  # groups of the follow-up, of several rows
            return group_name(code)
        case _:
            return row_name(Split(by), code, report)
