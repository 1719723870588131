"""A tent lacks two pegs: noted at the return, told to the next borrower, settled when they turn up; on both engines."""

from datetime import timedelta

import pytest

from fritids.domain.findings import FindingCode as Code
from fritids.domain.findings import UndoBlock
from fritids.domain.words import CheckKind, PartOutcome, ShownState
from fritids.errors import InvalidValueError
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.results import (
    ArticleParts,
    ArticleView,
    BorrowerView,
    CheckView,
    Lent,
    NotUndone,
    TakenBack,
    Undone,
)
from tests.builders import FixedClock, a_borrower, an_article
from tests.services.rows import loan_row

POLES, PEGS, BAG = 2, 3, 4


@pytest.fixture
def tent(desk: Desk) -> ArticleView:
    """One with twelve pegs, which its type cannot know."""
    made = desk.parts.set_counts(an_article(desk, type="tent").barcode, {PEGS: 12}, act=new_act_key())
    assert isinstance(made, ArticleParts)
    return made.article


def lend(desk: Desk, tent: ArticleView, borrower: BorrowerView | None = None) -> Lent:
    someone = borrower or a_borrower(desk)
    accepted = frozenset({Code.CHECK_OPEN})
    result = desk.lending.lend(tent.barcode, someone.id, act=new_act_key(), accepted=accepted)
    assert isinstance(result, Lent), result
    return result


def take_back(desk: Desk, tent: ArticleView) -> CheckView:
    """The question about the parts that the return leaves."""
    result = desk.returns.take_back(tent.barcode, act=new_act_key())
    assert isinstance(result, TakenBack), result
    return next(check for check in result.checks if check.kind is CheckKind.PARTS)


def note(desk: Desk, tent: ArticleView, missing: dict[int, int]) -> ArticleParts:
    noted = desk.parts.note(tent.barcode, missing, act=new_act_key())
    assert isinstance(noted, ArticleParts), noted
    return noted


def lacking(desk: Desk, tent: ArticleView) -> dict[int, int]:
    of = desk.parts.of(tent.barcode)
    assert of is not None
    return {view.part.number: view.missing for view in of.parts if view.missing}


def undo(desk: Desk) -> Undone | NotUndone:
    return desk.undoing.undo_last(act=new_act_key())


def test_what_is_missing_is_told_to_the_next_borrower_and_kept_with_their_loan(
    desk: Desk, tent: ArticleView
) -> None:
    """The tent can be lent; of the two questions only that about the parts is answered."""
    first = lend(desk, tent)
    assert [finding.code for finding in first.told] == [Code.PARTS]
    take_back(desk, tent)
    act = new_act_key()
    for _ in range(2):  # sent twice, noted once
        desk.parts.note(tent.barcode, {PEGS: 2, BAG: 1}, act=act)
    assert lacking(desk, tent) == {PEGS: 2, BAG: 1}
    assert [check.kind for check in desk.checks.open_checks()] == [CheckKind.SAFETY]
    shown = desk.articles.get(tent.barcode)
    assert shown is not None
    assert shown.state is ShownState.AVAILABLE
    borrower, again = a_borrower(desk), new_act_key()
    told, frozen = [], []
    for _ in range(2):
        accepted = frozenset({Code.CHECK_OPEN})
        result = desk.lending.lend(tent.barcode, borrower.id, act=again, accepted=accepted)
        assert isinstance(result, Lent), result
        told.append(
            {f.code: f.facts["missing"] for f in result.told if f.code in {Code.PARTS, Code.PARTS_MISSING}}
        )
        frozen.append(loan_row(desk, result.loan.id)["parts_missing"])
    assert told == [{Code.PARTS: "3:2 4:1", Code.PARTS_MISSING: "3:2 4:1"}] * 2
    assert frozen == ["3:2 4:1"] * 2
    assert loan_row(desk, first.loan.id)["parts_missing"] is None


