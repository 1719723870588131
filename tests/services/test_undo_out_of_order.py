"""Taking back an act after which something else was done (R7): what came later stands, or is named as what is in the way."""

from datetime import UTC, date, datetime, timedelta

from fritids.domain.findings import FindingCode as Code
from fritids.domain.words import ArticleState, DiscardReason
from fritids.present import sentence
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.forms import NewBooking
from fritids.services.overviews import Erased
from fritids.services.results import (
    ArticleView,
    BorrowerView,
    Found,
    Lent,
    NotUndone,
    TakenBack,
    Undone,
    UndoResult,
    VisitMoved,
)
from tests.builders import FixedClock, a_borrower, an_article
from tests.services.rows import loan_row, one_row

MONDAY = datetime(2026, 2, 16, 9, 30, tzinfo=UTC)


def lend(desk: Desk, article: ArticleView, borrower: BorrowerView, **more: int) -> Lent:
    """Lend what must be lendable."""
    result = desk.lending.lend(article.barcode, borrower.id, act=new_act_key(), **more)  # type: ignore[arg-type]  # ids only
    assert isinstance(result, Lent), result
    return result


def move(desk: Desk, visit_id: int | None, to: BorrowerView) -> VisitMoved:
    """Move a visit that must be movable."""
    assert visit_id is not None
    result = desk.moving.move_visit(visit_id, to.id, act=new_act_key())
    assert isinstance(result, VisitMoved), result
    return result


def undo(desk: Desk, event_id: int) -> UndoResult:
    """Choose an act from the list."""
    return desk.undoing.undo(event_id, act=new_act_key())


def in_the_way(result: object) -> object:
    """What stands in the way of an undo, which every reader is told in a sentence of its own."""
    assert isinstance(result, NotUndone), result
    (finding,) = result.findings
    assert finding.code is Code.UNDO_BLOCKED
    assert "Something was done" not in sentence(finding)
    return finding.facts["by"]


def stored(desk: Desk, article: ArticleView) -> str:
    """The state that is stored."""
    state: str = one_row(desk, "article", article.id)["state"]
    return state


def holder(desk: Desk, article: ArticleView) -> str | None:
    """Whose number the article stands on."""
    shown = desk.articles.get(article.barcode)
    return None if shown is None else shown.borrower_number


def a_missing_article(desk: Desk) -> ArticleView:
    """One that nobody can find."""
    article = an_article(desk)
    desk.articles.set_state(article.barcode, ArticleState.MISSING, act=new_act_key())
    return article


def discard(desk: Desk, article: ArticleView) -> None:
    """Somebody looks at it and throws it away."""
    desk.articles.discard(article.barcode, DiscardReason.BROKEN, act=new_act_key())


def test_what_was_found_and_then_discarded_does_not_go_missing_again(desk: Desk) -> None:
    """Nothing of the finding is left to take back."""
    article = a_missing_article(desk)
    found = desk.returns.take_back(article.barcode, act=new_act_key())
    assert isinstance(found, Found)
    discard(desk, article)
    assert in_the_way(undo(desk, found.event_id)) == "state_since"
    row = one_row(desk, "article", article.id)
    assert (row["state"], row["discard_reason"]) == ("discarded", "broken")


def test_undoing_a_return_leaves_a_later_discard_as_it_is(desk: Desk) -> None:
    """The loan is open again; an open loan may go with any stored state."""
    article, borrower = an_article(desk), a_borrower(desk)
    lend(desk, article, borrower)
    desk.articles.set_state(article.barcode, ArticleState.MISSING, act=new_act_key())
    back = desk.returns.take_back(article.barcode, act=new_act_key())
    assert isinstance(back, TakenBack)
    discard(desk, article)
    assert isinstance(undo(desk, back.event_id), Undone)
    assert (stored(desk, article), holder(desk, article)) == ("discarded", borrower.number)


