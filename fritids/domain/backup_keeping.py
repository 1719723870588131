"""Which backups are kept: one an hour for a day's worth of hours, one a day for two weeks of days, one a month for a year of months.

Counted are hours, days and months that have a backup, not those of the clock: a branch that is closed all summer loses none by that.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final, TypeVar

T = TypeVar("T")
HOURS: Final = 24
DAYS: Final = 14
MONTHS: Final = 12
MOST: Final = HOURS + DAYS + MONTHS
CLOCKS_DIFFER: Final = timedelta(days=1)
"""By how much the clocks of two computers may be apart before a backup counts as made in the future."""
_SPANS: Final[Sequence[tuple[int, str]]] = ((HOURS, "%Y%m%d%H"), (DAYS, "%Y%m%d"), (MONTHS, "%Y%m"))


def superfluous(backups: Iterable[T], made: Callable[[T], datetime], now: datetime) -> list[T]:
    """Which of these may go: of each span counted all but its newest.

    Those made later than now are counted by themselves: a clock that stands at the year 2000 neither sees the backups of today as the
    newest for ever nor, since its own are the oldest, loses each as soon as it is made. At most `MOST` of either kind stay.
    """
    past: list[T] = []
    future: list[T] = []
    for each in backups:
        (past if made(each) <= now else future).append(each)
    return [each for group in (past, future) for each in _more_than_needed(group, made)]


def in_order_of_trust(backups: Iterable[T], made: Callable[[T], datetime], now: datetime) -> list[T]:
    """The one to restore first: the newest, and those from the future, which a wrong clock made, only after all others."""
    return sorted(backups, key=lambda each: (made(each) <= now + CLOCKS_DIFFER, made(each)), reverse=True)


def _more_than_needed(backups: list[T], made: Callable[[T], datetime]) -> list[T]:
    newest_first = sorted(backups, key=made, reverse=True)
    kept: set[int] = set()
    for most, span in _SPANS:
        seen: set[str] = set()
        for place, each in enumerate(newest_first):
            name = f"{made(each):{span}}"
            if name not in seen and len(seen) < most:
                seen.add(name)
                kept.add(place)
    return [each for place, each in enumerate(newest_first) if place not in kept]
