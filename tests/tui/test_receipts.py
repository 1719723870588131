"""Ctrl+K: the receipt of a visit by text message, e-mail or on paper, while the next family is served."""

import asyncio
from datetime import date

import pytest

from fritids.config import Config
from fritids.config.places import paper_folder
from fritids.services.results import BorrowerView
from fritids.tui.app import CounterApp, run_counter
from fritids.tui.opening import Opening
from fritids.tui.sending import Sending
from tests.reminder_rows import a_loan
from tests.sms_server import PASSWORD, USER, SmsServer
from tests.tui.conftest import Branch
from tests.tui.counter import Desk, at_counter

pytestmark = pytest.mark.one_engine


def opening(branch: Branch, server: SmsServer) -> Opening:
    """A counter on a computer that can send text messages and has a receipt printer that is off."""
    sms = {"gateway": "46elks", "sender": "Fritidsbank", "user": USER, "url": server.elks}
    printer = {"printer": "network:127.0.0.1:1"}
    config = Config(branch.url, None, "one", None, None, tables={"sms": sms, "receipt": printer})
    return Opening(branch.url, desk="one", clock=branch.clock, config=config)


def asked(desk: Desk) -> str:
    """What the box asks, and why the last answer will not do."""
    prompt = desk.now.prompt
    assert prompt is not None
    return f"{prompt.title()} {prompt.complaint() if prompt.complaint else ''}"


