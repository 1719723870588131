"""What the plan of a run is made from, each in one query however many loans there are, and writing the plan down."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Select,
    and_,
    bindparam,
    exists,
    func,
    insert,
    literal_column,
    select,
    update,
)

from fritids.db.articles import ARTICLE, OPEN_LOAN
from fritids.db.borrowers import BORROWER
from fritids.db.bulk import insert_many, take_ids
from fritids.db.tables import (
    CoBorrower,
    ContactNote,
    Event,
    Loan,
    Message,
    ReminderRun,
    ReminderStep,
    Renewal,
)
from fritids.domain.words import ContactOutcome, MessageState

_LOAN = Loan.__table__
_CHILD = CoBorrower.__table__
_RENEWAL = Renewal.__table__
_MESSAGE = Message.__table__
_STEP = ReminderStep.__table__
_RUN = ReminderRun.__table__
_NOTE = ContactNote.__table__
_EVENT = Event.__table__
_DROPPED: Final = MessageState.DROPPED.value


@dataclass(frozen=True, slots=True)
class ReminderLoan:
    """An open loan with its article and whoever has it, as reminders see it."""

    id: int
    due: date
    lent_on: date
    lent_at: datetime
    visit_id: int
    article_id: int
    label: str
    type_code: str
    size: str | None
    brand: str | None
    model: str | None
    note: str | None
    revision: int
    part_counts: str | None
    borrower_id: int
    number: str
    name: str
    phone: str | None
    email: str | None
    language: str | None
    protected: bool
    no_reminders: bool
    wrong_number: bool
    """Somebody was told that the phone number is another's."""
    for_whom: str | None
    renewals: int


WRONG_NUMBER = exists().where(
    _NOTE.c.borrower_id == BORROWER.c.id,
    _NOTE.c.outcome == ContactOutcome.WRONG_NUMBER.value,
    _NOTE.c.undone_at.is_(None),
    _NOTE.c.address == BORROWER.c.phone,
)
_RENEWALS = (
    select(func.count())
    .where(_RENEWAL.c.loan_id == _LOAN.c.id, _RENEWAL.c.undone_at.is_(None))
    .correlate(_LOAN)
    .scalar_subquery()
)
LOAN_COLUMNS: Final = (
    _LOAN.c.id, _LOAN.c.due, _LOAN.c.lent_on, _LOAN.c.lent_at, _LOAN.c.visit_id, ARTICLE.c.id.label("article_id"), ARTICLE.c.label,
    ARTICLE.c.type_code, ARTICLE.c.size, ARTICLE.c.brand, ARTICLE.c.model, ARTICLE.c.note, ARTICLE.c.revision, ARTICLE.c.part_counts,
    BORROWER.c.id.label("borrower_id"), BORROWER.c.number, BORROWER.c.name, BORROWER.c.phone, BORROWER.c.email, BORROWER.c.language,
    BORROWER.c.protected, BORROWER.c.no_reminders, WRONG_NUMBER.label("wrong_number"), _CHILD.c.name.label("for_whom"),
    _RENEWALS.label("renewals"),
)  # fmt: skip
LOAN_SOURCE: Final = (
    _LOAN.join(ARTICLE, ARTICLE.c.id == _LOAN.c.article_id)
    .join(BORROWER, BORROWER.c.id == _LOAN.c.borrower_id)
    .outerjoin(_CHILD, _CHILD.c.id == _LOAN.c.co_borrower_id)
)


_IN_QUESTION: Final = (
    OPEN_LOAN,
    _LOAN.c.branch_id == bindparam("branch_id"),
    _LOAN.c.due.between(bindparam("first"), bindparam("last")),
)
_LOANS: Select[Any] = (
    select(*LOAN_COLUMNS)
    .select_from(LOAN_SOURCE)
    .where(*_IN_QUESTION)
    .order_by(BORROWER.c.id, _LOAN.c.due, ARTICLE.c.label, _LOAN.c.id)
)


def loans(connection: Connection, branch_id: int, first: date, last: date) -> list[ReminderLoan]:
    """The loans of the branch that are out and due between these days, both included, by borrower, due date and label."""
    values = {"branch_id": branch_id, "first": first, "last": last}
    return [ReminderLoan(*row) for row in connection.execute(_LOANS, values)]


