"""The coordinator's look at the reminders with the morning's coffee, and a mother who asks whether she really got one."""

from datetime import date

import pytest

from fritids.domain.words import MessageState, SendReason
from fritids.tui.counter.situation import View
from tests.builders import a_borrower
from tests.reminder_rows import a_loan, a_message, a_run
from tests.tui.conftest import Branch
from tests.tui.counter import Desk, at_counter

pytestmark = pytest.mark.one_engine
DUE, LENT = date(2026, 2, 15), date(2026, 2, 1)


def test_what_needs_a_person_is_decided_by_keys(branch: Branch) -> None:
    """Today, the week and the rest in one panel at 80x24; F6 says that one arrived, F4 tries again, F2 is the call list."""
    look = branch.look()
    mia, siv = a_borrower(look, name="Mia Holm"), a_borrower(look, name="Siv Ström", protected=True)
    run = a_run(look)
    unknown = a_message(
        look, [a_loan(look, DUE, lent_on=LENT, borrower=mia)], 1, MessageState.UNKNOWN, run_id=run,
        reason=SendReason.NO_ANSWER.value, gateway_id="s70df59406a1b4643b96f3f91e0bfb7b0",
    )  # fmt: skip
    failed = a_message(
        look, [a_loan(look, DUE, lent_on=LENT, borrower=siv)], 1, MessageState.FAILED, run_id=run, reason=SendReason.NO_CREDIT.value
    )  # fmt: skip

    async def steps(desk: Desk) -> None:
        await desk.more("reminders")
        assert f"? {unknown} Mia Holm" in desk.screen
        assert f"✗ {failed} borrower {siv.number}" in desk.screen
        assert "1 failed" in desk.screen
        assert "Mon 16" in desk.screen
        assert "Sun 22" in desk.screen
        assert "Siv" not in desk.screen
        assert "F6 Did it arrive?" in " ".join(desk.foot.split())
        await desk.press("f6")
        assert "Look for it on the gateway's own page" in desk.screen
        await desk.enter("it arrived: it is never sent again")
        assert desk.headline == "Noted: it arrived"
        assert "Did it arrive?" not in desk.foot
        await desk.press("f4")
        await desk.enter()
        assert desk.headline == "1 goes out with the next run"
        assert "no gateway" not in desk.screen, "another computer sends them"
        await desk.press("f5")
        await desk.enter("what would go out")
        assert desk.at(View.LIST)
        assert f"borrower {siv.number}: no mobile number, no e-mail" in desk.screen
        await desk.press("escape", "f2")
        assert "Reminders" not in desk.screen.splitlines()[0]

    at_counter(branch.url, steps, clock=branch.clock)
    states = {one.id: one.state for one in branch.look().reminder_log.messages()}
    assert states == {unknown: MessageState.SENT, failed: MessageState.PLANNED}


def test_a_mother_is_shown_what_she_got(branch: Branch) -> None:
    """From her card, and by name where the reminders are; the very text, and whether it arrived."""
    look = branch.look()
    loan = a_loan(look, DUE, lent_on=LENT, borrower=branch.anna)

    async def nothing_yet(desk: Desk) -> None:
        await desk.more("reminders")
        assert "This machine has no gateway to" in desk.screen

    at_counter(branch.url, nothing_yet, clock=branch.clock)
    a_message(look, [loan], 1, MessageState.SENT, run_id=a_run(look), delivery="delivered")

    async def steps(desk: Desk) -> None:
        await desk.enter("0701740605")
        await desk.press("right")
        assert "Last message:   10:31: sent, arrived" in desk.screen
        await desk.press("ctrl+f")
        assert "│ Hej! Skridskorna ska lämnas i morgon." in desk.screen
        await desk.press("escape")
        assert desk.at(View.BORROWER), "back to where it was opened"
        await desk.press("escape")
        await desk.enter()
        await desk.more("reminders")
        await desk.enter("anna")
        assert "10:31, text message to 070-174 06 05: 1 day after, 1 article." in desk.screen

    at_counter(branch.url, steps, clock=branch.clock)
