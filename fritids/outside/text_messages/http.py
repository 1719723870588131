"""One HTTP connection that stays open, and what can be said for certain when it fails.

What matters about a failed request is whether the other side can have acted on it. As long as not all of its bytes were handed to the
system the request is incomplete there and cannot have been; after that nothing but an answer tells. So a request is one write, a
connection that the server closed meanwhile is found out before the write, and nothing is sent twice once the write has succeeded
(RFC 9112, 9.3.1: a client does not retry a request that is not idempotent by itself).
"""

import http.client
import json
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from time import monotonic
from typing import Final, cast
from urllib.parse import urlsplit

from fritids.outside.limited import Limited

MOST_BYTES: Final = 1_000_000
"""Of an answer. A page of a hundred messages has a tenth of it."""
_CONNECT_SECONDS: Final = 10.0
_IDLE_SECONDS: Final = 4.0
"""After so long unused a connection is made anew: servers close theirs after five seconds and more, and a close that crosses a request leaves it unclear."""
_AGENT: Final = "fritids"
_CLOSED: Final = "connection closed"


class Failure(StrEnum):
    """How a request failed."""

    NOT_REACHED = "not_reached"
    """No connection, or it broke before all was sent: certainly not acted on."""
    NOT_SECURE = "not_secure"
    """The server's certificate does not stand the test; nothing was sent."""
    NO_ANSWER = "no_answer"
    """All was sent, and no whole answer came."""
    NO_HTTP = "no_http"
    """All was sent, and what came was no HTTP."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """No answer was got."""

    failure: Failure
    words: str = ""
    """The system's own, such as "Connection refused"."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, whatever its status."""

    status: int
    headers: Mapping[str, str]
    """By lower-case name."""
    body: bytes
    """Cut off after `MOST_BYTES`."""

    @property
    def is_success(self) -> bool:
        """A status of the 200s."""
        return 200 <= self.status < 300  # noqa: PLR2004

    @property
    def at(self) -> datetime | None:
        """The server's own time of its answer, aware; None if it did not say."""
        return http_date(self.headers.get("date", ""))

    def document(self) -> object | None:
        """What its JSON says, or None if it is none."""
        try:
            return cast("object", json.loads(self.body))
        except (ValueError, RecursionError):
            return None


def http_date(text: str) -> datetime | None:
    """The moment a date of HTTP means, aware; None if it is none."""
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


class Connection:
    """To one server. Connects when first needed and again when it was closed; not to be shared between threads."""

    def __init__(self, url: str, headers: Mapping[str, str], timeout: float) -> None:
        """To the server of `url`; `headers` go with each request. `timeout` in seconds is for a whole answer."""
        parts = urlsplit(url)
        self._host = parts.hostname or ""
        self._is_secure = parts.scheme == "https"
        self._port = parts.port or (443 if self._is_secure else 80)
        self._timeout = timeout
        self._socket: socket.socket | None = None
        self._used_at = 0.0
        lines = {"Host": parts.netloc, "User-Agent": _AGENT, "Accept": "application/json", **headers}
        self._head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        self._tls: ssl.SSLContext | None = None

    def request(
        self, method: str, target: str, *, content: bytes = b"", content_type: str = ""
    ) -> Reply | Trouble:
        """Send one request and wait for its answer; redirects are answers like others. `target` is path and query, already quoted."""
        length = f"Content-Type: {content_type}\r\nContent-Length: {len(content)}\r\n" if content_type else ""
        message = f"{method} {target} HTTP/1.1\r\n{self._head}{length}\r\n".encode("latin-1") + content
        if self._socket is not None and self._is_stale(self._socket):
            self.close()
        for is_fresh in (self._socket is None, True):
            if self._socket is None and (trouble := self._connect()) is not None:
                return trouble
            try:
                self._write(message)
            except OSError as error:
                self.close()
                if is_fresh:
                    return Trouble(Failure.NOT_REACHED, _words(error))
            else:
                return self._answer(method)
        raise AssertionError  # the second round returns

    def close(self) -> None:
        """Give the connection back. The next request makes another."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _connect(self) -> Trouble | None:
        limit = min(_CONNECT_SECONDS, self._timeout)
        connection: http.client.HTTPConnection
        if self._is_secure:
            self._tls = self._tls or ssl.create_default_context()
            connection = http.client.HTTPSConnection(self._host, self._port, timeout=limit, context=self._tls)
        else:
            connection = http.client.HTTPConnection(self._host, self._port, timeout=limit)
        try:
            connection.connect()  # sets TCP_NODELAY
        except ssl.SSLCertVerificationError as error:
            connection.close()
            return Trouble(Failure.NOT_SECURE, error.verify_message)
        except (OSError, UnicodeError) as error:
            connection.close()
            return Trouble(Failure.NOT_REACHED, _words(error))
        self._socket = connection.sock
        return None

    def _is_stale(self, sock: socket.socket) -> bool:
        """Whether it was closed by the server, or has something to read that nobody asked for (a 408 would be taken for the next answer)."""
        if monotonic() - self._used_at > _IDLE_SECONDS:
            return True
        sock.setblocking(False)  # noqa: FBT003
        try:
            sock.recv(1)
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        except OSError:
            return True
        return True

    def _write(self, message: bytes) -> None:
        assert self._socket is not None
        self._socket.settimeout(self._timeout)
        self._socket.sendall(message)

    def _answer(self, method: str) -> Reply | Trouble:
        assert self._socket is not None
        # It reads from whatever `makefile` gives.
        limited = cast("socket.socket", Limited(self._socket, monotonic() + self._timeout))
        response = http.client.HTTPResponse(limited, method=method)
        try:
            response.begin()
            body = response.read(MOST_BYTES)
        except (http.client.RemoteDisconnected, http.client.IncompleteRead, OSError) as error:
            self.close()
            return Trouble(Failure.NO_ANSWER, _words(error))
        except (http.client.HTTPException, ValueError):
            self.close()
            return Trouble(Failure.NO_HTTP)
        is_whole = response.isclosed()
        if response.will_close or not is_whole:
            self.close()
        if not is_whole and response.length and len(body) < MOST_BYTES:
            return Trouble(Failure.NO_ANSWER, _CLOSED)
        response.close()
        self._used_at = monotonic()
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Reply(response.status, headers, body)


def _words(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "timed out"
    said = error.strerror if isinstance(error, OSError) else ""
    return said or (
        _CLOSED if isinstance(error, ConnectionError | http.client.IncompleteRead) else type(error).__name__
    )
