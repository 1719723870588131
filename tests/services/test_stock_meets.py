"""Where lending, service, parts, moving and counting meet: what one of them left is right when another has been there."""

from datetime import timedelta

import pytest

from fritids.db.engine import Database
from fritids.domain.stocktaking import Correction
from fritids.domain.words import ArticleState, DiscardReason, ServiceKind, ShownState
from fritids.errors import InvalidValueError
from fritids.services.acts import new_act_key as new
from fritids.services.desk import Desk
from fritids.services.results import ArticleView, Lent, TakenBack, Undone
from fritids.services.results.history import HistoryKind
from fritids.services.results.service import SentToService
from fritids.services.setup import init_branch
from fritids.services.transfer_values import SendOrder
from tests.builders import FixedClock, a_borrower, an_article

NORRA = SendOrder("norra")


@pytest.fixture
def norra(database: Database, desk: Desk, clock: FixedClock) -> Desk:
    init_branch(database, "Norra")
    return Desk.on(database, branch="norra", name="one", clock=clock)


@pytest.fixture
def kit(desk: Desk) -> ArticleView:
    """It has parts, and asks when it comes back."""
    return an_article(desk, type="avalanche-kit")


def lend(desk: Desk, article: ArticleView) -> int:
    lent = desk.lending.lend(article.barcode, a_borrower(desk).id, act=new())
    assert isinstance(lent, Lent), lent
    return lent.event_id


def take_back(desk: Desk, article: ArticleView) -> int:
    back = desk.returns.take_back(article.barcode, act=new())
    assert isinstance(back, TakenBack), back
    return back.event_id


def to_wash(desk: Desk, article: ArticleView) -> int:
    sent = desk.service.send(article.barcode, ServiceKind.WASH, act=new())
    assert isinstance(sent, SentToService)
    assert sent.event_id is not None
    return sent.event_id


def undo(desk: Desk, event_id: int | None = None) -> None:
    act = new()
    result = desk.undoing.undo_last(act=act) if event_id is None else desk.undoing.undo(event_id, act=act)
    assert isinstance(result, Undone), result


def state(desk: Desk, article: ArticleView) -> ShownState:
    now = desk.articles.get(article.barcode)
    assert now is not None
    return now.state


def test_what_is_under_way_is_received_and_not_set_by_hand(desk: Desk, norra: Desk, kit: ArticleView) -> None:
    """Else the other branch would wait for it for ever, and it could never be sent again."""
    desk.transfers.send([kit.barcode], NORRA, act=new())
    for by_hand in (ArticleState.IN_STOCK, ArticleState.IN_SERVICE, ArticleState.MISSING):
        with pytest.raises(InvalidValueError, match="on its way to Norra"):
            desk.articles.set_state(kit.barcode, by_hand, act=new())
    with pytest.raises(InvalidValueError, match="on its way to Norra"):
        norra.articles.discard(kit.barcode, DiscardReason.LOST, act=new())
    assert len(norra.transfers.receive([kit.barcode], act=new()).received) == 1
    with pytest.raises(InvalidValueError, match="fritids transfer send"):
        norra.articles.set_state(kit.barcode, ArticleState.TRANSFERRED, act=new())


def test_a_missing_thing_with_work_left_goes_to_service_wherever_it_turns_up(
    desk: Desk, norra: Desk, kit: ArticleView
) -> None:
    to_wash(desk, kit)
    desk.articles.set_state(kit.barcode, ArticleState.MISSING, act=new())
    desk.stocktaking.start(act=new())
    desk.stocktaking.scan(kit.barcode, act=new())
    desk.stocktaking.correct([Correction.FOUND], act=new())
    assert state(desk, kit) is ShownState.IN_SERVICE
    undo(desk)
    assert state(desk, kit) is ShownState.MISSING
    desk.transfers.send([kit.barcode], NORRA, act=new())
    norra.transfers.receive([kit.barcode], act=new())
    assert state(norra, kit) is ShownState.IN_SERVICE


def test_what_is_no_longer_to_be_done_keeps_nothing_in_service(
    desk: Desk, norra: Desk, kit: ArticleView
) -> None:
    """The note was undone from the list while the article was missing, or in a box."""
    note = to_wash(desk, kit)
    desk.articles.set_state(kit.barcode, ArticleState.MISSING, act=new())
    undo(desk, note)
    undo(desk)
    assert state(desk, kit) is ShownState.AVAILABLE
    note = to_wash(desk, kit)
    desk.transfers.send([kit.barcode], NORRA, act=new())
    undo(desk, note)
    undo(desk)
    assert state(desk, kit) is ShownState.AVAILABLE
    note = to_wash(desk, kit)
    desk.transfers.send([kit.barcode], NORRA, act=new())
    undo(desk, note)
    norra.transfers.receive([kit.barcode], act=new())
    assert state(norra, kit) is ShownState.AVAILABLE


def test_an_answer_that_is_undone_asks_nothing_of_a_loan_that_is_out_again(
    desk: Desk, kit: ArticleView
) -> None:
    lend(desk, kit)
    returned = take_back(desk, kit)
    desk.checks.answer_all([one.id for one in desk.checks.open_checks()], well=False, act=new())
    undo(desk, returned)
    undo(desk)
    assert desk.checks.open_checks() == ()
    take_back(desk, kit)
    assert len(desk.checks.open_checks()) == 2


def test_one_answer_is_one_line_of_the_history(desk: Desk, clock: FixedClock, kit: ArticleView) -> None:
    """Also where it answered what the return before had asked, and both of its questions."""
    lend(desk, kit)
    clock.moment += timedelta(minutes=3)
    lend(desk, kit)
    take_back(desk, kit)
    desk.checks.answer_all([one.id for one in desk.checks.open_checks()], well=False, act=new())
    history = desk.history.of(kit.barcode)
    assert history is not None
    assert [line.kind for line in history.lines].count(HistoryKind.CHECK) == 1


def test_what_was_lost_while_it_was_out_stays_lost_when_a_return_of_earlier_is_undone(
    desk: Desk, clock: FixedClock, kit: ArticleView
) -> None:
    lend(desk, kit)
    clock.moment += timedelta(hours=2)
    desk.parts.note(kit.barcode, {1: 1}, act=new())
    clock.moment += timedelta(hours=1)
    desk.returns.take_back(kit.barcode, at=clock.moment - timedelta(hours=2), act=new())
    undo(desk)
    assert [lost.quantity for lost in desk.parts.missing()] == [1]
