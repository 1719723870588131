"""What went out: the runs of a day, messages and how far they came, what a person decides about them, and what is coming.

Nothing is sent from here. Trying again only puts a message back among those that the next run sends, and only one that was certainly not
taken; each change is made from the one state it is allowed from, so that of two people, or of a person and a run, one does it.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from fritids.db import events, message_log
from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.db.message_log import ORDER, LoggedRow
from fritids.domain.calendar import local_day_span
from fritids.domain.roles import Right
from fritids.domain.words import ActKind, MessageKind, MessageState
from fritids.errors import UsageError
from fritids.i18n import _
from fritids.services.acts import key_of_another_act
from fritids.services.context import Context
from fritids.services.once import once
from fritids.services.reminder_effect import effect
from fritids.services.reminder_week import week
from fritids.services.results.reminder_log import (
    Effect,
    NotRetried,
    NotSettled,
    Retried,
    Settled,
    SettleResult,
)
from fritids.services.results.reminders import DayPlan, MessageView, RunView
from fritids.services.rights import needs

RECEIPTS_MATTER = timedelta(days=3)
"""After which nobody is helped any more by a receipt that did not go out."""
EFFECT_PERIOD = timedelta(days=365)
MOST_AT_ONCE = 10_000


class ReminderLog:
    """The use cases of what went out."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Right.REMINDERS)
    def runs(self, day: date | None = None) -> tuple[RunView, ...]:
        """The runs of a day, today if none is given, the newest first, with how their messages stand now."""
        context = self._context
        with context.database.read() as connection:
            found = message_log.runs(connection, context.branch_id, day or context.today())
            states = message_log.states_of(connection, [run.id for run in found])
        return tuple(
            RunView(
                run.id,
                run.started_at,
                run.ended_at,
                run.desk,
                tuple((state, n) for state in ORDER if (n := states.get(run.id, {}).get(state, 0))),
            )
            for run in found
        )

    @needs(Right.REMINDERS)
    def messages(
        self,
        *,
        since: date | None = None,
        until: date | None = None,
        states: Collection[MessageState] = (),
        limit: int | None = None,
    ) -> tuple[MessageView, ...]:
        """The messages that came to their state on these days, both included; what needs a person in front, then the newest first."""
        context = self._context
        begin = None if since is None else local_day_span(since, context.policy.zone)[0]
        end = None if until is None else local_day_span(until, context.policy.zone)[1]
        with context.database.read() as connection:
            rows = message_log.listed(
                connection, context.branch_id, begin=begin, end=end, states=states, limit=limit
            )
        return tuple(map(_view, rows))

    @needs(Right.REMINDERS)
    def for_a_person(self) -> tuple[MessageView, ...]:
        """What is to be looked at: unknown ones first, then those that failed or did not arrive, then those that wait.

        Whenever they were to go out; but not what has settled itself: all is back, or something newer went out, or the borrower was
        called since.
        """
        context = self._context
        with context.database.read() as connection:
            rows = message_log.for_a_person(
                connection, context.branch_id, context.clock.now() - RECEIPTS_MATTER
            )
        return tuple(map(_view, rows))

    @needs(Right.REMINDERS)
    def message(self, message_id: int) -> MessageView | None:
        """The branch's message with this number."""
        with self._context.database.read() as connection:
            row = self._rows(connection, [message_id]).get(message_id)
        return None if row is None else _view(row)

    @needs(Right.REMINDERS)
    def log_of(self, borrower_id: int, *, limit: int | None = None) -> tuple[MessageView, ...]:
        """What a borrower got, or was to get, the newest first, with the very texts."""
        with self._context.database.read() as connection:
            rows = message_log.of_borrower(connection, borrower_id, limit)
        return tuple(_view(row, is_opened=True) for row in rows)

    @needs(Right.REMINDERS)
    def week(self) -> tuple[DayPlan, ...]:
        """Today and the next six days: how many borrowers and loans come due for a message, if nothing is returned or renewed until then."""
        context = self._context
        with context.database.read() as connection:
            context.refresh(connection)
            return week(connection, context)

    @needs(Right.FIGURES)
    def effect(self, since: date | None = None, until: date | None = None) -> Effect:
        """What reminders do (`services.reminder_effect`): in the last twelve months unless days are given, both included.

        Raises UsageError if the last day comes before the first.
        """
        context = self._context
        last = until or context.today()
        first = since or last - EFFECT_PERIOD
        if last < first:
            raise UsageError(_("The last day comes before the first."))
        with context.database.read() as connection:
            context.refresh(connection)
            return effect(connection, context, first, last)

    # ------------------------------------------------------------------------------------------ what a person decides

    @needs(Right.REMINDERS)
    def retry(self, message_ids: Sequence[int], *, act: str) -> Retried:
        """Those that failed, and those that wait, are sent by the next run, if there is something to say then; nothing is sent by this.

        They go to the address that the borrower has then. From no other state: one that is unknown may have arrived. Where another message waits for the same borrower, what this one was
        about goes out with that one. The same act sent twice is done once.
        """
        context = self._context
        wanted = sorted(set(message_ids), reverse=True)
        if len(wanted) > MOST_AT_ONCE:
            raise UsageError(_("At most {n} messages at a time.").format(n=MOST_AT_ONCE))

        def work(connection: Connection) -> Retried:
            message_log.lock(connection, wanted)
            rows = self._rows(connection, wanted)
            again, joined, refused = [], [], []
            for message_id in wanted:
                row = rows.get(message_id)
                match self._try_again(connection, row):
                    case True:
                        again.append(message_id)
                    case False:
                        joined.append(message_id)
                    case None:
                        # Read again: another desk may have been faster since.
                        now = self._rows(connection, [message_id]).get(message_id)
                        forgotten = now is not None and now.borrower_id is None
                        refused.append(NotRetried(message_id, None if now is None else now.state, forgotten))
            if again or joined:
                events.add(
                    connection,
                    context.event(ActKind.REMINDER_RETRY, act),
                    {"messages": again, "joined": joined},
                )
            return self._retried(connection, again, joined, refused)

        def repeated(connection: Connection, earlier: EventRow) -> Retried:
            again, joined = earlier.details.get("messages", []), earlier.details.get("joined", [])
            if not {*again, *joined} <= set(wanted):
                raise key_of_another_act()
            return self._retried(connection, again, joined, [])

        return once(context, act, ActKind.REMINDER_RETRY, work, repeated)

    @needs(Right.REMINDERS)
    def settle(self, message_id: int, *, sent: bool, act: str) -> SettleResult:
        """A person says of an unknown message that it arrived, or that it did not: then it goes with the next run, once more.

        Who said so stands with it: the operator, or the desk where nobody has a name.
        """
        context = self._context
        by = context.operator or context.desk

        def work(connection: Connection) -> SettleResult:
            message_log.lock(connection, [message_id])
            row = self._rows(connection, [message_id]).get(message_id)
            if row is None or row.state is not MessageState.UNKNOWN:
                return NotSettled(message_id, None if row is None else row.state)
            joined = False
            if sent:
                done = self._settled(connection, message_id, MessageState.SENT, by)
            elif row.borrower_id is None:
                done = self._settled(connection, message_id, MessageState.DROPPED, by)
            else:
                joined = self._joined(connection, row)
                state = MessageState.DROPPED if joined else MessageState.WAITING
                done = self._settled(connection, message_id, state, by)
            if not done:
                return NotSettled(message_id, self._rows(connection, [message_id])[message_id].state)
            details = {"message": message_id, "sent": sent, "joined": joined}
            events.add(connection, context.event(ActKind.REMINDER_SETTLE, act), details)
            return Settled(_view(self._rows(connection, [message_id])[message_id]), sent, joined)

        def repeated(connection: Connection, earlier: EventRow) -> SettleResult:
            said = (earlier.details.get("message"), earlier.details.get("sent"))
            if said != (message_id, sent):
                raise key_of_another_act()
            row = self._rows(connection, [message_id])[message_id]
            return Settled(_view(row), sent, bool(earlier.details.get("joined")), repeated=True)

        return once(context, act, ActKind.REMINDER_SETTLE, work, repeated)

    # ------------------------------------------------------------------------------------------ inside a transaction

    def _rows(self, connection: Connection, ids: Sequence[int]) -> dict[int, LoggedRow]:
        return message_log.by_ids(connection, self._context.branch_id, ids)

    def _try_again(self, connection: Connection, row: LoggedRow | None) -> bool | None:
        """Whether it goes out again itself, or (False) what it is about with another one; None if neither may be."""
        now = self._context.clock.now()
        if row is None or row.borrower_id is None:
            return None
        if row.state is MessageState.WAITING:
            return message_log.wait_no_longer(connection, row.id, now) or None
        if row.state is not MessageState.FAILED:
            return None
        if self._joined(connection, row):
            return False if message_log.drop(connection, row.id, MessageState.FAILED, now) else None
        return message_log.plan_again(connection, row.id) or None

    def _joined(self, connection: Connection, row: LoggedRow) -> bool:
        other = message_log.unsent_beside(connection, row, self._context.branch_id)
        if other is None:
            return False
        return row.kind is MessageKind.RECEIPT or message_log.join(connection, row, other)

    def _settled(self, connection: Connection, message_id: int, state: MessageState, by: str) -> bool:
        waits = state is MessageState.WAITING
        return message_log.settle(
            connection, message_id, state, at=self._context.clock.now(), by=by, next_try=waits
        )

    def _retried(
        self,
        connection: Connection,
        again: Sequence[int],
        joined: Sequence[int],
        refused: Sequence[NotRetried],
    ) -> Retried:
        rows = self._rows(connection, [*again, *joined])
        return Retried(
            tuple(_view(rows[one]) for one in again if one in rows),
            tuple(_view(rows[one]) for one in joined if one in rows),
            tuple(refused),
        )


def _view(row: LoggedRow, *, is_opened: bool = False) -> MessageView:
    """A message as it is shown. `is_opened` says that somebody opened its borrower, by the number where that is a protected one.

    Elsewhere a protected borrower's has no text: it may be from before, and greet them by the name they had then.
    """
    hidden = bool(row.protected)
    withheld = hidden and not is_opened
    return MessageView(
        id=row.id,
        kind=row.kind,
        borrower_number=row.number,
        borrower_name="" if hidden else row.name,
        channel=row.channel,
        address=None if hidden else row.address,
        language=row.language,
        step=row.step,
        state=row.state,
        attempts=row.attempts,
        next_try_at=row.next_try_at,
        subject=None if withheld else row.subject,
        body=None if withheld else row.body,
        segments=row.segments,
        reason=row.reason,
        detail=None if hidden else row.detail,
        made_at=row.made_at,
        sending_at=row.sending_at,
        settled_at=row.settled_at,
        settled_by=row.settled_by,
        delivery=row.delivery,
        loans=row.loans,
        gateway=row.gateway,
        gateway_id=row.gateway_id,
    )
