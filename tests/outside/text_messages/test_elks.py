"""46elks on loopback: each of its answers is treated as what it is, and no message goes out twice."""

import select
import socket
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
import trustme

from fritids.config.secrets import Secret
from fritids.config.text_messages import SmsSettings
from fritids.domain.words import Delivery, SendReason
from fritids.outside.gateways import Answer, Asked, NotEver, NotNow, Outgoing, Stopped, Taken, Unclear
from fritids.outside.text_messages import elks as module
from fritids.outside.text_messages.answers import of_status
from fritids.outside.text_messages.elks import ElksGateway
from fritids.outside.text_messages.http import Connection, Reply
from tests.sms_server import PASSWORD, USER, SmsServer

TO = "+46701234567"
TEXT = "Hej Åsa! Skidorna ska åter på måndag – 10:00 & framåt = ok+bra 😀"
LONG_AGO = datetime(2026, 2, 16, 9, tzinfo=UTC)


def outgoing(text: str = TEXT, to: str = TO) -> Outgoing:
    return Outgoing("k1", to, text, "sv")


def asked(at: datetime = LONG_AGO, text: str = TEXT, key: str = "k1", gateway_id: str | None = None) -> Asked:
    return Asked(key, TO, text, at, gateway_id)


def settings(url: str, password: str = PASSWORD) -> SmsSettings:
    return SmsSettings("Fritidsbank", None, url, USER, Secret(password), timeout=0.3)


def test_a_message_arrives_as_it_was_written(server: SmsServer, elks: ElksGateway) -> None:
    assert elks.send(outgoing()) == Taken("s" + "0" * 32)
    assert [(each["from"], each["to"], each["message"]) for each in server.messages] == [
        ("Fritidsbank", TO, TEXT)
    ]


@pytest.mark.parametrize(
    ("order", "answer"),
    [
        ("400", NotEver(SendReason.BAD_ADDRESS, "400 Invalid number in to")),
        ("bad_sender", Stopped(SendReason.REFUSED, "403 Invalid from, not allowed")),
        ("403", Stopped(SendReason.REFUSED, "403 Forbidden")),
        ("no_credit", Stopped(SendReason.NO_CREDIT, "403 Not enough credits")),
        (
            "401",
            Stopped(SendReason.NOT_SIGNED_IN, "401 API access requires Basic HTTP authentication, not …"),
        ),
        ("429", NotNow(SendReason.TOO_MANY, "429 Slow down", 7.0)),
        ("503", NotNow(SendReason.LATER, "503 Service åter snart", 7.0)),
        ("500", Unclear(SendReason.GATEWAY_FAULT, "500 500 Oops")),
        ("301", Stopped(SendReason.REFUSED, "301")),
        ("html", Unclear(SendReason.GATEWAY_FAULT, "200")),
        ("no_id", Unclear(SendReason.GATEWAY_FAULT, "200")),
        ("huge", Unclear(SendReason.GATEWAY_FAULT, "200")),
        ("noise", Unclear(SendReason.GATEWAY_FAULT)),
        ("drop", Unclear(SendReason.NO_ANSWER, "connection closed")),
    ],
)
def test_what_was_not_taken(server: SmsServer, elks: ElksGateway, order: str, answer: Answer) -> None:
    """Each is answered by what may be done next; the gateway's words are shown without its markup and without the password. The next message goes as usual."""
    server.tell(order)
    assert elks.send(outgoing()) == answer
    assert server.messages == []
    assert isinstance(elks.send(outgoing()), Taken)


@pytest.mark.parametrize(
    ("order", "answer"),
    [
        ("hang", Unclear(SendReason.NO_ANSWER, "timed out")),
        ("drip", Unclear(SendReason.NO_ANSWER, "timed out")),
        ("drop_taken", Unclear(SendReason.NO_ANSWER, "connection closed")),
        ("half", Unclear(SendReason.NO_ANSWER, "connection closed")),
        ("500_taken", Unclear(SendReason.GATEWAY_FAULT, "500 500 Oops")),
    ],
)
def test_what_was_taken_without_saying_so_is_found_by_looking(
    server: SmsServer, elks: ElksGateway, order: str, answer: Answer
) -> None:
    """Nothing is sent again by the gateway itself, and the history says that it is there."""
    at = datetime.now(UTC)
    server.tell(order)
    assert elks.send(outgoing()) == answer
    assert len(server.messages) == 1
    assert elks.look_up([asked(at)]) == {"k1": Taken(server.messages[0]["id"])}


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (302, Unclear), (308, Stopped), (402, Stopped), (404, Stopped), (407, Stopped), (408, Unclear), (409, Unclear), (413, NotEver),
        (422, NotEver), (425, NotNow), (451, NotEver), (502, Unclear), (504, Unclear), (600, Unclear),
    ],
)  # fmt: skip
def test_what_a_status_says_that_no_document_mentions(status: int, kind: type) -> None:
    """Where it is not certain that the message was not taken, it is not sent again; what would meet every message stops the channel."""
    assert type(of_status(Reply(status, {}, b""), "")) is kind


