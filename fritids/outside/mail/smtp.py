"""Mail as a way of sending: one connection for many messages, renewed when it has to be, and each answer in the words of `gateways`."""

import ssl
import time
from collections.abc import Sequence
from email.utils import formatdate
from typing import Final

from fritids.config.mail import MailSettings
from fritids.domain.words import Channel, SendReason
from fritids.i18n import _
from fritids.outside.gateways import Answer, Asked, NotEver, NotNow, Outgoing, Report, Taken
from fritids.outside.mail.addresses import MailAddress, mail_address
from fritids.outside.mail.composing import Letterhead, compose
from fritids.outside.mail.connection import CannotConnectError, Connection, LostError

MOST_ON_ONE: Final = 100
"""Messages over one connection; many servers end it themselves after some such number."""
_IDLE: Final = 30.0
"""Seconds after which a connection is not trusted any more: what lies between us and the server forgets it without a word."""


class SmtpGateway:
    """Sends mail for one branch. Connects when it is first needed; not shared between threads."""

    name = "smtp"
    channel = Channel.EMAIL

    def __init__(self, settings: MailSettings, *, branch: str = "", reply_to: str = "") -> None:
        """`branch` is the name of the sender where the settings have none; `reply_to` is the branch's own address, which people read."""
        sender = mail_address(settings.sender)
        assert sender is not None  # the settings were looked at
        contact = mail_address(reply_to)
        self._settings = settings
        self._head = Letterhead(
            sender=sender,
            name=settings.sender_name or branch,
            reply_to=None if contact is None or contact.needs_utf8 else contact,
        )
        self._connection: Connection | None = None
        self._context: ssl.SSLContext | None = None
        self._used_at = 0.0

    def send(self, message: Outgoing) -> Answer:
        """Hand one message over. What was not certainly taken and not certainly refused is Unclear, and the next goes over a new connection."""
        to = mail_address(message.to)
        if to is None:
            return NotEver(SendReason.BAD_ADDRESS, _("That is no e-mail address."))
        mail = compose(message, to, self._head, date=formatdate(localtime=True))
        try:
            return self._sent(to, mail)
        except (CannotConnectError, LostError) as error:
            return error.answer
        finally:
            self._used_at = time.monotonic()

    def look_up(self, messages: Sequence[Asked]) -> dict[str, Taken | NotNow]:  # noqa: ARG002  # the interface's
        """Nothing: SMTP has no way to ask."""
        return {}

    def reports(self, messages: Sequence[Asked]) -> tuple[Report, ...]:  # noqa: ARG002  # the interface's
        """Nothing: what comes back later comes to the sender's mailbox."""
        return ()

    def close(self) -> None:
        """The connection is given back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _sent(self, to: MailAddress, mail: bytes) -> Answer:
        """A connection that was open may have been closed meanwhile; nothing was handed over then, so a new one tries again, once."""
        while True:
            connection, is_new = self._ready()
            if not connection.carries(to):
                return NotEver(
                    SendReason.BAD_ADDRESS,
                    _("The mail server cannot send to an address with such letters (SMTPUTF8)."),
                )
            try:
                return connection.send(to, mail)
            except LostError:
                if is_new:
                    raise

    def _ready(self) -> tuple[Connection, bool]:
        """A connection for one more message, and whether it is new."""
        old = self._connection
        if old is not None:
            if old.is_usable and old.sent < MOST_ON_ONE and time.monotonic() - self._used_at < _IDLE:
                return old, False
            self.close()
        if self._context is None:
            self._context = ssl.create_default_context(cafile=self._settings.certificates)
        self._connection = Connection(self._settings, self._context)
        return self._connection, True
