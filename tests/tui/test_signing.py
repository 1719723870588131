"""Signing on at the counter: who may what is seen on the screen, a PIN nowhere, and neither a visit nor a scan is lost by it."""

from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from fritids.config.faultlog import log_path
from fritids.domain.roles import Role
from fritids.domain.scanstream import Line
from fritids.services.results import SignedOn
from fritids.tui.app import CounterApp
from fritids.tui.counter.inbox import Entry, Kind
from fritids.tui.counter.situation import View
from fritids.tui.opening import Opening
from tests.tui.conftest import Branch
from tests.tui.counter import Desk, at_counter

PIN = "472913"
ADMIN, KIM, MIRA, STAFF = "1", "2", "3", "4"
CARD = "KORT-0001"


def staffed(branch: Branch, **settings: str) -> None:
    """An administrator (1), a volunteer with a card (2), a coordinator (3) and staff (4), all with the same PIN."""
    desk = branch.look()
    desk.operators.add("Ada Ek", Role.ADMINISTRATOR, pin=PIN, act="o1")
    assert isinstance(desk.operators.sign_on(ADMIN, PIN, act="s1"), SignedOn)
    desk.operators.add("Kim Ny", Role.VOLUNTEER, pin=PIN, card=CARD, act="o2")
    desk.operators.add("Mira Alm", Role.COORDINATOR, pin=PIN, act="o3")
    desk.operators.add("Stig Falk", Role.STAFF, pin=PIN, act="o4")
    if settings:
        desk.branch.set(settings, act="more-settings")


def test_a_card_and_a_pin_sign_on_and_a_scan_meanwhile_is_neither_lost_nor_a_guess(branch: Branch) -> None:
    """Nothing works before; the PIN stands in dots; an article scanned while it is awaited is lent after it."""
    staffed(branch)
    code, other = branch.skates[0].barcode, branch.skates[1].barcode

    async def steps(desk: Desk) -> None:
        assert "Nobody is signed on" in desk.screen
        assert "F7" not in desk.foot
        await desk.scan(code)
        assert not desk.now.state.basket
        await desk.scan(CARD)
        assert "Kim Ny" in desk.screen
        await desk.scan(other)
        await desk.write(PIN)
        assert PIN not in desk.screen
        assert "••••••" in desk.screen
        await desk.enter()
        assert "2 Kim Ny" in desk.screen.splitlines()[0]
        assert [one.barcode for one in desk.now.state.basket] == [code, other]
        assert "F7" not in desk.foot
        await desk.press("f7")
        assert desk.at(View.COUNTER)

    at_counter(branch.url, steps, clock=branch.clock, size=(100, 24))


class _Hasty(Desk):
    """Somebody types key and PIN while the desk still opens."""

    def __init__(self, app: CounterApp, pilot: Pilot[None]) -> None:
        super().__init__(app, pilot)
        for text in (KIM, PIN):
            app.desk_screen.inbox.put(Entry(Kind.LINE, Line(text, 1000.0)))


@pytest.mark.one_engine
def test_what_is_typed_while_the_desk_opens_signs_on_and_shows_no_pin(branch: Branch) -> None:
    staffed(branch)

    async def steps(desk: Desk) -> None:
        assert "2 Kim Ny" in desk.screen.splitlines()[0]
        assert PIN not in desk.screen
        assert not desk.app.desk_screen.inbox.waiting

    at_counter(branch.url, steps, clock=branch.clock, desk_class=_Hasty)


def test_another_operator_takes_over_the_open_visit(branch: Branch) -> None:
    """Ctrl+L, key, PIN: what is lent before and after stands in one visit; a wrong PIN leaves who was signed on, and Esc as it was."""
    staffed(branch)

    async def steps(desk: Desk) -> None:
        await desk.enter(KIM)
        await desk.enter(PIN)
        await desk.scan(branch.skates[0].barcode)
        await desk.enter("070-174 06 05")
        await desk.press("ctrl+l")
        await desk.enter(MIRA)
        await desk.enter("135792")
        assert "wrong" in desk.screen
        assert "2 Kim Ny" in desk.screen
        await desk.press("escape")
        await desk.press("ctrl+l")
        await desk.enter(MIRA)
        await desk.enter(PIN)
        await desk.scan(branch.skates[1].barcode)
        visit = desk.now.state.visit
        assert visit is not None
        assert [line.article.barcode for line in visit.done] == [one.barcode for one in branch.skates[:2]]
        assert "3 Mira Alm" in desk.screen
        assert "F7" in desk.foot
        await desk.press("f7")
        assert desk.at(View.OUT)
        await desk.press("ctrl+l")
        await desk.enter()
        assert "Nobody is signed on" in desk.screen
        assert "Anna Berg" not in desk.screen

    at_counter(branch.url, steps, clock=branch.clock, size=(100, 24))


