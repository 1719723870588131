"""By what a borrower is reached, and in which language: the first of the branch's channels for which there is an address."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from fritids.domain.policy import Policy
from fritids.domain.words import Channel, SendReason
from fritids.services import phones

_SWEDISH_MOBILE: Final = re.compile(r"\+467[02369]\d{7}")
"""As `phonenumbers` has it too, which takes two hundred times as long to say so; a test holds them together."""


class Reachable(Protocol):
    """What of a borrower says how to reach them."""

    @property
    def phone(self) -> str | None:
        """E.164."""
        ...

    @property
    def email(self) -> str | None:
        """The address."""
        ...

    @property
    def wrong_number(self) -> bool:
        """Somebody was told that the phone number is another's."""
        ...


@dataclass(frozen=True, slots=True)
class Way:
    """One channel and the address there; of `call` why it has to be that, and the number if there is one that is right."""

    channel: Channel
    address: str | None
    reason: SendReason | None = None


def way_to(borrower: Reachable, channels: Sequence[Channel]) -> Way:
    """How the borrower is reached."""
    for channel in channels:
        if (
            channel is Channel.SMS
            and borrower.phone
            and not borrower.wrong_number
            and can_get_texts(borrower.phone)
        ):
            return Way(channel, borrower.phone)
        if channel is Channel.EMAIL and borrower.email:
            return Way(channel, borrower.email)
    if borrower.wrong_number:
        return Way(Channel.CALL, None, SendReason.WRONG_NUMBER)
    return Way(Channel.CALL, borrower.phone, SendReason.NO_ADDRESS)


def can_get_texts(e164: str) -> bool:
    """Whether a stored number is a mobile one; a landline is called, not texted."""
    if _SWEDISH_MOBILE.fullmatch(e164):
        return True
    found = phones.parse(e164)
    return found is not None and found.is_mobile


def language_for(language: str | None, policy: Policy) -> str | None:
    """The borrower's own language where the branch asks for it, else the branch's; None if neither is known."""
    return (language if "language" in policy.asked_fields else None) or policy.language
