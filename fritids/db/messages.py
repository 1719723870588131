"""Messages and how far each came: taking one up for sending, storing what the gateway answered, and what is looked up afterwards.

Every change names the state it is made from, so that of two programs that both hold a message only one can change it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)

from fritids.db import branches
from fritids.db.articles import OPEN_LOAN
from fritids.db.borrowers import BORROWER
from fritids.db.prepared import Prepared
from fritids.db.reminder_planning import LOAN_COLUMNS, LOAN_SOURCE, WRONG_NUMBER, ReminderLoan
from fritids.db.tables import Loan, Message, ReminderStep
from fritids.domain.words import Channel, MessageKind, MessageState, SendReason

_MESSAGE = Message.__table__
_STEP = ReminderStep.__table__
_LOAN = Loan.__table__
IS_OPEN: Final[ColumnElement[Any]] = literal_column(
    "message.state IN ('planned', 'waiting', 'sending', 'unknown', 'failed', 'to_call')"
)
"""Written out, word for word as in the index of these, without which SQLite does not see that the index is enough."""
UNSENT: Final = (MessageState.PLANNED.value, MessageState.WAITING.value)
_IN_DOUBT: Final = (MessageState.SENDING.value, MessageState.UNKNOWN.value)


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message as it is stored, as far as sending it needs it."""

    id: int
    branch_id: int
    kind: MessageKind
    run_id: int | None
    visit_id: int | None
    borrower_id: int | None
    channel: Channel
    address: str | None
    language: str
    step: int | None
    state: MessageState
    attempts: int
    next_try_at: datetime | None
    made_at: datetime

    @property
    def key(self) -> str:
        """What the gateway knows it by: the same however often it is handed over, and another one after a backup was put back."""
        return message_key(self.id, self.made_at)


def message_key(message_id: int, made_at: datetime) -> str:
    """The key of a message, of letters, digits and hyphens. Numbers alone are given again after a backup was put back."""
    return f"fritids-{message_id}-{round(made_at.timestamp() * 1_000_000):x}"


_COLUMNS: Final = (
    _MESSAGE.c.id, _MESSAGE.c.branch_id, _MESSAGE.c.kind, _MESSAGE.c.run_id, _MESSAGE.c.visit_id, _MESSAGE.c.borrower_id,
    _MESSAGE.c.channel, _MESSAGE.c.address, _MESSAGE.c.language, _MESSAGE.c.step, _MESSAGE.c.state, _MESSAGE.c.attempts,
    _MESSAGE.c.next_try_at, _MESSAGE.c.made_at,
)  # fmt: skip


def _message(row: Sequence[Any]) -> MessageRow:
    (
        message_id,
        branch_id,
        kind,
        run_id,
        visit_id,
        borrower_id,
        channel,
        address,
        language,
        step,
        state,
        *rest,
    ) = row
    return MessageRow(
        message_id, branch_id, MessageKind(kind), run_id, visit_id, borrower_id, Channel(channel), address, language, step,
        MessageState(state), *rest,
    )  # fmt: skip


_UNSENT_ROWS: Select[Any] = (
    select(*_COLUMNS)
    .where(
        _MESSAGE.c.branch_id == bindparam("branch_id"),
        _MESSAGE.c.kind == bindparam("kind"),
        _MESSAGE.c.state.in_(UNSENT),
        IS_OPEN,
    )
    .order_by(_MESSAGE.c.id)
    .with_for_update()
)


def unsent(connection: Connection, branch_id: int, kind: MessageKind) -> list[MessageRow]:
    """The messages of the branch that are yet to be sent, the oldest first; other transactions on them wait for this one."""
    values = {"branch_id": branch_id, "kind": kind.value}
    return [_message(row) for row in connection.execute(_UNSENT_ROWS, values)]


def states(connection: Connection, ids: Sequence[int]) -> Counter[MessageState]:
    """How many of these messages are in each state."""
    query = select(_MESSAGE.c.state, func.count()).where(_MESSAGE.c.id.in_(ids)).group_by(_MESSAGE.c.state)
    return Counter({MessageState(state): count for state, count in connection.execute(query)})


