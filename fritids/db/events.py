"""Queries on the record of events: adding lines, and finding what an earlier line did."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, exists, func, literal_column, or_, select

from fritids.db import record
from fritids.db.prepared import adding
from fritids.db.tables import Event
from fritids.domain.words import OF_THE_STOCK_ROOM, UNDOABLE, ActKind

_EVENT = Event.__table__
_UNDO = _EVENT.alias("undo")
_ADD = adding(_EVENT)
_NOT_UNDONE = ~exists().where(_UNDO.c.undoes == _EVENT.c.id)
_LISTED = or_(_EVENT.c.kind != ActKind.STOCKTAKE_CORRECT.value, _EVENT.c.article_id.is_(None))
"""A correction after a count has a line for each article, and one that stands for all of them in a list."""


@dataclass(frozen=True, slots=True)
class EventRow:
    """A line of the record."""

    id: int
    act_key: str
    line: int
    at: datetime
    desk: str
    operator: str | None
    kind: ActKind
    article_id: int | None
    loan_id: int | None
    returned_loan_id: int | None
    renewal_id: int | None
    visit_id: int | None
    borrower_key: str | None
    undoes: int | None
    details: Mapping[str, Any]
    undone: bool = False


def add(
    connection: Connection, values: dict[str, object], details: Mapping[str, object] | None = None
) -> int:
    """Add a line; its id. Raises IntegrityError if the act (key and line) was done before, or what it undoes was undone before.

    At the end of the transaction it is linked to the record's chain (`record`).
    """
    if details:
        values["details"] = json.dumps(details, ensure_ascii=False, sort_keys=True, default=str)
    event_id = _ADD.id(connection, values)
    record.add_link(connection, event_id, values)
    return event_id


_COLUMNS = (
    _EVENT.c.id, _EVENT.c.act_key, _EVENT.c.line, _EVENT.c.at, _EVENT.c.desk, _EVENT.c.operator, _EVENT.c.kind,
    _EVENT.c.article_id, _EVENT.c.loan_id, _EVENT.c.returned_loan_id, _EVENT.c.renewal_id, _EVENT.c.visit_id,
    _EVENT.c.borrower_key, _EVENT.c.undoes, _EVENT.c.details,
)  # fmt: skip


_WITH_UNDONE: Select[Any] = select(*_COLUMNS, (~_NOT_UNDONE).label("undone"))
_BY_ACT = _WITH_UNDONE.where(_EVENT.c.act_key == bindparam("act_key"), _EVENT.c.line == bindparam("line"))


def with_undone() -> Select[Any]:
    """All lines, for `read`; to be narrowed by whoever asks."""
    return _WITH_UNDONE


def read(
    connection: Connection, query: Select[Any], values: Mapping[str, object] | None = None
) -> list[EventRow]:
    """The lines that a narrowed `with_undone` finds, in its order."""
    return [
        EventRow(
            row.id,
            row.act_key,
            row.line,
            row.at,
            row.desk,
            row.operator,
            ActKind(row.kind),
            row.article_id,
            row.loan_id,
            row.returned_loan_id,
            row.renewal_id,
            row.visit_id,
            row.borrower_key,
            row.undoes,
            json.loads(row.details) if row.details else {},
            row.undone,
        )
        for row in connection.execute(query, values)
    ]


def by_act(connection: Connection, act_key: str, line: int = 0) -> EventRow | None:
    """The line that this act wrote, if it was done before."""
    found = read(connection, _BY_ACT, {"act_key": act_key, "line": line})
    return found[0] if found else None


def all_of_act(connection: Connection, act_key: str) -> list[EventRow]:
    """Every line that this act wrote, in order."""
    return read(connection, _WITH_UNDONE.where(_EVENT.c.act_key == act_key).order_by(_EVENT.c.line))


def by_id(connection: Connection, event_id: int) -> EventRow | None:
    """The line with this id."""
    found = read(connection, _WITH_UNDONE.where(_EVENT.c.id == event_id))
    return found[0] if found else None


def newest_undoable(connection: Connection, branch_id: int, desk: str) -> EventRow | None:
    """The newest act of the desk that can be undone and was not."""
    found = recent_undoable(connection, branch_id, desk, limit=1, also_undone=False)
    return found[0] if found else None


def recent_undoable(
    connection: Connection, branch_id: int, desk: str, *, limit: int, also_undone: bool = True
) -> list[EventRow]:
    """The desk's newest acts that can be or were undone, newest first."""
    query = (
        _WITH_UNDONE.where(
            _EVENT.c.branch_id == branch_id,
            _EVENT.c.desk == desk,
            _EVENT.c.kind.in_([kind.value for kind in UNDOABLE]),
            _LISTED,
        )
        .order_by(_EVENT.c.id.desc())
        .limit(limit)
    )
    return read(connection, query if also_undone else query.where(_NOT_UNDONE))


