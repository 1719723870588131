"""A service that only the configuration knows: spoken to as it wants, understood as the configuration says."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from fritids.config.text_messages import sms_settings
from fritids.domain.words import Delivery, SendReason
from fritids.outside.gateways import Answer, Asked, NotEver, NotNow, Outgoing, Stopped, Taken, Unclear
from fritids.outside.text_messages.generic import HttpGateway
from tests.sms_server import PASSWORD, SmsServer

TO = "+46701234567"
LONG_AGO = datetime(2026, 2, 16, 9, tzinfo=UTC)


def table(server: SmsServer) -> dict[str, object]:
    """As the configuration file describes the made-up service of `tests.sms_server`."""
    return {
        "gateway": "http",
        "sender": "Fritidsbank",
        "url": f"{server.origin}/send",
        "format": "json",
        "auth": "none",
        "numbers": "46",
        "timeout": 0.3,
        "fields": {"to": "to.0.msisdn", "from": "from", "text": "body", "reference": "ref"},
        "extra": {"options": {"type": "text", "flash": False}, "key": "{password}"},
        "headers": {"X-Api-Key": "{password}"},
        "answers": {
            "id": "messages.0.id",
            "code": "state",
            "words": "info",
            "taken": [202],
            "bad_number": ["landline"],
            "no_credit": ["no_funds"],
        },
        "lookup": {
            "url": f"{server.origin}/state?ref={{reference}}",
            "status": "state",
            "id": "id",
            "taken": ["created", "sent"],
            "delivered": ["delivered"],
            "failed": ["failed"],
            "missing": [404],
        },
    }


def made(described: dict[str, object]) -> HttpGateway:
    settings = sms_settings(described, {"FRITIDS_SMS_PASSWORD": PASSWORD})
    assert settings is not None
    return HttpGateway(settings)


@pytest.fixture
def gateway(server: SmsServer) -> Iterator[HttpGateway]:
    gateway = made(table(server))
    yield gateway
    gateway.close()


def outgoing(key: str = "m/1") -> Outgoing:
    return Outgoing(key, TO, "Hej Åsa – 😀", "sv")


def test_the_message_has_the_form_that_the_service_wants(server: SmsServer, gateway: HttpGateway) -> None:
    assert gateway.send(outgoing()) == Taken("7001")
    taken = server.messages[0]
    assert (taken["to"], taken["message"], taken["reference"]) == ("46701234567", "Hej Åsa – 😀", "m/1")
    assert server.bodies[0] == {
        "options": {"type": "text", "flash": False},
        "key": PASSWORD,
        "to": [{"msisdn": "46701234567"}],
        "from": "Fritidsbank",
        "body": "Hej Åsa – 😀",
        "ref": "m/1",
    }


@pytest.mark.parametrize(
    ("order", "answer"),
    [
        ("418", NotEver(SendReason.BAD_ADDRESS, "418 No [2Jmobile")),
        ("402", Stopped(SendReason.NO_CREDIT, "402 Top up")),
        ("400", NotEver(SendReason.REFUSED, "400 Invalid number in to")),
        (
            "401",
            Stopped(SendReason.NOT_SIGNED_IN, "401 API access requires Basic HTTP authentication, not …"),
        ),
        ("429", NotNow(SendReason.TOO_MANY, "429 Slow down", 7.0)),
        ("503", NotNow(SendReason.LATER, "503 Service åter snart", 7.0)),
        ("500", Unclear(SendReason.GATEWAY_FAULT, "500 500 Oops")),
        ("no_id", Unclear(SendReason.GATEWAY_FAULT, "200")),
        ("html", Unclear(SendReason.GATEWAY_FAULT, "200")),
        ("301", Stopped(SendReason.REFUSED, "301")),
        ("drop", Unclear(SendReason.NO_ANSWER, "connection closed")),
        ("hang", Unclear(SendReason.NO_ANSWER, "timed out")),
    ],
)
def test_an_answer_means_what_the_configuration_says_or_http_does(
    server: SmsServer, gateway: HttpGateway, order: str, answer: Answer
) -> None:
    server.tell(order)
    assert gateway.send(outgoing()) == answer


def test_a_wrong_address_of_the_service_stops_the_channel(server: SmsServer) -> None:
    """It would meet every message; none of them is the one that is wrong."""
    gateway = made(table(server) | {"url": f"{server.origin}/sned"})
    assert gateway.send(outgoing()) == Stopped(SendReason.REFUSED, "404 No such thing")
    gateway.close()


def test_it_is_looked_up_by_its_own_reference(server: SmsServer, gateway: HttpGateway) -> None:
    """A reference goes into the address quoted; one that the service does not know was not taken, once it had time to arrive."""
    server.tell("hang")
    assert isinstance(gateway.send(outgoing()), Unclear)
    asked = [
        Asked("m/1", TO, "", LONG_AGO),
        Asked("m/2", TO, "", LONG_AGO),
        Asked("m/3", TO, "", datetime.now(UTC)),
    ]
    assert gateway.look_up(asked) == {
        "m/1": Taken(server.messages[0]["id"]),
        "m/2": NotNow(SendReason.NO_ANSWER),
    }
    assert "GET /state?ref=m%2F1" in server.requests
    server.tell("drop")
    gateway.send(outgoing("m/2"))
    assert "m/2" not in gateway.look_up(asked), "handed over a moment ago, it may still be on its way"
    server.is_forgetful = True
    assert gateway.look_up(asked) == {}


def test_what_became_of_it(server: SmsServer, gateway: HttpGateway) -> None:
    for number, status in enumerate(["delivered", "failed", "sent"]):
        server.take("Fritidsbank", TO, "Hej", f"m{number}", status)
    found = gateway.reports([Asked(f"m{number}", TO, "Hej", LONG_AGO, "7001") for number in range(4)])
    assert [(report.key, report.delivery, report.detail) for report in found] == [
        ("m0", Delivery.DELIVERED, ""),
        ("m1", Delivery.UNDELIVERED, "failed"),
    ]


def test_a_service_of_forms_is_spoken_to_by_address_too(server: SmsServer) -> None:
    """Some services take a message in the query of an address; it names no message of theirs, so nothing is taken for sent."""
    described = table(server) | {
        "format": "form", "method": "GET", "numbers": "0046", "url": f"{server.origin}/a1/sms?v=2",
        "fields": {"to": "to", "from": "limit", "text": "text.body"}, "extra": {"flash": True},
        "sender": "1234", "auth": "basic", "user": "u1",
    }  # fmt: skip
    del described["lookup"]
    gateway = made(described)
    assert gateway.send(outgoing()) == Unclear(SendReason.GATEWAY_FAULT, "200")
    assert server.requests == [
        "GET /a1/sms?v=2&flash=true&to=0046701234567&limit=1234&text.body=Hej+%C3%85sa+%E2%80%93+%F0%9F%98%80"
    ]
    assert gateway.look_up([Asked("m1", TO, "Hej", LONG_AGO)]) == {}
    assert gateway.reports([Asked("m1", TO, "Hej", LONG_AGO, "1")]) == ()
    gateway.close()
