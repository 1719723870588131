"""A day as people write it at the desk: `2026-03-20`, `20/3`, `20 mars`, `fre`, `+7`. Both languages always hold.

What is understood is shown as a spoken day before anything is done with it, so little is refused and nothing is guessed: a number
alone is no day, nor are two that could be read in either order.
"""

import re
from datetime import date, timedelta
from typing import Final

from fritids.domain.search import fold

YEARS: Final = range(1900, 3000)
"""What lies outside is a slip of the finger, and a due date counted from it may be no date at all."""
_SHORTEST: Final = 3
"""Letters by which a month or a weekday is known."""
_NEXT_LEAP_DAY: Final = 8
"""Years within which every day of a calendar comes again."""
_MONTHS: Final = (
    ("januari", "january"), ("februari", "february"), ("mars", "march"), ("april",), ("maj", "may"), ("juni", "june"),
    ("juli", "july"), ("augusti", "august"), ("september",), ("oktober", "october"), ("november",), ("december",),
)  # fmt: skip
_WEEKDAYS: Final = (
    ("mandag", "monday"), ("tisdag", "tuesday"), ("onsdag", "wednesday"), ("torsdag", "thursday"), ("fredag", "friday"),
    ("lordag", "saturday"), ("sondag", "sunday"),
)  # fmt: skip
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SLASHED: Final = re.compile(r"(\d{1,2}) ?/ ?(\d{1,2})(?: ?/ ?(\d{4})| (\d{4}))?")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})(?::?[ae]|st|nd|rd|th|\.)? ?([a-z]+)\.?(?: (\d{4}))?")
_MONTH_FIRST: Final = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?")
_AHEAD: Final = re.compile(r"\+ ?(\d{1,4})")


def read_day(text: str, today: date) -> date | None:
    """The day that `text` means; None if it means none.

    Without a year it is the next one to come, which may be today; a weekday is the next one after today.
    """
    folded = fold(text)
    if (weekday := _place(folded, _WEEKDAYS)) is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    if match := _AHEAD.fullmatch(folded):
        return today + timedelta(days=int(match[1]))
    if match := _ISO.fullmatch(folded):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _SLASHED.fullmatch(folded):
        return _with_year(match[3] or match[4], int(match[2]), int(match[1]), today)
    if match := _DAY_FIRST.fullmatch(folded):
        return _in_month(match[3], match[2], int(match[1]), today)
    if match := _MONTH_FIRST.fullmatch(folded):
        return _in_month(match[3], match[1], int(match[2]), today)
    return None


def _place(word: str, names: tuple[tuple[str, ...], ...]) -> int | None:
    """Which of the names the word is the beginning of."""
    if len(word) < _SHORTEST:
        return None
    return next((n for n, spelt in enumerate(names) if any(one.startswith(word) for one in spelt)), None)


def month_named(word: str) -> int | None:
    """Which month a folded word is the name of, or its beginning; 1 is January."""
    place = _place(word, _MONTHS)
    return None if place is None else place + 1


def _in_month(year: str | None, month: str, day: int, today: date) -> date | None:
    place = _place(month, _MONTHS)
    return None if place is None else _with_year(year, place + 1, day, today)


def _with_year(year: str | None, month: int, day: int, today: date) -> date | None:
    if year is not None:
        return _day(int(year), month, day)
    coming = (_day(today.year + ahead, month, day) for ahead in range(_NEXT_LEAP_DAY + 1))
    return next((one for one in coming if one is not None and one >= today), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None
