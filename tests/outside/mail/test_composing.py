"""A mail as it travels, read back with the library that mail programs are built on."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from hypothesis import given, settings
from hypothesis import strategies as st

from fritids.outside.gateways import Attachment, Outgoing
from fritids.outside.mail.addresses import mail_address
from fritids.outside.mail.composing import Letterhead, compose

HEADERS = [
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress", "List-Unsubscribe", "Content-Language",
    "MIME-Version", "Content-Type",
]  # fmt: skip
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


def composed(message: Outgoing, name: str = "") -> bytes:
    sender, to = mail_address("noreply@example.org"), mail_address(message.to)
    assert sender is not None
    assert to is not None
    return compose(message, to, Letterhead(sender, name), date="Mon, 16 Feb 2026 10:00:00 +0100")


def read(data: bytes) -> EmailMessage:
    return message_from_bytes(data, policy=policy.default)


@settings(max_examples=25)
@given(key=TEXT, subject=TEXT, name=TEXT, body=TEXT, file=TEXT)
def test_nothing_that_anybody_wrote_adds_a_header_or_a_line_that_is_too_long(
    key: str, subject: str, name: str, body: str, file: str
) -> None:
    """Line breaks, encoded words written by hand, quotation marks, a dot alone: all of it is text."""
    data = composed(
        Outgoing(key, "anna@example.org", body, "sv", subject, "<p>x</p>", (Attachment(file, file, b"x"),)),
        name,
    )
    head = data.partition(b"\r\n\r\n")[0]
    lines = [line for line in head.split(b"\r\n") if not line.startswith(b" ")]
    assert [line.partition(b":")[0].decode() for line in lines] == [*HEADERS[:-1], "Content-Type"]
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"\r" not in data.replace(b"\r\n", b"")
    assert b"\0" not in data
    assert max(map(len, data.split(b"\r\n"))) <= 998
    mail = read(data)
    assert [part.get_content_maintype() for part in mail.walk()] == ["multipart", "multipart", "text", "text", *[
        part.get_content_maintype() for part in mail.iter_attachments()
    ]]  # fmt: skip
    plain = mail.get_body(("plain",))
    assert plain is not None
    written = body.replace("\r\n", "\n").replace("\r", "\n")
    assert (
        plain.get_payload(decode=True)
        == (written if written.endswith("\n") else written + "\n").replace("\n", "\r\n").encode()
    )


def test_a_line_break_in_a_subject_or_name_is_a_blank() -> None:
    mail = read(
        composed(
            Outgoing("k", "anna@example.org", "x", "sv", "Hej\r\nBcc: alla@example.org"), 'Öre "bro"\r\nX: y'
        )
    )
    assert mail["Bcc"] is None
    assert mail["X"] is None
    assert mail["Subject"] == "Hej Bcc: alla@example.org"
    assert mail["From"].addresses[0].display_name == 'Öre "bro" X: y'


def test_the_same_message_has_the_same_id_and_another_one_another() -> None:
    ids = [
        read(composed(Outgoing(key, "anna@example.org", "x", "sv")))["Message-ID"]
        for key in ("a", "a", "å 1", "å 2")
    ]
    assert ids[0] == ids[1] == "<fritids.a@example.org>"
    assert len(set(ids)) == 3
    assert all(each.isascii() and " " not in each for each in ids)


def test_easy_swedish_is_swedish_to_a_mail_program_and_html_goes_as_it_was_written() -> None:
    document = '<!DOCTYPE html>\n<html lang="ar" dir="rtl"><body>مرحبا</body></html>\n'
    mail = read(composed(Outgoing("k", "anna@example.org", "x", "sv-easy", html=document)))
    html = mail.get_body(("html",))
    assert html is not None
    assert html.get_content().replace("\r\n", "\n") == document
    assert mail["Content-Language"] == "sv"
    assert mail["List-Unsubscribe"].startswith("<mailto:noreply@example.org?")
