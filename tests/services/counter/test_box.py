"""Every cell of the counter's table (DESIGN §3), and R8, R9."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fritids.db.engine import Database
from fritids.domain.findings import FindingCode as Code
from fritids.domain.words import ArticleState, DiscardReason, ShownState
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.results import (
    AlreadyInBasket,
    Answer,
    ArticleView,
    BadLine,
    Basketed,
    BorrowerView,
    Found,
    Hits,
    JustDone,
    Lent,
    LineFault,
    NewBorrower,
    NothingOpen,
    NotLent,
    NotTakenBack,
    Renewed,
    SameVisit,
    SeveralBorrowers,
    TakenBack,
    Undone,
    UnknownCode,
    VisitEnded,
    VisitOpened,
    WaitingFirst,
    WhichOne,
)
from tests.builders import FixedClock, a_borrower, a_desk, an_article

MONDAY = datetime(2026, 2, 16, 9, 30, tzinfo=UTC)


def enter(desk: Desk, text: str, *, returns_only: bool = False) -> Answer:
    """A line in the box."""
    return desk.counter.enter(text, act=new_act_key(), returns_only=returns_only)


def open_visit(desk: Desk, borrower: BorrowerView) -> VisitOpened:
    """Scan the borrower's card."""
    answer = enter(desk, borrower.number)
    assert isinstance(answer, VisitOpened), answer
    return answer


def end(desk: Desk) -> Answer:
    """Enter on the empty box."""
    return desk.counter.enter_empty(act=new_act_key())


def state(desk: Desk, article: ArticleView) -> ShownState:
    """How the article stands."""
    shown = desk.articles.get(article.barcode)
    assert shown is not None
    return shown.state


def lent_long_ago(desk: Desk, clock: FixedClock, article: ArticleView, borrower: BorrowerView) -> None:
    """The article has been out for a week."""
    desk.lending.lend(article.barcode, borrower.id, act=new_act_key())
    clock.moment += timedelta(days=7)


def test_the_day_of_the_summer_worker(desk: Desk, clock: FixedClock) -> None:
    """Things, a number, Enter: the family leaves with one due date to read aloud; then the bag of returns, once each."""
    family = a_borrower(desk, phone="070-174 06 05")
    things = [an_article(desk) for _ in range(4)]
    for thing in things:
        assert isinstance(enter(desk, thing.barcode), Basketed)
    opened = enter(desk, "0701740605")
    assert isinstance(opened, VisitOpened)
    assert [type(result) for result in opened.results] == [Lent] * 4
    summary = end(desk)
    assert isinstance(summary, VisitEnded)
    assert (summary.borrower.number, {loan.due for loan in summary.lent}, len(summary.lent)) == (
        family.number,
        {date(2026, 3, 2)},
        4,
    )
    clock.moment += timedelta(days=10)
    for thing in things:
        assert isinstance(enter(desk, thing.barcode), TakenBack)
    assert desk.counter.state().visit is None


def test_the_basket_names_what_lies_in_it_once(desk: Desk) -> None:
    """A second scan says so; the key takes it out."""
    article = an_article(desk)
    enter(desk, article.barcode)
    assert isinstance(enter(desk, article.barcode), AlreadyInBasket)
    assert [item.id for item in desk.counter.state().basket] == [article.id]
    desk.counter.take_out(article.id)
    assert desk.counter.state().basket == ()


def test_an_article_refused_for_itself_never_enters_the_basket(desk: Desk) -> None:
    """Discarded is said before anybody has been asked for a number."""
    article = an_article(desk)
    desk.articles.discard(article.barcode, DiscardReason.BROKEN, act=new_act_key())
    answer = enter(desk, article.barcode)
    assert isinstance(answer, NotLent)
    assert desk.counter.state().basket == ()


def test_an_article_out_is_taken_back_with_no_visit_and_with_its_own_borrowers(
    desk: Desk, clock: FixedClock
) -> None:
    """In B's visit B's own thing is a return, which one key makes a renewal."""
    first, second, borrower = an_article(desk), an_article(desk), a_borrower(desk)
    lent_long_ago(desk, clock, first, borrower)
    lent_long_ago(desk, clock, second, borrower)
    assert isinstance(enter(desk, first.barcode), TakenBack)
    open_visit(desk, borrower)
    answer = enter(desk, second.barcode)
    assert isinstance(answer, TakenBack)
    renewed = desk.counter.renew_instead(answer.event_id, act=new_act_key())
    assert isinstance(renewed, Renewed)
    assert renewed.loan.due == date(2026, 3, 16)
    assert state(desk, second) is ShownState.ON_LOAN


