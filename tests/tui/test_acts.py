"""The list of the latest acts: a visit is undone or moved only after it was said whose it is, and only where that can be."""

from datetime import timedelta

import pytest

from fritids.services.acts import new_act_key
from fritids.tui.counter.situation import View
from tests.tui.conftest import Branch
from tests.tui.counter import Desk, at_counter


@pytest.fixture
def visited(branch: Branch) -> Branch:
    """Anna has been here and has two pairs now."""

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.scan(branch.skates[0].barcode, branch.skates[1].barcode)
        await desk.enter()

    at_counter(branch.url, steps, clock=branch.clock)
    branch.clock.moment += timedelta(minutes=1)
    return branch


def test_a_whole_visit_is_undone_only_after_a_question(visited: Branch) -> None:
    """The question names what was done and for whom; an undone line offers nothing more."""

    async def steps(desk: Desk) -> None:
        await desk.press("f10", "f5")
        assert desk.now.prompt is not None
        assert desk.screen.count("Anna Berg") == 2
        await desk.press("escape")
        assert visited.look().loans.count() == 2
        await desk.press("f10", "f5")
        await desk.enter()
        assert visited.look().loans.count() == 0
        await desk.press("f10")
        assert "F5" not in desk.foot
        assert "F6" not in desk.foot

    at_counter(visited.url, steps, clock=visited.clock)


def test_moving_a_visit_says_whose_it_is(visited: Branch) -> None:
    """Before it asks to whom; it is not offered for a return."""
    visited.look().returns.take_back(visited.skates[0].barcode, act=new_act_key())

    async def steps(desk: Desk) -> None:
        await desk.press("f10")
        assert "took back" in desk.screen
        assert "F6" not in desk.foot
        await desk.press("down", "f6")
        assert "Visit: Anna Berg." in desk.screen

    at_counter(visited.url, steps, clock=visited.clock)


def test_what_stands_in_the_way_of_an_undo_is_said_to_its_end(visited: Branch) -> None:
    """By the article's name, with the advice at the end, at 80 cells."""
    visited.look().returns.take_back(visited.skates[1].barcode, act=new_act_key())

    async def steps(desk: Desk) -> None:
        await desk.press("f10", "down", "f8")
        assert desk.at(View.ACTS)
        said = desk.now.shown
        assert said is not None
        assert said.speak().headline.startswith("Not undone: Hockey skates 37")
        assert said.speak().details[0] in " ".join(" ".join(desk.screen.split()).split())

    at_counter(visited.url, steps, clock=visited.clock)
