"""Whatever a branch does in whatever order, `check` finds nothing afterwards: what it looks for is never what the program itself leaves."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TypeVar

import pytest

from fritids.db.engine import Database
from fritids.domain.stocktaking import Correction
from fritids.domain.words import ArticleState, DiscardReason
from fritids.errors import UsageError
from fritids.services.acts import new_act_key as new
from fritids.services.forms import NewBooking
from fritids.services.results import Lent
from fritids.services.results.slips import NewSlip
from tests.benchmarks.measure import LONG
from tests.builders import FixedClock, a_borrower, a_desk, an_article

T = TypeVar("T")
SLIPS, THINGS, PEOPLE = 12, 4, 3
STEPS, EVERY = 90, 45
SEEDS = range(40 if LONG else 1)


class Branch:
    """Two desks, which refuse what they refuse: no step here knows what that is."""

    def __init__(self, database: Database, folder: Path, chance: Random) -> None:
        self.clock = FixedClock(datetime(2026, 2, 16, 9, 0, tzinfo=UTC))
        self.chance = chance
        self.said: list[str] = []
        """What was done, and not refused."""
        self.desks = [a_desk(database, name=str(n), clock=self.clock) for n in range(2)]
        self.articles = [an_article(self.desks[0]) for _ in range(4)]
        self.borrowers = [a_borrower(self.desks[0]) for _ in range(3)]
        self.visits: list[int] = []
        pad = self.desks[0].slips.print(SLIPS, folder / "pad.pdf", act=new())
        self.slips = list(range(pad.first, pad.last + 1))

    def lend(self, desk: int, thing: int, person: int, *, counter: bool) -> None:
        here, code, borrower = self.desks[desk], self.articles[thing].barcode, self.borrowers[person].id
        if counter:
            self.do("visit", lambda: here.counter.open_visit(borrower, act=new()))
            self.do("scan", lambda: here.counter.enter(code, act=new()))
            return
        lent = self.do("lend", lambda: here.lending.lend(code, borrower, act=new()))
        if isinstance(lent, Lent) and lent.loan.visit_id is not None:
            self.visits.append(lent.loan.visit_id)

    def take_back(self, desk: int, thing: int, *, counter: bool) -> None:
        here, code = self.desks[desk], self.articles[thing].barcode
        if counter:
            self.do("end", lambda: here.counter.enter_empty(act=new()))
            self.do("bring", lambda: here.counter.enter(code, act=new(), returns_only=True))
        else:
            self.do("return", lambda: here.returns.take_back(code, act=new()))

    def renew(self, desk: int, thing: int) -> None:
        self.do("renew", lambda: self.desks[desk].renewals.renew(self.articles[thing].barcode, act=new()))

    def lose(self, thing: int, *, gone: bool) -> None:
        articles, code = self.desks[0].articles, self.articles[thing].barcode
        if gone:
            self.do("discard", lambda: articles.discard(code, DiscardReason.BROKEN, act=new()))
        else:
            self.do("lose", lambda: articles.set_state(code, ArticleState.MISSING, act=new()))

    def undo(self, desk: int) -> None:
        self.do("undo", lambda: self.desks[desk].undoing.undo_last(act=new()))

    def move(self, desk: int, person: int) -> None:
        if self.visits:
            to = self.borrowers[person].id
            self.do("move", lambda: self.desks[desk].moving.move_visit(self.visits[-1], to, act=new()))

    def merge(self, one: int, other: int) -> None:
        kept, gone = self.borrowers[one].id, self.borrowers[other].id
        if one == other:
            return
        if self.do("merge", lambda: self.desks[0].borrowers.merge(kept, gone, act=new())) is not None:
            self.borrowers[other] = a_borrower(self.desks[0])

    def erase(self, person: int) -> None:
        self.do("erase", lambda: self.desks[0].borrowers.erase(self.borrowers[person].id, act=new()))
        if self.desks[0].borrowers.get(self.borrowers[person].id) is None:
            self.borrowers[person] = a_borrower(self.desks[0])

    def forget(self, months: int) -> None:
        self.clock.moment += timedelta(days=20 * months)
        self.do("forget", lambda: self.desks[0].forgetting.run(act=new()))
        for n, one in enumerate(self.borrowers):
            if self.desks[0].borrowers.get(one.id) is None:
                self.borrowers[n] = a_borrower(self.desks[0])

    def slip(self, desk: int, person: int, lent: int, back: int, minutes: int) -> None:
        if self.slips:
            new_slip = NewSlip(
                self.slips.pop(),
                self.clock.now() - timedelta(minutes=minutes),
                borrower_id=self.borrowers[person].id,
                lent=(self.articles[lent].barcode,),
                returned=(self.articles[back].barcode,) if back != lent else (),
            )
            self.do("slip", lambda: self.desks[desk].slips.enter(new_slip, act=new()))
            self.do("retry", lambda: self.desks[desk].slips.retry(act=new()))

    def count(self, desk: int, thing: int) -> None:
        stocktaking = self.desks[desk].stocktaking
        if stocktaking.current() is None:
            self.do("start", lambda: stocktaking.start(act=new()))
        self.do("count", lambda: stocktaking.scan(self.articles[thing].barcode, act=new()))

    def end_count(self, desk: int) -> None:
        stocktaking = self.desks[desk].stocktaking
        if self.do("end count", lambda: stocktaking.end(act=new())) is not None:
            self.do("correct", lambda: stocktaking.correct(tuple(Correction), act=new()))

    def book(self, person: int, days: int) -> None:
        first = self.desks[0].today() + timedelta(days=days)
        booking = NewBooking(
            borrower_id=self.borrowers[person].id, type="hockey-skates", first_day=first, last_day=first
        )
        self.do("book", lambda: self.desks[0].bookings.add(booking, act=new()))

    def time_goes_on(self, hours: int) -> None:
        self.clock.moment += timedelta(hours=hours)
        self.do("sum up", self.desks[0].figures.sum_up)

    def do(self, what: str, work: Callable[[], T]) -> T | None:
        """What came of it; None where it was refused with a sentence."""
        self.clock.moment += timedelta(minutes=3)
        try:
            found = work()
        except UsageError:
            return None
        self.said.append(what)
        return found

    def step(self) -> None:
        """Something happens."""
        pick = self.chance.randrange
        desk, thing, person, turn = pick(2), pick(THINGS), pick(PEOPLE), pick(2) == 1
        here: list[Callable[[], None]] = [
            lambda: self.lend(desk, thing, person, counter=turn),
            lambda: self.lend(desk, thing, person, counter=turn),
            lambda: self.take_back(desk, thing, counter=turn),
            lambda: self.renew(desk, thing),
            lambda: self.lose(thing, gone=turn),
            lambda: self.undo(desk),
            lambda: self.move(desk, person),
            lambda: self.merge(person, pick(PEOPLE)),
            lambda: self.erase(person),
            lambda: self.forget(1 + pick(4)),
            lambda: self.slip(desk, person, thing, pick(THINGS), pick(600)),
            lambda: self.slip(desk, person, thing, pick(THINGS), pick(600)),
            lambda: self.count(desk, thing),
            lambda: self.end_count(desk),
            lambda: self.book(person, pick(20)),
            lambda: self.time_goes_on(1 + pick(60)),
        ]
        self.chance.choice(here)()


@pytest.mark.parametrize("seed", SEEDS)
def test_check_finds_nothing_after_whatever_was_done(database: Database, tmp_path: Path, seed: int) -> None:
    if database.path is not None:
        for each in database.path.parent.glob(f"{database.path.name}*"):
            each.chmod(0o600)
    branch = Branch(database, tmp_path, Random(seed))
    branch.desks[0].branch.set({"forget_after_months": "2", "cut_loans_after_months": "1"}, act="settings")
    for n in range(1, STEPS + 1):
        branch.step()
        if n % EVERY == 0:
            found = branch.desks[0].checking.check().found
            assert found == (), branch.said
    assert len(set(branch.said)) > 10, "there was something to be looked at"
