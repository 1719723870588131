"""A real mail server on loopback, which keeps what it gets, and refuses, hangs or drops the connection where a test says so.

It is aiosmtpd's SMTP in a thread of its own, with a certificate made for the run. aiosmtpd's own controller is not used: it leaves connections
open when it stops, which this suite takes for a fault.
"""

import asyncio
import json
import logging
import ssl
import threading
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Self

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "desk@example.org", "hemligt å"
HOST = "localhost"
logging.getLogger("mail.log").setLevel(logging.CRITICAL)
"""aiosmtpd's own log: each command, each client that goes away."""


class Fault(Enum):
    """What the server does instead of answering."""

    HANG = "hang"
    """It says nothing until the client goes away."""
    DROP = "drop"
    """It ends the connection without a word."""


@dataclass(frozen=True, slots=True)
class Received:
    """One message that the server took, or heard to its end before it hung."""

    sender: str
    to: str
    data: bytes
    user: str | None
    """Who had signed in."""
    connection: int
    """Over which connection, counted from 1."""

    @property
    def mail(self) -> EmailMessage:
        """The message, read as a mail program reads it."""
        return message_from_bytes(self.data, policy=policy.default)


class MailServer:
    """`with MailServer(folder) as server:` listens on a free port of loopback; `server.table()` is what the configuration says of it."""

    def __init__(
        self,
        folder: Path,
        *,
        security: str = "starttls",
        users: dict[str, str] | None = None,
        methods: Sequence[str] = ("LOGIN", "PLAIN"),
        certificate_for: str = HOST,
        utf8: bool = True,
        pipelining: bool = True,
    ) -> None:
        """`users` may sign in, and nobody else may send; an empty dict: anybody may. None is `USER` with `PASSWORD`."""
        self.security = security
        self.users = {USER: PASSWORD} if users is None else users
        self.methods = methods
        self.utf8 = utf8
        self.pipelining = pipelining
        """Whether it lets clients say several commands at once, as nearly all servers do."""
        self.received: list[Received] = []
        self.connections = 0
        self.commands: list[str] = []
        """What the clients said, without texts and passwords, such as `MAIL`."""
        self.port = 0
        self._answers: dict[str, deque[str | Fault]] = defaultdict(deque)
        self._answers_to: dict[str, str | Fault] = {}
        authority = trustme.CA()
        self.certificates = folder / f"certificates-{security}-{certificate_for}.pem"
        authority.cert_pem.write_to_path(str(self.certificates))
        self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert(certificate_for).configure_cert(self._context)
        self._open = set[_Connection]()
        self._started = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._started.wait(10), "the mail server did not start"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(10)

    def table(self, **other: object) -> dict[str, object]:
        """The table `mail` of a configuration for this server; a value None leaves a key out."""
        table: dict[str, object] = {
            "host": HOST, "port": self.port, "security": self.security, "sender": "noreply@example.org", "timeout": 10,
            "certificates": str(self.certificates), "user": next(iter(self.users), None),
        }  # fmt: skip
        return {key: value for key, value in (table | other).items() if value is not None}

    def toml(self, **other: object) -> str:
        """The same as text for the configuration file."""
        return "[mail]\n" + "".join(
            f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in self.table(**other).items()
        )

    def answer(self, at: str, *answers: str | Fault) -> None:
        """Answer the next commands `at` with these, one each, and then as usual. `at` is EHLO, MAIL, RCPT, DATA or the dot that ends a message.

        An answer that begins with 2 to the dot is one to a message that was taken; one that hung or was dropped there was heard.
        """
        self._answers[at].extend(answers)

    def answer_to(self, address: str, answer: str | Fault) -> None:
        """Answer RCPT for this address so, always."""
        self._answers_to[address] = answer

    def reset(self) -> None:
        """Forget what was received and what was to be answered."""
        self.received.clear()
        self.commands.clear()
        self._answers.clear()
        self._answers_to.clear()
        self.connections = 0

    def is_faulty_at(self, at: str) -> bool:
        """Whether the next answer there is none."""
        return bool(self._answers[at]) and isinstance(self._answers[at][0], Fault)

    async def scripted(self, at: str, connection: "_Connection", to: str | None = None) -> str | None:
        """What the test wants to be answered here, or None."""
        self.commands.append(at)
        answer = self._answers_to.get(to) if to else None
        if answer is None and (waiting := self._answers[at]):
            answer = waiting.popleft()
        if isinstance(answer, str) or answer is None:
            return answer
        if answer is Fault.DROP:
            connection.abort()
        await asyncio.sleep(600)  # the connection's end ends it
        raise AssertionError

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopping, self._all_closed = asyncio.Event(), asyncio.Event()
        server = await self._loop.create_server(
            lambda: _Connection(self), "127.0.0.1", 0, ssl=self._context if self.security == "tls" else None
        )
        self.port = server.sockets[0].getsockname()[1]
        self._started.set()
        await self._stopping.wait()
        server.close()
        for connection in list(self._open):
            connection.abort()
        self.closed(None)
        await self._all_closed.wait()

    def opened(self, connection: "_Connection") -> None:
        """A client came."""
        self._open.add(connection)

    def closed(self, connection: "_Connection | None") -> None:
        """A client is gone."""
        if connection is not None:
            self._open.discard(connection)
        if self._stopping.is_set() and not self._open:
            self._all_closed.set()

    @property
    def context(self) -> ssl.SSLContext | None:
        """The server's own side of STARTTLS."""
        return self._context if self.security == "starttls" else None

    def check(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, auth_data: object
    ) -> AuthResult:
        """Whether user and password are right."""
        assert isinstance(auth_data, LoginPassword)
        self.commands.append("AUTH")
        user, password = auth_data.login.decode(), auth_data.password.decode()
        is_right = self.users.get(user) == password
        return AuthResult(success=is_right, handled=False, auth_data=auth_data)


