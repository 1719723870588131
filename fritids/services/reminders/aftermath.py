"""What became of messages that were handed over before: those that a dead program left, those of which nobody knows, and those that were taken."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from fritids.db import message_reports, messages
from fritids.db.engine import Connection
from fritids.db.message_reports import HandedRow
from fritids.db.messages import Outcome
from fritids.domain.search import clean
from fritids.domain.words import Delivery, MessageKind, MessageState
from fritids.outside.gateways import Asked, Gateway, Report, Taken
from fritids.services.context import Context
from fritids.services.reminders.sending import LONGEST_DETAIL

LOOK_BACK: Final = timedelta(days=3)
"""How long a gateway is asked what became of a message."""
SETTLING: Final = timedelta(minutes=5)
"""How long a message may be on its way to a gateway that has not heard of it: longer than any of ours waits for an answer.
Only after that is "I do not know it" taken for a no."""


def settle(
    context: Context, gateways: Sequence[Gateway], kind: MessageKind, *, alone: bool
) -> Counter[MessageState]:
    """Messages that nobody is sending any more are `unknown`, those that their gateways can tell of are settled.

    How many are newly `unknown`, turned out to be `sent`, or `failed` after they had been taken. `alone` says that no other program can be
    sending messages of this kind, since this one holds the lock; without it those that were taken up in the last minutes are left to whoever did.
    """
    now = context.clock.now()
    outside = None if alone else (now - SETTLING, now + SETTLING)
    with context.database.write() as connection:
        cut_off = set(message_reports.cut_off(connection, context.branch_id, kind, now, outside=outside))
    found: Counter[MessageState] = Counter()
    for gateway in gateways:
        with context.database.read() as connection:
            since = now - LOOK_BACK
            doubtful = message_reports.in_doubt(connection, context.branch_id, gateway.name, since)
            taken = message_reports.unreported(connection, context.branch_id, gateway.name, since)
        if doubtful:
            settled = _look_up(context, gateway, doubtful)
            cut_off -= settled.keys()
            found[MessageState.SENT] += sum(state is MessageState.SENT for state in settled.values())
        if taken:
            found[MessageState.FAILED] += _reports(context, gateway, taken)
    found[MessageState.UNKNOWN] = len(cut_off)
    return found


def _asked(row: HandedRow) -> Asked:
    return Asked(row.key, row.address, row.body, row.sending_at, row.gateway_id)


def _look_up(context: Context, gateway: Gateway, rows: Sequence[HandedRow]) -> dict[int, MessageState]:
    """The messages that are settled by the gateway's word, with the state they came to."""
    answers = gateway.look_up([_asked(row) for row in rows])
    now = context.clock.now()
    states: dict[int, MessageState] = {}
    with context.database.write() as connection:
        for row in rows:
            answer = answers.get(row.key)
            if isinstance(answer, Taken):
                outcome = Outcome(MessageState.SENT, gateway_id=answer.gateway_id or row.gateway_id)
            elif answer is not None and abs(now - row.sending_at) >= SETTLING:
                outcome = Outcome(
                    MessageState.WAITING, answer.reason, clean(answer.detail)[:LONGEST_DETAIL] or None
                )
            else:
                continue
            if messages.store(connection, row.id, row.sending_at, outcome, now):
                states[row.id] = outcome.state
    return states


def _reports(context: Context, gateway: Gateway, rows: Sequence[HandedRow]) -> int:
    """How many that were taken turned out not to have come through."""
    by_key = {row.key: row for row in rows}
    reports = gateway.reports([_asked(row) for row in rows])
    with context.database.write() as connection:
        return sum(
            _stored(context, connection, row, report)
            for report in reports
            if (row := by_key.get(report.key)) is not None
        )


def _stored(context: Context, connection: Connection, row: HandedRow, report: Report) -> bool:
    """Whether the report made a failure of a message that was taken."""
    now = context.clock.now()
    detail = clean(report.detail)[:LONGEST_DETAIL]
    changed = message_reports.report(
        connection, row.id, report.delivery, at=report.at or now, detail=detail, now=now
    )
    return changed and report.delivery is Delivery.UNDELIVERED
