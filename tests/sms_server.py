"""A service for text messages on loopback that answers as 46elks' documents say, and as a service does that the configuration describes.

It takes messages at `/a1/sms` (46elks) and `/send` (a made-up JSON service), counts them and can be told to misbehave: `tell(...)` says what
happens to the next requests to send, one each; after that it behaves. In a process of its own (`python -m tests.sms_server FILE`)
it prints its address and writes each message it takes as a line of JSON to FILE.
"""

import argparse
import json
import ssl
import sys
import threading
import time
from base64 import b64encode
from collections import deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, parse_qsl, urlsplit

USER, PASSWORD = "u0123456789", "s3cret-of-the-account"
ERRORS: Mapping[str, tuple[int, str, str]] = {
    "400": (400, "text/plain", "Invalid number in to"),
    "bad_sender": (403, "text/plain", "Invalid from, not allowed"),
    "403": (403, "text/plain", "Forbidden"),
    "no_credit": (403, "text/plain", "Not enough credits"),
    "401": (401, "text/plain", f"API access requires Basic HTTP authentication, not {PASSWORD}"),
    "429": (429, "text/plain", "Slow down"),
    "503": (503, "text/html", "<html><title>Service &aring;ter snart</title></html>"),
    "500": (
        500,
        "text/html",
        "<html><head><title>500 Oops</title></head><body>\x1b[31mstack trace</body></html>",
    ),
    "301": (301, "text/plain", ""),
    "html": (200, "text/html", "<html>Welcome to the caf\u00e9's network</html>"),
    "huge": (200, "application/json", json.dumps({"id": "s1", "more": "x" * 1_500_000})),
    "no_id": (200, "application/json", '{"status": "created", "parts": 1, "estimated_cost": 5200}'),
    "402": (402, "application/json", '{"state": "no_funds", "info": "Top up"}'),
    "418": (418, "application/json", '{"state": "landline", "info": "No \\u001b[2Jmobile"}'),
}
"""What it answers when told so, without taking the message."""
_SIGNED = "Basic " + b64encode(f"{USER}:{PASSWORD}".encode()).decode()
TAKES = {"take", "hang", "drop_taken", "500_taken", "slow", "failed", "close", "drip", "half"}
"""What it does with a message that it takes."""


