"""A branch's own affairs, and making one: settings that hold at once, and closed days that move due dates forward only (R1)."""

from datetime import UTC, date, datetime

import pytest

from fritids.db.engine import Database
from fritids.domain.policy import SETTINGS
from fritids.errors import InvalidValueError
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.overviews import ClosedDays, OpeningSpan
from fritids.services.results import Lent, LoanView
from fritids.services.setup import init_branch
from tests.builders import FixedClock, a_borrower, a_desk, an_article
from tests.services.rows import count

MONDAY = datetime(2026, 2, 16, 9, 30, tzinfo=UTC)


@pytest.fixture
def desk(database: Database) -> Desk:
    return a_desk(database, clock=FixedClock(MONDAY))


def lend(desk: Desk, due: date | None = None) -> LoanView:
    result = desk.lending.lend(an_article(desk).barcode, a_borrower(desk).id, act=new_act_key(), due=due)
    assert isinstance(result, Lent), result
    return result.loan


def due_days(desk: Desk) -> list[date]:
    return [loan.due for loan in desk.loans.list()]


# Settings


def test_a_setting_holds_at_every_desk_from_the_next_act_on(desk: Desk, database: Database) -> None:
    other = a_desk(database, name="two", clock=FixedClock(MONDAY))
    desk.branch.set({"loan_days": "7"}, act=new_act_key())
    assert lend(desk).due == date(2026, 2, 23)
    assert lend(other).due == date(2026, 2, 23)


