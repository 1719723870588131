"""What went out and what a person decides about it: only what was certainly not taken is ever tried again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

from sqlalchemy import update

from fritids.db import messages
from fritids.db.engine import Database
from fritids.db.tables import metadata
from fritids.domain.words import Channel, ContactOutcome, Delivery, MessageKind, MessageState, SendReason
from fritids.present.reminder_log import settled_said
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.overviews import OpeningSpan
from fritids.services.results.reminder_log import NotSettled, OnTime, Settled, Share
from tests.builders import FixedClock, a_borrower
from tests.reminder_rows import a_loan, a_message, a_renewal, a_run, moment
from tests.services.rows import count, one_row

S = MessageState
DUE, LENT = date(2026, 2, 15), date(2026, 2, 1)
_NOTE = metadata.tables["contact_note"]


def test_what_needs_a_person_stands_there_until_it_has_settled_itself(desk: Desk, clock: FixedClock) -> None:
    """Unknown, failed and not arrived, waiting; not what is all back, was followed by a newer message, or was talked about since."""
    loans = [a_loan(desk, DUE, lent_on=LENT) for _ in range(6)]
    run = a_run(desk)
    waits = a_message(desk, loans[:1], 1, S.WAITING, run_id=run, reason=SendReason.NO_CREDIT.value)
    failed = a_message(desk, loans[1:2], 1, S.FAILED, run_id=run, reason=SendReason.BAD_ADDRESS.value)
    unknown = a_message(desk, loans[2:3], 1, S.UNKNOWN, run_id=run, reason=SendReason.NO_ANSWER.value)
    lost = a_message(desk, loans[3:4], 1, S.SENT, run_id=run, delivery=Delivery.UNDELIVERED.value)
    a_message(desk, loans[4:5], -2, S.FAILED, run_id=run)
    a_message(desk, loans[4:5], 1, S.SENT, run_id=run, channel=Channel.EMAIL.value)
    a_message(desk, [a_loan(desk, DUE, lent_on=LENT, returned="2026-02-16 08:00")], 1, S.FAILED, run_id=run)
    called = a_message(desk, loans[5:6], 1, S.FAILED, run_id=run)
    log = desk.reminder_log
    assert [one.id for one in log.for_a_person()] == [unknown, called, lost, failed, waits]
    borrower_id = one_row(desk, "message", called).borrower_id
    with desk.context.database.write() as connection:
        note = {
            "branch_id": desk.context.branch_id, "borrower_id": borrower_id, "outcome": ContactOutcome.CALLED.value,
            "at": clock.moment, "desk": "one",
        }  # fmt: skip
        connection.execute(_NOTE.insert().values(**note))
    assert [one.id for one in log.for_a_person()] == [unknown, lost, failed, waits]
    (view,) = log.runs()
    assert dict(view.states) == {S.UNKNOWN: 1, S.FAILED: 5, S.WAITING: 1, S.SENT: 1}, "lost is no success"
    assert log.runs(date(2026, 2, 15)) == ()
    assert [one.id for one in log.messages(states=[S.UNKNOWN, S.WAITING])] == [unknown, waits]
    assert log.messages(until=date(2026, 2, 15)) == ()


def test_a_protected_borrower_has_neither_name_nor_number_in_the_log(desk: Desk) -> None:
    loan = a_loan(desk, DUE, lent_on=LENT, borrower=(who := a_borrower(desk, name="Siv", protected=True)))
    a_message(desk, [loan], 1, S.FAILED, detail="550 siv@example.org unknown", body="Hej Siv! ...")
    (one,) = desk.reminder_log.for_a_person()
    assert (one.borrower_number, one.borrower_name, one.address, one.detail) == (who.number, "", None, None)
    assert one.body is None, "it may be from before"
    opened = desk.reminder_log.log_of(who.id)[0]
    assert (opened.address, opened.body) == (None, "Hej Siv! ...")


def test_only_what_was_certainly_not_taken_is_tried_again(desk: Desk, clock: FixedClock) -> None:
    """Everything else is refused with the state it is in, and left as it is; the act counts once."""
    of = {state: a_message(desk, [a_loan(desk, DUE, lent_on=LENT)], 1, state, attempts=8) for state in S}
    with desk.context.database.write() as connection:
        table = metadata.tables["message"]
        later = clock.moment + timedelta(hours=3)
        connection.execute(update(table).where(table.c.id == of[S.WAITING]).values(next_try_at=later))
    act = new_act_key()
    for _ in range(2):
        done = desk.reminder_log.retry([*of.values(), 999], act=act)
        assert {one.id for one in done.again} == {of[S.FAILED], of[S.WAITING]}
    assert count(desk, "event", kind="reminder_retry") == 1
    again = desk.reminder_log.retry(list(of.values()), act=new_act_key())
    assert {one.id: one.state for one in again.refused} == {
        of[state]: S.PLANNED if state is S.FAILED else state for state in S if state is not S.WAITING
    }
    fresh = one_row(desk, "message", of[S.FAILED])
    assert (fresh.state, fresh.attempts, fresh.settled_at, fresh.reason) == ("planned", 0, None, None)
    assert one_row(desk, "message", of[S.WAITING]).next_try_at <= clock.moment


def test_what_failed_goes_with_the_message_that_waits_already(desk: Desk) -> None:
    """A borrower gets one message in a run: its steps move, and the later one's tone counts."""
    who = a_borrower(desk)
    skates, skis = (a_loan(desk, DUE, lent_on=LENT, borrower=who) for _ in range(2))
    failed = a_message(desk, [skates], 7, S.FAILED)
    waiting = a_message(desk, [skis], 1, S.PLANNED)
    done = desk.reminder_log.retry([failed], act=new_act_key())
    assert ([one.id for one in done.joined], done.again) == ([failed], ())
    assert one_row(desk, "message", failed).state == "dropped"
    assert one_row(desk, "message", waiting).step == 7
    assert count(desk, "reminder_step", message_id=waiting) == 2
    unknown = a_message(desk, [a_loan(desk, DUE, lent_on=LENT, borrower=who)], 1, S.UNKNOWN)
    settled = desk.reminder_log.settle(unknown, sent=False, act=new_act_key())
    assert isinstance(settled, Settled)
    assert (settled.joined, settled.message.state) == (True, S.DROPPED)
    assert count(desk, "reminder_step", message_id=waiting) == 3


