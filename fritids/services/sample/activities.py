"""What people come for: bundles of things that go together, each with its months, from `data/sample/activities.csv`."""

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random

from fritids.services.reference import read_rows

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing of a bundle: how often it is taken, and the types that will do."""

    chance: float
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Activity:
    """A bundle: what each who goes along needs, and what one of is enough."""

    each: tuple[Wish, ...]
    once: tuple[Wish, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """What people come for in one month, with running sums to choose by."""

    activities: tuple[Activity, ...]
    sums: tuple[float, ...]

    def choose(self, rng: Random) -> Activity:
        """One of them, as often as it is asked for."""
        return self.activities[bisect(self.sums, rng.random() * self.sums[-1], 0, len(self.sums) - 1)]


@cache
def months() -> tuple[Month, ...]:
    """January first."""
    rows = [
        (Activity(_wishes(row["each"]), _wishes(row["once"])), row)
        for row in read_rows("sample/activities.csv")
    ]
    return tuple(
        Month(
            tuple(activity for activity, _ in rows), tuple(accumulate(float(row[month]) for _, row in rows))
        )
        for month in _MONTHS
    )


def _wishes(cell: str) -> tuple[Wish, ...]:
    return tuple(_parsed(cell))


def _parsed(cell: str) -> Iterator[Wish]:
    for part in filter(None, map(str.strip, cell.split(";"))):
        types, _, chance = part.partition(" ")
        yield Wish(float(chance or 1), tuple(types.split("|")))