def test_somebody_elses_thing_in_an_open_visit_changes_hands(desk: Desk, clock: FixedClock) -> None:
    """Taken back from A, lent to B; the key keeps only the return."""
    article, first, second = an_article(desk), a_borrower(desk), a_borrower(desk)
    lent_long_ago(desk, clock, article, first)
    open_visit(desk, second)
    answer = enter(desk, article.barcode)
    assert isinstance(answer, Lent)
    assert answer.returned is not None
    kept = desk.counter.keep_return_only(answer.event_id, act=new_act_key())
    assert isinstance(kept, TakenBack)
    assert kept.loan.borrower_number == first.number
    assert state(desk, article) is ShownState.AVAILABLE


def test_a_question_waits_in_the_visit_and_one_key_answers_all(desk: Desk) -> None:
    """Two helmets with open questions are not lent, scanning goes on, and one yes lends both."""
    helmets = [an_article(desk, type="bicycle-helmet") for _ in range(2)]
    borrower, skates = a_borrower(desk), an_article(desk)
    for helmet in helmets:
        desk.lending.lend(helmet.barcode, borrower.id, act=new_act_key())
        desk.returns.take_back(helmet.barcode, act=new_act_key())
    other = a_borrower(desk)
    open_visit(desk, other)
    for helmet in helmets:
        assert isinstance(enter(desk, helmet.barcode), NotLent)
    assert isinstance(enter(desk, skates.barcode), Lent)
    visit = desk.counter.state().visit
    assert visit is not None
    assert [[f.code for f in item.findings] for item in visit.waiting] == [[Code.CHECK_OPEN]] * 2
    results = desk.counter.accept_waiting(act=new_act_key())
    assert [type(result) for result in results] == [Lent, Lent]
    assert isinstance(end(desk), VisitEnded)


def test_enter_goes_first_to_what_waits_and_then_ends_without_it(desk: Desk) -> None:
    """The first Enter shows it; the second ends the visit and says that it was not lent."""
    helmet, borrower = an_article(desk, type="bicycle-helmet"), a_borrower(desk)
    desk.lending.lend(helmet.barcode, borrower.id, act=new_act_key())
    desk.returns.take_back(helmet.barcode, act=new_act_key())
    open_visit(desk, a_borrower(desk))
    enter(desk, helmet.barcode)
    assert isinstance(end(desk), WaitingFirst)
    summary = end(desk)
    assert isinstance(summary, VisitEnded)
    assert [article.barcode for article in summary.not_lent] == [helmet.barcode]
    assert summary.late == ()
    assert state(desk, helmet) is ShownState.AVAILABLE


def test_a_number_opens_ends_and_keeps_visits(desk: Desk) -> None:
    """Another card ends the first visit and begins the second; one's own again changes nothing."""
    first, second = a_borrower(desk), a_borrower(desk)
    open_visit(desk, first)
    assert isinstance(enter(desk, first.number), SameVisit)
    opened = open_visit(desk, second)
    assert opened.ended is not None
    assert opened.ended.borrower.number == first.number


def test_a_shared_number_gives_a_list_and_an_unknown_mobile_a_form(desk: Desk) -> None:
    """Nobody is chosen by guess; a new number is kept as E.164 whatever its spelling."""
    a_borrower(desk, phone="070-174 06 10")
    a_borrower(desk, phone="070-174 06 10")
    several = enter(desk, "+46 70 174 06 10")
    assert isinstance(several, SeveralBorrowers)
    assert len(several.candidates) == 2
    new = enter(desk, "070 174 06 11")
    assert isinstance(new, NewBorrower)
    assert new.phone == "+46701740611"


def test_what_nobody_knows_is_said_and_nothing_is_written(desk: Desk) -> None:
    """A foreign code; one of our own with a slip in it; words; rubbish."""
    unknown = enter(desk, "7311041013199")
    assert isinstance(unknown, UnknownCode)
    assert not unknown.mistyped
    article = an_article(desk)
    wrong = article.barcode[:-1] + str((int(article.barcode[-1]) + 1) % 10)
    slip = enter(desk, wrong)
    assert isinstance(slip, UnknownCode)
    assert slip.mistyped
    assert isinstance(enter(desk, "skridskor"), Hits)
    assert isinstance(enter(desk, "x" * 10_000), BadLine)
    assert isinstance(enter(desk, " \x1b\u202e "), BadLine)


