"""The time on a paper slip as a hurried hand types it."""

import re
from datetime import date, datetime, time, timedelta
from typing import Final

from fritids.domain.days import read_day

_CLOCK: Final = re.compile(r"([01]?\d|2[0-3])[:. ]?([0-5]\d)")


def read_slip_time(text: str, day: date, today: date) -> datetime | None:
    """`16:40`, `16.40` or `1640` on `day`, or with a day before it, such as `16/2 16:40`: local, without a zone. None for no time."""
    words = text.split()
    if len(words) > 1:
        said = read_day(" ".join(words[:-1]), today)
        if said is None:
            return None
        day = _past(said, today)
    match = _CLOCK.fullmatch(words[-1]) if words else None
    return None if match is None else datetime.combine(day, time(int(match[1]), int(match[2])))


def _past(day: date, today: date) -> date:
    """The last such day, where the next one is still to come: what stands on a slip was."""
    if day <= today:
        return day
    if day - today <= timedelta(days=7):  # a weekday
        return day - timedelta(days=7)
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # a leap day
        return day
