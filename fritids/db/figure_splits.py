"""What loans are told apart by, as SQL: the expression of each split over loans, renewals and due dates, the same on both engines."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    String,
    and_,
    case,
    cast,
    extract,
    false,
    func,
    literal_column,
    or_,
    type_coerce,
)

from fritids.db.branches import BranchRow
from fritids.db.tables import Loan, Renewal
from fritids.domain.calendar import local_day_span
from fritids.domain.figures import UNKNOWN, Period, Split
from fritids.domain.zone_offsets import offsets

_LOAN = Loan.__table__
_RENEWAL = Renewal.__table__
_DAY_MINUTES: Final = 24 * 60

_FROZEN: Final = {
    Split.CATEGORY: "category_code",
    Split.TYPE: "type_code",
    Split.KIND: "borrower_kind",
    Split.AGE: "age_band",
    Split.GENDER: "gender",
    Split.AREA: "postal_area",
}
"""Splits by a column that a loan keeps from the day it was made."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose loans are counted on which days."""

    period: Period
    branches: tuple[BranchRow, ...]
    """The branches that are counted."""

    def code(self, branch_id: int) -> str:
        """The code of one of them."""
        return next(one.code for one in self.branches if one.id == branch_id)

    def zones(self) -> dict[str, list[int]]:
        """Their time zones, each with their ids."""
        found: dict[str, list[int]] = {}
        for one in self.branches:
            found.setdefault(one.timezone, []).append(one.id)
        return found

    def here(self, branch: ColumnElement[Any]) -> ColumnElement[bool]:
        """Whether a column names one of them. Said even where all are counted: the indexes begin with the branch."""
        ids = [one.id for one in self.branches]
        return branch == ids[0] if len(ids) == 1 else branch.in_(ids)


@dataclass(frozen=True, slots=True)
class Source:
    """Rows that are counted: what of them is a day and a branch, and what they cannot be told apart by."""

    rows: FromClause
    loan: Any
    """The columns of the loan."""
    day: ColumnElement[Any]
    branch: ColumnElement[Any]
    holds: ColumnElement[bool]
    """What was not undone."""
    not_told: frozenset[Split] = frozenset()


def lent(loan: FromClause = _LOAN) -> Source:
    """Loans, on their lending day."""
    return Source(loan, loan.c, loan.c.lent_on, loan.c.branch_id, loan.c.undone_at.is_(None))


def renewed() -> Source:
    """Renewals, on their own day and at their own branch."""
    c, r = _LOAN.c, _RENEWAL.c
    return Source(
        _RENEWAL.join(_LOAN, c.id == r.loan_id),
        c,
        r.renewed_on,
        r.branch_id,
        and_(r.undone_at.is_(None), c.undone_at.is_(None)),
        frozenset({Split.HOUR}),
    )


def fell_due() -> Source:
    """Loans, on their last due date, whenever they were made."""
    c = _LOAN.c
    return Source(_LOAN, c, c.due, c.branch_id, c.undone_at.is_(None), frozenset({Split.WEEKDAY, Split.HOUR}))


def in_scope(source: Source, scope: Scope, *, by_index: bool = True) -> ColumnElement[bool]:
    """The rows of these days and branches; found by something else that the caller says, if not `by_index`."""
    day, branch = source.day, source.branch
    if not by_index:
        day, branch = func.coalesce(day, day), func.coalesce(branch, branch)
    return and_(source.holds, day.between(scope.period.first, scope.period.last), scope.here(branch))


def of_split(connection: Connection, source: Source, split: Split, scope: Scope) -> ColumnElement[Any]:
    """The expression whose values `decoded` makes the codes of the split's rows of."""
    if split in _FROZEN:
        column: ColumnElement[Any] = source.loan[_FROZEN[split]]
        return column
    if split is Split.BRANCH:
        return source.branch
    sqlite = connection.dialect.name == "sqlite"
    if split is Split.MONTH:
        if sqlite:
            return func.substr(type_coerce(source.day, String), 1, 7)
        return func.to_char(source.day, literal_column("'YYYY-MM'"))
    if split is Split.WEEKDAY:
        if sqlite:
            sunday_first = cast(func.strftime("%w", source.day), Integer)
            return (sunday_first + literal_column("6")) % literal_column("7")
        return cast(extract("isodow", source.day), Integer) - literal_column("1")
    return hour(connection, source, scope)


