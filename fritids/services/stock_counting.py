"""Counting the stock of a period, zone by zone, on a connection that is open; `stock_figures` is the door to it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from fritids.db import branches, stock_figures, stock_flows
from fritids.db.branches import BranchRow
from fritids.db.engine import Connection
from fritids.db.stock_figures import ON_LOAN, Cut
from fritids.db.stock_flows import FlowRow, Span
from fritids.domain.calendar import local_date, local_day_span
from fritids.domain.figures import Period, PeriodFigures, Split
from fritids.domain.opening import open_time
from fritids.domain.periods import months_before
from fritids.domain.words import ArticleState, DiscardReason, GiftOutcome, TransferKind
from fritids.errors import UsageError
from fritids.i18n import _
from fritids.services.context import Context
from fritids.services.results.stock_figures import (
    GiftFigures,
    Opening,
    StockCount,
    StockOfPeriod,
    Transferred,
    Unmet,
)

STILL_MONTHS: Final = 12
EARLIEST: Final = date(1900, 1, 1)
"""There is no stock before it."""
_SIZELESS: Final = float("inf")
_FIELDS: Final = {
    ArticleState.IN_STOCK.value: "in_stock",
    ON_LOAN: "on_loan",
    ArticleState.IN_SERVICE.value: "in_service",
    ArticleState.MISSING.value: "missing",
}
_Key = tuple[str, str]
"""Type and size."""


@dataclass(frozen=True, slots=True)
class Zone:
    """Branches that share a time zone, and the days that are counted of them."""

    branch_ids: tuple[int, ...] | None
    """None: all there are."""
    zone: ZoneInfo
    first: date
    last: date
    over: bool
    """The last day is over."""

    @property
    def span(self) -> Span:
        """Between which moments."""
        return Span(
            self.branch_ids,
            self.first,
            self.last,
            local_day_span(self.first, self.zone)[0],
            local_day_span(self.last, self.zone)[1] if self.over else None,
        )

    def cut(self, months: int = STILL_MONTHS) -> Cut:
        """The end, and the moment since which what stood still had stood so."""
        since = max(EARLIEST, months_before(self.last + timedelta(days=1), months))
        return Cut(self.branch_ids, self.span.ends, local_day_span(since, self.zone)[0])


def branches_of(connection: Connection, code: str | None) -> list[BranchRow]:
    """The branch with this code, or all there are. Raises UsageError for one that is not there."""
    found = branches.find(connection, code)
    if not found:
        said = _("There is no branch with the code {code}. See them with: fritids branch list")
        raise UsageError(said.format(code=code))
    return found


def zones(
    connection: Connection, context: Context, period: Period, branch: str | None
) -> tuple[list[BranchRow], list[Zone]]:
    """The branches that are meant, and their zones with the days to count; a zone in which the period lies ahead is left out.

    Raises UsageError for a branch that is not there.
    """
    ours = branches_of(connection, branch)
    known = branches.find(connection, None)
    now = context.clock.now()
    found: list[Zone] = []
    for name, several in groupby(sorted(ours, key=lambda one: one.timezone), key=lambda one: one.timezone):
        ids = tuple(one.id for one in several)
        zone = ZoneInfo(name)
        today = local_date(now, zone)
        if period.first <= today and period.last >= EARLIEST:
            whole = None if len(ids) == len(known) else ids
            first = max(period.first, EARLIEST)
            found.append(Zone(whole, zone, first, min(period.last, today), period.last < today))
    return ours, found


def counted(
    connection: Connection,
    context: Context,
    period: Period,
    branch: str | None,
    *,
    sizes: bool,
    loans: PeriodFigures | None = None,
) -> StockOfPeriod:
    """As `StockFigures.of`."""
    ours, found = zones(connection, context, period, branch)
    tally = _Tally(context, sizes=sizes, loans=loans)
    for zone in found:
        tally.take(connection, zone)
    today = max(local_date(context.clock.now(), ZoneInfo(one.timezone)) for one in ours)
    counted_to = min(period.last, today)
    return replace(
        tally.result(branch, period, counted_to), opening=_opening(connection, ours, period.first, counted_to)
    )


class _Tally:
    """What was counted so far."""

    def __init__(self, context: Context, *, sizes: bool, loans: PeriodFigures | None) -> None:
        self._context = context
        self._sizes = sizes
        self._counts: dict[_Key, Counter[str]] = {}
        self._lows: dict[_Key, float] = {}
        self._loans_of: Counter[_Key] = Counter()
        self._loans_by_category: Counter[str] = Counter()
        self._discarded: Counter[DiscardReason] = Counter()
        self._moved: Counter[tuple[str, str]] = Counter()
        self._gifts: Counter[str] = Counter()
        self._unmet: Counter[_Key] = Counter()
        self._knows_loans = loans is not None
        if loans is not None:
            of_types, of_categories = (loans.tables[split,] for split in (Split.TYPE, Split.CATEGORY))
            self._loans_of.update({(code, ""): cell.loans for (code,), cell in of_types.items()})
            self._loans_by_category.update({code: cell.loans for (code,), cell in of_categories.items()})

    def take(self, connection: Connection, zone: Zone) -> None:
        """Add the branches of one zone."""
        span = zone.span
        for row in stock_figures.standing(connection, zone.cut(), sizes=self._sizes):
            count = self._count(row.type_code, row.size, row.size_low)
            if row.state in _FIELDS:
                count[_FIELDS[row.state]] += row.articles
            count["never_lent"] += row.articles * row.still
        for flow in stock_flows.received(connection, span):
            self._of(flow)["received"] += flow.articles
        for flow in stock_flows.discarded(connection, span):
            count = self._of(flow)
            reason = DiscardReason(flow.reason or DiscardReason.LOST)
            count["discarded"] += flow.articles
            count["worn_out"] += flow.articles * (reason is DiscardReason.WORN_OUT)
            self._discarded[reason] += flow.articles
        lent = {} if self._knows_loans else stock_flows.lent(connection, span)
        for (category, type_code), loans in lent.items():
            self._loans_by_category[category] += loans
            self._loans_of[type_code, ""] += loans
        if self._sizes:
            for flow in stock_flows.lent_by_size(connection, span):
                self._of(flow)["loans"] += flow.articles
        self._moved.update(stock_flows.transferred(connection, span))
        gifts, articles = stock_flows.gifts(connection, span)
        self._gifts.update({"gifts": gifts, "articles": articles})
        self._gifts.update(
            {outcome.value: n for outcome, n in stock_flows.not_taken_in(connection, span).items()}
        )
        self._unmet.update(
            {(row.type_code, row.size or ""): row.articles for row in stock_flows.unmet(connection, span)}
        )

    def _of(self, row: FlowRow) -> Counter[str]:
        return self._count(row.type_code, row.size, row.size_low)

    def _count(self, type_code: str, size: str | None, low: float | None) -> Counter[str]:
        key = (type_code, (size or "") if self._sizes else "")
        self._lows.setdefault(key, _SIZELESS if low is None else low)
        return self._counts.setdefault(key, Counter())

    def result(self, branch: str | None, period: Period, counted_to: date) -> StockOfPeriod:
        """The figures, in the order of the shelves."""
        types = list(self._context.types)
        place = {code: n for n, code in enumerate(types)}
        cells = {
            key: StockCount(**self._counts[key])
            for key in sorted(self._counts, key=lambda key: (place[key[0]], self._lows[key], key[1]))
        }
        cells = {key: cell for key, cell in cells.items() if cell != StockCount()}
        by_type: dict[str, StockCount] = {}
        of_types = {code for code, _size in cells} | {code for code, _size in self._loans_of}
        for code in sorted(of_types, key=place.__getitem__):
            same = _added(cell for (kind, _size), cell in cells.items() if kind == code)
            by_type[code] = replace(same, loans=self._loans_of[code, ""])
        by_category: dict[str, StockCount] = {}
        for category in dict.fromkeys(view.category for view in self._context.types.values()):
            same = _added(
                cell for code, cell in by_type.items() if self._context.types[code].category == category
            )
            same = replace(same, loans=self._loans_by_category[category])
            if same != StockCount():
                by_category[category] = same
        return StockOfPeriod(
            branch=branch,
            period=period,
            counted_to=counted_to,
            total=_added(by_type.values()),
            by_category=by_category,
            by_type=by_type,
            by_size=cells if self._sizes else {},
            discarded={reason: self._discarded[reason] for reason in DiscardReason},
            transferred=self._transferred(),
            gifts=GiftFigures(
                self._gifts["gifts"],
                self._gifts["articles"],
                self._gifts[GiftOutcome.REFUSED.value],
                self._gifts[GiftOutcome.RECYCLED.value],
            ),
            unmet=tuple(
                Unmet(type_code, size, asked)
                for (type_code, size), asked in sorted(
                    self._unmet.items(), key=lambda one: (-one[1], place[one[0][0]], one[0][1])
                )
            ),
        )

    def _transferred(self) -> Transferred:
        given, lent = TransferKind.GIVEN.value, TransferKind.LENT.value
        moved = self._moved
        return Transferred(
            moved["in", given],
            moved["in", lent],
            moved["out", given],
            moved["out", lent],
            moved["under_way", ""],
        )


def _added(cells: Iterable[StockCount]) -> StockCount:
    total = StockCount()
    for cell in cells:
        total = total.plus(cell)
    return total


def _opening(connection: Connection, ours: Sequence[BranchRow], first: date, last: date) -> Opening:
    days, minutes, known = 0, 0, True
    for branch in ours:
        closed = tuple(
            (begins, ends) for begins, ends, _note in branches.closed_periods(connection, branch.id)
        )
        open_days, open_minutes = open_time(
            branches.opening_hours(connection, branch.id), closed, first, last
        )
        days += open_days
        known = known and open_minutes is not None
        minutes += open_minutes or 0
    return Opening(days, minutes / 60 if known and ours else None)
