"""Branches in two zones lend, return, renew, lose, undo, merge and forget at random over new year; what is kept of it is always what the loans say."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from fritids.db.engine import Database
from fritids.domain.figures import Period, Split
from fritids.domain.words import ArticleState
from fritids.errors import FritidsError
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.figures import bodies
from fritids.services.results import BorrowerView, Lent
from fritids.services.setup import init_branch
from tests.builders import FixedClock, a_borrower, an_article
from tests.services.figures.counted import as_told, from_the_loans, keep_all, same
from tests.services.runs import runs

START = datetime(2026, 12, 29, 21, 50, tzinfo=UTC)
PERIODS = (
    Period.year(2026),
    Period.year(2027),
    Period(date(2026, 12, 29), date(2027, 1, 2)),
    Period(date(2026, 12, 1), date(2027, 6, 30)),
)
TYPES = ("hockey-skates", "sledge", "walking-poles")


class KeptMachine(RuleBasedStateMachine):
    """Each life goes on in the same database, with all that the lives before left kept there."""

    database: ClassVar[Database]

    @initialize()
    def set_up(self) -> None:
        self.clock = FixedClock(START)
        run = new_act_key()[:6]
        self.desks = [
            Desk.on(self.database, branch=code, name=run, clock=self.clock) for code in ("main", "east")
        ]
        for desk in self.desks:
            keep_all(desk)
        self.articles = [an_article(self.desks[n % 2], type=TYPES[n % 2]) for n in range(4)]
        self.borrowers = [self.somebody(n) for n in range(4)]
        self.visits: list[int] = []

    def somebody(self, number: int) -> BorrowerView:
        kind = ("person", "school")[number % 2]
        return a_borrower(self.desks[0], kind=kind, postcode=f"60{number}10")

    @rule(
        desk=st.integers(0, 1), article=st.integers(0, 3), borrower=st.integers(0, 3), back=st.integers(0, 3)
    )
    def lend(self, desk: int, article: int, borrower: int, back: int) -> None:
        at = None if back < 3 else self.clock.now() - timedelta(days=1, hours=3)
        here = self.desks[desk]
        due = here.today() if back == 1 else None
        done = self.do(
            lambda: here.lending.lend(
                self.articles[article].barcode, self.borrowers[borrower].id, act=new_act_key(), at=at, due=due
            )
        )
        if isinstance(done, Lent):
            self.visits.append(done.loan.visit_id)

    @rule(desk=st.integers(0, 1), article=st.integers(0, 3), back=st.integers(0, 3))
    def take_back(self, desk: int, article: int, back: int) -> None:
        at = None if back < 3 else self.clock.now() - timedelta(hours=26)
        self.do(
            lambda: self.desks[desk].returns.take_back(
                self.articles[article].barcode, act=new_act_key(), at=at
            )
        )

    @rule(desk=st.integers(0, 1), article=st.integers(0, 3))
    def renew(self, desk: int, article: int) -> None:
        self.do(lambda: self.desks[desk].renewals.renew(self.articles[article].barcode, act=new_act_key()))

    @rule(desk=st.integers(0, 1), article=st.integers(0, 3))
    def lose(self, desk: int, article: int) -> None:
        self.do(
            lambda: self.desks[desk].articles.set_state(
                self.articles[article].barcode, ArticleState.MISSING, act=new_act_key()
            )
        )

    @rule(desk=st.integers(0, 1))
    def undo(self, desk: int) -> None:
        self.do(lambda: self.desks[desk].undoing.undo_last(act=new_act_key()))

    @rule(desk=st.integers(0, 1), borrower=st.integers(0, 3))
    def move(self, desk: int, borrower: int) -> None:
        if self.visits:
            self.do(
                lambda: self.desks[desk].moving.move_visit(
                    self.visits[-1], self.borrowers[borrower].id, act=new_act_key()
                )
            )

    @rule(one=st.integers(0, 3), other=st.integers(0, 3))
    def merge(self, one: int, other: int) -> None:
        kept, gone = self.borrowers[one], self.borrowers[other]
        if one != other and self.do(
            lambda: self.desks[0].borrowers.merge(kept.id, gone.id, act=new_act_key())
        ):
            self.borrowers[other] = self.somebody(other)

    @rule(borrower=st.integers(0, 3))
    def erase(self, borrower: int) -> None:
        desk, period = self.desks[0], PERIODS[3]
        before = from_the_loans(desk, period, None)
        self.do(lambda: desk.borrowers.erase(self.borrowers[borrower].id, act=new_act_key()))
        same(before, from_the_loans(desk, period, None))
        self.borrowers[borrower] = self.somebody(borrower)

    @rule(hours=st.sampled_from((1, 3, 25, 24 * 15, 24 * 70)))
    def wait(self, hours: int) -> None:
        self.clock.moment += timedelta(hours=hours)

    @rule(wrong=st.sampled_from((-40, 300)))
    def look_with_a_wrong_clock(self, wrong: int) -> None:
        right = self.clock.moment
        self.clock.moment += timedelta(days=wrong)
        self.desks[0].figures.whole(PERIODS[3])
        self.clock.moment = right

    @rule(number=st.integers(0, 2**16))
    def look(self, number: int) -> None:
        chance = random.Random(number)
        branch = chance.choice((None, "main", "east"))
        period = chance.choice(PERIODS)
        figures, right = self.desks[0].figures, from_the_loans(self.desks[0], period, branch)
        for _once_counted_then_kept in range(2):
            key = chance.choice(
                ((Split.MONTH,), (Split.TYPE,), (Split.AGE, Split.GENDER), (Split.MONTH, Split.KIND))
            )
            assert figures.split(period, key, branch) == bodies.rows(right, key)
            assert figures.totals(period, branch) == bodies.totals(right)
            same(as_told(self.desks[0], period, branch), right)

    def teardown(self) -> None:
        if hasattr(self, "desks"):
            assert self.desks[0].figures.verify() == ()

    def do(self, act: object) -> object:
        """What the act gives; None for one that was refused."""
        self.clock.moment += timedelta(seconds=20)
        try:
            return act()  # type: ignore[operator]
        except FritidsError:
            return None


def test_what_is_kept_is_what_the_loans_say(database: Database) -> None:
    init_branch(database, "Öster", code="east", timezone="Europe/Helsinki")
    run_state_machine_as_test(
        type("KeptMachineOnThisDatabase", (KeptMachine,), {"database": database}),
        settings=settings(
            max_examples=runs(database, 6),
            stateful_step_count=18,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