class _Handler:
    """aiosmtpd's hooks: as usual, unless the test has something else in mind."""

    def __init__(self, server: MailServer) -> None:
        self.server = server

    async def handle_EHLO(  # noqa: N802  # aiosmtpd's names
        self,
        connection: "_Connection",
        session: Session,
        _envelope: Envelope,
        hostname: str,
        answers: list[str],
    ) -> list[str]:
        if answer := await self.server.scripted("EHLO", connection):
            return [answer]
        session.host_name = hostname
        if self.server.pipelining:
            answers.insert(1, "250-PIPELINING")
        return answers if self.server.users else [each for each in answers if "AUTH" not in each]

    async def handle_MAIL(  # noqa: N802
        self,
        connection: "_Connection",
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        if answer := await self.server.scripted("MAIL", connection):
            return answer
        if self.server.users and not session.authenticated:
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self,
        connection: "_Connection",
        _session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        if answer := await self.server.scripted("RCPT", connection, address):
            return answer
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, connection: "_Connection", session: Session, envelope: Envelope
    ) -> str:
        assert envelope.mail_from is not None
        assert isinstance(envelope.content, bytes)
        user: object = getattr(session, "auth_data", None)  # typed as None there
        found = Received(
            envelope.mail_from, envelope.rcpt_tos[0], envelope.content,
            user.login.decode() if isinstance(user, LoginPassword) else None, connection.number,
        )  # fmt: skip
        if self.server.is_faulty_at("."):
            self.server.received.append(found)
        answer = (
            await self.server.scripted(".", connection)
            or f"250 2.0.0 Ok: queued as Q{len(self.server.received) + 1}"
        )
        if answer.startswith("2"):
            self.server.received.append(found)
        return answer


class _Connection(SMTP):
    """aiosmtpd's server for one connection, which can also answer DATA otherwise, and can be ended at once."""

    def __init__(self, server: MailServer) -> None:
        super().__init__(
            _Handler(server), hostname="loopback", enable_SMTPUTF8=server.utf8, tls_context=server.context,
            require_starttls=server.security == "starttls", auth_require_tls=server.security == "starttls",
            auth_exclude_mechanism={"LOGIN", "PLAIN"} - set(server.methods), authenticator=server.check,
            loop=asyncio.get_running_loop(),
        )  # fmt: skip
        self.owner = server
        server.connections += 1
        self.number = server.connections

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.owner.opened(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self.owner.closed(self)
        super().connection_lost(error)

    def abort(self) -> None:
        """End the connection, without a word."""
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802  # aiosmtpd's name
        if answer := await self.owner.scripted("DATA", self):
            await self.push(answer)
            return
        await super().smtp_DATA(arg)