def newest_of_branch(connection: Connection, branch_id: int, *, limit: int) -> list[EventRow]:
    """The newest acts at the counters of all the branch's desks that can be or were undone, newest first."""
    kinds = [kind.value for kind in UNDOABLE - OF_THE_STOCK_ROOM]
    query = (
        _WITH_UNDONE
        # `+ 0`: backwards through the record, and not all of the branch's lines, then sorted.
        .where(_EVENT.c.branch_id + 0 == branch_id, _EVENT.c.kind.in_(kinds), _LISTED)
        .order_by(_EVENT.c.id.desc())
        .limit(limit)
    )
    return read(connection, query)


def of_visit(connection: Connection, visit_id: int, kinds: Collection[ActKind] = UNDOABLE) -> list[EventRow]:
    """What was done in a visit and not undone, oldest first."""
    query = _WITH_UNDONE.where(
        _EVENT.c.visit_id == visit_id, _EVENT.c.kind.in_([kind.value for kind in kinds]), _NOT_UNDONE
    ).order_by(_EVENT.c.id)
    return read(connection, query)


def registered_codes(connection: Connection, article_ids: Collection[int]) -> dict[int, str]:
    """The codes that these articles got when they were registered one by one, also those that are not there any more."""
    query = _WITH_UNDONE.where(
        _EVENT.c.article_id.in_(list(article_ids)), _EVENT.c.kind == ActKind.ARTICLE_ADD.value
    )
    return {event.article_id or 0: str(event.details.get("code", "")) for event in read(connection, query)}


def lent_after(connection: Connection, article_id: int, event_id: int) -> bool:
    """Whether a lending of the article that still counts was entered after this line.

    By the order of the record and not by the clock, which may have stood still, or gone back, between the two.
    """
    query = select(_EVENT.c.id).where(
        _EVENT.c.article_id == article_id,
        _EVENT.c.id > event_id,
        _EVENT.c.kind == ActKind.LEND.value,
        _NOT_UNDONE,
    )
    return connection.execute(query.limit(1)).first() is not None


def due_changed_after(connection: Connection, loan_id: int, event_id: int) -> ActKind | None:
    """What gave the loan another due date last, after this line; None if nothing did that still counts."""
    query = select(_EVENT.c.kind).where(
        _EVENT.c.loan_id == loan_id,
        _EVENT.c.id > event_id,
        _EVENT.c.kind.in_([ActKind.RENEW.value, ActKind.DUE_SET.value, ActKind.DUE_MOVE.value]),
        _NOT_UNDONE,
    )
    found = connection.execute(query.order_by(_EVENT.c.id.desc()).limit(1)).scalar()
    return None if found is None else ActKind(found)


def dates_set_after(connection: Connection, loan_id: int, event_id: int) -> list[EventRow]:
    """The dates that were given to the loan by hand after this line and not undone, newest first."""
    query = _WITH_UNDONE.where(
        _EVENT.c.loan_id == loan_id,
        _EVENT.c.id > event_id,
        _EVENT.c.kind == ActKind.DUE_SET.value,
        _NOT_UNDONE,
    )
    return read(connection, query.order_by(_EVENT.c.id.desc()))


def _last_before(branch_id: Any, desk: Any, since: Any) -> ColumnElement[int]:
    """The desk's newest line before a moment, found from the end; what the desk did in all the years before is not read."""
    before = _EVENT.alias("before")
    found = (
        select(before.c.id)
        .where(before.c.branch_id == branch_id, before.c.desk == desk, before.c.at < since)
        .order_by(before.c.id.desc())
        .limit(1)
    )
    return func.coalesce(found.scalar_subquery(), 0)


