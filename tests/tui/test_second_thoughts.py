"""Keys pressed once too often, and undoing across two families: nobody's loan is touched by accident."""

from datetime import timedelta

from tests.builders import a_borrower
from tests.tui.conftest import Branch
from tests.tui.counter import Desk, at_counter


def test_a_second_enter_chooses_nobody_of_a_shared_number(branch: Branch) -> None:
    """Two people, one number: only a digit or a marked line is an answer, however slowly Enter is pressed."""
    look = branch.look()
    first = a_borrower(look, name="Siv Ek", phone="070-174 06 80")
    second = a_borrower(look, name="Erik Ek", phone="070-174 06 80")

    async def steps(desk: Desk) -> None:
        await desk.scan(branch.skates[0].barcode)
        await desk.enter("070-174 06 80")
        await desk.enter()
        assert desk.now.prompt is not None
        assert desk.now.state.visit is None
        await desk.press("down", "down")
        await desk.enter()
        assert desk.now.state.visit is not None
        assert desk.now.state.visit.borrower.id in {first.id, second.id}

    at_counter(branch.url, steps, clock=branch.clock)


def test_undo_takes_out_of_the_basket_what_was_laid_there_last(branch: Branch) -> None:
    """The family before has left with its skates; the key is for the thing that was just scanned."""

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.scan(branch.skates[0].barcode)
        await desk.enter()
        await desk.scan(branch.skates[1].barcode)
        await desk.press("f8")
        assert desk.now.state.basket == ()

    at_counter(branch.url, steps, clock=branch.clock)
    assert branch.look().loans.count() == 1


def test_undo_in_a_visit_asks_before_it_reaches_into_an_earlier_one(branch: Branch) -> None:
    """The question names what would be undone; Esc leaves it, Enter does it."""
    other = a_borrower(branch.look(), name="Nisse Ny")

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.scan(branch.skates[0].barcode)
        await desk.enter()
        branch.clock.moment += timedelta(minutes=1)
        await desk.enter(other.number)
        await desk.press("f8")
        assert "Anna Berg" in desk.screen
        await desk.press("escape")
        assert branch.look().loans.count() == 1
        await desk.press("f8")
        await desk.enter()
        assert branch.look().loans.count() == 0

    at_counter(branch.url, steps, clock=branch.clock)
