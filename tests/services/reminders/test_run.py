"""One run after the other: who gets what, and that nobody gets anything twice."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fritids.db import events
from fritids.domain.reminders import Silence, Tone
from fritids.domain.words import ActKind, Channel, Delivery, MessageState, SendReason
from fritids.outside.gateways import Answer, NotEver, NotNow, Outgoing, Report, Stopped, Taken, Unclear
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.message_texts import ReminderFacts, Written
from fritids.services.overviews import Erased
from fritids.services.reminders.sending import MOST_ATTEMPTS
from tests.builders import FixedClock, a_borrower, an_article
from tests.services.reminders.paper import Post, a_family, a_loan, change

LENT = datetime(2026, 2, 16, 9, 0, tzinfo=UTC)
"""A Monday: what is lent then for fourteen days is due on Monday the 2nd of March."""
LATE = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
"""The day after: ten in the morning in Stockholm."""


def test_a_series(desk: Desk, clock: FixedClock, post: Post) -> None:
    """Two days before, the day after, a week after, three weeks after; what falls on a closed day before the date comes early; never twice."""
    a_loan(desk, a_family(desk, name="Åsa Öberg"))
    got = []
    for day in (26, 27, 28, 29, 31, 32, 38, 39, 40, 51, 52, 60):
        clock.moment = datetime(2026, 2, 1, 9, 30, tzinfo=UTC) + timedelta(days=day - 1)
        post.run()
        post.run()
        got += [(clock.moment.date().isoformat(), to) for to, _text in post.sent()]
    assert [day for day, _to in got] == ["2026-02-27", "2026-03-03", "2026-03-10", "2026-03-23"]
    assert {to for _day, to in got} == {"+46701740605"}


def test_what_came_back_at_two_minutes_to_ten_is_not_reminded_of(
    desk: Desk, clock: FixedClock, post: Post
) -> None:
    """Neither before the plan is made, nor between the plan and the sending; and if it had not come back after all, the next run says so."""
    skis, poles = an_article(desk), an_article(desk)
    first, second = a_family(desk, name="Ett"), a_family(desk, name="Två", phone="0701740606")
    a_loan(desk, first, skis)
    a_loan(desk, second, poles)
    clock.moment = LATE

    def answer(message: Outgoing) -> Taken:
        desk.returns.take_back(poles.barcode, act="back")
        return Taken()

    post.sms.answer = answer
    post.run()
    assert [to for to, _text in post.sent()] == ["+46701740605"]
    assert [row.reason for row in post.rows()] == [None, SendReason.NOTHING_LEFT]
    desk.undoing.undo_last(act=new_act_key())
    post.sms.answer = None
    assert post.run().sent == 1
    assert [to for to, _text in post.sent()] == ["+46701740606"]
    assert post.run().run_id is None
    assert len(post.steps()) == 2


def test_after_an_outage_the_newest_step_goes_out_and_those_it_has_overtaken_do_not(
    desk: Desk, clock: FixedClock, post: Post
) -> None:
    a_loan(desk, a_family(desk))
    clock.moment = LATE + timedelta(days=24)
    for _ in range(2):
        post.run()
    assert len(post.sent()) == 1
    assert post.steps() == [(1, date(2026, 3, 2), 21)]


def test_one_message_names_all_that_is_due_in_the_latest_tone_and_only_counts_what_is_private(
    desk: Desk, clock: FixedClock, post: Post
) -> None:
    family = a_family(desk, name="Åsa Öberg", email="asa@example.org")
    a_loan(desk, family, an_article(desk, type="backpack", brand="Gammal"), at=LENT - timedelta(days=6))
    clock.moment = LENT + timedelta(days=1)
    a_loan(desk, family, an_article(desk, brand="Bauer"), at=LENT)
    private = next(kind for kind in desk.context.types.values() if kind.private)
    a_loan(desk, family, an_article(desk, type=private.code, brand="Hemlig"), at=LENT)
    clock.moment = LATE
    plan = desk.reminders.plan(texts=post.texts, set_up=[Channel.SMS])
    (planned,) = plan.messages
    assert (planned.step, len(planned.loans), planned.segments > 0) == (7, 3, True)
    assert post.run().sent == 1
    ((to, text),) = post.sent()
    assert (to, text) == ("+46701740605", planned.text)
    assert "Bauer" in text
    assert "Gammal" in text
    assert "Hemlig" not in text
    assert private.name_sv.casefold() not in text.casefold()
    assert sorted(step for _loan, _due, step in post.steps()) == [1, 1, 7]


def test_by_what_somebody_is_reached(desk: Desk, clock: FixedClock, post: Post) -> None:
    """A mobile number, else an e-mail address, else somebody calls; a landline and a number known to be wrong are not texted."""
    people = {
        "mobile": a_family(desk, email="a@example.org"),
        "landline": a_borrower(desk, phone="08-24 75 00", email="b@example.org"),
        "no mail": a_borrower(desk, phone="08-24 75 01"),
        "nothing": a_borrower(desk),
        "off": a_family(desk, phone="0701740607"),
    }
    protected = a_family(desk, phone="0701740608", name="Hemlig Person")
    change(desk, protected, protected=True)
    change(desk, people["off"], no_reminders=True)
    for borrower in (*people.values(), protected):
        a_loan(desk, borrower)
    clock.moment = LATE
    plan = desk.reminders.plan(texts=post.texts, set_up=[Channel.SMS])
    assert (plan.turned_off, plan.not_set_up) == (1, (Channel.EMAIL,))
    hidden = next(one for one in plan.messages if one.borrower_number == protected.number)
    assert (hidden.borrower_name, hidden.address) == ("", "")
    assert "Hemlig" not in hidden.text
    result = post.run()
    assert (result.sent, result.to_call) == (3, 2)
    sent = dict(post.sent())
    assert set(sent) == {"+46701740605", "b@example.org", "+46701740608"}
    assert "Hemlig" not in sent["+46701740608"]
    assert [row.reason for row in post.rows() if row.channel == "call"] == [SendReason.NO_ADDRESS] * 2


def test_nothing_goes_out_at_night_on_closed_days_or_where_it_is_turned_off(
    desk: Desk, clock: FixedClock, post: Post
) -> None:
    """The plan says what would, and why not now; a run that reaches the hour stops in the middle and goes on the next morning."""
    for number in range(3):
        a_loan(desk, a_family(desk, phone=f"070174060{number}"))
    moments = {
        datetime(2026, 3, 3, 7, 59, tzinfo=UTC): Silence.HOURS,
        datetime(2026, 3, 3, 18, 0, tzinfo=UTC): Silence.HOURS,
        datetime(2026, 3, 7, 12, 0, tzinfo=UTC): Silence.CLOSED,
    }
    for moment, silence in moments.items():
        clock.moment = moment
        plan = desk.reminders.plan(texts=post.texts, set_up=[Channel.SMS])
        assert (plan.silence, len(plan.messages)) == (silence, 3)
        assert (post.run().silence, post.rows()) == (silence, [])
    clock.moment = datetime(2026, 3, 3, 17, 59, 59, tzinfo=UTC)

    def answer(message: Outgoing) -> Taken:
        clock.moment += timedelta(seconds=1)
        return Taken()

    post.sms.answer = answer
    result = post.run()
    assert (result.silence, result.sent, result.waiting) == (Silence.HOURS, 1, 2)
    clock.moment = LATE + timedelta(days=1)
    desk.branch.set({"reminders": "off"}, act=new_act_key())
    assert post.run().silence is Silence.OFF
    desk.branch.set({"reminders": "on"}, act=new_act_key())
    assert post.run().sent == 2
    assert len(post.sent()) == 3


def test_a_renewal_begins_a_new_series_and_a_closed_day_takes_the_old_one_along(
    desk: Desk, clock: FixedClock, post: Post
) -> None:
    article = an_article(desk)
    a_loan(desk, a_family(desk), article)
    clock.moment = datetime(2026, 2, 27, 9, 30, tzinfo=UTC)
    assert post.run().sent == 1  # two days before
    desk.branch.add_closed_period(date(2026, 3, 2), date(2026, 3, 3), act=new_act_key())
    assert post.steps() == [(1, date(2026, 3, 4), -2)]
    assert post.run().sent == 0
    clock.moment = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
    desk.renewals.renew(article.barcode, act=new_act_key())
    assert post.run().sent == 0
    clock.moment = datetime(2026, 3, 16, 9, 30, tzinfo=UTC)  # two days before the 18th
    assert post.run().sent == 1
    assert post.steps() == [(1, date(2026, 3, 4), -2), (1, date(2026, 3, 18), -2)]


def test_what_waits_joins_the_next_run_and_goes_out_as_one_message(
    desk: Desk, clock: FixedClock, post: Post
) -> None:
    """A week without a connection: then one message, of the newest step, to the address that holds by then."""
    family = a_family(desk)
    a_loan(desk, family)
    clock.moment = LATE
    post.sms.answers = [NotNow(SendReason.NO_CONNECTION)]
    assert post.run().waiting == 1
    clock.moment += timedelta(days=7)
    change(desk, family, phone="0701740606")
    assert post.run().sent == 1
    ((to, _text),) = post.sent()
    assert to == "+46701740606"
    (row,) = post.rows()
    assert (row.step, row.attempts, row.run_id) == (7, 1, 2)


def test_a_message_that_is_always_put_off_has_failed_after_eight_attempts(
    desk: Desk, clock: FixedClock, post: Post
) -> None:
    a_loan(desk, a_family(desk))
    clock.moment = LATE
    post.sms.answer = lambda _message: NotNow(SendReason.LATER, "full")
    tried = []
    while MessageState.FAILED not in post.states():
        post.run()
        tried.append(post.rows()[0].attempts)
        clock.moment += timedelta(hours=1)
    assert max(tried) == MOST_ATTEMPTS
    assert timedelta(days=1) < clock.moment - LATE < timedelta(days=5)
    assert post.rows()[0].detail == "full"


def test_a_gateway_that_hangs_leaves_unknown_and_is_asked_later(
    desk: Desk, clock: FixedClock, post: Post
) -> None:
    """Three in a row and the channel rests; known to the gateway → sent; not known after a while → sent once; no word → never again."""
    for number in range(5):
        a_loan(desk, a_family(desk, phone=f"070174060{number}"))
    clock.moment = LATE
    post.sms.answer = lambda _message: Unclear(SendReason.NO_ANSWER)
    result = post.run()
    assert (result.unknown, result.waiting) == (3, 2)
    assert [each.reason for each in result.stopped] == [SendReason.NO_ANSWER]
    first, second, third = post.sms.asked
    post.sms.known = {first: Taken("7"), second: NotNow(SendReason.NO_ANSWER)}
    post.sms.answer = None
    clock.moment += timedelta(minutes=2)
    assert post.run().sent == 3  # the one that it knows, and the two that waited
    assert [to[-1] for to, _text in post.sent()] == ["3", "4"]
    clock.moment += timedelta(minutes=5)
    assert post.run().sent == 1  # of which it has not heard even now
    assert [to[-1] for to, _text in post.sent()] == ["1"]
    assert post.run().run_id is None
    assert post.states()[2] is MessageState.UNKNOWN
    assert third not in post.sms.known


def test_a_bad_address_or_a_name_without_a_text_stops_nobody_else(
    desk: Desk, clock: FixedClock, post: Post
) -> None:
    for number in range(3):
        a_loan(desk, a_family(desk, phone=f"070174060{number}", name=f"N {number}"))
    clock.moment = LATE
    written = post.texts.reminder

    class Broken:
        def reminder(
            self, language: str | None, tone: Tone, facts: ReminderFacts, by: Channel | None
        ) -> Written:
            if facts.name == "N 1":
                raise ValueError("no text")
            return written(language, tone, facts, by)

    post.texts = Broken()  # type: ignore[assignment]  # as much of it as is asked for
    post.sms.answers = [NotEver(SendReason.BAD_ADDRESS, "no such number")]
    result = post.run()
    assert (result.sent, result.failed) == (1, 2)
    assert [row.reason for row in post.rows()] == [SendReason.BAD_ADDRESS, SendReason.NO_TEXT, None]
    assert post.run().run_id is None


def test_a_channel_that_is_stopped_or_not_set_up_keeps_its_messages(
    desk: Desk, clock: FixedClock, post: Post
) -> None:
    for number in range(2):
        a_loan(desk, a_family(desk, phone=f"070174060{number}"))
    a_loan(desk, a_borrower(desk, email="a@example.org"))
    clock.moment = LATE
    post.sms.answers = [Stopped(SendReason.NO_CREDIT, "balance 0, to +46701740600")]
    result = post.run(only=Channel.SMS)
    assert "balance 0, to …" in {each.detail for each in result.stopped}
    assert (result.sent, result.waiting) == (0, 3)
    assert {each.channel: each.reason for each in result.stopped} == {
        Channel.SMS: SendReason.NO_CREDIT,
        Channel.EMAIL: SendReason.NO_GATEWAY,
    }
    assert [row.attempts for row in post.rows()] == [0, 0, 0]
    again = post.run(only=Channel.SMS)
    assert (again.sent, again.waiting) == (2, 1)
    idle = post.run(only=Channel.SMS)
    assert (idle.run_id, idle.waiting, idle.stopped[0].reason) == (None, 1, SendReason.NO_GATEWAY)
    assert post.run().sent == 1


def test_a_gateway_that_wants_a_pause_gets_it(desk: Desk, clock: FixedClock, post: Post) -> None:
    a_loan(desk, a_family(desk))
    clock.moment = LATE
    post.sms.answers = [NotNow(SendReason.TOO_MANY, wait=0.1)] * 2
    assert post.run().sent == 1
    assert post.rows()[0].attempts == 1


def test_what_was_taken_and_not_delivered_stands_on_the_call_list(
    desk: Desk, clock: FixedClock, post: Post
) -> None:
    for number in range(2):
        a_loan(desk, a_family(desk, phone=f"070174060{number}"))
    clock.moment = LATE
    post.run()
    keys = [each.key for each in post.sms.taken]
    post.sms.said = (Report(keys[0], Delivery.DELIVERED), Report(keys[1], Delivery.UNDELIVERED, detail="off"))
    clock.moment += timedelta(hours=1)
    assert post.run().failed == 1
    assert [(row.state, row.delivery, row.detail) for row in post.rows()] == [
        ("sent", "delivered", None),
        ("failed", "undelivered", "off"),
    ]
    assert post.run().failed == 0


def test_the_same_act_is_one_run(desk: Desk, clock: FixedClock, post: Post) -> None:
    a_loan(desk, a_family(desk))
    clock.moment = LATE
    first = post.run(act="run")
    a_loan(desk, a_family(desk, phone="0701740606"), at=LENT)
    again = post.run(act="run")
    assert (first.sent, again) == (1, first)
    assert len(post.sent()) == 1


def test_after_a_backup_was_put_back_nothing_that_may_have_gone_out_goes_out_again(
    desk: Desk, clock: FixedClock, post: Post
) -> None:
    """What came due between the backup and its being put back is shown to a person; what comes due later goes out as ever."""
    old, new = an_article(desk), an_article(desk)
    a_loan(desk, a_family(desk), old)
    clock.moment = LENT + timedelta(days=4)
    a_loan(desk, a_family(desk, phone="0701740606"), new)  # due on the 6th
    clock.moment = LATE + timedelta(hours=4)
    with desk.context.database.write() as connection:
        events.add(connection, desk.context.event(ActKind.RESTORE, "restore"))
    plan = desk.reminders.plan(texts=post.texts, set_up=[Channel.SMS])
    assert [one.reason for one in plan.messages] == [SendReason.CUT_OFF]
    result = post.run()
    assert (result.sent, result.unknown) == (0, 1)
    clock.moment = LATE + timedelta(days=1)
    assert post.run().sent == 1  # the other one, two days before its date
    clock.moment = LATE + timedelta(days=7)
    assert post.run().sent == 2


def test_a_merge_while_a_run_is_on_does_not_stop_it(
    desk: Desk, clock: FixedClock, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One entry is on the call list, the other has a message in the same run; they become one person who has no number any more."""
    articles = [an_article(desk) for _ in range(4)]
    first, keep = a_family(desk), a_family(desk, phone="0701740606")
    gone, last = a_family(desk, phone=None), a_family(desk, phone="0701740607")
    for borrower, article in zip((first, keep, gone, last), articles, strict=True):
        a_loan(desk, borrower, article)
    clock.moment = LATE
    send = post.sms.send

    def merging(message: Outgoing) -> Answer:
        if not post.sms.taken:
            desk.borrowers.merge(keep.id, gone.id, act=new_act_key())
            change(desk, keep, phone=None)
        return send(message)

    monkeypatch.setattr(post.sms, "send", merging)
    assert (post.run().sent, len(post.sent())) == (2, 2)
    assert sorted(post.states()) == ["sent", "sent", "to_call", "to_call"]


