"""Marked lines: what is done with one leaves the mark on it, so that the same key once more is never for all the others."""

from datetime import timedelta

import pytest

from fritids.services.acts import new_act_key
from tests.builders import an_article
from tests.tui.conftest import Branch
from tests.tui.counter import Desk, at_counter


@pytest.fixture
def family(branch: Branch) -> Branch:
    """Anna has had four pairs for three days."""
    for skates in branch.skates[:4]:
        branch.look().lending.lend(skates.barcode, branch.anna.id, act=new_act_key())
    branch.clock.moment += timedelta(days=3)
    return branch


def _renewals(branch: Branch) -> list[int]:
    return sorted(loan.renewals for loan in branch.look().loans.list())


def test_a_second_press_on_a_marked_loan_renews_nothing_else(family: Branch) -> None:
    """The mark stays on the loan, which stands among what was done in the visit."""

    async def steps(desk: Desk) -> None:
        await desk.enter(family.anna.number)
        await desk.press("down", "f2")
        assert desk.headline.startswith("Renewed")
        assert "Done now: 1" in desk.screen
        assert "Renew this" in desk.foot
        await desk.press("f2")
        assert desk.headline.startswith("Needs no renewal")
        await desk.enter()
        assert "1 loan renewed" in desk.screen
        assert "THURSDAY 5 MARCH" in desk.screen

    at_counter(family.url, steps, clock=family.clock)
    assert _renewals(family) == [0, 0, 0, 1]


def test_one_and_then_all_the_others_are_counted_and_dated_at_the_end(family: Branch) -> None:
    """The caller waits for the date: large after each step and at the end."""

    async def steps(desk: Desk) -> None:
        await desk.enter(family.anna.number)
        await desk.press("down", "f2")
        assert "Thursday 5 March" in desk.screen
        await desk.press("escape", "f2")
        assert desk.headline == "Renewed: 3 loans"
        assert "New due date: Thursday 5 March." in desk.screen
        await desk.enter()
        assert "4 loans renewed" in desk.screen
        assert "THURSDAY 5 MARCH" in desk.screen

    at_counter(family.url, steps, clock=family.clock)
    assert _renewals(family) == [1, 1, 1, 1]


def test_renewing_all_twice_says_once_that_it_is_not_needed(family: Branch) -> None:
    """No red no, and no paragraph for each article."""

    async def steps(desk: Desk) -> None:
        await desk.enter(family.anna.number)
        await desk.press("f2", "f2")
        assert desk.headline == "Need no renewal: 4 loans"
        assert desk.now.shown is not None
        assert len(desk.now.shown.speak().details) == 1
        assert "✗" not in desk.screen

    at_counter(family.url, steps, clock=family.clock)


def test_a_second_yes_to_a_marked_line_lends_nothing_else(branch: Branch) -> None:
    """F4 on one that waits, and once more: the others still wait."""
    branch.look().branch.set({"loan_limit": "1"}, act="limit")

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.scan(*(skates.barcode for skates in branch.skates[:4]))
        await desk.press("down", "f4", "f4")
        assert desk.now.state.visit is not None
        assert len(desk.now.state.visit.waiting) == 2

    at_counter(branch.url, steps, clock=branch.clock)
    assert branch.look().loans.count() == 2


def test_a_second_well_to_a_marked_question_answers_no_other(branch: Branch) -> None:
    """Not until another key comes."""
    helmets = [an_article(branch.look(), type="ski-helmet", size=size) for size in ("54", "56", "58")]
    for helmet in helmets:
        branch.look().lending.lend(helmet.barcode, branch.anna.id, act=new_act_key())
    branch.clock.moment += timedelta(hours=1)

    async def steps(desk: Desk) -> None:
        await desk.press("f3")
        await desk.scan(*(helmet.barcode for helmet in helmets))
        await desk.press("down", "f5", "f5")
        assert len(desk.now.state.open_checks) == 2
        await desk.press("escape", "f5")
        assert not desk.now.state.open_checks

    at_counter(branch.url, steps, clock=branch.clock)
