"""Text messages by 46elks.

What its documents say, and where (read in November 2026):

* https://46elks.se/docs/overview: base address `https://api.46elks.com/a1/`, basic authentication, forms as `application/x-www-form-urlencoded`.
* https://46elks.com/docs/send-sms: `POST /sms` with `from` (a text sender ID or a number in E.164), `to` (E.164) and `message`; the answer is JSON with
  `id`, `status` (created, sent, failed, delivered) and `created`. Second hand, from other programs that use it: `parts`, no `id` with `dryrun=yes`, and
  that by default 100 messages a minute go out while the others wait there.
* https://46elks.se/docs/show-sms-id: `GET /sms/{id}` gives the same, with `delivered`, the time in UTC, once it is.
* https://46elks.se/docs/sms-history: `GET /sms` gives `data`, the newest first, at most 100 a page (`limit`), and `next`, the `start` of the next page, if there is
  one. `start` means before that time, `end` after it, `to` only that recipient.
* https://46elks.se/docs/sms-delivery-reports: reports are sent to a public address, which a counter has not. So it is asked for them.
* https://46elks.se/faq: once the balance is 0 a call that would cost fails. It does not say how; people who met it report 403 and "Not enough credits", and 403 too
  for a sender that is not allowed. No page lists the statuses of errors, nor says that 429 is ever sent; they are read as HTTP means them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, cast
from urllib.parse import quote, urlencode, urlsplit

from fritids.config.text_messages import ELKS, SmsSettings
from fritids.domain.words import Channel, Delivery, SendReason
from fritids.outside.gateways import Answer, Asked, NotEver, NotNow, Outgoing, Report, Stopped, Taken, Unclear
from fritids.outside.text_messages.answers import of_status, of_trouble, unsendable, words
from fritids.outside.text_messages.handed import HandedOver
from fritids.outside.text_messages.http import Connection, Reply, Trouble
from fritids.outside.text_messages.signing import authorization

_EARLIER: Final = timedelta(days=1)
"""How far before the handing over the history is looked through, in case this machine's clock is fast."""
_CLOCKS: Final = timedelta(minutes=10)
"""By how much the two clocks may differ for a message to count as the one that was handed over."""
_PAGE: Final = 100
_MOST_PAGES: Final = 200
_ONE_BY_ONE: Final = 20
"""From more reports than this on the history is read instead of each message."""
_FORM: Final = "application/x-www-form-urlencoded"
_CREDIT: Final = re.compile(r"credit|balance|fund", re.IGNORECASE)
_SENDER: Final = re.compile(r"\bfrom\b|sender", re.IGNORECASE)
_RECIPIENT: Final = re.compile(r"\bto\b|number|recipient|phone", re.IGNORECASE)
_Entry = Mapping[str, object]


