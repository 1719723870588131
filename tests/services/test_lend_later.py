"""Lending when time is not what it seems: acts entered later, a clock that went back, a thing that was missing (R3, R4, R10, DESIGN §5)."""

from datetime import UTC, date, datetime, timedelta

from fritids.domain.findings import FindingCode as Code
from fritids.domain.words import ArticleState
from fritids.services.acts import new_act_key
from fritids.services.bindings import Binding
from fritids.services.desk import Desk
from fritids.services.results import ArticleView, BorrowerView, Lent, NotLent
from tests.builders import FixedClock, a_borrower, an_article
from tests.services.rows import loan_row, one_row

MONDAY = datetime(2026, 2, 16, 9, 30, tzinfo=UTC)


def lend(desk: Desk, article: ArticleView, borrower: BorrowerView, at: datetime | None = None) -> Lent:
    """Lend what must be lendable."""
    result = desk.lending.lend(article.barcode, borrower.id, act=new_act_key(), at=at)
    assert isinstance(result, Lent), result
    return result


def test_what_changes_hands_after_the_clock_went_back_was_not_returned_before_it_was_lent(
    desk: Desk, clock: FixedClock
) -> None:
    """The first loan ends when it began, at the earliest, and the second begins by the clock there is."""
    article = an_article(desk)
    first = lend(desk, article, a_borrower(desk))
    clock.moment -= timedelta(days=30)
    second = lend(desk, article, a_borrower(desk))
    assert second.returned is not None
    assert second.returned.returned_at == first.loan.lent_at
    assert second.loan.due == date(2026, 1, 31)


def test_a_missing_thing_that_is_lent_is_found(desk: Desk) -> None:
    """Told, stored as in stock under the open loan, and missing again if the lending is undone."""
    article = an_article(desk)
    desk.articles.set_state(article.barcode, ArticleState.MISSING, act=new_act_key())
    lent = lend(desk, article, a_borrower(desk))
    assert [finding.code for finding in lent.told] == [Code.MISSING]
    assert one_row(desk, "article", article.id)["state"] == "in_stock"
    desk.undoing.undo_last(act=new_act_key())
    assert one_row(desk, "article", article.id)["state"] == "missing"


def test_a_loan_of_last_year_is_counted_under_last_years_key(desk: Desk, clock: FixedClock) -> None:
    """Entered in January, lent in December: one head more in no year."""
    borrower = a_borrower(desk)
    clock.moment = datetime(2026, 12, 30, 10, tzinfo=UTC)
    december = lend(desk, an_article(desk), borrower).loan
    clock.moment = datetime(2027, 1, 4, 10, tzinfo=UTC)
    january = lend(desk, an_article(desk), borrower).loan
    later = lend(desk, an_article(desk), borrower, at=datetime(2026, 12, 31, 22, 50, tzinfo=UTC)).loan
    keys = [loan_row(desk, loan.id)["borrower_key"] for loan in (december, january, later)]
    assert keys[2] == keys[0] != keys[1]
    assert loan_row(desk, later.id)["lent_on"] == date(2026, 12, 31)


def test_a_visit_entered_later_was_when_it_was(desk: Desk) -> None:
    """It is counted on its own day, not on the day somebody wrote it down (DESIGN §6)."""
    saturday = MONDAY - timedelta(days=2)
    lent = lend(desk, an_article(desk), a_borrower(desk), saturday)
    assert one_row(desk, "visit", lent.loan.visit_id or 0)["started_at"] == saturday


def test_a_binding_that_was_undone_was_never_set(desk: Desk) -> None:
    """Recorded by mistake and taken back: the next lending to the same borrower needs it set and recorded."""
    skis, borrower = an_article(desk, type="alpine-skis"), a_borrower(desk)
    once = desk.lending.lend(skis.barcode, borrower.id, act=new_act_key(), binding=Binding("Bo", 300))
    assert isinstance(once, Lent)
    desk.undoing.undo_last(act=new_act_key())
    again = desk.lending.lend(skis.barcode, borrower.id, act=new_act_key())
    assert isinstance(again, NotLent)
    assert Code.BINDING_NOT_SET in [finding.code for finding in again.findings]
