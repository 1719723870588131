"""Questions on the record of events that people ask: what happened to an article, in a visit, with a borrower, in an hour."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, or_, select, true

from fritids.db.events import EventRow, read, with_undone
from fritids.db.tables import Event, Loan, Visit
from fritids.domain.words import ActKind

_EVENT, _LOAN, _VISIT = Event.__table__, Loan.__table__, Visit.__table__


def of_article(connection: Connection, article_id: int, *, limit: int) -> list[EventRow]:
    """What was done with an article, at whichever branch; newest first."""
    return _newest(connection, with_undone().where(_EVENT.c.article_id == article_id), limit)


def of_visit(connection: Connection, branch_id: int, visit_id: int, *, limit: int) -> list[EventRow]:
    """What was done in a visit, undone or not."""
    query = with_undone().where(_EVENT.c.visit_id == visit_id, _EVENT.c.branch_id + 0 == branch_id)
    return _newest(connection, query, limit)


def of_borrower(connection: Connection, borrower_id: int, event_key: str, *, limit: int) -> list[EventRow]:
    """What was done with a borrower's row, and in their loans and visits, as long as these are still known to be theirs."""
    loans = select(_LOAN.c.id).where(_LOAN.c.borrower_id == borrower_id)
    visits = select(_VISIT.c.id).where(_VISIT.c.borrower_id == borrower_id)
    theirs = or_(
        _EVENT.c.borrower_key == event_key,
        _EVENT.c.loan_id.in_(loans),
        and_(_EVENT.c.loan_id.is_(None), _EVENT.c.visit_id.in_(visits)),
    )
    return _newest(connection, with_undone().where(theirs), limit)


def between(
    connection: Connection, branch_id: int, since: datetime | None, until: datetime | None, *, limit: int
) -> list[EventRow]:
    """What the branch entered from one moment until just before another."""
    query = with_undone().where(
        _EVENT.c.branch_id + 0 == branch_id,
        true() if since is None else _EVENT.c.at >= since,
        true() if until is None else _EVENT.c.at < until,
    )
    return _newest(connection, query, limit)


def _newest(connection: Connection, query: Select[Any], limit: int) -> list[EventRow]:
    return read(connection, query.order_by(_EVENT.c.id.desc()).limit(limit))


def kinds_of(connection: Connection, event_ids: Collection[int]) -> dict[int, ActKind]:
    """What kind of act each of these lines is."""
    if not event_ids:
        return {}
    query = select(_EVENT.c.id, _EVENT.c.kind).where(_EVENT.c.id.in_(list(event_ids)))
    return {row.id: ActKind(row.kind) for row in connection.execute(query)}
