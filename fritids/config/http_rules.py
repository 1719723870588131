"""How a service for text messages other than 46elks is spoken to: the further keys of [sms] with `gateway = "http"`."""

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import Final

from fritids.config.places import config_path
from fritids.config.servers import check_url
from fritids.config.table_values import Values
from fritids.errors import UsageError
from fritids.i18n import _

KEYS: Final = ("method", "format", "auth", "numbers", "fields", "extra", "headers", "answers", "lookup")
_OWN_HEADERS: Final = frozenset(
    {
        "accept", "authorization", "connection", "content-length", "content-type", "expect", "host", "te", "trailer",
        "transfer-encoding", "upgrade",
    }
)  # fmt: skip
_HEADER: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_PATH: Final = re.compile(r"[^.\s]+(\.[^.\s]+)*")
_DEEPEST: Final = 8
_STATUSES: Final = range(100, 600)
USER, PASSWORD, ID, REFERENCE = "{user}", "{password}", "{id}", "{reference}"


class Outcome(StrEnum):
    """What a service's answer to a message means."""

    TAKEN = "taken"
    BAD_NUMBER = "bad_number"
    REFUSED = "refused"
    TOO_MANY = "too_many"
    LATER = "later"
    NO_CREDIT = "no_credit"
    NOT_SIGNED_IN = "not_signed_in"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Lookup:
    """How the service is asked about a message."""

    url: str
    """With {id} or {reference} in its path or query."""
    status: str
    """Where in the JSON the state stands."""
    id: str | None
    """Where in the JSON the service's own number stands, if it does."""
    taken: frozenset[str]
    delivered: frozenset[str]
    failed: frozenset[str]
    missing: frozenset[int | str]
    """Statuses of HTTP or values that mean: there is no such message."""


@dataclass(frozen=True, slots=True)
class HttpRules:
    """Everything about one service."""

    method: str
    is_json: bool
    auth: str
    """`basic`, `bearer` or `none`."""
    numbers: str
    """`+46`, `46` or `0046`: how a Swedish number begins."""
    to: str
    sender: str
    text: str
    reference: str | None
    id: str
    """Where in the JSON the service's number of the message stands: names and places with full stops between, such as `messages.0.id`."""
    code: str | None
    """Where in the JSON the service's own code stands."""
    words: str | None
    """Where in the JSON it says what is wrong."""
    outcomes: Mapping[int | str, Outcome]
    """Statuses of HTTP, and values at `code`; the latter come first."""
    extra: Mapping[str, object] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    lookup: Lookup | None = None

    @property
    def needs_user(self) -> bool:
        """Whether it cannot do without a user name."""
        return self.auth == "basic" or self._mentions(USER)

    @property
    def needs_password(self) -> bool:
        """Whether it cannot do without a password."""
        return self.auth != "none" or self._mentions(PASSWORD)

    def _mentions(self, mark: str) -> bool:
        return any(mark in value for value in (*_texts(self.extra), *self.headers.values()))


def http_rules(values: Values) -> HttpRules:
    """What [sms] says of the service. Raises UsageError for what cannot be."""
    method = values.choice("method", ("POST", "PUT", "GET"), "POST")
    is_json = values.choice("format", ("form", "json"), "form") == "json"
    if is_json and method == "GET":
        values.wrong("format", '"form"')
    fields = values.below("fields", ("to", "from", "text", "reference"))
    answers = values.below("answers", ("id", "code", "words", *Outcome))
    names = {
        "to": _path(fields, "to", '"to"', is_flat=not is_json),
        "sender": _path(fields, "from", '"from"', is_flat=not is_json),
        "text": _path(fields, "text", '"text"', is_flat=not is_json),
        "reference": _path(fields, "reference", '"reference"', is_flat=not is_json)
        if "reference" in fields
        else None,
    }
    extra = _extra(values.below("extra", None), is_json=is_json)
    _refuse_clash(fields, [name for name in names.values() if name], extra, is_json=is_json)
    code = _path(answers, "code", '"status"') if "code" in answers else None
    return HttpRules(
        method=method,
        is_json=is_json,
        auth=values.choice("auth", ("basic", "bearer", "none"), "basic"),
        numbers=values.choice("numbers", ("+46", "46", "0046"), "+46"),
        to=names["to"] or "",
        sender=names["sender"] or "",
        text=names["text"] or "",
        reference=names["reference"],
        id=_path(answers, "id", '"id"'),
        code=code,
        words=_path(answers, "words", '"message"') if "words" in answers else None,
        outcomes=_outcomes(answers, has_code=code is not None),
        extra=extra,
        headers=_headers(values.below("headers", None)),
        lookup=_lookup(values, has_reference=names["reference"] is not None),
    )


def _path(values: Values, key: str, example: str, *, is_flat: bool = False) -> str:
    text = values.text(key, example=example)
    if is_flat:
        return text
    if _PATH.fullmatch(text) is None or text.count(".") >= _DEEPEST:
        values.wrong(key, example)
    return text


