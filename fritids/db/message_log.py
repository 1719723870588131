"""Queries on what went out: runs, messages as people look at them, trying again, settling, and what comes due. Sending is in `messages`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Select, and_, case, exists, func, or_, select, update

from fritids.db.articles import OPEN_LOAN
from fritids.db.borrowers import BORROWER
from fritids.db.bulk import parts
from fritids.db.messages import UNSENT
from fritids.db.tables import ContactNote, Loan, Message, ReminderRun, ReminderStep
from fritids.domain.words import Channel, Delivery, MessageKind, MessageState, SendReason

_MESSAGE = Message.__table__
_RUN = ReminderRun.__table__
_STEP = ReminderStep.__table__
_LOAN = Loan.__table__
_NOTE = ContactNote.__table__
ORDER: Final = (
    MessageState.UNKNOWN, MessageState.FAILED, MessageState.TO_CALL, MessageState.WAITING, MessageState.PLANNED, MessageState.SENDING,
    MessageState.SENT, MessageState.DROPPED,
)  # fmt: skip
"""What needs a person stands in front."""


@dataclass(frozen=True, slots=True)
class LoggedRow:
    """A message as stored, with whom it is to and how many loans it is about."""

    id: int
    kind: MessageKind
    run_id: int | None
    visit_id: int | None
    borrower_id: int | None
    number: str | None
    name: str | None
    protected: bool | None
    channel: Channel
    address: str | None
    language: str
    step: int | None
    state: MessageState
    attempts: int
    next_try_at: datetime | None
    subject: str | None
    body: str | None
    segments: int | None
    gateway: str | None
    gateway_id: str | None
    reason: SendReason | None
    detail: str | None
    made_at: datetime
    sending_at: datetime | None
    settled_at: datetime | None
    settled_by: str | None
    delivery: Delivery | None
    loans: int


def _rows() -> Select[Any]:
    c = _MESSAGE.c
    of_steps = select(func.count()).where(_STEP.c.message_id == c.id).correlate(_MESSAGE).scalar_subquery()
    of_visit = (
        select(func.count())
        .where(_LOAN.c.visit_id == c.visit_id, _LOAN.c.undone_at.is_(None))
        .correlate(_MESSAGE)
        .scalar_subquery()
    )
    return select(
        c.id, c.kind, c.run_id, c.visit_id, c.borrower_id, BORROWER.c.number, BORROWER.c.name, BORROWER.c.protected, c.channel,
        c.address, c.language, c.step, c.state, c.attempts, c.next_try_at, c.subject, c.body, c.segments, c.gateway, c.gateway_id,
        c.reason, c.detail, c.made_at, c.sending_at, c.settled_at, c.settled_by, c.delivery,
        case((c.visit_id.is_(None), of_steps), else_=of_visit).label("loans"),
    ).select_from(_MESSAGE.outerjoin(BORROWER, BORROWER.c.id == c.borrower_id))  # fmt: skip


_ROWS = _rows()
_moment = func.coalesce(_MESSAGE.c.settled_at, _MESSAGE.c.sending_at, _MESSAGE.c.made_at)
"""When a message came to the state that it is in."""
_UNDELIVERED = and_(
    _MESSAGE.c.state == MessageState.SENT.value, _MESSAGE.c.delivery == Delivery.UNDELIVERED.value
)
_RANK = case(
    (_UNDELIVERED, ORDER.index(MessageState.FAILED)),
    *((_MESSAGE.c.state == state.value, n) for n, state in enumerate(ORDER)),
    else_=len(ORDER),
)


def _read(connection: Connection, query: Select[Any]) -> list[LoggedRow]:
    return [
        LoggedRow(
            row.id, MessageKind(row.kind), row.run_id, row.visit_id, row.borrower_id, row.number, row.name, row.protected,
            Channel(row.channel), row.address, row.language, row.step, MessageState(row.state), row.attempts, row.next_try_at,
            row.subject, row.body, row.segments, row.gateway, row.gateway_id,
            None if row.reason is None else SendReason(row.reason), row.detail, row.made_at, row.sending_at, row.settled_at,
            row.settled_by, None if row.delivery is None else Delivery(row.delivery), row.loans,
        )
        for row in connection.execute(query)
    ]  # fmt: skip


def listed(
    connection: Connection,
    branch_id: int,
    *,
    begin: datetime | None = None,
    end: datetime | None = None,
    states: Collection[MessageState] = (),
    limit: int | None = None,
) -> list[LoggedRow]:
    """The branch's messages that came to their state from `begin` to before `end`; what needs a person first, then the newest."""
    query = _ROWS.where(_MESSAGE.c.branch_id == branch_id)
    if begin is not None:
        query = query.where(_moment >= begin)
    if end is not None:
        query = query.where(_moment < end)
    if states:
        query = query.where(_MESSAGE.c.state.in_([state.value for state in states]))
    return _read(connection, query.order_by(_RANK, _moment.desc(), _MESSAGE.c.id.desc()).limit(limit))


