"""Text messages by a service whose form the configuration describes (`fritids.config.http_rules`)."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from json import dumps
from typing import cast
from urllib.parse import quote, urlencode, urlsplit

from fritids.config.http_rules import ID, PASSWORD, REFERENCE, USER, HttpRules, Lookup, Outcome, set_at
from fritids.config.text_messages import HTTP, SmsSettings
from fritids.domain.search import clean
from fritids.domain.words import Channel, Delivery, SendReason
from fritids.outside.gateways import Answer, Asked, NotEver, NotNow, Outgoing, Report, Stopped, Taken, Unclear
from fritids.outside.text_messages.answers import (
    LONGEST_DETAIL,
    of_status,
    of_trouble,
    retry_after,
    unsendable,
    words,
)
from fritids.outside.text_messages.handed import HandedOver
from fritids.outside.text_messages.http import Connection, Reply, Trouble
from fritids.outside.text_messages.signing import authorization


class HttpGateway:
    """One account at one service. `settings` has rules."""

    def __init__(self, settings: SmsSettings) -> None:
        assert settings.rules is not None
        self._rules: HttpRules = settings.rules
        self._sender = settings.sender
        self._user = settings.user
        self._secret = settings.password.reveal() if settings.password else ""
        self._timeout = settings.timeout
        self._target = _target(settings.url)
        self._headers = {name: self._filled(value) for name, value in self._rules.headers.items()}
        signed = authorization(self._rules.auth, self._user, self._secret)
        if self._rules.auth != "none":
            self._headers["Authorization"] = signed
        self._hidden = (self._secret, self._user, signed.split()[-1])
        self._extra = cast("dict[str, object]", self._filled_all(dict(self._rules.extra)))
        self._connection = Connection(settings.url, self._headers, settings.timeout)
        self._asking = self._connection_for_lookup(settings.url)
        self._handed = HandedOver()

    @property
    def name(self) -> str:
        """For the log."""
        return HTTP

    @property
    def channel(self) -> Channel:
        """Text messages."""
        return Channel.SMS

    def send(self, message: Outgoing) -> Answer:
        """Hand one message over; see `fritids.outside.gateways.Gateway`."""
        if (refused := unsendable(message)) is not None:
            return refused
        reply = self._send(self._fields(message))
        answer = of_trouble(reply) if isinstance(reply, Trouble) else self._meaning(reply)
        if isinstance(answer, Unclear):
            self._handed.note(message.key)
        return answer

    def look_up(self, messages: Sequence[Asked]) -> dict[str, Taken | NotNow]:
        """What the service says of each, where the configuration says how it is asked by what is known of the message."""
        found: dict[str, Taken | NotNow] = {}
        lookup = self._rules.lookup
        for message in messages:
            if message.gateway_id:
                found[message.key] = Taken(message.gateway_id)
            elif lookup is not None and REFERENCE in lookup.url:
                reply = self._ask(lookup, message)
                if isinstance(reply, Trouble):
                    break
                if (answer := self._known(lookup, message, reply)) is not None:
                    found[message.key] = answer
        return found

    def reports(self, messages: Sequence[Asked]) -> tuple[Report, ...]:
        """Which of them were delivered and which failed, as far as the service says."""
        lookup = self._rules.lookup
        if lookup is None:
            return ()
        found: list[Report] = []
        for message in messages:
            if ID in lookup.url and not message.gateway_id:
                continue
            reply = self._ask(lookup, message)
            if isinstance(reply, Trouble):
                break
            state = _text_at(reply.document(), lookup.status) if reply.is_success else None
            if state in lookup.delivered:
                found.append(Report(message.key, Delivery.DELIVERED))
            elif state in lookup.failed:
                found.append(
                    Report(message.key, Delivery.UNDELIVERED, detail=clean(state or "")[:LONGEST_DETAIL])
                )
        return tuple(found)

    def close(self) -> None:
        """Give back the connections."""
        self._connection.close()
        self._asking.close()

    def _send(self, fields: Mapping[str, object]) -> Reply | Trouble:
        method = self._rules.method
        if self._rules.is_json:
            content = dumps(fields, ensure_ascii=False).encode("utf-8", "replace")
            return self._connection.request(
                method, self._target, content=content, content_type="application/json"
            )
        form = urlencode({name: _written(value) for name, value in fields.items()}, errors="replace")
        if method == "GET":
            joint = "&" if "?" in self._target else "?"
            return self._connection.request(method, f"{self._target}{joint}{form}")
        return self._connection.request(
            method,
            self._target,
            content=form.encode("ascii"),
            content_type="application/x-www-form-urlencoded",
        )

    def _fields(self, message: Outgoing) -> Mapping[str, object]:
        rules = self._rules
        digits = message.to.removeprefix("+")
        said = {
            rules.to: {"+46": message.to, "46": digits, "0046": f"00{digits}"}[rules.numbers],
            rules.sender: self._sender,
            rules.text: message.text,
        }
        if rules.reference is not None:
            said[rules.reference] = message.key
        if not rules.is_json:
            return {**self._extra, **said}
        document: dict[str, object] = deepcopy(self._extra)
        for path, value in said.items():
            set_at(document, path, value)
        return document

    def _meaning(self, reply: Reply) -> Answer:
        rules = self._rules
        document = reply.document()
        code = None if rules.code is None else _text_at(document, rules.code)
        outcome = self._outcome(reply, code)
        if outcome is Outcome.TAKEN and (gateway_id := _text_at(document, rules.id)):
            return Taken(gateway_id)
        said = None if rules.words is None else _text_at(document, rules.words)
        detail = words(reply, *self._hidden, said=said or code or "")
        return of_status(reply, detail) if outcome is None else _answer(outcome, reply, detail)

    def _outcome(self, reply: Reply, code: str | None) -> Outcome | None:
        """What the configuration says of an answer; None where it says nothing of a status that is no success."""
        outcomes = self._rules.outcomes
        if code is not None and code in outcomes:
            return outcomes[code]
        by_status = outcomes.get(reply.status)
        if not reply.is_success or by_status not in {None, Outcome.TAKEN}:
            return by_status
        # Where it is said what is taken, a success that is something else, or has no code, says nothing.
        listed = [mark for mark, outcome in outcomes.items() if outcome is Outcome.TAKEN]
        by_code = any(isinstance(mark, str) for mark in listed)
        return Outcome.UNCLEAR if by_code or (listed and by_status is None) else Outcome.TAKEN

    def _ask(self, lookup: Lookup, message: Asked) -> Reply | Trouble:
        target = _target(lookup.url)
        for mark, value in ((ID, message.gateway_id or ""), (REFERENCE, message.key)):
            target = target.replace(mark, quote(value, safe=""))
        return self._asking.request("GET", target)

    def _known(self, lookup: Lookup, message: Asked, reply: Reply) -> Taken | NotNow | None:
        document = reply.document()
        state = _text_at(document, lookup.status)
        if reply.status in lookup.missing or (state is not None and state in lookup.missing):
            return (
                NotNow(SendReason.NO_ANSWER)
                if self._handed.is_settled(message.key, message.at, reply.at)
                else None
            )
        if reply.is_success and state in lookup.taken | lookup.delivered | lookup.failed:
            return Taken(None if lookup.id is None else _text_at(document, lookup.id))
        return None

    def _connection_for_lookup(self, url: str) -> Connection:
        lookup = self._rules.lookup
        if lookup is None or urlsplit(lookup.url)[:2] == urlsplit(url)[:2]:
            return self._connection
        return Connection(lookup.url, self._headers, self._timeout)

    def _filled(self, text: str) -> str:
        return text.replace(USER, self._user).replace(PASSWORD, self._secret)

    def _filled_all(self, value: object) -> object:
        if isinstance(value, str):
            return self._filled(value)
        if isinstance(value, dict):
            return {key: self._filled_all(each) for key, each in value.items()}
        return [self._filled_all(each) for each in value] if isinstance(value, list) else value


def _answer(outcome: Outcome, reply: Reply, detail: str) -> Answer:
    match outcome:
        case Outcome.TAKEN | Outcome.UNCLEAR:  # taken, but without the number that the documents promise
            return Unclear(SendReason.GATEWAY_FAULT, detail)
        case Outcome.BAD_NUMBER:
            return NotEver(SendReason.BAD_ADDRESS, detail)
        case Outcome.REFUSED:
            return NotEver(SendReason.REFUSED, detail)
        case Outcome.TOO_MANY:
            return NotNow(SendReason.TOO_MANY, detail, retry_after(reply))
        case Outcome.LATER:
            return NotNow(SendReason.LATER, detail, retry_after(reply))
        case Outcome.NO_CREDIT:
            return Stopped(SendReason.NO_CREDIT, detail)
        case Outcome.NOT_SIGNED_IN:
            return Stopped(SendReason.NOT_SIGNED_IN, detail)


def _target(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _written(value: object) -> str:
    """A value of the configuration as forms have it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _text_at(document: object, path: str) -> str | None:
    """The text or number at a path such as `messages.0.id`, as text; None if there is none."""
    for name in path.split("."):
        if isinstance(document, dict):
            document = document.get(name)
        elif isinstance(document, list) and name.isdecimal() and int(name) < len(document):
            document = document[int(name)]
        else:
            return None
    if isinstance(document, bool) or not isinstance(document, str | int):
        return str(document).lower() if isinstance(document, bool) else None
    return str(document)
