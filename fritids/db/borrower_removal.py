"""Queries that put one borrower's things on another, and that cut the way from a person to what is counted."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, select, update

from fritids.db.articles import ARTICLE
from fritids.db.borrowers import BORROWER, CARD, CO_BORROWER
from fritids.db.tables import Booking, BorrowerYear, DeskItem, Event, Loan, Visit
from fritids.domain.words import ActKind

_LOAN = Loan.__table__
_VISIT = Visit.__table__
_ITEM = DeskItem.__table__
_BOOKING = Booking.__table__
_YEAR = BorrowerYear.__table__
_EVENT = Event.__table__


def year_keys(connection: Connection, borrower_id: int) -> dict[int, str]:
    """Under which key the borrower's loans of each year are counted."""
    rows = connection.execute(select(_YEAR.c.year, _YEAR.c.key).where(_YEAR.c.borrower_id == borrower_id))
    return {row.year: row.key for row in rows}


def move_year_key(connection: Connection, year: int, *, from_id: int, to_id: int) -> None:
    """The key under which one borrower's loans of a year are counted is another's, who has none for that year."""
    connection.execute(
        update(_YEAR).where(_YEAR.c.borrower_id == from_id, _YEAR.c.year == year).values(borrower_id=to_id)
    )


def count_under(connection: Connection, borrower_id: int, first: date, last: date, key: str) -> None:
    """All the borrower's loans of these days are counted under this key."""
    connection.execute(
        update(_LOAN)
        .where(_LOAN.c.borrower_id == borrower_id, _LOAN.c.lent_on.between(first, last))
        .values(borrower_key=key)
    )


def move_everything(connection: Connection, *, from_id: int, to_id: int) -> int:
    """Loans, visits, bookings, cards and co-borrowers of one borrower are another's; how many loans that were."""
    for table in (_VISIT, _BOOKING, CARD, CO_BORROWER):
        connection.execute(update(table).where(table.c.borrower_id == from_id).values(borrower_id=to_id))
    return connection.execute(
        update(_LOAN).where(_LOAN.c.borrower_id == from_id).values(borrower_id=to_id)
    ).rowcount


def cut_loans(connection: Connection, borrower_id: int) -> int:
    """The borrower's loans name nobody; what is counted of them stays. How many there were."""
    return connection.execute(
        update(_LOAN).where(_LOAN.c.borrower_id == borrower_id).values(borrower_id=None, co_borrower_id=None)
    ).rowcount


def cut_visits(connection: Connection, borrower_id: int, at: datetime) -> None:
    """The borrower's visits name nobody; one that was open has ended, and what waited in it waits no longer."""
    opened = select(_VISIT.c.id).where(_VISIT.c.borrower_id == borrower_id, _VISIT.c.ended_at.is_(None))
    connection.execute(delete(_ITEM).where(_ITEM.c.visit_id.in_(opened)))
    theirs = update(_VISIT).where(_VISIT.c.borrower_id == borrower_id)
    connection.execute(theirs.where(_VISIT.c.ended_at.is_(None)).values(ended_at=at))
    connection.execute(theirs.values(borrower_id=None))


def remove(connection: Connection, borrower_id: int) -> None:
    """The row is gone, with cards, co-borrowers, bookings, the keys of the years and the key of the record."""
    connection.execute(delete(BORROWER).where(BORROWER.c.id == borrower_id))


@dataclass(frozen=True, slots=True)
class BookingOfBorrower:
    """A booking, open or closed, as it is told to the person who made it."""

    article_label: str | None
    type_code: str | None
    quantity: int
    first_day: date
    last_day: date
    note: str | None
    booked_at: datetime
    closed_at: datetime | None
    fulfilled: bool


def bookings_of(connection: Connection, borrower_id: int) -> list[BookingOfBorrower]:
    """All bookings of the borrower, in the order they were made."""
    c = _BOOKING.c
    query: Select[Any] = (
        select(
            ARTICLE.c.label, c.type_code, c.quantity, c.first_day, c.last_day, c.note, c.booked_at, c.closed_at, c.fulfilled
        )
        .select_from(_BOOKING.outerjoin(ARTICLE, ARTICLE.c.id == c.article_id))
        .where(c.borrower_id == borrower_id)
        .order_by(c.id)
    )  # fmt: skip
    return [BookingOfBorrower(*row) for row in connection.execute(query)]


@dataclass(frozen=True, slots=True)
class LoanOfBorrower:
    """A loan with everything that is frozen in it of the person."""

    id: int
    type_code: str
    article_label: str
    desk: str
    lent_at: datetime
    due: date
    returned_at: datetime | None
    undone_at: datetime | None
    co_borrower_id: int | None
    accepted: str
    binding_by: str | None
    binding_sole_mm: int | None
    borrower_kind: str
    age_band: str
    gender: str | None
    postal_area: str | None


def loans_of(connection: Connection, borrower_id: int) -> list[LoanOfBorrower]:
    """All loans of the borrower, undone ones too, in the order they were made."""
    c = _LOAN.c
    query: Select[Any] = (
        select(
            c.id, c.type_code, ARTICLE.c.label, c.desk, c.lent_at, c.due, c.returned_at, c.undone_at, c.co_borrower_id, c.accepted,
            c.binding_by, c.binding_sole_mm, c.borrower_kind, c.age_band, c.gender, c.postal_area,
        )
        .select_from(_LOAN.join(ARTICLE, ARTICLE.c.id == c.article_id))
        .where(c.borrower_id == borrower_id)
        .order_by(c.lent_at, c.id)
    )  # fmt: skip
    return [LoanOfBorrower(*row) for row in connection.execute(query)]


def visits_of(connection: Connection, borrower_id: int) -> list[tuple[datetime, datetime | None, str]]:
    """(began, ended, desk) of all visits of the borrower."""
    c = _VISIT.c
    query = select(c.started_at, c.ended_at, c.desk).where(c.borrower_id == borrower_id).order_by(c.id)
    return [(row.started_at, row.ended_at, row.desk) for row in connection.execute(query)]


def record_of(connection: Connection, event_key: str) -> list[tuple[datetime, str]]:
    """(when, what) of the lines of the record that bear the borrower's key, or that of an entry merged into theirs."""
    found: list[tuple[int, datetime, str]] = []
    keys = [event_key]
    for key in keys:
        c = _EVENT.c
        for line in connection.execute(select(c.id, c.at, c.kind, c.details).where(c.borrower_key == key)):
            found.append((line.id, line.at, line.kind))
            if line.kind == ActKind.BORROWER_MERGE.value and line.details:
                keys.append(str(json.loads(line.details)["gone"]))
    return [(at, kind) for _id, at, kind in sorted(found)]
