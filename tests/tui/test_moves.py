"""A box packed at one branch and unpacked at the other, by scanner."""

import pytest

from fritids.db.engine import Database
from fritids.services.desk import Desk as ServiceDesk
from fritids.services.setup import init_branch
from fritids.tui.counter.situation import View
from fritids.tui.opening import Opening
from tests.tui.conftest import Branch
from tests.tui.counter import Desk, at_counter

pytestmark = pytest.mark.one_engine


def test_a_box_is_packed_and_unpacked_by_scanning(branch: Branch, database: Database) -> None:
    init_branch(database, "Norra")
    one, two, three = (article.barcode for article in branch.skates[:3])
    branch.look().lending.lend(three, branch.bo.id, act="lent")

    async def pack(desk: Desk) -> None:
        await desk.more("move")
        await desk.press("f2")
        await desk.enter("norra")
        await desk.enter("given")
        await desk.scan(one, two)
        assert "In the box: 2" in desk.screen
        await desk.scan(three)
        assert desk.headline == "Not sent: Hockey skates 38 Bauer"
        await desk.press("f8")
        assert desk.headline == "Undone, not sent: Hockey skates 37 Bauer"
        assert "In the box: 1" in desk.screen
        await desk.enter()
        assert desk.at(View.LIST)
        assert "The box to Norra" in desk.screen
        assert f"Hockey skates 36 Bauer ({one})" in desk.screen, "its number is seen whole"

    async def choose(desk: Desk) -> None:
        assert "Which branch is this?" in desk.screen, "two share the database, and none was named"
        await desk.enter("norra")
        assert desk.now.state.basket == ()
        assert "Norra" in desk.screen.splitlines()[0]

    async def unpack(desk: Desk) -> None:
        await desk.scan(one)  # at the counter, where nobody knows of a box
        assert "sent here by Fritidsbanken" in " ".join(desk.screen.split())
        await desk.press("f6")
        assert desk.headline == "Received: Hockey skates 36 Bauer"

    at_counter(branch.url, pack, opening=Opening(branch.url, branch="main", clock=branch.clock))
    at_counter(branch.url, choose, opening=Opening(branch.url, clock=branch.clock))
    at_counter(branch.url, unpack, opening=Opening(branch.url, branch="norra", clock=branch.clock))
    norra = ServiceDesk.on(database, branch="norra", clock=branch.clock)
    assert [view.article.barcode for view in norra.transfers.list() if view.received_at] == [one]
