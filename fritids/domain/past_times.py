"""A time gone by as people ask for it: `2026-11-25 15`, `yesterday at 15`, `igår kl 15`, `fredag`, `24/11 9:30`. Both languages always hold."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from fritids.domain.days import read_day
from fritids.domain.search import fold

_WORDS: Final = {"idag": 0, "i dag": 0, "today": 0, "igar": 1, "i gar": 1, "yesterday": 1, "i forrgar": 2, "forrgar": 2}  # fmt: skip
_HOUR: Final = re.compile(r"(?:(.*?)[ t])?(?:kl\.? |at |klockan )?([01]?\d|2[0-4])(?:[:.]([0-5]\d))?")
_WEEK: Final = 7
_LEAP: Final = 9
"""Years within which every day of a calendar has been."""


@dataclass(frozen=True, slots=True)
class PastTime:
    """A day, an hour of it, or a minute."""

    day: date
    hour: int | None = None
    minute: int | None = None


def read_past(text: str, today: date) -> PastTime | None:
    """What `text` means, a day without a year being the last one gone by; None if it means no time. An hour alone is one of today."""
    folded = " ".join(fold(text.strip()).split())
    if (day := _day(folded, today)) is not None:
        return PastTime(day)
    match = _HOUR.fullmatch(folded)
    if match is None:
        return None
    before = (match[1] or "").removesuffix(" kl").removesuffix(" at").removesuffix(" klockan").strip()
    day = today if before in {"", "kl", "at", "klockan"} else _day(before, today)
    hour = int(match[2])
    if day is None or hour > 23:  # noqa: PLR2004  # a clock
        return None
    return PastTime(day, hour, None if match[3] is None else int(match[3]))


def _day(folded: str, today: date) -> date | None:
    if (back := _WORDS.get(folded)) is not None:
        return today - timedelta(days=back)
    if folded.startswith("+") or (day := read_day(folded, today)) is None:
        return None
    if day <= today or re.search(r"\d{4}", folded):
        return day
    if not re.search(r"\d", folded):
        return day - timedelta(days=_WEEK)
    for year in range(today.year, today.year - _LEAP, -1):
        gone = _in_year(day, year)
        if gone is not None and gone <= today:
            return gone
    return None


def _in_year(day: date, year: int) -> date | None:
    try:
        return day.replace(year=year)
    except ValueError:
        return None