def test_a_person_says_what_became_of_an_unknown_one(desk: Desk, clock: FixedClock) -> None:
    desk.context.operator = "Ylva"
    came, lost = (a_message(desk, [a_loan(desk, DUE, lent_on=LENT)], 1, S.UNKNOWN) for _ in range(2))
    act = new_act_key()
    for turn in range(2):
        settled = desk.reminder_log.settle(came, sent=True, act=act)
        assert isinstance(settled, Settled)
        assert (settled.message.state, settled.message.settled_by) == (S.SENT, "Ylva")
        assert ("nothing was done twice" in " ".join(settled_said(settled).details)) == bool(turn)
    assert desk.reminder_log.settle(came, sent=False, act=new_act_key()) == NotSettled(came, S.SENT)
    assert desk.reminder_log.settle(999, sent=True, act=new_act_key()) == NotSettled(999, None)
    desk.reminder_log.settle(lost, sent=False, act=new_act_key())
    row = one_row(desk, "message", lost)
    assert (row.state, row.next_try_at) == ("waiting", clock.moment)
    with desk.context.database.write() as connection:
        (waiting,) = messages.unsent(connection, desk.context.branch_id, MessageKind.REMINDER)
        messages.take(
            connection,
            waiting,
            messages.Handed("46elks", "+46701740605", "sv", 1, None, "Hej!", 1),
            clock.moment,
        )
    assert one_row(desk, "message", lost).settled_by is None, "nobody said that what goes out now arrived"


def test_of_two_who_decide_at_once_one_does(desk: Desk, database: Database, clock: FixedClock) -> None:
    """Arrived and not arrived, tried again twice: whoever comes second is told what is so by now."""
    unknown, failed = (
        [a_message(desk, [a_loan(desk, DUE, lent_on=LENT)], 1, state) for _ in range(4)]
        for state in (S.UNKNOWN, S.FAILED)
    )
    start = Barrier(2)

    def decide(sent: bool) -> tuple[list[bool], int]:
        other = Desk.on(database, name=f"desk-{sent}", clock=clock)
        settled, again = [], 0
        for one, two in zip(unknown, failed, strict=True):
            start.wait()
            settled.append(isinstance(other.reminder_log.settle(one, sent=sent, act=new_act_key()), Settled))
            again += len(other.reminder_log.retry([two], act=new_act_key()).again)
        return settled, again

    with ThreadPoolExecutor(2) as both:
        (yes, first), (no, second) = both.map(decide, (True, False))
    assert [one + two for one, two in zip(yes, no, strict=True)] == [1] * len(unknown)
    assert first + second == len(failed)
    assert count(desk, "message", state="sent") == sum(yes)