def test_each_family_answers_for_its_own(desk: Desk, tent: ArticleView) -> None:
    """The question says what was missing before; the list says from whose loan. What turns up is the oldest."""
    anna, bo = a_borrower(desk, name="Anna"), a_borrower(desk, name="Bo")
    for borrower, known, lost in ((anna, (), 2), (bo, ((PEGS, 2),), 1)):
        lend(desk, tent, borrower)
        assert take_back(desk, tent).missing == known
        note(desk, tent, {PEGS: lost})
    whose = [(lost.quantity, lost.borrower_number) for lost in desk.parts.missing()]
    assert whose == [(2, anna.number), (1, bo.number)]
    desk.parts.settle(tent.barcode, [(PEGS, 1, PartOutcome.FOUND)], act=new_act_key())
    assert [lost.quantity for lost in desk.parts.missing()] == [1, 1]
    desk.parts.settle(tent.barcode, [(PEGS, None, PartOutcome.REPLACED)], act=new_act_key())
    assert desk.parts.missing() == ()
    assert isinstance(undo(desk), Undone)
    assert isinstance(undo(desk), Undone)
    assert [(lost.quantity, lost.borrower_number) for lost in desk.parts.missing()] == whose


def test_undoing_the_note_asks_again_and_is_blocked_once_it_was_found(desk: Desk, tent: ArticleView) -> None:
    lend(desk, tent)
    asked = take_back(desk, tent)
    note(desk, tent, {PEGS: 2})
    (noted,) = [act for act in desk.undoing.recent() if act.kind == "parts_missing"]
    desk.parts.settle(tent.barcode, [(PEGS, None, PartOutcome.FOUND)], act=new_act_key())
    blocked = desk.undoing.undo(noted.event_id, act=new_act_key())
    assert isinstance(blocked, NotUndone)
    assert blocked.findings[0].facts["by"] == UndoBlock.PARTS_SINCE
    assert isinstance(undo(desk), Undone)  # the finding
    assert isinstance(undo(desk), Undone)  # the note
    assert lacking(desk, tent) == {}
    assert asked.id in {check.id for check in desk.checks.open_checks()}


def test_a_return_that_is_undone_takes_what_was_noted_at_it_along(desk: Desk, tent: ArticleView) -> None:
    """But not what the borrower had said by telephone before: that is missing all the same."""
    lent = lend(desk, tent)
    note(desk, tent, {POLES: 1})
    clock = desk.context.clock
    assert isinstance(clock, FixedClock)
    clock.moment += timedelta(hours=1)
    take_back(desk, tent)
    note(desk, tent, {PEGS: 2})
    (returned,) = [act for act in desk.undoing.recent() if act.kind == "return"]
    assert isinstance(desk.undoing.undo(returned.event_id, act=new_act_key()), Undone)
    assert lacking(desk, tent) == {POLES: 1}
    assert loan_row(desk, lent.loan.id)["returned_at"] is None


def test_what_cannot_be_is_refused_with_nothing_noted(desk: Desk, tent: ArticleView) -> None:
    """More than there are, a part that there is not, one that is gone already, one that is not missing, another type's parts."""
    note(desk, tent, {BAG: 1})
    for missing in ({POLES: 1, PEGS: 13}, {POLES: 1, 5: 1}, {POLES: 1, BAG: 1}, {POLES: 0}, {POLES: 1001}):
        with pytest.raises(InvalidValueError):
            note(desk, tent, missing)
    for quantity in (2, 0):
        with pytest.raises(InvalidValueError):
            desk.parts.settle(tent.barcode, [(BAG, quantity, PartOutcome.FOUND)], act=new_act_key())
    shown = desk.articles.get(tent.barcode)
    assert shown is not None
    with pytest.raises(InvalidValueError) as refused:
        desk.articles.edit(tent.id, shown.revision, {"type": "boule"}, act=new_act_key())
    assert refused.value.field == "type"
    assert lacking(desk, tent) == {BAG: 1}
    desk.parts.settle(tent.barcode, [(BAG, None, PartOutcome.GIVEN_UP)], act=new_act_key())
    edited = desk.articles.edit(tent.id, shown.revision, {"type": "boule"}, act=new_act_key())
    assert [part.count for part in edited.parts] == [8, 1]
