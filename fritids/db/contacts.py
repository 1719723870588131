"""Queries about whom to call, and what was said on the telephone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Select, and_, func, or_, select, update

from fritids.db.articles import ARTICLE, OPEN_LOAN
from fritids.db.borrowers import BORROWER
from fritids.db.bulk import parts
from fritids.db.prepared import adding
from fritids.db.tables import ContactNote, Loan, Message, ReminderStep
from fritids.domain.words import ContactOutcome, Delivery, MessageKind, MessageState

_LOAN = Loan.__table__
_MESSAGE = Message.__table__
_STEP = ReminderStep.__table__
_NOTE = ContactNote.__table__
_ADD = adding(_NOTE)
_SETTLED: Final = (
    MessageState.SENT.value,
    MessageState.UNKNOWN.value,
    MessageState.FAILED.value,
    MessageState.TO_CALL.value,
)
"""Messages that were tried. What is still to be sent, or was not needed, says nothing of whether the borrower was reached."""


@dataclass(frozen=True, slots=True)
class ToCallRow:
    """A loan of which the newest message did not reach its borrower."""

    borrower_id: int
    loan_id: int
    message_id: int
    channel: str
    state: str
    reason: str | None
    settled_at: datetime


@dataclass(frozen=True, slots=True)
class CalledRow:
    """Whom a line of the list is about."""

    id: int
    number: str
    name: str
    phone: str | None
    protected: bool


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A call that counts."""

    id: int
    borrower_id: int
    branch_id: int
    at: datetime
    outcome: ContactOutcome
    address: str | None
    promised_on: date | None
    note: str | None
    operator: str | None


def not_reached(connection: Connection, branch_id: int, today: date) -> list[ToCallRow]:
    """The loans of which the newest message failed, was not delivered, or was to be a call. None of borrowers who get no reminders.

    They are out, with the due date that the message was about, or late by now whatever it was about.
    """
    later = _STEP.alias("later")
    of_later = _MESSAGE.alias("of_later")
    newest = (
        select(func.max(later.c.id))
        .select_from(later.join(of_later, of_later.c.id == later.c.message_id))
        .where(later.c.loan_id == _LOAN.c.id, of_later.c.state.in_(_SETTLED))
        .correlate(_LOAN)
        .scalar_subquery()
    )
    c = _MESSAGE.c
    undelivered = and_(c.state == MessageState.SENT.value, c.delivery == Delivery.UNDELIVERED.value)
    query: Select[Any] = (
        select(
            _LOAN.c.borrower_id, _LOAN.c.id, c.id, c.channel, c.state, c.reason,
            func.coalesce(c.delivery_at, c.settled_at, c.made_at),
        )
        .select_from(
            _LOAN.join(_STEP, _STEP.c.loan_id == _LOAN.c.id)
            .join(_MESSAGE, c.id == _STEP.c.message_id)
            .join(BORROWER, BORROWER.c.id == _LOAN.c.borrower_id)
        )
        .where(
            OPEN_LOAN,
            _LOAN.c.branch_id == branch_id,
            or_(_LOAN.c.due == _STEP.c.due, _LOAN.c.due < today),
            _STEP.c.id == newest,
            c.kind == MessageKind.REMINDER.value,
            or_(c.state.in_((MessageState.FAILED.value, MessageState.TO_CALL.value)), undelivered),
            ~BORROWER.c.no_reminders,
        )
        .order_by(_LOAN.c.borrower_id, c.id.desc(), _LOAN.c.id)
    )  # fmt: skip
    return [ToCallRow(*row) for row in connection.execute(query)]


def people(connection: Connection, borrower_ids: Collection[int]) -> dict[int, CalledRow]:
    """These borrowers by id."""
    c = BORROWER.c
    query = select(c.id, c.number, c.name, c.phone, c.protected)
    return {
        row.id: CalledRow(*row)
        for ids in parts(borrower_ids)
        for row in connection.execute(query.where(c.id.in_(ids)))
    }


def loans_to_name(
    connection: Connection,
    branch_id: int,
    borrower_ids: Collection[int],
    loan_ids: Collection[int],
    today: date,
) -> list[tuple[int, int]]:
    """(borrower, loan) of these loans and of all else that these borrowers have late here, the one due first in front."""
    c = _LOAN.c
    query = (
        select(c.borrower_id, c.id, c.due, ARTICLE.c.label)
        .select_from(_LOAN.join(ARTICLE, ARTICLE.c.id == c.article_id))
        .where(OPEN_LOAN, c.branch_id == branch_id)
    )
    found = {
        row.id: row
        for ids in parts(borrower_ids)
        for row in connection.execute(query.where(c.borrower_id.in_(ids), c.due < today))
    }
    for ids in parts(loan_ids):
        found.update((row.id, row) for row in connection.execute(query.where(c.id.in_(ids))))
    in_order = sorted(found.values(), key=lambda row: (row.due, row.label, row.id))
    return [(row.borrower_id, row.id) for row in in_order]


def add(connection: Connection, values: dict[str, object]) -> int:
    """Store a call; its id."""
    return _ADD.id(connection, values)


def undo(connection: Connection, note_id: int, noted_at: datetime, at: datetime) -> bool:
    """The call that was noted at `noted_at` does not count any more; False if it is gone, with the borrower it was to.

    By its moment too: once the newest one is gone, SQLite gives its number to another.
    """
    undone = connection.execute(
        update(_NOTE)
        .where(_NOTE.c.id == note_id, _NOTE.c.at == noted_at, _NOTE.c.undone_at.is_(None))
        .values(undone_at=at)
    )
    return undone.rowcount == 1


def notes(connection: Connection, borrower_ids: Collection[int]) -> dict[int, list[NoteRow]]:
    """The calls to each of these borrowers that count, the newest first."""
    c = _NOTE.c
    query = (
        select(
            c.id, c.borrower_id, c.branch_id, c.at, c.outcome, c.address, c.promised_on, c.note, c.operator
        )
        .where(c.undone_at.is_(None))
        .order_by(c.at.desc(), c.id.desc())
    )
    found: dict[int, list[NoteRow]] = {}
    for ids in parts(borrower_ids):
        for row in connection.execute(query.where(c.borrower_id.in_(ids))):
            found.setdefault(row.borrower_id, []).append(
                NoteRow(row.id, row.borrower_id, row.branch_id, row.at, ContactOutcome(row.outcome), *row[5:])
            )
    return found
