"""Returns, renewals and taking acts back (R5, R6, R7)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fritids.db.engine import Database
from fritids.domain.findings import FindingCode as Code
from fritids.domain.findings import Severity
from fritids.domain.words import ArticleState, CheckKind, DiscardReason, ShownState
from fritids.errors import InvalidValueError
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.forms import NewBooking
from fritids.services.results import (
    ArticleView,
    BorrowerView,
    Found,
    Lent,
    NotLent,
    NotRenewed,
    NotTakenBack,
    NotUndone,
    Renewed,
    TakenBack,
    Undone,
    VisitMoved,
)
from tests.benchmarks.measure import watched
from tests.builders import FixedClock, a_borrower, a_desk, an_article
from tests.services.rows import count, loan_row, one_row

MONDAY = datetime(2026, 2, 16, 9, 30, tzinfo=UTC)


def lend(desk: Desk, article: ArticleView, borrower: BorrowerView, visit_id: int | None = None) -> Lent:
    """Lend what must be lendable."""
    result = desk.lending.lend(article.barcode, borrower.id, act=new_act_key(), visit_id=visit_id)
    assert isinstance(result, Lent), result
    return result


def take_back(desk: Desk, article: ArticleView) -> TakenBack:
    """Take back what must be out."""
    result = desk.returns.take_back(article.barcode, act=new_act_key())
    assert isinstance(result, TakenBack), result
    return result


def undo(desk: Desk) -> Undone | NotUndone:
    """Press the undo key once."""
    return desk.undoing.undo_last(act=new_act_key())


def state(desk: Desk, article: ArticleView) -> tuple[ShownState, date | None]:
    """How the article stands."""
    shown = desk.articles.get(article.barcode)
    assert shown is not None
    return shown.state, shown.due


def blocked_by(result: object) -> object:
    """What stands in the way of an undo."""
    assert isinstance(result, NotUndone), result
    assert result.findings[0].code is Code.UNDO_BLOCKED
    return result.findings[0].facts["by"]


def test_undoing_a_return_opens_the_same_loan_with_the_same_due_date(desk: Desk, clock: FixedClock) -> None:
    """Not a new loan: the figures of the year do not change."""
    article, borrower = an_article(desk), a_borrower(desk)
    loan = lend(desk, article, borrower).loan
    clock.moment += timedelta(days=3)
    take_back(desk, article)
    assert isinstance(undo(desk), Undone)
    assert state(desk, article) == (ShownState.ON_LOAN, loan.due)
    assert take_back(desk, article).loan.id == loan.id


def test_undo_goes_back_step_by_step_and_says_when_there_is_nothing_left(desk: Desk) -> None:
    """Again takes the one before; the record keeps both acts and their undoing."""
    article, borrower = an_article(desk), a_borrower(desk)
    lend(desk, article, borrower)
    take_back(desk, article)
    assert isinstance(undo(desk), Undone)
    assert isinstance(undo(desk), Undone)
    assert state(desk, article) == (ShownState.AVAILABLE, None)
    nothing = undo(desk)
    assert isinstance(nothing, NotUndone)
    assert [finding.code for finding in nothing.findings] == [Code.NOTHING_TO_UNDO]
    assert count(desk, "event", article_id=article.id) >= 4


def test_undo_is_of_this_desk(database: Database, desk: Desk, clock: FixedClock) -> None:
    """What the other desk did last is not taken back by this one's key."""
    other = a_desk(database, name="two", clock=clock)
    mine, theirs = an_article(desk), an_article(desk)
    lend(desk, mine, a_borrower(desk))
    lend(other, theirs, a_borrower(desk))
    undo(desk)
    assert state(desk, mine)[0] is ShownState.AVAILABLE
    assert state(desk, theirs)[0] is ShownState.ON_LOAN


