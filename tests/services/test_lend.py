"""Lending through the use case: what is written, what is refused, and what is frozen (R1–R4, R9, R12)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fritids.db.engine import Database
from fritids.domain.findings import FindingCode as Code
from fritids.domain.words import ArticleState, DiscardReason, ShownState
from fritids.errors import UsageError
from fritids.services.acts import new_act_key
from fritids.services.bindings import Binding
from fritids.services.desk import Desk
from fritids.services.results import ArticleView, BorrowerView, Lent, LoanView, NotLent, TakenBack
from tests.builders import FixedClock, a_borrower, a_desk, an_article
from tests.services.rows import loan_row, one_row

MONDAY = datetime(2026, 2, 16, 9, 30, tzinfo=UTC)


def lend(desk: Desk, article: ArticleView, borrower: BorrowerView, *accepted: Code) -> Lent:
    """Lend what must be lendable."""
    result = desk.lending.lend(article.barcode, borrower.id, act=new_act_key(), accepted=frozenset(accepted))
    assert isinstance(result, Lent), result
    return result


def codes(result: object) -> list[Code]:
    """The reasons of a refusal."""
    assert isinstance(result, NotLent), result
    return [finding.code for finding in result.findings]


def test_a_lending_is_on_the_disk_with_a_due_date_in_the_branchs_zone(desk: Desk) -> None:
    """Two weeks from the local day; the article stands as on loan to that borrower."""
    article, borrower = an_article(desk), a_borrower(desk)
    result = lend(desk, article, borrower)
    assert result.loan.due == date(2026, 3, 2)
    shown = desk.articles.get(article.barcode)
    assert shown is not None
    assert (shown.state, shown.due, shown.borrower_number) == (
        ShownState.ON_LOAN,
        date(2026, 3, 2),
        borrower.number,
    )


def test_a_loan_late_at_night_counts_on_the_local_day(desk: Desk, clock: FixedClock) -> None:
    """23:30 on 20 March is another day in UTC terms than the counter's; due 3 April across the clock change."""
    clock.moment = datetime(2026, 3, 20, 22, 30, tzinfo=UTC)
    assert lend(desk, an_article(desk), a_borrower(desk)).loan.due == date(2026, 4, 3)
    clock.moment = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    result = lend(desk, an_article(desk), a_borrower(desk))
    assert loan_row(desk, result.loan.id)["lent_on"] == date(2026, 7, 1)


def test_both_unknown_sides_are_said_at_once(desk: Desk) -> None:
    """A code nobody knows and a borrower who is gone: two reasons, nothing written."""
    result = desk.lending.lend("no such code", 999_999, act=new_act_key())
    assert codes(result) == [Code.UNKNOWN_ARTICLE, Code.UNKNOWN_BORROWER]


def test_an_article_of_somebody_else_is_taken_back_and_lent_as_one_act(desk: Desk) -> None:
    """The first family's loan is closed, the second's is open, and one undo brings both back as they were (R4)."""
    article, first, second = an_article(desk), a_borrower(desk), a_borrower(desk)
    before = lend(desk, article, first).loan
    result = lend(desk, article, second)
    assert Code.LENT_TO_OTHER in [finding.code for finding in result.told]
    assert result.returned is not None
    assert result.returned.borrower_number == first.number
    assert loan_row(desk, before.id)["returned_at"] == MONDAY
    desk.undoing.undo_last(act=new_act_key())
    shown = desk.articles.get(article.barcode)
    assert shown is not None
    assert (shown.borrower_number, shown.due) == (first.number, before.due)


def test_what_another_desk_lent_a_moment_ago_is_refused(
    database: Database, desk: Desk, clock: FixedClock
) -> None:
    """Within two minutes the second desk is told where it went; after that it is an ordinary change of hands."""
    article, first, second = an_article(desk), a_borrower(desk), a_borrower(desk)
    other = a_desk(database, name="two", clock=clock)
    lend(desk, article, first)
    clock.moment += timedelta(seconds=60)
    refused = other.lending.lend(article.barcode, second.id, act=new_act_key())
    assert isinstance(refused, NotLent)
    assert [f.facts["desk"] for f in refused.findings if f.code is Code.JUST_LENT] == ["one"]
    clock.moment += timedelta(seconds=61)
    lend(other, article, second)


