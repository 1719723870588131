"""Service: notes and the stored state go together whatever is done and undone, turns are told at the return, a recall reaches all."""

from datetime import UTC, datetime, timedelta

import pytest

from fritids.db.engine import Database
from fritids.domain.findings import FindingCode
from fritids.domain.words import ActKind, ArticleState, DiscardReason, ServiceKind, ShownState
from fritids.errors import InvalidValueError
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.forms import NewArticle
from fritids.services.results import ArticleView, Found, Lent, NotLent, NotUndone, TakenBack, Undone
from fritids.services.results.service import NotServiced, SentToService, Serviced
from tests.benchmarks.measure import watched
from tests.builders import FixedClock, a_borrower, a_desk, an_article

SHARPEN, WASH, CHECK = ServiceKind.SHARPEN, ServiceKind.WASH, ServiceKind.CHECK


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 2, 16, 9, tzinfo=UTC))


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> Desk:
    return a_desk(database, clock=clock)


def state(desk: Desk, article: ArticleView) -> ShownState:
    found = desk.articles.get(article.barcode)
    assert found is not None
    return found.state


def kinds(desk: Desk, article: ArticleView) -> list[ServiceKind]:
    return [note.kind for note in desk.service.of_article(article.id)]


def lend(desk: Desk, article: ArticleView, borrower_id: int | None = None) -> None:
    who = a_borrower(desk).id if borrower_id is None else borrower_id
    assert isinstance(desk.lending.lend(article.barcode, who, act=new_act_key()), Lent)


def take_back(desk: Desk, article: ArticleView) -> TakenBack:
    back = desk.returns.take_back(article.barcode, act=new_act_key())
    assert isinstance(back, TakenBack)
    return back


def test_it_can_be_lent_again_when_the_last_thing_is_done(desk: Desk) -> None:
    """The same act twice is one; an undone one is open again, with its words."""
    skates, act = an_article(desk), new_act_key()
    desk.service.send(skates.barcode, SHARPEN, act=act, note="blunt")
    again = desk.service.send(skates.barcode, SHARPEN, act=act)
    assert isinstance(again, SentToService)
    assert again.repeated
    desk.service.send(skates.barcode, WASH, act=new_act_key())
    assert isinstance(desk.lending.lend(skates.barcode, a_borrower(desk).id, act=new_act_key()), NotLent)
    first = desk.service.done(skates.barcode, SHARPEN, act=new_act_key())
    assert isinstance(first, Serviced)
    assert (first.left, state(desk, skates)) == ((WASH,), ShownState.IN_SERVICE)
    desk.service.done(skates.barcode, act=new_act_key())
    assert state(desk, skates) is ShownState.AVAILABLE
    for _ in range(2):
        assert isinstance(desk.undoing.undo_last(act=new_act_key()), Undone)
    assert [(note.kind, note.note) for note in desk.service.of_article(skates.id)] == [
        (SHARPEN, "blunt"),
        (WASH, None),
    ]
    assert isinstance(desk.service.done(skates.barcode, ServiceKind.WAX, act=new_act_key()), NotServiced)
    with pytest.raises(InvalidValueError):
        desk.service.send(skates.barcode, ServiceKind.MEND, act=new_act_key(), note="19811218-9876")


def test_the_rules_that_come_with_the_program_can_be_kept() -> None:
    """Each of a type that there is, and on a day of every year."""
    from fritids.domain.service import AFTER_LOANS, read_season
    from fritids.services import reference

    codes = {kind.code for kind in reference.article_types()}
    for code, rules in reference.service_rules().items():
        assert code in codes
        for rule in rules:
            assert rule.season_start is None or read_season(rule.season_start) == rule.season_start
            assert rule.after_loans in {None, *AFTER_LOANS}


def test_what_was_done_after_is_undone_first(desk: Desk) -> None:
    """A note that was closed since, or an article lent since, stands in the way."""
    skates = an_article(desk)
    sent = desk.service.send(skates.barcode, SHARPEN, act=new_act_key())
    done = desk.service.done(skates.barcode, act=new_act_key())
    assert isinstance(sent, SentToService)
    assert isinstance(done, Serviced)
    assert isinstance(desk.undoing.undo(sent.event_id or 0, act=new_act_key()), NotUndone)
    lend(desk, skates)
    assert isinstance(desk.undoing.undo(done.event_id, act=new_act_key()), NotUndone)
    assert state(desk, skates) is ShownState.ON_LOAN


