"""What a gateway's answer means where its documents do not say otherwise, and its own words made fit to be shown."""

import html
import re
from typing import Final
from urllib.parse import quote_plus

from fritids.config.text_messages import E164
from fritids.domain.search import clean
from fritids.domain.words import SendReason
from fritids.outside.gateways import Answer, NotEver, NotNow, Outgoing, Stopped, Unclear
from fritids.outside.text_messages.http import Failure, Reply, Trouble, http_date

LONGEST_DETAIL: Final = 200
_LONGEST_WAIT: Final = 3 * 86_400.0
_TITLE: Final = re.compile(r"<title[^>]{0,200}>(.{0,500}?)</title>", re.IGNORECASE | re.DOTALL)
_SHORTEST_SECRET: Final = 4
"""A password shorter than this would take ordinary letters out of a text."""


def unsendable(message: Outgoing) -> NotEver | None:
    """Why no gateway is asked about the message at all: its number is not written as E.164 says, or it says nothing. None if it can be sent."""
    if E164.fullmatch(message.to) is None:
        return NotEver(SendReason.BAD_ADDRESS)
    return None if message.text else NotEver(SendReason.NO_TEXT)


def of_trouble(trouble: Trouble) -> Answer:
    """What it means for a message that no answer came."""
    match trouble.failure:
        case Failure.NOT_REACHED:
            return NotNow(SendReason.NO_CONNECTION, trouble.words)
        case Failure.NOT_SECURE:
            return Stopped(SendReason.NOT_SECURE, trouble.words)
        case Failure.NO_ANSWER:
            return Unclear(SendReason.NO_ANSWER, trouble.words)
        case Failure.NO_HTTP:
            return Unclear(SendReason.GATEWAY_FAULT)


def of_status(reply: Reply, detail: str) -> Answer:
    """What a status means that is no success (RFC 9110, 15).

    401 to 407, 410, 411 and 415 are about the account or the address of the service and would meet every message alike. 301, 307 and 308
    say that it was not acted on here; other redirects may follow upon an act. 429 and 503 say so themselves. What is left of the 400s is about
    this message; what is left of the 500s says nothing.
    """
    match reply.status:
        case 400 | 413 | 414 | 422:
            return NotEver(SendReason.REFUSED, detail)
        case 401 | 403 | 407:
            return Stopped(SendReason.NOT_SIGNED_IN, detail)
        case 402:
            return Stopped(SendReason.NO_CREDIT, detail)
        case 301 | 307 | 308 | 404 | 405 | 406 | 410 | 411 | 415 | 426:
            return Stopped(SendReason.REFUSED, detail)
        case 429:
            return NotNow(SendReason.TOO_MANY, detail, retry_after(reply))
        case 425 | 503:
            return NotNow(SendReason.LATER, detail, retry_after(reply))
        case 408 | 409:
            return Unclear(SendReason.GATEWAY_FAULT, detail)
        case status if 400 <= status < 500:  # noqa: PLR2004
            return NotEver(SendReason.REFUSED, detail)
        case _:
            return Unclear(SendReason.GATEWAY_FAULT, detail)


def retry_after(reply: Reply) -> float | None:
    """The seconds it wants to be left alone (RFC 9110, 10.2.3): a number, or a date, which is read by the server's own clock."""
    text = reply.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), _LONGEST_WAIT)
    moment, now = http_date(text), reply.at
    if moment is None or now is None:
        return None
    return min(max((moment - now).total_seconds(), 0.0), _LONGEST_WAIT)


def words(reply: Reply, *secrets: str, said: str = "") -> str:
    """Its status and what it says beside it, for a person to read: `said` if that is known, else an error of its JSON, a title of its HTML or its plain text.

    One line of at most `LONGEST_DETAIL`, without control characters, and without `secrets`, which a careless server may repeat.
    """
    text = said or _said(reply)
    for secret in secrets:
        for form in {secret, quote_plus(secret)}:
            if len(form) >= _SHORTEST_SECRET:
                text = text.replace(form, "…")
    return f"{reply.status} {clean(text[:1000])}".strip()[:LONGEST_DETAIL]


def _said(reply: Reply) -> str:
    document = reply.document()
    if isinstance(document, dict):
        for key in ("message", "error", "detail", "description", "reason"):
            if isinstance(value := document.get(key), str):
                return value
        return ""
    if isinstance(document, str):
        return document
    text = reply.body[:20_000].decode("utf-8", "replace").strip()
    if text.startswith("<") or "html" in reply.headers.get("content-type", ""):
        title = _TITLE.search(text)
        return html.unescape(title.group(1)) if title else ""
    return text
