"""What a mail server's replies mean for a message: gone, later, never, or nothing more to this server (RFC 5321 and 3463).

A reply to one recipient is about that recipient. What a server says of the sender or the signing in is about all of them.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from fritids.domain.search import clean
from fritids.domain.words import SendReason
from fritids.outside.gateways import Answer, NotEver, NotNow, Stopped, Taken, Unclear

CLOSING: Final = 421
"""The server closes the connection after this reply."""
_TOO_BIG_OR_FULL: Final = 552
_TOO_MANY_RECIPIENTS: Final = 552
_BAD_ADDRESS: Final = frozenset({501, 550, 551, 553})
_SIGN_IN_FIRST: Final = frozenset({530, 534, 535, 538})
_STATUS: Final = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_TOO_MANY: Final = re.compile(r"rate|too many (?!recip|hops)|too fast|throttl|slow down", re.IGNORECASE)
_RELAY: Final = re.compile(r"relay", re.IGNORECASE)
_QUEUED: Final = re.compile(r"(?:queued as|\bid=)\s*([\w.-]{1,80})", re.IGNORECASE)
_WAIT: Final = re.compile(r"\b(\d{1,5})\s*(s\b|sec|min|hour)", re.IGNORECASE)
_IN_SECONDS: Final = {"s": 1, "m": 60, "h": 3600}
_LONGEST_WAIT: Final = 86_400.0
_ADDRESS: Final = re.compile(r"[^\s<>\"'(),:;]+@[^\s<>\"'(),:;]+")
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server said: its code, -1 for something that is none, and its words."""

    code: int
    words: str

    @property
    def is_yes(self) -> bool:
        """It did what was asked."""
        return 200 <= self.code < 300  # noqa: PLR2004  # RFC 5321 §4.2.1

    @property
    def is_later(self) -> bool:
        """It will not do it now."""
        return 400 <= self.code < 500  # noqa: PLR2004  # as above

    @property
    def is_no(self) -> bool:
        """It will never do it."""
        return 500 <= self.code < 600  # noqa: PLR2004  # as above

    @property
    def status(self) -> tuple[str, str]:
        """Subject and detail of the status code in the words (RFC 3463), such as ("1", "1") for 5.1.1; blank where there is none."""
        found = _STATUS.search(self.words)
        return (found[2], found[3]) if found else ("", "")


def shown(reply: Reply, *, own: str = "") -> str:
    """Code and words for the person who looks after it: one line, not long, and nobody's address but `own`."""
    words = _ADDRESS.sub(
        lambda found: own if found[0].casefold() == own.casefold() else "…", clean(reply.words)
    )
    return f"{reply.code} {words}"[:_LONGEST].strip() if reply.code > 0 else words[:_LONGEST]


def later(reply: Reply, own: str = "") -> NotNow:
    """The server wants it another time, and when if it says so."""
    if _TOO_MANY.search(reply.words):
        return NotNow(SendReason.TOO_MANY, shown(reply, own=own), _wait(reply.words))
    return NotNow(SendReason.LATER, shown(reply, own=own), _wait(reply.words))


def to_arrival(reply: Reply, never: SendReason, own: str = "") -> NotNow | Stopped:
    """It did not let us in: `never` says for what. For now means that no message was even tried, as when nobody answers."""
    if not reply.is_later:
        return Stopped(never, shown(reply, own=own))
    put_off = later(reply, own)
    return (
        put_off
        if put_off.reason is SendReason.TOO_MANY
        else replace(put_off, reason=SendReason.NO_CONNECTION)
    )


def to_sender(reply: Reply, own: str) -> Answer:
    """It did not take MAIL FROM: for any message from this sender, unless the message is too big."""
    if reply.is_later:
        return later(reply, own)
    if not reply.is_no:
        return NotNow(SendReason.GATEWAY_FAULT, shown(reply, own=own))
    if reply.code == _TOO_BIG_OR_FULL or reply.status == ("3", "4"):
        return NotEver(SendReason.REFUSED, shown(reply, own=own))
    return Stopped(SendReason.NOT_SIGNED_IN, shown(reply, own=own))


def to_recipient(reply: Reply, own: str, *, is_signed_in: bool) -> Answer:
    """It did not take RCPT TO."""
    # RFC 5321 §4.5.3.1.10: 552 here means too many recipients, or a full mailbox, and either passes.
    if reply.is_later or reply.code == _TOO_MANY_RECIPIENTS:
        return later(reply, own)
    words = shown(reply, own=own)
    if not reply.is_no:
        return NotNow(SendReason.GATEWAY_FAULT, words)
    # A server that carries nothing for strangers says so of each recipient; it means us.
    if reply.code in _SIGN_IN_FIRST or (not is_signed_in and _RELAY.search(reply.words)):
        return Stopped(SendReason.NOT_SIGNED_IN, words)
    subject, _detail = reply.status
    is_bad = subject == "1" if subject in {"1", "3", "7"} else reply.code in _BAD_ADDRESS
    return NotEver(SendReason.BAD_ADDRESS if is_bad else SendReason.REFUSED, words)


def to_beginning(reply: Reply, own: str) -> Answer:
    """It did not want to hear the message (DATA)."""
    if reply.is_no:
        return NotEver(SendReason.REFUSED, shown(reply, own=own))
    return later(reply, own) if reply.is_later else NotNow(SendReason.GATEWAY_FAULT, shown(reply, own=own))


def to_message(reply: Reply, own: str) -> Answer:
    """It has heard the message to its end."""
    if reply.is_yes:
        queued = _QUEUED.search(reply.words)
        return Taken(queued[1] if queued else None)
    is_full = reply.code == _TOO_BIG_OR_FULL and reply.status == ("2", "2")
    if reply.is_later or is_full:
        return later(reply, own)
    if reply.is_no:
        return NotEver(SendReason.REFUSED, shown(reply, own=own))
    return Unclear(SendReason.GATEWAY_FAULT, shown(reply, own=own))


def _wait(words: str) -> float | None:
    found = _WAIT.search(words)
    if found is None:
        return None
    return min(int(found[1]) * _IN_SECONDS[found[2][0].lower()], _LONGEST_WAIT)
