"""Another date by hand (R1): for one loan or a whole visit's, judged as at lending, undone while that is logical, and no renewal."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fritids.db import events
from fritids.db.engine import Database
from fritids.domain.findings import FindingCode as Code
from fritids.domain.findings import Severity
from fritids.domain.words import ActKind
from fritids.errors import UsageError
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.forms import NewBooking
from fritids.services.overviews import OpeningSpan
from fritids.services.results import (
    ArticleView,
    DueNotSet,
    DueSet,
    Lent,
    NotUndone,
    Renewed,
    Undone,
    VisitEnded,
    VisitOpened,
)
from tests.builders import FixedClock, a_borrower, a_desk, an_article

MONDAY = datetime(2026, 2, 16, 9, 30, tzinfo=UTC)
FRIDAY = date(2026, 3, 20)
SATURDAY = date(2026, 3, 21)


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> Desk:
    """A desk of a branch that is open from Monday to Friday."""
    desk = a_desk(database, name="one", clock=clock)
    desk.branch.set_hours([OpeningSpan(day, "10:00", "18:00") for day in range(5)], act=new_act_key())
    return desk


def a_loan(desk: Desk, article: ArticleView | None = None) -> Lent:
    """Lent to somebody new, until Monday 2 March."""
    result = desk.lending.lend((article or an_article(desk)).barcode, a_borrower(desk).id, act=new_act_key())
    assert isinstance(result, Lent), result
    return result


def a_visit(desk: Desk, count: int) -> list[Lent]:
    """Lent to one family in a visit that is open still."""
    for _ in range(count):
        desk.counter.enter(an_article(desk).barcode, act=new_act_key())
    opened = desk.counter.open_visit(a_borrower(desk).id, act=new_act_key())
    assert isinstance(opened, VisitOpened)
    return [lent for lent in opened.results if isinstance(lent, Lent)]


def due(desk: Desk, lent: Lent) -> date:
    """The day on which the loan is due now."""
    return next(loan.due for loan in desk.loans.list(limit=100) if loan.id == lent.loan.id)


def undone(desk: Desk, event_id: int) -> Undone:
    result = desk.undoing.undo(event_id, act=new_act_key())
    assert isinstance(result, Undone), result
    return result


def in_the_way(result: object) -> object:
    assert isinstance(result, NotUndone), result
    return result.findings[0].facts["by"]


def newest(desk: Desk) -> int:
    """The desk's newest act that can be undone."""
    return desk.undoing.recent()[0].event_id


def codes(result: object) -> list[Code]:
    assert isinstance(result, DueNotSet), result
    return [finding.code for finding in result.findings]


def test_one_loan_is_given_another_date_and_the_old_one_again(desk: Desk) -> None:
    """Earlier or later; recorded with both dates; the record keeps both acts."""
    lent, other = a_loan(desk), a_loan(desk)
    result = desk.due_dates.set_due(lent.loan.article.barcode, FRIDAY, act="k")
    assert isinstance(result, DueSet)
    assert [(loan.id, loan.due) for loan in result.loans] == [(lent.loan.id, FRIDAY)]
    assert (due(desk, lent), due(desk, other)) == (FRIDAY, date(2026, 3, 2))
    with desk.context.database.read() as connection:
        (line,) = events.all_of_act(connection, "k")
    assert line.kind is ActKind.DUE_SET
    assert line.details == {"from": "2026-03-02", "to": "2026-03-20"}
    back = undone(desk, line.id)
    assert [one.act for one in back.lines] == [ActKind.DUE_SET]
    assert due(desk, lent) == date(2026, 3, 2)
    earlier = desk.due_dates.set_due(lent.loan.article.barcode, date(2026, 2, 17), act=new_act_key())
    assert isinstance(earlier, DueSet)


def test_a_date_by_hand_is_no_renewal_and_counts_nowhere(desk: Desk) -> None:
    """Both renewals are still there, and the day has the figures it had."""
    lent = a_loan(desk)
    before = desk.loans.today()
    desk.due_dates.set_due(lent.loan.article.barcode, date(2026, 2, 17), act=new_act_key())
    after = desk.loans.today()
    assert (after.lent, after.returned, after.visits, after.hours) == (
        before.lent,
        before.returned,
        before.visits,
        before.hours,
    )
    renewed = desk.renewals.renew(lent.loan.article.barcode, act=new_act_key())
    assert isinstance(renewed, Renewed)
    assert (renewed.old_due, renewed.loan.due, renewed.loan.renewals) == (
        date(2026, 2, 17),
        date(2026, 3, 2),
        1,
    )


