"""Ctrl+D: another date for the marked loan or for the whole visit, written in the box, shown as it was understood, saved with Enter."""

from datetime import date

import pytest

from fritids.services.acts import new_act_key
from fritids.services.overviews import OpeningSpan
from fritids.tui.counter.situation import View
from tests.builders import an_article
from tests.tui.conftest import Branch
from tests.tui.counter import Desk, at_counter

FRIDAY = date(2026, 3, 20)
USUAL = date(2026, 3, 2)


def dues(branch: Branch) -> list[date]:
    return sorted(loan.due for loan in branch.look().loans.list(limit=20))


def asked(desk: Desk) -> str:
    """The question that stands there, in one line."""
    prompt = desk.now.prompt
    if prompt is None:
        return ""
    complaint = () if prompt.complaint is None else (prompt.complaint(),)
    return " ".join((prompt.title(), *prompt.details(), *complaint))


def weekdays_only(branch: Branch) -> None:
    branch.look().branch.set_hours(
        [OpeningSpan(day, "10:00", "18:00") for day in range(5)], act=new_act_key()
    )


@pytest.mark.parametrize("written", ["20/3", "20 mars", "2026-03-20", "+32", "20 March"])
def test_a_whole_visit_is_given_another_date(branch: Branch, written: str) -> None:
    """The day is shown in words before Enter saves it; then it stands in the panel, and is read out at the end."""

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.scan(branch.skates[0].barcode, branch.skates[1].barcode)
        await desk.press("ctrl+d")
        assert "2 articles lent, due back Monday 2 March." in asked(desk)
        await desk.enter(written)
        assert "Back by Friday 20 March?" in asked(desk)
        assert dues(branch) == [USUAL, USUAL]
        await desk.enter()
        assert desk.headline == "Another date: 2 articles"
        assert dues(branch) == [FRIDAY, FRIDAY]
        assert desk.screen.count("Fri 20 Mar") == 2
        await desk.enter()
        assert "BACK BY FRIDAY 20 MARCH" in desk.screen

    at_counter(branch.url, steps, clock=branch.clock)


def test_a_school_with_more_out_than_the_panel_shows(branch: Branch) -> None:
    """What it borrowed today is due last of all, beyond what was read for the panel."""
    look = branch.look()
    for _ in range(70):
        look.lending.lend(an_article(look, type="sledge").barcode, branch.anna.id, act=new_act_key())
    many = [an_article(look, type="sledge") for _ in range(3)]

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.scan(*(sled.barcode for sled in many))
        await desk.press("ctrl+d")
        assert "Another date: 3 articles" in asked(desk)
        await desk.enter("20/3")
        await desk.enter()
        assert desk.headline == "Another date: 3 articles"

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("fritids.services.counter.panel.SHOWN_LOANS", 60)
        at_counter(branch.url, steps, clock=branch.clock)
    assert [loan.due for loan in look.loans.list(limit=99)] == [USUAL] * 70 + [FRIDAY] * 3


def test_the_marked_loan_alone_is_given_another_date(branch: Branch) -> None:
    """Also one from before: it was neither lent nor renewed now, and is read out all the same."""
    look = branch.look()
    for skates in branch.skates[:2]:
        look.lending.lend(skates.barcode, branch.anna.id, act=new_act_key())

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.press("ctrl+d")
        assert desk.now.prompt is None  # nothing was lent now, and nothing is marked
        await desk.press("down", "ctrl+d")
        await desk.enter("fri")
        assert "Back by Friday 20 February?" in asked(desk)
        await desk.enter()
        assert dues(branch) == [date(2026, 2, 20), USUAL]
        await desk.enter()
        assert "1 loan with another date" in desk.screen
        assert "BACK BY FRIDAY 20 FEBRUARY" in desk.screen

    at_counter(branch.url, steps, clock=branch.clock)


def test_a_closed_day_is_asked_about_and_another_can_be_written_instead(branch: Branch) -> None:
    weekdays_only(branch)

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.scan(branch.skates[0].barcode)
        await desk.press("ctrl+d")
        await desk.enter("21/3")
        assert "Back by Saturday 21 March?" in asked(desk)
        assert "The branch is closed on Sat 21 Mar." in asked(desk)
        await desk.enter("20/3")
        assert "closed" not in asked(desk)
        await desk.enter("21/3")
        await desk.enter()
        assert dues(branch) == [date(2026, 3, 21)]
        await desk.press("f8")
        assert dues(branch) == [USUAL]

    at_counter(branch.url, steps, clock=branch.clock)


def test_what_is_no_day_or_has_been_is_asked_for_again(branch: Branch) -> None:
    """A scan waits for the answer and is lent after it; Esc leaves everything as it was."""

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.scan(branch.skates[0].barcode)
        await desk.press("ctrl+d")
        await desk.enter()
        await desk.enter("soon")
        assert "“soon” is no day." in asked(desk)
        await desk.enter("2026-02-15")
        assert "is too early" in asked(desk)
        await desk.scan(branch.skates[1].barcode)
        assert desk.now.prompt is not None
        await desk.enter("2027-03-19")
        assert "Back by Friday 19 March 2027?" in asked(desk)
        await desk.press("escape")
        assert desk.now.prompt is None
        assert dues(branch) == [USUAL, USUAL]

    at_counter(branch.url, steps, clock=branch.clock)


def test_the_key_is_there_in_a_visit_only(branch: Branch) -> None:
    async def steps(desk: Desk) -> None:
        await desk.press("ctrl+d")
        await desk.scan(branch.skates[0].barcode)
        await desk.press("ctrl+d")
        assert desk.now.prompt is None
        await desk.enter(branch.anna.number)
        assert "Ctrl+D" in desk.foot
        await desk.press("f9", "ctrl+d")
        assert desk.at(View.TODAY)
        await desk.press("escape", "f3", "ctrl+d")
        assert desk.now.prompt is None

    at_counter(branch.url, steps, clock=branch.clock, size=(120, 40))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_the_question_is_whole_in_swedish(branch: Branch, size: tuple[int, int]) -> None:
    weekdays_only(branch)

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.scan(branch.skates[0].barcode)
        await desk.press("ctrl+d")
        await desk.enter("lör")
        assert "Tillbaka senast lördag 21" in desk.screen
        assert "Enter sparar det." in desk.screen
        assert "Fritidsbanken är stängd lör 21 feb." in asked(desk)
        await desk.enter()
        assert desk.headline == "Nytt datum: Hockeyskridskor 36 Bauer"

    at_counter(branch.url, steps, clock=branch.clock, language="sv", size=size)