def test_undoing_a_lending_leaves_a_later_discard_as_it_is(desk: Desk) -> None:
    """It was missing when it was lent, and discarded while it was out."""
    article = a_missing_article(desk)
    lent = lend(desk, article, a_borrower(desk))
    discard(desk, article)
    assert isinstance(undo(desk, lent.event_id), Undone)
    assert stored(desk, article) == "discarded"


def test_a_return_is_not_undone_over_a_loan_made_after_the_clock_went_back(
    desk: Desk, clock: FixedClock
) -> None:
    """By the clock the second loan came first (R10); the article can stand on one of them only."""
    article, first, second = an_article(desk), a_borrower(desk), a_borrower(desk)
    lend(desk, article, first)
    clock.moment += timedelta(hours=3)
    back = desk.returns.take_back(article.barcode, act=new_act_key())
    assert isinstance(back, TakenBack)
    clock.moment -= timedelta(hours=2)
    lend(desk, article, second)
    assert in_the_way(undo(desk, back.event_id)) == "lent_since"
    desk.returns.take_back(article.barcode, act=new_act_key())
    assert in_the_way(undo(desk, back.event_id)) == "lent_since"


def test_what_was_found_is_not_missing_again_under_a_loan_made_after_the_clock_went_back(
    desk: Desk, clock: FixedClock
) -> None:
    article = a_missing_article(desk)
    found = desk.returns.take_back(article.barcode, act=new_act_key())
    assert isinstance(found, Found)
    clock.moment -= timedelta(hours=2)
    lend(desk, article, a_borrower(desk))
    assert in_the_way(undo(desk, found.event_id)) == "lent_since"


def test_a_chain_of_hands_is_undone_link_by_link(desk: Desk, clock: FixedClock) -> None:
    """From A to B to C: the newest first, each time to who had it before, with the date they had."""
    article, people = an_article(desk), [a_borrower(desk) for _ in range(3)]
    links = []
    for person in people:
        links.append(lend(desk, article, person))
        clock.moment += timedelta(days=2)
    assert in_the_way(undo(desk, links[1].event_id)) == "returned_since"
    for left in (people[1], people[0]):
        assert isinstance(desk.undoing.undo_last(act=new_act_key()), Undone)
        assert holder(desk, article) == left.number
    shown = desk.articles.get(article.barcode)
    assert shown is not None
    assert shown.due == links[0].loan.due


def test_moves_of_a_visit_are_undone_newest_first(desk: Desk) -> None:
    """From A to B to C: taking back the first move alone would leave the second standing on nothing."""
    a, b, c = (a_borrower(desk) for _ in range(3))
    article = an_article(desk)
    visit = lend(desk, article, a).loan.visit_id
    first, second = move(desk, visit, b), move(desk, visit, c)
    assert in_the_way(undo(desk, first.event_id)) == "moved_since"
    assert holder(desk, article) == c.number
    assert isinstance(undo(desk, second.event_id), Undone)
    assert isinstance(undo(desk, first.event_id), Undone)
    assert holder(desk, article) == a.number


def test_a_move_is_not_undone_under_what_was_lent_in_the_visit_since(desk: Desk) -> None:
    """The visit is one borrower's; what stands in the way is named."""
    a, b = a_borrower(desk), a_borrower(desk)
    before, after = an_article(desk), an_article(desk)
    desk.counter.enter(a.number, act=new_act_key())
    desk.counter.enter(before.barcode, act=new_act_key())
    visit = desk.counter.state().visit
    assert visit is not None
    moved = move(desk, visit.visit_id, b)
    desk.counter.enter(after.barcode, act=new_act_key())
    assert holder(desk, after) == b.number
    blocked = undo(desk, moved.event_id)
    assert in_the_way(blocked) == "lent_in_visit_since"
    assert isinstance(blocked, NotUndone)
    assert blocked.barcode == after.barcode
    undone = desk.undoing.undo_visit(visit.visit_id, act=new_act_key())
    assert isinstance(undone, Undone)
    assert [holder(desk, article) for article in (before, after)] == [None, None]
    shown = desk.counter.state().visit
    assert shown is not None
    assert shown.borrower.number == a.number