def test_the_week_counts_what_comes_due_and_names_closed_days(desk: Desk, clock: FixedClock) -> None:
    """Nothing goes out on Sunday: it stands on Monday; two loans of one family are one message; what had its step has it not again."""
    desk.branch.set_hours([OpeningSpan(weekday, "10:00", "18:00") for weekday in range(6)], act="hours")
    desk.branch.add_closed_period(date(2026, 2, 18), date(2026, 2, 18), act="closed")
    who = a_borrower(desk)
    for due in (date(2026, 2, 19), date(2026, 2, 19)):  # two days before is the 17th
        a_loan(desk, due, lent_on=LENT, borrower=who)
    a_loan(desk, date(2026, 2, 21), lent_on=LENT)  # 19th, and the day after, a Sunday, on Monday the 23rd
    late = a_loan(
        desk, date(2026, 2, 10), lent_on=date(2026, 1, 27)
    )  # a week late on the 17th, had the first
    a_message(desk, [late], 1, S.SENT)
    a_loan(desk, date(2026, 2, 19), lent_on=LENT, borrower=a_borrower(desk))
    turned_off = a_borrower(desk)
    desk.borrowers.edit(turned_off.id, turned_off.revision, {"no_reminders": True}, act="off")
    a_loan(desk, date(2026, 2, 19), lent_on=LENT, borrower=turned_off)
    week = {plan.day.day: (plan.is_open, plan.borrowers, plan.loans) for plan in desk.reminder_log.week()}
    assert week == {
        16: (True, 0, 0), 17: (True, 3, 4), 18: (False, 0, 0), 19: (True, 1, 1), 20: (True, 2, 3), 21: (True, 0, 0), 22: (False, 0, 0),
    }  # fmt: skip
    clock.moment = datetime(2026, 2, 17, 19, 0, tzinfo=UTC)  # eight in the evening: tomorrow is closed
    assert [(plan.day.day, plan.loans) for plan in desk.reminder_log.week()][:3] == [
        (17, 0),
        (18, 0),
        (19, 5),
    ]


def test_the_effect_compares_like_with_like(desk: Desk, clock: FixedClock) -> None:
    """By hand: who was still out at ten on the step's day, with a message and without; renewed ones in a column of their own."""
    due, lent = date(2026, 1, 10), date(2025, 12, 27)
    early = a_loan(
        desk, date(2026, 1, 5), lent_on=date(2025, 12, 22), returned="2026-01-06 08:00"
    )  # at nine: before +1
    a = a_loan(desk, due, lent_on=lent, returned="2026-01-10 16:00")
    b = a_loan(desk, due, lent_on=lent, returned="2026-01-12 16:00")
    c = a_loan(desk, due, lent_on=lent)
    a_loan(
        desk, due, lent_on=lent, returned="2026-01-08 08:59"
    )  # on the day, before ten: nothing to remind of
    e = a_loan(desk, due, lent_on=lent, returned="2026-01-22 16:00")
    a_renewal(desk, e, due, date(2026, 1, 23), "2026-01-09 16:00")
    g = a_loan(desk, due, lent_on=lent, returned="2026-01-10 16:00")
    h = a_loan(desk, due, lent_on=lent, returned="2026-01-10 16:00")
    gone = a_loan(desk, due, lent_on=lent, undone=True)
    run = a_run(desk, moment("2026-01-08 09:00"))
    for loan in (a, e):
        a_message(desk, [loan], -2, S.SENT, run_id=run, due=due, sending_at=moment("2026-01-08 09:01"))
    failed = a_message(desk, [g], -2, S.FAILED, run_id=run)
    a_message(desk, [h], -2, S.UNKNOWN, run_id=run)
    a_message(desk, [gone], -2, S.SENT, run_id=run)
    a_message(desk, [b], 1, S.SENT, sending_at=moment("2026-01-11 09:01"))
    # When +7 was over: none in its window.
    a_message(desk, [c], 7, S.SENT, sending_at=moment("2026-01-31 09:01"))
    a_message(desk, [c], 1, S.SENT, sending_at=moment("2026-01-13 09:01"))  # after an outage
    with desk.context.database.write() as connection:
        note = {
            "branch_id": desk.context.branch_id, "borrower_id": one_row(desk, "message", failed).borrower_id,
            "outcome": ContactOutcome.CALLED.value, "at": moment("2026-01-09 09:00"), "desk": "one",
        }  # fmt: skip
        connection.execute(_NOTE.insert().values(**note))
    found = desk.reminder_log.effect(date(2026, 1, 1), date(2026, 2, 16))
    assert {one.step: (one.window, one.reminded, one.others, one.left_out) for one in found.steps} == {
        -2: (2, Share(2, 1, 1), Share(4, 1, 0), 2),  # others: early, b, c, and e in its second series
        1: (6, Share(1, 1, 0), Share(), 1),
        7: (14, Share(), Share(1, 0, 0), 0),
        21: (14, Share(), Share(1, 0, 0), 0),
    }
    assert early != c
    assert (found.first_run, found.before, found.after) == (date(2026, 1, 8), OnTime(1, 0), OnTime(7, 5))
    clock.moment = moment("2026-02-14 12:00")  # the last window is not over
    last = desk.reminder_log.effect(date(2026, 1, 1)).steps[-1]
    assert (last.others.loans, last.left_out) == (0, 1)
