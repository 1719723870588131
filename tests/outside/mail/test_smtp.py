"""Mail to a real server on loopback: what goes over the line, and what each of the server's answers becomes."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from fritids.config.mail import mail_settings
from fritids.domain.words import SendReason
from fritids.outside.gateways import Answer, Attachment, NotEver, NotNow, Outgoing, Stopped, Taken, Unclear
from fritids.outside.mail import smtp
from fritids.outside.mail.smtp import SmtpGateway
from tests.mail_server import PASSWORD, USER, Fault, MailServer

ENV = {"FRITIDS_SMTP_PASSWORD": PASSWORD}
SHORT = 0.3
"""Seconds that a server which hangs is waited for."""
ARABIC = "تذكير: يرجى إعادة الزلاجات يوم الخميس القادم إلى مكتبة المعدات الرياضية في أوربرو قبل الساعة السابعة مساءً"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    """A server with STARTTLS and one user."""
    with MailServer(tmp_path_factory.mktemp("mail")) as server:
        yield server


@pytest.fixture(scope="module")
def slower(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    """The same, which wants each command answered before the next."""
    with MailServer(tmp_path_factory.mktemp("mail"), pipelining=False) as server:
        yield server


@pytest.fixture
def server(running: MailServer) -> MailServer:
    """The same, with nothing received and nothing to refuse."""
    running.reset()
    return running


@pytest.fixture
def gateway(server: MailServer) -> Iterator[SmtpGateway]:
    """Signs in at `server`, and waits a short while only."""
    with a_gateway(server, timeout=SHORT) as made:
        yield made


@contextmanager
def a_gateway(server: MailServer, *, env: dict[str, str] = ENV, **table: object) -> Iterator[SmtpGateway]:
    settings = mail_settings(server.table(**table), env)
    assert settings is not None
    gateway = SmtpGateway(settings, branch="Fritidsbanken Örebro", reply_to="utlaning@example.org")
    try:
        yield gateway
    finally:
        gateway.close()


def a_mail(key: str = "k1", to: str = "anna@example.org", **values: object) -> Outgoing:
    return replace(
        Outgoing(key, to, "Hej Anna!\n\nPjäxorna är sena.\n", "sv", "Påminnelse", "<p>Hej Anna!</p>"),
        **values,  # type: ignore[arg-type]  # the test's own
    )


@pytest.mark.parametrize(
    ("security", "methods"), [("starttls", ("LOGIN", "PLAIN")), ("tls", ("LOGIN",)), ("none", ("PLAIN",))]
)
def test_signs_in_and_sends_one_after_the_other_over_one_connection(
    tmp_path: Path, security: str, methods: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also with an å in the password, which Python's own library cannot say; and a new connection after so and so many."""
    monkeypatch.setattr(smtp, "MOST_ON_ONE", 2)
    with MailServer(tmp_path, security=security, methods=methods) as server, a_gateway(server) as gateway:
        answers = [gateway.send(a_mail(f"k{n}", f"anna{n}@example.org")) for n in (1, 2, 3)]
    assert answers == [Taken("Q1"), Taken("Q2"), Taken("Q3")]
    assert [(each.to, each.sender, each.user, each.connection) for each in server.received] == [
        ("anna1@example.org", "noreply@example.org", USER, 1),
        ("anna2@example.org", "noreply@example.org", USER, 1),
        ("anna3@example.org", "noreply@example.org", USER, 2),
    ]


