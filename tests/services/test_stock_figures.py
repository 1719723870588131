"""The stock as it stood on a day: against a slow count of photographs, and against a history that was put together by hand."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from fritids.db.engine import Database
from fritids.domain.figures import Period
from fritids.domain.words import ArticleState, DiscardReason, GiftOutcome
from fritids.errors import InvalidValueError, UsageError
from fritids.services.acts import new_act_key
from fritids.services.forms import NewArticle
from fritids.services.results import Lent, Undone
from fritids.services.results.stock_figures import GiftFigures, Opening, StockOfPeriod
from tests.builders import FixedClock, a_borrower, a_desk, an_article
from tests.copies import CopyOf, empty
from tests.services.stock_world import World

STEPS = (
    "add", "add", "add", "slip", "lend", "lend", "lend", "mislend", "return", "return", "service", "missing", "back", "discard", "send", "send",
    "receive", "receive",
)  # fmt: skip


@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(STEPS),
            st.integers(0, 5),
            st.sampled_from([1, 2]),
            st.sampled_from([1, 5, 30, 400, 2000]),
        ),
        min_size=20,
        max_size=35,
    ),
    days=st.lists(st.integers(0, 900), min_size=1, max_size=1),
)
@settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a history takes too long to be made smaller
)
def test_a_past_day_is_counted_as_it_was_photographed(
    copy_of: CopyOf, steps: list[tuple[str, int, int, int]], days: list[int]
) -> None:
    """Whatever happened since: state, branch in two zones, type and size, and what came and went; and today as any other day."""
    database = Database.open(copy_of(empty)[0])
    try:
        world = World(database)
        for step in (("add", 0, 1, 1), ("add", 1, 2, 1), *steps):
            world.do(*step)
        today = world.desks[1].today()
        for last in {date(2024, 12, 31), today, *(today - timedelta(days=n) for n in days)}:
            for branch in (None, 1 + last.day % 2):
                first = last.replace(day=1) if last.day > 1 else last - timedelta(days=90)
                counted = world.desks[1].stock_figures.of(Period(first, last), world.code(branch), sizes=True)
                same_as(counted, world.expected(first, last, branch))
    finally:
        database.close()


def same_as(counted: StockOfPeriod, expected: dict[str, Any]) -> None:
    found, by_type, by_size = expected["found"], expected["by_type"], expected["by_size"]
    total, moved = counted.total, counted.transferred
    names = ("in_stock", "on_loan", "in_service", "missing", "never_lent", "received", "loans")
    assert {name: getattr(total, name) for name in names} == {name: found[name] for name in names}
    assert total.discarded == found["newly_discarded"] == sum(counted.discarded.values())
    assert (moved.in_given, moved.in_lent, moved.out_given, moved.out_lent) == (
        found["in_given"], found["in_lent"], found["out_given"], found["out_lent"],
    )  # fmt: skip
    for state in ("in_stock", "on_loan", "in_service", "missing"):
        assert {code: n for code, cell in counted.by_type.items() if (n := getattr(cell, state))} == {
            code: n for (code, each), n in by_type.items() if each == state
        }
        assert {key: n for key, cell in counted.by_size.items() if (n := getattr(cell, state))} == {
            (code, size): n for (code, size, each), n in by_size.items() if each == state
        }
    assert sum(cell.stock for cell in counted.by_category.values()) == total.stock


def test_a_year_that_is_over_stays_as_it_was(database: Database) -> None:
    """Discarded and put back, undone at once, lent over new year; the minutes round midnight are the branch's own."""
    clock = FixedClock(datetime(2024, 10, 1, 9, tzinfo=UTC))
    desk = a_desk(database, clock=clock)
    bo = a_borrower(desk).id
    worn, back, out, still = (an_article(desk, size="38") for _ in range(4))
    clock.moment = datetime(2025, 6, 1, 9, tzinfo=UTC)
    desk.articles.discard(worn.barcode, DiscardReason.BROKEN, act=new_act_key())
    desk.articles.discard(worn.barcode, DiscardReason.WORN_OUT, act=new_act_key())
    desk.articles.discard(back.barcode, DiscardReason.LOST, act=new_act_key())
    lent = desk.lending.lend(out.barcode, bo, act=new_act_key())
    assert isinstance(lent, Lent)
    assert isinstance(desk.undoing.undo_last(act=new_act_key()), Undone)
    # Half past eleven at night in Stockholm, and half past midnight.
    clock.moment = datetime(2025, 12, 31, 22, 30, tzinfo=UTC)
    desk.lending.lend(out.barcode, bo, act=new_act_key())
    clock.moment = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
    desk.articles.set_state(back.barcode, ArticleState.IN_STOCK, act=new_act_key())
    desk.articles.set_state(still.barcode, ArticleState.IN_SERVICE, act=new_act_key())
    an_article(desk, size="39")

    year = desk.stock_figures.of(Period.year(2025))
    assert year.counted_to == date(2025, 12, 31)
    assert (year.total.in_stock, year.total.on_loan, year.total.in_service) == (1, 1, 0)
    assert (year.total.received, year.total.loans, year.total.never_lent) == (0, 1, 1)
    assert (year.total.discarded, year.total.worn_out) == (2, 1)
    assert year.discarded[DiscardReason.LOST] == 1
    assert year.total.turnover == 0.5
    whole = desk.figures.whole(Period.year(2025))
    assert desk.stock_figures.of(Period.year(2025), loans=whole) == year
    (view,) = desk.stock_figures.stood_still(at=date(2025, 12, 31))
    assert (view.article.barcode, view.added_on, view.last_out) == (still.barcode, date(2024, 10, 1), None)
    (gone,) = desk.stock_figures.worn_out(Period.year(2025))
    assert (gone.article.barcode, gone.discarded_on) == (worn.barcode, date(2025, 6, 1))

    running = desk.stock_figures.of(Period.year(2026))
    assert running.counted_to == date(2026, 1, 1)
    assert (running.total.stock, running.total.received, running.total.discarded) == (4, 1, 0)
    assert desk.stock_figures.of(Period.year(2027)).total.stock == 0
    with pytest.raises(UsageError):
        desk.stock_figures.of(Period.year(2026), "nowhere")
    with pytest.raises(InvalidValueError):
        desk.stock_figures.stood_still(at=date(2026, 1, 2))
    with pytest.raises(InvalidValueError):
        desk.stock_figures.stood_still(0)


