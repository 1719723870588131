"""The call list: who stands on it, for how long what was said keeps them off it, and what is noted."""

from datetime import date, timedelta

import pytest

from fritids.db.engine import Database
from fritids.domain.words import ContactOutcome, SendReason
from fritids.errors import ConflictError, InvalidValueError, UsageError
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.results import BorrowerView, Lent, LoanView, NotUndone, Undone
from fritids.services.setup import init_branch
from tests.builders import FixedClock, a_borrower, an_article
from tests.services.rows import count
from tests.unreached import a_message

DUE = date(2026, 2, 9)
"""A week before the day of these tests."""


def late(desk: Desk, borrower: BorrowerView, due: date = DUE, kind: str = "hockey-skates") -> LoanView:
    here = desk.context.clock.now()
    desk.context.clock.moment = here - timedelta(days=30)  # type: ignore[attr-defined]  # a FixedClock
    article = an_article(desk, type=kind)
    lent = desk.lending.lend(article.barcode, borrower.id, due=due, act=new_act_key())
    desk.context.clock.moment = here  # type: ignore[attr-defined]
    assert isinstance(lent, Lent)
    return lent.loan


def note(desk: Desk, borrower: BorrowerView, outcome: str, **more: object) -> None:
    desk.calls.note(borrower.id, ContactOutcome(outcome), act=new_act_key(), **more)  # type: ignore[arg-type]


def on_list(desk: Desk) -> list[str]:
    return [line.borrower_number for line in desk.calls.list()]


def test_what_was_said_keeps_somebody_off_the_list_for_its_time(desk: Desk, clock: FixedClock) -> None:
    """Nobody at home: not at all. Spoken to: until another message fails. A promised day: until it has gone by, whatever fails meanwhile."""
    anna = a_borrower(desk)
    loan = late(desk, anna)
    a_message(desk, [loan], step=1)
    for _ in range(2):
        clock.moment += timedelta(minutes=5)
        note(desk, anna, "no_reply")
    (line,) = desk.calls.list()
    assert (line.borrower_number, line.days_late, line.reason) == (anna.number, 7, SendReason.NO_ADDRESS)
    assert (len(line.tries), line.tries[0].at) == (2, clock.moment)
    assert [one.article.id for one in line.loans] == [loan.article.id]

    note(desk, anna, "called")
    assert on_list(desk) == []
    clock.moment += timedelta(days=1)
    a_message(desk, [loan], step=7)
    assert on_list(desk) == [anna.number]

    note(desk, anna, "promised", promised_on=desk.today() + timedelta(days=2), note="efter träningen")
    a_message(desk, [loan], step=8)
    clock.moment += timedelta(days=2)
    assert on_list(desk) == [], "the promised day is not over"
    clock.moment += timedelta(days=1)
    assert on_list(desk) == [anna.number]
    assert [one.outcome.value for one in desk.calls.list()[0].contacts] == [
        "promised",
        "called",
        "no_reply",
        "no_reply",
    ]
    assert desk.calls.contacts_of(anna.id)[0].note == "efter träningen"


def test_only_whom_the_newest_message_did_not_reach_stands_there_the_latest_first(desk: Desk) -> None:
    """What still waits, was not needed, or is for a person to settle elsewhere puts nobody on the list, nor takes anybody off it."""
    states: dict[str, list[dict[str, object]]] = {
        "failed": [{"state": "failed", "channel": "sms", "reason": "bad_address"}],
        "undelivered": [{"state": "sent", "channel": "sms", "delivery": "undelivered"}],
        "waits": [{"state": "failed"}, {"state": "waiting"}],
        "sent": [{"state": "sent", "channel": "sms"}],
        "delivered": [{"state": "sent", "channel": "sms", "delivery": "delivered"}],
        "unknown": [{"state": "failed"}, {"state": "unknown", "channel": "sms"}],
        "reached": [{}, {"state": "sent", "channel": "email"}],
        "planned": [{"state": "planned"}],
        "off": [{}],
    }
    people: dict[str, BorrowerView] = {}
    for days, (name, messages) in enumerate(states.items()):
        borrower = people[name] = a_borrower(desk, name=name)
        loan = late(desk, borrower, DUE + timedelta(days=days % 4))
        for step, values in enumerate(messages, 1):
            a_message(desk, [loan], step=step, **values)  # type: ignore[arg-type]  # any columns
    off = people["off"]
    desk.borrowers.edit(off.id, off.revision, {"no_reminders": True}, act=new_act_key())
    found = desk.calls.list()
    assert [(line.borrower_name, line.reason.value, line.days_late) for line in found] == [
        ("failed", "bad_address", 7),
        ("undelivered", "undelivered", 6),
        ("waits", "refused", 5),
    ]


