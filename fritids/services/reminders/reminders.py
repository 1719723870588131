"""The use cases of reminders: what would go out, sending it once, and sending receipts in the same way."""

import gc
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from fritids.db import branches, events, messages, reminder_planning
from fritids.db.engine import Connection
from fritids.db.run_lock import run_lock
from fritids.domain.reminders import Silence, silence_at
from fritids.domain.roles import Right
from fritids.domain.text_message import segments
from fritids.domain.words import ActKind, Channel, MessageKind, MessageState, SendReason
from fritids.outside.gateways import Gateway
from fritids.services.context import Context
from fritids.services.once import once
from fritids.services.reminders.aftermath import settle
from fritids.services.reminders.beginning import Begun, begin
from fritids.services.reminders.planning import DueBorrower, find_due, loan_view
from fritids.services.reminders.sending import Sender
from fritids.services.reminders.writing import ReceiptText, ReminderTexts, ReminderWriter, body_of
from fritids.services.results.reminders import (
    AlreadyRunning,
    PlannedLoan,
    PlannedMessage,
    RunPlan,
    RunResult,
    StoppedChannel,
)
from fritids.services.rights import needs

Progress = Callable[[int, int], None]
"""Told how many of how many messages are through."""


@contextmanager
def _uncollected() -> Iterator[None]:
    """Nothing is looked through for cycles meanwhile: of ten thousand messages that are only made it is a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Reminders:
    """What is due, and sending it once."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Right.REMINDERS)
    def plan(self, *, texts: ReminderTexts, set_up: Collection[Channel]) -> RunPlan:
        """What a run would do at this moment, were it the hour or not, with the texts; nothing is stored.

        `set_up` are the channels that this machine has a gateway for. What may have gone out between a backup and its being put back stands in it with
        the reason `cut_off`: it would not be sent, but shown to a person.
        """
        context = self._context
        writer = ReminderWriter(context, texts)
        with _uncollected():
            with context.database.read() as connection:
                context.refresh(connection, branches.revision(connection, context.branch_id))
                due = find_due(connection, context)
                writer.read_hours(connection)
            planned = [self._planned(writer, one, due.day) for one in due.borrowers]
            planned += [self._planned(writer, one, due.day, SendReason.CUT_OFF) for one in due.lost]
        used = {one.way.channel for one in due.borrowers} - {Channel.CALL}
        return RunPlan(
            day=due.day,
            silence=self._silence(),
            messages=tuple(planned),
            not_set_up=tuple(channel for channel in Channel if channel in used - set(set_up)),
            too_late=due.too_late,
            turned_off=due.turned_off,
        )

    @needs(Right.MACHINE)
    def run(
        self, gateways: Sequence[Gateway], *, texts: ReminderTexts, act: str, progress: Progress | None = None
    ) -> RunResult | AlreadyRunning:
        """All that is due has gone out once, as far as hours, closed days and gateways let it; what could not go waits for the next run.

        Sent again with the same act key it does nothing, and says how the messages of that run stand by now. Gateways are not closed.
        """
        context = self._context
        with context.database.read() as connection:
            context.refresh(connection, branches.revision(connection, context.branch_id))
        if (silence := self._silence()) is not None:
            return RunResult(None, silence=silence)
        with run_lock(context.database, context.branch_id) as is_free:
            return self._run(gateways, texts, act, progress) if is_free else AlreadyRunning()

    @needs(Right.MACHINE)
    def send_receipts(self, gateways: Sequence[Gateway], *, write: ReceiptText) -> RunResult:
        """The receipts that wait have gone out once, at any hour; several programs may do so at the same time. Gateways are not closed."""
        context = self._context
        settled = settle(context, gateways, MessageKind.RECEIPT, alone=False)
        with context.database.read() as connection:
            found = messages.unsent(connection, context.branch_id, MessageKind.RECEIPT)
        sender = Sender(
            context, gateways, lambda connection, row, _to: write(connection, row), silence=lambda: None
        )
        sender.send([(row.id, row.channel, row.run_id) for row in found])
        with context.database.read() as connection:
            states = messages.states(connection, [row.id for row in found])
        return _result(None, states + settled, sender.stopped.values())

    def _run(
        self, gateways: Sequence[Gateway], texts: ReminderTexts, act: str, progress: Progress | None
    ) -> RunResult:
        context = self._context
        set_up = {gateway.channel for gateway in gateways}
        done_before: list[RunResult] = []

        def again(connection: Connection, earlier: events.EventRow) -> Begun:
            run_id = int(earlier.details["run"])
            done_before.append(_result(run_id, reminder_planning.run_states(connection, run_id), ()))
            return Begun()

        settled = settle(context, gateways, MessageKind.REMINDER, alone=True)
        begun = once(
            context, act, ActKind.REMIND, lambda connection: begin(connection, context, act, set_up), again
        )
        if done_before:
            return done_before[0]
        sender = Sender(context, gateways, ReminderWriter(context, texts), silence=self._silence)
        sender.send(begun.queue, progress)
        states = Counter({MessageState.WAITING: begun.kept.total()}) + settled
        if begun.run_id is not None:
            with context.database.write() as connection:
                reminder_planning.end_run(connection, begun.run_id, context.clock.now())
                states += reminder_planning.run_states(connection, begun.run_id)
        missing = {
            channel: StoppedChannel(channel, SendReason.NO_GATEWAY, "")
            for channel in sorted(begun.not_set_up)
        }
        return _result(begun.run_id, states, {**missing, **sender.stopped}.values(), sender.silence)

    def _silence(self) -> Silence | None:
        context, policy = self._context, self._context.policy
        return silence_at(policy.reminders, policy.calendar, context.clock.now(), policy.zone)

    def _planned(
        self, writer: ReminderWriter, one: DueBorrower, today: date, reason: SendReason | None = None
    ) -> PlannedMessage:
        context, borrower, way = self._context, one.borrower, one.way
        loans = [loan_view(context, due.loan, today) for due in one.loans]
        subject = body = ""
        language = borrower.language or ""
        reason = reason or way.reason
        if way.channel is not Channel.CALL:
            try:
                written = writer.written(
                    None if borrower.protected else borrower.name,
                    borrower.language,
                    one.step,
                    loans,
                    way.channel,
                )
                body, language = body_of(written, way.channel), written.language
                subject = written.subject if way.channel is Channel.EMAIL else ""
            except (ValueError, LookupError, TypeError):
                reason = SendReason.NO_TEXT
        is_text_message = way.channel is Channel.SMS
        counted = segments(body if is_text_message else "")
        return PlannedMessage(
            borrower_number=borrower.number,
            borrower_name="" if borrower.protected else borrower.name,
            channel=way.channel,
            address="" if borrower.protected else way.address or "",
            language=language,
            step=one.step,
            loans=tuple(PlannedLoan(view, due.step) for view, due in zip(loans, one.loans, strict=True)),
            subject=subject,
            text=body,
            segments=counted.count,
            is_unicode=counted.is_unicode,
            reason=reason,
        )


def _result(
    run_id: int | None,
    states: Counter[MessageState],
    stopped: Collection[StoppedChannel],
    silence: Silence | None = None,
) -> RunResult:
    return RunResult(
        run_id,
        silence=silence,
        sent=states[MessageState.SENT],
        waiting=states[MessageState.PLANNED] + states[MessageState.WAITING],
        failed=states[MessageState.FAILED],
        unknown=states[MessageState.UNKNOWN],
        dropped=states[MessageState.DROPPED],
        to_call=states[MessageState.TO_CALL],
        stopped=tuple(stopped),
    )
