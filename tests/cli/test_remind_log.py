"""`fritids remind list, log, retry, settle, week, effect`: every key always there, and nothing tried again that may have arrived."""

from datetime import timedelta

import pytest

from fritids.cli.exits import Exit
from fritids.cli.remind import status_of_run
from fritids.domain.reminders import Silence
from fritids.domain.words import MessageState, SendReason
from fritids.services.desk import Desk
from fritids.services.results.reminders import RunResult
from tests.builders import a_borrower
from tests.cli.conftest import Branch, Run
from tests.reminder_rows import a_loan, a_message, a_run

MESSAGE = {
    "id", "kind", "borrower", "name", "channel", "address", "language", "step", "loans", "state", "reason", "detail", "attempts",
    "next_try_at", "subject", "text", "segments", "gateway", "gateway_id", "made_at", "sending_at", "settled_at", "settled_by", "delivery",
}  # fmt: skip


def test_what_went_out_is_looked_at_and_decided_from_a_script(branch: Branch, run: Run) -> None:
    desk = Desk.open(branch.url, name="front")
    anna, siv = a_borrower(desk, name="Anna Berg"), a_borrower(desk, name="Siv Ström", protected=True)
    due = desk.today() - timedelta(days=1)
    lent = due - timedelta(days=14)
    loans = [a_loan(desk, due, lent_on=lent, borrower=who) for who in (anna, siv, a_borrower(desk))]
    going = a_run(desk)
    sent = a_message(desk, loans[2:], 1, MessageState.SENT, run_id=going)
    failed = a_message(
        desk, loans[1:2], 1, MessageState.FAILED, run_id=going, reason=SendReason.NO_CREDIT.value
    )
    unknown = a_message(
        desk, loans[:1], 1, MessageState.UNKNOWN, run_id=going, reason=SendReason.NO_ANSWER.value
    )
    desk.close()

    listed = run("remind", "list", "--json").document
    assert [one["id"] for one in listed] == [unknown, failed, sent]
    assert {frozenset(one) for one in listed} == {frozenset(MESSAGE)}
    assert (listed[1]["borrower"], listed[1]["name"], listed[1]["address"]) == (siv.number, None, None)
    said = run("remind", "list")
    assert "1 sent" in said.lines[0]
    assert "Siv" not in said.out
    assert [one["id"] for one in run("remind", "list", "--state", "sent", "--json").document] == [sent]
    assert run("remind", "list", "--until", lent.isoformat(), "--json").document == []

    log = run("remind", "log", "Anna Berg")
    assert "Skridskorna ska lämnas i morgon." in log.out
    assert "Look for it on the gateway's own page" in log.out
    assert "unknown: nothing was heard" in run("borrower", "show", anna.number).out

    again = run("remind", "retry", str(failed), str(unknown), str(sent), "999", "--json")
    assert again.status == 1
    assert set(again.document) == {"retried", "joined", "refused"}
    assert [one["id"] for one in again.document["retried"]] == [failed]
    assert {one["id"]: (one["code"], one["state"]) for one in again.document["refused"]} == {
        unknown: ("not_retryable", "unknown"),
        sent: ("not_retryable", "sent"),
        999: ("unknown_message", None),
    }
    assert run("remind", "retry").status == 2

    settled = run("remind", "settle", str(unknown), "--sent", "--json")
    assert (settled.status, settled.document["settled"][0]["settled_by"]) == (0, "disk1")
    late = run("--lang", "sv", "remind", "settle", str(unknown), "--not-sent")
    assert (late.status, late.out.strip()) == (
        1,
        f"✗ Vad som hände med meddelande {unknown} är känt: skickat",
    )


@pytest.mark.one_engine
def test_the_week_and_the_effect_have_every_key_also_where_there_is_nothing(branch: Branch, run: Run) -> None:
    week = run("remind", "week", "--json").document
    assert len(week) == 7
    assert {frozenset(day) for day in week} == {frozenset({"day", "open", "borrowers", "loans"})}
    effect = run("remind", "effect", "--json").document
    assert set(effect) == {"since", "until", "first_run", "steps", "on_time"}
    none = {"loans": 0, "returned": 0, "renewed": 0, "share": None}
    assert effect["steps"][0] == {
        "step": -2,
        "window_days": 2,
        "reminded": none,
        "others": none,
        "left_out": 0,
    }
    assert effect["on_time"]["before"] == {"loans": 0, "on_time": 0, "share": None}
    assert "No reminder has gone out yet." in run("remind", "effect").out
    assert run("remind", "effect", "--since", "2026-02-01", "--until", "2026-01-01").status == 2


def test_what_waits_for_the_next_hours_is_no_failure() -> None:
    """As at the start of a run that comes too late in the day; what a gateway did not take is one."""
    assert status_of_run(RunResult(1, silence=Silence.HOURS, sent=3, waiting=2)) is Exit.DONE
    assert status_of_run(RunResult(1, sent=3, waiting=2)) is Exit.FAILED
    assert status_of_run(RunResult(1, silence=Silence.HOURS, unknown=1, waiting=2)) is Exit.REFUSED
