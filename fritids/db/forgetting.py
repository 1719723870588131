"""Queries on what has lain so long that it is to be forgotten: people, the way from old loans to them, and texts about them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, exists, func, or_, select, update

from fritids.db import bulk
from fritids.db.articles import OPEN_LOAN
from fritids.db.borrowers import BORROWER
from fritids.db.message_people import OF_THE_PERSON
from fritids.db.messages import IS_OPEN
from fritids.db.tables import Booking, ContactNote, Gift, Loan, Message, Visit

_LOAN = Loan.__table__
_VISIT = Visit.__table__
_BOOKING = Booking.__table__
_MESSAGE = Message.__table__
_NOTE = ContactNote.__table__
_GIFT = Gift.__table__


@dataclass(frozen=True, slots=True)
class IdleBorrower:
    """Somebody with nothing out and nothing booked."""

    id: int
    number: str
    last_seen: datetime
    """When something of theirs last happened: registered, lent, returned, or a visit begun."""


def idle_since(connection: Connection, before: datetime) -> list[IdleBorrower]:
    """Everybody with whom nothing has happened since `before`, and who has nothing out or booked; the longest gone first."""
    lent = _newest(_LOAN, _LOAN.c.lent_at)
    returned = _newest(_LOAN, _LOAN.c.returned_at)
    visited = _newest(_VISIT, _VISIT.c.started_at)
    query = (
        select(BORROWER.c.id, BORROWER.c.number, BORROWER.c.added_at, lent, returned, visited)
        .where(
            BORROWER.c.added_at < before,
            ~exists().where(_LOAN.c.borrower_id == BORROWER.c.id, OPEN_LOAN),
            ~exists().where(_LOAN.c.borrower_id == BORROWER.c.id, _LOAN.c.lent_at >= before),
            ~exists().where(_LOAN.c.borrower_id == BORROWER.c.id, _LOAN.c.returned_at >= before),
            ~exists().where(_VISIT.c.borrower_id == BORROWER.c.id, _VISIT.c.started_at >= before),
            ~exists().where(_BOOKING.c.borrower_id == BORROWER.c.id, _BOOKING.c.closed_at.is_(None)),
        )
        .order_by(BORROWER.c.id)
    )
    found = [
        IdleBorrower(row[0], row[1], max(moment for moment in row[2:] if moment is not None))
        for row in connection.execute(query)
    ]
    return sorted(found, key=lambda one: (one.last_seen, one.id))


def _newest(table: Table, moment: ColumnElement[Any]) -> Any:
    return select(func.max(moment)).where(table.c.borrower_id == BORROWER.c.id).scalar_subquery()


def cut_loans(connection: Connection, before: datetime) -> int:
    """Loans that ended before then name nobody; how many.

    Each borrower's first loan stays theirs, and goes with them: without it their next one would be counted as somebody's first ever.
    """
    other = _LOAN.alias("other")
    earlier = exists().where(
        other.c.borrower_id == _LOAN.c.borrower_id,
        other.c.undone_at.is_(None),
        or_(
            other.c.lent_at < _LOAN.c.lent_at,
            and_(other.c.lent_at == _LOAN.c.lent_at, other.c.id < _LOAN.c.id),
        ),
    )
    ended = or_(_LOAN.c.returned_at < before, _LOAN.c.undone_at < before)
    old = _LOAN.c.borrower_id.is_not(None) & ended & earlier
    ids = connection.execute(select(_LOAN.c.id).where(old)).scalars().all()
    for part in bulk.parts(ids):
        connection.execute(
            update(_LOAN).where(_LOAN.c.id.in_(part)).values(borrower_id=None, co_borrower_id=None)
        )
    return len(ids)


def count_loans_to_cut(connection: Connection, before: datetime) -> int:
    """How many `cut_loans` would cut; nothing is changed."""
    with connection.begin_nested() as trial:
        count = cut_loans(connection, before)
        trial.rollback()
    return count


def cut_visits(connection: Connection, before: datetime) -> int:
    """Visits that ended before then, and in which nothing was lent that still names somebody, name nobody; how many."""
    named = exists().where(_LOAN.c.visit_id == _VISIT.c.id, _LOAN.c.borrower_id.is_not(None))
    return connection.execute(
        update(_VISIT)
        .where(_VISIT.c.borrower_id.is_not(None), _VISIT.c.ended_at < before, ~named)
        .values(borrower_id=None, co_borrower_id=None)
    ).rowcount


def _old_messages(before: datetime) -> ColumnElement[bool]:
    c = _MESSAGE.c
    says = or_(c.borrower_id.is_not(None), *(c[name].is_not(None) for name in OF_THE_PERSON))
    return and_(c.made_at < before, ~IS_OPEN, says)


def _old_notes(before: datetime) -> ColumnElement[bool]:
    return and_(_NOTE.c.at < before, or_(_NOTE.c.note.is_not(None), _NOTE.c.address.is_not(None)))


def _old_donors(before: datetime) -> ColumnElement[bool]:
    return and_(_GIFT.c.ended_at < before, _GIFT.c.donor.is_not(None))


def empty_messages(connection: Connection, before: datetime) -> int:
    """Messages made before then of which nothing is to be done any more say nothing of anybody; how many."""
    emptied = {"borrower_id": None, **dict.fromkeys(OF_THE_PERSON)}
    return connection.execute(update(_MESSAGE).where(_old_messages(before)).values(**emptied)).rowcount


def empty_notes(connection: Connection, before: datetime) -> int:
    """Notes of calls from before then have neither text nor number; that there was a call stays counted. How many."""
    return connection.execute(
        update(_NOTE).where(_old_notes(before)).values(note=None, address=None)
    ).rowcount


def empty_donors(connection: Connection, before: datetime) -> int:
    """Gifts that were done with before then name no donor; how many."""
    return connection.execute(update(_GIFT).where(_old_donors(before)).values(donor=None)).rowcount


def count_texts(connection: Connection, before: datetime) -> tuple[int, int, int]:
    """(messages, notes of calls, donors) that would be emptied; nothing is changed."""

    def count(table: Table, condition: ColumnElement[bool]) -> int:
        found: int = connection.execute(select(func.count()).select_from(table).where(condition)).scalar_one()
        return found

    return (
        count(_MESSAGE, _old_messages(before)),
        count(_NOTE, _old_notes(before)),
        count(_GIFT, _old_donors(before)),
    )