def test_undo_is_blocked_by_what_came_after_and_names_it(desk: Desk, clock: FixedClock) -> None:
    """A lending that was returned, or a return after which the thing was lent, cannot be taken back out of order."""
    article, first, second = an_article(desk), a_borrower(desk), a_borrower(desk)
    lent = lend(desk, article, first)
    back = take_back(desk, article)
    assert blocked_by(desk.undoing.undo(lent.event_id, act=new_act_key())) == "returned_since"
    clock.moment += timedelta(hours=1)
    again = lend(desk, article, second)
    assert blocked_by(desk.undoing.undo(back.event_id, act=new_act_key())) == "lent_since"
    clock.moment += timedelta(days=10)
    desk.renewals.renew(article.barcode, act=new_act_key())
    assert blocked_by(desk.undoing.undo(again.event_id, act=new_act_key())) == "renewed_since"


def test_a_return_is_not_undone_under_a_loan_of_a_desk_whose_clock_is_slow(
    database: Database, desk: Desk, clock: FixedClock
) -> None:
    """By its time that loan began before the return; the thing is out all the same."""
    slow = a_desk(database, name="two", clock=FixedClock(MONDAY - timedelta(minutes=1)))
    article, first, second = an_article(desk), a_borrower(desk), a_borrower(desk)
    lend(desk, article, first)
    clock.moment += timedelta(minutes=1)
    back = take_back(desk, article)
    lend(slow, article, second)
    assert blocked_by(desk.undoing.undo(back.event_id, act=new_act_key())) == "lent_since"
    assert state(desk, article)[0] is ShownState.ON_LOAN


def test_an_act_is_undone_once_from_the_list(desk: Desk) -> None:
    """The list shows it as undone, and choosing it again finds nothing to undo."""
    lent = lend(desk, an_article(desk), a_borrower(desk))
    assert isinstance(desk.undoing.undo(lent.event_id, act=new_act_key()), Undone)
    again = desk.undoing.undo(lent.event_id, act=new_act_key())
    assert isinstance(again, NotUndone)
    assert [(act.event_id, act.undone) for act in desk.undoing.recent()] == [(lent.event_id, True)]


def test_an_undo_sent_twice_takes_back_one_act(desk: Desk) -> None:
    """A double key press that the network repeats must not reach the family before (R9)."""
    first, second, act = an_article(desk), an_article(desk), new_act_key()
    lend(desk, first, a_borrower(desk))
    lend(desk, second, a_borrower(desk))
    desk.undoing.undo_last(act=act)
    repeated = desk.undoing.undo_last(act=act)
    assert isinstance(repeated, Undone)
    assert [line.barcode for line in repeated.lines] == [second.barcode]
    assert state(desk, first)[0] is ShownState.ON_LOAN


def test_a_whole_visit_is_undone_or_nothing_of_it(desk: Desk) -> None:
    """Three things lent in one visit come back with one key; if one cannot, all stay."""
    borrower, articles = a_borrower(desk), [an_article(desk) for _ in range(3)]
    visit = lend(desk, articles[0], borrower).loan.visit_id
    for article in articles[1:]:
        lend(desk, article, borrower, visit)
    take_back(desk, articles[1])
    assert blocked_by(desk.undoing.undo_visit(visit, act=new_act_key())) == "returned_since"
    assert state(desk, articles[2])[0] is ShownState.ON_LOAN
    undo(desk)
    result = desk.undoing.undo_visit(visit, act=new_act_key())
    assert isinstance(result, Undone)
    assert len(result.lines) == 3
    assert {state(desk, article)[0] for article in articles} == {ShownState.AVAILABLE}


def test_a_visit_moves_to_another_borrower_as_one_act(desk: Desk) -> None:
    """The wrong sister was chosen: loans, figures and first-ever marks follow, and one undo moves them back."""
    wrong, right = a_borrower(desk), a_borrower(desk)
    loans = [lend(desk, an_article(desk), wrong).loan]
    loans.append(lend(desk, an_article(desk), wrong, loans[0].visit_id).loan)
    moved = desk.moving.move_visit(loans[0].visit_id, right.id, act=new_act_key())
    assert isinstance(moved, VisitMoved)
    assert moved.loans == 2
    rows = [loan_row(desk, loan.id) for loan in loans]
    assert {row["borrower_id"] for row in rows} == {right.id}
    assert [row["first_ever"] for row in rows] == [True, False]
    assert (
        rows[0]["borrower_key"] != loan_row(desk, lend(desk, an_article(desk), wrong).loan.id)["borrower_key"]
    )
    undo(desk)
    assert [act.borrower_name for act in desk.undoing.recent()][1] == right.name, "the list says to whom"
    back = undo(desk)
    assert isinstance(back, Undone)
    assert [line.borrower_name for line in back.lines] == [wrong.name], "who has the visit again"
    assert {loan_row(desk, loan.id)["borrower_id"] for loan in loans} == {wrong.id}


