"""When the turn of an article for service comes: after so many loans, or once from a day of the year on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from fritids.domain.search import fold
from fritids.domain.words import ServiceKind

AFTER_LOANS: Final = range(1, 1001)
"""Loans after which a turn may come."""
LOOKED_AT: Final = frozenset({ServiceKind.CHECK, ServiceKind.MEND})
"""Work in which somebody looks the whole thing over, so that what its last return asked is answered by sending it there."""
_ANY_YEAR: Final = 2001
"""Without a 29 February, which most seasons do not have."""


@dataclass(frozen=True, slots=True)
class Rule:
    """When one kind of work is due for the articles of one type. With neither column set: never."""

    kind: ServiceKind
    after_loans: int | None = None
    season_start: str | None = None
    """`MM-DD`."""


@dataclass(frozen=True, slots=True)
class Due:
    """Work whose turn has come, and why: so many loans since it was last done, or the day from which a season runs."""

    kind: ServiceKind
    loans: int | None = None
    season: date | None = None


def in_force(
    usual: Mapping[str, tuple[Rule, ...]], own: Mapping[tuple[str, ServiceKind], Rule]
) -> dict[str, tuple[Rule, ...]]:
    """The rules of each type that has any: a branch's own in the place of the usual one of the same kind; one that says never is none."""
    merged = {(code, rule.kind): rule for code, rules in usual.items() for rule in rules} | dict(own)
    found: dict[str, tuple[Rule, ...]] = {}
    for (code, _kind), rule in merged.items():
        if rule.after_loans is not None or rule.season_start is not None:
            found[code] = (*found.get(code, ()), rule)
    return found


def read_season(text: str) -> str | None:
    """`MM-DD` as it is kept: a day that every year has; None for anything else."""
    month, dash, day = text.strip().partition("-")
    digits = dash and all(part.isascii() and part.isdecimal() and len(part) <= 2 for part in (month, day))  # noqa: PLR2004
    if not digits:
        return None
    try:
        return f"{date(_ANY_YEAR, int(month), int(day)):%m-%d}"
    except ValueError:
        return None


def season_since(start: str, today: date) -> date:
    """The day on which the season began that runs today, for one that begins on `start` (MM-DD) each year."""
    month, day = map(int, start.split("-"))
    this_year = date(today.year, month, day)
    return this_year if this_year <= today else date(today.year - 1, month, day)


def due(rule: Rule, *, loans: int, seen_on: date, today: date) -> Due | None:
    """Whether the turn has come for an article that was lent `loans` times since the work was last done.

    `seen_on` is the day it was last done, or else the day the article came: who takes a thing in has looked at it.
    """
    if rule.after_loans is not None and loans >= rule.after_loans:
        return Due(rule.kind, loans=loans)
    if rule.season_start is not None:
        began = season_since(rule.season_start, today)
        if seen_on < began:
            return Due(rule.kind, season=began)
    return None


def loans_since(lent_at: Iterable[datetime], done_at: datetime | None) -> int:
    """How many of these loans were made after the work was last done."""
    return sum(done_at is None or moment > done_at for moment in lent_at)


def likeliest(rules: Sequence[Rule], due_now: Sequence[Due]) -> ServiceKind:
    """What an article is most likely sent to service for: what is due, else what its type is sent for at all, else a look."""
    if due_now:
        return due_now[0].kind
    return rules[0].kind if rules else ServiceKind.CHECK


def is_recalled(wanted_brand: str, wanted_model: str, *, brand: str | None, model: str | None) -> bool | None:
    """Whether a maker's recall means an article; None where that cannot be told, since no model is written on it.

    Every word of the brand stands with the article as a whole word, every word of the model at least as the beginning of one;
    in either column, since people write both in the same.
    """
    text = f" {fold(' '.join((brand or '', model or '')))} "
    if not all(f" {word} " in text for word in fold(wanted_brand).split()):
        return False
    if all(f" {word}" in text for word in fold(wanted_model).split()):
        return True
    return False if fold(model or "") else None
