"""An estimate of what lending spares the climate: purchases that were avoided, with every assumption beside it (DESIGN §6).

Always a range, never one number; and only for what has a factor with a source.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor, log10
from typing import NamedTuple


class Source(NamedTuple):
    """Where a number comes from, in both languages."""

    sv: str
    en: str


@dataclass(frozen=True, slots=True)
class Range:
    """From the low through the likely to the high."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class Factor:
    """A number the estimate is made with."""

    amount: Range
    source: Source


@dataclass(frozen=True, slots=True)
class Assumptions:
    """All that is assumed, each with its source (`data/climate.csv`)."""

    avoided: Factor
    """Purchases avoided per loan."""
    trip: Factor
    """Kilometres there and back for a visit, if it is by car."""
    charged: Factor
    """How much of that is charged to the loans, 0 to 1: the rest of the way had another errand."""
    car: Factor | None
    """kg CO2e per kilometre by car; None without a source for it."""
    making: Mapping[str, Factor]
    """kg CO2e to make one article, by the code of its type."""


@dataclass(frozen=True, slots=True)
class Line:
    """What is reckoned with of one article type."""

    type_code: str
    loans: int
    making: Factor


@dataclass(frozen=True, slots=True)
class Estimate:
    """kg CO2e that were not let out because something was lent and not bought. Every amount of it is rounded to two digits."""

    kg: Range | None
    """If nobody came by car. None: nothing was lent of which a factor is known."""
    kg_by_car: Range | None
    """If everybody came by car; below nothing where the trips let out more than was spared. None where it cannot be told."""
    lines: tuple[Line, ...]
    """The types that are reckoned with, most loans first."""
    loans: int
    """All loans."""
    covered: int
    """Loans of types with a factor, which alone are reckoned with."""
    withheld: int
    """Loans of types whose number is withheld, with a factor or without: left out."""
    trip_visits: float | None
    """Visits whose trips are deducted: as large a part of all as the covered loans are of all loans. None if visits are withheld."""
    assumptions: Assumptions

    @property
    def no_factor(self) -> int:
        """Loans of types without a factor: left out too, since nobody has said what making them lets out."""
        return self.loans - self.covered - self.withheld

    @property
    def share_covered(self) -> float:
        """How much of all loans is reckoned with, 0 to 1."""
        return self.covered / self.loans if self.loans else 0.0


def estimate(
    loans_by_type: Mapping[str, int], loans: int, visits: int | None, assumptions: Assumptions
) -> Estimate:
    """What lending spared, from loans by type (those that may be shown), all loans and all visits (None: withheld)."""
    known = [
        Line(code, count, assumptions.making[code])
        for code, count in loans_by_type.items()
        if code in assumptions.making and count
    ]
    lines = tuple(sorted(known, key=lambda line: (-line.loans, line.type_code)))
    covered = sum(line.loans for line in lines)
    avoided = assumptions.avoided.amount
    spared = Range(
        sum(line.loans * avoided.low * line.making.amount.low for line in lines),
        sum(line.loans * avoided.middle * line.making.amount.middle for line in lines),
        sum(line.loans * avoided.high * line.making.amount.high for line in lines),
    )
    trips = None if visits is None else (visits * covered / loans if loans else 0.0)
    kg_a_visit = _kg_a_visit(assumptions)
    by_car = None
    if lines and trips is not None and kg_a_visit is not None:
        by_car = Range(*(two_digits(kg - trips * kg_a_visit) for kg in _each(spared)))
    return Estimate(
        kg=Range(*map(two_digits, _each(spared))) if lines else None,
        kg_by_car=by_car,
        lines=lines,
        loans=loans,
        covered=covered,
        withheld=loans - sum(loans_by_type.values()),
        trip_visits=trips,
        assumptions=assumptions,
    )


def _each(amount: Range) -> tuple[float, float, float]:
    return amount.low, amount.middle, amount.high


def _kg_a_visit(assumptions: Assumptions) -> float | None:
    if assumptions.car is None:
        return None
    amounts = (assumptions.trip, assumptions.charged, assumptions.car)
    kg = 1.0
    for one in amounts:
        kg *= one.amount.middle
    return kg


def two_digits(amount: float) -> float:
    """The amount as exactly as it deserves: 1 234 becomes 1 200, 0.0567 becomes 0.057."""
    return round(amount, 1 - floor(log10(abs(amount)))) if amount else 0.0
