"""Writing the plan of a run down, before there is anything to send: one message for each borrower, and a row for each step of each loan."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from fritids.db import branches, events, reminder_planning
from fritids.db.engine import Connection
from fritids.db.faults import RaceLostError
from fritids.domain.words import ActKind, Channel, MessageKind, MessageState, SendReason
from fritids.services.context import Context
from fritids.services.message_texts import USUAL
from fritids.services.reminders.addresses import language_for
from fritids.services.reminders.planning import DueBorrower, find_due
from fritids.services.reminders.sending import rests

Queue = list[tuple[int, Channel, int | None]]


@dataclass(slots=True)
class Begun:
    """A run whose plan is written down."""

    run_id: int | None = None
    """None if there was nothing to write."""
    queue: Queue = field(default_factory=list)
    """What is to be sent, those that were never tried first."""
    kept: Counter[Channel] = field(default_factory=Counter)
    """Messages of earlier runs that cannot go now and have nothing new to say, by channel."""
    not_set_up: set[Channel] = field(default_factory=set)


def begin(connection: Connection, context: Context, act: str, set_up: Collection[Channel]) -> Begun:
    """The run has begun, and all that is due has its row; or nothing was written, since nothing is new."""
    context.refresh(connection, branches.revision(connection, context.branch_id))
    now = context.clock.now()
    due = find_due(connection, context)
    reminder_planning.drop(connection, due.stale, SendReason.NOTHING_LEFT.value, now)
    begun = Begun()
    fresh: list[DueBorrower] = []
    for one in due.borrowers:
        if _can_wait(one, now, set_up):
            begun.kept[one.way.channel] += 1
        else:
            fresh.append(one)
    ways = {one.way.channel for one in due.borrowers} - {Channel.CALL}
    begun.not_set_up = ways - set(set_up)
    if due.lost:
        # A run of its own, in which nothing is sent: a borrower may have a message in the other one too.
        lost_run = _add_run(connection, context, now)
        reminder_planning.end_run(connection, lost_run, now)
        _write(connection, context, lost_run, due.lost, now, lost=True)
        begun.run_id = lost_run
    if fresh:
        begun.run_id = _add_run(connection, context, now)
        begun.queue = _write(connection, context, begun.run_id, fresh, now)
    if begun.run_id is not None:
        events.add(connection, context.event(ActKind.REMIND, act), {"run": begun.run_id})
    return begun


def _can_wait(one: DueBorrower, now: datetime, set_up: Collection[Channel]) -> bool:
    """Whether the borrower's message is the one that waits already, just as it is, and cannot go now."""
    message = one.unsent
    if message is None or message.channel is not one.way.channel:
        return False
    is_same = all(loan.row is not None and loan.row.message_id == message.id for loan in one.loans)
    return is_same and (message.channel not in set_up or rests(message.next_try_at, now))


def _add_run(connection: Connection, context: Context, now: datetime) -> int:
    return reminder_planning.add_run(
        connection,
        {
            "branch_id": context.branch_id,
            "started_at": now,
            "started_on": context.day_of(now),
            "desk": context.desk,
            "operator": context.operator,
        },
    )


def _write(
    connection: Connection,
    context: Context,
    run_id: int,
    borrowers: Sequence[DueBorrower],
    now: datetime,
    *,
    lost: bool = False,
) -> Queue:
    new = [one for one in borrowers if one.unsent is None]
    ids = dict(zip(map(id, new), reminder_planning.message_ids(connection, len(new)), strict=True))
    added: list[Mapping[str, object]] = []
    taken_over: list[Mapping[str, object]] = []
    steps: list[Mapping[str, object]] = []
    retaken: list[tuple[int, int, int]] = []
    queue: list[tuple[int, int, Channel]] = []
    for one in borrowers:
        message = one.unsent
        message_id = ids[id(one)] if message is None else message.id
        is_call = one.way.channel is Channel.CALL
        state = MessageState.TO_CALL if is_call else MessageState.PLANNED
        reason = one.way.reason
        if lost:
            state, reason = MessageState.UNKNOWN, SendReason.CUT_OFF
        language = language_for(one.borrower.language, context.policy) or USUAL
        settled = now if is_call or lost else None
        if message is None:
            added.append(
                {
                    "id": message_id, "branch_id": context.branch_id, "kind": MessageKind.REMINDER.value, "run_id": run_id,
                    "borrower_id": one.borrower.borrower_id, "channel": one.way.channel.value, "address": one.way.address, "language": language,
                    "step": one.step, "state": state.value, "attempts": 0, "reason": reason and reason.value, "made_at": now,
                    "settled_at": settled, "desk": context.desk, "operator": context.operator,
                }
            )  # fmt: skip
        else:
            taken_over.append(
                {
                    "message_id": message_id, "new_run": run_id, "new_channel": one.way.channel.value, "new_address": one.way.address,
                    "new_language": language, "new_step": one.step, "new_state": state.value if is_call else message.state.value,
                    "new_reason": reason and reason.value, "settled": settled,
                }
            )  # fmt: skip
        for due in one.loans:
            row = due.row
            if row is None:
                steps.append(
                    {
                        "loan_id": due.loan.id, "due": due.loan.due, "step": due.step, "message_id": message_id, "made_at": now,
                    }
                )  # fmt: skip
            elif row.message_id != message_id:
                retaken.append((row.id, row.message_id, message_id))
        if state is MessageState.PLANNED:
            queue.append((0 if message is None else message.attempts, message_id, one.way.channel))
    reminder_planning.take_over(connection, taken_over)
    reminder_planning.add_messages(connection, added)
    reminder_planning.add_steps(connection, steps)
    for step_id, old, new_id in retaken:
        if not reminder_planning.retake_step(connection, step_id, old=old, new=new_id):
            raise RaceLostError("a step of a dropped message was taken by another run")
    return [(message_id, channel, run_id) for _attempts, message_id, channel in sorted(queue)]
