"""One connection to the mail server: opened, encrypted, signed in, and one message after the other over it.

Each failure is put where it belongs: before the message's last byte was handed over it certainly did not go; from there on until the server
answers, nobody knows.
"""

import base64
import errno
import io
import re
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import suppress
from time import monotonic
from typing import Final

from fritids.config.mail import MailSettings, Security
from fritids.domain.words import SendReason
from fritids.i18n import _
from fritids.outside.gateways import Answer, NotNow, Stopped, Unclear
from fritids.outside.limited import Limited
from fritids.outside.mail import answers
from fritids.outside.mail.addresses import MailAddress
from fritids.outside.mail.answers import CLOSING, Reply

_OWN_NAME: Final = "[127.0.0.1]"
"""What we say we are called: an address, as mail programs do. The library would ask DNS for this machine's name, which takes
seconds where that is broken, and would tell it."""
_GOOD_BYE: Final = 2.0
"""Seconds for the server's answer to QUIT, on which nothing depends."""
_DOT: Final = re.compile(rb"^\.", re.MULTILINE)
_MOST_LINES: Final = 100
"""Of a reply. An offer of all that there is (EHLO) has thirty."""
_MOST_SIGNS: Final = 2000
"""Of a reply that are looked at."""
_OK: Final = 250
_GO_AHEAD: Final = 354
_ALREADY_IN: Final = 503
_NOT_SO: Final = frozenset({500, 501, 502, 504})
"""The server offers this way of signing in, and yet does not know it."""
_METHODS: Final = ("PLAIN", "LOGIN")


class CannotConnectError(Exception):
    """There is no connection over which to send; `answer` is what that means for the message."""

    def __init__(self, answer: NotNow | Stopped) -> None:
        super().__init__(answer.reason)
        self.answer = answer


class LostError(Exception):
    """The connection ended before the message was handed over; `answer` if the server said why."""

    def __init__(self, answer: NotNow) -> None:
        super().__init__(answer.reason)
        self.answer = answer


