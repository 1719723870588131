"""What the reminders hand out: plans, runs and the log of messages. Frozen values; times aware UTC, days those of the branch."""

from dataclasses import dataclass
from datetime import date, datetime

from fritids.domain.reminders import Silence
from fritids.domain.words import (
    SPOKEN_TO,
    Channel,
    ContactOutcome,
    Delivery,
    MessageKind,
    MessageState,
    SendReason,
)
from fritids.services.results.things import LoanView


@dataclass(frozen=True, slots=True)
class PlannedLoan:
    """A loan and the step it is due for."""

    loan: LoanView
    step: int


@dataclass(frozen=True, slots=True)
class PlannedMessage:
    """One message as it would go out now. Name and address are empty for a protected borrower, though the message reaches them."""

    borrower_number: str
    borrower_name: str
    channel: Channel
    address: str
    language: str
    """The language the text is in, which is Swedish where there is no text in the borrower's own."""
    step: int
    """The latest of its loans'."""
    loans: tuple[PlannedLoan, ...]
    subject: str = ""
    text: str = ""
    segments: int = 0
    """Of a text message."""
    is_unicode: bool = False
    """Of a text message: not all of it is in the GSM alphabet, so a segment holds 70 characters instead of 160."""
    reason: SendReason | None = None
    """Why somebody has to call instead."""


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What a run would do at this moment. Nothing of it is stored."""

    day: date
    silence: Silence | None
    """Why nothing would go out just now."""
    messages: tuple[PlannedMessage, ...]
    not_set_up: tuple[Channel, ...] = ()
    """Channels that messages are planned for and this machine has no gateway for."""
    sender: str | None = None
    """The name that text messages come from."""
    price: str | None = None
    """What the branch has said that one segment costs, in its own words."""
    too_late: int = 0
    """Loans that are so late that nothing goes out by itself."""
    turned_off: int = 0
    """Loans of borrowers who get no reminders."""


@dataclass(frozen=True, slots=True)
class StoppedChannel:
    """A channel that the run gave up, with what it has not sent yet kept for the next."""

    channel: Channel
    reason: SendReason
    detail: str


@dataclass(frozen=True, slots=True)
class RunResult:
    """What one run did, in messages."""

    run_id: int | None
    """None if nothing was begun: there was nothing to do, or it is not the time."""
    silence: Silence | None = None
    sent: int = 0
    waiting: int = 0
    """Kept for a later run."""
    failed: int = 0
    unknown: int = 0
    dropped: int = 0
    to_call: int = 0
    """Newly on the call list because nothing else reaches them; those that failed stand there too."""
    stopped: tuple[StoppedChannel, ...] = ()


@dataclass(frozen=True, slots=True)
class AlreadyRunning:
    """Another run of this database is under way, here or on another machine. Nothing was begun."""


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message in a log. `borrower_*` are None once the person is forgotten; name and address are empty for a protected one."""

    id: int
    kind: MessageKind
    borrower_number: str | None
    borrower_name: str | None
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
    reason: SendReason | None
    detail: str | None
    made_at: datetime
    sending_at: datetime | None
    settled_at: datetime | None
    settled_by: str | None
    delivery: Delivery | None
    loans: int
    """How many loans it is about."""
    gateway: str | None = None
    gateway_id: str | None = None
    """Under which name the gateway knows it, for whoever looks on its page."""


@dataclass(frozen=True, slots=True)
class RunView:
    """A run, and how its messages stand now."""

    id: int
    started_at: datetime
    ended_at: datetime | None
    desk: str
    states: tuple[tuple[MessageState, int], ...]


@dataclass(frozen=True, slots=True)
class DayPlan:
    """How many messages come due on a day if nothing is returned until then."""

    day: date
    is_open: bool
    borrowers: int
    loans: int


@dataclass(frozen=True, slots=True)
class ContactView:
    """A call to a borrower, as it stands in the record."""

    id: int
    at: datetime
    outcome: ContactOutcome
    address: str | None
    promised_on: date | None
    note: str | None
    operator: str | None


@dataclass(frozen=True, slots=True)
class CallLine:
    """Somebody to call: why, what they have out, and what was said before. Name and phone are empty for a protected borrower."""

    borrower_id: int
    borrower_number: str
    borrower_name: str
    phone: str | None
    reason: SendReason
    loans: tuple[LoanView, ...]
    """What the messages that did not reach them were about, and everything else they have late; late ones first."""
    days_late: int
    contacts: tuple[ContactView, ...] = ()
    """The newest first."""
    channel: Channel = Channel.CALL
    """By what it was tried to reach them; `call` where there was nothing to try."""
    is_wrong_number: bool = False
    """Somebody was called on the number that they have now, and it was the wrong one: it takes another way."""
    is_protected: bool = False

    @property
    def tries(self) -> tuple[ContactView, ...]:
        """The calls that nobody answered since somebody was last spoken to, the newest first."""
        since: list[ContactView] = []
        for contact in self.contacts:
            if contact.outcome in SPOKEN_TO:
                break
            if contact.outcome is ContactOutcome.NO_REPLY:
                since.append(contact)
        return tuple(since)


@dataclass(frozen=True, slots=True)
class CallNoted:
    """How a call went is on the disk. The borrower's name is empty for a protected one."""

    borrower_number: str
    borrower_name: str
    contact: ContactView
    repeated: bool = False
    """The same act had been done before; nothing was done now (R9)."""