def of_borrower(connection: Connection, borrower_id: int, limit: int | None = None) -> list[LoggedRow]:
    """What a borrower got or was to get from whichever branch, the newest first."""
    query = _ROWS.where(_MESSAGE.c.borrower_id == borrower_id)
    return _read(connection, query.order_by(_moment.desc(), _MESSAGE.c.id.desc()).limit(limit))


def by_ids(connection: Connection, branch_id: int, message_ids: Sequence[int]) -> dict[int, LoggedRow]:
    """The branch's messages with these numbers."""
    query = _ROWS.where(_MESSAGE.c.branch_id == branch_id)
    return {
        row.id: row
        for ids in parts(message_ids)
        for row in _read(connection, query.where(_MESSAGE.c.id.in_(ids)))
    }


def for_a_person(connection: Connection, branch_id: int, receipts_since: datetime) -> list[LoggedRow]:
    """What a person has to look at, in the order of `listed`: unknown ones, those that failed or did not arrive, and those that wait.

    Only as long as something it is about is still out under the same due date, and nothing newer has been said about it, by a message or,
    where it failed, on the telephone. Receipts only from `receipts_since` on: an older one is of no use to anybody.
    """
    c, newer, of_newer = _MESSAGE.c, _STEP.alias("newer"), _MESSAGE.alias("of_newer")
    overtaken = exists().where(
        newer.c.loan_id == _STEP.c.loan_id,
        newer.c.due == _STEP.c.due,
        newer.c.step > _STEP.c.step,
        of_newer.c.id == newer.c.message_id,
        of_newer.c.state == MessageState.SENT.value,
    )
    matters = exists().where(
        _STEP.c.message_id == c.id,
        _LOAN.c.id == _STEP.c.loan_id,
        _LOAN.c.due == _STEP.c.due,
        OPEN_LOAN,
        ~overtaken,
    )
    called = exists().where(
        _NOTE.c.borrower_id == c.borrower_id, _NOTE.c.branch_id == c.branch_id, _NOTE.c.undone_at.is_(None), _NOTE.c.at >= func.coalesce(c.settled_at, c.made_at)
    )  # fmt: skip
    failed = or_(c.state == MessageState.FAILED.value, _UNDELIVERED)
    open_states = (MessageState.UNKNOWN.value, *UNSENT, MessageState.SENDING.value)
    query = _ROWS.where(
        c.branch_id == branch_id,
        or_(c.state.in_(open_states), and_(failed, ~called)),
        case((c.kind == MessageKind.RECEIPT.value, _moment >= receipts_since), else_=matters),
    )
    return _read(connection, query.order_by(_RANK, _moment.desc(), c.id.desc()))


# ------------------------------------------------------------------------------------------------------------- runs


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run as stored."""

    id: int
    started_at: datetime
    ended_at: datetime | None
    desk: str


def runs(connection: Connection, branch_id: int, day: date) -> list[RunRow]:
    """The branch's runs of a day, the newest first."""
    c = _RUN.c
    query = select(c.id, c.started_at, c.ended_at, c.desk)
    query = query.where(c.branch_id == branch_id, c.started_on == day).order_by(c.id.desc())
    return [RunRow(*row) for row in connection.execute(query)]


def states_of(connection: Connection, run_ids: Collection[int]) -> dict[int, dict[MessageState, int]]:
    """How the messages of these runs stand; what did not arrive is not counted as sent but as failed."""
    state = case((_UNDELIVERED, MessageState.FAILED.value), else_=_MESSAGE.c.state)
    query = select(_MESSAGE.c.run_id, state, func.count())
    found: dict[int, dict[MessageState, int]] = {}
    for ids in parts(run_ids):
        per_state = query.where(_MESSAGE.c.run_id.in_(ids)).group_by(_MESSAGE.c.run_id, state)
        for run_id, of_state, n in connection.execute(per_state):
            found.setdefault(run_id, {})[MessageState(of_state)] = n
    return found


def first_run_day(connection: Connection, branch_id: int) -> date | None:
    """The day of the branch's first run in which something was sent."""
    sent = exists().where(_MESSAGE.c.run_id == _RUN.c.id, _MESSAGE.c.state == MessageState.SENT.value)
    query = select(func.min(_RUN.c.started_on)).where(_RUN.c.branch_id == branch_id, sent)
    day: date | None = connection.execute(query).scalar_one()
    return day


# ------------------------------------------------------------------------------------------------------ trying again


def lock(connection: Connection, message_ids: Collection[int]) -> None:
    """Make other transactions on these messages wait for this one."""
    for ids in parts(message_ids):
        query = select(_MESSAGE.c.id).where(_MESSAGE.c.id.in_(ids)).order_by(_MESSAGE.c.id)
        connection.execute(query.with_for_update())


