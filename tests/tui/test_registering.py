"""What is registered at the counter: children of a borrower, and articles with a label or without."""

from datetime import timedelta

from fritids.services.acts import new_act_key
from tests.tui.conftest import Branch
from tests.tui.counter import Desk, at_counter


def test_a_thing_is_lent_for_a_child_who_is_added_in_the_visit(branch: Branch) -> None:
    """One key asks for whom; it holds until another is chosen, and stands beside the name."""
    branch.look().branch.set({"ask_birth_year": "on"}, act="settings2")

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.scan(branch.skates[0].barcode)
        await desk.press("left")
        assert "Who are the things for?" in desk.screen
        await desk.enter("2")
        await desk.enter("Lisa")
        await desk.enter("soon")
        assert "✗" in desk.screen
        await desk.enter("2018")
        assert "for Lisa" in desk.screen
        await desk.scan(branch.skates[1].barcode)
        await desk.press("left")
        await desk.enter("lisa")
        await desk.press("left")
        await desk.enter("1")
        assert "for Lisa" not in desk.screen.replace("From now on for", "")
        await desk.scan(branch.skates[2].barcode)

    at_counter(branch.url, steps, clock=branch.clock)
    look = branch.look()
    (child,) = look.borrowers.co_borrowers(branch.anna.id)
    assert (child.name, child.birth_year) == ("Lisa", 2018)
    held = look.borrowers.export(branch.anna.id)
    assert str(held).count("Lisa") >= 2, held


def test_an_article_without_a_label_gets_a_number_of_our_own(branch: Branch) -> None:
    """With nobody at the desk one key asks for type, size and brand; the number is said, and it lies in the basket."""

    async def steps(desk: Desk) -> None:
        assert "New article" in desk.foot
        await desk.press("f6")
        await desk.enter("hockey skates")
        if desk.now.prompt is not None and desk.now.prompt.options():
            await desk.enter("1")
        await desk.enter("39")
        await desk.enter("Bauer")
        (made,) = desk.now.state.basket
        assert made.size == "39"
        assert "registered" in desk.screen
        assert made.barcode in desk.screen

    at_counter(branch.url, steps, clock=branch.clock)


def test_what_is_no_size_of_the_type_is_asked_about_once(branch: Branch) -> None:
    """A word where others have a number; the same once more is kept."""

    async def steps(desk: Desk) -> None:
        await desk.scan("7391234567897")
        await desk.press("f6")
        await desk.enter("hockey-skates")
        await desk.enter("inlines")
        assert "does not look like a size" in " ".join(desk.screen.split())
        await desk.enter("inlines")
        await desk.enter()
        (made,) = desk.now.state.basket
        assert made.size == "inlines"

    at_counter(branch.url, steps, clock=branch.clock)


def test_in_the_mode_for_returns_an_unknown_code_is_registered_and_goes_on_the_shelf(branch: Branch) -> None:
    """The text says that it can be registered, and the key is there."""

    async def steps(desk: Desk) -> None:
        await desk.press("f3")
        await desk.scan("7391234567897")
        assert "Register the article" in desk.foot
        await desk.press("f6")
        await desk.enter("hockey-skates")
        await desk.enter("39")
        await desk.enter()
        assert desk.headline == "Registered: Hockey skates 39"
        assert desk.now.returns_only
        assert desk.now.state.basket == ()

    at_counter(branch.url, steps, clock=branch.clock)


def test_what_was_taken_back_can_go_into_a_new_basket_at_once(branch: Branch) -> None:
    """Also the first thing of a family, which was out to somebody else."""
    code = branch.skates[0].barcode
    branch.look().lending.lend(code, branch.bo.id, act=new_act_key())
    branch.clock.moment += timedelta(hours=1)

    async def steps(desk: Desk) -> None:
        await desk.scan(code)
        assert desk.headline.startswith("Returned")
        assert "Into the basket" in desk.foot
        await desk.press("f6")
        assert [one.barcode for one in desk.now.state.basket] == [code]

    at_counter(branch.url, steps, clock=branch.clock)