def test_a_question_is_lent_only_when_accepted_and_the_answer_is_stored(desk: Desk) -> None:
    """A helmet whose last return was never looked at waits; the yes stands with the loan."""
    article, borrower = an_article(desk, type="ski-helmet"), a_borrower(desk)
    lend(desk, article, borrower, Code.GUARDIAN_NEEDED)
    desk.returns.take_back(article.barcode, act=new_act_key())
    assert Code.CHECK_OPEN in codes(desk.lending.lend(article.barcode, borrower.id, act=new_act_key()))
    result = lend(desk, article, borrower, Code.CHECK_OPEN)
    assert result.accepted == (Code.CHECK_OPEN,)
    assert loan_row(desk, result.loan.id)["accepted"] == "check_open"


def test_a_binding_is_never_settled_by_a_mere_yes(desk: Desk) -> None:
    """Only a record of who set it and for which sole does; the same borrower is not asked again (R3)."""
    article, borrower, other = an_article(desk, type="alpine-skis"), a_borrower(desk), a_borrower(desk)
    yes = frozenset({Code.BINDING_NOT_SET, Code.CHECK_OPEN})
    assert Code.BINDING_NOT_SET in codes(
        desk.lending.lend(article.barcode, borrower.id, act=new_act_key(), accepted=yes)
    )
    result = desk.lending.lend(article.barcode, borrower.id, act=new_act_key(), binding=Binding("Kim", 295))
    assert isinstance(result, Lent)
    assert (
        loan_row(desk, result.loan.id)["binding_by"],
        loan_row(desk, result.loan.id)["binding_sole_mm"],
    ) == ("Kim", 295)
    desk.returns.take_back(article.barcode, act=new_act_key())
    lend(desk, article, borrower, Code.CHECK_OPEN)
    desk.returns.take_back(article.barcode, act=new_act_key())
    assert Code.BINDING_NOT_SET in codes(
        desk.lending.lend(article.barcode, other.id, act=new_act_key(), accepted=yes)
    )


def test_a_missing_article_that_is_lent_is_found(desk: Desk) -> None:
    """Told, in stock again from now on, and undoing makes it missing again."""
    article, borrower = an_article(desk), a_borrower(desk)
    desk.articles.set_state(article.barcode, ArticleState.MISSING, act=new_act_key())
    result = lend(desk, article, borrower)
    assert Code.MISSING in [finding.code for finding in result.told]
    desk.undoing.undo_last(act=new_act_key())
    shown = desk.articles.get(article.barcode)
    assert shown is not None
    assert shown.state is ShownState.MISSING


@pytest.mark.parametrize("reason", ["worn_out", "lost"])
def test_a_discarded_article_is_refused_whatever_is_accepted(desk: Desk, reason: str) -> None:
    """An accepted refusal is still a refusal."""
    article, borrower = an_article(desk), a_borrower(desk)
    desk.articles.discard(article.barcode, DiscardReason(reason), act=new_act_key())
    result = desk.lending.lend(
        article.barcode, borrower.id, act=new_act_key(), accepted=frozenset({Code.DISCARDED})
    )
    assert codes(result) == [Code.DISCARDED]


def test_the_same_act_sent_twice_is_done_once_and_answers_the_same(desk: Desk) -> None:
    """One loan, one event, and the second answer says it is a repeat (R9)."""
    article, borrower, act = an_article(desk), a_borrower(desk), new_act_key()
    first = desk.lending.lend(article.barcode, borrower.id, act=act)
    second = desk.lending.lend(article.barcode, borrower.id, act=act)
    assert isinstance(first, Lent)
    assert isinstance(second, Lent)
    assert (second.loan.id, second.event_id, second.repeated) == (first.loan.id, first.event_id, True)


def test_an_act_key_belongs_to_one_act(desk: Desk) -> None:
    """A script that uses a key again for another article is told so, and nothing is lent."""
    act, borrower, second = new_act_key(), a_borrower(desk), an_article(desk)
    desk.lending.lend(an_article(desk).barcode, borrower.id, act=act)
    with pytest.raises(UsageError):
        desk.lending.lend(second.barcode, borrower.id, act=act)
    shown = desk.articles.get(second.barcode)
    assert shown is not None
    assert shown.state is ShownState.AVAILABLE


def test_an_act_that_was_undone_is_not_done_again_by_its_key(desk: Desk) -> None:
    """The late second copy of an act that was taken back changes nothing and says why."""
    article, borrower, act = an_article(desk), a_borrower(desk), new_act_key()
    desk.lending.lend(article.barcode, borrower.id, act=act)
    desk.undoing.undo_last(act=new_act_key())
    assert codes(desk.lending.lend(article.barcode, borrower.id, act=act)) == [Code.ACT_UNDONE]