def test_what_comes_back_or_is_renewed_is_not_called_for(desk: Desk, clock: FixedClock) -> None:
    """And is again once the return is undone, or it is late again; everything late is named, though no message was about it."""
    anna = a_borrower(desk)
    first, second = late(desk, anna), late(desk, anna, DUE + timedelta(days=1))
    a_message(desk, [first])
    assert [one.id for one in desk.calls.list()[0].loans] == [first.id, second.id]
    desk.returns.take_back(first.article.barcode, act="back")
    assert on_list(desk) == [], "no message was about the other one"
    desk.undoing.undo_last(act=new_act_key())
    assert on_list(desk) == [anna.number]
    desk.renewals.renew_all(anna.id, act=new_act_key())
    assert on_list(desk) == []
    clock.moment += timedelta(days=15)
    assert desk.calls.list()[0].days_late == 1


def test_a_call_is_taken_back_by_one_key_and_the_record_names_nobody(desk: Desk, clock: FixedClock) -> None:
    anna = a_borrower(desk, name="Anna Berg")
    a_message(desk, [late(desk, anna)])
    act = new_act_key()
    for repeated in (False, True):
        noted = desk.calls.note(anna.id, ContactOutcome.CALLED, act=act, note="kommer i morgon")
        assert (noted.borrower_name, noted.repeated) == ("Anna Berg", repeated)
    assert count(desk, "contact_note") == 1
    assert desk.undoing.recent()[0].borrower_name == "Anna Berg"
    assert count(desk, "event", kind="contact", visit_id=None, loan_id=None) == 1
    undone = desk.undoing.undo_last(act=new_act_key())
    assert isinstance(undone, Undone)
    assert undone.lines[0].borrower_name == "Anna Berg"
    assert on_list(desk) == [anna.number]
    assert desk.calls.contacts_of(anna.id) == ()
    with pytest.raises(UsageError):
        desk.calls.note(anna.id, ContactOutcome.NO_REPLY, act=act)
    bo = a_borrower(desk)
    note(desk, bo, "called")
    desk.borrowers.erase(bo.id, act=new_act_key())
    assert isinstance(desk.undoing.undo_last(act=new_act_key()), NotUndone)
    with pytest.raises(ConflictError):
        note(desk, bo, "called")


def test_a_wrong_number_stays_on_the_list_until_it_is_put_right(desk: Desk, clock: FixedClock) -> None:
    anna, bo = a_borrower(desk, phone="070-174 06 05"), a_borrower(desk)
    a_message(desk, [late(desk, anna)], channel="sms", state="failed", reason="bad_address")
    clock.moment += timedelta(minutes=1)
    note(desk, anna, "wrong_number")
    (line,) = desk.calls.list()
    assert (line.is_wrong_number, line.reason, line.contacts[0].address) == (
        True, SendReason.WRONG_NUMBER, "+46701740605",
    )  # fmt: skip
    desk.borrowers.edit(anna.id, anna.revision, {"phone": "070-174 06 06"}, act=new_act_key())
    assert desk.calls.list()[0].reason is SendReason.BAD_ADDRESS
    with pytest.raises(InvalidValueError, match="no telephone number"):
        note(desk, bo, "wrong_number")


def test_a_protected_borrower_stands_there_by_number_alone(desk: Desk) -> None:
    hidden = a_borrower(desk, name="Hemlig Person", phone="070-174 06 05", protected=True)
    a_message(desk, [late(desk, hidden)])
    note(desk, hidden, "no_reply")
    (line,) = desk.calls.list()
    assert line.borrower_number == hidden.number
    assert "Hemlig" not in repr(line)
    assert "0174" not in repr(line)


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("outcome", "values", "field"),
    [
        ("promised", {"promised_on": date(2026, 2, 15)}, "promised_on"),
        ("promised", {"promised_on": date(2028, 2, 15)}, "promised_on"),
        ("called", {"promised_on": date(2026, 2, 17)}, "promised_on"),
        ("called", {"note": "x" * 1001}, "note"),
        ("called", {"note": "modern heter 19811218-9876"}, "note"),
    ],
)
def test_what_cannot_be_noted_is_refused(
    desk: Desk, outcome: str, values: dict[str, object], field: str
) -> None:
    anna = a_borrower(desk)
    with pytest.raises(InvalidValueError) as refused:
        note(desk, anna, outcome, **values)
    assert refused.value.field == field
    assert count(desk, "contact_note") == 0


def test_what_was_promised_to_one_branch_settles_nothing_of_anothers(
    database: Database, desk: Desk, clock: FixedClock
) -> None:
    """They share borrowers, and see what was said; a wrong number is wrong everywhere."""
    anna = a_borrower(desk, phone="0701740605")
    init_branch(database, "Fritidsbanken Ås", code="as")
    other = Desk.on(database, branch="as", name="far", clock=clock)
    for at in (desk, other):
        a_message(at, [late(at, anna)])
    clock.moment += timedelta(minutes=1)
    note(other, anna, "promised", promised_on=desk.today() + timedelta(days=2))
    (line,) = desk.calls.list()
    assert (on_list(other), len(line.contacts), len(line.loans)) == ([], 1, 1)
    note(other, anna, "wrong_number")
    assert desk.calls.list()[0].is_wrong_number