def test_a_message_that_failed_at_once_is_not_sent(server: SmsServer, elks: ElksGateway) -> None:
    server.tell("failed")
    assert elks.send(outgoing()) == NotEver(SendReason.UNDELIVERED)


def test_no_request_is_made_for_what_cannot_be_sent(server: SmsServer, elks: ElksGateway) -> None:
    assert elks.send(outgoing(to="0701234567")) == NotEver(SendReason.BAD_ADDRESS)
    assert elks.send(outgoing("")) == NotEver(SendReason.NO_TEXT)
    assert server.requests == []


def test_a_connection_is_kept_and_one_closed_while_idle_leaves_nothing_unclear(
    server: SmsServer, elks: ElksGateway
) -> None:
    """Servers close what is idle. That is seen before the next message is written."""
    for _each in range(3):
        assert isinstance(elks.send(outgoing()), Taken)
    assert server.connections == 1
    server.tell("close")
    assert isinstance(elks.send(outgoing()), Taken)
    kept = elks._connection._socket
    assert kept is not None
    assert select.select([kept], [], [], 2)[0], "the server did not close"
    assert isinstance(elks.send(outgoing()), Taken)
    assert (server.connections, len(server.messages)) == (2, 5)


def test_a_connection_that_breaks_while_writing_is_made_anew_once(
    server: SmsServer, elks: ElksGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not all of the request was given to the system, so it cannot have been acted on."""
    assert isinstance(elks.send(outgoing()), Taken)
    connections = [elks._connection._socket]
    real = Connection._write

    def breaks_on_the_old(self: Connection, message: bytes) -> None:
        if self._socket in connections:
            raise BrokenPipeError
        real(self, message)

    monkeypatch.setattr(Connection, "_write", breaks_on_the_old)
    assert isinstance(elks.send(outgoing()), Taken)
    assert len(server.messages) == 2
    connections.append(elks._connection._socket)
    elks.close()
    monkeypatch.setattr(Connection, "_write", lambda _self, _message: (_ for _ in ()).throw(BrokenPipeError))
    assert elks.send(outgoing()) == NotNow(SendReason.NO_CONNECTION, "connection closed")


def test_nobody_listens() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        gateway = ElksGateway(settings(f"http://127.0.0.1:{unused.getsockname()[1]}/a1"))
        assert gateway.send(outgoing()) == NotNow(SendReason.NO_CONNECTION, "Connection refused")


def test_the_certificate_is_looked_at_before_anything_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a certificate that nobody vouches for the channel stops; with one that somebody does messages go over TLS, on one connection."""
    authority = trustme.CA()
    certificate = authority.issue_cert("127.0.0.1")
    with SmsServer(tls=certificate.configure_cert) as server:
        gateway = ElksGateway(settings(server.elks))
        refused = gateway.send(outgoing())
        assert isinstance(refused, Stopped)
        assert refused.reason is SendReason.NOT_SECURE
        assert "certificate" in refused.detail
        authority.cert_pem.write_to_path(tmp_path / "ca.pem")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        gateway = ElksGateway(settings(server.elks))
        before = server.connections
        assert [type(gateway.send(outgoing())) for _each in range(3)] == [Taken] * 3
        assert (server.connections - before, len(server.messages)) == (1, 3)
        gateway.close()


def test_a_server_without_tls_is_no_connection(server: SmsServer) -> None:
    gateway = ElksGateway(settings(server.elks.replace("http:", "https:")))
    answer = gateway.send(outgoing())
    assert isinstance(answer, NotNow)
    assert answer.reason is SendReason.NO_CONNECTION
    assert server.requests == []


@pytest.mark.parametrize(
    ("header", "wait"),
    [("120", 120.0), ("999999999999", 259_200.0), ("soon", None), ("-5", None), ("", None)],
)
def test_how_long_the_gateway_wants_to_be_left_alone(
    server: SmsServer, elks: ElksGateway, header: str, wait: float | None
) -> None:
    server.headers = {"Retry-After": header}
    server.tell("429")
    assert elks.send(outgoing()) == NotNow(SendReason.TOO_MANY, "429 Slow down", wait)


def test_a_date_after_which_it_may_be_asked(server: SmsServer, elks: ElksGateway) -> None:
    """By the server's clock, so that a wrong one here does not matter."""
    server.headers = {"Retry-After": format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)}
    server.tell("503")
    answer = elks.send(outgoing())
    assert isinstance(answer, NotNow)
    assert answer.wait is not None
    assert 85 <= answer.wait <= 91


