"""`fritids remind`: what would go out, what went out, how the run ended, and the timer that begins it."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

from fritids.config.places import config_path
from fritids.outside import timers
from tests.cli.conftest import Branch, Run
from tests.sms_server import PASSWORD, USER, SmsServer

LENT, TODAY = "2026-03-02T10:00", datetime(2026, 3, 17, 9, tzinfo=UTC)
RUN = {
    "run", "silence", "sent", "waiting", "failed", "unknown", "dropped", "to_call", "stopped", "already_running",
}  # fmt: skip


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> "SmsServer":
    """A service for text messages that the configuration file of this test names, on the day after the due date."""
    served = SmsServer()
    config_path().parent.mkdir(parents=True, exist_ok=True)
    config_path().write_text(
        f'[sms]\ngateway = "46elks"\nsender = "Fritidsbank"\nuser = "{USER}"\nurl = "{served.elks}"\nprice = "0,52 kr"\n',
        encoding="utf-8",
    )
    monkeypatch.setenv("FRITIDS_SMS_PASSWORD", PASSWORD)
    return served


def test_what_is_shown_goes_out_once_and_the_status_says_how(
    branch: Branch, run: Run, server: SmsServer
) -> None:
    with server, time_machine.travel(TODAY):
        people = [
            branch.borrower(name, phone) for name, phone in (("Anna Berg", "070-174 06 05"), ("Bo Ek", ""))
        ]
        for number, size in zip(people, ("38", "39"), strict=True):
            lent = run("lend", "--to", number, branch.article("hockey-skates", size), "--at", LENT)
            assert lent.status == 0, lent
        shown = run("remind", "--dry-run", "--json").document
        assert (shown["day"], shown["silence"], shown["sender"], shown["price"]) == (
            "2026-03-17", None, "Fritidsbank", "0,52 kr",
        )  # fmt: skip
        anna, bo = sorted(shown["messages"], key=lambda one: one["name"])
        assert (anna["channel"], anna["address"], anna["step"]) == ("sms", "+46701740605", 1)
        assert (bo["channel"], bo["address"], bo["reason"]) == ("call", None, "no_address")
        assert not server.messages
        assert anna["text"].splitlines()[0] in run("remind", "--dry-run").out

        server.tell("no_credit")
        stopped = run("remind", "--json")
        assert (stopped.status, set(stopped.document)) == (4, RUN)
        assert [one["reason"] for one in stopped.document["stopped"]] == ["no_credit"]
        assert (stopped.document["to_call"], stopped.document["waiting"]) == (1, 1)

        sent = run("remind", "--json")
        assert (sent.status, sent.document["sent"]) == (0, 1)
        assert [one["message"] for one in server.messages] == [anna["text"]]
        nothing = run("remind", "--json")
        assert (nothing.status, nothing.document["run"], len(server.messages)) == (0, None, 1)
        run("branch", "set", "reminders=off")
        assert run("remind", "--json").document["silence"] == "off"


@pytest.mark.one_engine
def test_a_trial_message_says_whether_it_arrived(branch: Branch, run: Run, server: SmsServer) -> None:
    with server:
        assert run("remind", "test", "070-174 06 05").status == 0
        assert server.messages[0]["to"] == "+46701740605"
        server.tell("401")
        refused = run("remind", "test", "070-174 06 05", "--json")
        assert (refused.status, refused.document["taken"], refused.document["reason"]) == (
            4,
            False,
            "not_signed_in",
        )
        assert PASSWORD not in refused.out
    for to in ("011-15 00 01", "anna@", "anna@example.org"):
        said = run("remind", "test", to)
        assert (said.status, said.out, len(said.err.splitlines())) == (2, "", 1), said


@pytest.mark.one_engine
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="systemd is of Linux")
def test_the_timer_runs_this_program_on_this_database(
    branch: Branch, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "bin" / "systemctl"
    told.parent.mkdir()
    told.write_text("#!/bin/sh\nexit 0\n")
    told.chmod(0o755)
    monkeypatch.setenv("PATH", f"{told.parent}:/usr/bin:/bin")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(timers, "SYSTEM_FOLDER", tmp_path / "system")
    made = run("remind", "--install-timer", "--json")
    assert made.status == 0, made
    assert made.document["times"][0].startswith("*-*-* 10:00:00 ")
    unit = Path(made.document["service"]).read_text(encoding="utf-8")
    assert f'"{branch.url}"' in unit
    assert '"remind"' in unit
    assert run("remind", "--remove-timer", "--json").document == {"removed": True}
    assert run("remind", "--remove-timer", "--json").document == {"removed": False}
    assert run("remind", "--dry-run", "--remove-timer").status == 2