def count_before(connection: Connection, branch_id: int, first: date) -> int:
    """How many loans of the branch are out and were due before this day."""
    query = select(func.count()).where(OPEN_LOAN, _LOAN.c.branch_id == branch_id, _LOAN.c.due < first)
    return int(connection.execute(query).scalar_one())


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step that a loan has for the due date it has now, and how far its message came."""

    id: int
    loan_id: int
    step: int
    message_id: int
    state: MessageState


_STEPS: Select[Any] = (
    select(_STEP.c.id, _STEP.c.loan_id, _STEP.c.step, _STEP.c.message_id, _MESSAGE.c.state)
    .select_from(
        _STEP.join(_LOAN, and_(_LOAN.c.id == _STEP.c.loan_id, _LOAN.c.due == _STEP.c.due)).join(
            _MESSAGE, _MESSAGE.c.id == _STEP.c.message_id
        )
    )
    .where(*_IN_QUESTION)
)


def steps(connection: Connection, branch_id: int, first: date, last: date) -> list[StepRow]:
    """The steps that these loans have for the due dates they have now."""
    values = {"branch_id": branch_id, "first": first, "last": last}
    return [
        StepRow(step_id, loan_id, step, message_id, MessageState(state))
        for step_id, loan_id, step, message_id, state in connection.execute(_STEPS, values)
    ]


_NEWEST_RUN = select(func.max(_RUN.c.started_at)).where(_RUN.c.branch_id == bindparam("branch_id"))
_before = _EVENT.alias("before")
_last = _EVENT.alias("last")
_LAST_ID = (
    select(func.max(_before.c.id)).where(_before.c.id < _EVENT.c.id).correlate(_EVENT).scalar_subquery()
)
_RESTORES = (
    select(_last.c.at.label("since"), _EVENT.c.at.label("until"))
    .select_from(_EVENT.join(_last, _last.c.id == _LAST_ID))
    # Written out, so that both engines see that the index of these few lines is enough.
    .where(literal_column("event.kind = 'restore'"))
    .order_by(_EVENT.c.id)
)


def restores(connection: Connection, branch_id: int) -> list[tuple[datetime, datetime]]:
    """(since, until) of each time that may have been lost: the database was put back from a backup, and no run has begun since.

    `since` is the newest act that the backup holds, `until` when it was put back. Empty for a database that was not.
    """
    newest: datetime | None = connection.execute(_NEWEST_RUN, {"branch_id": branch_id}).scalar()
    found = [(row.since, row.until) for row in connection.execute(_RESTORES)]
    return [span for span in found if newest is None or span[1] > newest]


def add_run(connection: Connection, values: Mapping[str, object]) -> int:
    """Store that a run began; its id."""
    key = connection.execute(insert(_RUN).values(**values)).inserted_primary_key
    assert key is not None
    return int(key[0])


def end_run(connection: Connection, run_id: int, at: datetime) -> None:
    """The run is over, as far as it could go."""
    connection.execute(update(_RUN).where(_RUN.c.id == run_id).values(ended_at=at))


def run_states(connection: Connection, run_id: int) -> Counter[MessageState]:
    """How many messages of the run are in each state by now."""
    query = (
        select(_MESSAGE.c.state, func.count()).where(_MESSAGE.c.run_id == run_id).group_by(_MESSAGE.c.state)
    )
    return Counter({MessageState(state): count for state, count in connection.execute(query)})


def message_ids(connection: Connection, count: int) -> Sequence[int]:
    """Numbers for so many new messages."""
    return take_ids(connection, _MESSAGE, count)


def add_messages(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """Store new messages that all have the same columns, `id` among them. Raises IntegrityError if one of the borrowers has an unsent one."""
    insert_many(connection, _MESSAGE, rows)


def add_steps(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """Store steps of loans. Raises IntegrityError if a loan has one of them for that due date already: the promise of once."""
    insert_many(connection, _STEP, rows)


_RETAKE = (
    update(_STEP)
    .where(_STEP.c.id == bindparam("step_id"), _STEP.c.message_id == bindparam("old"))
    .values(message_id=bindparam("new"))
)


def retake_step(connection: Connection, step_id: int, *, old: int, new: int) -> bool:
    """A step of a message that was certainly never sent belongs to another one now; False if another run was faster."""
    return connection.execute(_RETAKE, {"step_id": step_id, "old": old, "new": new}).rowcount == 1


_TAKE_OVER = (
    update(_MESSAGE)
    .where(_MESSAGE.c.id == bindparam("message_id"))
    .values(
        run_id=bindparam("new_run"),
        channel=bindparam("new_channel"),
        address=bindparam("new_address"),
        language=bindparam("new_language"),
        step=bindparam("new_step"),
        state=bindparam("new_state"),
        reason=bindparam("new_reason"),
        settled_at=bindparam("settled"),
        next_try_at=None,
    )
)


def take_over(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """Unsent messages, which this transaction has locked, belong to a new run, with what is known by now."""
    if rows:
        connection.execute(_TAKE_OVER, list(rows))


def drop(connection: Connection, ids: Sequence[int], reason: str, at: datetime) -> None:
    """Unsent messages, which this transaction has locked, have nothing left to say."""
    if ids:
        connection.execute(
            update(_MESSAGE)
            .where(_MESSAGE.c.id == bindparam("message_id"))
            .values(state=_DROPPED, reason=reason, settled_at=at, next_try_at=None),
            [{"message_id": one} for one in ids],
        )


def move_series(connection: Connection, loan_id: int, old: date, new: date) -> None:
    """What the loan has had for one due date counts for the other, which only a closed day made of it.

    A step that the loan has for the new date already, from when that was its date before, stays where it is.
    """
    there = _STEP.alias("there")
    had = exists().where(there.c.loan_id == _STEP.c.loan_id, there.c.due == new, there.c.step == _STEP.c.step)
    connection.execute(
        update(_STEP).where(_STEP.c.loan_id == loan_id, _STEP.c.due == old, ~had).values(due=new)
    )
