"""What the coming winter half-term may ask for, from what the last ones asked for. Simple on purpose: it can be said in two sentences.

Demand of a peak is the most that was out at one moment and what was asked for and not had. The forecast is the mean of the last three
peaks, in which the newest counts three times, the one before twice and the oldest once, times the growth of the branch's loans. With one
peak it is that peak; with none there is no figure.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil, floor, sqrt
from typing import Final

WEIGHTS: Final = (3, 2, 1)
"""Of the newest peak, the one before it, and the one before that."""
SLOWEST: Final = 0.5
FASTEST: Final = 2.0
"""A branch that has just opened, or moved, grows by more than any shelf will: the growth that is reckoned with stays between these."""
_LAST_MONTH: Final = 4


@dataclass(frozen=True, slots=True)
class Forecast:
    """Whole articles: what may be wanted at the same time, and the range in which that may well lie."""

    wanted: int
    low: int
    high: int


def forecast(demands: Sequence[int], growth: float | None) -> Forecast | None:
    """What is wanted, from the demand of the last peaks, the newest first; None without any.

    The range is as wide as counted things vary, their square root, and wide enough for every peak that it rests on.
    """
    if not demands:
        return None
    recent = demands[: len(WEIGHTS)]
    weights = WEIGHTS[: len(recent)]
    mean = sum(weight * demand for weight, demand in zip(weights, recent, strict=True)) / sum(weights)
    if len(recent) > 1 and growth is not None:
        mean *= held(growth)
    wanted = floor(mean + 0.5)
    spread = sqrt(mean)
    return Forecast(
        wanted, max(0, min(floor(mean - spread), *recent)), max(ceil(mean + spread), *recent, wanted)
    )


def held(growth: float) -> float:
    """The growth that is reckoned with."""
    return min(FASTEST, max(SLOWEST, growth))


def busiest_week(loans: Mapping[date, int], year: int) -> int | None:
    """The ISO week of January to April of the year in which most was lent, the earlier of two alike; None if nothing was."""
    weeks = Counter[int]()
    for day, count in loans.items():
        iso = day.isocalendar()
        if iso.year == day.year == year and day.month <= _LAST_MONTH:
            weeks[iso.week] += count
    most = max(weeks.values(), default=0)
    return min((week for week, count in weeks.items() if count == most), default=None) if most else None


def most_at_once(
    spans: Iterable[tuple[datetime, datetime | None]], days: Sequence[tuple[datetime, datetime]]
) -> tuple[int, ...]:
    """For each day, given by its two ends, how many of the spans there were at one moment of it at most. An open span has no end.

    One that ends at the moment another begins was not there with it.
    """
    changes = sorted(
        change
        for begins, ends in spans
        for change in ((begins, 1), *(((ends, -1),) if ends is not None else ()))
    )
    found: list[int] = []
    there, place = 0, 0
    for first, after in days:
        while place < len(changes) and changes[place][0] <= first:
            there += changes[place][1]
            place += 1
        most = there
        while place < len(changes) and changes[place][0] < after:
            there += changes[place][1]
            most = max(most, there)
            place += 1
        found.append(most)
    return tuple(found)