def test_the_day_is_judged_as_at_lending(desk: Desk, clock: FixedClock) -> None:
    """What has been is refused, a closed day is asked about and what was accepted stands in the record."""
    code = a_loan(desk).loan.article.barcode
    clock.moment += timedelta(days=3)
    assert codes(desk.due_dates.set_due(code, date(2026, 2, 18), act=new_act_key())) == [Code.DUE_IN_PAST]
    assert isinstance(desk.due_dates.set_due(code, date(2026, 2, 19), act=new_act_key()), DueSet)
    asked = desk.due_dates.set_due(code, SATURDAY, act="k")
    assert codes(asked) == [Code.DUE_ON_CLOSED_DAY]
    assert asked == desk.due_dates.objections(SATURDAY, code=code)
    accepted = desk.due_dates.set_due(code, SATURDAY, act="k", accepted=frozenset({Code.DUE_ON_CLOSED_DAY}))
    assert isinstance(accepted, DueSet)
    assert accepted.accepted == (Code.DUE_ON_CLOSED_DAY,)
    with desk.context.database.read() as connection:
        assert events.all_of_act(connection, "k")[0].details["accepted"] == ["due_on_closed_day"]
    past = frozenset({Code.DUE_IN_PAST})
    assert codes(desk.due_dates.set_due(code, date(2026, 2, 1), act=new_act_key(), accepted=past)) == [
        Code.DUE_IN_PAST
    ]


def test_the_branch_decides_how_much_a_closed_day_weighs(desk: Desk) -> None:
    code = a_loan(desk).loan.article.barcode
    desk.branch.set({"severity_due_on_closed_day": "tell"}, act=new_act_key())
    result = desk.due_dates.set_due(code, SATURDAY, act=new_act_key())
    assert isinstance(result, DueSet)
    assert [(one.code, one.severity) for one in result.told] == [(Code.DUE_ON_CLOSED_DAY, Severity.TELL)]


def test_a_promise_within_the_time_that_is_added_is_asked_about(desk: Desk) -> None:
    """As for a renewal; nobody is asked when the loan becomes shorter."""
    article = an_article(desk)
    lent = a_loan(desk, article)
    booking = NewBooking(a_borrower(desk).id, date(2026, 3, 9), date(2026, 3, 12), code=article.barcode)
    desk.bookings.add(booking, act=new_act_key())
    assert codes(desk.due_dates.set_due(article.barcode, FRIDAY, act="k")) == [Code.BOOKED_BY_OTHER]
    assert isinstance(desk.due_dates.set_due(article.barcode, date(2026, 3, 6), act=new_act_key()), DueSet)
    assert due(desk, lent) == date(2026, 3, 6)


def test_what_is_not_on_loan_is_said_to_be_so(desk: Desk) -> None:
    article = an_article(desk)
    a_loan(desk, article)
    desk.returns.take_back(article.barcode, act=new_act_key())
    assert codes(desk.due_dates.set_due(article.barcode, FRIDAY, act=new_act_key())) == [Code.NOT_ON_LOAN]
    assert codes(desk.due_dates.set_due("99999999", FRIDAY, act=new_act_key())) == [Code.UNKNOWN_ARTICLE]
    assert codes(desk.due_dates.set_visit_due(12345, FRIDAY, act=new_act_key())) == [Code.NOT_ON_LOAN]


def test_the_same_date_again_is_nothing_to_undo(desk: Desk) -> None:
    lent = a_loan(desk)
    before = newest(desk)
    result = desk.due_dates.set_due(lent.loan.article.barcode, lent.loan.due, act=new_act_key())
    assert codes(result) == [Code.NOT_MOVED]
    assert newest(desk) == before


def test_a_whole_visit_is_given_a_date_as_one_act(desk: Desk) -> None:
    """All that was lent in it and is out; not what came back, nor what the family had before; undone by one key."""
    first, second, third = a_visit(desk, 3)
    old = desk.lending.lend(an_article(desk).barcode, first.loan.borrower_id or 0, act=new_act_key())
    assert isinstance(old, Lent)
    desk.returns.take_back(third.loan.article.barcode, act=new_act_key())
    result = desk.due_dates.set_visit_due(first.loan.visit_id, FRIDAY, act=new_act_key())
    assert isinstance(result, DueSet)
    assert [loan.id for loan in result.loans] == [first.loan.id, second.loan.id]
    assert (due(desk, first), due(desk, second), due(desk, old)) == (FRIDAY, FRIDAY, date(2026, 3, 2))
    done = desk.undoing.undo_last(act=new_act_key())
    assert isinstance(done, Undone)
    assert len(done.lines) == 2
    assert {due(desk, lent) for lent in (first, second)} == {date(2026, 3, 2)}


