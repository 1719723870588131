"""The yearly report: figures of the year beside the year before, the stock, what it did for people, and what of it may leave the house."""

from collections.abc import Mapping
from datetime import MINYEAR, date

import fritids
from fritids.db import branches, reports
from fritids.domain.figures import Period, Split
from fritids.domain.roles import Right
from fritids.domain.small_numbers import Withheld
from fritids.errors import UsageError
from fritids.i18n import _, day_spoken
from fritids.services.context import Context
from fritids.services.figures import Figures
from fritids.services.figures.withholding import of_part
from fritids.services.figures.withholding import withheld as decided
from fritids.services.follow_up import FollowUp
from fritids.services.results.report import YearReport
from fritids.services.rights import demand, needs
from fritids.services.stock_figures import StockFigures


class Report:
    """The use case of the yearly report. It writes nothing."""

    def __init__(
        self, context: Context, *, figures: Figures, stock: StockFigures, follow_up: FollowUp
    ) -> None:
        self._context = context
        self._figures = figures
        self._stock = stock
        self._follow_up = follow_up

    @needs(Right.FIGURES)
    def year(self, year: int, branch: str | None = None, *, full: bool = False) -> YearReport:
        """The report of a calendar year, of the branch with this code or of all (the one there is, where there is one). With `full` nothing is withheld.

        A year that is not over is counted to today, and stands beside the same days of the year before. Raises UsageError for a year
        that has not begun, or that was over before the first loan, NotAllowedError for `full` from whoever may not see lists with names.
        """
        context = self._context
        if full:
            demand(context, Right.LISTS)
        with context.database.read() as connection:
            context.refresh(connection)
            every = branches.find(connection, None)
            if len(every) == 1:
                branch = every[0].code
            counted = [one for one in every if branch in {None, one.code}]
            branch_id = None if branch is None else counted[0].id
            first = reports.first_loan_on(connection, branch_id)
        self._check(year, first)
        period = Period.year(year)
        counted_to = min(period.last, context.today())
        before = Period(period.first, counted_to).before() if year > MINYEAR else None
        if first is None or before is None or first > before.last:
            before = None
        nothing = Withheld()
        withheld = nothing if full else decided(self._figures, period)
        withheld_before = nothing if full or before is None else self._decided_before(before)
        figures = self._figures.whole(period, branch)
        figures_before = None if before is None else self._figures.whole(before, branch)
        return YearReport(
            year=year,
            branch=branch,
            branches={one.code: one.name for one in counted},
            has_others=len(every) > len(counted),
            period=period,
            counted_to=figures.counted_to,
            first_loan_on=first,
            tells_first_loan=full or _tells(first, branch, {year: withheld, year - 1: withheld_before}),
            figures=figures,
            before=figures_before,
            stock=self._stock.of(period, branch, loans=figures),
            stock_before=None if before is None else self._stock.of(before, branch, loans=figures_before),
            follow_up=self._follow_up.of(
                year,
                figures,
                branch,
                withheld=None if full else withheld,
                each=self._figures.every_branch(period) if branch is None else None,
            ),
            withheld=withheld,
            withheld_before=withheld_before,
            full=full,
            types=dict(context.types),
            version=fritids.__version__,
        )

    def _decided_before(self, before: Period) -> Withheld:
        """What is withheld of the year before; of a part of it also what is withheld of the whole, which has its own report."""
        part, whole = decided(self._figures, before), Period.year(before.first.year)
        return part if before == whole else of_part(part, decided(self._figures, whole), before)

    def _check(self, year: int, first: date | None) -> None:
        today = self._context.today()
        if year > today.year:
            raise UsageError(
                _("{year} has not begun, so there is nothing to report. This year is {today}.").format(
                    year=year, today=today.year
                ),
                code="no_figures",
            )
        if first is None and year < today.year:
            raise UsageError(
                _("Nothing has been lent yet, so there is nothing to report of {year}.").format(year=year),
                code="no_figures",
            )
        if first is not None and year < first.year:
            raise UsageError(
                _("The first loan was made on {day}, so there is nothing to report of {year}.").format(
                    day=day_spoken(first, today), year=year
                ),
                code="no_figures",
            )


def _tells(first: date | None, branch: str | None, withheld: Mapping[int, Withheld]) -> bool:
    """Whether the day of the first loan says nothing of a withheld month: neither that it has loans, nor that those before have none."""
    if first is None or first.year not in withheld:
        return False
    months = (f"{first.year}-{month:02}" for month in range(1, first.month + 1))
    return not any(withheld[first.year].hides(branch, (Split.MONTH,), (month,)) for month in months)