def hour(connection: Connection, source: Source, scope: Scope) -> ColumnElement[Any]:
    """The hour of lending on the clock of the loan's branch, over days on which the clocks change too."""
    at = source.loan.lent_at
    if connection.dialect.name == "sqlite":
        text = type_coerce(at, String)
        minutes = cast(func.substr(text, 12, 2), Integer) * literal_column("60") + cast(
            func.substr(text, 15, 2), Integer
        )
    else:
        utc = func.timezone("UTC", at)
        minutes = cast(extract("hour", utc), Integer) * literal_column("60") + cast(
            extract("minute", utc), Integer
        )
    zones = scope.zones()
    of_zones = [
        (source.loan.branch_id.in_(ids), _ahead(at, ZoneInfo(zone), scope.period))
        for zone, ids in zones.items()
    ]
    ahead = of_zones[0][1] if len(of_zones) == 1 else case(*of_zones[:-1], else_=of_zones[-1][1])
    return (
        ((minutes + ahead) % literal_column(str(_DAY_MINUTES))) // literal_column("60", Integer)
    ).self_group()


def _ahead(at: ColumnElement[Any], zone: ZoneInfo, period: Period) -> ColumnElement[Any]:
    """Minutes that the clocks are ahead of UTC, and a whole day more, so that none is negative."""
    spans = [
        (span.since, literal_column(str(span.minutes + _DAY_MINUTES), Integer))
        for span in offsets(zone, period.first, period.last)
    ]
    first = spans[0][1]
    later = [(at >= since, minutes) for since, minutes in reversed(spans[1:])]
    return case(*later, else_=first) if later else first


def decoded(split: Split, value: Any, code_of: Callable[[int], str]) -> str:
    """The code of a row of the split."""
    if value is None:
        return UNKNOWN
    if split is Split.BRANCH:
        return code_of(value)
    if split is Split.HOUR:
        return f"{value:02}"
    return str(value)


def where(
    connection: Connection, source: Source, wanted: Mapping[Split, str], scope: Scope
) -> ColumnElement[bool]:
    """The rows that fall under these codes; none, if the source cannot be told apart by one of them."""
    return and_(True, *(_is(connection, source, split, code, scope) for split, code in wanted.items()))  # noqa: FBT003  # SQL's own


def _is(connection: Connection, source: Source, split: Split, code: str, scope: Scope) -> ColumnElement[bool]:
    if split in source.not_told:
        return false()
    if split is Split.BRANCH:
        return source.branch.in_([one.id for one in scope.branches if one.code == code])
    if split is Split.MONTH:
        month = _month(code)
        return false() if month is None else source.day.between(month.first, month.last)
    expression = of_split(connection, source, split, scope)
    if split in (Split.WEEKDAY, Split.HOUR):
        return expression == int(code) if code.isdecimal() else false()
    return or_(expression == code, expression.is_(None)) if code == UNKNOWN else expression == code


def _month(code: str) -> Period | None:
    try:
        first = date.fromisoformat(f"{code}-01")
    except ValueError:
        return None
    return Period.month(first.year, first.month)


def told_apart(source: Source, splits: Collection[Split]) -> bool:
    """Whether rows of the source can be told apart by all of these."""
    return not source.not_told & frozenset(splits)


def ends_of(day: date, zones: Mapping[str, list[int]]) -> list[tuple[list[int], datetime]]:
    """When the day ends, for the branches of each zone."""
    return [(ids, local_day_span(day, ZoneInfo(zone))[1]) for zone, ids in zones.items()]


__all__ = [
    "Scope", "Source", "decoded", "ends_of", "fell_due", "hour", "in_scope", "lent", "of_split", "renewed", "told_apart", "where",
]  # fmt: skip