def test_a_late_entry_may_not_overlap_another_loan_or_lie_ahead(desk: Desk, clock: FixedClock) -> None:
    """Saturday's slip is entered on Monday with Saturday's dates; what cannot have been is refused."""
    article, borrower = an_article(desk), a_borrower(desk)
    saturday = MONDAY - timedelta(days=2)
    entered = desk.lending.lend(article.barcode, borrower.id, act=new_act_key(), at=saturday)
    assert isinstance(entered, Lent)
    assert entered.loan.due == date(2026, 2, 28)
    assert loan_row(desk, entered.loan.id)["entered_later"]
    desk.returns.take_back(article.barcode, act=new_act_key())
    clock.moment += timedelta(hours=1)
    between = desk.lending.lend(
        article.barcode, borrower.id, act=new_act_key(), at=MONDAY - timedelta(days=1)
    )
    assert codes(between) == [Code.NOT_FREE_THEN]
    ahead = desk.lending.lend(article.barcode, borrower.id, act=new_act_key(), at=MONDAY + timedelta(days=1))
    assert Code.TIME_IN_FUTURE in codes(ahead)


def test_first_ever_stands_on_exactly_the_earliest_loan(desk: Desk, clock: FixedClock) -> None:
    """Undoing the first, or entering an earlier one, moves the mark in the same transaction (DESIGN §5)."""
    borrower = a_borrower(desk)
    first = lend(desk, an_article(desk), borrower).loan
    clock.moment += timedelta(days=1)
    second = lend(desk, an_article(desk), borrower).loan
    assert marks(desk, first, second) == [True, False]
    late = desk.lending.lend(
        an_article(desk).barcode, borrower.id, act=new_act_key(), at=MONDAY - timedelta(days=3)
    )
    assert isinstance(late, Lent)
    assert marks(desk, first, second, late.loan) == [False, False, True]
    desk.undoing.undo(late.event_id, act=new_act_key())
    assert marks(desk, first, second, late.loan) == [True, False, False]


def marks(desk: Desk, *loans: LoanView) -> list[bool]:
    """Which of the loans bear the mark."""
    return [bool(loan_row(desk, loan.id)["first_ever"]) for loan in loans]


def test_the_yearly_key_is_one_in_a_year_and_another_in_the_next(desk: Desk, clock: FixedClock) -> None:
    """Distinct borrowers of a year can be counted, but nobody can be followed from year to year."""
    borrower, other = a_borrower(desk), a_borrower(desk)
    keys = [
        loan_row(desk, lend(desk, an_article(desk), who).loan.id)["borrower_key"]
        for who in (borrower, borrower, other)
    ]
    clock.moment = datetime(2027, 1, 4, 10, 0, tzinfo=UTC)
    keys.append(loan_row(desk, lend(desk, an_article(desk), borrower).loan.id)["borrower_key"])
    assert keys[0] == keys[1]
    assert len({keys[0], keys[2], keys[3]}) == 3


def test_the_borrowers_limit_is_asked_about(desk: Desk) -> None:
    """Two allowed: the third waits until somebody says yes."""
    desk.branch.set({"loan_limit": "2"}, act=new_act_key())
    borrower = a_borrower(desk)
    lend(desk, an_article(desk), borrower)
    lend(desk, an_article(desk), borrower)
    third = an_article(desk)
    assert codes(desk.lending.lend(third.barcode, borrower.id, act=new_act_key())) == [Code.LIMIT_REACHED]
    lend(desk, third, borrower, Code.LIMIT_REACHED)


def test_a_setting_changed_at_another_desk_holds_at_once(
    database: Database, desk: Desk, clock: FixedClock
) -> None:
    """The coordinator's new loan period is used by the next scan of a desk that has been open all day."""
    counter = a_desk(database, name="two", clock=clock)
    borrower = a_borrower(desk)
    lend(counter, an_article(desk), borrower)
    desk.branch.set({"loan_days": "7"}, act=new_act_key())
    assert lend(counter, an_article(desk), borrower).loan.due == date(2026, 2, 23)


def test_a_clock_that_went_back_is_said_aloud_and_lending_goes_on(desk: Desk, clock: FixedClock) -> None:
    """The battery of the counter's PC is flat: lent and returned all the same, never ending before it began (R10)."""
    article, second, borrower = an_article(desk), an_article(desk), a_borrower(desk)
    lend(desk, article, borrower)
    clock.moment -= timedelta(days=30)
    result = lend(desk, second, borrower)
    assert Code.CLOCK_WENT_BACK in [finding.code for finding in result.told]
    back = desk.returns.take_back(article.barcode, act=new_act_key())
    assert isinstance(back, TakenBack)
    assert back.loan.returned_at == MONDAY


