"""Receipts go out by the same way: at any hour, once, and without standing in the way of reminders."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, text

from fritids.db.engine import Connection
from fritids.db.messages import MessageRow
from fritids.domain.words import MessageState, SendReason
from fritids.outside.gateways import Unclear
from fritids.services import phones
from fritids.services.desk import Desk
from fritids.services.reminders import Text, Withheld
from fritids.services.reminders.addresses import can_get_texts
from tests.builders import FixedClock
from tests.services.reminders.paper import MESSAGE, Post, a_family, a_loan


def a_receipt(desk: Desk, borrower_id: int, visit_id: int) -> None:
    """One that waits to be sent."""
    with desk.context.database.write() as connection:
        connection.execute(
            insert(MESSAGE).values(
                branch_id=desk.context.branch_id, kind="receipt", visit_id=visit_id, borrower_id=borrower_id, channel="sms", language="sv",
                state="planned", attempts=0, made_at=desk.context.clock.now(), desk="one",
            )
        )  # fmt: skip


def test_receipts_go_out_at_any_hour_once(desk: Desk, clock: FixedClock, post: Post) -> None:
    clock.moment = clock.moment.replace(hour=22)
    visits = []
    for number in range(4):
        family = a_family(desk, phone=f"070174060{number}")
        visits.append(a_loan(desk, family).loan.visit_id)
        a_receipt(desk, family.id, visits[-1])

    def write(connection: Connection, message: MessageRow) -> Text | Withheld:
        del connection
        if message.visit_id == visits[1]:
            return Withheld(MessageState.DROPPED, SendReason.NOTHING_LEFT)
        if message.visit_id == visits[2]:
            raise ValueError("no text")
        return Text("+46701740600", "sv", "Tack! Åter den 2 mars.")

    post.sms.answers = [Unclear(SendReason.NO_ANSWER)]
    result = desk.reminders.send_receipts([post.sms], write=write)
    assert (result.sent, result.unknown, result.failed, result.dropped) == (1, 1, 1, 1)
    assert len(post.sms.taken) == 1
    clock.moment += timedelta(hours=12)
    assert desk.reminders.send_receipts([post.sms], write=write).sent == 0
    assert post.run().run_id is None
    assert post.rows()[0].segments == 1


def test_a_receipt_that_a_dead_program_left_is_given_up_only_after_a_while(
    desk: Desk, clock: FixedClock, post: Post
) -> None:
    """Any desk may be sending it just now."""
    family = a_family(desk)
    a_receipt(desk, family.id, a_loan(desk, family).loan.visit_id)
    with desk.context.database.write() as connection:
        connection.execute(
            MESSAGE.update().values(
                state="sending", sending_at=clock.moment, address="+46701740605", body="x"
            )
        )

    def run() -> list[MessageState]:
        desk.reminders.send_receipts(
            [post.sms], write=lambda _connection, _row: Text("+46701740605", "sv", "x")
        )
        return post.states()

    assert run() == [MessageState.SENDING]
    clock.moment += timedelta(minutes=6)
    assert run() == [MessageState.UNKNOWN]
    assert post.sms.taken == []


def test_a_number_that_is_another_persons_is_texted_no_more(
    desk: Desk, clock: FixedClock, post: Post
) -> None:
    """Until the note is taken back, or the borrower has another number."""
    family = a_family(desk)
    a_loan(desk, family)
    with desk.context.database.write() as connection:
        connection.execute(
            text(
                "INSERT INTO contact_note (branch_id, borrower_id, outcome, address, at, desk)"
                " SELECT branch_id, borrower_id, 'wrong_number', '+46701740605', lent_at, 'one' FROM loan"
            )
        )
    clock.moment += timedelta(days=15)
    (planned,) = desk.reminders.plan(texts=post.texts, set_up=()).messages
    assert planned.reason is SendReason.WRONG_NUMBER
    with desk.context.database.write() as connection:
        connection.execute(text("UPDATE contact_note SET address = '+46701740606'"))
    assert desk.reminders.plan(texts=post.texts, set_up=()).messages[0].reason is None


@pytest.mark.one_engine
def test_what_is_known_without_the_library_is_what_the_library_knows() -> None:
    for prefix in range(100):
        number = f"+467{prefix:02}123456"
        found = phones.parse(number)
        assert can_get_texts(number) == (found is not None and found.is_mobile), number
    assert not can_get_texts("+468247500")
    assert can_get_texts("+4791234567")
