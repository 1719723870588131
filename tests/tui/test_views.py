"""The views below the box: what is out, today, the latest acts, cards. The box keeps the keyboard in all of them."""

from datetime import timedelta

import pytest

from fritids.services.acts import new_act_key
from fritids.tui.counter.situation import View
from tests.tui.conftest import Branch
from tests.tui.counter import Desk, at_counter


@pytest.fixture
def lent(branch: Branch) -> Branch:
    """Anna has four pairs, two of them late; Bo has one."""
    look = branch.look()
    for skates in branch.skates[:2]:
        look.lending.lend(skates.barcode, branch.anna.id, act=new_act_key())
    branch.clock.moment += timedelta(days=20)
    for skates in branch.skates[2:4]:
        look.lending.lend(skates.barcode, branch.anna.id, act=new_act_key())
    look.lending.lend(branch.skates[4].barcode, branch.bo.id, act=new_act_key())
    branch.clock.moment += timedelta(hours=1)
    return branch


def test_what_is_out_stands_with_the_late_ones_first_and_words_narrow_it(lent: Branch) -> None:
    """Typed words filter while they are typed; Esc widens, then goes back."""

    async def steps(desk: Desk) -> None:
        await desk.press("f7")
        lines = desk.screen.splitlines()
        assert "5 loans   2 late" in lines[4]
        assert "6 days late" in lines[6]
        await desk.write("ek")
        assert "1 loan " in desk.screen
        assert "Bo Ek" in desk.screen
        await desk.enter()
        assert desk.at(View.OUT)
        assert "with “ek”" in desk.screen
        await desk.press("escape")
        assert "5 loans" in desk.screen
        await desk.press("escape")
        assert desk.at(View.COUNTER)

    at_counter(lent.url, steps, clock=lent.clock)


def test_late_ones_alone_and_other_orders_by_key(lent: Branch) -> None:
    """F4 shows the late ones, F5 sorts by borrower."""

    async def steps(desk: Desk) -> None:
        await desk.press("f7", "f4")
        assert "2 loans" in desk.screen
        await desk.press("f4", "f5")
        assert "by borrower" in desk.screen
        assert "Anna Berg" in desk.screen.splitlines()[6]

    at_counter(lent.url, steps, clock=lent.clock)


def test_a_scan_in_any_view_goes_to_the_counter(lent: Branch) -> None:
    """Whatever is at the front."""

    async def steps(desk: Desk) -> None:
        for key in ("f7", "f9", "f10", "settings", "f1"):
            await (desk.press(key) if key.startswith("f") else desk.more(key))
            assert not desk.at(View.COUNTER)
            await desk.scan(lent.skates[5].barcode)
            assert desk.at(View.COUNTER)
        assert len(desk.now.state.basket) == 1

    at_counter(lent.url, steps, clock=lent.clock)


def test_the_settings_name_the_command_for_the_rest_in_both_languages(lent: Branch) -> None:
    async def steps(desk: Desk) -> None:
        await desk.more("settings")
        assert "fritids branch" in desk.screen
        await desk.press("f2")
        assert "fritids branch" in desk.screen

    at_counter(lent.url, steps, clock=lent.clock)


def test_a_loan_of_the_list_is_renewed_and_taken_back_by_key(lent: Branch) -> None:
    """The result is said in a line, and the list follows."""

    async def steps(desk: Desk) -> None:
        await desk.press("f7", "f2")
        assert "✓ Renewed" in desk.screen
        assert "1 late" in desk.screen
        await desk.press("f6")
        assert "✓ Returned" in desk.screen
        assert "4 loans" in desk.screen

    at_counter(lent.url, steps, clock=lent.clock)


def test_the_card_of_a_borrower_shows_what_is_out_and_begins_a_visit(lent: Branch) -> None:
    """Enter in the list opens the card, Enter on the card the visit."""

    async def steps(desk: Desk) -> None:
        await desk.press("f7")
        await desk.enter()
        assert desk.at(View.BORROWER)
        assert "Out: 4 articles" in desk.screen
        await desk.press("f5")
        assert "Renewed: " in desk.screen
        await desk.enter()
        assert desk.at(View.COUNTER)
        assert desk.now.state.visit is not None
        assert desk.now.state.visit.borrower.name == "Anna Berg"

    at_counter(lent.url, steps, clock=lent.clock)