def test_gifts_of_which_all_was_undone_are_none(database: Database) -> None:
    """And what was asked for is counted by day, most first; hours are those of the calendar as it stands."""
    clock = FixedClock(datetime(2026, 3, 2, 9, tzinfo=UTC))
    desk = a_desk(database, clock=clock)
    desk.gifts.take_in(NewArticle("hockey-skates", "38", count=3), act=new_act_key())
    desk.gifts.not_taken(GiftOutcome.REFUSED, 2, act=new_act_key())
    desk.gifts.not_taken(GiftOutcome.RECYCLED, 4, act=new_act_key())
    desk.gifts.end(act=new_act_key())
    desk.gifts.not_taken(GiftOutcome.REFUSED, 7, act=new_act_key())
    assert isinstance(desk.undoing.undo_last(act=new_act_key()), Undone)
    desk.requests.note("hockey-skates", "33", 2, act=new_act_key())
    clock.moment += timedelta(days=40)
    desk.requests.note("sledge", None, 3, act=new_act_key())
    march = desk.stock_figures.of(Period.month(2026, 3))
    assert march.gifts == GiftFigures(gifts=1, articles=3, refused=2, recycled=4)
    assert [(one.type, one.size, one.asked) for one in march.unmet] == [("hockey-skates", "33", 2)]
    both = desk.stock_figures.of(Period.year(2026))
    assert [(one.type, one.size, one.asked) for one in both.unmet] == [
        ("sledge", "", 3),
        ("hockey-skates", "33", 2),
    ]
    assert march.opening == Opening(31, None)
