"""Paper slips: whatever the order in which they are typed in, the loans are those that happened; and nothing is guessed."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fritids.db.engine import Database
from fritids.domain.findings import FindingCode as Code
from fritids.errors import InvalidValueError, UsageError
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.forms import LoanFilter
from fritids.services.results import Lent, NotUndone
from fritids.services.results.slips import NewSlip, SlipEntered
from tests.builders import FixedClock, a_borrower, a_desk, an_article

MINUTE = timedelta(minutes=1)
EXAMPLES = 200 if os.environ.get("FRITIDS_NIGHTLY") else 12


@pytest.fixture
def pad(desk: Desk, clock: FixedClock, tmp_path: Path) -> Desk:
    """A desk with twelve slips; an hour later the power is back."""
    desk.slips.print(12, tmp_path / "pad.pdf", act="pad")
    clock.moment += timedelta(hours=1)
    return desk


def enter(desk: Desk, number: int, minute: int, **values: object) -> SlipEntered:
    """Type in a slip that was written this many minutes after the pad was printed."""
    at = desk.context.clock.now() - timedelta(hours=1) + minute * MINUTE
    return desk.slips.enter(NewSlip(number, at, **values), act=new_act_key())  # type: ignore[arg-type]


def loans(desk: Desk) -> list[tuple[str, str | None, str, str | None]]:
    """What counts of all loans."""
    found = desk.loans.list(LoanFilter(all=True))
    return sorted(
        (
            one.article.barcode,
            one.borrower_number,
            str(one.lent_at),
            str(one.returned_at) if one.returned_at else None,
        )
        for one in found
    )


def why(entered: SlipEntered) -> list[tuple[Code, ...]]:
    """The reasons of its conflicts."""
    return [line.reasons for line in entered.slip.lines if line.in_conflict]


def test_a_slip_lends_and_takes_back_at_its_time_and_registers_who_borrows(pad: Desk) -> None:
    """Ten minutes past, by a sign, in one act that one key takes back; then it can be typed in again."""
    known, skates, helmet = a_borrower(pad), an_article(pad), an_article(pad)
    pad.lending.lend(helmet.barcode, known.id, act="before", at=pad.context.clock.now() - timedelta(hours=1))
    done = enter(pad, 3, 10, by="EK", name="Bo Ek", phone="070-123 45 67", lent=(skates.barcode,), returned=(helmet.barcode,))  # fmt: skip
    assert [line.done for line in done.slip.lines] == [True, True]
    assert done.registered
    assert done.borrower is not None
    (out,) = pad.borrowers.loans_of(done.borrower.id)
    assert out.lent_at == pad.context.clock.now() - timedelta(minutes=50)
    assert pad.borrowers.loans_of(known.id) == ()
    pad.undoing.undo_last(act=new_act_key())
    assert [one.article.barcode for one in pad.borrowers.loans_of(known.id)] == [helmet.barcode]
    assert pad.borrowers.loans_of(done.borrower.id) == ()
    again = enter(pad, 3, 10, name="Bo", phone="+46701234567", lent=(skates.barcode,))
    assert (again.registered, again.borrower and again.borrower.id) == (False, done.borrower.id)


def test_what_cannot_be_typed_in_says_why_and_writes_nothing(pad: Desk, clock: FixedClock) -> None:
    """Twice, never printed, void, to come, before the pad was: each a sentence, and no loan."""
    skates, borrower = an_article(pad), a_borrower(pad, phone="0701234567")
    rest = {"borrower_id": borrower.id, "lent": (skates.barcode,)}
    pad.slips.void([4], "spilled coffee", act="v")
    for number, minute, said in (
        (99, 10, "never printed"),
        (4, 10, "spilled coffee"),
        (1, 61, "still to come"),
        (1, -2, "was printed"),
    ):
        with pytest.raises(UsageError, match=said):
            enter(pad, number, minute, **rest)
    with pytest.raises(UsageError, match="another name"):
        enter(pad, 1, 10, name="Somebody Else", phone="0701234567", lent=(skates.barcode,))
    with pytest.raises(InvalidValueError, match="no phone number"):
        enter(pad, 1, 10, name="New", phone="07012345", lent=(skates.barcode,))
    with pytest.raises(UsageError, match="Say who borrows"):
        enter(pad, 1, 10, lent=(skates.barcode,))
    assert loans(pad) == []
    enter(pad, 1, 10, **rest)
    with pytest.raises(UsageError, match=r"was typed in .*already"):
        enter(pad, 1, 10, **rest)
    assert len(loans(pad)) == 1


def test_a_conflict_that_is_tried_again_in_vain_leaves_no_trace(pad: Desk) -> None:
    """What was taken back for the trial stands again, and the record holds no link for a line that is not there."""
    kim, bo, skates = a_borrower(pad), a_borrower(pad), an_article(pad)
    pad.lending.lend(skates.barcode, kim.id, act="before", at=pad.context.clock.now() - timedelta(hours=1))
    entered = enter(pad, 1, 10, borrower_id=bo.id, lent=(skates.barcode,))
    assert why(entered) == [(Code.LENT_TO_OTHER,)]
    enter(pad, 2, 20, returned=(skates.barcode,))
    enter(pad, 3, 30, borrower_id=bo.id, lent=(skates.barcode,))
    before = loans(pad)
    assert pad.slips.retry(act="again") == ()
    assert loans(pad) == before


def test_the_same_act_sent_twice_is_done_once(pad: Desk) -> None:
    """R9, although the slip is used."""
    new = NewSlip(2, pad.context.clock.now(), borrower_id=a_borrower(pad).id, lent=(an_article(pad).barcode,))
    first = pad.slips.enter(new, act="twice")
    assert pad.slips.enter(new, act="twice").slip == first.slip
    assert len(loans(pad)) == 1


def test_conflicts_stay_until_they_come_right_or_are_noted(pad: Desk) -> None:
    """Lent twice with a return that is written on a slip typed in last; a return of what never was out; two digits swapped."""
    skates, helmet, anna, bo = an_article(pad), an_article(pad), a_borrower(pad), a_borrower(pad)
    enter(pad, 1, 10, borrower_id=anna.id, lent=(skates.barcode,))
    swapped = helmet.barcode[:6] + helmet.barcode[7] + helmet.barcode[6]
    twice = enter(pad, 3, 30, borrower_id=bo.id, lent=(skates.barcode, swapped))
    assert why(twice) == [(Code.LENT_TO_OTHER,), (Code.UNKNOWN_ARTICLE,)]
    assert (twice.slip.lines[0].other_slip, twice.slip.lines[1].meant) == (1, (helmet.barcode,))
    assert why(enter(pad, 5, 40, returned=(helmet.barcode,))) == [(Code.NOT_ON_LOAN,)]
    between = enter(pad, 2, 20, returned=(skates.barcode,))
    assert [line.slip for line in between.others if line.done] == [3]
    assert [one.borrower_number for one in pad.loans.list()] == [bo.number]
    summary = pad.slips.summary()
    assert (summary.entered, summary.missing) == (4, (4,))
    assert [(one.slip, one.act.value) for one in summary.conflicts] == [(3, "lend"), (5, "return")]
    pad.slips.settle(3, swapped, "it was the helmet", act="n1")
    pad.slips.settle(5, helmet.barcode, "stood on the shelf", act="n2")
    assert pad.slips.summary().conflicts == ()
    pad.undoing.undo_last(act=new_act_key())  # slip 2, and with it what slip 3 stands on
    assert [one.slip for one in pad.slips.summary().conflicts] == [3]
    assert [one.borrower_number for one in pad.loans.list()] == [anna.number]
    enter(pad, 2, 20, returned=(skates.barcode,))
    assert [one.borrower_number for one in pad.loans.list()] == [bo.number]


def test_what_the_counter_did_is_never_touched(pad: Desk) -> None:
    """Lent or taken back in the program since: the slip is a conflict, and the counter's loan stands."""
    skates, helmet, anna, bo = an_article(pad), an_article(pad), a_borrower(pad), a_borrower(pad)
    for article in (skates, helmet):
        assert isinstance(pad.lending.lend(article.barcode, bo.id, act=new_act_key()), Lent)
    before = loans(pad)
    entered = enter(pad, 1, 10, borrower_id=anna.id, lent=(skates.barcode,), returned=(helmet.barcode,))
    assert why(entered) == [(Code.TIME_BEFORE_LOAN,), (Code.NOT_FREE_THEN,)]
    assert loans(pad) == before
    assert pad.slips.retry(act="again") == ()


