"""What a way of sending messages is: one small interface, whoever carries the message.

The answer says which of five things happened, because each is treated differently: only what was certainly not taken may be sent again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from fritids.domain.words import Channel, Delivery, SendReason


@dataclass(frozen=True, slots=True)
class Taken:
    """The gateway has it."""

    gateway_id: str | None = None
    """Under which name the gateway knows it."""


@dataclass(frozen=True, slots=True)
class NotNow:
    """Certainly not taken; may be sent again later."""

    reason: SendReason
    detail: str = ""
    wait: float | None = None
    """Seconds after which the gateway wants to be asked again, if it said so."""


@dataclass(frozen=True, slots=True)
class NotEver:
    """Refused for good: this message to this address will not be taken."""

    reason: SendReason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Unclear:
    """It may have been taken or not. Never sent again by itself."""

    reason: SendReason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Stopped:
    """Certainly not taken, and neither will the next ones be: no credit, wrong password, no secure connection. The run stops on this channel."""

    reason: SendReason
    detail: str = ""


Answer = Taken | NotNow | NotEver | Unclear | Stopped


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that comes with a mail; `kind` is its MIME type, such as `text/calendar`."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message as it goes out. `key` is its own and stays the same, whatever happens: for a Message-ID, or to look it up."""

    key: str
    to: str
    """E.164, or an e-mail address."""
    text: str
    language: str
    subject: str = ""
    html: str = ""
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A message that is looked up: to whom, what, and when it was handed over."""

    key: str
    to: str
    text: str
    at: datetime
    """Aware."""
    gateway_id: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a message that was taken."""

    key: str
    delivery: Delivery
    at: datetime | None = None
    detail: str = ""


class Gateway(Protocol):
    """One way of sending. Connects when it is first needed; not shared between threads."""

    @property
    def name(self) -> str:
        """Which it is, for the log: `smtp`, `46elks`, `http`."""
        ...

    @property
    def channel(self) -> Channel:
        """What it carries."""
        ...

    def send(self, message: Outgoing) -> Answer:
        """Hand one message over. Never raises for what the gateway or the network does; each of that is an answer."""
        ...

    def look_up(self, messages: Sequence[Asked]) -> dict[str, Taken | NotNow]:
        """Of those messages of which it is not known: key → whether the gateway has it. One that it cannot tell about is left out."""
        ...

    def reports(self, messages: Sequence[Asked]) -> tuple[Report, ...]:
        """What became of those that were taken, as far as the gateway tells by now."""
        ...

    def close(self) -> None:
        """Give back the connection."""
        ...
