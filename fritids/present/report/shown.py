"""What may be shown of figures: each value once, or the sign that it is withheld. Every form of the report asks here and nowhere else.

A derived figure (a share, a change, a sum) is made of shown values only, so that it never gives a withheld one away.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

from fritids.domain.figures import PeriodFigures, Split, TableKey
from fritids.domain.small_numbers import Withheld
from fritids.outside.documents.model import Gap

Number: TypeAlias = int | float | Gap

ONE_WAY_MEASURES: Final = ("loans", "borrowers")
WITH_VISITS: Final = ("loans", "visits", "borrowers")
CROSSED_MEASURES: Final = ("loans",)


_DECIMALS: Final = 4
_A_CHANGE: Final = 0.005
"""Less would be set as -0 %."""


def measures_of(key: TableKey) -> tuple[str, ...]:
    """What leaves the house of each cell of a table (DESIGN §6): loans and borrowers, by month and branch visits too; crossed, loans alone."""
    if len(key) > 1:
        return CROSSED_MEASURES
    return WITH_VISITS if key[0] in {Split.MONTH, Split.BRANCH} else ONE_WAY_MEASURES


@dataclass(frozen=True, slots=True)
class Shown:
    """Figures with what is withheld of them."""

    figures: PeriodFigures
    withheld: Withheld

    @property
    def is_hidden(self) -> bool:
        """Whether nothing at all is shown."""
        return self.figures.branch in self.withheld.hidden

    def total(self, measure: str) -> Number:
        """A measure of the whole period."""
        if self.withheld.hides_total(self.figures.branch, measure):
            return Gap.WITHHELD
        value: int = getattr(self.figures.totals, measure)
        return value

    def is_withheld(self, key: TableKey, codes: tuple[str, ...]) -> bool:
        """Whether the cell is shown in no measure."""
        return self.withheld.hides(self.figures.branch, key, codes)

    def cell(self, key: TableKey, codes: tuple[str, ...], measure: str) -> Number:
        """A measure of one cell; 0 where nothing fell in it."""
        if self.is_withheld(key, codes):
            return Gap.WITHHELD
        found = self.figures.tables.get(key, {}).get(codes)
        value: int = 0 if found is None else getattr(found, measure)
        return value

    def codes(self, key: TableKey) -> set[tuple[str, ...]]:
        """The cells of a table in which something fell, or that are withheld; none where all is hidden, since they would say what was lent."""
        if self.is_hidden:
            return set()
        branch = self.figures.branch
        withheld = {codes for whose, table, codes in self.withheld.cells if (whose, table) == (branch, key)}
        return withheld | set(self.figures.tables.get(key, {}))


def kept(value: float) -> int | float:
    """The value as files for programs hold it: a whole number as one, another with the places that it keeps on every platform."""
    return int(value) if value == int(value) else round(value, _DECIMALS)


def ratio(above: Number, below: Number) -> Number:
    """`above` / `below`; no figure where there is nothing to divide by."""
    if isinstance(above, Gap):
        return above
    if isinstance(below, Gap):
        return below
    return above / below if below else Gap.NONE


def change(now: Number, before: Number) -> Number:
    """How much more, as a part of what it was; 0 where that is no whole per cent; no figure where it was nothing."""
    if isinstance(now, Gap):
        return now
    if isinstance(before, Gap):
        return before
    if not before:
        return Gap.NONE
    more = (now - before) / before
    return more if abs(more) >= _A_CHANGE else 0


def added(values: Iterable[Number]) -> Number:
    """The sum, if all of it is shown."""
    total: int | float = 0
    for value in values:
        if isinstance(value, Gap):
            return value
        total += value
    return total
