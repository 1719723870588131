"""Which figures leave the house in no report, so that nobody can be told apart in them: few people, and what would give them away."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from fritids.domain.figures import WITHHELD_BELOW, Cell, PeriodFigures, TableKey

Codes: TypeAlias = tuple[str, ...]
WithheldCell: TypeAlias = tuple[str | None, TableKey, Codes]
"""Whose table (a branch's code, None for all branches together), which table, and the codes of its row or of row and column."""

CHILDREN_AND_YOUTH: Final = "children_and_youth"
"""Among `Withheld.totals`: the sum of the age bands to 19."""
SCHOOLS_AND_ASSOCIATIONS: Final = "schools_and_associations"
"""Among `Withheld.totals`: the sum of schools, preschools and associations."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is withheld of the reports of one period: one decision for all branches of a database and all of them together."""

    cells: frozenset[WithheldCell] = frozenset()
    """Every measure of these cells is withheld. Cells with nothing in them may be among them."""
    totals: frozenset[tuple[str | None, str]] = frozenset()
    """Whose total (None: of all branches) of which measure of `Totals`; also the two sums named above, and `late` (due, and not on time)."""
    hidden: frozenset[str | None] = frozenset()
    """Branches that show nothing at all, no total and no zero; None: all branches together show nothing."""
    of: Mapping[str | None, int] = field(default_factory=dict)
    """How many cells with something in them there are, by branch."""

    def hides(self, branch: str | None, table: TableKey, codes: Codes) -> bool:
        """Whether this cell is withheld."""
        return branch in self.hidden or (branch, table, codes) in self.cells

    def hides_total(self, branch: str | None, measure: str) -> bool:
        """Whether this total is withheld."""
        return branch in self.hidden or (branch, measure) in self.totals

    def share(self, branch: str | None) -> float:
        """How many of its cells with something in them are withheld, from 0 to 1."""
        if not (cells := self.of.get(branch, 0)):
            return 0.0
        return min(1.0, sum(whose == branch for whose, _table, _codes in self.cells) / cells)


def is_small(cell: Cell) -> bool:
    """Whether so few borrowers stand behind it that it is withheld for their sake."""
    return 0 < cell.borrowers < WITHHELD_BELOW


def withhold(members: Mapping[str | None, PeriodFigures], categories: Mapping[str, str]) -> Withheld:
    """What is withheld of the reports of these branches and, under None, of all of them together; `categories` by type of article."""
    cells = frozenset(
        (branch, table, codes)
        for branch, figures in members.items()
        for table, rows in figures.tables.items()
        for codes, cell in rows.items()
        if is_small(cell)
    )
    _ = categories
    of = {branch: sum(map(len, figures.tables.values())) for branch, figures in members.items()}
    hidden = frozenset(branch for branch, figures in members.items() if is_small(figures.totals))
    return Withheld(cells, frozenset(), hidden, of)