def test_words_find_articles_and_people_but_no_protected_ones(desk: Desk) -> None:
    """Typing gives hits; a protected person is found by the exact number alone."""
    a_borrower(desk, name="Amina Ali")
    hidden = a_borrower(desk, name="Amina Hemlig", protected=True)
    an_article(desk, size="38")
    hits = enter(desk, "amina")
    assert isinstance(hits, Hits)
    assert [person.name for person in hits.borrowers] == ["Amina Ali"]
    assert open_visit(desk, hidden).borrower.name == "Amina Hemlig"


def test_a_code_of_an_article_and_a_person_is_asked_about(desk: Desk) -> None:
    """A library card whose number is also on a label: never guessed."""
    person = a_borrower(desk, card="LIB12345")
    article = an_article(desk, barcode="LIB12345")
    answer = enter(desk, "lib12345")
    assert isinstance(answer, WhichOne)
    assert (answer.article.id, answer.borrower.id) == (article.id, person.id)
    assert isinstance(desk.counter.scan_article("LIB12345", act=new_act_key()), Basketed)


def test_a_scan_never_reverses_what_this_visit_did(desk: Desk, clock: FixedClock) -> None:
    """Lent, returned or renewed in this visit: a further scan says so however late it comes, and the key does it all the same."""
    borrower, thing, own, kept = a_borrower(desk), an_article(desk), an_article(desk), an_article(desk)
    lent_long_ago(desk, clock, own, borrower)
    lent_long_ago(desk, clock, kept, borrower)
    open_visit(desk, borrower)
    enter(desk, thing.barcode)
    clock.moment += timedelta(minutes=4)
    assert said(enter(desk, thing.barcode)) is Code.JUST_LENT
    assert isinstance(desk.counter.insist(thing.barcode, act=new_act_key()), Undone)
    enter(desk, own.barcode)
    assert said(enter(desk, own.barcode)) is Code.JUST_RETURNED
    assert isinstance(desk.counter.insist(own.barcode, act=new_act_key()), Lent)
    desk.renewals.renew(kept.barcode, act=new_act_key(), visit_id=desk.counter.state().visit.visit_id)  # type: ignore[union-attr]
    assert said(enter(desk, kept.barcode)) is Code.JUST_RENEWED


def said(answer: Answer) -> Code:
    """What was just done."""
    assert isinstance(answer, JustDone), answer
    return answer.code


def test_with_no_visit_the_last_two_minutes_of_this_desk_count(
    database: Database, desk: Desk, clock: FixedClock
) -> None:
    """Just lent here is not taken back by a stray scan; two minutes later, or at another desk, it is."""
    borrower, first, second = a_borrower(desk), an_article(desk), an_article(desk)
    open_visit(desk, borrower)
    enter(desk, first.barcode)
    enter(desk, second.barcode)
    end(desk)
    assert said(enter(desk, first.barcode)) is Code.JUST_LENT
    other = a_desk(database, name="two", clock=clock)
    assert isinstance(enter(other, second.barcode), TakenBack)
    clock.moment += timedelta(minutes=2, seconds=1)
    assert isinstance(enter(desk, first.barcode), TakenBack)
    assert said(enter(desk, first.barcode)) is Code.JUST_RETURNED
    assert isinstance(desk.counter.insist(first.barcode, act=new_act_key()), Basketed)


def test_the_pile_of_returns_only_ever_takes_back(desk: Desk, clock: FixedClock) -> None:
    """Nothing is lent or laid in a basket in that mode; a missing thing is found; a card shows its owner."""
    borrower, out, on_shelf, lost = a_borrower(desk), an_article(desk), an_article(desk), an_article(desk)
    lent_long_ago(desk, clock, out, borrower)
    desk.articles.set_state(lost.barcode, ArticleState.MISSING, act=new_act_key())
    assert isinstance(enter(desk, out.barcode, returns_only=True), TakenBack)
    assert isinstance(enter(desk, on_shelf.barcode, returns_only=True), NotTakenBack)
    assert isinstance(enter(desk, lost.barcode, returns_only=True), Found)
    assert isinstance(enter(desk, borrower.number, returns_only=True), Hits)
    assert desk.counter.state() == desk.counter.state()
    assert desk.counter.state().basket == ()