def test_a_long_list_of_acts_is_read_with_as_few_statements_as_a_short_one(desk: Desk) -> None:
    borrower = a_borrower(desk)
    for _ in range(5):
        lend(desk, an_article(desk), borrower)
    asked = []
    for limit in (1, 5):
        with watched(desk.context.database) as seen:
            assert len(desk.undoing.recent(limit)) == limit
        asked.append(seen.count)
    assert asked[0] == asked[1]


def test_a_long_list_of_checks_is_read_with_as_few_statements_as_a_short_one(desk: Desk) -> None:
    borrower = a_borrower(desk)
    for _ in range(5):
        helmet = an_article(desk, type="bicycle-helmet")
        lend(desk, helmet, borrower)
        take_back(desk, helmet)
    asked = []
    for limit in (1, 5):
        with watched(desk.context.database) as seen:
            assert len(desk.checks.open_checks(limit)) == limit
        asked.append(seen.count)
    assert asked[0] == asked[1]


def test_a_renewal_moves_the_date_from_today_and_is_no_loan(desk: Desk, clock: FixedClock) -> None:
    """Renewed ten days in: fourteen days from then; counted as a renewal with its own day."""
    article = an_article(desk)
    loan = lend(desk, article, a_borrower(desk)).loan
    assert isinstance(desk.renewals.renew(article.barcode, act=new_act_key()), NotRenewed)
    clock.moment += timedelta(days=10)
    result = desk.renewals.renew(article.barcode, act=new_act_key())
    assert isinstance(result, Renewed)
    assert (result.old_due, result.loan.due, result.loan.renewals) == (date(2026, 3, 2), date(2026, 3, 12), 1)
    assert count(desk, "loan", article_id=article.id) == 1
    undo(desk)
    assert state(desk, article)[1] == loan.due


def test_the_third_renewal_is_asked_about(desk: Desk, clock: FixedClock) -> None:
    """Two unless the branch says otherwise; with a yes it is done."""
    article = an_article(desk)
    lend(desk, article, a_borrower(desk))
    for _ in range(2):
        clock.moment += timedelta(days=1)
        assert isinstance(desk.renewals.renew(article.barcode, act=new_act_key()), Renewed)
    clock.moment += timedelta(days=1)
    asked = desk.renewals.renew(article.barcode, act=new_act_key())
    assert isinstance(asked, NotRenewed)
    assert [finding.code for finding in asked.findings] == [Code.RENEWALS_USED_UP]
    yes = desk.renewals.renew(article.barcode, act=new_act_key(), accepted=frozenset({Code.RENEWALS_USED_UP}))
    assert isinstance(yes, Renewed)


def test_a_family_renews_all_in_one_step_and_one_undo_takes_it_back(desk: Desk, clock: FixedClock) -> None:
    """Four renewed, the booked one listed with its reason."""
    family, other = a_borrower(desk), a_borrower(desk)
    articles = [an_article(desk) for _ in range(5)]
    for article in articles:
        lend(desk, article, family)
    clock.moment += timedelta(days=5)
    desk.bookings.add(
        NewBooking(other.id, date(2026, 3, 1), date(2026, 3, 4), code=articles[2].barcode), act=new_act_key()
    )
    results = desk.renewals.renew_all(family.id, act=new_act_key())
    assert [type(result).__name__ for result in results].count("Renewed") == 4
    refused = [result for result in results if isinstance(result, NotRenewed)]
    assert [f.code for f in refused[0].findings] == [Code.BOOKED_BY_OTHER]
    undone = undo(desk)
    assert isinstance(undone, Undone)
    assert len(undone.lines) == 4
    assert {state(desk, article)[1] for article in articles} == {date(2026, 3, 2)}