def test_nothing_of_a_visit_gets_a_date_that_one_of_its_loans_cannot_have(desk: Desk) -> None:
    first, second = a_visit(desk, 2)
    booked = second.loan.article.barcode
    booking = NewBooking(a_borrower(desk).id, date(2026, 3, 9), date(2026, 3, 12), code=booked)
    desk.bookings.add(booking, act=new_act_key())
    result = desk.due_dates.set_visit_due(first.loan.visit_id, FRIDAY, act="k")
    assert codes(result) == [Code.BOOKED_BY_OTHER]
    assert result == desk.due_dates.objections(FRIDAY, visit_id=first.loan.visit_id)
    assert {due(desk, lent) for lent in (first, second)} == {date(2026, 3, 2)}
    yes = frozenset({Code.BOOKED_BY_OTHER})
    assert isinstance(
        desk.due_dates.set_visit_due(first.loan.visit_id, FRIDAY, act="k", accepted=yes), DueSet
    )
    assert {due(desk, lent) for lent in (first, second)} == {FRIDAY}


def test_loans_of_a_visit_that_have_the_date_are_left_alone(desk: Desk) -> None:
    first, second = a_visit(desk, 2)
    desk.due_dates.set_due(first.loan.article.barcode, FRIDAY, act=new_act_key())
    result = desk.due_dates.set_visit_due(first.loan.visit_id, FRIDAY, act=new_act_key())
    assert isinstance(result, DueSet)
    assert [loan.id for loan in result.loans] == [second.loan.id]
    again = desk.due_dates.set_visit_due(first.loan.visit_id, FRIDAY, act=new_act_key())
    assert codes(again) == [Code.NOT_MOVED]


@pytest.mark.parametrize("whole", [False, True])
def test_the_same_act_twice_is_done_once(desk: Desk, *, whole: bool) -> None:
    """Also after the date was changed again; another day, article or kind of act under its key is wrong use."""
    first, second = a_visit(desk, 2)
    visit, code = first.loan.visit_id, first.loan.article.barcode

    def send(day: date = FRIDAY, act: str = "k") -> object:
        if whole:
            return desk.due_dates.set_visit_due(visit, day, act=act)
        return desk.due_dates.set_due(code, day, act=act)

    before = send()
    assert isinstance(before, DueSet)
    send(date(2026, 3, 19), "later")
    again = send()
    assert isinstance(again, DueSet)
    assert again.repeated
    assert [loan.id for loan in again.loans] == [loan.id for loan in before.loans]
    assert due(desk, first) == date(2026, 3, 19)
    with pytest.raises(UsageError):
        send(date(2026, 3, 18))
    with pytest.raises(UsageError):
        desk.due_dates.set_due(an_article(desk).barcode, FRIDAY, act="k")
    desk.renewals.renew(second.loan.article.barcode, act="renewal")
    desk.returns.take_back(second.loan.article.barcode, act="back")
    with pytest.raises(UsageError):
        send(FRIDAY, "back")


def test_an_act_that_was_undone_is_not_done_again_by_its_key(desk: Desk) -> None:
    lent = a_loan(desk)
    desk.due_dates.set_due(lent.loan.article.barcode, FRIDAY, act="k")
    undone(desk, newest(desk))
    assert codes(desk.due_dates.set_due(lent.loan.article.barcode, FRIDAY, act="k")) == [Code.ACT_UNDONE]
    assert due(desk, lent) == date(2026, 3, 2)