def test_what_is_not_in_the_history_was_not_taken(server: SmsServer, elks: ElksGateway) -> None:
    """Another text to the same number, and the same to another, are other messages; blanks do not matter."""
    server.take("Fritidsbank", TO, TEXT + " Välkommen!")
    server.take("Fritidsbank", "+46709999999", TEXT)
    assert elks.look_up([asked()]) == {"k1": NotNow(SendReason.NO_ANSWER)}
    entry = server.take("Fritidsbank", TO, TEXT.replace(" ", "  ") + "\n")
    assert elks.look_up([asked()]) == {"k1": Taken(entry["id"])}


def test_what_was_handed_over_just_now_may_still_be_on_its_way(server: SmsServer, elks: ElksGateway) -> None:
    """Not there yet is not the same as not taken: one of the two would send it twice."""
    assert elks.look_up([asked(datetime.now(UTC) - timedelta(minutes=5))]) == {}
    server.tell("drop")
    elks.send(outgoing())
    assert elks.look_up([asked(LONG_AGO)]) == {}, "a clock that is slow does not make it older"


def test_the_same_words_on_the_day_before_settle_nothing(server: SmsServer, elks: ElksGateway) -> None:
    server.taken_at = "2026-02-16T06:00:00.000000"
    server.take("Fritidsbank", TO, TEXT)
    assert elks.look_up([asked()]) == {}


def test_the_history_is_read_to_its_end_or_not_believed(
    server: SmsServer, elks: ElksGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    for minute in range(6):
        server.taken_at = f"2026-02-16T10:0{minute}:00.000000"
        server.take("Fritidsbank", TO, TEXT if minute == 0 else f"No. {minute}")
    server.page = 2
    assert elks.look_up([asked()]) == {"k1": Taken(server.messages[0]["id"])}
    assert elks.look_up([asked(text="other")]) == {"k1": NotNow(SendReason.NO_ANSWER)}
    monkeypatch.setattr(module, "_MOST_PAGES", 2)
    assert elks.look_up([asked(), asked(text="other", key="k2")]) == {}
    server.is_forgetful = True
    assert elks.look_up([asked(), asked(key="k3", gateway_id="s1")]) == {"k3": Taken("s1")}


@pytest.mark.parametrize("one_by_one", [20, 1])
def test_what_became_of_messages_is_asked_for(
    server: SmsServer, elks: ElksGateway, monkeypatch: pytest.MonkeyPatch, one_by_one: int
) -> None:
    """Whether each is asked for or the history is read makes no difference."""
    monkeypatch.setattr(module, "_ONE_BY_ONE", one_by_one)
    wanted = []
    for number, status in enumerate(["delivered", "failed", "sent"]):
        entry = server.take("Fritidsbank", TO, TEXT, status=status)
        if status == "delivered":
            entry["delivered"] = "2026-02-16T09:52:10Z"
        wanted.append(asked(key=f"k{number}", gateway_id=entry["id"]))
    found = elks.reports([*wanted, asked(key="none"), asked(key="strange", gateway_id="x/../y?")])
    assert {(report.key, report.delivery, report.at) for report in found} == {
        ("k0", Delivery.DELIVERED, datetime(2026, 2, 16, 9, 52, 10, tzinfo=UTC)),
        ("k1", Delivery.UNDELIVERED, None),
    }
    server.is_forgetful = True
    assert elks.reports(wanted) == ()


def test_the_password_shows_nowhere(server: SmsServer) -> None:
    gateway = ElksGateway(settings(server.elks, "another-password"))
    assert gateway.send(outgoing()) == Stopped(
        SendReason.NOT_SIGNED_IN, f"401 API access requires Basic HTTP authentication, not {PASSWORD}"
    )
    assert "another-password" not in repr(settings(server.elks, "another-password"))
    gateway.close()
