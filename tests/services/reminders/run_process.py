"""Runs of the reminders in processes of their own, and a server on this computer that counts what it is sent.

Runs begin at the same moment and can be killed anywhere.
"""

import http.client
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import quote, unquote

from fritids.domain.words import Channel, SendReason
from fritids.outside.gateways import Answer, Asked, NotNow, Outgoing, Report, Taken, Unclear
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.message_texts import load_texts
from fritids.services.reminders import reminders
from tests.builders import FixedClock
from tests.services.desk_process import DeskProcess


@dataclass
class Counting:
    """A gateway's server: it counts each message that reaches it, and calls `reached` before it answers."""

    port: int = 0
    got: list[tuple[str, str, str]] = field(default_factory=list)
    """(key, to whom, text) of each message."""
    reached: Callable[[int], None] = lambda _number: None


@contextmanager
def counting() -> Iterator[Counting]:
    """Such a server while the block lasts."""
    counted, lock = Counting(), threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            with lock:
                counted.got.append((self.headers["Key"], unquote(self.headers["To"]), text))
                number = len(counted.got)
            counted.reached(number)
            self.answer(200)

        def do_GET(self) -> None:
            with lock:
                known = any(key == self.path[1:] for key, _to, _text in counted.got)
            self.answer(200 if known else 404)

        def answer(self, status: int) -> None:
            with suppress(OSError):  # whoever asked is dead by now
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.request_queue_size = 50
    counted.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield counted
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Loopback:
    """A gateway that hands text messages to that server; `asks` says whether it can be asked what it has."""

    channel = Channel.SMS
    name = "loopback"

    def __init__(self, port: int, *, asks: bool = False) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        self._asks = asks

    def send(self, message: Outgoing) -> Answer:
        """Post it."""
        try:
            if self._connection.sock is None:
                self._connection.connect()
        except OSError as error:
            return NotNow(SendReason.NO_CONNECTION, str(error))
        try:
            headers = {"Key": message.key, "To": quote(message.to)}
            self._connection.request("POST", "/", message.text.encode(), headers)
            self._connection.getresponse().read()
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            return Unclear(SendReason.NO_ANSWER, str(error))
        return Taken()

    def look_up(self, messages: Sequence[Asked]) -> dict[str, Taken | NotNow]:
        """Ask for each."""
        found: dict[str, Taken | NotNow] = {}
        for message in messages if self._asks else ():
            self._connection.request("GET", f"/{message.key}")
            response = self._connection.getresponse()
            response.read()
            found[message.key] = (
                Taken() if response.status == http.HTTPStatus.OK else NotNow(SendReason.LATER)
            )
        return found

    @staticmethod
    def reports(messages: Sequence[Asked]) -> tuple[Report, ...]:
        """None of any."""
        del messages
        return ()

    def close(self) -> None:
        """Give back the connection."""
        self._connection.close()


class RunProcess(DeskProcess):
    """One run in a process of its own, which begins when `go` says so."""

    def __init__(self, url: str, port: int, at: datetime, *, asks: bool = False, locks: bool = True) -> None:
        """Without `locks` the run believes that no other one is under way, as when the connection that holds the lock was lost."""
        super().__init__(url, "remind", port=port, at=at.isoformat(), asks=asks, locks=locks)

    def kill(self) -> None:
        """It is dead at once."""
        self.kill_within(0)

    def result(self) -> str:
        """What its run came to, as it is written in a test; empty if it was killed before it could say so."""
        lines, faults, status = self.rest()
        assert (status, faults) in {(0, ""), (-9, "")}, faults
        return str(lines[-1][0]) if lines and lines[-1] != ["ready"] else ""


def remind(orders: dict[str, Any], wait: Callable[[], None], say: Callable[[list[object]], None]) -> None:
    """A run in this process, by the clock and to the server that stand in the orders."""
    desk = Desk.open(
        orders["url"], name=f"run {os.getpid()}", clock=FixedClock(datetime.fromisoformat(orders["at"]))
    )
    if not orders["locks"]:
        reminders.run_lock = _without_lock  # type: ignore[attr-defined,assignment]  # of this process alone
    texts = load_texts()
    wait()
    gateway = Loopback(orders["port"], asks=orders["asks"])
    say([repr(desk.reminders.run([gateway], texts=texts, act=new_act_key()))])
    gateway.close()
    desk.close()


@contextmanager
def _without_lock(*_: object) -> Iterator[bool]:
    yield True
