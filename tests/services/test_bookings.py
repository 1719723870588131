"""Promising articles to borrowers."""

from datetime import UTC, date, datetime

import pytest

from fritids.db.engine import Database
from fritids.domain.findings import FindingCode
from fritids.domain.words import ArticleState, DiscardReason
from fritids.errors import InvalidValueError
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.forms import NewBooking
from fritids.services.results import Lent, NotLent, TakenBack
from tests.builders import FixedClock, a_borrower, a_desk, an_article
from tests.services.rows import count

FIRST, LAST = date(2026, 2, 20), date(2026, 2, 27)


@pytest.fixture
def desk(database: Database) -> Desk:
    return a_desk(database, clock=FixedClock(datetime(2026, 2, 16, 9, tzinfo=UTC)))


def test_a_booked_article_is_asked_about_when_somebody_else_borrows_it(desk: Desk) -> None:
    article, anna, bo = an_article(desk), a_borrower(desk, name="Anna"), a_borrower(desk)
    booking = desk.bookings.add(
        NewBooking(anna.id, FIRST, LAST, code=article.barcode, note=" trip "), act=new_act_key()
    )
    assert (booking.borrower_number, booking.borrower_name, booking.note) == (anna.number, "Anna", "trip")
    assert booking.article is not None
    assert booking.article.id == article.id
    result = desk.lending.lend(article.barcode, bo.id, act=new_act_key())
    assert isinstance(result, NotLent)
    assert [finding.code for finding in result.findings] == [FindingCode.BOOKED_BY_OTHER]


def test_a_return_says_for_whom_it_is_put_aside_only_where_others_do_not_do(desk: Desk) -> None:
    """Of three tents two are booked: the first that comes back is one of those, the last is free."""
    tents, anna, bo = [an_article(desk, type="tent") for _ in range(3)], a_borrower(desk), a_borrower(desk)
    for tent in tents:
        assert isinstance(desk.lending.lend(tent.barcode, bo.id, act=new_act_key()), Lent)
    desk.bookings.add(NewBooking(anna.id, FIRST, LAST, type="tent", quantity=2), act=new_act_key())
    kept = []
    for tent in tents:
        back = desk.returns.take_back(tent.barcode, act=new_act_key())
        assert isinstance(back, TakenBack)
        kept.append([f.facts["put_aside_for"] for f in back.told if f.code is FindingCode.BOOKED_BY_OTHER])
    assert kept == [[anna.number], [anna.number], []]


def test_a_booking_of_next_season_keeps_nothing_back(desk: Desk) -> None:
    tent, anna = an_article(desk, type="tent"), a_borrower(desk)
    assert isinstance(desk.lending.lend(tent.barcode, anna.id, act=new_act_key()), Lent)
    desk.bookings.add(NewBooking(anna.id, date(2026, 6, 1), date(2026, 6, 8), type="tent"), act=new_act_key())
    back = desk.returns.take_back(tent.barcode, act=new_act_key())
    assert isinstance(back, TakenBack)
    assert FindingCode.BOOKED_BY_OTHER not in {finding.code for finding in back.told}


def test_the_booker_borrows_without_question_and_the_booking_is_closed(desk: Desk) -> None:
    article, anna = an_article(desk), a_borrower(desk)
    desk.bookings.add(NewBooking(anna.id, FIRST, LAST, code=article.barcode), act=new_act_key())
    assert isinstance(desk.lending.lend(article.barcode, anna.id, act=new_act_key()), Lent)
    assert desk.bookings.list() == ()


def test_a_type_is_booked_by_any_of_its_names(desk: Desk) -> None:
    anna = a_borrower(desk)
    booking = desk.bookings.add(
        NewBooking(anna.id, FIRST, LAST, type="Hockeyskridskor", quantity=5), act=new_act_key()
    )
    assert (booking.type_code, booking.quantity, booking.article) == ("hockey-skates", 5, None)


def test_bookings_are_listed_by_their_first_day(desk: Desk) -> None:
    hidden = a_borrower(desk, name="Anna", protected=True)
    late = desk.bookings.add(NewBooking(hidden.id, LAST, LAST, type="compass"), act=new_act_key())
    early = desk.bookings.add(NewBooking(hidden.id, FIRST, LAST, type="compass"), act=new_act_key())
    assert [booking.id for booking in desk.bookings.list()] == [early.id, late.id]
    assert late.borrower_name == ""