class Connection:
    """An open connection, ready for a message. After an answer that leaves it in doubt `is_usable` is False."""

    def __init__(self, settings: MailSettings, context: ssl.SSLContext) -> None:
        """Connect and sign in. Raises CannotConnectError; then nothing is left open."""
        self._settings = settings
        self.sent = 0
        """Messages that were begun on it."""
        self.is_usable = False
        self._smtp = _connected(settings, context)
        try:
            _greet(self._smtp)
            if settings.security is Security.STARTTLS:
                _encrypt(self._smtp, context)
            self._sign_in()
        except (smtplib.SMTPException, OSError, ValueError) as error:
            self._smtp.close()
            raise CannotConnectError(_unreachable(settings, error)) from error
        except CannotConnectError:
            self._smtp.close()
            raise
        self.is_usable = True

    def carries(self, address: MailAddress) -> bool:
        """Whether this server can take that address."""
        return not address.needs_utf8 or self._smtp.has_extn("smtputf8")

    def send(self, to: MailAddress, mail: bytes) -> Answer:
        """Hand one mail over. Raises LostError while it certainly has not been."""
        self.sent += 1
        self.is_usable = False  # whatever interrupts this, also a person at the keyboard
        answer, self.is_usable = self._hand_over(to, mail)
        return answer

    def close(self) -> None:
        """Take leave, if we are not in the midst of a message, and close."""
        if self.is_usable and self._smtp.sock is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._smtp.sock.settimeout(_GOOD_BYE)
                self._smtp.docmd("QUIT")
        self.is_usable = False
        self._smtp.close()

    def _hand_over(self, to: MailAddress, mail: bytes) -> tuple[Answer, bool]:
        """The answer, and whether the connection can be used on."""
        own = self._settings.sender
        options = f" SIZE={len(mail)}" if self._smtp.has_extn("size") else ""
        if to.needs_utf8:
            self._smtp.command_encoding = "utf-8"
            options += " BODY=8BITMIME SMTPUTF8"
        refused, is_usable = None, True
        try:
            for at, reply in self._replies(f"MAIL FROM:<{own}>{options}", f"RCPT TO:<{to.text}>", "DATA"):
                is_go_ahead = reply.code == _GO_AHEAD
                if not (is_go_ahead if at == "DATA" else reply.is_yes) and refused is None:
                    refused = self._refused(at, reply)
                    is_usable = reply.code > 0
                elif is_go_ahead and refused is not None:
                    is_usable = False  # it waits for a text that will not come
        except LostError:
            if refused is None:
                raise
            is_usable = False  # its word stands, also if it has left since
        if refused is not None:
            return refused, is_usable and self._begins_anew()
        self._say(_DOT.sub(b"..", mail))
        # What could not be sent was not: the server has the message only when it has this whole line.
        self._say(b".\r\n")
        try:
            reply = _reply(self._smtp)
        except (smtplib.SMTPException, OSError) as error:
            return Unclear(SendReason.NO_ANSWER, _words(error)), False
        answer = answers.to_message(reply, own)
        return answer, not isinstance(answer, Unclear) and reply.code != CLOSING

    def _replies(self, *commands: str) -> Iterator[tuple[str, Reply]]:
        """The word of each command and the reply to it.

        All are said at once where the server allows that (RFC 2920), which halves the time on a long line; else one after the other until one
        is refused.
        """
        if self._smtp.has_extn("pipelining"):
            self._say("".join(f"{each}\r\n" for each in commands).encode(self._smtp.command_encoding))
            for command in commands:
                yield command[:4], self._heard()
            return
        for command in commands:
            reply = self._ask(command)
            yield command[:4], reply
            if not reply.is_yes:
                return

    def _refused(self, at: str, reply: Reply) -> Answer:
        own = self._settings.sender
        if at == "MAIL":
            return answers.to_sender(reply, own)
        if at == "RCPT":
            return answers.to_recipient(reply, own, is_signed_in=self._settings.user is not None)
        return answers.to_beginning(reply, own)

    def _ask(self, command: str) -> Reply:
        self._say(f"{command}\r\n".encode(self._smtp.command_encoding))
        return self._heard()

    def _heard(self) -> Reply:
        """The next reply. Raises LostError also where the server takes leave before anything was handed over."""
        try:
            reply = _reply(self._smtp)
        except (smtplib.SMTPException, OSError) as error:
            raise LostError(NotNow(SendReason.NO_CONNECTION, _words(error))) from error
        if reply.code == CLOSING:
            raise LostError(answers.later(reply, self._settings.sender))
        return reply

    def _say(self, data: bytes) -> None:
        try:
            self._smtp.send(data)
        except (smtplib.SMTPException, OSError) as error:
            raise LostError(NotNow(SendReason.NO_CONNECTION, _words(error))) from error

    def _begins_anew(self) -> bool:
        """Whether the server has forgotten the message that it did not take, so that the next one can follow."""
        with suppress(LostError):
            return self._ask("RSET").is_yes
        return False

    def _sign_in(self) -> None:
        settings = self._settings
        if settings.user is None or settings.password is None:
            return
        offered = str(self._smtp.esmtp_features.get("auth", "")).upper().split()
        methods = [each for each in _METHODS if each in offered]
        if not methods:
            raise CannotConnectError(
                Stopped(
                    SendReason.NOT_SIGNED_IN,
                    _("The mail server takes no user and password. It offers: {methods}.").format(
                        methods=", ".join(offered)[:80] or "–"
                    ),
                )
            )
        reply = Reply(-1, "")
        for method in methods:
            reply = self._signed_in_by(method, settings.user, settings.password.reveal())
            if reply.is_yes or reply.code == _ALREADY_IN:
                return
            if reply.code not in _NOT_SO:
                break  # a second wrong password might lock the mailbox
        raise CannotConnectError(answers.to_arrival(reply, SendReason.NOT_SIGNED_IN, settings.sender))

    def _signed_in_by(self, method: str, user: str, password: str) -> Reply:
        """What the server says at the end. In UTF-8: the library signs in with ASCII only, and a password may have an å."""
        if method == "PLAIN":
            return _answered(self._smtp, "AUTH PLAIN " + _base64(f"\0{user}\0{password}"))
        reply = _answered(self._smtp, "AUTH LOGIN")
        for text in (user, password):
            if reply.code != 334:  # noqa: PLR2004  # "go on"
                break
            reply = _answered(self._smtp, _base64(text))
        return reply


class _Patient:
    """Replies that end: in all, not a line at a time, each has to be there within the time-out, and has so many lines.

    The library reads lines as long as they say that another one follows, and waits anew for each byte.
    """

    sock: socket.socket | None
    file: "_Lines | None"

    def getreply(self) -> tuple[int, bytes]:
        """As the library has it. Raises TimeoutError, or SMTPServerDisconnected for a reply without end; then the connection is closed."""
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected
        limit = self.sock.gettimeout()
        if self.file is None:
            self.file = _Lines(self.sock)
        self.file.begin(limit)
        try:
            return super().getreply()  # type: ignore[misc,no-any-return]  # of the library's class, which stands behind it
        finally:
            if self.sock is not None:
                self.sock.settimeout(limit)


