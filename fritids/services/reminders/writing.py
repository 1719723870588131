"""What is asked of whoever writes a message, and the writer of reminders: its text, made at the last moment from what holds then, or why there is none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from fritids.db import branches, messages
from fritids.db.engine import Connection
from fritids.db.messages import Addressee, MessageRow
from fritids.domain.reminders import Tone, step_due, tone_of
from fritids.domain.words import Channel, MessageState, SendReason
from fritids.outside.gateways import Attachment
from fritids.services.context import Context
from fritids.services.message_texts import ReminderFacts, Written, divided
from fritids.services.overviews import OpeningSpan
from fritids.services.reminders.addresses import language_for, way_to
from fritids.services.reminders.planning import loan_view
from fritids.services.results import LoanView


@dataclass(frozen=True, slots=True)
class Text:
    """A message as it is to go out."""

    address: str
    language: str
    text: str
    """The text message, or the plain part of the mail; it is stored."""
    subject: str = ""
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    step: int | None = None
    """Of a reminder: the latest of its steps by now."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """It is not to go out after all, and what becomes of it: `dropped`, `failed` or `to_call`."""

    state: MessageState
    reason: SendReason


Writer: TypeAlias = Callable[[Connection, MessageRow, Addressee], Text | Withheld | None]
"""Reads again what a message is about, inside the transaction that marks it as being sent, and writes nothing to the database.

None leaves the message for a later run. A ValueError, LookupError or TypeError means that no text could be made: the message fails, the others go on.
"""
ReceiptText: TypeAlias = Callable[[Connection, MessageRow], Text | Withheld]
"""As `Writer`, of receipts."""


class ReminderTexts(Protocol):
    """The texts of reminders (`services.message_texts.MessageTexts`)."""

    def reminder(
        self, language: str | None, tone: Tone, facts: ReminderFacts, by: Channel | None = None
    ) -> Written:
        """A reminder in the language, or in Swedish, with what the channel needs."""
        ...


class ReminderWriter:
    """Writes reminders, one by one or as a plan."""

    def __init__(self, context: Context, texts: ReminderTexts) -> None:
        self._context = context
        self._texts = texts
        self._hours: tuple[OpeningSpan, ...] = ()
        self._revision: int | None = None

    def read_hours(self, connection: Connection) -> None:
        """The opening hours are those that the branch has now; asked again only if its settings changed."""
        if self._revision != self._context.revision:
            spans = branches.opening_hours(connection, self._context.branch_id)
            self._hours = tuple(OpeningSpan(*span) for span in spans)
            self._revision = self._context.revision

    def __call__(
        self, connection: Connection, message: MessageRow, addressee: Addressee
    ) -> Text | Withheld | None:
        """The reminder of what is still out and due for the step it was planned for, and to be reminded of."""
        context = self._context
        rules, calendar, today = context.policy.reminders, context.policy.calendar, context.today()
        if addressee.no_reminders or not rules.enabled:
            return Withheld(MessageState.DROPPED, SendReason.NOT_WANTED)
        loans = [
            (step, loan)
            for step, loan in messages.loans_of(connection, message.id, addressee.id)
            if step_due(rules, calendar, due=loan.due, lent_on=loan.lent_on, today=today) == step
        ]
        if not loans:
            return Withheld(MessageState.DROPPED, SendReason.NOTHING_LEFT)
        way = way_to(addressee, rules.channels)
        if way.channel is Channel.CALL:
            return Withheld(MessageState.TO_CALL, way.reason or SendReason.NO_ADDRESS)
        if way.channel is not message.channel or way.address is None:
            return None
        self.read_hours(connection)
        step = max(step for step, _loan in loans)
        written = self.written(
            None if addressee.protected else addressee.name,
            addressee.language,
            step,
            [loan_view(context, loan, today) for _step, loan in loans],
            way.channel,
        )
        return Text(
            way.address,
            written.language,
            body_of(written, way.channel),
            subject=written.subject if way.channel is Channel.EMAIL else "",
            html=written.html,
            step=step,
        )

    def written(
        self, name: str | None, language: str | None, step: int, loans: Sequence[LoanView], channel: Channel
    ) -> Written:
        """The text to somebody of this name (None for one who is not named) about these loans, in the tone of this step."""
        context = self._context
        policy = context.policy
        items, hidden = divided(loans)
        facts = ReminderFacts(
            name=name,
            items=items,
            hidden=hidden,
            branch=context.branch_name,
            hours=self._hours,
            phone=policy.contact_phone or None,
            email=policy.contact_email or None,
            today=context.today(),
        )
        return self._texts.reminder(
            language_for(language, policy), tone_of(policy.reminders, step), facts, channel
        )


def body_of(written: Written, channel: Channel) -> str:
    """The text as it is stored. Raises ValueError for one that can be neither stored nor sent."""
    body = written.sms if channel is Channel.SMS else written.plain
    check_text(body, written.subject, written.html)
    return body


def check_text(*texts: str) -> None:
    """Return if databases and gateways can take these. Raises ValueError otherwise: half a pair of surrogates, or a null character."""
    for text in texts:
        text.encode()
        if "\0" in text:
            raise ValueError("a null character")
