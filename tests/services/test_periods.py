"""How long a loan runs and how far a renewal moves it (R1, R6): the type's own period, promises on the way, and undoing out of order."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from fritids.db.engine import Database
from fritids.db.tables import ArticleType
from fritids.domain.findings import FindingCode as Code
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.forms import NewBooking
from fritids.services.results import ArticleView, Lent, NotRenewed, NotUndone, Renewed, TakenBack
from tests.builders import FixedClock, a_borrower, a_desk, an_article

MONDAY = datetime(2026, 2, 16, 9, 30, tzinfo=UTC)


@pytest.fixture
def clock() -> FixedClock:
    """A Monday morning."""
    return FixedClock(MONDAY)


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> Desk:
    """A desk of a branch that is open every day."""
    return a_desk(database, name="one", clock=clock)


def a_loan(desk: Desk, article: ArticleView) -> Lent:
    """Lent to somebody new."""
    result = desk.lending.lend(article.barcode, a_borrower(desk).id, act=new_act_key())
    assert isinstance(result, Lent), result
    return result


def renewed(desk: Desk, article: ArticleView) -> Renewed:
    """Renew what must be renewable."""
    result = desk.renewals.renew(article.barcode, act=new_act_key())
    assert isinstance(result, Renewed), result
    return result


def in_the_way(desk: Desk, event_id: int) -> object:
    """What stands in the way of undoing the act."""
    result = desk.undoing.undo(event_id, act=new_act_key())
    assert isinstance(result, NotUndone), result
    return result.findings[0].facts["by"]


def test_a_types_own_period_holds_for_lending_and_for_renewing(
    database: Database, desk: Desk, clock: FixedClock
) -> None:
    """A tent for three days, where everything else runs fourteen."""
    with database.write() as connection:
        connection.execute(
            update(ArticleType.__table__).where(ArticleType.__table__.c.code == "tent").values(loan_days=3)
        )
    tent, skates = an_article(desk, type="tent"), an_article(desk)
    assert a_loan(desk, tent).loan.due == date(2026, 2, 19)
    assert a_loan(desk, skates).loan.due == date(2026, 3, 2)
    clock.moment += timedelta(days=2)
    assert renewed(desk, tent).loan.due == date(2026, 2, 21)
    assert renewed(desk, skates).loan.due == date(2026, 3, 4)


def test_a_renewal_is_asked_about_for_what_is_promised_within_its_new_time(
    desk: Desk, clock: FixedClock
) -> None:
    """Not only within the old: the first promised day is the new due date itself."""
    article = an_article(desk)
    a_loan(desk, article)
    clock.moment += timedelta(days=5)
    booking = NewBooking(a_borrower(desk).id, date(2026, 3, 7), date(2026, 3, 9), code=article.barcode)
    desk.bookings.add(booking, act=new_act_key())
    asked = desk.renewals.renew(article.barcode, act=new_act_key())
    assert isinstance(asked, NotRenewed)
    assert [finding.code for finding in asked.findings] == [Code.BOOKED_BY_OTHER]
    clock.moment -= timedelta(days=1)
    assert renewed(desk, article).loan.due == date(2026, 3, 6)


def test_renewals_are_undone_newest_first_and_not_after_the_return(desk: Desk, clock: FixedClock) -> None:
    article = an_article(desk)
    a_loan(desk, article)
    clock.moment += timedelta(days=2)
    first = renewed(desk, article)
    clock.moment += timedelta(days=2)
    second = renewed(desk, article)
    assert in_the_way(desk, first.event_id) == "renewed_since"
    desk.returns.take_back(article.barcode, act=new_act_key())
    assert in_the_way(desk, second.event_id) == "returned_since"


def test_a_return_may_be_entered_for_the_moment_of_lending_itself(desk: Desk) -> None:
    """Handed over and handed back at once; before that it was nobody's to return."""
    article = an_article(desk)
    lent = a_loan(desk, article)
    back = desk.returns.take_back(article.barcode, act=new_act_key(), at=lent.loan.lent_at)
    assert isinstance(back, TakenBack)
    assert back.loan.returned_at == lent.loan.lent_at