def test_a_borrower_is_corrected_field_by_field(branch: Branch) -> None:
    """Enter keeps a field, a hyphen empties it; the last question turns reminders off for them."""

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.press("right", "f4")
        await desk.enter("Anna Bergström")
        await desk.enter()
        await desk.enter("knows the way")
        await desk.enter("2")
        assert desk.headline == "Saved: Anna Bergström"
        assert "✎ knows the way" in desk.screen

    at_counter(branch.url, steps, clock=branch.clock)
    changed = branch.look().borrowers.get(branch.anna.id)
    assert changed is not None
    assert (changed.name, changed.phone, changed.note) == ("Anna Bergström", "+46701740605", "knows the way")
    assert changed.no_reminders


def test_the_card_of_an_article_can_stand_in_for_its_label(branch: Branch) -> None:
    """Found by words; Enter takes it as if it had been scanned."""

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.enter("skates 41")
        assert desk.at(View.ARTICLE)
        assert "available" in desk.screen
        await desk.enter()
        assert desk.at(View.COUNTER)
        assert desk.headline == "Lent: Hockey skates 41 Bauer"

    at_counter(branch.url, steps, clock=branch.clock)


def test_any_of_the_latest_acts_can_be_undone(branch: Branch) -> None:
    """Not only the newest; undone ones stay in the list and say so."""

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.scan(*(skates.barcode for skates in branch.skates[:3]))
        await desk.press("f10", "down", "down", "f8")
        assert "36" in desk.headline
        assert "(undone)" in desk.screen

    at_counter(branch.url, steps, clock=branch.clock)
    assert branch.look().loans.count() == 2


def test_a_visit_is_undone_or_moved_as_one(branch: Branch) -> None:
    """F6 puts it on the borrower who is written, F8 takes that back; F5 undoes all of it."""

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.scan(*(skates.barcode for skates in branch.skates[:3]))
        await desk.enter()
        await desk.press("f10", "f6")
        await desk.enter("Bo Ek")
        assert desk.headline == "Moved to Bo Ek"
        await desk.press("f8", "f10", "down", "f5")
        await desk.enter()
        assert desk.headline.startswith("Undone, 3 steps: ")

    at_counter(branch.url, steps, clock=branch.clock)
    assert branch.look().loans.count() == 0


def test_today_stands_there_by_the_hour(lent: Branch) -> None:
    """One key away: what was lent and returned."""

    async def steps(desk: Desk) -> None:
        await desk.press("f9")
        assert "3 articles lent" in desk.screen
        assert "10–11" in desk.screen

    at_counter(lent.url, steps, clock=lent.clock)


def test_a_key_that_the_terminal_keeps_can_be_written(branch: Branch) -> None:
    """f10 and Enter is F10, and a question mark is help."""

    async def steps(desk: Desk) -> None:
        await desk.enter("f10")
        assert desk.at(View.ACTS)
        await desk.enter("?")
        assert desk.at(View.HELP)
        await desk.press("escape")
        assert desk.at(View.ACTS)

    at_counter(branch.url, steps, clock=branch.clock)


def test_an_article_is_set_aside_with_a_note_and_put_back_in_stock(branch: Branch) -> None:
    """From its card; in between it is refused to everybody."""
    code = branch.skates[5].barcode

    async def steps(desk: Desk) -> None:
        await desk.enter("skates 41")
        await desk.press("f4")
        await desk.enter("blunt")
        assert desk.headline.startswith("Set aside")
        await desk.scan(code)
        assert desk.headline.startswith("Not lent")
        await desk.enter("skates 41")
        assert "blunt" in desk.screen
        await desk.press("f5")
        await desk.scan(code)
        assert desk.headline.startswith("In the basket")

    at_counter(branch.url, steps, clock=branch.clock)


def test_esc_leads_from_card_to_card_the_way_one_came(lent: Branch) -> None:
    """List, borrower, article, and back through all of them."""

    async def steps(desk: Desk) -> None:
        await desk.press("f7")
        await desk.enter()
        await desk.press("right")
        assert desk.at(View.ARTICLE)
        await desk.press("f1")
        for view in (View.ARTICLE, View.BORROWER, View.OUT, View.COUNTER):
            await desk.press("escape")
            assert desk.at(view)

    at_counter(lent.url, steps, clock=lent.clock)