class _Plain(_Patient, smtplib.SMTP):
    """A connection in clear, or that is encrypted later."""


class _Encrypted(_Patient, smtplib.SMTP_SSL):
    """A connection that is encrypted from its start."""


class _Lines:
    """What the library reads replies from."""

    def __init__(self, sock: socket.socket) -> None:
        self._raw = Limited(sock, 0)
        self._file = io.BufferedReader(self._raw)
        self._left = 0

    def begin(self, seconds: float | None) -> None:
        """A reply is waited for."""
        self._raw.until = monotonic() + (seconds or 0)
        self._left = _MOST_LINES

    def readline(self, size: int) -> bytes:
        """The next line, or what there is of it. Raises OSError when there are too many."""
        self._left -= 1
        if self._left < 0:
            raise OSError(errno.EMSGSIZE, "a reply without end")
        return self._file.readline(size)

    def close(self) -> None:
        """The socket is closed by itself."""
        self._file.close()


def _connected(settings: MailSettings, context: ssl.SSLContext) -> smtplib.SMTP:
    try:
        if settings.security is Security.TLS:
            smtp: smtplib.SMTP = _Encrypted(
                settings.host,
                settings.port,
                local_hostname=_OWN_NAME,
                timeout=settings.timeout,
                context=context,
            )
        else:
            smtp = _Plain(settings.host, settings.port, local_hostname=_OWN_NAME, timeout=settings.timeout)
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise CannotConnectError(_unreachable(settings, error)) from error
    if smtp.sock is not None:
        # The end of a message is sent by itself, and must not wait until the server has confirmed what came before.
        smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return smtp


def _greet(smtp: smtplib.SMTP) -> None:
    """Say EHLO; whoever does not know it can neither encrypt nor let anybody sign in."""
    code, words = smtp.ehlo()
    if code != _OK:
        raise smtplib.SMTPHeloError(code, words)


def _encrypt(smtp: smtplib.SMTP, context: ssl.SSLContext) -> None:
    if not smtp.has_extn("starttls"):
        raise CannotConnectError(
            Stopped(
                SendReason.NOT_SECURE,
                _("The mail server offers no encryption (STARTTLS). Nothing was sent in clear."),
            )
        )
    try:
        smtp.starttls(context=context)
    except smtplib.SMTPResponseException as error:
        raise CannotConnectError(answers.to_arrival(_as_reply(error), SendReason.NOT_SECURE)) from error
    _greet(smtp)


def _unreachable(settings: MailSettings, error: Exception) -> NotNow | Stopped:
    """What it means that there was no connection, or that it ended while it was opened."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return Stopped(
            SendReason.NOT_SECURE,
            _(
                "The mail server {host} shows a certificate that is not its own or not valid: {reason}."
            ).format(host=settings.host, reason=error.verify_message),
        )
    if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return Stopped(
            SendReason.NOT_SECURE,
            _("No encrypted connection to {host}:{port} ({reason}). Check port and security.").format(
                host=settings.host, port=settings.port, reason=error.reason or "TLS"
            ),
        )
    if isinstance(error, smtplib.SMTPResponseException):
        return answers.to_arrival(_as_reply(error), SendReason.REFUSED)
    return NotNow(SendReason.NO_CONNECTION, f"{settings.host}:{settings.port}: {_words(error)}")


def _answered(smtp: smtplib.SMTP, command: str) -> Reply:
    smtp.putcmd(command)
    return _reply(smtp)


def _reply(smtp: smtplib.SMTP) -> Reply:
    """Raises LostError's causes alone: a line that has no end is no reply, whatever code the library gives it."""
    try:
        code, words = smtp.getreply()
    except smtplib.SMTPResponseException as error:
        raise smtplib.SMTPServerDisconnected(_as_reply(error).words) from error
    return Reply(code, _as_text(words))


def _as_reply(error: smtplib.SMTPResponseException) -> Reply:
    words = error.smtp_error
    return Reply(error.smtp_code, _as_text(words) if isinstance(words, bytes) else str(words)[:_MOST_SIGNS])


def _as_text(words: bytes) -> str:
    """What a person could want to know of it: to look through all that a server may say takes a minute."""
    return words[:_MOST_SIGNS].decode("utf-8", "replace")


def _words(error: Exception) -> str:
    """What the system or the library says of it."""
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return (said.removeprefix("Connection unexpectedly closed: ") or type(error).__name__)[:200]


def _base64(text: str) -> str:
    return base64.b64encode(text.encode("utf-8")).decode("ascii")