@pytest.mark.parametrize(("language", "text"), [("sv", "Påminnelse: pjäxorna ska åter"), ("ar", ARABIC)])
def test_a_mail_program_shows_what_was_written(
    server: MailServer, gateway: SmtpGateway, language: str, text: str
) -> None:
    calendar = b"BEGIN:VCALENDAR\r\nSUMMARY:\xc3\x85terl\xc3\xa4mning\r\nEND:VCALENDAR\r\n"
    body = f"{text}\n.\n.. två punkter\n{text * 30}\nFrom: nobody\n"
    message = a_mail(
        "m-17", language=language, subject=text, text=body, html=f"<p>{text * 30}</p>",
        attachments=(Attachment("åter.ics", "text/calendar; method=PUBLISH", calendar),),
    )  # fmt: skip
    assert isinstance(gateway.send(message), Taken)
    mail = server.received[0].mail
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert (mail["Subject"], plain.get_content().replace("\r\n", "\n")) == (text, body)
    assert f"<p>{text * 30}</p>" in html.get_content()
    (file,) = mail.iter_attachments()
    assert (file.get_filename(), file.get_content_type(), file.get_payload(decode=True)) == (
        "åter.ics", "text/calendar", calendar,
    )  # fmt: skip
    sender = mail["From"].addresses[0]
    assert (sender.display_name, sender.addr_spec) == ("Fritidsbanken Örebro", "noreply@example.org")
    assert {name: mail[name] for name in ("To", "Reply-To", "Message-ID", "Auto-Submitted", "Content-Language", "List-Unsubscribe")} == {
        "To": "anna@example.org",
        "Reply-To": "utlaning@example.org",
        "Message-ID": "<fritids.m-17@example.org>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": language,
        "List-Unsubscribe": "<mailto:utlaning@example.org?subject=No%20more%20reminders%2C%20please%20%28m-17%29>",
    }  # fmt: skip
    assert mail["Date"].datetime.tzinfo is not None
    assert not [part.defects for part in mail.walk() if part.defects]
    assert server.received[0].data.isascii()


@pytest.mark.parametrize(
    ("at", "said", "expected", "is_kept"),
    [
        ("MAIL", "451 4.3.0 Try in 5 minutes", NotNow(SendReason.LATER, "451 4.3.0 Try in 5 minutes", 300.0), True),
        ("MAIL", "452 4.3.1 Disk full", NotNow(SendReason.LATER, "452 4.3.1 Disk full"), True),
        ("MAIL", "550 5.7.60 Not as noreply@example.org", Stopped(SendReason.NOT_SIGNED_IN, "550 5.7.60 Not as noreply@example.org"), True),
        ("MAIL", "552 5.3.4 Too big", NotEver(SendReason.REFUSED, "552 5.3.4 Too big"), True),
        ("RCPT", "450 4.2.0 Greylisted for 60 seconds", NotNow(SendReason.LATER, "450 4.2.0 Greylisted for 60 seconds", 60.0), True),
        ("RCPT", "450 4.7.28 Rate limit", NotNow(SendReason.TOO_MANY, "450 4.7.28 Rate limit"), True),
        ("RCPT", "550 5.1.1 <anna@example.org>: no such user", NotEver(SendReason.BAD_ADDRESS, "550 5.1.1 <…>: no such user"), True),
        ("RCPT", "550 5.7.1 Not from\tyou\x1b[31m" + "x" * 300, NotEver(SendReason.REFUSED, ("550 5.7.1 Not from you[31m" + "x" * 300)[:200]), True),
        ("RCPT", "554 5.4.4 No route", NotEver(SendReason.REFUSED, "554 5.4.4 No route"), True),
        ("RCPT", "552 5.2.2 Mailbox full", NotNow(SendReason.LATER, "552 5.2.2 Mailbox full"), True),
        ("RCPT", "530 5.7.0 Sign in", Stopped(SendReason.NOT_SIGNED_IN, "530 5.7.0 Sign in"), True),
        ("RCPT", "nonsense", NotNow(SendReason.GATEWAY_FAULT, "ense"), False),
        ("RCPT", "421 4.3.2 Shutting down", Taken("Q2"), False),
        ("DATA", "451 4.3.0 Later", NotNow(SendReason.LATER, "451 4.3.0 Later"), True),
        ("DATA", "554 5.5.1 No", NotEver(SendReason.REFUSED, "554 5.5.1 No"), True),
        (".", "451 4.7.1 Try again", NotNow(SendReason.LATER, "451 4.7.1 Try again"), True),
        (".", "421 4.3.2 Shutting down", NotNow(SendReason.LATER, "421 4.3.2 Shutting down"), False),
        (".", "554 5.6.0 No", NotEver(SendReason.REFUSED, "554 5.6.0 No"), True),
        (".", "552 5.2.2 Over quota", NotNow(SendReason.LATER, "552 5.2.2 Over quota"), True),
        (".", "552 Too much mail data", NotEver(SendReason.REFUSED, "552 Too much mail data"), True),
        (".", "what", Unclear(SendReason.GATEWAY_FAULT, ""), False),
        (".", "354 Go on", Unclear(SendReason.GATEWAY_FAULT, "354 Go on"), False),
    ],
)  # fmt: skip
def test_each_answer_is_what_it_means_and_the_next_message_goes(
    running: MailServer, slower: MailServer, at: str, said: str, expected: Answer, *, is_kept: bool
) -> None:
    """What was refused is refused alone; a connection that is in doubt is not used on. Also where commands are said at once."""
    for server in (running, slower):
        server.reset()
        with a_gateway(server) as gateway:
            assert isinstance(gateway.send(a_mail("before")), Taken)
            server.answer(at, said)
            assert gateway.send(a_mail("refused")) == expected
            assert isinstance(gateway.send(a_mail("after", "bo@example.org")), Taken)
        assert server.received[-1].to == "bo@example.org"
        assert server.connections == (1 if is_kept else 2)