def unsent_beside(connection: Connection, row: LoggedRow, branch_id: int) -> int | None:
    """Another message that waits for the same borrower, or, of a receipt, for the same visit; one that is being sent is none."""
    c = _MESSAGE.c
    query = select(c.id).where(c.id != row.id, c.kind == row.kind.value)
    if row.kind is MessageKind.RECEIPT:
        states = (*UNSENT, MessageState.SENDING.value)
        query = query.where(c.visit_id == row.visit_id, c.channel == row.channel.value, c.state.in_(states))
    else:
        query = query.where(c.branch_id == branch_id, c.borrower_id == row.borrower_id, c.state.in_(UNSENT))
    return connection.execute(query.limit(1)).scalar_one_or_none()


def _only_from(message_id: int, state: MessageState) -> Any:
    """An update of the message as long as it is in this state: whoever comes second changes nothing."""
    return update(_MESSAGE).where(_MESSAGE.c.id == message_id, _MESSAGE.c.state == state.value)


def plan_again(connection: Connection, message_id: int) -> bool:
    """One that failed is planned as if it never had been tried; False if it has not failed (any more)."""
    fresh = {
        "state": MessageState.PLANNED.value, "attempts": 0, "next_try_at": None, "reason": None, "detail": None, "settled_at": None,
        "settled_by": None, "gateway": None, "gateway_id": None, "delivery": None, "delivery_at": None,
    }  # fmt: skip
    changed = connection.execute(_only_from(message_id, MessageState.FAILED).values(**fresh))
    return changed.rowcount == 1


def wait_no_longer(connection: Connection, message_id: int, now: datetime) -> bool:
    """One that waits is to be tried at once; False if it does not wait (any more)."""
    changed = connection.execute(_only_from(message_id, MessageState.WAITING).values(next_try_at=now))
    return changed.rowcount == 1


def settle(
    connection: Connection, message_id: int, state: MessageState, *, at: datetime, by: str, next_try: bool
) -> bool:
    """A person has said what became of one of which that was unknown; False if it is not (any more).

    With `next_try` it waits for the next run.
    """
    values: dict[str, object] = {"state": state.value, "settled_at": at, "settled_by": by}
    if next_try:
        # As often as a new one: what a person has looked at is no failure of the gateway.
        values |= {"next_try_at": at, "attempts": 0, "reason": None, "detail": None, "gateway_id": None}
    changed = connection.execute(_only_from(message_id, MessageState.UNKNOWN).values(**values))
    return changed.rowcount == 1


def drop(connection: Connection, message_id: int, state: MessageState, at: datetime) -> bool:
    """One in this state is not needed any more; False if it is in another."""
    values = {"state": MessageState.DROPPED.value, "settled_at": at, "next_try_at": None, "reason": None}
    return connection.execute(_only_from(message_id, state).values(**values)).rowcount == 1


def join(connection: Connection, row: LoggedRow, other_id: int) -> bool:
    """What the message is about goes out with `other_id`, in the later one's tone; False, and nothing done, if that one waits no longer.

    The other row is taken first, so that whoever takes it up for sending meanwhile finds all it is about or none of this.
    """
    later = (
        _MESSAGE.c.step
        if row.step is None
        else case((_MESSAGE.c.step < row.step, row.step), else_=_MESSAGE.c.step)
    )
    taken = connection.execute(
        update(_MESSAGE).where(_MESSAGE.c.id == other_id, _MESSAGE.c.state.in_(UNSENT)).values(step=later)
    )
    if taken.rowcount != 1:
        return False
    connection.execute(update(_STEP).where(_STEP.c.message_id == row.id).values(message_id=other_id))
    return True


# ------------------------------------------------------------------------------------------------------ what comes due


def coming(
    connection: Connection, branch_id: int, first: date, last: date
) -> list[tuple[int, date, date, int | None]]:
    """(borrower, due date, lent on, newest step of that due date so far) of what is out and due on these days, of those who get reminders."""
    had = (
        select(func.max(_STEP.c.step))
        .where(_STEP.c.loan_id == _LOAN.c.id, _STEP.c.due == _LOAN.c.due)
        .correlate(_LOAN)
        .scalar_subquery()
    )
    query = (
        select(_LOAN.c.borrower_id, _LOAN.c.due, _LOAN.c.lent_on, had)
        .select_from(_LOAN.join(BORROWER, BORROWER.c.id == _LOAN.c.borrower_id))
        .where(OPEN_LOAN, _LOAN.c.branch_id == branch_id, _LOAN.c.due >= first, _LOAN.c.due <= last, ~BORROWER.c.no_reminders)
    )  # fmt: skip
    return [tuple(row) for row in connection.execute(query)]