def test_a_move_to_somebody_who_was_erased_since_is_not_undone(desk: Desk) -> None:
    """The loans are nobody's now, and must not become somebody's again."""
    a, gone = a_borrower(desk), a_borrower(desk)
    article = an_article(desk)
    loan = lend(desk, article, a).loan
    moved = move(desk, loan.visit_id, gone)
    desk.returns.take_back(article.barcode, act=new_act_key())
    assert isinstance(desk.borrowers.erase(gone.id, act=new_act_key()), Erased)
    assert in_the_way(undo(desk, moved.event_id)) == "borrower_forgotten"
    assert loan_row(desk, loan.id)["borrower_id"] is None


def test_a_visit_moved_to_whose_it_is_stays_their_childs(desk: Desk) -> None:
    """Chosen by mistake, the same mother changes nothing."""
    mother = a_borrower(desk, birth_year=1985)
    child = desk.borrowers.add_co_borrower(mother.id, "Lo", birth_year=2018, act=new_act_key())
    loan = lend(desk, an_article(desk), mother, co_borrower_id=child.id).loan
    before = loan_row(desk, loan.id)
    move(desk, loan.visit_id, mother)
    assert loan_row(desk, loan.id) == before


def test_a_promise_stays_with_whom_it_was_made_to(desk: Desk) -> None:
    """Lent to the neighbour by mistake, who has it booked: moved on, it is promised to her still, and moved back it is kept."""
    booked, right = a_borrower(desk), a_borrower(desk)
    tents = [an_article(desk, type="tent") for _ in range(2)]
    desk.bookings.add(
        NewBooking(booked.id, date(2026, 2, 20), date(2026, 2, 22), type="tent", quantity=2),
        act=new_act_key(),
    )
    lent = lend(desk, tents[0], booked)
    assert [booking.quantity for booking in desk.bookings.list()] == [1]
    moved = move(desk, lent.loan.visit_id, right)
    assert [booking.quantity for booking in desk.bookings.list()] == [2]
    undo(desk, moved.event_id)
    assert [booking.quantity for booking in desk.bookings.list()] == [1]
    move(desk, lent.loan.visit_id, right)
    undo(desk, lent.event_id)
    assert [booking.quantity for booking in desk.bookings.list()] == [2]


def test_a_visit_moved_away_leaves_the_mark_of_the_first_to_the_next(desk: Desk, clock: FixedClock) -> None:
    """Who loses their first loan has another first one, and who gets it has it as theirs, until it is moved back (DESIGN §5)."""
    a, b = a_borrower(desk), a_borrower(desk)
    first = lend(desk, an_article(desk), a).loan
    clock.moment += timedelta(days=1)
    second = lend(desk, an_article(desk), a).loan
    moved = move(desk, first.visit_id, b)
    assert [loan_row(desk, loan.id)["first_ever"] for loan in (first, second)] == [True, True]
    undo(desk, moved.event_id)
    assert [loan_row(desk, loan.id)["first_ever"] for loan in (first, second)] == [True, False]


def test_a_visit_of_last_year_moves_to_last_years_key(desk: Desk, clock: FixedClock) -> None:
    a, b = a_borrower(desk), a_borrower(desk)
    clock.moment = datetime(2026, 12, 30, 10, tzinfo=UTC)
    theirs, moved = lend(desk, an_article(desk), b).loan, lend(desk, an_article(desk), a).loan
    clock.moment = datetime(2027, 1, 4, 10, tzinfo=UTC)
    lend(desk, an_article(desk), b)
    move(desk, moved.visit_id, b)
    assert loan_row(desk, moved.id)["borrower_key"] == loan_row(desk, theirs.id)["borrower_key"]
