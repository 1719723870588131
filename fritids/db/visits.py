"""Queries about visits and what lies on a desk between two scans."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from fritids.db.prepared import adding
from fritids.db.tables import DeskItem, Visit

_VISIT = Visit.__table__
_ITEM = DeskItem.__table__
_ADD = adding(_VISIT)


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit as stored."""

    id: int
    borrower_id: int | None
    desk: str
    started_at: datetime
    ended_at: datetime | None
    co_borrower_id: int | None


_COLUMNS = (
    _VISIT.c.id,
    _VISIT.c.borrower_id,
    _VISIT.c.desk,
    _VISIT.c.started_at,
    _VISIT.c.ended_at,
    _VISIT.c.co_borrower_id,
)


def add(
    connection: Connection, *, branch_id: int, desk: str, borrower_id: int, at: datetime, ended: bool
) -> int:
    """Begin a visit; its id. One that is not `ended` at once stays the desk's open visit (at most one: IntegrityError)."""
    return _ADD.id(
        connection,
        {
            "branch_id": branch_id,
            "desk": desk,
            "borrower_id": borrower_id,
            "started_at": at,
            "ended_at": at if ended else None,
        },
    )


def open_at(connection: Connection, branch_id: int, desk: str) -> VisitRow | None:
    """The desk's open visit."""
    query = select(*_COLUMNS).where(
        _VISIT.c.branch_id == branch_id, _VISIT.c.desk == desk, _VISIT.c.ended_at.is_(None)
    )
    row = connection.execute(query).first()
    return None if row is None else VisitRow(*row)


def by_id(connection: Connection, visit_id: int) -> VisitRow | None:
    """The visit with this id."""
    row = connection.execute(select(*_COLUMNS).where(_VISIT.c.id == visit_id)).first()
    return None if row is None else VisitRow(*row)


def end(connection: Connection, visit_id: int, at: datetime) -> None:
    """The visit is over; what waited in it waits no longer."""
    connection.execute(update(_VISIT).where(_VISIT.c.id == visit_id).values(ended_at=at))
    connection.execute(delete(_ITEM).where(_ITEM.c.visit_id == visit_id))


def set_borrower(connection: Connection, visit_id: int, borrower_id: int) -> None:
    """The visit is somebody else's."""
    connection.execute(
        update(_VISIT).where(_VISIT.c.id == visit_id).values(borrower_id=borrower_id, co_borrower_id=None)
    )


def set_co_borrower(connection: Connection, visit_id: int, co_borrower_id: int | None) -> None:
    """The visit borrows for this co-borrower from now on, or (None) for the borrower themselves."""
    connection.execute(update(_VISIT).where(_VISIT.c.id == visit_id).values(co_borrower_id=co_borrower_id))


def items(connection: Connection, branch_id: int, desk: str, visit_id: int | None) -> list[int]:
    """The articles in the basket (visit None) or waiting in a visit, in the order they came."""
    query = (
        select(_ITEM.c.article_id)
        .where(_ITEM.c.branch_id == branch_id, _ITEM.c.desk == desk)
        .order_by(_ITEM.c.id)
    )
    query = query.where(_ITEM.c.visit_id.is_(None) if visit_id is None else _ITEM.c.visit_id == visit_id)
    return list(connection.execute(query).scalars())


def basket_began(connection: Connection, branch_id: int, desk: str) -> datetime | None:
    """When the newest article came into the basket."""
    query = (
        select(_ITEM.c.added_at)
        .where(_ITEM.c.branch_id == branch_id, _ITEM.c.desk == desk, _ITEM.c.visit_id.is_(None))
        .order_by(_ITEM.c.id.desc())
        .limit(1)
    )
    found: datetime | None = connection.execute(query).scalar()
    return found


def put(
    connection: Connection, *, branch_id: int, desk: str, article_id: int, visit_id: int | None, at: datetime
) -> None:
    """Lay an article on the desk; one that lies there already moves to its new place."""
    take(connection, branch_id, desk, article_id)
    connection.execute(
        insert(_ITEM).values(
            branch_id=branch_id, desk=desk, article_id=article_id, visit_id=visit_id, added_at=at
        )
    )


def take(connection: Connection, branch_id: int, desk: str, article_id: int) -> bool:
    """Take an article off the desk; whether it lay there."""
    gone = connection.execute(
        delete(_ITEM).where(
            _ITEM.c.branch_id == branch_id, _ITEM.c.desk == desk, _ITEM.c.article_id == article_id
        )
    )
    return gone.rowcount > 0


def clear(connection: Connection, branch_id: int, desk: str, visit_id: int | None) -> None:
    """Take everything out of the basket (visit None), or all that waits in a visit."""
    query = delete(_ITEM).where(_ITEM.c.branch_id == branch_id, _ITEM.c.desk == desk)
    connection.execute(
        query.where(_ITEM.c.visit_id.is_(None) if visit_id is None else _ITEM.c.visit_id == visit_id)
    )
