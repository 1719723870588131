"""How long a branch is open, by its calendar. Pure; hours and closed days have no history, so a past year is counted by today's."""

from collections.abc import Iterable
from datetime import date, timedelta

from fritids.domain.calendar import OpeningCalendar

_MINUTES = 60


def open_time(
    hours: Iterable[tuple[int, str, str]], closed: tuple[tuple[date, date], ...], first: date, last: date
) -> tuple[int, int | None]:
    """(days, minutes) that a branch is open from `first` to `last`, both included. No minutes where it has set no hours.

    `hours` are (weekday, opens, closes) as `HH:MM`, several on a weekday as they may be.
    """
    minutes = [0] * 7
    for weekday, opens, closes in hours:
        minutes[weekday] += _minute(closes) - _minute(opens)
    calendar = OpeningCalendar(frozenset(day for day in range(7) if minutes[day]), closed)
    days = [day for n in range((last - first).days + 1) if calendar.is_open(day := first + timedelta(days=n))]
    return len(days), sum(minutes[day.weekday()] for day in days) if any(minutes) else None


def _minute(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * _MINUTES + int(minute)
