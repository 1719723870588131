"""Queries for what a reminder does: the due dates that loans had, what became of each, and which steps went out. No person is read."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, case, func, select

from fritids.db.tables import ContactNote, Loan, Message, ReminderStep, Renewal
from fritids.domain.words import Delivery, MessageState

_LOAN = Loan.__table__
_RENEWAL = Renewal.__table__
_STEP = ReminderStep.__table__
_MESSAGE = Message.__table__
_NOTE = ContactNote.__table__


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A due date that a loan had, and how it ended."""

    loan_id: int
    borrower_id: int | None
    lent_on: date
    due: date
    ended_at: datetime | None
    """When the loan came back, or was given another due date; None while it is out."""
    renewed: bool


def series(connection: Connection, branch_id: int, first: date, last: date) -> list[SeriesRow]:
    """The due dates on these days that loans of the branch have or had before a renewal; no undone loan, no undone renewal."""
    c, r = _LOAN.c, _RENEWAL.c
    ours = and_(c.branch_id == branch_id, c.undone_at.is_(None))
    last_ones: Select[Any] = select(c.id, c.borrower_id, c.lent_on, c.due, c.returned_at).where(
        ours, c.due >= first, c.due <= last
    )
    before: Select[Any] = (
        select(c.id, c.borrower_id, c.lent_on, r.old_due, r.renewed_at)
        .select_from(_RENEWAL.join(_LOAN, c.id == r.loan_id))
        .where(ours, r.undone_at.is_(None), r.old_due >= first, r.old_due <= last)
    )
    return [
        SeriesRow(row.id, row.borrower_id, row.lent_on, row[3], row[4], renewed)
        for query, renewed in ((last_ones, False), (before, True))
        for row in connection.execute(query)
    ]


@dataclass(frozen=True, slots=True)
class StepRow:
    """How far the message of a loan's step came."""

    state: MessageState
    undelivered: bool
    sent_at: datetime | None
    """When it was last handed to the gateway."""


def steps(
    connection: Connection, branch_id: int, first: date, last: date
) -> dict[tuple[int, date, int], StepRow]:
    """By loan, due date and step, of due dates on these days."""
    query = (
        select(
            _STEP.c.loan_id,
            _STEP.c.due,
            _STEP.c.step,
            _MESSAGE.c.state,
            _MESSAGE.c.delivery,
            _MESSAGE.c.sending_at,
        )
        .select_from(_STEP.join(_MESSAGE, _MESSAGE.c.id == _STEP.c.message_id))
        .where(_MESSAGE.c.branch_id == branch_id, _STEP.c.due >= first, _STEP.c.due <= last)
    )
    return {
        (row.loan_id, row.due, row.step): StepRow(
            MessageState(row.state), row.delivery == Delivery.UNDELIVERED.value, row.sending_at
        )
        for row in connection.execute(query)
    }


def calls(
    connection: Connection, branch_id: int, begin: datetime, end: datetime
) -> dict[int, list[datetime]]:
    """When borrowers were called, by borrower and in order, from `begin` to before `end`."""
    c = _NOTE.c
    query = (
        select(c.borrower_id, c.at)
        .where(c.branch_id == branch_id, c.undone_at.is_(None), c.at >= begin, c.at < end)
        .order_by(c.at)
    )
    found: dict[int, list[datetime]] = {}
    for borrower_id, at in connection.execute(query):
        found.setdefault(borrower_id, []).append(at)
    return found


def on_time(connection: Connection, branch_id: int, first: date, last: date) -> tuple[int, int]:
    """How many loans have their last due date on these days, and how many of them were back by then; what is still out was not."""
    c = _LOAN.c
    in_time = func.sum(case((c.returned_on <= c.due, 1), else_=0))
    query = select(func.count(), func.coalesce(in_time, 0)).where(
        c.branch_id == branch_id, c.undone_at.is_(None), c.due >= first, c.due <= last
    )
    loans, back = connection.execute(query).one()
    return int(loans), int(back)
