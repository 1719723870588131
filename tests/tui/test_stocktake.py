"""Counting at the counter, and the scanner doctor, through the screen."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fritids.db.engine import Database
from fritids.domain.scanner_test import TEST_CODES
from fritids.domain.words import ShownState
from fritids.services.desk import Desk as Opened
from fritids.tui.counter.situation import View
from tests.builders import a_borrower, a_desk, an_article
from tests.tui.counter import Desk, at_counter

pytestmark = pytest.mark.one_engine


@pytest.fixture
def database_url(new_database_url: Callable[[], str]) -> str:
    """With nothing to count yet."""
    return new_database_url()


@pytest.fixture
def desk(database: Database) -> Opened:
    return a_desk(database)


def where(database: Database) -> str:
    path: Path | None = database.path
    assert path is not None
    return str(path)


def passing(counter: Desk) -> str:
    """What the counter says in small print."""
    remark = counter.now.remark
    return "" if remark is None else remark()


def test_a_count_is_scanned_left_gone_on_with_corrected_and_undone(database: Database, desk: Opened) -> None:
    skis = [an_article(desk, type="classic-skis", size="190").barcode for _ in range(30)]
    an_article(desk, barcode="FB-77")
    out = an_article(desk).barcode
    desk.lending.lend(out, a_borrower(desk).id, act="lent")

    async def steps(counter: Desk) -> None:
        await counter.more("stocktake")
        await counter.enter("1")  # everything
        assert "0 of 31 counted" in counter.screen
        for code in skis[:20]:  # a burst: nothing is lost, nothing is taken for an answer
            counter.post(f"{code}\r\n")
        await counter.settle()
        assert "20 of 31 counted" in counter.screen
        assert "Classic skis" in counter.screen
        await counter.enter()  # does nothing
        await counter.scan(skis[0])
        assert counter.headline.startswith("Counted already")
        await counter.scan("FB+77")  # a scanner on another keyboard, which is said once
        assert "set to another keyboard" in passing(counter)
        await counter.scan("FB+77")
        assert not passing(counter)
        await counter.scan(out)
        assert counter.headline.startswith("On loan, but here")
        desk.stocktaking.scan(skis[20], act="elsewhere")
        await counter.press("escape")
        assert counter.headline == "The stocktake waits"
        assert "23 of 32 counted" in counter.screen, "and what another desk has counted is among it"
        await counter.more("stocktake")  # asks nothing: it goes on
        assert "23 of 32 counted" in counter.screen
        await counter.press("f4")
        assert counter.at(View.LIST)
        assert skis[-1] in counter.screen
        await counter.press("escape", "f2")
        assert "9 not seen" in counter.screen
        await counter.enter("1")
        assert "still on" in counter.screen
        await counter.enter()
        assert counter.headline == "Corrected: 9 articles"
        await counter.press("f8")
        assert "as they were before" in counter.headline
        assert "23 of 32 counted" in counter.screen
        await counter.press("ctrl+d")
        await counter.enter()
        assert counter.headline == "The stocktake has ended"

    at_counter(where(database), steps)
    last = desk.articles.get(skis[-1])
    assert last is not None
    assert last.state is ShownState.AVAILABLE
    assert len(desk.stocktaking.lists().missing) == 9


def test_the_doctor_hears_what_the_box_repairs_and_the_counter_says_it_in_passing_once(
    database: Database, desk: Opened
) -> None:
    first = an_article(desk, barcode="FB-77").barcode
    an_article(desk, barcode="FB-78")

    async def steps(counter: Desk) -> None:
        await counter.scan("]C1" + first)
        assert "sends signs before the codes" in passing(counter)
        assert "F12, Scanner" in counter.screen
        await counter.scan("]C1FB-78")
        assert len(counter.now.state.basket) == 2
        assert not passing(counter)
        await counter.press("escape", "escape")
        await counter.more("doctor")
        for code in TEST_CODES:
            await counter.scan(f"]C1{code.holds.swapcase()}\n")  # the Enter of the scan is the second end
        assert counter.headline == "3 things to set right"
        for word in ("Caps Lock", "AIM", "twice"):
            assert counter.now.shown is not None
            assert word in " ".join(counter.now.shown.speak().details)
        await counter.press("f2")
        await counter.scan(*(code.holds for code in TEST_CODES))
        assert counter.headline == "The scanner is set right"
        await counter.press("escape")
        await counter.scan(TEST_CODES[0].holds)
        assert counter.headline.startswith("Unknown")

    at_counter(where(database), steps)
