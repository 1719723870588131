"""Service at the counter: one key after a return, scans that say what is done, and a recall with its list."""

import pytest

from fritids.domain.words import ServiceKind, ShownState
from fritids.services.acts import new_act_key
from fritids.services.forms import NewArticle
from fritids.tui.counter.situation import View
from tests.tui.conftest import Branch
from tests.tui.counter import Desk, at_counter

# What the screen asks and says is the same on both engines; what is stored is tested beside the use cases.
pytestmark = pytest.mark.one_engine


def test_a_return_is_sent_to_service_and_comes_back_on_the_shelf_by_a_scan(branch: Branch) -> None:
    """F4 and Enter at the return; F12, a kind, and the scan of what is done; F8 takes that back without a question."""
    look, skates = branch.look(), branch.skates[0]
    look.lending.lend(skates.barcode, branch.anna.id, act=new_act_key())
    branch.clock.moment = branch.clock.moment.replace(hour=14)

    async def steps(desk: Desk) -> None:
        await desk.scan(skates.barcode)
        assert "To service" in desk.foot
        await desk.press("f4")
        await desk.enter()
        assert desk.headline.startswith("Set aside to sharpen")
        await desk.more("service")
        assert "To sharpen" in desk.screen
        await desk.scan(branch.skates[1].barcode)
        assert desk.headline.startswith("Nothing was changed")
        await desk.press("f2")
        await desk.enter("sharpen")
        await desk.scan(skates.barcode)
        assert desk.headline.startswith("Can be lent again")
        await desk.scan(skates.barcode)
        assert desk.headline.startswith("Just scanned")
        await desk.press("f8")
        assert desk.headline.startswith("Undone, in service again")
        await desk.scan(skates.barcode)
        await desk.press("f4")
        await desk.enter("wash")
        await desk.scan(branch.skates[1].barcode)
        assert desk.headline.startswith("Set aside to wash")
        await desk.scan(branch.anna.number)
        assert desk.now.job is None
        assert desk.now.state.visit is not None

    at_counter(branch.url, steps, clock=branch.clock)
    assert look.service.waiting() == {ServiceKind.WASH: 1}


def test_a_recall_asks_once_more_and_lists_whom_to_call(branch: Branch) -> None:
    look = branch.look()
    new = NewArticle(type="ski-helmet", size="54", brand="Giro", model="Nine", count=3)
    helmets = look.articles.add(new, act=new_act_key())
    look.lending.lend(helmets[0].barcode, branch.anna.id, act=new_act_key())

    async def steps(desk: Desk) -> None:
        await desk.more("service")
        await desk.press("f6")
        await desk.enter("ski helmet")
        await desk.enter("giro")
        await desk.enter()
        await desk.enter("the buckle opens")
        assert "Take 3 articles out of lending?" in desk.screen
        assert look.service.waiting() == {}
        await desk.enter()
        assert desk.at(View.LIST)
        assert "070-174 06 05" in desk.screen
        await desk.press("escape")
        assert desk.headline == "Recalled: 3, of which 1 is on loan"

    at_counter(branch.url, steps, clock=branch.clock)
    found = look.articles.get(helmets[1].barcode)
    assert found is not None
    assert found.state is ShownState.IN_SERVICE
