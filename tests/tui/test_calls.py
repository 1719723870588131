"""The call list at the counter, with the telephone in one hand."""

from datetime import timedelta

import pytest

from fritids.config.places import paper_folder
from fritids.tui.counter.situation import View
from tests.tui.conftest import Branch
from tests.tui.counter import Desk, at_counter
from tests.unreached import a_message

pytestmark = pytest.mark.one_engine


def test_one_after_the_other_is_called(branch: Branch) -> None:
    """A note goes with the key; a promise, its undoing; whoever was renewed stays in sight with the new date; who calls back is chosen."""
    service, now = branch.look(), branch.clock.moment
    branch.clock.moment = now - timedelta(days=30)
    for skates, borrower in zip(branch.skates, (branch.anna, branch.bo), strict=False):
        service.lending.lend(skates.barcode, borrower.id, act=f"lend {borrower.id}")
    branch.clock.moment = now
    for borrower in (branch.anna, branch.bo):
        a_message(
            service,
            service.borrowers.loans_of(borrower.id),
            channel="sms",
            state="failed",
            reason="bad_address",
        )
    branch.clock.moment = now + timedelta(minutes=1)

    async def steps(desk: Desk) -> None:
        await desk.more("call list")
        assert "2 to call" in desk.screen
        assert "070-174 06 05" in desk.screen
        assert "▸ 1 Anna Berg" in desk.screen
        await desk.write("modern heter 19811218-9876")
        await desk.press("f5")
        assert desk.headline.startswith("Personal identity numbers"), (
            "what is refused is not left out in silence"
        )
        await desk.write("after football")
        await desk.press("f5")
        assert desk.headline == "Anna Berg: no reply"
        assert "▸ 2 Bo Ek" in desk.screen
        await desk.press("ctrl+d")
        await desk.enter("fri")
        assert desk.headline == "Bo Ek: promised by Fri 20 Feb"
        assert "1 to call" in desk.screen
        assert "no reply (after football)" in " ".join(desk.screen.split())
        await desk.press("f8")
        assert desk.headline == "Undone, the call is not noted: Bo Ek"
        assert "▸ 2 Bo Ek" in desk.screen
        await desk.enter("7")
        assert desk.headline == "The list has no number 7"
        await desk.enter("0701740605")
        assert "▸ 1 Anna Berg" in desk.screen
        await desk.press("down")
        await desk.press("f2")
        assert "New due date: Monday 2 March." in desk.screen
        assert "Mon 2 Mar" in desk.screen
        assert "070-174 06 06" in desk.screen, "still on the telephone"
        await desk.press("left")
        assert "1 to call" in desk.headline
        await desk.press("f4")
        assert desk.headline == "Bo Ek: called"
        await desk.press("right")
        assert desk.at(View.BORROWER)
        assert "Calls:" in desk.screen

    at_counter(branch.url, steps, clock=branch.clock)
    assert len(list(paper_folder().glob("*.pdf"))) == 1
    assert [one.outcome.value for one in service.calls.contacts_of(branch.bo.id)] == ["called"]