@pytest.mark.parametrize("after", ["354 Go ahead", Fault.DROP])
def test_a_refused_address_is_refused_also_if_the_server_goes_on_or_away(
    server: MailServer, gateway: SmtpGateway, after: str | Fault
) -> None:
    """Commands said at once: the next is on its way already. One that waits for the text must not get an empty mail."""
    server.answer("RCPT", "550 5.1.1 No such user")
    server.answer("DATA", after)
    assert isinstance(gateway.send(a_mail("refused")), NotEver)
    assert isinstance(gateway.send(a_mail("next")), Taken)
    assert [(each.mail["Message-ID"], each.connection) for each in server.received] == [
        ("<fritids.next@example.org>", 2)
    ]


def test_a_greylisted_mail_is_the_same_mail_when_it_comes_again(
    server: MailServer, gateway: SmtpGateway
) -> None:
    server.answer(".", "451 4.7.1 Greylisted")
    assert isinstance(gateway.send(a_mail()), NotNow)
    assert isinstance(gateway.send(a_mail()), Taken)
    assert [each.mail["Message-ID"] for each in server.received] == ["<fritids.k1@example.org>"]


@pytest.mark.parametrize("fault", Fault)
def test_a_server_that_heard_the_message_and_says_nothing_leaves_it_unclear(
    server: MailServer, gateway: SmtpGateway, fault: Fault
) -> None:
    """It has the mail: a second one would be the family's second. The next message goes over a new connection."""
    server.answer(".", fault)
    answer = gateway.send(a_mail("once"))
    assert isinstance(answer, Unclear)
    assert answer.reason is SendReason.NO_ANSWER
    assert answer.detail
    assert isinstance(gateway.send(a_mail("next")), Taken)
    assert [(each.mail["Message-ID"], each.connection) for each in server.received] == [
        ("<fritids.once@example.org>", 1), ("<fritids.next@example.org>", 2),
    ]  # fmt: skip
    assert gateway.look_up([]) == {}
    assert gateway.reports([]) == ()


@pytest.mark.parametrize("at", ["MAIL", "RCPT", "DATA"])
def test_a_connection_that_ends_in_between_is_made_anew_and_the_mail_arrives_once(
    server: MailServer, gateway: SmtpGateway, at: str
) -> None:
    """Before its last line was handed over nobody can have the mail. One that ends at once again is left for later."""
    gateway.send(a_mail("first"))
    server.answer(at, Fault.DROP)
    assert isinstance(gateway.send(a_mail("second")), Taken)
    server.answer(at, Fault.DROP, Fault.DROP)
    late = gateway.send(a_mail("third"))
    assert isinstance(late, NotNow)
    assert late.reason is SendReason.NO_CONNECTION
    assert late.detail
    assert [each.mail["Message-ID"][9:-13] for each in server.received] == ["first", "second"]


def test_a_server_that_is_not_there_leaves_the_mail_for_later(server: MailServer) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens there
        port = taken.getsockname()[1]
        with a_gateway(server, port=port) as gateway:
            assert gateway.send(a_mail()) == NotNow(
                SendReason.NO_CONNECTION, f"localhost:{port}: Connection refused"
            )


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("421 4.3.2 Not now", NotNow(SendReason.NO_CONNECTION, "421 4.3.2 Not now")),
        ("554 5.7.1 Not you", Stopped(SendReason.REFUSED, "554 5.7.1 Not you")),
    ],
)
def test_a_server_that_does_not_let_us_begin(
    server: MailServer, gateway: SmtpGateway, said: str, expected: Answer
) -> None:
    """Neither is a word about the family's address, nor an attempt that counts against the message."""
    server.answer("EHLO", said)
    assert gateway.send(a_mail()) == expected
    assert server.commands == ["EHLO"]