def test_a_return_closes_the_loan_whatever_the_articles_state(desk: Desk) -> None:
    """A discarded thing that turns up again stays discarded, and says so; the loan is closed."""
    article, borrower = an_article(desk), a_borrower(desk)
    lend(desk, article, borrower)
    desk.articles.discard(article.barcode, DiscardReason.LOST, act=new_act_key())
    result = take_back(desk, article)
    assert Code.DISCARDED in [finding.code for finding in result.told]
    assert state(desk, article)[0] is ShownState.DISCARDED


def test_what_was_not_on_loan_is_said_and_a_missing_thing_is_found(desk: Desk) -> None:
    """Nothing changes for the first; the second is in stock again."""
    article = an_article(desk)
    result = desk.returns.take_back(article.barcode, act=new_act_key())
    assert isinstance(result, NotTakenBack)
    assert [finding.code for finding in result.findings] == [Code.NOT_ON_LOAN]
    desk.articles.set_state(article.barcode, ArticleState.MISSING, act=new_act_key())
    assert isinstance(desk.returns.take_back(article.barcode, act=new_act_key()), Found)
    assert state(desk, article)[0] is ShownState.AVAILABLE


def test_a_return_entered_later_is_never_before_the_loan_nor_ahead_of_time(
    desk: Desk, clock: FixedClock
) -> None:
    """The box emptied on Monday holds Saturday's returns: not late if Saturday was in time."""
    article = an_article(desk)
    lend(desk, article, a_borrower(desk))
    clock.moment += timedelta(days=16)
    for wrong, code in (
        (MONDAY - timedelta(hours=1), Code.TIME_BEFORE_LOAN),
        (clock.moment + timedelta(hours=1), Code.TIME_IN_FUTURE),
    ):
        result = desk.returns.take_back(article.barcode, act=new_act_key(), at=wrong)
        assert isinstance(result, NotTakenBack)
        assert [finding.code for finding in result.findings] == [code]
    back = desk.returns.take_back(article.barcode, act=new_act_key(), at=clock.moment - timedelta(days=2))
    assert isinstance(back, TakenBack)
    assert back.loan.days_late == 0


def test_a_question_waits_beside_the_return_and_a_bad_answer_puts_the_thing_in_service(desk: Desk) -> None:
    """The helmet is back at once; the answer comes when there is time, and a knock takes it off the shelf."""
    helmets = [an_article(desk, type="bicycle-helmet") for _ in range(3)]
    borrower = a_borrower(desk)
    for helmet in helmets:
        lend(desk, helmet, borrower)
    checks = [take_back(desk, helmet).checks[0] for helmet in helmets]
    desk.checks.answer(checks[0].id, well=False, note="spricka", act=new_act_key())
    desk.checks.answer_all([checks[1].id], act=new_act_key())
    assert [state(desk, helmet)[0] for helmet in helmets] == [
        ShownState.IN_SERVICE,
        ShownState.AVAILABLE,
        ShownState.AVAILABLE,
    ]
    assert [check.id for check in desk.checks.open_checks()] == [checks[2].id]


def test_undoing_a_return_takes_its_question_off_the_list(desk: Desk) -> None:
    """Nobody is asked about a return that never was."""
    helmet = an_article(desk, type="bicycle-helmet")
    lend(desk, helmet, a_borrower(desk))
    take_back(desk, helmet)
    undo(desk)
    assert desk.checks.open_checks() == ()


def test_a_tents_parts_are_asked_for_when_it_comes_back(desk: Desk) -> None:
    """Two questions for a tent: a knock, and its poles and pegs by name; both stand on the check list."""
    tent = an_article(desk, type="tent")
    lend(desk, tent, a_borrower(desk))
    checks = take_back(desk, tent).checks
    assert [check.kind for check in checks] == [CheckKind.SAFETY, CheckKind.PARTS]
    assert checks[1].article.type.parts_sv
    assert {check.id for check in desk.checks.open_checks()} == {check.id for check in checks}


