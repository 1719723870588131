"""Receipts: asked for once, written from what is out when they are sent, and never by themselves."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from icalendar import Calendar

from fritids.db import events
from fritids.db.engine import Database
from fritids.domain.words import ActKind, Channel, MessageState, SendReason
from fritids.errors import UsageError
from fritids.outside.gateways import NotEver, Outgoing
from fritids.outside.receipts.slip import PaperSize
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.message_texts import MessageTexts, load_texts
from fritids.services.overviews import OpeningSpan
from fritids.services.results import BorrowerView
from fritids.services.results.receipts import NoReceipt, ReceiptAsked, ReceiptSentBefore
from tests.builders import FixedClock, a_borrower, a_desk, an_article
from tests.services.reminders.paper import Paper

PHONE = "+46701740605"


@pytest.fixture(scope="session")
def texts() -> MessageTexts:
    """Those that come with the program."""
    return load_texts()


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A desk of a branch that tells its hours."""
    desk.branch.set({"ask_email": "on", "ask_language": "on", "contact_phone": "011-15 00 00"}, act="set")
    desk.branch.set_hours([OpeningSpan(day, "10:00", "18:00") for day in range(7)], act="hours")
    return desk


def family(desk: Desk, **more: object) -> BorrowerView:
    """Somebody who is reached both ways."""
    return a_borrower(desk, **{"name": "Anna Berg", "phone": PHONE, "email": "anna@example.org", **more})


def visit(desk: Desk, borrower: BorrowerView, *types: str) -> int:
    """A visit at the counter in which a thing of each type was lent; it has ended."""
    for kind in types:
        desk.counter.enter(an_article(desk, type=kind, brand="Bauer").barcode, act=new_act_key())
    desk.counter.open_visit(borrower.id, act=new_act_key())
    desk.counter.enter_empty(act=new_act_key())
    return desk.receipts.latest_visit(borrower.id)


def send(desk: Desk, texts: MessageTexts, *gateways: Paper) -> list[Outgoing]:
    """What the gateways were handed."""
    desk.reminders.send_receipts(gateways, write=desk.receipts.writer(texts))
    return [message for gateway in gateways for message in gateway.taken]


def state(desk: Desk, asked: object) -> tuple[MessageState, SendReason | None]:
    """How a receipt that was asked for stands."""
    assert isinstance(asked, ReceiptAsked)
    (outcome,) = desk.receipts.outcomes([asked.message_id])
    return outcome.state, outcome.reason


def private_type(desk: Desk) -> str:
    """One that is named in no message."""
    return next(code for code, kind in desk.context.types.items() if kind.private)


def test_the_same_key_twice_is_one_message_that_names_what_may_be_named(
    desk: Desk, texts: MessageTexts
) -> None:
    """What was undone is not in it, and private types are counted; asked for when it has gone, it says so and goes only if that is meant."""
    anna = family(desk)
    at = visit(desk, anna, "hockey-skates", "ski-helmet", private_type(desk))
    undone = desk.receipts.of(at).loans[1].article
    desk.undoing.undo(desk.undoing.recent()[1].event_id, act=new_act_key())
    assert undone.barcode not in {loan.article.barcode for loan in desk.receipts.of(at).loans}
    asked = desk.receipts.ask(at, Channel.SMS, act="key")
    assert isinstance(asked, ReceiptAsked)
    assert desk.receipts.ask(at, Channel.SMS, act="key") == desk.receipts.ask(at, Channel.SMS, act="other")
    assert desk.receipts.are_waiting()
    (message,) = send(desk, texts, Paper())
    assert message.to == PHONE
    assert message.text.splitlines()[1:] == [
        "Sista dag mån 2/3:",
        "- Hockeyskridskor Bauer",
        "- Fler lånade saker: 1",
        "Öppet mån-sön 10-18",
    ]
    assert state(desk, asked) == (MessageState.SENT, None)
    assert not desk.receipts.are_waiting()
    assert isinstance(desk.receipts.ask(at, Channel.SMS, act=new_act_key()), ReceiptSentBefore)
    assert not send(desk, texts, Paper())
    desk.receipts.ask(at, Channel.SMS, act=new_act_key(), again=True)
    assert len(send(desk, texts, Paper())) == 1
    with desk.context.database.read() as connection:
        line = events.by_act(connection, "key")
    assert line is not None
    assert (line.kind, line.visit_id, line.borrower_key) == (ActKind.RECEIPT, at, None)


def test_a_renewed_loan_moves_its_day_in_the_calendar(
    desk: Desk, clock: FixedClock, texts: MessageTexts
) -> None:
    anna = family(desk)
    at = visit(desk, anna, "hockey-skates", "ski-helmet", private_type(desk))

    def days() -> list[Any]:
        assert isinstance(desk.receipts.ask(at, Channel.EMAIL, act=new_act_key(), again=True), ReceiptAsked)
        (mail,) = send(desk, texts, Paper(Channel.EMAIL))
        (attached,) = mail.attachments
        assert attached.kind.startswith("text/calendar")
        assert "Anna" in mail.text
        assert mail.html
        assert mail.subject
        return list(Calendar.from_ical(attached.content).walk("VEVENT"))

    (before,) = days()
    assert str(before["SUMMARY"]) == "Fritidsbanken: Hockeyskridskor Bauer, Skidhjälm Bauer +1"
    clock.moment += timedelta(days=3)
    helmet = desk.receipts.of(at).loans[1].article.barcode
    desk.renewals.renew(helmet, act=new_act_key())
    first, second = days()
    assert (first["UID"], first["DTSTART"].dt) == (before["UID"], before["DTSTART"].dt)
    assert second["DTSTART"].dt == first["DTSTART"].dt + timedelta(days=3)
    desk.renewals.renew_all(anna.id, act=new_act_key())
    (moved,) = days()
    assert (moved["UID"], moved["DTSTART"].dt) == (before["UID"], second["DTSTART"].dt)
    assert moved["SEQUENCE"] >= second["SEQUENCE"] > before["SEQUENCE"]


