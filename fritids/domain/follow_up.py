"""What a year did for people, told from its figures: target groups, places, goals. Values and arithmetic; nothing here counts loans.

A figure made of others is shown only where each of them may be, and the two sums where `domain.small_numbers` lets them be: so nothing
that is said here gives away what a report withholds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from fritids.domain.figures import Cell, PeriodFigures, Split
from fritids.domain.small_numbers import CHILDREN_AND_YOUTH, SCHOOLS_AND_ASSOCIATIONS, Withheld
from fritids.domain.words import AgeBand, BorrowerKind

CHILDREN: Final = (AgeBand.B0_6, AgeBand.B7_12, AgeBand.B13_15, AgeBand.B16_19)
"""Children and youth: 0 to 19 years, in the bands of the yearly report."""
SCHOOLS: Final = (BorrowerKind.SCHOOL, BorrowerKind.PRESCHOOL, BorrowerKind.ASSOCIATION)
"""The groups that a follow-up asks for; care and others stand in the report's table of kinds."""

TOGETHER: Final[Mapping[str, tuple[Split, tuple[str, ...]]]] = {
    CHILDREN_AND_YOUTH: (Split.AGE, CHILDREN),
    SCHOOLS_AND_ASSOCIATIONS: (Split.KIND, SCHOOLS),
}
"""Rows of a table that are told of together."""
_LATE: Final = "late"
NOTHING_WITHHELD: Final = Withheld()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that may leave the house, or why there is none: withheld, or (both empty) no such figure."""

    value: float | None = None
    withheld: bool = False


NO_FIGURE: Final = Figure()
WITHHELD: Final = Figure(withheld=True)


class Outcome(StrEnum):
    """How a goal stands."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    """The year is over, and it was not reached."""
    TOO_EARLY = "too_early"
    """The year is not over, and it is not reached yet."""
    NOT_SAID = "not_said"
    """The figure is withheld, or there is none."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """Figures of one branch (or all), without what is withheld of them; with nothing withheld they are the true ones."""

    figures: PeriodFigures
    withheld: Withheld = NOTHING_WITHHELD

    def cell(self, split: Split, code: str) -> Cell | None:
        """What was counted in a row of a table, nothing for a row that is not there; None if it is withheld."""
        if self.withheld.hides(self.figures.branch, (split,), (code,)):
            return None
        return self.figures.tables.get((split,), {}).get((code,), Cell())

    def loans(self, split: Split, code: str) -> Figure:
        """The loans of a row of a table."""
        cell = self.cell(split, code)
        return WITHHELD if cell is None else Figure(cell.loans)

    def together(self, group: str) -> Figure:
        """The loans of all rows of `CHILDREN_AND_YOUTH` or `SCHOOLS_AND_ASSOCIATIONS`, which may be shown though one of them may not."""
        if self.withheld.hides_total(self.figures.branch, group):
            return WITHHELD
        split, codes = TOGETHER[group]
        rows = self.figures.tables.get((split,), {})
        return Figure(sum(rows.get((code,), Cell()).loans for code in codes))

    def on_time(self) -> Figure:
        """Of what fell due, what was back by then; not where how many were late may not be said, which is the rest."""
        return WITHHELD if self.withheld.hides_total(self.figures.branch, _LATE) else self.total("on_time")

    def total(self, measure: str) -> Figure:
        """A measure of the whole period."""
        if self.withheld.hides_total(self.figures.branch, measure):
            return WITHHELD
        return Figure(getattr(self.figures.totals, measure))


def ratio(part: Figure, whole: Figure | float, times: float = 1) -> Figure:
    """So much of the one for each of the other; withheld if either is, no figure where the other is nothing."""
    of = Figure(whole) if isinstance(whole, int | float) else whole
    if part.withheld or of.withheld:
        return WITHHELD
    if part.value is None or not of.value:
        return NO_FIGURE
    return Figure(part.value / of.value * times)


def outcome(figure: Figure, target: float, *, over: bool) -> Outcome:
    """How a goal stands whose figure is this; `over`: the year is."""
    if figure.value is None:
        return Outcome.NOT_SAID
    if figure.value >= target:
        return Outcome.REACHED
    return Outcome.NOT_REACHED if over else Outcome.TOO_EARLY
