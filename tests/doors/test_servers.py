"""Servers that answer with whatever keeps a program busy, or with orders for the terminal: for mail, and for text messages."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import astuple

import pytest

from fritids.config.mail import mail_settings
from fritids.config.text_messages import sms_settings
from fritids.outside.gateways import NotEver, NotNow, Outgoing, Stopped, Taken, Unclear
from fritids.outside.mail.smtp import SmtpGateway
from fritids.outside.text_messages.generic import HttpGateway
from tests.hostile import harm_in

PATIENCE = 0.3
"""Seconds a server is waited for."""
ENOUGH = 5.0
"""Seconds that nothing here takes; a hang takes a test's whole time."""


class Drip:
    """What is sent a byte at a time, each soon enough to be waited for."""

    def __init__(self, data: bytes) -> None:
        self.data = data


Said = Iterator[bytes | Drip]


@contextmanager
def listening(script: "list[bytes | Drip] | Said", *, first: bool) -> Iterator[int]:
    """The port of a server that says these, one after each thing it hears; the first at once for `first`. At the end it hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_serve, args=(server, iter(script), first), daemon=True)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
    thread.join(5)
    assert not thread.is_alive()


def _serve(server: socket.socket, script: Said, first: bool) -> None:
    with suppress(OSError), server.accept()[0] as talk:
        talk.settimeout(5)
        for said in script:
            if not first and not talk.recv(100_000):
                return
            first = False
            for part in [said] if isinstance(said, bytes) else [bytes([one]) for one in said.data]:
                talk.sendall(part)
                if isinstance(said, Drip):
                    time.sleep(PATIENCE / 4)


OPEN = [b"220 x\r\n", b"250 x\r\n"]
ENDLESS = b"250-more\r\n" * 5000
MAIL: dict[str, list[bytes | Drip]] = {
    "a greeting without end": [ENDLESS],
    "a greeting by drops": [Drip(b"220-" + b"x" * 99)],
    "no greeting": [b"\xff\x00\x1b[2J" * 999 + b"\r\n"],
    "another protocol": [b"HTTP/1.1 400 Bad\r\nServer: x\r\n\r\n"],
    "offers without end": [OPEN[0], ENDLESS],
    "offers by drops": [OPEN[0], Drip(b"250-AUTH\r\n" * 9)],
    "offers of orders": [OPEN[0], b"250-x\r\n250-\x1b]0;title\x07 \x9b31m\r\n250 SIZE -1e999\r\n", b"550 \x1b[2J\r\n"],
    "a line without end": [*OPEN, b"250 " + b"a@" * 100_000],
    "words that take long": [*OPEN, b"".join(b"550-" + b"a" * 8000 + b"\r\n" for _ in range(99)) + b"550 x\r\n"],
    "no number": [*OPEN, b"\xd9\xa2\xd9\xa5\xd9\xa0 OK\r\n"],
    "a number too many": [*OPEN, b"99999 OK\r\n"],
    "a second answer to come": [*OPEN, b"250 x\r\n250 x\r\n250 x\r\n354 x\r\n250 x\r\n", b"250 x\r\n", b"354 x\r\n", b"\x1b[2J\r\n"],
    "it took it, in orders": [*OPEN, b"250 x\r\n", b"250 x\r\n", b"354 x\r\n", b"", b"250 queued as \x1b[2J\xff\r\n"],
}  # fmt: skip


@pytest.mark.parametrize("what", MAIL)
def test_no_mail_server_holds_or_fools_the_program(what: str) -> None:
    """An answer of ours within the patience for one reply, whatever comes, without anything that a terminal obeys."""
    with listening(list(MAIL[what]), first=True) as port:
        settings = mail_settings(
            {
                "host": "127.0.0.1", "port": port, "security": "none", "sender": "a@example.org", "timeout": PATIENCE,
            },
            {},
        )  # fmt: skip
        assert settings is not None
        began = time.monotonic()
        gateway = SmtpGateway(settings, branch="Ån", reply_to="b@example.org")
        try:
            answer = gateway.send(Outgoing("key", "c@example.org", "Hej", "sv", subject="Hej"))
        finally:
            gateway.close()
    assert isinstance(answer, NotNow | Stopped | NotEver | Unclear | Taken)
    assert not harm_in(" ".join(map(str, astuple(answer))))
    assert time.monotonic() - began < ENOUGH


HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"
HTTP: dict[str, bytes | Drip] = {
    "a head without end": b"HTTP/1.1 200 OK\r\n" + b"X-Y: z\r\n" * 5000,
    "go on, without end": b"HTTP/1.1 100 Continue\r\n\r\n" * 5000,
    "a line without end": b"HTTP/1.1 " + b"2" * 200_000,
    "by drops": Drip(HEAD + b"Content-Length: 99\r\n\r\n"),
    "sent elsewhere": b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\x1b[2J\r\n\r\n",
    "binary": bytes(range(256)) * 99,
    "a length that lies": HEAD + b"Content-Length: 99999999999999999999\r\n\r\n{}",
    "a length below nothing": HEAD + b"Content-Length: -1\r\n\r\n{}",
    "pieces that lie": HEAD + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n{}",
    "packed": HEAD + b"Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08\0\0",
    "a page that takes long": HEAD.replace(b"200 OK", b"400 No") + b"\r\n" + b"<title" * 3300,
    "titles that take long": HEAD.replace(b"200 OK", b"400 No") + b"\r\n" + b"<title>" * 2800,
    "orders": HEAD.replace(b"200 OK", b"418 No") + b"\r\n" + json.dumps({"state": "\x1b[2J", "info": "\x1b]0;t\x07\u202e"}).encode(),
    "deep": HEAD + b"\r\n" + b"[" * 200_000,
    "a number": HEAD + b"\r\n" + b"9" * 200_000,
    "numbers for texts": HEAD + b"\r\n" + b'{"state": 1e999, "messages": [{"id": {"a": NaN}}], "price": "nan"}',
    "another time": HEAD.replace(b"200 OK", b"429 No") + b"Retry-After: Fri, 31 Dec 99999 23:59:59 GMT\r\nDate: x\r\n\r\n",
}  # fmt: skip


@pytest.mark.parametrize("what", HTTP)
def test_no_gateway_for_text_messages_holds_or_fools_the_program(what: str) -> None:
    """The same; and it is asked once, where it was asked."""
    with listening([HTTP[what]], first=False) as port:
        table = {
            "gateway": "http", "sender": "Fritids", "url": f"http://127.0.0.1:{port}/send", "format": "json", "auth": "none", "timeout": PATIENCE,
            "fields": {"to": "to", "from": "from", "text": "body"},
            "answers": {"id": "messages.0.id", "code": "state", "words": "info", "taken": [202]},
        }  # fmt: skip
        settings = sms_settings(table, {})
        assert settings is not None
        began = time.monotonic()
        gateway = HttpGateway(settings)
        try:
            answer = gateway.send(Outgoing("key", "+46701234567", "Hej", "sv"))
        finally:
            gateway.close()
    assert isinstance(answer, NotNow | Stopped | NotEver | Unclear | Taken)
    assert not harm_in(" ".join(map(str, astuple(answer))))
    assert time.monotonic() - began < ENOUGH
