"""The two questions at a return: one key, a digit each, and nobody who comes meanwhile has to wait; and the goals' working screen."""

from datetime import date, timedelta

import pytest

from tests.tui.conftest import Branch
from tests.tui.counter import Desk, at_counter

pytestmark = pytest.mark.one_engine


def test_two_digits_answer_and_a_scan_goes_on_with_the_day(branch: Branch) -> None:
    """Shown only where the branch asks and something has come back; the same family is not asked twice; one key takes it back."""
    look = branch.look()
    for n, article in enumerate(branch.skates):
        look.lending.lend(article.barcode, (branch.anna, branch.bo)[n >= 3].id, act=f"lend {n}")
    branch.clock.moment += timedelta(hours=1)

    def told() -> tuple[int, ...]:
        first, second = look.survey.year(2026, hide=False)
        return tuple(int(one.value or 0) for one in (first.yes, first.no, second.yes, second.no))

    async def steps(desk: Desk) -> None:
        await desk.scan(branch.skates[0].barcode)
        assert "Ctrl+E" not in desk.foot
        look.branch.set({"survey": "on"}, act="survey")
        await desk.scan(branch.skates[1].barcode)
        assert "Ctrl+E" in desk.foot
        await desk.press("ctrl+e")
        await desk.enter("2")
        await desk.enter("1")
        assert told() == (0, 1, 1, 0)
        await desk.scan(branch.skates[2].barcode)
        assert "Ctrl+E" not in desk.foot  # Anna has answered
        await desk.scan(branch.skates[3].barcode)
        await desk.press("ctrl+e")
        await desk.enter("1")
        await desk.scan(branch.skates[4].barcode)  # in the middle of the second question
        assert desk.now.prompt is None
        assert desk.headline.startswith("Returned: Hockey skates 40")
        assert told() == (1, 1, 1, 0)
        await desk.press("f10")
        assert "noted an answer to the two questions" in desk.screen
        await desk.press("escape")

    at_counter(branch.url, steps, clock=branch.clock)


def test_an_answer_is_undone_by_one_key_and_may_be_given_again(branch: Branch) -> None:
    look = branch.look()
    look.branch.set({"survey": "on"}, act="survey")
    look.lending.lend(branch.skates[0].barcode, branch.anna.id, act="lend")
    branch.clock.moment += timedelta(hours=1)

    async def steps(desk: Desk) -> None:
        await desk.scan(branch.skates[0].barcode)
        await desk.press("ctrl+e")
        await desk.enter()
        await desk.enter("no")
        assert desk.headline == "Thank you. The answer is noted"
        await desk.press("f8")
        assert desk.headline == "Undone, the answer is not counted"
        assert look.survey.list(date(2026, 1, 1), date(2026, 12, 31)) == ()
        await desk.press("ctrl+e")
        await desk.press("escape")
        assert desk.headline == "Cancelled. Nothing was done"

    at_counter(branch.url, steps, clock=branch.clock)


def test_a_goal_is_entered_by_keys_and_stands_there_with_its_outcome(branch: Branch) -> None:
    look = branch.look()
    look.lending.lend(branch.skates[0].barcode, branch.anna.id, act="lend")

    async def steps(desk: Desk) -> None:
        await desk.more("now")
        await desk.enter("goals")
        await desk.press("f2")
        await desk.enter("Alla i 602")
        await desk.enter("Fler lånar")
        await desk.enter("1")
        await desk.enter("many")
        assert "in figures" in desk.screen
        await desk.enter("2")
        assert "Goal 1 is entered" in " ".join(desk.screen.split())
        await desk.press("f5")
        assert "What 2026 did for people" in desk.screen
        await desk.enter("target")  # narrows the list
        assert "1 loans, the target is 2: not yet" in desk.screen
        await desk.press("escape")
        await desk.press("escape")
        await desk.press("f4")
        await desk.enter("1")
        assert "None yet" in desk.screen
        await desk.press("f6")
        for words in ("602", "12 000", "", "SCB"):
            await desk.enter(words)
        assert desk.headline == "12,000 live in 602, 2025"
        await desk.enter("2027")
        assert "Goals 2027" in desk.screen
        await desk.enter("2300")
        assert "four digits" in desk.headline

    at_counter(branch.url, steps, clock=branch.clock)
    assert look.goals.list() == ()