def test_a_visit_moved_back_is_the_childs_again(desk: Desk) -> None:
    """Undoing the move restores for whom each article was borrowed, and what is counted of the child."""
    mother, other = a_borrower(desk, birth_year=1985), a_borrower(desk, birth_year=1950)
    child = desk.borrowers.add_co_borrower(mother.id, "Lo", birth_year=2018, act=new_act_key())
    lent = desk.lending.lend(an_article(desk).barcode, mother.id, act=new_act_key(), co_borrower_id=child.id)
    assert isinstance(lent, Lent)
    before = loan_row(desk, lent.loan.id)
    assert isinstance(
        desk.moving.move_visit(lent.loan.visit_id or 0, other.id, act=new_act_key()), VisitMoved
    )
    moved = loan_row(desk, lent.loan.id)
    assert (moved["co_borrower_id"], moved["age_band"]) == (None, "65+")
    assert isinstance(undo(desk), Undone)
    assert loan_row(desk, lent.loan.id) == before


@pytest.mark.parametrize("note", ["850709-9805", "x" * 501])
def test_what_was_wrong_is_a_note_like_any_other(desk: Desk, note: str) -> None:
    """No personal identity number, no book; nothing is answered then."""
    article, borrower = an_article(desk, type="tent"), a_borrower(desk)
    lend(desk, article, borrower)
    asked = take_back(desk, article).checks
    with pytest.raises(InvalidValueError):
        desk.checks.answer(asked[0].id, well=False, note=note, act=new_act_key())
    assert len(desk.checks.open_checks()) == len(asked)


def test_what_was_wrong_is_kept_without_what_moves_a_terminal(desk: Desk) -> None:
    article, borrower = an_article(desk, type="tent"), a_borrower(desk)
    lend(desk, article, borrower)
    asked = take_back(desk, article).checks[0]
    desk.checks.answer(asked.id, well=False, note="a \x1b[2Jpole\u202e is missing", act=new_act_key())
    kept = one_row(desk, "check_question", asked.id)["note"]
    assert "\x1b" not in kept
    assert "\u202e" not in kept


# Answers and states


def a_returned_helmet(desk: Desk) -> tuple[ArticleView, TakenBack]:
    """A helmet that came back and has not been looked at."""
    helmet = an_article(desk, type="ski-helmet")
    lend(desk, helmet, a_borrower(desk))
    return helmet, take_back(desk, helmet)


def test_a_wrong_answer_is_what_undo_takes_back_and_not_the_return(desk: Desk) -> None:
    """All is well, by mistake: one key, and the questions wait again; the loans stay closed."""
    first, second = a_returned_helmet(desk), a_returned_helmet(desk)
    asked = [check.id for _helmet, back in (first, second) for check in back.checks]
    desk.checks.answer_all(asked, act=new_act_key())
    result = undo(desk)
    assert isinstance(result, Undone)
    assert {check.id for check in desk.checks.open_checks()} == set(asked)
    assert state(desk, first[0])[0] is ShownState.AVAILABLE


def test_undoing_a_bad_answer_takes_the_article_out_of_service(desk: Desk) -> None:
    helmet, back = a_returned_helmet(desk)
    desk.checks.answer(back.checks[0].id, well=False, note="cracked", act=new_act_key())
    assert state(desk, helmet)[0] is ShownState.IN_SERVICE
    assert desk.articles.state_note(helmet.id) == "cracked"
    undo(desk)
    assert state(desk, helmet)[0] is ShownState.AVAILABLE
    assert [check.id for check in desk.checks.open_checks()] == [back.checks[0].id]


def test_setting_an_article_aside_answers_its_questions_and_both_are_undone(desk: Desk) -> None:
    helmet, back = a_returned_helmet(desk)
    desk.articles.set_state(helmet.barcode, ArticleState.IN_SERVICE, act=new_act_key(), note="cracked")
    assert desk.checks.open_checks() == ()
    undo(desk)
    assert state(desk, helmet)[0] is ShownState.AVAILABLE
    assert [check.id for check in desk.checks.open_checks()] == [back.checks[0].id]