@st.composite
def happenings(draw: st.DrawFn) -> tuple[list[tuple[str, int, int]], list[int]]:
    """What happened to three things while it was dark, a slip for each, and the order in which the slips are typed in."""
    out: dict[int, int] = {}
    acts: list[tuple[str, int, int]] = []
    for _ in range(draw(st.integers(2, 9))):
        thing, person = draw(st.integers(0, 2)), draw(st.integers(0, 1))
        if thing in out:
            del out[thing]
            acts.append(("return", thing, person))
        else:
            out[thing] = person
            acts.append(("lend", thing, person))
    return acts, draw(st.permutations(range(len(acts))))


def test_slips_typed_in_in_any_order_give_the_loans_that_happened(
    database: Database, clock: FixedClock, tmp_path: Path
) -> None:
    """One database for all examples; every example has things of its own."""
    desk = a_desk(database, name="one", clock=clock)
    people = [a_borrower(desk), a_borrower(desk)]

    @settings(max_examples=EXAMPLES, database=None, deadline=None)
    @given(happenings())
    def any_order(happened: tuple[list[tuple[str, int, int]], list[int]]) -> None:
        acts, order = happened
        things = [an_article(desk) for _ in range(3)]
        pad = desk.slips.print(len(acts), tmp_path / "pad.pdf", act=new_act_key())
        start = clock.moment
        clock.moment += timedelta(hours=1)
        for n in order:
            act, thing, person = acts[n]
            code = (things[thing].barcode,)
            values = (
                {"returned": code} if act == "return" else {"lent": code, "borrower_id": people[person].id}
            )
            desk.slips.enter(NewSlip(pad.first + n, start + (n // 2) * MINUTE, **values), act=new_act_key())
        assert desk.slips.summary().conflicts == ()
        wanted: list[list[object]] = []
        for n, (act, thing, person) in enumerate(acts):
            at = str(start + (n // 2) * MINUTE)
            if act == "lend":
                wanted.append([things[thing].barcode, people[person].number, at, None])
            else:
                next(one for one in reversed(wanted) if one[0] == things[thing].barcode)[3] = at
        mine = {thing.barcode for thing in things}
        assert [one for one in loans(desk) if one[0] in mine] == sorted(map(tuple, wanted), key=str)

    any_order()


def test_a_slip_cannot_be_undone_past_the_counter(pad: Desk) -> None:
    """What was lent by a slip and came back at the counter since stays: the undo says why."""
    skates = an_article(pad)
    enter(pad, 1, 10, borrower_id=a_borrower(pad).id, lent=(skates.barcode,))
    event = pad.undoing.recent()[0].event_id
    pad.returns.take_back(skates.barcode, act=new_act_key())
    assert isinstance(pad.undoing.undo(event, act=new_act_key()), NotUndone)
    assert pad.slips.summary().entered == 1