def test_a_wrong_password_stops_the_channel_and_is_shown_nowhere(server: MailServer) -> None:
    with a_gateway(server, env={"FRITIDS_SMTP_PASSWORD": "fel lösenord"}) as gateway:
        answer = gateway.send(a_mail())
        assert "fel" not in repr(vars(gateway))
    assert answer == Stopped(SendReason.NOT_SIGNED_IN, "535 5.7.8 Authentication credentials invalid")
    assert server.commands == ["EHLO", "EHLO", "AUTH"]  # once: more might lock the mailbox


@pytest.mark.parametrize("methods", [("LOGIN", "PLAIN"), ()])
def test_who_cannot_sign_in_sends_nothing(tmp_path: Path, methods: tuple[str, ...]) -> None:
    """No user in the settings, or a server that knows neither of our ways."""
    user = None if methods else USER
    with MailServer(tmp_path, methods=methods) as server, a_gateway(server, user=user) as gateway:
        answer = gateway.send(a_mail())
    assert isinstance(answer, Stopped)
    assert answer.reason is SendReason.NOT_SIGNED_IN
    assert not server.received


def test_a_server_that_carries_nothing_for_strangers_is_no_fault_of_the_address(tmp_path: Path) -> None:
    """Else a whole morning's families would stand on the call list because the user is missing in the settings."""
    with MailServer(tmp_path, users={}) as server, a_gateway(server) as gateway:
        server.answer("RCPT", "554 5.7.1 <anna@example.org>: Relay access denied")
        answer = gateway.send(a_mail())
    assert answer == Stopped(SendReason.NOT_SIGNED_IN, "554 5.7.1 <…>: Relay access denied")


@pytest.mark.parametrize(
    ("security", "wanted", "certificate_for"),
    [("starttls", "starttls", "other.example.org"), ("tls", "tls", "other.example.org"), ("none", "starttls", "localhost"), ("none", "tls", "localhost")],
)  # fmt: skip
def test_without_a_secure_connection_nothing_is_said(
    tmp_path: Path, security: str, wanted: str, certificate_for: str
) -> None:
    """Another host's certificate, no STARTTLS, or no encryption where it was to be from the first byte: neither user nor mail goes in clear."""
    with (
        MailServer(tmp_path, security=security, certificate_for=certificate_for) as server,
        a_gateway(server, security=wanted) as gateway,
    ):
        answer = gateway.send(a_mail())
    assert isinstance(answer, Stopped)
    assert answer.reason is SendReason.NOT_SECURE
    assert answer.detail
    assert set(server.commands) <= {"EHLO"}
    assert not server.received


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    with MailServer(tmp_path) as server, a_gateway(server, certificates=None) as gateway:
        answer = gateway.send(a_mail())
    assert isinstance(answer, Stopped)
    assert answer.reason is SendReason.NOT_SECURE
    assert "localhost" in answer.detail
    assert not server.received


def test_an_address_with_other_letters_goes_where_the_server_can_carry_it(tmp_path: Path) -> None:
    """Only the part before the @ needs it; a domain has a form of its own."""
    addresses = ("åsa@example.org", "asa@åäö.se", "inte@en adress", "bo@example.org")
    with MailServer(tmp_path, utf8=False) as old, a_gateway(old) as gateway:
        answers = [gateway.send(a_mail(to=to)) for to in addresses]
    assert [type(each) for each in answers] == [NotEver, Taken, NotEver, Taken]
    assert [each.to for each in old.received] == ["asa@xn--4cab6c.se", "bo@example.org"]
    with MailServer(tmp_path) as new, a_gateway(new) as gateway:
        assert isinstance(gateway.send(a_mail(to="åsa@example.org")), Taken)
    assert new.received[0].to == new.received[0].mail["To"] == "åsa@example.org"