class SmsServer:
    """The server, in threads of this process; a context manager. Times are the server's own."""

    def __init__(
        self, log: Path | None = None, port: int = 0, tls: Callable[[ssl.SSLContext], None] | None = None
    ) -> None:
        """`tls` puts a certificate into the context it is given; then it listens for https."""
        self.messages: list[dict[str, Any]] = []
        """Every message that it took, in the form of 46elks' history."""
        self.requests: list[str] = []
        """Method and target of each request."""
        self.bodies: list[Any] = []
        """What came to `/send`."""
        self.connections = 0
        self.headers = {"Retry-After": "7"}
        """What goes with a 429 and a 503."""
        self.taken_at: str | None = None
        """Another `created` than now for what it takes from here on."""
        self.page = 100
        self.is_forgetful = False
        """Whether it answers 500 to whoever asks about messages."""
        self._orders: deque[str] = deque()
        self._released = threading.Event()
        self._lock = threading.Lock()
        self._log = log
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.owner = self
        self._scheme = "https" if tls else "http"
        if tls is not None:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            tls(context)
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def origin(self) -> str:
        """Where it listens."""
        return f"{self._scheme}://127.0.0.1:{self._server.server_port}"

    @property
    def elks(self) -> str:
        """The `url` of 46elks."""
        return f"{self.origin}/a1"

    def tell(self, *orders: str) -> None:
        """What happens to the next requests to send: a key of `ERRORS`, one of `TAKES`, `drop` (read, not taken, and closed) or `noise` (what is no HTTP)."""
        self._orders.extend(orders)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """No longer listens; requests that hang are let go."""
        self._released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def take(
        self, sender: str, to: str, text: str, reference: str = "", status: str = "created"
    ) -> dict[str, Any]:
        """Take a message, as a request does."""
        with self._lock:
            entry = {
                "id": f"s{len(self.messages):032x}", "created": self.taken_at or _stamp(), "direction": "outgoing",
                "from": sender, "to": to, "message": text, "status": status, "cost": 5200, "parts": 1,
            }  # fmt: skip
            if reference:
                entry["reference"] = reference
            self.messages.append(entry)
            if self._log is not None:
                with self._log.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(entry) + "\n")
            return entry

    def next_order(self) -> str:
        """What happens to the request at hand."""
        with self._lock:
            return self._orders.popleft() if self._orders else "take"

    def wait(self) -> None:
        """Hang until the server stops, or half a minute."""
        self._released.wait(30)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64
    owner: SmsServer

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that go away are no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body in one write
    timeout = 30
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.server.owner.connections += 1

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Standard error is the tests'."""

    def do_POST(self) -> None:
        owner = self.server.owner
        body = self.rfile.read(int(self.headers["Content-Length"]))
        owner.requests.append(f"POST {self.path}")
        order = owner.next_order()
        if self.path == "/a1/sms" and self.headers["Authorization"] != _SIGNED:
            order = "401"
        if order in {"drop", "noise"}:
            self.close_connection = True
            self.wfile.write(b"SSH-2.0-OpenSSH\r\n" if order == "noise" else b"")
        elif order in ERRORS:
            self._error(order)
        elif self.path == "/a1/sms":
            form = dict(parse_qsl(body.decode("ascii"), keep_blank_values=True))
            entry = owner.take(
                form["from"], form["to"], form["message"], status="failed" if order == "failed" else "created"
            )
            self._after(order, entry, 200)
        elif self.path == "/send":
            asked = json.loads(body)
            owner.bodies.append(asked)
            entry = owner.take(asked["from"], asked["to"][0]["msisdn"], asked["body"], asked["ref"])
            self._after(
                order,
                {"messages": [{"id": 7000 + len(owner.messages), "state": "queued"}], "sent": asked},
                202,
            )
        else:
            self._answer(404, "text/plain", "No such thing")

    def do_GET(self) -> None:
        owner = self.server.owner
        owner.requests.append(f"GET {self.path}")
        parts = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        if owner.is_forgetful:
            self._error("500")
        elif parts.path == "/a1/sms":
            self._json(self._history(query))
        elif parts.path == "/state":
            found = [entry for entry in owner.messages if entry.get("reference") == query["ref"]]
            self._json(
                {"state": found[-1]["status"], "id": found[-1]["id"]} if found else {"state": "none"},
                200 if found else 404,
            )
        else:
            entry = next(
                (each for each in owner.messages if each["id"] == parts.path.rsplit("/", 1)[1]), None
            )
            self._json(entry or "No such message", 200 if entry else 404)

    def _history(self, query: Mapping[str, str]) -> dict[str, Any]:
        owner = self.server.owner
        entries = [
            entry
            for entry in sorted(owner.messages, key=lambda each: str(each["created"]), reverse=True)
            if query.get("to", entry["to"]) == entry["to"]
            and query.get("end", "") < str(entry["created"]) < query.get("start", "9")
        ]
        limit = min(int(query.get("limit", "10")), owner.page)
        page = entries[:limit]
        return {"data": page, **({"next": page[-1]["created"]} if len(entries) > limit else {})}

    def _after(self, order: str, document: object, status: int) -> None:
        if order == "hang":
            self.server.owner.wait()
        if order in {"hang", "drop_taken"}:
            self.close_connection = True
        elif order == "500_taken":
            self._error("500")
        elif order == "half":
            self._json(document, status, short=20)
            self.close_connection = True
        elif order == "drip":
            self._drip()
        else:
            if order == "slow":
                time.sleep(0.1)
            self._json(document, status)
            # Without saying so in a header: the way a server closes an idle connection.
            self.close_connection = self.close_connection or order == "close"

    def _drip(self) -> None:
        """A byte now and then, for longer than anybody waits."""
        for byte in b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 100:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            if self.server.owner._released.wait(0.05):
                break
        self.close_connection = True

    def _error(self, order: str) -> None:
        status, kind, text = ERRORS[order]
        self._answer(status, kind, text, self.server.owner.headers if status in {429, 503} else {})

    def _json(self, document: object, status: int = 200, short: int = 0) -> None:
        self._answer(status, "application/json", json.dumps(document), short=short)

    def _answer(
        self, status: int, kind: str, text: str, headers: Mapping[str, str] | None = None, short: int = 0
    ) -> None:
        content = text.encode()
        self.send_response(status)
        for name, value in {
            "Content-Type": kind,
            "Content-Length": str(len(content)),
            **(headers or {}),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content[: len(content) - short])
        self.wfile.flush()


def _stamp() -> str:
    return datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")


def main() -> None:
    """Serve until standard input ends, which it does when whoever started it dies."""
    parser = argparse.ArgumentParser()
    parser.add_argument("log", type=Path)
    parser.add_argument("orders", nargs="*")
    options = parser.parse_args()
    with SmsServer(options.log) as server:
        server.tell(*options.orders)
        print(server.origin, flush=True)  # noqa: T201
        sys.stdin.read()


if __name__ == "__main__":
    main()
