"""Keys pressed once too often, and undoing across two families: nobody's loan is touched by accident."""

from datetime import timedelta

from fritids.services.acts import new_act_key
from fritids.tui.counter import deeds
from fritids.tui.counter.inbox import Entry, Kind
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


def test_undo_at_rest_asks_before_it_reaches_to_another_family(branch: Branch) -> None:
    """What has just been said is undone at once; what another family did before that is asked about."""
    look = branch.look()
    for skates, who in zip(branch.skates[:2], (branch.anna, branch.bo), strict=True):
        look.lending.lend(skates.barcode, who.id, act=new_act_key())
    branch.clock.moment += timedelta(days=1)

    async def steps(desk: Desk) -> None:
        await desk.scan(branch.skates[0].barcode)
        branch.clock.moment += timedelta(minutes=1)
        await desk.scan(branch.skates[1].barcode)
        branch.clock.moment += timedelta(seconds=20)
        await desk.press("f8")
        assert desk.now.prompt is None
        assert look.loans.count() == 1
        await desk.press("f8")
        assert desk.now.prompt is not None
        assert "Anna Berg" in desk.screen
        await desk.press("escape")
        assert look.loans.count() == 1
        await desk.press("f8")
        await desk.enter()
        assert look.loans.count() == 2

    at_counter(branch.url, steps, clock=branch.clock)


def test_undo_at_the_end_of_a_visit_takes_back_all_of_it_and_asks_before_the_one_before(
    branch: Branch,
) -> None:
    """Line by line; the question comes where the visit begins."""

    async def steps(desk: Desk) -> None:
        for who, skates in ((branch.bo, branch.skates[:1]), (branch.anna, branch.skates[1:3])):
            await desk.enter(who.number)
            await desk.scan(*(one.barcode for one in skates))
            await desk.enter()
            branch.clock.moment += timedelta(minutes=1)
        await desk.press("f8", "f8")
        assert branch.look().loans.count() == 1
        await desk.press("f8")
        assert desk.now.prompt is not None
        assert branch.look().loans.count() == 1

    at_counter(branch.url, steps, clock=branch.clock)


def test_undo_in_a_pile_is_counted_and_asks_before_the_pile_before(branch: Branch) -> None:
    """In an empty new pile as well: nothing of it is there to undo."""
    look = branch.look()
    for skates in branch.skates[:3]:
        look.lending.lend(skates.barcode, branch.anna.id, act=new_act_key())
    branch.clock.moment += timedelta(days=1)

    async def steps(desk: Desk) -> None:
        await desk.press("f3")
        await desk.scan(branch.skates[0].barcode, branch.skates[1].barcode)
        branch.clock.moment += timedelta(minutes=1)
        await desk.press("f8")
        assert "1 article taken back" in desk.screen
        await desk.enter()
        assert desk.headline == "The pile is done: 1 article returned"
        branch.clock.moment += timedelta(minutes=1)
        await desk.press("f3", "f8")
        assert desk.now.prompt is not None
        await desk.press("escape")
        assert look.loans.count() == 2

    at_counter(branch.url, steps, clock=branch.clock)


def test_a_key_that_does_nothing_any_more_counts_no_return_twice(branch: Branch) -> None:
    """F3 once more, pressed while the first one and a scan still waited for their turns."""
    look = branch.look()
    for skates in branch.skates[:2]:
        look.lending.lend(skates.barcode, branch.anna.id, act=new_act_key())
    branch.clock.moment += timedelta(days=1)

    async def steps(desk: Desk) -> None:
        await desk.press("f3")
        await desk.scan(branch.skates[0].barcode)
        desk.app.desk_screen.arrivals.other(Entry(Kind.KEY, deed=deeds.ReturnsOnly(on=True)))
        await desk.settle()
        assert "1 article taken back" in desk.screen
        await desk.enter()
        assert desk.headline == "The pile is done: 1 article returned"

    at_counter(branch.url, steps, clock=branch.clock)