# A scan asks these. `+ 0` keeps SQLite, which has no figures of what is in a table, from an index that looks narrow and is not:
# an article has been lent for years. What happened in one visit, or at one desk in two minutes, is little.
_ON_ARTICLE = (
    _WITH_UNDONE.where(
        _EVENT.c.article_id + 0 == bindparam("article_id"),
        _EVENT.c.kind.in_(
            [ActKind.LEND.value, ActKind.RETURN.value, ActKind.RENEW.value, ActKind.FIND.value]
        ),
        _NOT_UNDONE,
    )
    .order_by(_EVENT.c.id.desc())
    .limit(1)
)
_ON_ARTICLE_IN_VISIT = _ON_ARTICLE.where(
    _EVENT.c.visit_id == bindparam("visit_id"),
    _EVENT.c.branch_id + 0 == bindparam("branch_id"),
    _EVENT.c.desk == bindparam("desk"),
)
_ON_ARTICLE_SINCE = _ON_ARTICLE.where(
    _EVENT.c.branch_id == bindparam("branch_id"),
    _EVENT.c.desk == bindparam("desk"),
    _EVENT.c.at >= bindparam("since"),
    _EVENT.c.id > _last_before(bindparam("branch_id"), bindparam("desk"), bindparam("since")),
)


def newest_on_article(
    connection: Connection,
    article_id: int,
    *,
    branch_id: int,
    desk: str,
    since: datetime | None,
    visit_id: int | None,
) -> EventRow | None:
    """The newest act on the article, not undone, in this visit, or with no visit at this desk since a moment (R8)."""
    values = {"article_id": article_id, "branch_id": branch_id, "desk": desk}
    if visit_id is None:
        found = read(connection, _ON_ARTICLE_SINCE, {**values, "since": since})
    else:
        found = read(connection, _ON_ARTICLE_IN_VISIT, {**values, "visit_id": visit_id})
    return found[0] if found else None


def bookings_kept_by(connection: Connection, loan_id: int) -> list[int]:
    """The bookings that lending this loan fulfilled, or took one off."""
    lending = _WITH_UNDONE.where(_EVENT.c.loan_id == loan_id, _EVENT.c.kind == ActKind.LEND.value)
    return [int(kept) for event in read(connection, lending) for kept in event.details.get("bookings", ())]


def last_in_visit(connection: Connection, visit_id: int) -> datetime | None:
    """When the newest line of a visit was written."""
    query = select(_EVENT.c.at).where(_EVENT.c.visit_id == visit_id).order_by(_EVENT.c.id.desc()).limit(1)
    found: datetime | None = connection.execute(query).scalar()
    return found


def newest_visit(connection: Connection, branch_id: int, desk: str) -> int | None:
    """The desk's newest visit in which something was done that is not undone."""
    query = (
        select(_EVENT.c.visit_id)
        .where(
            _EVENT.c.branch_id == branch_id,
            _EVENT.c.desk == desk,
            _EVENT.c.kind.in_([kind.value for kind in UNDOABLE]),
            _EVENT.c.visit_id.is_not(None),
            _NOT_UNDONE,
        )
        .order_by(_EVENT.c.id.desc())
        .limit(1)
    )
    found: int | None = connection.execute(query).scalar()
    return found


def returned_loans_since(
    connection: Connection, branch_id: int, desk: str, since: datetime, limit: int
) -> list[int]:
    """The loans that the desk's newest returns since a moment closed, newest first; undone returns do not count."""
    # The newest ones first, through an index of returns alone, and the moment after: a day's other lines are not read, nor all years' where it
    # has had few returns. The kind is written out, or SQLite would not see that the index fits.
    newest = (
        select(_EVENT.c.id, _EVENT.c.loan_id, _EVENT.c.at)
        .where(
            _EVENT.c.branch_id == branch_id,
            _EVENT.c.desk == desk,
            _EVENT.c.kind == literal_column(f"'{ActKind.RETURN.value}'"),
            _NOT_UNDONE,
        )
        .order_by(_EVENT.c.id.desc())
        .limit(limit)
        .subquery()
    )
    query = select(newest.c.loan_id).where(newest.c.at >= since).order_by(newest.c.id.desc())
    return [loan_id for loan_id in connection.execute(query).scalars() if loan_id is not None]