def test_a_discarding_is_undone_to_the_state_and_reason_before(desk: Desk) -> None:
    article = an_article(desk)
    desk.articles.discard(article.barcode, DiscardReason.LOST, act=new_act_key())
    desk.articles.discard(article.barcode, DiscardReason.BROKEN, act=new_act_key())
    undo(desk)
    again = desk.articles.get(article.barcode)
    assert again is not None
    assert (again.state, again.discard_reason) == (ShownState.DISCARDED, DiscardReason.LOST)
    undo(desk)
    assert state(desk, article)[0] is ShownState.AVAILABLE


def test_an_answer_is_not_undone_once_the_article_is_lent_or_set_aside_since(desk: Desk) -> None:
    """Undone later in the list: what was done with the article since stands in the way, and is named."""
    helmet, back = a_returned_helmet(desk)
    desk.checks.answer(back.checks[0].id, well=True, act=new_act_key())
    answered = desk.undoing.recent()[0]
    lend(desk, helmet, a_borrower(desk))
    assert blocked_by(desk.undoing.undo(answered.event_id, act=new_act_key())) == "lent_since"
    article = an_article(desk)
    desk.articles.set_state(article.barcode, ArticleState.IN_SERVICE, act=new_act_key())
    aside = desk.undoing.recent()[0]
    desk.articles.set_state(article.barcode, ArticleState.IN_STOCK, act=new_act_key())
    assert blocked_by(desk.undoing.undo(aside.event_id, act=new_act_key())) == "state_since"


def test_the_list_of_acts_names_to_whom_a_visit_was_moved_and_then_from_whom(desk: Desk) -> None:
    wrong, right = a_borrower(desk, name="Wrong Sister"), a_borrower(desk, name="Right Sister")
    loan = lend(desk, an_article(desk), wrong).loan
    desk.moving.move_visit(loan.visit_id or 0, right.id, act=new_act_key())
    assert desk.undoing.recent()[0].borrower_name == "Right Sister"
    undo(desk)
    assert desk.undoing.recent()[0].borrower_name == "Wrong Sister"


def test_of_several_answers_by_one_key_the_list_takes_back_the_one_that_is_chosen(desk: Desk) -> None:
    """The key for undoing takes back all that the key for answering did, and says so before it reaches back."""
    first, second = a_returned_helmet(desk), a_returned_helmet(desk)
    desk.checks.answer_all([back.checks[0].id for _helmet, back in (first, second)], act=new_act_key())
    assert len(desk.undoing.next_up()) == 2
    chosen = next(
        act for act in desk.undoing.recent() if act.article is not None and act.article.id == first[0].id
    )
    desk.undoing.undo(chosen.event_id, act=new_act_key())
    assert [check.article.id for check in desk.checks.open_checks()] == [first[0].id]


def test_the_list_of_acts_tells_a_bad_answer_from_a_good_one(desk: Desk) -> None:
    (_helmet, well), (_other, bad) = a_returned_helmet(desk), a_returned_helmet(desk)
    desk.checks.answer(well.checks[0].id, well=True, act=new_act_key())
    desk.checks.answer(bad.checks[0].id, well=False, act=new_act_key())
    assert [act.found_bad for act in desk.undoing.recent()[:2]] == [True, False]


def test_a_missing_helmet_nobody_has_looked_at_is_still_asked_about_when_it_is_found(desk: Desk) -> None:
    helmet, back = a_returned_helmet(desk)
    desk.articles.set_state(helmet.barcode, ArticleState.MISSING, act=new_act_key())
    assert isinstance(desk.returns.take_back(helmet.barcode, act=new_act_key()), Found)
    assert [check.id for check in desk.checks.open_checks()] == [back.checks[0].id]
    result = desk.lending.lend(helmet.barcode, a_borrower(desk).id, act=new_act_key())
    assert isinstance(result, NotLent)
    assert [finding.code for finding in result.findings if finding.severity is Severity.ASK] == [
        Code.CHECK_OPEN
    ]