def test_settings_say_what_the_branch_has_set_itself(desk: Desk) -> None:
    desk.branch.set({"language": "sv"}, act=new_act_key())
    shown = {setting.key: (setting.value, setting.is_own) for setting in desk.branch.settings()}
    assert set(shown) == set(SETTINGS)
    assert shown["language"] == ("sv", True)
    assert shown["loan_days"] == ("14", False)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("loan_days", "many"),
        ("loan_days", "-1"),
        ("language", "no"),
        ("no_such", "1"),
        ("severity_missing", "maybe"),
        ("remind_after", "7 1"),
        ("contact_email", "desk@example.org\nBcc: all@example.org"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_and_none_is_set(desk: Desk, key: str, value: str) -> None:
    with pytest.raises(InvalidValueError) as refused:
        desk.branch.set({"renewal_limit": "5", key: value}, act=new_act_key())
    assert refused.value.field == key
    assert key != "remind_after" or refused.value.message.endswith('like this: remind_after="1 7 21"')
    assert desk.policy.renewal_limit == 2


def test_name_and_zone_can_be_changed(desk: Desk) -> None:
    """Half past nine in UTC on Monday is still Sunday evening on Hawaii."""
    desk.branch.set({}, name=" Järfälla \x07", act=new_act_key())
    desk.branch.set({}, timezone="Pacific/Honolulu", act=new_act_key())
    assert desk.branch_name == "Järfälla"
    assert desk.today() == date(2026, 2, 15)
    for bad in ("Sverige", "", "../../etc/passwd", "Europe", "x" * 5000):
        with pytest.raises(InvalidValueError):
            desk.branch.set({}, timezone=bad, act=new_act_key())
    for bad in ("", " \x00 ", "x" * 101):
        with pytest.raises(InvalidValueError):
            desk.branch.set({}, name=bad, act=new_act_key())


def test_a_change_sent_twice_is_one_line_of_the_record(desk: Desk) -> None:
    act = new_act_key()
    for _time in range(2):
        desk.branch.set({"loan_days": "7"}, act=act)
    assert count(desk, "event", kind="setting") == 1


# Opening hours


def test_due_dates_fall_on_days_on_which_the_branch_is_open(desk: Desk) -> None:
    """Lent on a Monday, with the branch open on Wednesdays and Saturdays."""
    hours = [OpeningSpan(5, "10:00", "14:00"), OpeningSpan(2, "16:00", "19:00")]
    desk.branch.set_hours(hours, act=new_act_key())
    assert lend(desk).due == date(2026, 3, 4)
    assert desk.branch.show().hours == (hours[1], hours[0])
    desk.branch.set_hours([], act=new_act_key())
    assert lend(desk).due == date(2026, 3, 2)


@pytest.mark.parametrize(
    "spans",
    [
        [OpeningSpan(7, "10:00", "14:00")],
        [OpeningSpan(0, "14:00", "10:00")],
        [OpeningSpan(0, "9", "10:00")],
        [OpeningSpan(0, "10:00", "25:00")],
        [OpeningSpan(0, "10:00", "14:00"), OpeningSpan(0, "13:00", "15:00")],
    ],
)
def test_hours_that_cannot_be_are_refused(desk: Desk, spans: list[OpeningSpan]) -> None:
    with pytest.raises(InvalidValueError):
        desk.branch.set_hours(spans, act=new_act_key())
    assert desk.branch.show().hours == ()


# Closed days


def test_a_closing_shows_which_loans_it_touches_and_moves_them_forward(desk: Desk) -> None:
    touched, other = lend(desk), lend(desk, due=date(2026, 3, 10))
    first, last = date(2026, 3, 1), date(2026, 3, 7)
    before = desk.branch.touched_by(first, last)
    assert [(move.loan.id, move.new_due) for move in before] == [(touched.id, date(2026, 3, 8))]
    assert due_days(desk) == [date(2026, 3, 2), date(2026, 3, 10)]
    moved = desk.branch.add_closed_period(first, last, "sportlov", act=new_act_key())
    assert moved == before
    assert [(loan.id, loan.due) for loan in desk.loans.list()] == [
        (touched.id, date(2026, 3, 8)),
        (other.id, date(2026, 3, 10)),
    ]
    assert count(desk, "event", kind="due_move", loan_id=touched.id) == 1
    assert count(desk, "renewal") == 0
    assert desk.branch.show().closed == (ClosedDays(first, last, "sportlov"),)


def test_new_loans_keep_off_the_closed_days_at_every_desk(desk: Desk, database: Database) -> None:
    other = a_desk(database, name="two", clock=FixedClock(MONDAY))
    desk.branch.add_closed_period(date(2026, 3, 2), date(2026, 3, 8), act=new_act_key())
    assert lend(desk).due == lend(other).due == date(2026, 3, 9)


def test_a_closing_moves_to_the_same_weekday_where_the_branch_prefers_that(desk: Desk) -> None:
    desk.branch.set({"closed_day_rule": "same_weekday"}, act=new_act_key())
    lend(desk)
    (move,) = desk.branch.add_closed_period(date(2026, 3, 1), date(2026, 3, 3), act=new_act_key())
    assert move.new_due == date(2026, 3, 9)


def test_an_opened_day_leaves_due_dates_as_promised(desk: Desk) -> None:
    lend(desk)
    first, last = date(2026, 3, 2), date(2026, 3, 2)
    desk.branch.add_closed_period(first, last, act=new_act_key())
    assert desk.branch.remove_closed_period(first, last, act=new_act_key())
    assert due_days(desk) == [date(2026, 3, 3)]
    assert lend(desk).due == date(2026, 3, 2)
    assert not desk.branch.remove_closed_period(first, last, act=new_act_key())


def test_a_closing_sent_twice_moves_nothing_twice(desk: Desk) -> None:
    lend(desk)
    act = new_act_key()
    for _time in range(2):
        desk.branch.add_closed_period(date(2026, 3, 2), date(2026, 3, 2), act=act)
    assert due_days(desk) == [date(2026, 3, 3)]
    assert len(desk.branch.show().closed) == 1


def test_a_returned_loan_is_not_touched(desk: Desk) -> None:
    loan = lend(desk)
    desk.returns.take_back(loan.article.barcode, act=new_act_key())
    assert desk.branch.touched_by(date(2026, 3, 1), date(2026, 3, 7)) == ()


def test_a_closing_without_end_moves_nothing_and_is_refused(desk: Desk) -> None:
    for first, last in ((date(2026, 3, 2), date(2026, 3, 1)), (date(2026, 3, 2), date(2027, 3, 3))):
        with pytest.raises(InvalidValueError):
            desk.branch.add_closed_period(first, last, act=new_act_key())
    assert desk.branch.show().closed == ()


# Making a branch


def test_making_the_same_branch_again_changes_nothing(blank_url: str) -> None:
    """The schema, the whole catalogue and one branch, from nothing."""
    database = Database.open(blank_url)
    assert init_branch(database, "Fritidsbanken Järfälla") == "main"
    desk = Desk.on(database)
    assert (desk.branch_name, len(desk.articles.types()) > 100) == ("Fritidsbanken Järfälla", True)
    article = an_article(desk)
    assert init_branch(database, "fritidsbanken jarfalla", settings={"loan_days": "3"}) == "main"
    assert desk.branch.show().name == "Fritidsbanken Järfälla"
    assert desk.policy.loan_days == 14
    assert an_article(desk).barcode != article.barcode
    assert count(desk, "branch") == 1
    database.close()


def test_a_second_branch_is_named_after_itself(database: Database) -> None:
    init_branch(database, "Fritidsbanken")
    assert init_branch(database, "Norra Ängby!") == "norra-angby"
    assert init_branch(database, "Södra", code="s", timezone="Europe/Helsinki") == "s"
    assert Desk.on(database, branch="s").branch.show().timezone == "Europe/Helsinki"


def test_a_branch_that_cannot_be_is_not_made(database: Database) -> None:
    for bad in ({"name": " "}, {"name": "A", "timezone": "Nowhere"}, {"name": "A", "settings": {"x": "y"}}):
        with pytest.raises(InvalidValueError):
            init_branch(database, **bad)
