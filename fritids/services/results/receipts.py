"""What a receipt is made of, and what became of asking for one. Frozen values; times aware UTC, days those of the branch."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from fritids.domain.words import Channel, MessageState, SendReason
from fritids.services.results.things import BorrowerView, LoanView


@dataclass(frozen=True, slots=True)
class ReceiptWay:
    """By what the receipt of a visit can go, or why it cannot."""

    channel: Channel
    address: str | None
    """The number in E.164, or the e-mail address."""
    reason: SendReason | None = None
    """Why it cannot go this way: there is no address, or no gateway on this computer."""
    state: MessageState | None = None
    """How far the last receipt of the visit came on this way, if there was one."""
    asked_at: datetime | None = None
    """When that one was asked for."""


@dataclass(frozen=True, slots=True)
class VisitReceipt:
    """What was lent in a visit and is out, and how its receipt can go. The borrower is shown as opened exactly."""

    visit_id: int
    borrower: BorrowerView
    loans: tuple[LoanView, ...]
    """In the order in which they were lent."""
    ways: tuple[ReceiptWay, ...]
    """Text message first, then e-mail; always both."""

    def way(self, channel: Channel) -> ReceiptWay:
        """The one of this channel."""
        return next(way for way in self.ways if way.channel is channel)


@dataclass(frozen=True, slots=True)
class ReceiptAsked:
    """The message is stored and goes out as soon as somebody sends (`Reminders.send_receipts`)."""

    message_id: int
    channel: Channel
    address: str
    already: bool = False
    """It was asked for before and is on its way; nothing was added."""


@dataclass(frozen=True, slots=True)
class ReceiptSentBefore:
    """The receipt of the visit went out before; nothing was added. It goes once more if that is wanted (`again`)."""

    channel: Channel
    address: str
    state: MessageState
    """`sent`, or `unknown` where the gateway did not say."""
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class NoReceipt:
    """Nothing was added: there is no address for it."""

    channel: Channel
    reason: SendReason


ReceiptResult: TypeAlias = ReceiptAsked | ReceiptSentBefore | NoReceipt


@dataclass(frozen=True, slots=True)
class ReceiptOutcome:
    """How a receipt that was asked for stands now."""

    message_id: int
    channel: Channel
    address: str | None
    state: MessageState
    reason: SendReason | None
    detail: str | None
    segments: int | None
