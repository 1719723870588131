"""Counting loans: one query for any table of one split or two, under any filter, and those for whole periods. Summing and keeping is elsewhere."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final, TypeAlias

from sqlalchemy import ColumnElement, Connection, Select, and_, case, distinct, func, or_, select

from fritids.db.figure_splits import (
    Scope,
    Source,
    decoded,
    ends_of,
    fell_due,
    hour,
    in_scope,
    lent,
    of_split,
    renewed,
    told_apart,
    where,
)
from fritids.db.tables import ArticleStateChange, Loan
from fritids.domain.figures import LATE_IS_LOST, Period, Split, TableKey
from fritids.domain.words import ArticleState, BorrowerKind

_LOAN = Loan.__table__
_CHANGE = ArticleStateChange.__table__

Codes: TypeAlias = tuple[str, ...]
Counts: TypeAlias = dict[str, int]
"""Measures of `Cell` by their names; those that are nothing may be left out."""
Wanted: TypeAlias = Mapping[Split, str]
_FIRST_YEAR: Final = 2013
"""No Fritidsbank had lent anything before."""


def _some(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _grouped(
    connection: Connection, source: Source, key: TableKey, scope: Scope, wanted: Wanted, *measures: Any
) -> Select[Any]:
    splits = [
        of_split(connection, source, split, scope).label(f"split_{place}") for place, split in enumerate(key)
    ]
    query = (
        select(*splits, *measures)
        .select_from(source.rows)
        .where(in_scope(source, scope), where(connection, source, wanted, scope))
    )
    return query.group_by(*(each.name for each in splits)) if splits else query


def _run(
    connection: Connection, query: Select[Any], key: TableKey, names: tuple[str, ...], scope: Scope
) -> dict[Codes, Counts]:
    found: dict[Codes, Counts] = {}
    for row in connection.execute(query):
        codes = tuple(decoded(split, row[place], scope.code) for place, split in enumerate(key))
        counts = found.setdefault(codes, dict.fromkeys(names, 0))
        for name, value in zip(names, row[len(key) :], strict=True):
            counts[name] += int(value or 0)
    return found


def of_loans(connection: Connection, key: TableKey, scope: Scope, wanted: Wanted) -> dict[Codes, Counts]:
    """What was lent: loans, visits, borrowers, new borrowers, on-site loans, by the codes of the table."""
    source = lent()
    c = source.loan
    query = _grouped(
        connection, source, key, scope, wanted,
        func.count(), func.count(distinct(c.visit_id)), func.count(distinct(c.borrower_key)), _some(c.first_ever), _some(c.due == c.lent_on),
    )  # fmt: skip
    return _run(connection, query, key, ("loans", "visits", "borrowers", "new_borrowers", "on_site"), scope)


def of_renewals(connection: Connection, key: TableKey, scope: Scope, wanted: Wanted) -> dict[Codes, Counts]:
    """What was renewed; nothing where renewals are not told apart so."""
    source = renewed()
    if not told_apart(source, (*key, *wanted)):
        return {}
    query = _grouped(connection, source, key, scope, wanted, func.count())
    return _run(connection, query, key, ("renewals",), scope)


def of_due(connection: Connection, key: TableKey, scope: Scope, wanted: Wanted) -> dict[Codes, Counts]:
    """What fell due, and what of it was back in time; nothing where due dates are not told apart so."""
    source = fell_due()
    if not told_apart(source, (*key, *wanted)):
        return {}
    c = source.loan
    query = _grouped(connection, source, key, scope, wanted, func.count(), _some(c.returned_on <= c.due))
    return _run(connection, query, key, ("due", "on_time"), scope)


def groups(connection: Connection, key: TableKey, scope: Scope, wanted: Wanted) -> dict[Codes, Counts]:
    """Distinct borrowers that are no persons."""
    source = lent()
    query = _grouped(
        connection, source, key, scope, wanted, func.count(distinct(source.loan.borrower_key))
    ).where(source.loan.borrower_kind != BorrowerKind.PERSON.value)
    return _run(connection, query, key, ("groups",), scope)


def days_and_hours(
    connection: Connection, key: TableKey, scope: Scope, wanted: Wanted
) -> dict[Codes, Counts]:
    """Days and clock hours in which a branch lent something; an hour that the clocks repeat is one."""
    source = lent()
    c = source.loan
    splits = [of_split(connection, source, split, scope).label(f"split_{n}") for n, split in enumerate(key)]
    hours = (
        select(*splits, c.branch_id.label("at"), c.lent_on.label("on"), hour(connection, source, scope).label("hour"))
        .where(in_scope(source, scope), where(connection, source, wanted, scope))
        .group_by(*(each.name for each in splits), "at", "on", "hour")
        .subquery()
    )  # fmt: skip
    ours = [hours.c[each.name] for each in splits]
    days = (
        select(*ours, func.count().label("hours"))
        .select_from(hours)
        .group_by(*ours, hours.c["at"], hours.c["on"])
        .subquery()
    )
    names = [days.c[each.name] for each in splits]
    query = select(*names, func.count(), func.sum(days.c.hours)).select_from(days)
    if names:
        query = query.group_by(*names)
    return _run(connection, query, key, ("days_with_loans", "hours_with_loans"), scope)


def still_out(day: date, scope: Scope) -> ColumnElement[bool]:
    """Loans that at the end of the day were out and were then over 60 days late, or whose article was then missing."""
    c = _LOAN.c
    out = and_(c.undone_at.is_(None), c.lent_on <= day, or_(c.returned_on.is_(None), c.returned_on > day))
    missing = or_(
        *(
            and_(c.branch_id.in_(ids), _state_at(moment) == ArticleState.MISSING.value)
            for ids, moment in ends_of(day, scope.zones())
        )
    )
    return and_(out, or_(c.due < day - timedelta(days=LATE_IS_LOST), missing))


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


def not_returned(connection: Connection, key: TableKey, scope: Scope, wanted: Wanted) -> dict[Codes, Counts]:
    """Loans that were not returned at the end of the period, whenever they were made."""
    source = lent()
    ever = replace(
        scope, period=Period(date(min(_FIRST_YEAR, scope.period.first.year), 1, 1), scope.period.last)
    )
    splits = [of_split(connection, source, split, ever).label(f"split_{n}") for n, split in enumerate(key)]
    query = select(*splits, func.count()).where(
        still_out(scope.period.last, scope), where(connection, source, wanted, ever)
    )
    if scope.branch_id is not None:
        query = query.where(_LOAN.c.branch_id == scope.branch_id)
    if splits:
        query = query.group_by(*(each.name for each in splits))
    return _run(connection, query, key, ("not_returned",), scope)


def ids_behind(
    connection: Connection, measure: str, scope: Scope, wanted: Wanted, *, limit: int, offset: int
) -> list[int]:
    """The loans behind a figure, the newest first; for borrowers and visits all their loans. Raises LookupError for no measure."""
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
    query = select(c.id, c.lent_at).distinct().select_from(source.rows)
    if measure == "not_returned":
        query = query.where(still_out(scope.period.last, scope))
        if scope.branch_id is not None:
            query = query.where(c.branch_id == scope.branch_id)
    else:
        query = query.where(in_scope(source, scope))
    if measure in conditions:
        query = query.where(conditions[measure])
    query = query.where(where(connection, source, wanted, scope)).order_by(c.lent_at.desc(), c.id.desc())
    return [row[0] for row in connection.execute(query.limit(limit).offset(offset))]
