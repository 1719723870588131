"""The stock at the counter, by keys alone: in to a size, back in time, what stood still as a list and a file, what ran out."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fritids.domain.words import DiscardReason
from fritids.tui.counter.situation import View
from fritids.tui.opening import Opening
from tests.tui.conftest import Branch
from tests.tui.counter import Desk, at_counter

pytestmark = pytest.mark.one_engine


def test_from_the_category_to_what_stood_still(branch: Branch, tmp_path: Path) -> None:
    desk = branch.look()
    desk.lending.lend(branch.skates[0].barcode, branch.bo.id, act="lent")
    desk.articles.discard(branch.skates[1].barcode, DiscardReason.WORN_OUT, act="worn")
    branch.clock.moment = datetime(2026, 2, 18, 9, tzinfo=UTC)
    desk.requests.note("hockey-skates", "33", 2, act="asked")
    branch.clock.moment += timedelta(days=400)
    written = tmp_path / "still.csv"

    async def look(desk: Desk) -> None:
        await desk.more("figures")
        await desk.press("f5")
        assert "5 articles, 4 here, 1 out, 0 in service" in desk.screen
        await desk.press("left")
        assert "The stock on 31 Dec 2026" in desk.screen
        assert "1 discarded" in desk.screen
        await desk.press("enter")
        await desk.press("enter")
        assert "Ice › Hockey skates" in desk.screen
        assert desk.screen.count("▸") == 1
        await desk.press("escape")
        assert "Ice › Hockey skates" not in desk.screen
        await desk.press("right")
        await desk.press("ctrl+n")
        await desk.enter("1")
        await desk.enter(str(written))
        assert desk.headline == "4 articles are in the file"
        await desk.press("f2")
        await desk.enter("13")
        assert desk.at(View.LIST)
        assert "4 articles have stood still for 13 months" in desk.screen
        await desk.press("ctrl+n")
        await desk.enter(str(written))
        assert desk.headline == "4 articles are in the file"
        assert not desk.at(View.LIST)
        await desk.press("f5")
        assert "What ran out, and what 2028 may ask for" in desk.screen

    at_counter(branch.url, look, opening=Opening(branch.url, clock=branch.clock))
    lines = written.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 5
    assert branch.skates[2].barcode in lines[1]