def test_the_record_of_a_lending_names_no_borrower(desk: Desk) -> None:
    """Loan, visit and article by number; the person only through the loan (DESIGN §6)."""
    borrower = a_borrower(desk, name="Amina Ali")
    result = lend(desk, an_article(desk), borrower)
    row = one_row(desk, "event", result.event_id)
    assert (row["loan_id"], row["visit_id"], row["borrower_key"]) == (
        result.loan.id,
        result.loan.visit_id,
        None,
    )
    assert "Amina" not in str(dict(row))


def test_who_set_a_binding_is_kept_without_what_moves_a_terminal(desk: Desk) -> None:
    article, borrower = an_article(desk, type="alpine-skis"), a_borrower(desk)
    result = desk.lending.lend(
        article.barcode, borrower.id, act=new_act_key(), binding=Binding("\x1b[31mBo\u202e Ek", 300)
    )
    assert isinstance(result, Lent)
    assert "\x1b" not in loan_row(desk, result.loan.id)["binding_by"]
    assert "\u202e" not in loan_row(desk, result.loan.id)["binding_by"]


def test_a_helmet_that_changes_hands_is_still_asked_about(desk: Desk) -> None:
    """The return half of R4 leaves its question on the check list; undoing the act takes it off again."""
    helmet = an_article(desk, type="bicycle-helmet")
    lend(desk, helmet, a_borrower(desk))
    result = lend(desk, helmet, a_borrower(desk))
    assert [check.id for check in desk.checks.open_checks()] == [check.id for check in result.checks]
    assert len(result.checks) == 1
    desk.undoing.undo_last(act=new_act_key())
    assert desk.checks.open_checks() == ()


def test_a_question_that_waits_is_asked_at_the_next_return_and_answered_once(desk: Desk) -> None:
    """Lent on with the question open and returned again: said again, one line on the check list, one answer."""
    helmet, borrower = an_article(desk, type="bicycle-helmet"), a_borrower(desk)
    lend(desk, helmet, borrower)
    desk.returns.take_back(helmet.barcode, act=new_act_key())
    lend(desk, helmet, borrower, Code.CHECK_OPEN)
    back = desk.returns.take_back(helmet.barcode, act=new_act_key())
    assert isinstance(back, TakenBack)
    assert [check.id for check in desk.checks.open_checks()] == [check.id for check in back.checks]
    desk.checks.answer(back.checks[0].id, well=True, act=new_act_key())
    assert desk.checks.open_checks() == ()
    assert isinstance(lend(desk, helmet, borrower), Lent)


def test_undoing_a_return_leaves_the_question_of_the_one_before(desk: Desk) -> None:
    helmet, borrower = an_article(desk, type="bicycle-helmet"), a_borrower(desk)
    lend(desk, helmet, borrower)
    desk.returns.take_back(helmet.barcode, act=new_act_key())
    waiting = [check.id for check in desk.checks.open_checks()]
    lend(desk, helmet, borrower, Code.CHECK_OPEN)
    desk.returns.take_back(helmet.barcode, act=new_act_key())
    desk.undoing.undo_last(act=new_act_key())
    assert [check.id for check in desk.checks.open_checks()] == waiting


def test_a_blocked_borrower_is_said_beside_an_unknown_code(desk: Desk) -> None:
    """Both reasons at once, so that nobody hunts for the label first and is refused afterwards."""
    borrower = a_borrower(desk)
    desk.borrowers.edit(borrower.id, borrower.revision, {"blocked": True}, act=new_act_key())
    result = desk.lending.lend("no such code", borrower.id, act=new_act_key())
    assert codes(result) == [Code.UNKNOWN_ARTICLE, Code.BORROWER_BLOCKED]


def test_a_borrower_erased_meanwhile_is_said_beside_the_articles_own_reasons(desk: Desk) -> None:
    """All the reasons at once, also when the borrower is nobody any more (R3)."""
    article, gone = an_article(desk), a_borrower(desk)
    desk.borrowers.erase(gone.id, act=new_act_key())
    desk.articles.discard(article.barcode, DiscardReason.BROKEN, act=new_act_key())
    result = desk.lending.lend(article.barcode, gone.id, act=new_act_key())
    assert codes(result) == [Code.DISCARDED, Code.UNKNOWN_BORROWER]