def test_the_open_visit_and_the_basket_are_there_after_a_fault(
    database: Database, desk: Desk, clock: FixedClock
) -> None:
    """A desk that starts again stands where it was, to the last scan (R9)."""
    enter(desk, an_article(desk).barcode)
    again = a_desk(database, name="one", clock=clock)
    assert len(again.counter.state().basket) == 1
    borrower = a_borrower(desk)
    open_visit(again, borrower)
    third = a_desk(database, name="one", clock=clock)
    visit = third.counter.state().visit
    assert visit is not None
    assert (visit.borrower.number, len(visit.done)) == (borrower.number, 1)


def test_a_visit_ends_by_itself_after_five_minutes_or_at_midnight(desk: Desk, clock: FixedClock) -> None:
    """Not while keys are pressed; after that it ends and says so, and no basket is left for the next family."""
    open_visit(desk, a_borrower(desk))
    clock.moment += timedelta(minutes=6)
    assert desk.counter.expire(last_key=clock.moment - timedelta(minutes=1), act=new_act_key()) is None
    ended = desk.counter.expire(last_key=clock.moment - timedelta(minutes=5), act=new_act_key())
    assert ended is not None
    assert ended.by_itself
    enter(desk, an_article(desk).barcode)
    clock.moment = datetime(2026, 2, 16, 23, 1, tzinfo=UTC)
    desk.counter.expire(act=new_act_key())
    assert desk.counter.state().basket == ()


def test_enter_with_nothing_open_does_nothing(desk: Desk) -> None:
    """However often it is pressed."""
    assert isinstance(end(desk), NothingOpen)
    assert isinstance(end(desk), NothingOpen)


def test_the_same_line_sent_twice_by_the_network_is_done_once(desk: Desk) -> None:
    """A lost answer makes the screen send the act again: same answer, one loan (R9)."""
    article, act = an_article(desk), new_act_key()
    open_visit(desk, a_borrower(desk))
    first = desk.counter.enter(article.barcode, act=act)
    second = desk.counter.enter(article.barcode, act=act)
    assert isinstance(first, Lent)
    assert isinstance(second, Lent)
    assert (second.loan.id, second.repeated) == (first.loan.id, True)


def test_an_identity_number_is_refused_and_kept_nowhere(desk: Desk) -> None:
    """Nobody is looked up or registered by one (DESIGN §5); Skatteverket's test number."""
    answer = enter(desk, "19900118-9811")
    assert answer == BadLine(LineFault.IDENTITY_NUMBER)


def test_the_questions_beside_the_box_are_those_of_the_family_in_front_of_it(
    desk: Desk, clock: FixedClock
) -> None:
    """In a visit only its own returns are asked about; with no visit those of the desk's day."""
    earlier, mine = (an_article(desk, type="bicycle-helmet") for _ in range(2))
    borrower = a_borrower(desk)
    lent_long_ago(desk, clock, earlier, a_borrower(desk))
    lent_long_ago(desk, clock, mine, borrower)
    enter(desk, earlier.barcode)
    open_visit(desk, borrower)
    assert desk.counter.state().open_checks == ()
    enter(desk, mine.barcode)
    assert [check.article.id for check in desk.counter.state().open_checks] == [mine.id]
    end(desk)
    assert {check.article.id for check in desk.counter.state().open_checks} == {mine.id, earlier.id}


@pytest.mark.parametrize("line", ["031-390 06 11", "08-465 00 411", "0980-31 92 11"])
def test_a_landline_that_nobody_has_is_a_new_borrower_where_a_person_wrote_it(desk: Desk, line: str) -> None:
    """Its bare digits stay a code: some makers' labels look like that."""
    assert isinstance(enter(desk, line), NewBorrower)
    bare = "".join(character for character in line if character.isdigit())
    assert isinstance(enter(desk, bare), UnknownCode)


def test_whom_a_loan_is_for_is_said_with_the_loan_and_at_the_end(desk: Desk) -> None:
    mother = a_borrower(desk)
    child = desk.borrowers.add_co_borrower(mother.id, "Leila", birth_year=2016, act=new_act_key())
    enter(desk, mother.number)
    first = enter(desk, an_article(desk).barcode)
    desk.counter.borrow_for(child.id)
    second = enter(desk, an_article(desk).barcode)
    assert isinstance(first, Lent)
    assert isinstance(second, Lent)
    assert (first.loan.for_whom, second.loan.for_whom) == (None, "Leila")
    ended = desk.counter.enter_empty(act=new_act_key())
    assert isinstance(ended, VisitEnded)
    assert [loan.for_whom for loan in ended.lent] == [None, "Leila"]
    assert [loan.for_whom for loan in desk.borrowers.loans_of(mother.id)] == [None, "Leila"]
