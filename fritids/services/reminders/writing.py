"""What the sender asks of whoever writes a message: its text, made at the last moment from what holds then, or why there is none."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from fritids.db.engine import Connection
from fritids.db.messages import MessageRow
from fritids.domain.words import MessageState, SendReason
from fritids.outside.gateways import Attachment


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


ReceiptText: TypeAlias = Callable[[Connection, MessageRow], Text | Withheld]
"""Reads again what the receipt is about, inside the transaction that marks it as being sent. Writes nothing."""