def test_undoing_what_closed_or_added_to_a_note_leaves_it_as_it_was(desk: Desk) -> None:
    """Discarded, put back by hand, and more words behind the first ones."""
    skates = an_article(desk)
    desk.service.send(skates.barcode, SHARPEN, act=new_act_key(), note="blunt")

    def words() -> list[str | None]:
        return [note.note for note in desk.service.of_article(skates.id)]

    desk.service.send(skates.barcode, SHARPEN, act=new_act_key(), note="nicked")
    assert words() == ["blunt; nicked"]
    desk.undoing.undo_last(act=new_act_key())
    assert words() == ["blunt"]
    desk.articles.discard(skates.barcode, DiscardReason.BROKEN, act=new_act_key())
    assert words() == []
    desk.undoing.undo_last(act=new_act_key())
    assert words() == ["blunt"]
    desk.articles.set_state(skates.barcode, ArticleState.IN_STOCK, act=new_act_key())
    assert words() == []
    desk.undoing.undo_last(act=new_act_key())
    assert (words(), state(desk, skates)) == (["blunt"], ShownState.IN_SERVICE)


def test_what_is_set_aside_while_it_is_out_goes_to_service_when_it_is_back(desk: Desk) -> None:
    skates = an_article(desk)
    lend(desk, skates)
    desk.service.send(skates.barcode, SHARPEN, act=new_act_key(), note="nicked")
    assert state(desk, skates) is ShownState.ON_LOAN
    (told,) = take_back(desk, skates).told
    assert told.code is FindingCode.IN_SERVICE
    assert (told.facts["work"], told.facts["note"]) == ("sharpen", "nicked")
    assert state(desk, skates) is ShownState.IN_SERVICE


def test_a_bad_answer_leaves_something_to_mend_and_undoing_it_leaves_nothing(desk: Desk) -> None:
    helmet = an_article(desk, type="ski-helmet", size="54")
    lend(desk, helmet)
    asked = take_back(desk, helmet).checks
    desk.checks.answer(asked[0].id, well=False, note="cracked", act=new_act_key())
    (note,) = desk.service.of_article(helmet.id)
    assert (note.kind, note.note) == (ServiceKind.MEND, "cracked")
    desk.undoing.undo_last(act=new_act_key())
    assert (kinds(desk, helmet), state(desk, helmet)) == ([], ShownState.AVAILABLE)


def test_what_was_set_aside_before_there_were_notes_stands_under_check(desk: Desk) -> None:
    """As an older version and an import leave it; one scan puts it back on the shelf."""
    from sqlalchemy import update

    from fritids.db.tables import Article

    tent = an_article(desk, type="tent")
    with desk.context.database.write() as connection:
        connection.execute(update(Article.__table__).values(state=ArticleState.IN_SERVICE.value))
    assert desk.service.waiting() == {CHECK: 1}
    assert [note.article.id for note in desk.service.list(CHECK)] == [tent.id]
    desk.service.send(tent.barcode, WASH, act=new_act_key())
    assert kinds(desk, tent) == [CHECK, WASH]
    desk.service.done(tent.barcode, act=new_act_key())
    assert state(desk, tent) is ShownState.AVAILABLE


