"""Counting the stock while the desk goes on lending: what is missing is missing, and nothing else is."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from fritids.db.engine import Database
from fritids.db.tables import StocktakeScan
from fritids.domain.findings import UndoBlock
from fritids.domain.stocktaking import FOUND, Correction, CountFacts, Outcome, ScanSays, outcome
from fritids.domain.words import ArticleState, DiscardReason, ShownState
from fritids.errors import InvalidValueError, UsageError
from fritids.services.acts import new_act_key as new
from fritids.services.desk import Desk
from fritids.services.results import ArticleView, BorrowerView, Lent, NotUndone, TakenBack, Undone
from fritids.services.setup import init_branch
from tests.builders import FixedClock, a_borrower, a_desk, an_article
from tests.services.desk_process import DeskProcess, at_once

NOW = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)
HALF_PAST = NOW + timedelta(minutes=30)


@dataclass
class Count:
    """A branch in which a count goes on."""

    desk: Desk
    clock: FixedClock
    borrower: BorrowerView
    things: dict[str, ArticleView] = field(default_factory=dict)

    def scan(self, name: str) -> ScanSays:
        return self.desk.stocktaking.scan(self.things[name].barcode, act=new()).says

    def lend(self, name: str) -> Lent:
        lent = self.desk.lending.lend(self.things[name].barcode, self.borrower.id, act=new())
        assert isinstance(lent, Lent), lent
        return lent

    def take_back(self, name: str) -> None:
        assert isinstance(self.desk.returns.take_back(self.things[name].barcode, act=new()), TakenBack)

    def state(self, name: str) -> ShownState:
        now = self.desk.articles.get(self.things[name].barcode)
        assert now is not None
        return now.state

    def lists(self) -> tuple[set[str], dict[str, Outcome], list[str]]:
        """(missing, found and as what, unknown) by the names the test gave."""
        names = {view.id: name for name, view in self.things.items()}
        lists = self.desk.stocktaking.lists()
        return (
            {names[view.id] for view in lists.missing},
            {names[one.article.id]: one.found for one in lists.found},
            [one.code for one in lists.unknown],
        )


@pytest.fixture
def count(database: Database) -> Count:
    """Two pairs of skis on loan since yesterday, one missing, one discarded; four in stock, one for service; and skates."""
    clock = FixedClock(NOW - timedelta(days=1))
    desk = a_desk(database, clock=clock)
    count = Count(desk, clock, a_borrower(desk))
    for name in ("one", "two", "three", "four", "waxed", "lent", "out", "gone", "worn"):
        count.things[name] = an_article(desk, type="classic-skis", size="190")
    count.things["skates"] = an_article(desk)
    count.lend("lent")
    count.lend("out")
    desk.articles.set_state(count.things["gone"].barcode, ArticleState.MISSING, act=new())
    desk.articles.set_state(count.things["waxed"].barcode, ArticleState.IN_SERVICE, act=new())
    desk.articles.discard(count.things["worn"].barcode, DiscardReason.WORN_OUT, act=new())
    clock.moment = NOW
    desk.stocktaking.start(type_code="classic-skis", act=new())
    return count


def test_each_scan_says_what_it_is_and_the_three_lists_say_what_came_of_it(count: Count) -> None:
    said = [count.scan(name) for name in ("one", "one", "waxed", "lent", "gone", "worn", "skates")]
    assert said == [
        ScanSays.COUNTED, ScanSays.COUNTED_ALREADY, ScanSays.IN_SERVICE, ScanSays.ON_LOAN, ScanSays.MISSING, ScanSays.DISCARDED,
        ScanSays.OTHER_TYPE,
    ]  # fmt: skip
    unknown = [count.desk.stocktaking.scan("]C1XYZ-77", act=new()) for _ in range(2)]
    assert [(one.says, one.again) for one in unknown] == [(ScanSays.UNKNOWN, False), (ScanSays.UNKNOWN, True)]
    missing, found, codes = count.lists()
    assert missing == {"two", "three", "four"}
    assert found == {
        "lent": Outcome.FOUND_ON_LOAN, "gone": Outcome.FOUND_MISSING, "worn": Outcome.FOUND_DISCARDED,
    }  # fmt: skip
    assert codes == ["XYZ-77"]
    progress = count.desk.stocktaking.progress()
    assert (progress.counted, progress.expected, dict(progress.left)) == (5, 8, {"classic-skis": 3})


def test_what_another_desk_lends_and_takes_back_meanwhile_is_neither_missing_nor_found(count: Count) -> None:
    count.clock.moment = HALF_PAST
    count.lend("one")  # lent, and never seen by the count
    count.take_back("out")  # came back, and hangs where was counted before
    count.scan("two")
    count.clock.moment += timedelta(minutes=1)
    count.lend("two")  # seen, then lent
    count.lend("three")
    count.desk.undoing.undo_last(act=new())  # in the hand all the same
    count.scan("lent")
    count.clock.moment += timedelta(minutes=1)
    count.take_back("lent")  # seen while it was on loan; put right by the return itself
    missing, found, _unknown = count.lists()
    assert missing == {"four", "waxed"}
    assert found == {}
    assert {one.id for one in count.desk.stocktaking.lists().came_back} == {
        count.things[name].id for name in ("out", "three")
    }
    count.clock.moment += timedelta(minutes=1)
    count.lend("lent")
    assert count.lists()[1] == {}  # another loan than the one it was thought to be out on
    assert count.scan("two") is ScanSays.ON_LOAN  # but this one hangs on the hook while it is on loan
    assert count.lists()[1] == {"two": Outcome.FOUND_ON_LOAN}


def test_the_lists_are_corrected_as_one_act_and_one_undo_puts_all_back(count: Count) -> None:
    for name in ("one", "waxed", "lent", "gone", "worn"):
        count.scan(name)
    count.clock.moment = HALF_PAST
    stocktaking, act = count.desk.stocktaking, new()
    stocktaking.end(act=new())
    assert stocktaking.lists().can_correct() == {
        Correction.MISSING: 3, Correction.FOUND: 1, Correction.RETURNED: 1, Correction.RESTORED: 1,
    }  # fmt: skip
    done = stocktaking.correct(list(Correction), act=act)
    assert done.count == 6
    assert stocktaking.correct(list(Correction), act=act).repeated
    assert {name: count.state(name) for name in ("two", "lent", "gone", "worn")} == {
        "two": ShownState.MISSING, "lent": ShownState.AVAILABLE, "gone": ShownState.AVAILABLE, "worn": ShownState.AVAILABLE,
    }  # fmt: skip
    (loan,) = count.desk.articles.loans_of(count.things["lent"].id)
    assert loan.returned_at == NOW  # when it was seen, not when it was noticed
    assert count.lists()[:2] == (set(), {})
    assert (
        len([one for one in count.desk.undoing.recent() if one.article is None]) == 2
    )  # the end, and one line for all six
    undone = count.desk.undoing.undo_last(act=new())
    assert isinstance(undone, Undone)
    assert {name: count.state(name) for name in ("two", "lent", "gone", "worn")} == {
        "two": ShownState.AVAILABLE, "lent": ShownState.ON_LOAN, "gone": ShownState.MISSING, "worn": ShownState.DISCARDED,
    }  # fmt: skip
    assert len(count.lists()[0]) == 3
    assert len(count.lists()[1]) == 3
    assert isinstance(count.desk.undoing.undo_last(act=new()), Undone)  # and the count goes on
    assert count.scan("two") is ScanSays.COUNTED


def test_a_later_act_stands_in_the_way_of_undoing_only_where_it_would_be_lost(count: Count) -> None:
    for name in ("one", "waxed", "gone"):
        count.scan(name)
    count.desk.stocktaking.correct({Correction.MISSING, Correction.FOUND}, act=new())
    (correction, *_rest) = count.desk.undoing.recent()
    count.desk.articles.set_state(
        count.things["two"].barcode, ArticleState.IN_STOCK, act=new()
    )  # it turned up
    count.lend("gone")
    blocked = count.desk.undoing.undo(correction.event_id, act=new())
    assert isinstance(blocked, NotUndone)
    assert blocked.barcode == count.things["gone"].barcode
    assert blocked.findings[0].facts["by"] == UndoBlock.LENT_SINCE
    assert count.state("three") is ShownState.MISSING  # nothing half undone
    count.desk.undoing.undo_last(act=new())
    assert isinstance(count.desk.undoing.undo(correction.event_id, act=new()), Undone)
    assert [count.state(name) for name in ("two", "three", "gone")] == [
        ShownState.AVAILABLE, ShownState.AVAILABLE, ShownState.MISSING,
    ]  # fmt: skip


def test_one_count_at_a_time_and_no_persons_number_in_it(count: Count) -> None:
    stocktaking = count.desk.stocktaking
    with pytest.raises(UsageError):
        stocktaking.start(act=new())
    for text in (count.borrower.number, "070-174 06 05", "hockeyklubba", "19811218-9876"):
        with pytest.raises(InvalidValueError):
            stocktaking.scan(text, act=new())
    assert count.lists()[2] == []
    stocktaking.end(act=new())
    with pytest.raises(UsageError):
        count.scan("one")
    second = stocktaking.start(category="ice", act=new())
    assert stocktaking.counts()[0].id == second.id
    assert count.desk.stocktaking.lists().missing == (
        count.desk.articles.get(count.things["skates"].barcode),
    )


def test_what_is_another_branchs_is_said_and_listed_and_never_corrected(
    database: Database, count: Count
) -> None:
    other = Desk.on(database, branch=init_branch(database, "Fritidsbanken Sjön"), name="one")
    other.stocktaking.start(act=new())  # each branch has a count of its own
    assert other.stocktaking.scan(count.things["one"].barcode, act=new()).says is ScanSays.OTHER_BRANCH
    lists = other.stocktaking.lists()
    assert [(one.found, one.branch) for one in lists.found] == [(Outcome.FOUND_OTHER_BRANCH, "Fritidsbanken")]
    assert (lists.progress.counted, lists.progress.expected, lists.can_correct()) == (0, 0, {})
    assert "one" in count.lists()[0]


def test_two_desks_that_scan_the_same_shelf_count_everything_once(
    database: Database, database_url: str
) -> None:
    desk = a_desk(database)
    codes = [an_article(desk).barcode for _ in range(30)]
    desk.stocktaking.start(act=new())
    first, second = at_once(
        DeskProcess(database_url, "count", desk="one", codes=codes),
        DeskProcess(database_url, "count", desk="two", codes=codes),
    )
    for one, two in zip(first, second, strict=True):
        assert sorted([*one, *two]) == ["counted", "counted_already"]
    with database.read() as connection:
        assert (
            connection.execute(select(func.count()).select_from(StocktakeScan.__table__)).scalar_one() == 30
        )


MOMENTS = st.sampled_from([NOW, HALF_PAST])
FACTS = st.builds(
    CountFacts,
    st.sampled_from(ArticleState),
    lent_at=st.none() | MOMENTS,
    own=st.booleans(),
    in_scope=st.booleans(),
    scanned_at=st.none() | MOMENTS,
    state_then=st.sampled_from(ShownState),
    in_hand=st.booleans(),
)


@given(FACTS)
def test_every_article_is_on_one_list_at_most_and_whatever_was_seen_is_never_missing(
    facts: CountFacts,
) -> None:
    what = outcome(facts)
    in_house = facts.state in {ArticleState.IN_STOCK, ArticleState.IN_SERVICE}
    wanted = facts.own and facts.in_scope and in_house and facts.lent_at is None
    if facts.scanned_at is not None:
        assert what in {Outcome.COUNTED, *FOUND}
    elif wanted:
        assert what is (Outcome.CAME_BACK if facts.in_hand else Outcome.MISSING)
    else:
        assert what in {Outcome.ON_LOAN, Outcome.NOT_EXPECTED}
    if what in {Outcome.FOUND_MISSING, Outcome.FOUND_DISCARDED, Outcome.FOUND_TRANSFERRED}:
        assert not in_house
