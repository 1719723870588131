"""What was short at the last winter half-term and what the coming one may ask for, by type and size."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from fritids.db import branches, stock_figures, stock_flows, stock_peaks
from fritids.db.branches import BranchRow
from fritids.db.engine import Connection
from fritids.db.stock_figures import ON_LOAN, Cut, StandingRow
from fritids.domain.calendar import OpeningCalendar, local_date, local_day_span
from fritids.domain.periods import months_before
from fritids.domain.policy import Policy
from fritids.domain.sizes import Size
from fritids.domain.stock_forecast import WEIGHTS, Forecast, busiest_week, forecast, most_at_once
from fritids.domain.words import ArticleState
from fritids.errors import InvalidValueError
from fritids.i18n import _
from fritids.services.context import Context
from fritids.services.results import TypeView
from fritids.services.results.stock_figures import Backtest, Peak, Shortage, ShortRow
from fritids.services.stock_counting import Zone, branches_of
from fritids.services.type_names import size_as

_PEAK_ENDS: Final = (4, 30)
"""Where no week is set, the busiest one up to this day is the peak."""
_LAST_WEEK: Final = 10
"""Winter half-terms are in the weeks 7 to 10, by county."""
_A_YEAR: Final = 12
_GRACE: Final = timedelta(days=31)
"""A branch that opened within the first month of two years counts as having lent in both of them."""
_OURS: Final = frozenset({ArticleState.IN_STOCK.value, ON_LOAN, ArticleState.IN_SERVICE.value})
_LENDABLE: Final = frozenset({ArticleState.IN_STOCK.value, ON_LOAN})
_Key = tuple[str, str]
"""Type and size, empty for none."""


@dataclass(frozen=True, slots=True)
class _Place:
    """The branch that is looked at."""

    branch: BranchRow
    zone: ZoneInfo
    week: int | None
    today: date


@dataclass(frozen=True, slots=True)
class _Went:
    """How a peak went."""

    peak: Peak
    existed: Mapping[_Key, int]
    most_out: Mapping[_Key, int]
    none_left: Mapping[_Key, int]
    asked: Mapping[_Key, int]

    def demand(self, key: _Key) -> int:
        """Most out at once, and asked for and not had."""
        return self.most_out.get(key, 0) + self.asked.get(key, 0)

    def known(self, key: _Key) -> bool:
        """Whether it was there or asked for at all: a size that did not exist yet says nothing of its demand."""
        return bool(self.existed.get(key) or self.demand(key))


def shortage(connection: Connection, context: Context, year: int | None, code: str | None) -> Shortage:
    """As `StockFigures.shortage`."""
    place = _place(connection, context, code)
    year = _last_over(place) if year is None else year
    if not date.min.year < year <= place.today.year:
        raise InvalidValueError(
            _("Say a year up to {year}: the winter half-term that is to be looked at.").format(
                year=place.today.year
            ),
            field="year",
        )
    peaks = [_peak(connection, place, year - n) for n in range(len(WEIGHTS) + 1)]
    went = [_went(connection, context, place, peak) for peak in peaks if peak is not None]
    now = _now(connection, place)
    if not went or went[0].peak.year != year:
        return Shortage(place.branch.code, None, tuple(one.peak for one in went), year + 1, None, (), None)
    growth = _growth(connection, place, _coming(place, went[0].peak) - timedelta(days=1))
    back = _growth(connection, place, went[0].peak.first - timedelta(days=1))
    rows = tuple(
        replace(row, foretold=_of(went[1:], (row.type.code, row.size), back))
        for row in _rows(context, went, now, growth)
    )
    return Shortage(
        place.branch.code,
        went[0].peak,
        tuple(one.peak for one in went[1:]),
        year + 1,
        growth if len(went) > 1 else None,
        rows,
        _backtest(rows) if len(went) > 1 else None,
    )


def _place(connection: Connection, context: Context, code: str | None) -> _Place:
    if code is None:
        branch = branches.by_id(connection, context.branch_id)
    else:
        (branch,) = branches_of(connection, code)
    zone = ZoneInfo(branch.timezone)
    week = Policy.from_settings(
        branches.settings(connection, branch.id), zone, OpeningCalendar()
    ).sportlov_week
    return _Place(branch, zone, week, local_date(context.clock.now(), zone))


def _last_over(place: _Place) -> int:
    """The year of the last peak that is over; where no week is set, when all of Sweden has had its winter half-term."""
    year = place.today.year
    over = _week(year, place.week or _LAST_WEEK)[1]
    return year if over < place.today else year - 1


def _week(year: int, week: int) -> tuple[date, date]:
    try:
        first = date.fromisocalendar(year, week, 1)
    except ValueError:
        first = date.fromisocalendar(year, 52, 1)  # not every year has 53
    return first, first + timedelta(days=6)


def _peak(connection: Connection, place: _Place, year: int) -> Peak | None:
    if year <= date.min.year:
        return None
    loans = stock_peaks.loans_per_day(
        connection,
        place.branch.id,
        date(year - 1, 12, 29),
        date(year, 12, 31) if place.week else date(year, *_PEAK_ENDS),
    )
    week = busiest_week(loans, year) if place.week is None else place.week
    if week is None:
        return None
    first, last = _week(year, week)
    days = tuple(sorted(day for day in loans if first <= day <= last))
    return Peak(year, first.isocalendar().week, first, last, days, found=place.week is None) if days else None


def _coming(place: _Place, last: Peak) -> date:
    """When the peak after `last` begins, or tomorrow if that is earlier: what is known by then is all there is."""
    begins = _week(last.year + 1, place.week or last.week)[0]
    return min(begins, place.today + timedelta(days=1))


def _growth(connection: Connection, place: _Place, until: date) -> float | None:
    """Loans of the twelve months that end with the day, per loan of the twelve before."""
    after = until + timedelta(days=1)
    middle, begin = months_before(after, _A_YEAR), months_before(after, 2 * _A_YEAR)
    first = stock_peaks.first_loan(connection, place.branch.id)
    if first is None or first > begin + _GRACE:
        return None
    loans = stock_peaks.loans_per_day(connection, place.branch.id, begin, until)
    before = sum(count for day, count in loans.items() if day < middle)
    return sum(count for day, count in loans.items() if day >= middle) / before if before else None


# ------------------------------------------------------------------------------------------ how a peak went


def _went(connection: Connection, context: Context, place: _Place, peak: Peak) -> _Went:
    spans = [local_day_span(day, place.zone) for day in peak.days]
    out: dict[_Key, list[stock_peaks.OutRow]] = {}
    within = (local_day_span(peak.first, place.zone)[0], local_day_span(peak.last, place.zone)[1])
    for row in stock_peaks.out_within(connection, place.branch.id, (peak.first, peak.last), within):
        out.setdefault((row.type_code, row.size or ""), []).append(row)
    most = {
        key: most_at_once(((row.lent_at, row.returned_at) for row in rows), spans)
        for key, rows in out.items()
    }
    stood = [_standing(connection, place, day) for day in peak.days]
    existed = _summed(stood[-1], _OURS)
    none_left = Counter[_Key]()
    for n, rows in enumerate(stood):
        lendable = _summed(rows, _LENDABLE)
        for key in _summed(rows, _OURS):
            none_left[key] += n < len(spans) and most.get(key, (0,) * len(spans))[n] >= lendable[key]
    return _Went(
        peak,
        existed,
        {key: max(each, default=0) for key, each in most.items()},
        none_left,
        _asked(connection, context, place, peak, {*existed, *most}),
    )


def _standing(connection: Connection, place: _Place, day: date) -> list[StandingRow]:
    """The stock as it stood when the day ended."""
    zone = Zone((place.branch.id,), place.zone, day, day, over=day < place.today)
    return stock_figures.standing(connection, Cut(zone.branch_ids, zone.span.ends, None), sizes=True)


def _now(connection: Connection, place: _Place) -> list[StandingRow]:
    return stock_figures.standing(connection, Cut((place.branch.id,), None, None), sizes=True)


def _summed(rows: Iterable[StandingRow], states: frozenset[str]) -> Counter[_Key]:
    found = Counter[_Key]()
    for row in rows:
        if row.state in states:
            found[row.type_code, row.size or ""] += row.articles
    return found


def _asked(
    connection: Connection, context: Context, place: _Place, peak: Peak, there: set[_Key]
) -> Counter[_Key]:
    """What was asked for in the week, each under the size that exists and fits it best; under its own where none does."""
    zone = Zone((place.branch.id,), place.zone, peak.first, peak.last, over=True)
    found = Counter[_Key]()
    for row in stock_flows.unmet(connection, zone.span):
        kind = context.types[row.type_code]
        sizes = {size for code, size in there if code == row.type_code}
        found[row.type_code, best_fit(kind, row.size or "", sizes)] += row.articles
    return found


def best_fit(kind: TypeView, wanted: str, sizes: set[str]) -> str:
    """The size of those that somebody who asked for `wanted` would have got: the same, else the narrowest span that holds it."""
    if wanted in sizes or not wanted:
        return wanted
    asked = size_as(kind, wanted)
    sized = ((size_as(kind, size), size) for size in sizes if size)
    fits = [(_width(there), size) for there, size in sized if _holds(there, asked)]
    return min(fits)[1] if fits else wanted


def _holds(there: Size, asked: Size) -> bool:
    if asked.low is not None and asked.high is not None and there.low is not None and there.high is not None:
        return there.low <= asked.high and there.high >= asked.low
    return bool(asked.letters & there.letters)


def _width(size: Size) -> float:
    return 0.0 if size.low is None or size.high is None else size.high - size.low


# ------------------------------------------------------------------------------------------ what may come


def _rows(
    context: Context, went: Sequence[_Went], now: Sequence[StandingRow], growth: float | None
) -> list[ShortRow]:
    last = went[0]
    stock, available = _summed(now, _OURS), _summed(now, frozenset({ArticleState.IN_STOCK.value}))
    keys = {
        *stock,
        *last.existed,
        *last.most_out,
        *last.asked,
        *(key for one in went for key in one.most_out),
    }
    place = {code: n for n, code in enumerate(context.types)}
    rows = [
        ShortRow(
            type=context.types[key[0]],
            size=key[1],
            existed=last.existed.get(key, 0),
            most_out=last.most_out.get(key, 0),
            days_none_left=last.none_left.get(key, 0),
            asked=last.asked.get(key, 0),
            stock=stock[key],
            available=available[key],
            forecast=_of(went, key, growth),
        )
        for key in keys
    ]
    return sorted(
        rows,
        key=lambda row: (
            -row.lacking, -row.asked, -row.days_none_left, -row.most_out, place[row.type.code], _low(row), row.size,
        ),
    )  # fmt: skip


def _low(row: ShortRow) -> float:
    low = size_as(row.type, row.size).low if row.size else None
    return float("inf") if low is None else low


def _of(went: Sequence[_Went], key: _Key, growth: float | None) -> Forecast | None:
    return forecast([one.demand(key) for one in went if one.known(key)], growth)


def _backtest(rows: Sequence[ShortRow]) -> Backtest:
    tried = [(row, row.foretold) for row in rows if row.foretold is not None]
    return Backtest(
        rows=len(tried),
        within=sum(said.low <= row.demand <= said.high for row, said in tried),
        foretold=sum(said.wanted for _row, said in tried),
        came=sum(row.demand for row, _said in tried),
        misses=sum(abs(said.wanted - row.demand) for row, said in tried),
    )