def test_a_return_tells_that_the_turn_has_come(desk: Desk, clock: FixedClock) -> None:
    """After so many loans since it was last done; of a type without a rule nothing more is asked of the database."""
    desk.service_rules.set("hockey-skates", SHARPEN, act=new_act_key(), after_loans=2)
    skates, plain = an_article(desk), an_article(desk, type="compass")
    told = []
    for _ in range(3):
        clock.moment += timedelta(hours=1)
        lend(desk, skates)
        told.append([finding.code for finding in take_back(desk, skates).told])
    assert told == [[], [FindingCode.SERVICE_DUE], [FindingCode.SERVICE_DUE]]
    assert [(line.article.id, line.loans) for line in desk.service.due()] == [(skates.id, 3)]
    assert desk.service.suggest(skates.barcode) is SHARPEN
    counted = []
    for article in (skates, plain):
        lend(desk, article)
        with watched(desk.context.database) as seen:
            take_back(desk, article)
        counted.append(seen.count)
    assert counted[0] == counted[1] + 1
    clock.moment += timedelta(hours=1)
    # Nobody had asked for it: the coordinator took it off the shelf because its turn had come.
    desk.service.done(skates.barcode, SHARPEN, act=new_act_key())
    assert desk.service.due() == ()
    desk.undoing.undo_last(act=new_act_key())
    assert len(desk.service.due()) == 1
    desk.service_rules.set("hockey-skates", SHARPEN, act=new_act_key())
    assert desk.service.due() == ()


def test_once_a_season_and_not_for_what_came_in_since(desk: Desk, clock: FixedClock) -> None:
    old = an_article(desk, type="ski-helmet", size="54")
    clock.moment = datetime(2026, 11, 2, 9, tzinfo=UTC)
    an_article(desk, type="ski-helmet", size="54")
    assert [line.article.id for line in desk.service.due(CHECK)] == [old.id]
    assert desk.service.standing().due == {(CHECK, old.id)}
    desk.service.done(old.barcode, CHECK, act=new_act_key())
    assert desk.service.due(CHECK) == ()


def test_a_recall_takes_them_all_out_wherever_they_are(desk: Desk) -> None:
    """On the shelf, on loan to somebody protected, missing, in service already; as one act, and undone as one."""

    def helmet(model: str | None) -> ArticleView:
        new = NewArticle(type="ski-helmet", size="54", brand="Giro", model=model)
        return desk.articles.add(new, act=new_act_key())[0]

    shelf, out, lost, dirty, unsure = (helmet(model) for model in (*["Nine MIPS"] * 4, None))
    other = an_article(desk, type="ski-helmet", size="54", brand="Uvex")
    anna = a_borrower(desk, name="Anna Dold", phone="070-174 06 05", protected=True)
    lend(desk, out, anna.id)
    desk.articles.set_state(lost.barcode, ArticleState.MISSING, act=new_act_key())
    desk.service.send(dirty.barcode, WASH, act=new_act_key())

    assert not desk.recalls.look(brand="giro", model="nine").done
    assert state(desk, shelf) is ShownState.AVAILABLE
    act = new_act_key()
    done = desk.recalls.recall(act=act, brand="giro", model="nine", note="buckle")
    assert {one.article.id for one in done.articles} == {shelf.id, out.id, lost.id, dirty.id}
    assert [one.id for one in done.unsure] == [unsure.id]
    (held,) = done.out
    assert held.loan is not None
    assert (held.loan.borrower_number, held.loan.borrower_name, held.loan.phone) == (anna.number, "", None)
    assert desk.recalls.recall(act=act, brand="giro", model="nine").repeated
    assert state(desk, other) is ShownState.AVAILABLE

    assert desk.undoing.next_up()[0].kind is ActKind.RECALL
    assert len(desk.undoing.next_up()) == 4
    desk.undoing.undo_last(act=new_act_key())
    assert [state(desk, one) for one in (shelf, lost, dirty)] == [
        ShownState.AVAILABLE, ShownState.MISSING, ShownState.IN_SERVICE,
    ]  # fmt: skip
    assert kinds(desk, dirty) == [WASH]

    desk.recalls.recall(act=new_act_key(), brand="Giro", model="Nine", note="buckle")
    assert isinstance(desk.lending.lend(lost.barcode, a_borrower(desk).id, act=new_act_key()), NotLent)
    found = desk.returns.take_back(lost.barcode, act=new_act_key())
    assert isinstance(found, Found)
    assert found.article.state is ShownState.IN_SERVICE
    assert take_back(desk, out).told[0].facts["recalled"] is True
    assert isinstance(desk.service.done(out.barcode, act=new_act_key()), NotServiced)
    assert isinstance(desk.service.done(out.barcode, CHECK, act=new_act_key()), Serviced)
    assert state(desk, out) is ShownState.AVAILABLE