# Taking one up


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a message is to, as they are now."""

    id: int
    name: str
    phone: str | None
    email: str | None
    language: str | None
    protected: bool
    no_reminders: bool
    wrong_number: bool


_OF_BORROWER: Final = (
    BORROWER.c.id.label("whose"), BORROWER.c.name, BORROWER.c.phone, BORROWER.c.email, BORROWER.c.language.label("their_language"),
    BORROWER.c.protected, BORROWER.c.no_reminders, WRONG_NUMBER.label("wrong_number"),
)  # fmt: skip
_BY_ID = Prepared(
    select(*_COLUMNS, *_OF_BORROWER, branches.REVISION.label("revision"))
    .select_from(_MESSAGE.outerjoin(BORROWER, BORROWER.c.id == _MESSAGE.c.borrower_id))
    .where(_MESSAGE.c.id == bindparam("message_id"))
)
_LOCK_BORROWER = Prepared(
    select(BORROWER.c.id)
    .join(_MESSAGE, _MESSAGE.c.borrower_id == BORROWER.c.id)
    .where(_MESSAGE.c.id == bindparam("message_id"))
    .with_for_update(of=BORROWER)
)


def with_addressee(
    connection: Connection, message_id: int, branch_id: int
) -> tuple[MessageRow, Addressee | None, int] | None:
    """(the message, whom it is to, the revision of the branch's settings) as they are now; None if there is no such message.

    Forgetting the borrower or making one of two waits until this transaction is over.
    """
    values = {"message_id": message_id}
    if connection.dialect.name != "sqlite":
        _LOCK_BORROWER.run(connection, values)
    row = _BY_ID.first(connection, {**values, "branch_id": branch_id})
    if row is None:
        return None
    columns = len(_COLUMNS)
    whose = row[columns : columns + len(_OF_BORROWER)]
    return _message(row[:columns]), None if whose[0] is None else Addressee(*whose), row[-1]


_newer = _STEP.alias("newer")
_their = _MESSAGE.alias("their")
_OVERTAKEN = exists().where(
    _newer.c.loan_id == _STEP.c.loan_id,
    _newer.c.due == _STEP.c.due,
    _newer.c.step > _STEP.c.step,
    _their.c.id == _newer.c.message_id,
    _their.c.state != MessageState.DROPPED.value,
)
_LOANS_OF = (
    select(_STEP.c.step, *LOAN_COLUMNS)
    .select_from(LOAN_SOURCE.join(_STEP, and_(_STEP.c.loan_id == _LOAN.c.id, _STEP.c.due == _LOAN.c.due)))
    .where(
        _STEP.c.message_id == bindparam("message_id"),
        OPEN_LOAN,
        _LOAN.c.borrower_id == bindparam("whose"),
        ~_OVERTAKEN,
    )
    .order_by(_LOAN.c.due, LOAN_COLUMNS[6], _LOAN.c.id)
    .with_for_update(read=True, of=_LOAN)
)


def loans_of(connection: Connection, message_id: int, borrower_id: int) -> list[tuple[int, ReminderLoan]]:
    """(step, loan) of each loan that the message is still about: out, with the borrower, due when it was, no later step begun.

    Returning or renewing one of them waits until this transaction is over.
    """
    rows = connection.execute(_LOANS_OF, {"message_id": message_id, "whose": borrower_id})
    return [(step, ReminderLoan(*loan)) for step, *loan in rows]


_TAKE = Prepared(
    update(_MESSAGE)
    .where(
        _MESSAGE.c.id == bindparam("message_id"),
        or_(*(_MESSAGE.c.state == state for state in UNSENT)),
        func.coalesce(_MESSAGE.c.run_id, 0) == bindparam("own_run"),
    )
    .values(
        state=MessageState.SENDING.value,
        attempts=_MESSAGE.c.attempts + 1,
        sending_at=bindparam("at"),
        next_try_at=None,
        settled_at=None,
        reason=None,
        detail=None,
        gateway_id=None,
        gateway=bindparam("by"),
        address=bindparam("to"),
        language=bindparam("in_language"),
        step=bindparam("latest"),
        subject=bindparam("head"),
        body=bindparam("words"),
        segments=bindparam("pieces"),
    )
    .returning(_MESSAGE.c.id)
)


@dataclass(frozen=True, slots=True)
class Handed:
    """What of a message is stored before it is handed to the gateway."""

    by: str
    """The gateway's name."""
    to: str
    in_language: str
    latest: int | None
    """The latest of its steps."""
    head: str | None
    words: str
    pieces: int | None


def take(connection: Connection, message: MessageRow, handed: Handed, at: datetime) -> bool:
    """The message is being sent from `at` on; False if it is not to be sent any more, or is another run's by now."""
    values = {
        "message_id": message.id, "own_run": message.run_id or 0, "at": at, "by": handed.by, "to": handed.to, "in_language": handed.in_language,
        "latest": handed.latest, "head": handed.head, "words": handed.words, "pieces": handed.pieces,
    }  # fmt: skip
    return _TAKE.first(connection, values) is not None


_WITHHOLD = (
    update(_MESSAGE)
    .where(_MESSAGE.c.id == bindparam("message_id"), _MESSAGE.c.state.in_(UNSENT))
    .values(
        state=bindparam("new_state"), reason=bindparam("why"), settled_at=bindparam("at"), next_try_at=None
    )
)
_call = _MESSAGE.alias("a_call")
_TO_CALL = _WITHHOLD.values(
    channel=Channel.CALL.value,
    # Somebody who was merged with a person that this run had found nobody can write to: it is in no run any more, as after a merge.
    run_id=case(
        (
            exists().where(
                _call.c.run_id == _MESSAGE.c.run_id,
                _call.c.borrower_id == _MESSAGE.c.borrower_id,
                _call.c.channel == Channel.CALL.value,
            ),
            None,
        ),
        else_=_MESSAGE.c.run_id,
    ),
)


def withhold(
    connection: Connection, message_id: int, state: MessageState, reason: SendReason, at: datetime
) -> None:
    """An unsent message is not to be sent: it is `dropped`, `failed` or `to_call`."""
    connection.execute(
        _TO_CALL if state is MessageState.TO_CALL else _WITHHOLD,
        {"message_id": message_id, "new_state": state.value, "why": reason.value, "at": at},
    )


# What became of one


_STORE = Prepared(
    update(_MESSAGE)
    .where(
        _MESSAGE.c.id == bindparam("message_id"),
        or_(*(_MESSAGE.c.state == state for state in _IN_DOUBT)),
        _MESSAGE.c.sending_at == bindparam("taken_at"),
    )
    .values(
        state=bindparam("new_state"),
        reason=bindparam("why"),
        # Of somebody who was forgotten meanwhile nothing is kept.
        detail=case(
            (_MESSAGE.c.borrower_id.is_(None), None), else_=bindparam("said", type_=_MESSAGE.c.detail.type)
        ),
        gateway_id=case(
            (_MESSAGE.c.borrower_id.is_(None), None),
            else_=bindparam("known_as", type_=_MESSAGE.c.gateway_id.type),
        ),
        attempts=_MESSAGE.c.attempts - bindparam("not_counted", type_=_MESSAGE.c.attempts.type),
        next_try_at=bindparam("not_before"),
        settled_at=bindparam("at"),
    )
    .returning(_MESSAGE.c.id)
)
_other = _MESSAGE.alias("other")
_ANOTHER_UNSENT = (
    select(_other.c.id)
    .join(
        _MESSAGE,
        and_(_MESSAGE.c.branch_id == _other.c.branch_id, _MESSAGE.c.borrower_id == _other.c.borrower_id),
    )
    .where(
        _MESSAGE.c.id == bindparam("message_id"),
        _MESSAGE.c.kind == MessageKind.REMINDER.value,
        _other.c.kind == MessageKind.REMINDER.value,
        _other.c.id != _MESSAGE.c.id,
        _other.c.state.in_(UNSENT),
    )
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is stored of a gateway's answer."""

    state: MessageState
    reason: SendReason | None = None
    detail: str | None = None
    gateway_id: str | None = None
    next_try_at: datetime | None = None
    not_counted: bool = False
    """This attempt says nothing about the message: there was no connection, or no credit."""


def store(
    connection: Connection, message_id: int, taken_at: datetime, outcome: Outcome, at: datetime
) -> bool:
    """What became of a message that was taken up at `taken_at`; False if that is not open any more.

    One that would have to wait while the borrower has another message waiting is dropped instead: its steps go with the other one.
    """
    waits = outcome.state.value in UNSENT
    if waits and connection.execute(_ANOTHER_UNSENT, {"message_id": message_id}).first() is not None:
        outcome = Outcome(MessageState.DROPPED, SendReason.NOTHING_LEFT)
    settled = None if outcome.state.value in UNSENT else at
    return (
        _STORE.first(
            connection,
            {
                "message_id": message_id, "taken_at": taken_at, "new_state": outcome.state.value,
                "why": None if outcome.reason is None else outcome.reason.value, "said": outcome.detail, "known_as": outcome.gateway_id,
                "not_counted": int(outcome.not_counted), "not_before": outcome.next_try_at, "at": settled,
            },
        )
        is not None
    )  # fmt: skip
