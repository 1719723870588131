"""How long a loan runs and how far a renewal moves it (R1, R6): the type's own period, promises on the way, and undoing out of order."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from fritids.db import events
from fritids.db.engine import Database
from fritids.db.faults import AlreadyThereError
from fritids.db.tables import ArticleType
from fritids.domain.findings import FindingCode as Code
from fritids.domain.words import ActKind
from fritids.errors import InvalidValueError, UsageError
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.forms import NewBooking
from fritids.services.results import ArticleView, Lent, NotRenewed, NotUndone, Renewed, TakenBack
from fritids.services.setup import init_branch
from tests.builders import FixedClock, a_borrower, an_article

MONDAY = datetime(2026, 2, 16, 9, 30, tzinfo=UTC)


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


def test_the_period_of_a_type_is_set_for_every_open_desk(
    database: Database, desk: Desk, clock: FixedClock
) -> None:
    """At the next scan, without a restart; recorded, and what was promised before stays."""
    other = Desk.on(database, name="two", clock=clock)
    before, tent, later = (an_article(desk, type="tent") for _ in range(3))
    assert a_loan(other, before).loan.due == date(2026, 3, 2)
    changed = desk.type_periods.set("tent", 3, act="k")
    assert (changed.code, changed.loan_days) == ("tent", 3)
    assert desk.type_periods.set("tent", 3, act="k").loan_days == 3
    assert a_loan(other, tent).loan.due == date(2026, 2, 19)
    assert [kind.loan_days for kind in other.articles.types() if kind.code == "tent"] == [3]
    assert {loan.due for loan in other.loans.list(limit=9)} == {date(2026, 3, 2), date(2026, 2, 19)}
    with database.read() as connection:
        (line,) = events.all_of_act(connection, "k")
    assert (line.kind, dict(line.details)) == (ActKind.SETTING, {"type": "tent", "from": None, "to": 3})
    assert desk.type_periods.set("tent", None, act=new_act_key()).loan_days is None
    assert a_loan(other, later).loan.due == date(2026, 3, 2)


def test_a_change_of_a_type_reaches_the_other_branches_too(
    database: Database, desk: Desk, clock: FixedClock
) -> None:
    """They share one catalogue."""
    init_branch(database, "Fritidsbanken Ås", code="as")
    elsewhere = Desk.on(database, branch="as", name="far", clock=clock)
    desk.type_periods.set("tent", 5, act=new_act_key())
    assert a_loan(elsewhere, an_article(elsewhere, type="tent")).loan.due == date(2026, 2, 21)


def test_a_type_has_no_period_that_cannot_be(database: Database, desk: Desk) -> None:
    """Neither by the use case nor in the database itself; a key that stands for another change is wrong use."""
    for days in (0, -1, 367):
        with pytest.raises(InvalidValueError):
            desk.type_periods.set("tent", days, act=new_act_key())
    with pytest.raises(UsageError):
        desk.type_periods.set("no-such-type", 3, act=new_act_key())
    desk.type_periods.set("tent", 366, act="k")
    for code, days in (("tent", 3), ("sledge", 366)):
        with pytest.raises(UsageError):
            desk.type_periods.set(code, days, act="k")
    with pytest.raises(AlreadyThereError), database.write() as connection:
        connection.execute(update(ArticleType.__table__).values(loan_days=0))
