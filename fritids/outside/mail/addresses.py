"""An e-mail address as SMTP can carry it."""

import re
from dataclasses import dataclass
from typing import Final

from fritids.config.mail import DOMAIN

_PARTS: Final = re.compile(r"([^\s@<>\"(),:;\\\[\]\x00-\x1f\x7f-\x9f]{1,64})@([\w.-]{1,255})")
_LONGEST: Final = 254


@dataclass(frozen=True, slots=True)
class MailAddress:
    """An address without blanks, line breaks and brackets: nothing of it can be taken for a command or another header."""

    text: str
    """With the domain in its ASCII form."""

    @property
    def needs_utf8(self) -> bool:
        """Whether only a server with SMTPUTF8 (RFC 6531) can carry it."""
        return not self.text.isascii()

    @property
    def domain(self) -> str:
        """What stands behind the @."""
        return self.text.rpartition("@")[2]


def mail_address(text: str) -> MailAddress | None:
    """The address, or None for what is none. A domain such as `åäö.se` becomes what the network calls it (IDNA)."""
    found = _PARTS.fullmatch(text.strip())
    if found is None:
        return None
    try:
        domain = found[2].encode("idna").decode("ascii")
    except UnicodeError:
        return None
    address = f"{found[1]}@{domain}"
    return MailAddress(address) if DOMAIN.fullmatch(domain) and len(address) <= _LONGEST else None