class ElksGateway:
    """One account at 46elks."""

    def __init__(self, settings: SmsSettings) -> None:
        self._settings = settings
        secret = settings.password.reveal() if settings.password else ""
        signed = authorization("basic", settings.user, secret)
        self._hidden = (secret, settings.user, signed.split()[-1])
        headers = {"Authorization": signed}
        self._connection = Connection(settings.url, headers, settings.timeout)
        self._target = urlsplit(settings.url).path.rstrip("/") + "/sms"
        self._handed = HandedOver()

    @property
    def name(self) -> str:
        """For the log."""
        return ELKS

    @property
    def channel(self) -> Channel:
        """Text messages."""
        return Channel.SMS

    def send(self, message: Outgoing) -> Answer:
        """Hand one message over; see `fritids.outside.gateways.Gateway`."""
        if (refused := unsendable(message)) is not None:
            return refused
        form = urlencode(
            {"from": self._settings.sender, "to": message.to, "message": message.text}, errors="replace"
        )
        reply = self._connection.request(
            "POST", self._target, content=form.encode("ascii"), content_type=_FORM
        )
        answer = of_trouble(reply) if isinstance(reply, Trouble) else self._meaning(reply)
        if isinstance(answer, Unclear):
            self._handed.note(message.key)
        return answer

    def look_up(self, messages: Sequence[Asked]) -> dict[str, Taken | NotNow]:
        """Which of them the history has, by recipient and text. One that is not there yet, but may come, and one whose history cannot be read through are left out."""
        found: dict[str, Taken | NotNow] = {}
        for message in messages:
            answer = Taken(message.gateway_id) if message.gateway_id else self._in_history(message)
            if answer is not None:
                found[message.key] = answer
        return found

    def reports(self, messages: Sequence[Asked]) -> tuple[Report, ...]:
        """Which of them were delivered and which failed, as far as 46elks knows by now and answers."""
        asked = {message.gateway_id: message for message in messages if message.gateway_id}
        found: list[Report] = []
        for entry in self._entries(asked):
            message = asked.pop(str(entry.get("id")), None)
            status = entry.get("status")
            if message is not None and status == "delivered":
                found.append(Report(message.key, Delivery.DELIVERED, _moment(entry.get("delivered"))))
            elif message is not None and status == "failed":
                found.append(Report(message.key, Delivery.UNDELIVERED))
            if not asked:
                break
        return tuple(found)

    def close(self) -> None:
        """Give back the connection."""
        self._connection.close()

    def _meaning(self, reply: Reply) -> Answer:
        if reply.is_success:
            entry = reply.document()
            if not isinstance(entry, dict) or not isinstance(entry.get("id"), str) or not entry["id"]:
                return Unclear(SendReason.GATEWAY_FAULT, str(reply.status))
            if entry.get("status") == "failed":
                return NotEver(SendReason.UNDELIVERED)
            return Taken(entry["id"])
        detail = words(reply, *self._hidden)
        match reply.status:
            case 403 if _CREDIT.search(detail):
                return Stopped(SendReason.NO_CREDIT, detail)
            case 400 | 403 if _SENDER.search(detail):
                return Stopped(SendReason.REFUSED, detail)
            case 400 if _RECIPIENT.search(detail):
                return NotEver(SendReason.BAD_ADDRESS, detail)
            case 403:
                return Stopped(SendReason.REFUSED, detail)
            case _:
                return of_status(reply, detail)

    def _in_history(self, message: Asked) -> Taken | NotNow | None:
        at = message.at.astimezone(UTC)
        wanted = " ".join(message.text.split())
        elsewhen = False
        now: datetime | None = None
        for page in self._pages({"to": message.to, "end": _stamp(at - _EARLIER)}):
            if page is None:
                return None
            now, entries = page
            created = [_moment(entry.get("created")) for entry in entries]
            for entry, moment in zip(entries, created, strict=True):
                # Blanks may come back otherwise than they went.
                if entry.get("to") != message.to or " ".join(str(entry.get("message")).split()) != wanted:
                    continue
                if moment is not None and moment >= at - _CLOCKS:
                    return Taken(str(entry.get("id")))
                elsewhen = True
            if any(moment is not None and moment < at - _EARLIER for moment in created):
                break
        if elsewhen or not self._handed.is_settled(message.key, at, now):
            return None
        return NotNow(SendReason.NO_ANSWER)

    def _entries(self, asked: Mapping[str, Asked]) -> Iterator[_Entry]:
        """What 46elks has of them, and maybe of others; ends early where it does not answer."""
        if not asked:
            return
        if len(asked) > _ONE_BY_ONE:
            earliest = min(message.at for message in asked.values()).astimezone(UTC)
            for page in self._pages({"end": _stamp(earliest - _EARLIER)}):
                if page is not None:
                    yield from page[1]
            return
        for gateway_id in list(asked):
            reply = self._connection.request("GET", f"{self._target}/{quote(gateway_id, safe='')}")
            if isinstance(reply, Trouble):
                return
            entry = reply.document() if reply.is_success else None
            if isinstance(entry, dict):
                yield entry

    def _pages(self, query: Mapping[str, str]) -> Iterator[tuple[datetime, list[_Entry]] | None]:
        """Page after page of the history with the server's time; a last None if it is not all of it."""
        start = ""
        for _page in range(_MOST_PAGES):
            wanted = {**query, "limit": str(_PAGE), **({"start": start} if start else {})}
            reply = self._connection.request("GET", f"{self._target}?{urlencode(wanted)}")
            document = reply.document() if isinstance(reply, Reply) and reply.is_success else None
            entries = document.get("data") if isinstance(document, dict) else None
            if isinstance(reply, Trouble) or reply.at is None or not isinstance(entries, list):
                break
            assert isinstance(document, dict)
            yield reply.at, [cast("_Entry", entry) for entry in entries if isinstance(entry, dict)]
            following = document.get("next")
            if not following:
                return
            if not isinstance(following, str) or following == start:
                break
            start = following
        yield None


def _stamp(moment: datetime) -> str:
    """As 46elks writes times: UTC, without saying so."""
    return moment.replace(tzinfo=None).isoformat(timespec="microseconds")


def _moment(text: object) -> datetime | None:
    """A time of 46elks, aware, with or without its Z."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