@pytest.mark.one_engine
def test_the_screen_locks_and_the_visit_comes_back(branch: Branch) -> None:
    """After `lock_minutes` no name is on the screen; whoever signs on finds the visit, or that it ended by itself."""
    staffed(branch, lock_minutes="2", idle_minutes="5")

    async def steps(desk: Desk) -> None:
        await desk.enter(KIM)
        await desk.enter(PIN)
        await desk.enter("070-174 06 05")
        await desk.scan(branch.skates[0].barcode)
        await desk.press("right")
        assert desk.at(View.BORROWER)
        branch.clock.moment += timedelta(minutes=3)
        desk.app.desk_screen.tick()
        await desk.settle()
        assert "Anna Berg" not in desk.screen
        assert "Nobody is signed on" in desk.screen
        assert "A visit is open here" in desk.screen
        await desk.enter(KIM)
        await desk.enter(PIN)
        assert desk.now.state.visit is not None
        assert "Anna Berg" in desk.screen
        branch.clock.moment += timedelta(minutes=6)
        desk.app.desk_screen.tick()
        await desk.settle()
        await desk.scan(branch.skates[1].barcode)
        branch.clock.moment += timedelta(minutes=6)
        desk.app.desk_screen.tick()
        await desk.settle()
        assert desk.app.desk_screen.inbox.waiting == 0
        await desk.enter(KIM)
        await desk.enter(PIN)
        assert desk.now.state.visit is None
        assert not desk.now.state.basket

    at_counter(branch.url, steps, clock=branch.clock)


@pytest.mark.one_engine
def test_volunteers_without_a_pin_and_staff(branch: Branch) -> None:
    """Whoever is not signed on lends as a volunteer, and the top line says so; staff get the figures and nothing with names."""
    staffed(branch, volunteers_without_pin="on")

    async def steps(desk: Desk) -> None:
        assert "volunteer, not signed on" in desk.screen
        await desk.scan(branch.skates[0].barcode)
        await desk.enter("070-174 06 05")
        assert desk.now.state.visit is not None
        await desk.press("f12")
        assert "Labels" not in desk.screen
        assert "Fit" in desk.screen
        await desk.press("escape")
        await desk.press("ctrl+l")
        await desk.enter(STAFF)
        await desk.enter(PIN)
        assert desk.now.job is not None, desk.screen
        assert "Anna Berg" not in desk.screen
        await desk.press("escape")
        assert "Figures only" in desk.screen
        await desk.scan(branch.skates[1].barcode)
        assert "Anna Berg" not in desk.screen
        assert "not among what you may do" in desk.screen.replace("\n", " ") or desk.headline.startswith(
            "This is not"
        )

    at_counter(branch.url, steps, clock=branch.clock)


@pytest.mark.one_engine
def test_the_first_start_makes_an_administrator_and_the_pin_is_nowhere(tmp_path: Path) -> None:
    """Name and a PIN twice in dots; then signed on. F12, Operators lets a volunteer in. No PIN in the database or the log."""
    where = tmp_path / "new.db"

    async def steps(desk: Desk) -> None:
        await desk.enter("Fritidsbanken Testköping")
        await desk.enter("Ada Ek")
        await desk.enter("123456")
        assert "among the first" in " ".join(desk.screen.split())
        await desk.enter(PIN)
        await desk.enter(PIN)
        assert "1 Ada Ek" in desk.screen
        await desk.more("Operators")
        await desk.press("f6")
        await desk.enter("Kim Ny")
        await desk.enter("1")
        await desk.enter("908172")
        await desk.enter("908172")
        assert "Kim Ny may sign on now" in desk.screen
        await desk.enter("2")
        await desk.enter("2")
        await desk.scan(CARD)
        assert "has a card" in desk.screen
        assert PIN not in desk.screen

    at_counter("", steps, opening=Opening(str(where), desk="one"), size=(100, 24))
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    log = log_path().read_bytes() if log_path().exists() else b""
    assert PIN.encode() not in written + log
    assert b"908172" not in written + log


@pytest.mark.one_engine
def test_a_coordinator_lends_what_was_refused_with_a_reason(branch: Branch) -> None:
    """Where the branch allows it, F6 asks why; a volunteer is not offered it."""
    staffed(branch, override_refusals="on")
    branch.look().branch.set({"loan_limit": "1", "severity_limit_reached": "refuse"}, act="x")

    async def steps(desk: Desk) -> None:
        await desk.enter(KIM)
        await desk.enter(PIN)
        await desk.enter("070-174 06 05")
        await desk.scan(branch.skates[0].barcode, branch.skates[1].barcode)
        assert "Lend it all the same" not in desk.screen
        await desk.press("ctrl+l")
        await desk.enter(MIRA)
        await desk.enter(PIN)
        await desk.scan(branch.skates[1].barcode)
        await desk.press("f6")
        await desk.enter("The club borrows for its youngest")
        visit = desk.now.state.visit
        assert visit is not None
        assert len(visit.done) == 2

    at_counter(branch.url, steps, clock=branch.clock)
