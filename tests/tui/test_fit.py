"""Fit at the counter: what for and the measures are asked, what fits is listed, and a scan goes on with the visit."""

import pytest

from fritids.tui.counter.situation import View
from tests.builders import an_article
from tests.tui.conftest import Branch
from tests.tui.counter import Desk, at_counter

pytestmark = pytest.mark.one_engine


def test_a_family_is_fitted_out_in_the_middle_of_a_visit(branch: Branch) -> None:
    skis = an_article(branch.look(), type="classic-skis", size="160", brand="Fischer")

    async def steps(desk: Desk) -> None:
        await desk.enter("0701740605")
        await desk.more("fit")
        await desk.enter("water")
        await desk.enter()
        assert desk.headline == "Nothing can be said without a measure"
        await desk.press("f2")
        await desk.enter("42")
        assert desk.at(View.LIST)
        await desk.press("escape")
        assert "42 kg" in desk.screen
        await desk.press("escape")
        assert desk.now.job is None
        await desk.more("fit")
        await desk.enter("cross")
        await desk.enter("1420")
        assert "That is no height" in desk.screen
        await desk.enter("142")
        await desk.enter("36")
        await desk.enter("2")
        assert desk.at(View.LIST)
        assert "142 cm, shoes 36, has done it some" in desk.screen
        assert "Classic skis 152–167 cm: 1 in" in desk.screen
        await desk.write("classic sk")
        assert "160 Fischer" in desk.screen, "what stands in the heading fits its lines"
        assert "Skate skis" not in desk.screen
        await desk.press("escape")
        assert "Skate skis" in desk.screen, "one Esc empties the box, and all is there again"
        await desk.press("f4")
        await desk.enter("skating")
        assert "Shoe size" not in desk.screen, "what was told is not asked again"
        await desk.enter("9")
        await desk.enter()
        assert "skates 36–37: 2 in" in desk.screen
        await desk.scan(skis.barcode)
        assert desk.at(View.COUNTER)
        assert desk.now.job is None
        visit = desk.now.state.visit
        assert visit is not None
        assert [loan.article.barcode for loan in visit.out] == [skis.barcode]

    at_counter(branch.url, steps, clock=branch.clock)
