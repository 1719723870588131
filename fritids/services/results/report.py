"""The yearly report as the use case hands it out: everything that was counted, true, and beside it what may not leave the house."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from fritids.domain.anchor import Anchor
from fritids.domain.figures import Period, PeriodFigures
from fritids.domain.small_numbers import Withheld
from fritids.services.results.follow_up import FollowUpOfYear
from fritids.services.results.stock_figures import StockOfPeriod
from fritids.services.results.things import TypeView

DEFINITIONS: Final = 1
"""The version of what is counted and how (DESIGN §6). A figure that is counted otherwise from some day on makes it another."""


@dataclass(frozen=True, slots=True)
class YearReport:
    """A year of one branch, or of all. Figures are true; what may not be shown of them stands in `withheld` (DESIGN §6)."""

    year: int
    branch: str | None
    """The branch's code; None: all branches."""
    branches: Mapping[str, str]
    """Code and name of every branch that is counted, in the order they were made."""
    has_others: bool
    """Whether the database has branches that are not counted here."""
    period: Period
    counted_to: date
    """The last day that was counted; before the period's last in a year that is not over."""
    first_loan_on: date | None
    """The day of the first loan that is counted here; None where nothing was ever lent."""
    tells_first_loan: bool
    """Whether that day may be said: not where it says that a withheld month has loans or has none, nor that of years before these two."""
    figures: PeriodFigures
    before: PeriodFigures | None
    """The same days a year earlier; None where the first loan was made later than those."""
    stock: StockOfPeriod
    stock_before: StockOfPeriod | None
    follow_up: FollowUpOfYear
    """Fit to be shown as the report is: what is withheld is withheld in it."""
    full: bool
    """Nothing is withheld: for the house alone."""
    withheld: Withheld
    """What may not leave the house; nothing in a full report, which may not leave it at all."""
    withheld_before: Withheld
    """The same of the year before."""
    types: Mapping[str, TypeView]
    """The article types by their codes, for their names and categories."""
    version: str
    """Of the program that counted."""
    record: Anchor | None = None
    """Where the record of events stood, so that a later change of it can be told; None while it is empty."""

    @property
    def compares_whole_years(self) -> bool:
        """Whether lending went on all through what the year is set beside; otherwise more loans are no growth."""
        return (
            self.before is not None
            and self.first_loan_on is not None
            and self.first_loan_on <= self.before.period.first
        )

    @property
    def compares_rows(self) -> bool:
        """Whether tables other than that of months may say the year before: not those of a part of it, whose whole is published, too."""
        return self.full or self.is_over

    @property
    def is_over(self) -> bool:
        """Whether the whole year was counted."""
        return self.counted_to >= self.period.last
