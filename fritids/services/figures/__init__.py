"""The figures of any period, branch and split: whole years for the report, crossings for the screen, the loans behind each."""

import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from fritids.db import branches, figure_sums, figures
from fritids.db.branches import BranchRow
from fritids.db.figure_batches import Counted
from fritids.db.figure_splits import Scope
from fritids.db.figure_sums import ToKeep
from fritids.domain.figures import Period, PeriodFigures, Rows, Split, TableKey, Totals, report_tables
from fritids.domain.roles import Right
from fritids.errors import UsageError
from fritids.i18n import _
from fritids.services.context import Context
from fritids.services.figures import bodies, checking
from fritids.services.figures.keeping import Keeping, Whose, whose
from fritids.services.loan_pages import views_of
from fritids.services.results import LoanView
from fritids.services.results.figures import Difference
from fritids.services.rights import needs

NOTHING: Final[Mapping[Split, str]] = {}
_ODD_KEPT_FOR: Final = timedelta(days=30)


class Figures:
    """The use cases of counting. `branch` is a branch's code, None all branches together; periods end today at the latest.

    All of them raise UsageError for a branch that is not there.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._keeping = Keeping(context.database, context.clock.now)

    @needs(Right.FIGURES)
    def whole(self, period: Period, branch: str | None = None) -> PeriodFigures:
        """All that a report says of a period: its totals and the fixed tables."""
        ours = self._whose(branch)
        question = bodies.of_report(branches=branch is None)
        counted = self._keeping.answers(question, period, [ours])[ours.branch_id]
        return _figures(branch, period, ours, counted)

    @needs(Right.FIGURES)
    def every_branch(self, period: Period) -> dict[str, PeriodFigures]:
        """The same of each branch, by its code, in the order they were made; branches that nothing is kept of are counted in one pass."""
        everybody = self._each()
        answers = self._keeping.answers(
            bodies.of_report(branches=False), period, [one for _row, one in everybody]
        )
        return {row.code: _figures(row.code, period, one, answers[one.branch_id]) for row, one in everybody}

    @needs(Right.FIGURES)
    def split(
        self, period: Period, key: TableKey, branch: str | None = None, where: Mapping[Split, str] = NOTHING
    ) -> Rows:
        """One table, of any one or two splits, of the loans that fall under the codes of `where`."""
        return bodies.rows(self._table(period, key, branch, where), key)

    @needs(Right.FIGURES)
    def totals(
        self, period: Period, branch: str | None = None, where: Mapping[Split, str] = NOTHING
    ) -> Totals:
        """The totals of the loans that fall under the codes of `where`."""
        return bodies.totals(self._table(period, (), branch, where))

    def _table(
        self, period: Period, key: TableKey, branch: str | None, where: Mapping[Split, str]
    ) -> Counted:
        ours = self._whose(branch)
        question = bodies.asked(key, where)
        if not where and (not key or key in report_tables(branches=branch is None)):
            answer = self._keeping.from_report(question, period, ours)
            if answer is not None:
                return answer[ours.branch_id]
        return self._keeping.answers(question, period, [ours])[ours.branch_id]

    @needs(Right.LISTS)
    def behind(
        self,
        period: Period,
        where: Mapping[Split, str],
        branch: str | None = None,
        *,
        measure: str = "loans",
        limit: int = 100,
        offset: int = 0,
    ) -> tuple[LoanView, ...]:
        """A page of the loans behind a figure, the newest first.

        `measure` is a name of `Cell` or `Totals`, or `late`: what fell due and was not on time. Behind borrowers, groups and visits
        stand all their loans; a loan that was renewed twice stands behind renewals twice. Raises LookupError for a measure that no
        loans stand behind.
        """
        ours = self._whose(branch)
        scope = Scope(Period(period.first, min(period.last, ours.today)), ours.branches)
        with self._context.database.read() as connection:
            ids = figures.ids_behind(connection, measure, scope, where, limit=limit, offset=offset)
            return views_of(connection, self._context, ids)

    @needs(Right.MACHINE)
    def sum_up(self) -> int:
        """Count and keep what is over of last year and of this: the years and their months, of all branches and of each.

        How many sums are kept that were not before. What no longer holds, and what was asked for once long ago, is thrown away.
        """
        everything = self._whose(None)
        now = self._context.clock.now()
        with self._context.database.write() as connection:
            figure_sums.tidy(connection, over=everything.over, unused_since=now - _ODD_KEPT_FOR)
            before = {kept.id for kept in figure_sums.holding(connection)}
            begun = figures.first_day(connection, (row.id for row in everything.branches))
        keeping = Keeping(self._context.database, self._context.clock.now, always=True)
        each = [one for _row, one in self._each()]
        for period in _worth_summing(begun, everything.today):
            keeping.answers(bodies.of_report(branches=True), period, [everything])
            keeping.answers(bodies.of_report(branches=False), period, each)
        with self._context.database.read() as connection:
            return len({kept.id for kept in figure_sums.holding(connection)} - before)

    @needs(Right.MACHINE)
    def verify(self) -> tuple[Difference, ...]:
        """Kept sums that are not what the loans say; none, where all is right. Each is counted again, whole, from the loans alone."""
        with self._context.database.read_with_room() as connection:
            figures.one_view(connection)
            return tuple(found for _number, found in checking.differences(connection))

    @needs(Right.MACHINE)
    def mend(self) -> tuple[Difference, ...]:
        """As `verify`, and what is wrong is kept no longer: it is counted from the loans the next time."""
        with self._context.database.write() as connection:
            found = list(checking.differences(connection))
            figure_sums.drop(connection, {number for number, _difference in found})
        return tuple(difference for _number, difference in found)

    @needs(Right.FIGURES)
    def kept(self, what: str, period: Period, branch: str | None, compute: Callable[[], Any]) -> Any:
        """What `compute` gives, something that JSON knows, and which depends on nothing but the loans counted to the end of these days.

        Once the period is over it is computed no more often than something of it changes, or a branch is added to all of them. `what` is
        a name for it, with a number that grows with each version of the program that computes it otherwise.
        """
        ours = self._whose(branch)
        what = f"{what} {len(ours.branches)}"  # a branch without loans puts no mark, and yet changes what is made of several
        with self._context.database.read() as connection:
            found = figure_sums.longest(connection, what, [ours.branch_id], period.first, period.last)
            there = found.get(ours.branch_id)
            if there is not None and there.last == period.last:
                return json.loads(figure_sums.body(connection, there))
        if ours.over < period.last or not self._keeping.ready_to_keep(period.last):
            return compute()
        with self._context.database.read() as connection:
            seen = figure_sums.seen(connection)
        computed = compute()
        body = json.dumps(computed, sort_keys=True)
        self._keeping.keep([ToKeep(what, ours.branch_id, period.first, period.last, body)], seen)
        return json.loads(body)

    @needs(Right.FIGURES)
    def today(self, branch: str | None = None) -> date:
        """The day it is at the branch; for all branches the latest there is at any of them."""
        return self._whose(branch).today

    def _whose(self, branch: str | None) -> Whose:
        with self._context.database.read() as connection:
            known = branches.find(connection, branch)
        if not known:
            raise UsageError(
                _("There is no branch with the code {code}. See them with: fritids branch list").format(
                    code=branch
                )
            )
        return whose(known, self._context.clock.now(), None if branch is None else known[0].id)

    def _each(self) -> list[tuple[BranchRow, Whose]]:
        now = self._context.clock.now()
        with self._context.database.read() as connection:
            known = branches.find(connection, None)
        return [(row, whose([row], now, row.id)) for row in known]


def _figures(branch: str | None, period: Period, ours: Whose, counted: Counted) -> PeriodFigures:
    keys = report_tables(branches=branch is None)
    return PeriodFigures(
        branch,
        period,
        min(period.last, ours.today),
        bodies.totals(counted),
        {key: bodies.rows(counted, key) for key in keys},
    )


def _worth_summing(begun: date | None, today: date) -> list[Period]:
    """Last year and this one, and their months, from the first loan to today."""
    years = (today.year - 1, today.year)
    months = (Period.month(year, number) for year in years for number in range(1, 13))
    return [
        period
        for period in (*(Period.year(year) for year in years), *months)
        if begun is not None and period.first <= today and period.last >= begun
    ]


__all__ = ["Figures"]
