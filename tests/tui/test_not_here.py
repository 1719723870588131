"""One key for what a family asks for and is not here."""

import pytest

from fritids.services.acts import new_act_key
from tests.builders import an_article
from tests.tui.conftest import Branch
from tests.tui.counter import Desk, at_counter

pytestmark = pytest.mark.one_engine


def test_what_is_typed_or_was_searched_is_noted_by_one_key_and_the_visit_goes_on(branch: Branch) -> None:
    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.write("hockey skates 33")
        await desk.press("ctrl+n")
        assert desk.headline == "Noted, not here: Hockey skates 33"
        assert desk.app.box_text == ""
        await desk.enter("hockey skates 32")  # searched first, in vain
        assert "Note that it is not here" in desk.foot
        await desk.press("ctrl+n")
        assert desk.headline == "Noted, not here: Hockey skates 32"
        await desk.press("f8")
        assert desk.headline == "Undone, not counted: Hockey skates 32"
        await desk.scan(branch.skates[0].barcode)
        assert desk.headline.startswith("Lent")
        await desk.press("ctrl+n")
        await desk.enter("skates")
        assert desk.now.prompt is not None
        await desk.enter("1")
        await desk.enter("380")
        assert "does not look like a size" in " ".join(desk.screen.split())
        await desk.enter("33")
        assert "2 times" in " ".join(desk.screen.split())
        assert desk.now.state.visit is not None
        await desk.more("asked")
        assert "asked for 2 times, have 0" in desk.screen

    at_counter(branch.url, steps, clock=branch.clock)
    assert [(one.size, one.asked) for one in branch.look().requests.list()] == [("33", 2)]


def test_where_all_that_fits_is_out_the_same_key_leaves_the_choice_and_notes_it(branch: Branch) -> None:
    twin = an_article(branch.look(), size="36", brand="Bauer")
    for article in (branch.skates[0], twin):
        branch.look().lending.lend(article.barcode, branch.bo.id, act=new_act_key())

    async def steps(desk: Desk) -> None:
        await desk.enter("hockey skates 36")
        assert desk.now.prompt is not None
        assert "Not here" in desk.foot
        await desk.press("ctrl+n")
        assert desk.headline == "Noted, not here: Hockey skates 36"
        assert desk.now.shown is not None
        assert "due back Monday 2 March" in desk.now.shown.speak().details[0]

    at_counter(branch.url, steps, clock=branch.clock)
