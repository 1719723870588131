"""Lists of loans: what is out, in which order, page by page; and what a day brought."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fritids.db.engine import Database
from fritids.domain.words import ActKind
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.forms import LoanFilter, LoanOrder
from fritids.services.results import Lent, LoanView
from tests.builders import FixedClock, a_borrower, a_desk, an_article

MONDAY = datetime(2026, 2, 16, 9, 30, tzinfo=UTC)


def lend(
    desk: Desk, *, days: float = 0, due: date | None = None, to: str | None = None, **article: str
) -> LoanView:
    """A loan made so many days after Monday."""
    made = an_article(desk, **article)
    person = a_borrower(desk) if to is None else a_borrower(desk, name=to)
    clock = desk.context.clock
    assert isinstance(clock, FixedClock)
    clock.moment = MONDAY + timedelta(days=days)
    result = desk.lending.lend(made.barcode, person.id, act=new_act_key(), due=due)
    assert isinstance(result, Lent), result
    return result.loan


def ids(loans: tuple[LoanView, ...]) -> list[int]:
    return [loan.id for loan in loans]


def test_loans_are_listed_by_due_date_then_barcode(desk: Desk) -> None:
    later = lend(desk, due=date(2026, 3, 10))
    second = lend(desk, due=date(2026, 3, 1), barcode="B")
    first = lend(desk, due=date(2026, 3, 1), barcode="A")
    assert ids(desk.loans.list()) == [first.id, second.id, later.id]
    assert ids(desk.loans.list(LoanFilter(backwards=True))) == [later.id, second.id, first.id]


@pytest.mark.parametrize("order", list(LoanOrder))
@pytest.mark.parametrize("backwards", [False, True])
def test_pages_follow_on_each_other_at_any_place(desk: Desk, order: LoanOrder, *, backwards: bool) -> None:
    """Due days of one loan, of many, and gaps between them."""
    for number in range(11):
        lend(desk, due=date(2026, 3, 1 + number // 4 * 3), days=number / 100, to=f"Kim {'ÅBÖ'[number % 3]}")
    wanted = LoanFilter(order=order, backwards=backwards)
    whole = ids(desk.loans.list(wanted))
    assert len(set(whole)) == 11
    for size in (1, 3, 4, 7):
        pages = [ids(desk.loans.list(wanted, limit=size, offset=offset)) for offset in range(0, 11, size)]
        assert [loan for page in pages for loan in page] == whole
    assert desk.loans.list(wanted, offset=11) == ()


def test_what_is_out_is_listed_and_what_came_back_only_when_asked(desk: Desk) -> None:
    out, back, undone = lend(desk), lend(desk), lend(desk)
    desk.undoing.undo_last(act=new_act_key())
    desk.returns.take_back(back.article.barcode, act=new_act_key())
    assert ids(desk.loans.list()) == [out.id]
    assert set(ids(desk.loans.list(LoanFilter(all=True)))) == {out.id, back.id}
    assert undone.id not in ids(desk.loans.list(LoanFilter(all=True)))
    assert (desk.loans.count(), desk.loans.count(LoanFilter(all=True))) == (1, 2)
    back_again = next(loan for loan in desk.loans.list(LoanFilter(all=True)) if loan.id == back.id)
    assert back_again.returned_at == MONDAY


def test_late_begins_on_the_day_after_at_the_branch(desk: Desk, clock: FixedClock) -> None:
    """A loan due today is not late at 23:30 in Stockholm, and late half an hour after midnight there."""
    loan = lend(desk, due=date(2026, 3, 2))
    seen = []
    for moment in (datetime(2026, 3, 2, 22, 30, tzinfo=UTC), datetime(2026, 3, 2, 23, 30, tzinfo=UTC)):
        clock.moment = moment
        seen.append((ids(desk.loans.list(LoanFilter(late=True))), desk.loans.list()[0].days_late))
    assert seen == [([], 0), ([loan.id], 1)]


def test_what_came_back_late_counts_the_days_until_it_came(desk: Desk, clock: FixedClock) -> None:
    loan = lend(desk, due=date(2026, 3, 2))
    on_time = lend(desk, due=date(2026, 4, 2))
    clock.moment = datetime(2026, 3, 7, 9, tzinfo=UTC)
    for one in (loan, on_time):
        desk.returns.take_back(one.article.barcode, act=new_act_key())
    clock.moment = datetime(2026, 5, 7, 9, tzinfo=UTC)
    late = desk.loans.list(LoanFilter(late=True, all=True))
    assert [(one.id, one.days_late) for one in late] == [(loan.id, 5)]


def test_a_list_shows_what_was_done_since_it_was_read(desk: Desk) -> None:
    """Page by page the list is remembered; a new act makes it be read anew."""
    first = lend(desk)
    assert desk.loans.count() == 1
    second = lend(desk)
    assert ids(desk.loans.list()) == [first.id, second.id]
    desk.returns.take_back(first.article.barcode, act=new_act_key())
    assert ids(desk.loans.list()) == [second.id]
    desk.renewals.renew(second.article.barcode, act=new_act_key())


def test_filters_hold_together(desk: Desk) -> None:
    skates = lend(desk, to="Anna Ek", brand="Bauer")
    skis = lend(desk, days=2, to="Bo Dal", type="alpine-poles", size="140")
    assert ids(desk.loans.list(LoanFilter(type_code="alpine-poles"))) == [skis.id]
    assert ids(desk.loans.list(LoanFilter(category="ice"))) == [skates.id]
    assert ids(desk.loans.list(LoanFilter(borrower_id=skates.borrower_id))) == [skates.id]
    assert ids(desk.loans.list(LoanFilter(since=date(2026, 2, 18)))) == [skis.id]
    assert ids(desk.loans.list(LoanFilter(until=date(2026, 2, 17)))) == [skates.id]
    assert ids(desk.loans.list(LoanFilter(since=date(2026, 2, 16), until=date(2026, 2, 18)))) == [
        skates.id,
        skis.id,
    ]
    assert ids(desk.loans.list(LoanFilter(category="ice", type_code="alpine-poles"))) == []
    for words, expected in (
        ("bauer", skates),
        ("ANNA", skates),
        ("slalomstavar", skis),
        ("dal stavar", skis),
    ):
        assert ids(desk.loans.list(LoanFilter(words=words))) == [expected.id]
    assert desk.loans.count(LoanFilter(words="anna dal")) == 0


def test_a_lending_day_is_the_branchs_own(desk: Desk) -> None:
    """Half past eleven at night in UTC is the next day in Stockholm."""
    loan = lend(desk, days=14 / 24)
    assert ids(desk.loans.list(LoanFilter(since=date(2026, 2, 17), until=date(2026, 2, 17)))) == [loan.id]


def test_the_loan_of_a_protected_borrower_stands_in_every_list_without_name(desk: Desk) -> None:
    article, hidden = an_article(desk), a_borrower(desk, name="Anna Ek", phone="0701740605", protected=True)
    desk.lending.lend(article.barcode, hidden.id, act=new_act_key())
    for order in LoanOrder:
        (loan,) = desk.loans.list(LoanFilter(order=order))
        assert (loan.borrower_number, loan.borrower_name, loan.phone) == (hidden.number, "", None)
    assert desk.loans.list(LoanFilter(words="anna")) == ()
    assert desk.borrowers.loans_of(hidden.id)[0].borrower_name == "Anna Ek"


def test_orders_go_by_what_they_are_named_for(desk: Desk) -> None:
    poles = lend(desk, days=2, to="Cia", type="alpine-poles", barcode="3")
    skates = lend(desk, days=1, to="Bo", type="hockey-skates", barcode="1")
    compass = lend(desk, days=3, to="Åke", type="compass", barcode="2")
    orders = {order: ids(desk.loans.list(LoanFilter(order=order))) for order in LoanOrder}
    assert orders[LoanOrder.LENT] == [skates.id, poles.id, compass.id]
    assert orders[LoanOrder.BARCODE] == [skates.id, compass.id, poles.id]
    assert orders[LoanOrder.TYPE] == [poles.id, compass.id, skates.id]
    assert orders[LoanOrder.BORROWER] == [compass.id, skates.id, poles.id]


# The day


def test_today_is_counted_by_the_hour_of_the_branchs_clock(desk: Desk, clock: FixedClock) -> None:
    """Undone loans are in no figure; what was lent yesterday and came back today is a return of today."""
    old = lend(desk, days=-3)
    lend(desk)
    lend(desk)
    desk.undoing.undo_last(act=new_act_key())
    lend(desk, days=2 / 24)
    desk.returns.take_back(old.article.barcode, act=new_act_key())
    clock.moment = datetime(2026, 2, 16, 22, 30, tzinfo=UTC)
    day = desk.loans.today()
    assert (day.day, day.lent, day.returned, day.visits) == (date(2026, 2, 16), 2, 1, 2)
    assert [(hour.hour, hour.lent, hour.returned) for hour in day.hours] == [(10, 1, 0), (12, 1, 1)]
    assert (day.newest[0].kind, day.newest[0].undone) == (ActKind.RETURN, False)
    assert [act.undone for act in day.newest].count(True) == 1


def test_a_day_counts_the_acts_of_all_desks(desk: Desk, database: Database, clock: FixedClock) -> None:
    lend(desk, to="Anna Ek")
    other = a_desk(database, name="two", clock=clock)
    lend(other)
    assert desk.loans.today().lent == 2
    newest = desk.loans.today().newest
    assert [act.kind for act in newest] == [ActKind.LEND, ActKind.LEND]
    assert newest[1].borrower_name == "Anna Ek"


def test_a_day_without_acts_is_empty(desk: Desk) -> None:
    day = desk.loans.today()
    assert (day.lent, day.returned, day.visits, day.hours, day.newest) == (0, 0, 0, (), ())