def test_what_happened_before_its_turn_came_is_heeded(desk: Desk, texts: MessageTexts) -> None:
    """Nobody gets a receipt for what is back, nor for somebody else's things, nor once they are forgotten."""
    bo = a_borrower(desk, name="Bo Ek")
    asked = []
    for happens in ("returned", "moved", "forgotten"):
        anna = family(desk)
        at = visit(desk, anna, "hockey-skates")
        asked.append(desk.receipts.ask(at, Channel.SMS, act=new_act_key()))
        if happens == "moved":
            desk.moving.move_visit(at, bo.id, act=new_act_key())
            continue
        desk.returns.take_back(desk.receipts.of(at).loans[0].article.barcode, act=new_act_key())
        if happens == "forgotten":
            desk.borrowers.erase(anna.id, act=new_act_key())
    assert not send(desk, texts, Paper())
    assert [state(desk, one)[0] for one in asked] == [MessageState.DROPPED] * 3


def test_no_address_is_no_receipt_and_a_refused_one_can_be_asked_for_anew(
    desk: Desk, texts: MessageTexts
) -> None:
    """A landline gets no text message; reminders that are turned off are no matter; a protected person is not greeted by name."""
    bo = a_borrower(desk, name="Bo Ek", phone="011-15 00 01")
    at = visit(desk, bo, "hockey-skates")
    assert desk.receipts.ask(at, Channel.SMS, act="a") == NoReceipt(Channel.SMS, SendReason.NO_ADDRESS)
    assert desk.receipts.ask(at, Channel.EMAIL, act="b") == NoReceipt(Channel.EMAIL, SendReason.NO_ADDRESS)
    assert not desk.receipts.are_waiting()
    anna = family(desk, name="Hemlig Person", protected="yes")
    desk.borrowers.edit(anna.id, anna.revision, {"no_reminders": True}, act=new_act_key())
    at = visit(desk, anna, "ski-helmet")
    sms, _email = desk.receipts.of(at, set_up=[Channel.EMAIL]).ways
    assert sms.reason is SendReason.NO_GATEWAY
    refused = desk.receipts.ask(at, Channel.SMS, act=new_act_key())
    send(desk, texts, Paper(answers=[NotEver(SendReason.REFUSED, "no")]))
    assert state(desk, refused) == (MessageState.FAILED, SendReason.REFUSED)
    desk.receipts.ask(at, Channel.SMS, act=new_act_key())
    (message,) = send(desk, texts, Paper())
    assert "Hemlig" not in message.text
    with pytest.raises(UsageError, match="no visit"):
        desk.receipts.of(at + 1000)


def test_two_desks_that_ask_at_the_same_moment_ask_once(
    database: Database, database_url: str, clock: FixedClock
) -> None:
    desk = a_desk(database, clock=clock)
    at = visit(desk, family(desk, email=None), "hockey-skates")

    def ask(name: str) -> int:
        other = Desk.open(database_url, name=name, clock=clock)
        try:
            asked = other.receipts.ask(at, Channel.SMS, act=new_act_key())
        finally:
            other.close()
        assert isinstance(asked, ReceiptAsked)
        return asked.message_id

    with ThreadPoolExecutor(3) as threads:
        assert len(set(threads.map(ask, ("two", "three", "four")))) == 1


@pytest.mark.one_engine
def test_on_paper_everything_has_its_name_in_letters_that_can_be_set(
    desk: Desk, texts: MessageTexts, tmp_path: Path
) -> None:
    """In the borrower's language; for Arabic in Swedish and English, which the same file as text does not need."""
    private = private_type(desk)
    kind = desk.context.types[private]
    read = {}
    visits = {
        language: visit(desk, family(desk, language=language), "hockey-skates", private)
        for language in ("uk", "ar")
    }
    for language, at in visits.items():
        path = tmp_path / f"{language}.pdf"
        assert not desk.receipts.write_file(at, path, texts=texts, act=new_act_key(), size=PaperSize.ROLL)
        with pypdfium2.PdfDocument(path) as document:
            read[language] = " ".join(document[0].get_textpage().get_text_bounded().split())
        desk.receipts.write_file(at, tmp_path / f"{language}.txt", texts=texts, act=new_act_key())
    assert "березня" in read["uk"]
    for words in ("Anna Berg", "måndag 2 mars", "Monday 2 March", "Hockeyskridskor Bauer", "Hockey skates Bauer", "011-15 00 00"):  # fmt: skip
        assert words in read["ar"]
    assert kind.name_en.casefold() in read["ar"].casefold()
    assert "ا" in (tmp_path / "ar.txt").read_text(encoding="utf-8")
    at = visit(desk, family(desk), "hockey-skates")
    with pytest.raises(UsageError):
        desk.receipts.write_file(visits["ar"], tmp_path / "a.doc", texts=texts, act=new_act_key())
    assert not (tmp_path / "a.doc").exists()