def _refuse_clash(values: Values, names: list[str], extra: Mapping[str, object], *, is_json: bool) -> None:
    """No field may take the place of another, or stand inside one."""
    document = deepcopy(dict(extra))
    place = set_at if is_json else _set_flat
    for name in names:
        try:
            place(document, name, "")
        except ValueError:
            raise UsageError(
                _(
                    "In the configuration file {path}, two fields of [{part}] and its extra ones have the same place: {name}. Give each its own."
                ).format(path=config_path(), part=values.part, name=name)
            ) from None


def set_at(document: dict[str, object], path: str, value: str) -> None:
    """Put `value` where nothing is yet, at a path such as `to.0.number`, with lists and tables made on the way. Raises ValueError where that is not free."""
    names = [int(name) if name.isdecimal() else name for name in path.split(".")]
    here: object = document
    for name, following in pairwise(names):
        here = _place(here, name, [] if isinstance(following, int) else {})
    last = names[-1]
    if isinstance(here, dict) and isinstance(last, str) and last not in here:
        here[last] = value
    elif isinstance(here, list) and last == len(here):
        here.append(value)
    else:
        raise ValueError(path)


def _set_flat(document: dict[str, object], name: str, value: str) -> None:
    if name in document:
        raise ValueError(name)
    document[name] = value


def _place(here: object, name: int | str, fresh: object) -> object:
    """What stands in `here` under `name`, which is `fresh` if nothing did. Raises ValueError if nothing can."""
    if isinstance(here, dict) and isinstance(name, str):
        return here.setdefault(name, fresh)
    if isinstance(here, list) and isinstance(name, int) and name <= len(here):
        if name == len(here):
            here.append(fresh)
        return here[name]
    raise ValueError(name)


def _extra(values: Values, *, is_json: bool) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in values.items():
        simple = isinstance(value, str | int)
        nested = isinstance(value, float | list | dict) and all(
            isinstance(each, str | int | float) for each in _leaves(value)
        )
        if not (simple or (is_json and nested)):
            values.wrong(key, '"…"')
        found[key] = value
    return found


def _headers(values: Values) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in values.items():
        if _HEADER.fullmatch(key) is None or key.lower() in _OWN_HEADERS:
            raise UsageError(
                _(
                    "In the configuration file {path}, [{part}] cannot set {key}: the program sets it itself (who you are by auth, user and"
                    " password_file), or it is no name of a header. Take it out."
                ).format(path=config_path(), part=values.part, key=key)
            )
        if not isinstance(value, str) or not value.isascii() or not value.isprintable():
            values.wrong(key, '"…"')
        found[key] = value
    return found


def _outcomes(answers: Values, *, has_code: bool) -> dict[int | str, Outcome]:
    found: dict[int | str, Outcome] = {}
    for outcome in Outcome:
        for mark in _marks(answers, outcome, '[200, "queued"]' if has_code else "[200]"):
            if mark in found or (isinstance(mark, str) and not has_code):
                answers.wrong(outcome, '[200, "queued"]' if has_code else "[200]")
            found[mark] = outcome
    return found


def _marks(values: Values, key: str, example: str) -> frozenset[int | str]:
    listed = values.get(key)
    if listed is None:
        return frozenset()
    if not isinstance(listed, list):
        values.wrong(key, example)
    for mark in listed:
        is_status = isinstance(mark, int) and not isinstance(mark, bool) and mark in _STATUSES
        if not is_status and not (isinstance(mark, str) and mark):
            values.wrong(key, example)
    return frozenset(listed)


def _lookup(values: Values, *, has_reference: bool) -> Lookup | None:
    if "lookup" not in values:
        return None
    table = values.below("lookup", ("url", "status", "id", "taken", "delivered", "failed", "missing"))
    example = '"https://sms.example.se/messages/{id}"'
    url = table.text("url", example=example)
    check_url(url, "url", table.part)
    if (ID in url) == (REFERENCE in url) or (REFERENCE in url and not has_reference):
        table.wrong("url", example)
    kinds = {key: _marks(table, key, '["sent"]') for key in ("taken", "delivered", "failed")}
    for key, marks in kinds.items():
        if not all(isinstance(mark, str) for mark in marks):
            table.wrong(key, '["sent"]')
    if not any(kinds.values()):
        table.missing("delivered", '["delivered"]')
    return Lookup(
        url=url,
        status=_path(table, "status", '"status"'),
        id=_path(table, "id", '"id"') if "id" in table else None,
        taken=frozenset(map(str, kinds["taken"])),
        delivered=frozenset(map(str, kinds["delivered"])),
        failed=frozenset(map(str, kinds["failed"])),
        missing=_marks(table, "missing", "[404]"),
    )


def _leaves(value: object) -> list[object]:
    if isinstance(value, dict):
        return [leaf for each in value.values() for leaf in _leaves(each)]
    if isinstance(value, list):
        return [leaf for each in value for leaf in _leaves(each)]
    return [value]


def _texts(value: object) -> list[str]:
    return [
        leaf
        for leaf in _leaves(dict(value) if isinstance(value, Mapping) else value)
        if isinstance(leaf, str)
    ]
