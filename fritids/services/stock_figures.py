"""The figures of the stock (DESIGN §6): of a period, of what stood still, of what was worn out, of what was short."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from fritids.db import stock_figures, stock_flows
from fritids.db.bulk import parts
from fritids.db.engine import Connection
from fritids.domain.calendar import local_date
from fritids.domain.figures import Period, PeriodFigures
from fritids.domain.roles import Right
from fritids.domain.words import DiscardReason
from fritids.errors import InvalidValueError
from fritids.i18n import _
from fritids.services import scanned
from fritids.services.context import Context
from fritids.services.results import ArticleView
from fritids.services.results.stock_figures import Shortage, StillView, StockOfPeriod, WornView
from fritids.services.rights import needs
from fritids.services.stock_counting import EARLIEST, STILL_MONTHS, Zone, counted, zones
from fritids.services.stock_shortage import shortage

MOST_MONTHS: Final = 600


class StockFigures:
    """The use cases of counting the stock; nothing here writes. `branch` is a branch's code, None all of them together."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Right.FIGURES)
    def of(
        self,
        period: Period,
        branch: str | None = None,
        *,
        sizes: bool = False,
        loans: PeriodFigures | None = None,
    ) -> StockOfPeriod:
        """The stock at the end of the period, today if that is earlier, and what came and went in it; with `sizes` by type and size too.

        `loans` are the whole figures of the same period and branch, where they are at hand: then its loans are not counted once more.
        Raises UsageError for a branch that is not there. A period that lies ahead has nothing.
        """
        context = self._context
        with context.database.read() as connection:
            context.refresh(connection)
            return counted(connection, context, period, branch, sizes=sizes, loans=loans)

    @needs(Right.FIGURES)
    def stood_still(
        self,
        months: int = STILL_MONTHS,
        *,
        branch: str | None = None,
        at: date | None = None,
        types: Sequence[str] | None = None,
    ) -> tuple[StillView, ...]:
        """What the branch had for all of these months before the end of the day `at` (today), and was not out in them; by the shelves.

        In the house then: in stock or in service. Raises InvalidValueError for months or a day that cannot be, UsageError as `of`.
        """
        if not 1 <= months <= MOST_MONTHS:
            raise InvalidValueError(_("Say between 1 and {n} months.").format(n=MOST_MONTHS), field="months")
        context = self._context
        with context.database.read() as connection:
            context.refresh(connection)
            found: list[tuple[Zone, stock_figures.StillRow]] = []
            for zone in self._until(connection, branch, at):
                rows = stock_figures.stood_still(
                    connection, zone.cut(months), None if types is None else tuple(types)
                )
                found += ((zone, row) for row in rows)
            views = self._views(connection, [row.article_id for _zone, row in found])
        return tuple(
            StillView(
                views[row.article_id],
                local_date(row.added_at, zone.zone),
                None if row.last_out is None else local_date(row.last_out, zone.zone),
            )
            for zone, row in found
        )

    @needs(Right.FIGURES)
    def worn_out(
        self, period: Period, *, branch: str | None = None, types: Sequence[str] | None = None
    ) -> tuple[WornView, ...]:
        """What was discarded as worn out in the period and not put back in it, the newest first. Raises UsageError as `of`."""
        context = self._context
        with context.database.read() as connection:
            context.refresh(connection)
            _ours, found = zones(connection, context, period, branch)
            rows = [
                (zone, article_id, at)
                for zone in found
                for article_id, at in stock_flows.discarded_ids(
                    connection, zone.span, DiscardReason.WORN_OUT.value
                )
            ]
            ids = [article_id for _zone, article_id, _at in rows]
            views = self._views(connection, ids)
            lent: dict[int, int] = {}
            for some in parts(ids):
                lent |= stock_flows.times_lent(connection, some)
        return tuple(
            WornView(views[article_id], local_date(at, zone.zone), lent.get(article_id, 0))
            for zone, article_id, at in rows
            if types is None or views[article_id].type.code in types
        )

    @needs(Right.FIGURES)
    def shortage(self, year: int | None = None, branch: str | None = None) -> Shortage:
        """What was short at the peak of the year (the last one that is over), and what the one after it may ask for.

        Of one branch: this one, where none is named. Raises UsageError as `of`, InvalidValueError for a year that has not come.
        """
        context = self._context
        with context.database.read() as connection:
            context.refresh(connection)
            return shortage(connection, context, year, branch)

    def _until(self, connection: Connection, branch: str | None, at: date | None) -> list[Zone]:
        """The zones at the end of a day. Raises InvalidValueError for one that has not come."""
        ours, found = zones(connection, self._context, Period(EARLIEST, at or date.max), branch)
        now = self._context.clock.now()
        if at is not None and all(at > local_date(now, ZoneInfo(one.timezone)) for one in ours):
            raise InvalidValueError(_("This day has not come yet."), field="at")
        return found

    def _views(self, connection: Connection, ids: Sequence[int]) -> dict[int, ArticleView]:
        views: dict[int, ArticleView] = {}
        for some in parts(ids):
            for article_id, one in scanned.by_ids(connection, self._context, some).items():
                views[article_id] = self._context.article_view(one)
        return views
