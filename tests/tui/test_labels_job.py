"""Labels at the counter: from the menu to the file, and again by scanning."""

from pathlib import Path

import pytest

from fritids.config.places import paper_folder
from tests.tui.conftest import Branch
from tests.tui.counter import Desk, at_counter

pytestmark = pytest.mark.one_engine


def test_all_that_lack_one_then_new_numbers_then_one_again(branch: Branch) -> None:
    """Sheet and cell stand ready; the screen says where the file is; a second scan takes a thing off the list again."""

    def made() -> list[Path]:
        return sorted(paper_folder().glob("*.pdf"))

    async def steps(desk: Desk) -> None:
        await desk.more("labels")
        assert "6 things have no label yet" in desk.screen
        await desk.press("f5")
        assert desk.headline == "6 labels are ready to be printed"
        assert "Everything has its label" in desk.screen
        assert "7 of 21" in desk.screen
        await desk.press("f4")
        await desk.enter("3")
        assert desk.headline == "3 labels are ready to be printed"
        await desk.press("f2")
        await desk.enter("5")
        await desk.enter("64")
        await desk.enter("1.5,-1")
        assert "64 of 65" in desk.screen
        assert "1.5 mm right" in desk.screen
        await desk.scan(branch.skates[0].barcode, branch.skates[1].barcode, branch.skates[0].barcode)
        assert "Print 1 again" in desk.foot
        await desk.enter()
        assert desk.headline == "1 label is ready to be printed"
        assert "65 of 65" in desk.screen
        await desk.press("escape")
        assert "LABELS" not in desk.screen.splitlines()[0]

    at_counter(branch.url, steps, clock=branch.clock)
    assert len(made()) == 3
    place = branch.look().labels.place()
    assert (place.sheet, place.next_cell, place.offset) == ("L7651", 65, (1.5, -1.0))
