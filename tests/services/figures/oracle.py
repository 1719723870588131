"""Counting a period in plain Python, slowly, over the rows as they lie in the database.

Written from DESIGN §6 alone; shares nothing with the program but the names of measures and splits.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from fritids.db.engine import Database
from fritids.domain.figures import Cell, Period, PeriodFigures, Split, TableKey, Totals, report_tables

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Export:
    """Everything there is to count, as it was stored."""

    loans: list[Row]
    renewals: list[Row]
    changes: list[Row]
    branches: dict[int, Row]


def export(database: Database) -> Export:
    """All rows, read with nothing but SELECT."""

    def rows(table: str) -> list[Row]:
        with database.read() as connection:
            return [
                {name: _plain(name, value) for name, value in row.items()}
                for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY 1")).mappings()
            ]

    return Export(
        rows("loan"),
        rows("renewal"),
        rows("article_state_change"),
        {row["id"]: row for row in rows("branch")},
    )


def _plain(name: str, value: Any) -> Any:
    """SQLite gives days and moments as texts."""
    if isinstance(value, str) and name.endswith("_at"):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    if isinstance(value, str) and (name.endswith("_on") or name in {"due", "old_due", "new_due"}):
        return date.fromisoformat(value)
    return value


def count(
    of: Export, period: Period, branch: str | None, where: Mapping[Split, str] | None = None
) -> PeriodFigures:
    """What the program has to say of the period, which is over or ends today."""
    wanted = where or {}
    loans = [one for one in of.loans if one["undone_at"] is None]
    by_id = {one["id"]: one for one in loans}
    lent = [_Line(one, one["lent_on"], one, of) for one in loans]
    renewed = [
        _Line(by_id[one["loan_id"]], one["renewed_on"], one, of)
        for one in of.renewals
        if one["undone_at"] is None and one["loan_id"] in by_id
    ]
    due = [_Line(one, one["due"], one, of) for one in loans]
    here: Callable[[_Line], bool] = lambda line: (  # noqa: E731  # one condition, used three times
        period.first <= line.day <= period.last and branch in (None, line.code(Split.BRANCH))
    )
    lent, renewed, due = [list(filter(here, lines)) for lines in (lent, renewed, due)]
    lent = [line for line in lent if _falls(line, wanted, ())]
    renewed = [line for line in renewed if _falls(line, wanted, (Split.HOUR,))]
    due = [line for line in due if _falls(line, wanted, (Split.HOUR, Split.WEEKDAY))]
    tables = {key: _table(key, lent, renewed, due) for key in report_tables(branches=branch is None)}
    hours = {(line.loan["branch_id"], line.day, line.code(Split.HOUR)) for line in lent}
    ours = [
        one
        for one in loans
        if branch in (None, of.branches[one["branch_id"]]["code"])
        and _falls(_Line(one, one["lent_on"], one, of), wanted, ())
    ]
    totals = Totals(
        **_measures(lent, renewed, due),
        groups=len({line.loan["borrower_key"] for line in lent if line.loan["borrower_kind"] != "person"}),
        not_returned=sum(_is_lost(one, of, period.last) for one in ours),
        days_with_loans=len({(at, day) for at, day, _hour in hours}),
        hours_with_loans=len(hours),
    )
    return PeriodFigures(branch, period, period.last, totals, tables)


class _Line:
    """A loan, or a renewal of one, on the day on which it is counted."""

    def __init__(self, loan: Row, day: date, own: Row, of: Export) -> None:
        self.loan, self.day, self._own, self._of = loan, day, own, of

    def code(self, split: Split) -> str:
        loan = self.loan
        match split:
            case Split.MONTH:
                return f"{self.day:%Y-%m}"
            case Split.WEEKDAY:
                return str(self.day.weekday())
            case Split.HOUR:
                zone = ZoneInfo(self._of.branches[loan["branch_id"]]["timezone"])
                return f"{loan['lent_at'].astimezone(zone):%H}"
            case Split.BRANCH:
                return str(self._of.branches[self._own["branch_id"]]["code"])
            case _:
                column = {
                    Split.CATEGORY: "category_code", Split.TYPE: "type_code", Split.KIND: "borrower_kind", Split.AGE: "age_band",
                    Split.GENDER: "gender", Split.AREA: "postal_area",
                }[split]  # fmt: skip
                return loan[column] or "unknown"


def _falls(line: _Line, wanted: Mapping[Split, str], never: Iterable[Split]) -> bool:
    return not set(wanted) & set(never) and all(line.code(split) == code for split, code in wanted.items())


def _table(
    key: TableKey, lent: list[_Line], renewed: list[_Line], due: list[_Line]
) -> dict[tuple[str, ...], Cell]:
    cells: dict[tuple[str, ...], tuple[list[_Line], list[_Line], list[_Line]]] = defaultdict(
        lambda: ([], [], [])
    )
    for place, (lines, never) in enumerate(
        ((lent, set()), (renewed, {Split.HOUR}), (due, {Split.HOUR, Split.WEEKDAY}))
    ):
        for line in lines if not never & set(key) else ():
            cells[tuple(line.code(split) for split in key)][place].append(line)
    return {codes: Cell(**_measures(*lines)) for codes, lines in cells.items()}


def _measures(lent: list[_Line], renewed: list[_Line], due: list[_Line]) -> dict[str, int]:
    return {
        "loans": len(lent),
        "visits": len({line.loan["visit_id"] for line in lent}),
        "borrowers": len({line.loan["borrower_key"] for line in lent}),
        "new_borrowers": sum(bool(line.loan["first_ever"]) for line in lent),
        "on_site": sum(line.loan["due"] == line.loan["lent_on"] for line in lent),
        "renewals": len(renewed),
        "due": len(due),
        "on_time": sum(
            line.loan["returned_on"] is not None and line.loan["returned_on"] <= line.loan["due"]
            for line in due
        ),
    }


def _is_lost(loan: Row, of: Export, day: date) -> bool:
    if loan["lent_on"] > day or (loan["returned_on"] is not None and loan["returned_on"] <= day):
        return False
    zone = ZoneInfo(of.branches[loan["branch_id"]]["timezone"])
    midnight = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
    states = sorted(
        (one["changed_at"], one["id"], one["state"])
        for one in of.changes
        if one["article_id"] == loan["article_id"] and one["changed_at"] < midnight
    )
    return (day - loan["due"]).days > 60 or (bool(states) and states[-1][2] == "missing")