def test_a_booking_sent_twice_is_made_and_cancelled_once(desk: Desk) -> None:
    anna, act = a_borrower(desk), new_act_key()
    new = NewBooking(anna.id, FIRST, LAST, type="compass")
    assert desk.bookings.add(new, act=act) == desk.bookings.add(new, act=act)
    (booking,) = desk.bookings.list()
    cancelling = new_act_key()
    assert desk.bookings.cancel(booking.id, act=cancelling)
    assert desk.bookings.cancel(booking.id, act=cancelling)
    assert not desk.bookings.cancel(booking.id, act=new_act_key())
    assert desk.bookings.list() == ()
    assert count(desk, "event", kind="booking_cancel") == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"last_day": date(2026, 2, 19)}, "last_day"),
        ({"first_day": date(2026, 1, 1), "last_day": date(2026, 2, 15)}, "last_day"),
        ({"last_day": date(2027, 2, 27)}, "last_day"),
        ({"type": None}, "code"),
        ({"code": "X"}, "code"),
        ({"type": None, "code": "unknown"}, "code"),
        ({"type": "no such type"}, "type"),
        ({"quantity": 0}, "quantity"),
        ({"note": "811218-9876"}, "note"),
        ({"borrower_id": 4711}, "borrower_id"),
    ],
)
def test_what_cannot_be_promised_is_refused_by_its_field(
    desk: Desk, values: dict[str, object], field: str
) -> None:
    given = {
        "borrower_id": a_borrower(desk).id,
        "first_day": FIRST,
        "last_day": LAST,
        "type": "compass",
        **values,
    }
    with pytest.raises(InvalidValueError) as refused:
        desk.bookings.add(NewBooking(**given), act=new_act_key())  # type: ignore[arg-type]  # the test's own words
    assert refused.value.field == field
    assert desk.bookings.list() == ()


def test_a_booking_of_several_is_kept_until_the_last_is_fetched(desk: Desk) -> None:
    """One loan takes one off what is promised; each that is undone is promised again."""
    skates, anna, bo = [an_article(desk) for _ in range(3)], a_borrower(desk), a_borrower(desk)
    desk.bookings.add(NewBooking(anna.id, FIRST, LAST, type="hockey-skates", quantity=2), act=new_act_key())
    acts = []
    for pair, left in ((skates[0], [1]), (skates[1], [])):
        lent = desk.lending.lend(pair.barcode, anna.id, act=new_act_key())
        assert isinstance(lent, Lent)
        acts.append(lent.event_id)
        assert [booking.quantity for booking in desk.bookings.list()] == left
    for act, left in zip(acts, ([1], [2]), strict=True):
        desk.undoing.undo(act, act=new_act_key())
        assert [booking.quantity for booking in desk.bookings.list()] == left
    assert isinstance(desk.lending.lend(skates[0].barcode, bo.id, act=new_act_key()), Lent)
    assert isinstance(desk.lending.lend(skates[1].barcode, bo.id, act=new_act_key()), NotLent)


def test_one_loan_keeps_one_promise(desk: Desk) -> None:
    """Who booked this very article and one of its type besides still has the other to fetch."""
    article, anna = an_article(desk), a_borrower(desk)
    desk.bookings.add(NewBooking(anna.id, FIRST, LAST, type="hockey-skates"), act=new_act_key())
    desk.bookings.add(NewBooking(anna.id, LAST, LAST, code=article.barcode), act=new_act_key())
    assert isinstance(desk.lending.lend(article.barcode, anna.id, act=new_act_key()), Lent)
    assert [booking.type_code for booking in desk.bookings.list()] == ["hockey-skates"]


def test_what_comes_back_is_put_aside_for_whom_it_is_needed_for(desk: Desk) -> None:
    """Said of the next fortnight's promises, and who is waiting; of a type only while the shelf has too few."""
    article, spare, holder, waiting = an_article(desk), an_article(desk), a_borrower(desk), a_borrower(desk)

    def told() -> list[object]:
        desk.lending.lend(
            article.barcode, holder.id, act=new_act_key(), accepted=frozenset({FindingCode.BOOKED_BY_OTHER})
        )
        back = desk.returns.take_back(article.barcode, act=new_act_key())
        assert isinstance(back, TakenBack)
        return [finding.facts.get("put_aside_for") for finding in back.told]

    desk.bookings.add(
        NewBooking(waiting.id, date(2026, 8, 1), date(2026, 8, 9), code=article.barcode), act=new_act_key()
    )
    desk.bookings.add(NewBooking(holder.id, FIRST, LAST, code=spare.barcode), act=new_act_key())
    desk.bookings.add(NewBooking(waiting.id, FIRST, LAST, type="hockey-skates"), act=new_act_key())
    assert told() == []
    desk.articles.set_state(spare.barcode, ArticleState.IN_SERVICE, act=new_act_key())
    assert told() == [waiting.number]


def test_what_is_discarded_is_put_aside_for_nobody(desk: Desk) -> None:
    article = an_article(desk)
    desk.lending.lend(article.barcode, a_borrower(desk).id, act=new_act_key())
    desk.bookings.add(NewBooking(a_borrower(desk).id, FIRST, LAST, code=article.barcode), act=new_act_key())
    desk.articles.discard(article.barcode, DiscardReason.BROKEN, act=new_act_key())
    back = desk.returns.take_back(article.barcode, act=new_act_key())
    assert isinstance(back, TakenBack)
    assert [finding.code for finding in back.told] == [FindingCode.DISCARDED]


def test_who_has_booked_it_themselves_is_not_told_to_put_it_aside(desk: Desk) -> None:
    article, holder = an_article(desk), a_borrower(desk)
    desk.lending.lend(article.barcode, holder.id, act=new_act_key())
    desk.bookings.add(NewBooking(holder.id, FIRST, LAST, code=article.barcode), act=new_act_key())
    back = desk.returns.take_back(article.barcode, act=new_act_key())
    assert isinstance(back, TakenBack)
    assert back.told == ()
