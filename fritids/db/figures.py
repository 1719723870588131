"""Counting loans: all tables of some days in one go, what was not returned at the end of a day, and the loans behind a figure."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final, TypeAlias

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, text

from fritids.db.figure_batches import Counted, batch
from fritids.db.figure_rows import Question, Reading
from fritids.db.figure_splits import Scope, ends_of, fell_due, in_scope, lent, renewed, where
from fritids.db.figure_tallies import tally
from fritids.db.tables import ArticleStateChange, Loan
from fritids.domain.figures import LATE_IS_LOST, Period, Split
from fritids.domain.words import ArticleState, BorrowerKind

_LOAN = Loan.__table__
_CHANGE = ArticleStateChange.__table__
_FIRST_YEAR: Final = 2013
"""No Fritidsbank had lent anything before."""

FEW = 80_000
"""Up to so many loans are tallied in memory, of which they take up to 150 MB, in half the time; more are counted in the database."""

Wanted: TypeAlias = Mapping[Split, str]


def one_view(connection: Connection) -> None:
    """All that the transaction reads is of one moment, on PostgreSQL too; to be said first in it."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


def count(
    connection: Connection,
    question: Question,
    scope: Scope,
    *,
    before: Period | None = None,
    each: bool = False,
) -> dict[int | None, Counted]:
    """What is asked of the scope's loans: of each branch by its id, or of all under None; a branch that has nothing is left out.

    `before` are the days just before the scope's, which are summed already: borrowers and visits that stand in a cell by them are not
    counted in it again. What was not returned is not in it (`not_returned`).
    """
    reading = Reading(connection, question, scope, before)
    if reading.few(FEW):
        return tally(reading, each=each)
    with batch(reading) as made:
        return made.count(each=each)


def first_day(connection: Connection, branch_ids: Iterable[int]) -> date | None:
    """The day of the first loan ever made at one of these branches; None if there is none."""
    days = [
        connection.execute(select(func.min(_LOAN.c.lent_on)).where(_LOAN.c.branch_id == each)).scalar()
        for each in branch_ids  # one by one: each is one entry of an index
    ]
    return min((day for day in days if day is not None), default=None)


def not_returned(
    connection: Connection, scope: Scope, wanted: Wanted, *, each: bool = False
) -> dict[int | None, int]:
    """Loans that were not returned at the end of the scope's last day, whenever they were made; of each branch by its id, or of all."""
    found: dict[int | None, int] = {}
    for out in _still_out(scope.period.last, scope):  # two queries: each has an index of its own
        # Not grouped there: for the order of the branches SQLite would go through all their loans. These are few.
        query = select(_LOAN.c.branch_id).where(out, _under(connection, wanted, scope))
        for branch_id in connection.execute(query).scalars():
            branch = branch_id if each else None
            found[branch] = found.get(branch, 0) + 1
    return found


def _under(connection: Connection, wanted: Wanted, scope: Scope) -> ColumnElement[bool]:
    """Of all loans ever made, those under the codes."""
    ever = replace(
        scope, period=Period(date(min(_FIRST_YEAR, scope.period.first.year), 1, 1), scope.period.last)
    )
    return where(connection, lent(), wanted, ever)


def _still_out(day: date, scope: Scope) -> list[ColumnElement[bool]]:
    """Loans that at the end of the day were out and were then over 60 days late, or whose article was then missing: still out now, back now."""
    c = _LOAN.c
    # Coalesced, so that what is out is found by that and not by all that was ever lent.
    made = and_(c.undone_at.is_(None), func.coalesce(c.lent_on, c.lent_on) <= day)
    here = scope.here(func.coalesce(c.branch_id, c.branch_id))
    missing = or_(
        *(
            and_(c.branch_id.in_(ids), _state_at(moment) == ArticleState.MISSING.value)
            for ids, moment in ends_of(day, scope.zones())
        )
    )
    lost = or_(c.due < day - timedelta(days=LATE_IS_LOST), missing)
    return [
        and_(c.returned_at.is_(None), made, scope.here(c.branch_id), lost),
        and_(c.returned_on > day, made, here, lost),
    ]


def _state_at(moment: Any) -> Any:
    """The state that the loan's article had just before the moment."""
    c = _CHANGE.c
    return (
        select(c.state)
        .where(c.article_id == _LOAN.c.article_id, c.changed_at < moment)
        .order_by(c.changed_at.desc(), c.id.desc())
        .limit(1)
        .correlate(_LOAN)
        .scalar_subquery()
    )


def ids_behind(
    connection: Connection, measure: str, scope: Scope, wanted: Wanted, *, limit: int, offset: int
) -> list[int]:
    """The loans behind a figure, the newest first; for borrowers and visits all their loans, for renewals a loan as often as it was renewed.

    Raises LookupError for no measure.
    """
    source = {"renewals": renewed, "due": fell_due, "on_time": fell_due, "late": fell_due}.get(
        measure, lent
    )()
    c = source.loan
    conditions: dict[str, ColumnElement[bool]] = {
        "new_borrowers": c.first_ever,
        "on_site": c.due == c.lent_on,
        "groups": c.borrower_kind != BorrowerKind.PERSON.value,
        "on_time": c.returned_on <= c.due,
        "late": or_(c.returned_on.is_(None), c.returned_on > c.due),
    }
    plain = ("loans", "visits", "borrowers", "renewals", "due", "not_returned")
    if measure not in conditions and measure not in plain:
        raise LookupError(measure)
    query = select(c.id).select_from(source.rows)
    if measure == "not_returned":
        query = query.where(or_(*_still_out(scope.period.last, scope)), _under(connection, wanted, scope))
    else:
        query = query.where(in_scope(source, scope), where(connection, source, wanted, scope))
    if measure in conditions:
        query = query.where(conditions[measure])
    query = query.order_by(c.lent_at.desc(), c.id.desc()).limit(limit).offset(offset)
    return list(connection.execute(query).scalars())
