"""The yearly report as the use case hands it out: everything that was counted, true, and beside it what may not leave the house."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from fritids.domain.figures import Period, PeriodFigures
from fritids.services.results.things import TypeView


@dataclass(frozen=True, slots=True)
class YearReport:
    """A year of one branch, or of all. Figures are true; what may not be shown of them stands in `withheld` (DESIGN §6)."""

    year: int
    branch: str | None
    """The branch's code; None: all branches."""
    branches: Mapping[str, str]
    """Code and name of every branch that is counted, in the order they were made."""
    period: Period
    counted_to: date
    """The last day that was counted; before the period's last in a year that is not over."""
    figures: PeriodFigures
    before: PeriodFigures | None
    """The same days a year earlier; None where the first loan was made later than those."""
    full: bool
    """Nothing is withheld: for the house alone."""
    types: Mapping[str, TypeView] = field(default_factory=dict)
    """The article types by their codes, for their names and categories."""
    version: str = ""
    """Of the program that counted."""

    @property
    def is_over(self) -> bool:
        """Whether the whole year was counted."""
        return self.counted_to >= self.period.last
