"""The questions beside a return: answered also after the next scan, named where they are answered, settled by what is set aside."""

from datetime import timedelta

import pytest

from fritids.domain.words import ShownState
from fritids.services.acts import new_act_key
from fritids.services.results import ArticleView
from tests.builders import an_article
from tests.tui.conftest import Branch
from tests.tui.counter import Desk, at_counter


@pytest.fixture
def helmets(branch: Branch) -> tuple[ArticleView, ...]:
    """Anna has two helmets and a tent out, each of which is asked about when it comes back."""
    look = branch.look()
    things = (
        an_article(look, type="ski-helmet", size="54"),
        an_article(look, type="ski-helmet", size="56"),
        an_article(look, type="tent", size="4"),
    )
    for thing in things:
        look.lending.lend(thing.barcode, branch.anna.id, act=new_act_key())
    branch.clock.moment += timedelta(hours=1)
    return things


def _state(branch: Branch, article: ArticleView) -> ShownState | None:
    found = branch.look().articles.get(article.barcode)
    return None if found is None else found.state


def test_after_the_next_scan_it_can_still_be_said_that_something_is_wrong(
    branch: Branch, helmets: tuple[ArticleView, ...]
) -> None:
    """In a pile one counts afterwards: F6 asks which one, by its name and code."""
    first, second, _tent = helmets

    async def steps(desk: Desk) -> None:
        await desk.press("f3")
        await desk.scan(first.barcode, second.barcode, branch.skates[0].barcode)
        assert "F6" in desk.foot
        await desk.press("f6")
        assert first.barcode in desk.screen
        assert second.barcode in desk.screen
        await desk.enter("cracked")
        assert "✗" in desk.screen
        await desk.enter(first.barcode)
        assert desk.now.prompt is not None  # a scan never answers a question
        await desk.press("down", "down")
        await desk.enter()
        await desk.enter("a crack")
        assert [check.article.barcode for check in desk.now.state.open_checks] == [second.barcode]

    at_counter(branch.url, steps, clock=branch.clock)
    assert _state(branch, first) is ShownState.IN_SERVICE
    assert _state(branch, second) is ShownState.AVAILABLE


def test_scanning_a_thing_again_offers_its_own_answers(
    branch: Branch, helmets: tuple[ArticleView, ...]
) -> None:
    """Well and not well, for this one and no other."""
    first, second, _tent = helmets

    async def steps(desk: Desk) -> None:
        await desk.press("f3")
        await desk.scan(first.barcode, second.barcode)
        await desk.scan(first.barcode)
        assert desk.headline.startswith("Just returned")
        await desk.press("f5")
        assert [check.article.barcode for check in desk.now.state.open_checks] == [second.barcode]
        await desk.scan(second.barcode)
        await desk.press("f6")
        await desk.enter("a crack")

    at_counter(branch.url, steps, clock=branch.clock)
    assert _state(branch, first) is ShownState.AVAILABLE
    assert _state(branch, second) is ShownState.IN_SERVICE


def test_the_arrow_up_marks_the_last_line(branch: Branch, helmets: tuple[ArticleView, ...]) -> None:
    """From no mark at all, also in the mode for returns."""

    async def steps(desk: Desk) -> None:
        await desk.press("f3")
        await desk.scan(*(helmet.barcode for helmet in helmets[:2]))
        await desk.press("up")
        assert desk.now.row == 1
        assert "Something is wrong" in desk.foot

    at_counter(branch.url, steps, clock=branch.clock)


def test_what_is_set_aside_by_its_card_is_no_longer_asked_about(
    branch: Branch, helmets: tuple[ArticleView, ...]
) -> None:
    """Nobody is to call it well afterwards."""

    async def steps(desk: Desk) -> None:
        await desk.press("f3")
        await desk.scan(helmets[2].barcode)
        assert len(desk.now.state.open_checks) > 0
        desk.app.desk_screen.open_article(helmets[2].barcode)
        await desk.settle()
        await desk.press("f4")
        await desk.enter("two pegs are missing")
        assert not desk.now.state.open_checks

    at_counter(branch.url, steps, clock=branch.clock)
    assert _state(branch, helmets[2]) is ShownState.IN_SERVICE


def test_what_is_asked_is_named_at_rest_and_no_key_answers_for_what_is_not_seen(
    branch: Branch, helmets: tuple[ArticleView, ...]
) -> None:
    """At rest the names come before the advice; while a due date is read out, the lines are an arrow key away."""
    first, _second, tent = helmets

    async def steps(desk: Desk) -> None:
        await desk.scan(first.barcode, tent.barcode)
        assert "Ski helmet 54" in desk.screen
        assert "all parts?" in desk.screen
        await desk.scan(branch.skates[0].barcode)
        await desk.enter(branch.bo.number)
        await desk.enter()
        assert "Read out" in desk.screen
        assert "well" not in desk.foot
        await desk.press("f5")
        assert len(desk.now.state.open_checks) >= 2
        assert "To look at" in desk.foot
        await desk.press("down")
        assert "Ski helmet 54" in desk.screen
        assert "All is well" in desk.foot

    at_counter(branch.url, steps, clock=branch.clock)
