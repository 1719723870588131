"""What ran out at a winter half-term that was put together by hand, and what the next one is said to ask for."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fritids.db.engine import Database
from fritids.domain.stock_forecast import Forecast, busiest_week, forecast, most_at_once
from fritids.errors import InvalidValueError
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.results.stock_figures import Backtest, Shortage, ShortRow
from tests.builders import FixedClock, a_borrower, a_desk, an_article


def lend(desk: Desk, clock: FixedClock, code: str, who: int, *span: str) -> None:
    """Out from the first moment to the second, both UTC; with one moment it stays out."""
    for moment, act in zip(span, ("lend", "return"), strict=False):
        clock.moment = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        if act == "lend":
            desk.lending.lend(code, who, act=new_act_key())
        else:
            desk.returns.take_back(code, act=new_act_key())


def row(found: Shortage, size: str) -> ShortRow:
    (one,) = [each for each in found.rows if each.size == size]
    return one


def test_what_ran_out_and_what_the_next_peak_may_ask_for(database: Database) -> None:
    """Two peaks in week 8: the moment counts, not the day; a span takes who asked for a size in it; today's stock stands beside."""
    clock = FixedClock(datetime(2024, 9, 2, 9, tzinfo=UTC))
    desk = a_desk(database, clock=clock)
    desk.branch.set({"sportlov_week": "8"}, act=new_act_key())
    bo = a_borrower(desk).id
    skates = [an_article(desk, size="33").barcode for _ in range(3)]
    pair = an_article(desk, type="figure-skates", size="33-36").barcode
    # 2025: two of three out together, and the pair twice the same day, never at once with itself.
    lend(desk, clock, skates[0], bo, "2025-02-17 09:00", "2025-02-17 12:00")
    lend(desk, clock, skates[1], bo, "2025-02-17 11:00", "2025-02-17 15:00")
    lend(desk, clock, skates[2], bo, "2025-02-17 15:00", "2025-02-19 15:00")
    clock.moment = datetime(2025, 2, 18, 9, tzinfo=UTC)
    # 2026: all three on Monday, one comes back on Tuesday; five were asked for in vain.
    for code in skates:
        lend(desk, clock, code, bo, "2026-02-16 09:00")
    lend(desk, clock, pair, bo, "2026-02-16 09:00", "2026-02-16 10:00")
    lend(desk, clock, pair, bo, "2026-02-17 09:00", "2026-02-17 22:30")
    desk.returns.take_back(skates[0], act=new_act_key())
    desk.requests.note("hockey-skates", "33", 4, act=new_act_key())
    desk.requests.note("figure-skates", "34", 1, act=new_act_key())
    clock.moment = datetime(2026, 2, 18, 9, tzinfo=UTC)
    lend(desk, clock, skates[0], bo, "2026-02-18 09:00", "2026-03-02 09:00")
    desk.requests.note("hockey-skates", "33", 50, act=new_act_key())  # after the week

    found = desk.stock_figures.shortage()
    assert found.peak is not None
    assert (found.peak.year, found.peak.week, found.peak.found, found.coming) == (2026, 8, False, 2027)
    assert found.peak.days == (date(2026, 2, 16), date(2026, 2, 17), date(2026, 2, 18))
    assert [one.year for one in found.earlier] == [2025]
    assert found.growth is None, "the branch has not lent for two years"
    skate = row(found, "33")
    # On Tuesday the third is still out until half past eleven at night, so all were out at some moment of each day.
    assert (skate.existed, skate.most_out, skate.days_none_left, skate.asked) == (3, 3, 3, 4)
    assert (skate.stock, skate.available) == (3, 1)
    assert skate.forecast == forecast([7, 2], None) == Forecast(5, 2, 8)
    assert (skate.foretold, skate.lacking) == (Forecast(2, 0, 4), 2)
    asked_within = row(found, "33-36")
    assert (asked_within.most_out, asked_within.days_none_left, asked_within.asked) == (1, 2, 1)
    assert found.backtest == Backtest(rows=2, within=0, foretold=2, came=9, misses=7)
    assert found.rows[0] == skate, "what lacks most stands first"

    earlier = desk.stock_figures.shortage(2025)
    assert row(earlier, "33").most_out == 2
    assert (row(earlier, "33").days_none_left, earlier.backtest) == (0, None)
    assert row(earlier, "33").forecast == Forecast(2, 0, 4)
    assert desk.stock_figures.shortage(2024).peak is None
    for year in (2027, 0):
        with pytest.raises(InvalidValueError):
            desk.stock_figures.shortage(year)


def test_the_reckoning() -> None:
    """Three, two and one; whole articles; never narrower than what has been; growth is held; none known, none said."""
    assert forecast([], 1.2) is None
    assert forecast([10], 2.0) == Forecast(10, 6, 14), "one peak is as it was"
    assert forecast([20, 10, 40, 1000], None) == Forecast(20, 10, 40), "no more than three"
    assert forecast([10, 10], 9.0) == Forecast(20, 10, 25)
    days = {date(2026, 2, 16) + timedelta(days=n): 1 for n in range(7)}
    assert busiest_week({**days, date(2026, 5, 4): 99, date(2025, 12, 31): 99}, 2026) == 8
    assert busiest_week({date(2026, 5, 4): 99}, 2026) is None
    at = [datetime(2026, 2, 16, hour, tzinfo=UTC) for hour in range(24)]
    spans = [(at[1], at[5]), (at[5], at[9]), (at[4], None)]
    assert most_at_once(
        spans, [(at[0], at[1]), (at[1], at[4]), (at[4], at[5]), (at[5], at[20]), (at[20], at[21])]
    ) == (0, 1, 2, 2, 1)