def test_a_person_who_is_merged_forgotten_or_asks(desk: Desk, clock: FixedClock, post: Post) -> None:
    """Both entries had a message in one run, and both have one that waits; afterwards all is one person's, and then nobody's."""
    articles = [an_article(desk) for _ in range(2)]
    keep, gone = a_family(desk, phone="0701740606"), a_family(desk, name="Åsa Öberg")
    a_loan(desk, keep, articles[0])
    a_loan(desk, gone, articles[1])
    clock.moment = LATE
    post.run()
    clock.moment += timedelta(days=7)
    post.sms.answers = [NotNow(SendReason.LATER)] * 2
    post.run()
    desk.borrowers.merge(keep.id, gone.id, act=new_act_key())
    clock.moment += timedelta(hours=1)
    post.sent()
    assert post.run().sent == 1
    ((_to, text),) = post.sent()
    assert sorted(post.states()) == ["dropped", "sent", "sent", "sent"]
    told = desk.borrowers.export(keep.id)
    assert isinstance(told["messages"], list)
    assert [each["text"] for each in told["messages"]][2] == text
    assert told["calls"] == []
    for article in articles:
        desk.returns.take_back(article.barcode, act=new_act_key())
    assert isinstance(desk.borrowers.erase(keep.id, act=new_act_key()), Erased)
    for row in post.rows():
        assert [row.borrower_id, row.address, row.subject, row.body, row.detail, row.gateway_id] == [None] * 6
    assert sorted(post.states()) == ["dropped", "sent", "sent", "sent"]
    assert len(post.steps()) == 4
