"""One mail as it travels: headers, plain text, HTML and files, in 7 bits, so that any server on the way carries it unchanged.

Made by hand from a few parts that are always the same: the library's `EmailMessage` needs 4 to 9 ms for each, which is a minute and a half for
a branch's 10,000 (measured), this 0.1 ms. The tests read the mails back with that library.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from fritids.domain.search import clean
from fritids.i18n import _
from fritids.outside.gateways import Attachment, Outgoing
from fritids.outside.mail.addresses import MailAddress

_LANGUAGE_TAGS: Final = {"sv-easy": "sv"}
"""Ours that are none of BCP 47."""
_BREAKING: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_LINE_ENDS: Final = re.compile(r"\r\n|\r|\n")
_IN_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,60}")
_KIND: Final = re.compile(r"([a-z0-9-]+)/[a-z0-9.+-]+(?:; ?[a-z0-9-]+=[a-z0-9.+-]+)*", re.IGNORECASE)
_LONGEST_LINE: Final = 76
_WORD_BYTES: Final = 39
"""UTF-8 bytes in one encoded word: its line may have 76 characters, with the header's name (RFC 2047)."""
_LONGEST_SUBJECT: Final = 250
_LONGEST_NAME: Final = 100


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What is the same in every mail of a branch."""

    sender: MailAddress
    name: str = ""
    reply_to: MailAddress | None = None
    """Where a person reads what borrowers answer; None leaves it to the sender's address."""

    @property
    def contact(self) -> MailAddress:
        """Where an answer, and a wish for no more reminders, reaches a person."""
        return self.reply_to or self.sender


def compose(message: Outgoing, to: MailAddress, head: Letterhead, *, date: str) -> bytes:
    """The mail, with CR LF and without the dots of SMTP. `date` is as in RFC 5322.

    The same message has the same Message-ID whenever it is composed. Nothing in it can add a header: line breaks in a name or subject
    become blanks. Lines are short but for names and addresses, which are far below the 998 characters that SMTP allows.
    """
    tag = _LANGUAGE_TAGS.get(message.language, message.language)
    boundary = "=_" + hashlib.sha256(message.key.encode("utf-8", "replace")).hexdigest()[:32]
    headers = [
        f"From: {_named(head.name, head.sender)}",
        f"To: {to.text}",
        *([] if head.reply_to is None else [f"Reply-To: {head.reply_to.text}"]),
        f"Subject: {_encoded(_one_line(message.subject)[:_LONGEST_SUBJECT])}",
        f"Date: {date}",
        f"Message-ID: {message_id(message.key, head.sender)}",
        "Auto-Submitted: auto-generated",
        "X-Auto-Response-Suppress: All",
        f"List-Unsubscribe: <{_unsubscribing(message.key, head.contact)}>",
        *([f"Content-Language: {tag}"] if tag.isascii() and tag.replace("-", "").isalnum() else []),
        "MIME-Version: 1.0",
    ]
    part = _text_part("plain", message.text)
    if message.html:
        part = _multipart("alternative", f"{boundary}a", part, _text_part("html", message.html))
    if message.attachments:
        part = _multipart("mixed", f"{boundary}m", part, *map(_file_part, message.attachments))
    return ("\r\n".join(headers) + "\r\n" + part).encode("utf-8")


def message_id(key: str, sender: MailAddress) -> str:
    """The Message-ID of the message `key`: always the same, and another for every other key."""
    if _IN_ID.fullmatch(key) is None:
        key = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:40]
    return f"<fritids.{key}@{sender.domain}>"


def _unsubscribing(key: str, to: MailAddress) -> str:
    """A mail to a person, who finds the message by its key; who wrote it they see themselves."""
    subject = quote(_("No more reminders, please ({key})").format(key=_one_line(key)[:60]), safe="")
    return f"mailto:{quote(to.text, safe='@')}?subject={subject}"


def _named(name: str, address: MailAddress) -> str:
    name = clean(name)[:_LONGEST_NAME]
    if not name:
        return address.text
    if name.isascii() and "=?" not in name:
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"\r\n <{address.text}>'
    return f"{_encoded(name)}\r\n <{address.text}>"


def _one_line(text: str) -> str:
    return _BREAKING.sub(" ", text).strip()


def _encoded(text: str) -> str:
    """The text as a header holds it: as it is, or in encoded words, one a line."""
    if text.isascii() and "=?" not in text and len(text) <= _LONGEST_LINE - len("Subject: "):
        return text
    words = (f"=?utf-8?b?{base64.b64encode(word).decode('ascii')}?=" for word in _pieces(text))
    return "\r\n ".join(words)


def _pieces(text: str) -> Iterator[bytes]:
    """The text in UTF-8, cut between characters."""
    piece = b""
    for character in text:
        added = character.encode("utf-8", "replace")
        if len(piece) + len(added) > _WORD_BYTES:
            yield piece
            piece = b""
        piece += added
    yield piece


def _text_part(kind: str, text: str) -> str:
    text = _LINE_ENDS.sub("\r\n", text)
    if not text.endswith("\r\n"):
        text += "\r\n"
    data = text.encode("utf-8", "replace")
    # Latin text stays readable in the raw mail, which filters for junk like; other letters would become three times as long.
    if (len(data) - len(text)) * 6 < len(data):
        transfer, body = "quoted-printable", binascii.b2a_qp(data).decode("ascii")
    else:
        transfer, body = "base64", _base64(data)
    return (
        f'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: {transfer}\r\n\r\n{body}'
    )


def _file_part(file: Attachment) -> str:
    known = _KIND.fullmatch(file.kind)
    kind = file.kind if known else "application/octet-stream"
    if known and known[1].lower() == "text" and "charset" not in kind.lower():
        kind += '; charset="utf-8"'
    name = _one_line(file.name) or "file"
    if name.isascii():
        escaped = name.replace("\\", "_").replace('"', "_")
        shown = f'filename="{escaped}"'
    else:
        shown = f"filename*=utf-8''{quote(name, safe='')}"
    return (
        f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment;\r\n {shown}\r\n\r\n"
        f"{_base64(file.content)}"
    )


def _base64(data: bytes) -> str:
    return base64.encodebytes(data).decode("ascii").replace("\n", "\r\n")


def _multipart(kind: str, boundary: str, *parts: str) -> str:
    joined = "".join(f"--{boundary}\r\n{part}\r\n" for part in parts)
    return f'Content-Type: multipart/{kind};\r\n boundary="{boundary}"\r\n\r\n{joined}--{boundary}--\r\n'
