"""Missing parts at the counter: two keys and a number note them, the next loan says so, the card and the menu settle them."""

from datetime import timedelta

import pytest

from fritids.services.acts import new_act_key
from fritids.services.results import ArticleView
from tests.builders import an_article
from tests.tui.conftest import Branch
from tests.tui.counter import Desk, at_counter

pytestmark = pytest.mark.one_engine


def _boule_with_anna(branch: Branch) -> ArticleView:
    """A set that Anna has had for an hour."""
    look = branch.look()
    boule = an_article(look, type="boule")
    look.lending.lend(boule.barcode, branch.anna.id, act=new_act_key())
    branch.clock.moment += timedelta(hours=1)
    return boule


def test_from_the_return_to_the_next_family_and_back(branch: Branch) -> None:
    desk_behind, boule = branch.look(), _boule_with_anna(branch)

    async def steps(desk: Desk) -> None:
        await desk.press("f3")
        await desk.scan(boule.barcode)
        assert "Something is missing" in desk.foot
        await desk.press("f6")
        await desk.enter("1")
        await desk.enter("9")
        assert desk.now.prompt is not None
        assert desk.now.prompt.complaint is not None  # there are but eight
        await desk.enter("2")
        await desk.enter("2")  # the jack: of that there is but one
        assert "2 of 8 balls, jack" in desk.screen
        await desk.enter()
        assert desk.now.state.open_checks == ()
        await desk.enter()
        await desk.enter("0701740606")
        branch.clock.moment += timedelta(minutes=3)
        await desk.scan(boule.barcode)
        assert desk.now.shown is not None
        assert (
            "Missing since before: 2 of 8 balls, jack. Tell the borrower." in desk.now.shown.speak().details
        )
        await desk.press("f8", "enter")
        await desk.enter()
        await desk.more("missing")
        await desk.scan(boule.barcode)
        await desk.enter("3")
        await desk.enter("1")
        assert "Nothing is missing" in desk.screen
        await desk.press("f8")
        assert "jack" in desk.screen

    at_counter(branch.url, steps, clock=branch.clock)
    assert len(desk_behind.parts.missing()) == 2


def test_a_broken_part_goes_to_service_as_before(branch: Branch) -> None:
    """From the same question: its last line is what is not missing but broken."""
    desk_behind, boule = branch.look(), _boule_with_anna(branch)

    async def steps(desk: Desk) -> None:
        await desk.scan(boule.barcode)
        await desk.press("f6")
        await desk.enter("3")
        await desk.enter("a split ball")
        assert "Set aside" in desk.screen

    at_counter(branch.url, steps, clock=branch.clock)
    assert desk_behind.parts.missing() == ()
    shown = desk_behind.articles.get(boule.barcode)
    assert shown is not None
    assert shown.state == "in_service"
