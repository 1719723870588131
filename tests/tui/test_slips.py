"""Typing in paper slips at the counter: a family with a few keys, and the bars of the next slip end the one before."""

from datetime import timedelta
from pathlib import Path

import pytest

from fritids.domain.barcode import slip_code
from tests.tui.conftest import Branch
from tests.tui.counter import Desk, at_counter

pytestmark = pytest.mark.one_engine


def test_three_slips_are_typed_in_out_of_order(branch: Branch, tmp_path: Path) -> None:
    """A new family, a return, and an article lent twice that comes right with the return in between; then all undone."""
    look = branch.look()
    look.slips.print(5, tmp_path / "pad.pdf", act="pad")
    branch.clock.moment += timedelta(hours=2)
    at = look.context.clock.now() - timedelta(minutes=30)
    times = [f"{(at + n * timedelta(minutes=1)).astimezone(look.policy.zone):%H%M}" for n in range(3)]
    skates = branch.skates[0].barcode

    async def steps(desk: Desk) -> None:
        await desk.scan(slip_code(3))
        assert "power-cut slip 3" in desk.headline
        await desk.more("power-cut")
        await desk.enter("1")
        await desk.enter(times[0])
        await desk.enter("070-123 45 67")
        await desk.enter("Bo Ek")
        assert desk.headline == "Slip for Bo Ek"
        await desk.scan(skates)
        await desk.scan(slip_code(3))  # ends slip 1
        assert desk.headline == "Slip 1: 1 lent"
        await desk.enter(times[2])
        await desk.enter("070-123 45 68")
        await desk.enter("Eva Ek")
        await desk.enter("20000099")  # no such article: not on the slip
        assert "No such article" in desk.headline
        await desk.scan(skates)
        await desk.enter()
        assert desk.headline == "Slip 3: 0 lent, 1 conflict"
        assert "Slip 2 is not here" in desk.screen.replace("\n", " ")
        await desk.enter("2")
        await desk.enter(times[1])
        await desk.enter()  # nobody borrows
        await desk.scan(skates)
        await desk.enter()
        assert desk.headline == "Slip 2: 1 returned"
        await desk.enter("2")
        assert "was typed in" in desk.headline
        await desk.press("f8")
        assert "1 conflict is left" in desk.screen

    at_counter(branch.url, steps, clock=branch.clock)
    assert [slip.number for slip in branch.look().slips.list(only_open=True)] == [2, 4, 5]
