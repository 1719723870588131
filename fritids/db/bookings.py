"""Queries about bookings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, or_, select, update

from fritids.db.prepared import adding
from fritids.db.tables import Booking, Borrower

_BOOKING = Booking.__table__
_BORROWER = Borrower.__table__
_ADD = adding(_BOOKING)


@dataclass(frozen=True, slots=True)
class BookingRow:
    """A booking as stored, with its borrower's number."""

    id: int
    borrower_id: int
    borrower_number: str
    article_id: int | None
    type_code: str | None
    quantity: int
    first_day: date
    last_day: date
    note: str | None


_ROWS = select(
    _BOOKING.c.id, _BOOKING.c.borrower_id, _BORROWER.c.number, _BOOKING.c.article_id, _BOOKING.c.type_code, _BOOKING.c.quantity,
    _BOOKING.c.first_day, _BOOKING.c.last_day, _BOOKING.c.note,
).join(_BORROWER, _BORROWER.c.id == _BOOKING.c.borrower_id)  # fmt: skip
_ALL = _ROWS.where(_BOOKING.c.closed_at.is_(None)).order_by(_BOOKING.c.first_day, _BOOKING.c.id)


def of_ids(connection: Connection, booking_ids: Sequence[int]) -> list[BookingRow]:
    """These bookings, open or closed, as far as they are still there."""
    if not booking_ids:
        return []
    return [BookingRow(*row) for row in connection.execute(_ROWS.where(_BOOKING.c.id.in_(list(booking_ids))))]


def by_id(connection: Connection, booking_id: int) -> BookingRow | None:
    """The booking with this id, open or closed."""
    row = connection.execute(_ROWS.where(_BOOKING.c.id == booking_id)).first()
    return None if row is None else BookingRow(*row)


def touching(
    connection: Connection, *, article_id: int, type_code: str, branch_id: int, first: date, last: date
) -> list[BookingRow]:
    """Open bookings of the article or its type that overlap the days `first` to `last`, earliest first."""
    query = _ALL.where(
        or_(_BOOKING.c.article_id == article_id, _BOOKING.c.type_code == type_code),
        _BOOKING.c.branch_id == branch_id,
        _BOOKING.c.first_day <= last,
        _BOOKING.c.last_day >= first,
    )
    return [BookingRow(*row) for row in connection.execute(query)]


def open_ones(connection: Connection, branch_id: int) -> list[BookingRow]:
    """All open bookings of a branch, earliest first."""
    return [BookingRow(*row) for row in connection.execute(_ALL.where(_BOOKING.c.branch_id == branch_id))]


def add(connection: Connection, values: dict[str, object]) -> int:
    """Store a booking; its id."""
    return _ADD.id(connection, values)


def close(connection: Connection, booking_id: int, at: datetime, *, fulfilled: bool) -> int:
    """The booking is fulfilled or cancelled; how many rows that was (0: it was closed before)."""
    return connection.execute(
        update(_BOOKING)
        .where(_BOOKING.c.id == booking_id, _BOOKING.c.closed_at.is_(None))
        .values(closed_at=at, fulfilled=fulfilled)
    ).rowcount


def fulfil(connection: Connection, booking_id: int, at: datetime) -> bool:
    """One of what the booking promises has been lent, and with the last one it is closed. False if it was closed before."""
    one_fewer = (
        update(_BOOKING)
        .where(_BOOKING.c.id == booking_id, _BOOKING.c.closed_at.is_(None), _BOOKING.c.quantity > 1)
        .values(quantity=_BOOKING.c.quantity - 1)
    )
    return connection.execute(one_fewer).rowcount > 0 or close(connection, booking_id, at, fulfilled=True) > 0


def promise_again(connection: Connection, booking_id: int) -> None:
    """A loan that fulfilled the booking, or a part of it, was undone: one more is promised again, unless it was cancelled since."""
    booking = update(_BOOKING).where(_BOOKING.c.id == booking_id)
    reopened = connection.execute(
        booking.where(_BOOKING.c.fulfilled).values(closed_at=None, fulfilled=False)
    ).rowcount
    if not reopened:
        connection.execute(
            booking.where(_BOOKING.c.closed_at.is_(None)).values(quantity=_BOOKING.c.quantity + 1)
        )