def test_one_key_and_one_digit_and_the_next_family_is_served(
    branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only if something was lent; a way that there is not is said, and another can be chosen at once."""
    monkeypatch.setenv("FRITIDS_SMS_PASSWORD", PASSWORD)

    async def steps(desk: Desk) -> None:
        await desk.enter("0701740605")
        assert "Ctrl+K" not in desk.foot
        await desk.scan(branch.skates[0].barcode)
        await desk.enter()
        assert "Ctrl+K" in desk.foot
        await desk.press("ctrl+k")
        assert "Text message to 070-174 06 05" in desk.screen
        assert asked(desk).startswith("Receipt for Anna Berg?")
        assert "E-mail: no address" in desk.screen
        await desk.enter("2")
        assert "no e-mail address on the card" in asked(desk)
        await desk.enter("1")
        assert desk.headline == "The receipt goes as a text message to 070-174 06 05"
        (message,) = server.messages
        assert "Hockeyskridskor 36 Bauer" in message["message"]

    with SmsServer() as server:
        at_counter(branch.url, steps, opening=opening(branch, server))


def test_what_did_not_go_is_said_though_somebody_else_is_served(
    branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once more only if that is meant; a printer that is off costs the visit nothing."""
    monkeypatch.setenv("FRITIDS_SMS_PASSWORD", PASSWORD)

    async def steps(desk: Desk) -> None:
        await desk.scan(branch.skates[0].barcode)
        await desk.enter("0701740605")
        await desk.enter()
        await desk.press("ctrl+k")
        await desk.enter("1")
        await desk.press("ctrl+k")
        assert "(sent 10:31)" in desk.screen
        await desk.enter("1")
        assert "has gone to 070-174 06 05 before" in asked(desk)
        await desk.press("escape")
        assert len(server.messages) == 1
        server.tell("400")
        await desk.press("down", "ctrl+k")  # what is marked makes no difference
        await desk.enter("1")
        await desk.enter()
        assert desk.headline == "The receipt to 070-174 06 05 was not sent"
        assert "F12" in desk.screen
        await desk.press("ctrl+k")
        await desk.enter("3")
        assert desk.headline == "The receipt was not printed"
        assert desk.now.shown is not None
        assert "does not answer" in desk.now.shown.speak().details[0]
        await desk.scan(branch.skates[1].barcode)
        await desk.enter("0701740606")
        await desk.press("ctrl+k")
        await desk.enter("4")
        assert desk.headline == "The receipt is ready"
        server.tell("400")
        await desk.press("ctrl+k")
        await desk.enter("1")
        assert desk.headline == "The receipt goes as a text message to 070-174 06 06"
        assert desk.now.remark is not None
        assert "The receipt to 070-174 06 06 was not sent" in desk.now.remark()
        await desk.scan(branch.skates[2].barcode)
        assert desk.now.state.visit is not None
        assert len(desk.now.state.visit.done) == 2

    with SmsServer() as server:
        at_counter(branch.url, steps, opening=opening(branch, server))
    assert len(server.messages) == 1
    (paper,) = paper_folder().glob("*.pdf")
    assert paper.read_bytes().startswith(b"%PDF-")


def test_an_address_that_the_branch_asks_for_is_written_where_it_is_missed(branch: Branch) -> None:
    """A family that wants it by e-mail is not sent through the whole form first; who thinks better of it has written nothing."""
    branch.look().branch.set({"ask_email": "on"}, act="ask")

    def stored() -> BorrowerView:
        found = branch.look().borrowers.get(branch.anna.id)
        assert found is not None
        return found

    async def steps(desk: Desk) -> None:
        await desk.scan(branch.skates[0].barcode)
        await desk.enter("0701740605")
        await desk.press("ctrl+k")
        assert "E-mail: write the address" in desk.screen
        await desk.enter("2")
        await desk.enter("anna@")
        assert "This is no e-mail address" in asked(desk)
        await desk.enter("")
        assert stored().email is None
        await desk.press("ctrl+k")
        await desk.enter("2")
        await desk.enter("anna@example.org")
        assert desk.headline == "The receipt goes by e-mail to anna@example.org"
        assert desk.now.remark is not None  # nobody answers there: they are told while they stand here
        assert (
            "The receipt to anna@example.org waits. No connection to the mail server. It is tried"
            in desk.now.remark()
        )
        assert stored().email == "anna@example.org"

    mail = {"host": "localhost", "port": 1, "security": "none", "sender": "desk@example.org"}
    config = Config(branch.url, None, "one", None, None, tables={"mail": mail})
    at_counter(branch.url, steps, opening=Opening(branch.url, desk="one", clock=branch.clock, config=config))


def test_what_goes_out_by_itself_does_not_cover_the_date_that_is_read_out(
    branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An open counter sends the reminders: what came of it stands below the due date, which somebody is reading to a family."""
    monkeypatch.setenv("FRITIDS_SMS_PASSWORD", PASSWORD)
    a_loan(branch.look(), date(2026, 2, 18), lent_on=date(2026, 2, 4), borrower=branch.bo)
    hours = {"remind_on_closed_days": "on", "remind_at_counter": "on", "remind_at": "10:00"}
    branch.look().branch.set(hours, act="hours")

    async def steps(desk: Desk) -> None:
        await desk.scan(branch.skates[0].barcode)
        await desk.enter("0701740605")
        await desk.enter()
        desk.app.desk_screen.tick()
        await desk.settle()
        assert "READ OUT" in desk.screen.upper()
        assert "1 reminder sent" in desk.screen

    with SmsServer() as server:
        at_counter(branch.url, steps, opening=opening(branch, server))
    (message,) = server.messages
    assert message["to"] == "+46701740606"


def test_whoever_closes_while_something_is_sent_is_told_why_it_takes_a_while(
    branch: Branch, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The screen is gone by then, and a window that says nothing looks as if it hung."""
    app = CounterApp(Opening(branch.url, desk="one"))

    class Terminal:
        def isatty(self) -> bool:
            return True

        def fileno(self) -> int:
            raise OSError

    def work(desk: object) -> None:
        assert app.sending.is_busy

    def run(self: CounterApp, **_options: object) -> None:
        nonlocal app
        app = self
        asyncio.run(self.sending.with_desk(work))
        assert not self.sending.is_busy
        monkeypatch.setattr(Sending, "is_busy", True)

    monkeypatch.setattr(CounterApp, "run", run)
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("sys.stdout", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    run_counter(Config(branch.url, None, "one", None, None))
    assert "still being sent" in capsys.readouterr().err