def test_undoing_a_date_names_what_stands_in_the_way(desk: Desk, clock: FixedClock) -> None:
    """Renewed, given another date, moved by a closed day, or returned since."""
    lent = a_loan(desk)
    code = lent.loan.article.barcode
    desk.due_dates.set_due(code, date(2026, 2, 20), act=new_act_key())
    first = newest(desk)
    desk.due_dates.set_due(code, date(2026, 2, 24), act=new_act_key())
    second = newest(desk)
    assert in_the_way(desk.undoing.undo(first, act=new_act_key())) == "due_set_since"
    desk.renewals.renew(code, act=new_act_key())
    renewal = newest(desk)
    assert in_the_way(desk.undoing.undo(second, act=new_act_key())) == "renewed_since"
    desk.due_dates.set_due(code, FRIDAY, act=new_act_key())
    third = newest(desk)
    assert in_the_way(desk.undoing.undo(renewal, act=new_act_key())) == "due_set_since"
    undone(desk, third)
    undone(desk, renewal)
    assert due(desk, lent) == date(2026, 2, 24)
    desk.branch.add_closed_period(date(2026, 2, 24), date(2026, 2, 24), act=new_act_key())
    assert due(desk, lent) == date(2026, 2, 25)
    assert in_the_way(desk.undoing.undo(second, act=new_act_key())) == "due_moved_since"
    desk.returns.take_back(code, act=new_act_key())
    assert in_the_way(desk.undoing.undo(second, act=new_act_key())) == "returned_since"
    clock.moment += timedelta(minutes=1)
    undone(desk, newest(desk))
    assert due(desk, lent) == date(2026, 2, 25)


def test_a_lending_is_undone_with_the_dates_it_was_given(desk: Desk) -> None:
    """One key, and nothing is left in the list that could only be undone in vain; the rest of the visit keeps its date."""
    first, second = a_visit(desk, 2)
    desk.due_dates.set_visit_due(first.loan.visit_id, FRIDAY, act=new_act_key())
    result = undone(desk, first.event_id)
    assert [line.act for line in result.lines] == [ActKind.DUE_SET, ActKind.LEND]
    assert due(desk, second) == FRIDAY
    after = desk.undoing.undo_last(act=new_act_key())
    assert isinstance(after, Undone)
    assert [line.barcode for line in after.lines] == [second.loan.article.barcode]
    assert due(desk, second) == date(2026, 3, 2)


def test_a_visit_is_undone_with_its_dates(desk: Desk) -> None:
    first, _second = a_visit(desk, 2)
    desk.due_dates.set_visit_due(first.loan.visit_id, FRIDAY, act=new_act_key())
    desk.due_dates.set_due(
        first.loan.article.barcode, date(2026, 3, 19), act=new_act_key(), visit_id=first.loan.visit_id
    )
    assert isinstance(desk.undoing.undo_visit(first.loan.visit_id, act=new_act_key()), Undone)
    assert desk.loans.count() == 0
    assert [act.undone for act in desk.undoing.recent()] == [True] * 5


def test_a_visit_that_ends_says_the_new_dates(desk: Desk, clock: FixedClock) -> None:
    """Also of what the family had before, which is neither lent nor renewed in this one."""
    (earlier,) = a_visit(desk, 1)
    desk.counter.enter_empty(act=new_act_key())
    clock.moment += timedelta(days=1)
    opened = desk.counter.open_visit(earlier.loan.borrower_id or 0, act=new_act_key())
    assert isinstance(opened, VisitOpened)
    now = desk.counter.enter(an_article(desk).barcode, act=new_act_key())
    assert isinstance(now, Lent)
    desk.due_dates.set_visit_due(opened.visit_id, FRIDAY, act=new_act_key())
    desk.due_dates.set_due(
        earlier.loan.article.barcode, date(2026, 3, 19), act=new_act_key(), visit_id=opened.visit_id
    )
    state = desk.counter.state().visit
    assert state is not None
    assert [line.due for line in state.done] == [FRIDAY]
    ended = desk.counter.enter_empty(act=new_act_key())
    assert isinstance(ended, VisitEnded)
    assert [loan.due for loan in ended.lent] == [FRIDAY]
    assert [(loan.id, loan.due) for loan in ended.dated] == [(earlier.loan.id, date(2026, 3, 19))]
    assert ended.renewed == ()


def test_a_clock_that_went_back_makes_no_loan_due_before_it_began(desk: Desk, clock: FixedClock) -> None:
    code = a_loan(desk).loan.article.barcode
    clock.moment -= timedelta(days=5)
    assert codes(desk.due_dates.set_due(code, date(2026, 2, 12), act=new_act_key())) == [Code.DUE_IN_PAST]
    assert isinstance(desk.due_dates.set_due(code, date(2026, 2, 16), act=new_act_key()), DueSet)


def test_another_desk_sees_the_date_and_can_change_it_too(database: Database, desk: Desk) -> None:
    lent = a_loan(desk)
    other = Desk.on(database, name="two", clock=desk.context.clock)
    assert isinstance(other.due_dates.set_due(lent.loan.article.barcode, FRIDAY, act=new_act_key()), DueSet)
    assert due(desk, lent) == FRIDAY
