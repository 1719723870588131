"""Visits in which something waits while time goes on, or while another desk does something (R3, R9)."""

from datetime import UTC, date, datetime, timedelta

from fritids.db.engine import Database
from fritids.domain.findings import FindingCode as Code
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.forms import NewBooking
from fritids.services.results import Answer, ArticleView, BorrowerView, Lent, NotLent, VisitOpened
from tests.builders import FixedClock, a_borrower, a_desk, an_article


def enter(desk: Desk, text: str) -> Answer:
    """A line in the box."""
    return desk.counter.enter(text, act=new_act_key())


def open_visit(desk: Desk, borrower: BorrowerView) -> None:
    """Scan the borrower's card."""
    assert isinstance(enter(desk, borrower.number), VisitOpened)


def test_a_change_of_date_ends_a_visit_in_which_keys_are_still_pressed(desk: Desk, clock: FixedClock) -> None:
    """Midnight between two scans: the second one is already a key of the new day."""
    clock.moment = datetime(2026, 2, 16, 22, 59, 58, tzinfo=UTC)
    open_visit(desk, a_borrower(desk))
    clock.moment = datetime(2026, 2, 16, 23, 0, 5, tzinfo=UTC)
    assert isinstance(enter(desk, an_article(desk).barcode), Lent)
    ended = desk.counter.expire(last_key=clock.moment - timedelta(seconds=1), act=new_act_key())
    assert ended is not None
    assert (ended.by_itself, len(ended.lent)) == (True, 1)


def test_a_yes_that_is_sent_again_lends_what_still_waits(desk: Desk) -> None:
    """The first of two was lent when the power went; its line is its own, and the second's another (R9)."""
    helmets, act = [waiting_helmet(desk) for _ in range(2)], new_act_key()
    open_visit(desk, a_borrower(desk))
    for helmet in helmets:
        enter(desk, helmet.barcode)
    desk.counter.accept_waiting(act=act, article_id=helmets[0].id)
    (second,) = desk.counter.accept_waiting(act=act)
    assert isinstance(second, Lent)
    assert second.loan.article.id == helmets[1].id


def test_a_yes_answers_what_was_asked_and_no_more(desk: Desk) -> None:
    """Booked at another desk while it waited: the volunteer has not read that, and has not said yes to it."""
    helmet = waiting_helmet(desk)
    open_visit(desk, a_borrower(desk))
    enter(desk, helmet.barcode)
    visit = desk.counter.state().visit
    assert visit is not None
    booking = NewBooking(a_borrower(desk).id, date(2026, 2, 20), date(2026, 2, 21), code=helmet.barcode)
    desk.bookings.add(booking, act=new_act_key())
    (asked,) = desk.counter.accept_waiting(act=new_act_key(), shown=visit.waiting)
    assert isinstance(asked, NotLent)
    assert {finding.code for finding in asked.findings} == {Code.CHECK_OPEN, Code.BOOKED_BY_OTHER}
    after = desk.counter.state().visit
    assert after is not None
    (lent,) = desk.counter.accept_waiting(act=new_act_key(), shown=after.waiting)
    assert isinstance(lent, Lent)


def waiting_helmet(desk: Desk) -> ArticleView:
    """A helmet that came back and nobody has looked at yet."""
    helmet = an_article(desk, type="bicycle-helmet")
    desk.lending.lend(helmet.barcode, a_borrower(desk).id, act=new_act_key())
    desk.returns.take_back(helmet.barcode, act=new_act_key())
    return helmet


def test_what_another_desk_lent_on_meanwhile_is_no_second_reading(
    database: Database, desk: Desk, clock: FixedClock
) -> None:
    """Lent in this visit, and since then to somebody else at the other desk: the scan takes it back from them and lends it (R4, R8)."""
    here, there, article = a_borrower(desk), a_borrower(desk), an_article(desk)
    open_visit(desk, here)
    enter(desk, article.barcode)
    other = a_desk(database, name="two", clock=clock)
    clock.moment += timedelta(minutes=3)
    assert isinstance(other.lending.lend(article.barcode, there.id, act=new_act_key()), Lent)
    clock.moment += timedelta(minutes=3)
    again = enter(desk, article.barcode)
    assert isinstance(again, Lent)
    assert again.returned is not None
    assert (again.returned.borrower_number, again.loan.borrower_number) == (there.number, here.number)
