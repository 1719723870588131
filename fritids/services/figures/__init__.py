"""The figures of any period, branch and split: whole years for the report, crossings for the screen, the loans behind each."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from fritids.db import branches, figures
from fritids.db.engine import Connection
from fritids.db.figure_splits import Scope
from fritids.domain.calendar import local_date
from fritids.domain.figures import Period, PeriodFigures, Rows, Split, TableKey, Totals
from fritids.errors import UsageError
from fritids.i18n import _
from fritids.services.context import Context
from fritids.services.figures import counting
from fritids.services.loan_pages import views_of
from fritids.services.results import LoanView
from fritids.services.results.figures import Difference

NOTHING: Mapping[Split, str] = counting.NOTHING


class Figures:
    """The use cases of counting. `branch` is a branch's code, None all branches together; periods end today at the latest."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def whole(self, period: Period, branch: str | None = None) -> PeriodFigures:
        """All that a report says of a period: its totals and the fixed tables. Raises UsageError for a branch that is not there."""
        with self._context.database.read() as connection:
            scope = self._scope(connection, period, branch)
            return replace(counting.whole(connection, scope), period=period)

    def every_branch(self, period: Period) -> dict[str, PeriodFigures]:
        """The same of each branch, by its code."""
        with self._context.database.read() as connection:
            codes = [one.code for one in branches.find(connection, None)]
        return {code: self.whole(period, code) for code in codes}

    def split(
        self, period: Period, key: TableKey, branch: str | None = None, where: Mapping[Split, str] = NOTHING
    ) -> Rows:
        """One table, of any one or two splits, of the loans that fall under the codes of `where`."""
        with self._context.database.read() as connection:
            return counting.rows(connection, key, self._scope(connection, period, branch), where)

    def totals(
        self, period: Period, branch: str | None = None, where: Mapping[Split, str] = NOTHING
    ) -> Totals:
        """The totals of the loans that fall under the codes of `where`."""
        with self._context.database.read() as connection:
            return counting.totals(connection, self._scope(connection, period, branch), where)

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

        `measure` is a name of `Cell` or `Totals`, or `late`: what fell due and was not on time. Behind borrowers and visits stand
        all their loans. Raises LookupError for a measure that no loans stand behind.
        """
        with self._context.database.read() as connection:
            scope = self._scope(connection, period, branch)
            ids = figures.ids_behind(connection, measure, scope, where, limit=limit, offset=offset)
            return views_of(connection, self._context, ids)

    def sum_up(self) -> int:
        """Count and keep what is over; how many sums were made anew."""
        return 0

    def verify(self) -> tuple[Difference, ...]:
        """Kept sums that are not what the loans say; none, where all is right."""
        return ()

    def kept(self, what: str, period: Period, branch: str | None, compute: Callable[[], Any]) -> Any:
        """What `compute` gives, something that JSON knows, and which depends on the loans of these days alone.

        Once the period is over it is computed no more often than something of it changes. `what` is a name for it, with a number that
        grows with each version of the program that computes it otherwise.
        """
        del what, period, branch
        return compute()

    def today(self, branch: str | None = None) -> date:
        """The day it is at the branch; for all branches the latest there is at any of them. Raises UsageError as `whole`."""
        with self._context.database.read() as connection:
            return self._scope(connection, Period(date.min, date.max), branch).period.last

    def _scope(self, connection: Connection, period: Period, branch: str | None) -> Scope:
        """Whose loans of which days are counted: to today at the latest."""
        known = branches.find(connection, None)
        ours = [one for one in known if branch in (None, one.code)]
        if not ours:
            raise UsageError(
                _("There is no branch with the code {code}. See them with: fritids branch list").format(
                    code=branch
                )
            )
        now = self._context.clock.now()
        today = max(local_date(now, ZoneInfo(one.timezone)) for one in ours)
        return Scope(
            Period(period.first, min(period.last, today)), known, None if branch is None else ours[0].id
        )


__all__ = ["Figures"]
