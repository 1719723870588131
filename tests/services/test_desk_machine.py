"""Two desks lend, take back, renew, lose, find and undo at random, against a model that knows none of the rules' code.

The model of undoing: every article has a pile of acts; only the newest one of the pile can be taken back, and then the
article is as it was before it. The model of lending: a dictionary from article to (borrower, due date).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from fritids.db.engine import Database
from fritids.domain.words import ArticleState
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.forms import LoanFilter
from fritids.services.results import (
    Found,
    Lent,
    NotLent,
    NotRenewed,
    NotTakenBack,
    NotUndone,
    Renewed,
    TakenBack,
    Undone,
)
from tests.builders import FixedClock, a_borrower, a_desk, an_article
from tests.services.runs import runs

Standing = tuple[int, date] | None
ARTICLES, BORROWERS, DESKS = 4, 3, 2
START = datetime(2026, 2, 16, 9, 0, tzinfo=UTC)


@dataclass(eq=False)
class Act:
    """One act in the model: where it was done, on which article, and how the article stood before."""

    desk: int
    article: int
    before: tuple[Standing, bool]
    undone: bool = False
    state_alone: bool = False
    """It changed only whether the article is missing, so that a renewal since does not hide it, nor it a renewal."""
    renewal: bool = False


@dataclass
class Model:
    """What should be out, and what was done in which order."""

    out: dict[int, Standing] = field(default_factory=lambda: dict.fromkeys(range(ARTICLES)))
    missing: dict[int, bool] = field(default_factory=lambda: dict.fromkeys(range(ARTICLES), False))
    acts: list[Act] = field(default_factory=list)

    def did(
        self,
        desk: int,
        article: int,
        after: Standing,
        *,
        missing: bool = False,
        state_alone: bool = False,
        renewal: bool = False,
    ) -> None:
        """Note an act and how the article stands after it."""
        before = (self.out[article], self.missing[article])
        self.acts.append(Act(desk, article, before, state_alone=state_alone, renewal=renewal))
        self.out[article], self.missing[article] = after, missing

    def newest_of(self, desk: int) -> Act | None:
        """The desk's newest act that was not taken back."""
        return next((act for act in reversed(self.acts) if act.desk == desk and not act.undone), None)

    def is_on_top(self, act: Act) -> bool:
        """Whether nothing was done with the article since that still holds."""
        later = [
            other
            for other in self.acts[self.acts.index(act) + 1 :]
            if other.article == act.article and not other.undone
        ]
        if act.state_alone:
            return all(other.renewal for other in later)
        return all(other.state_alone for other in later)


class DeskMachine(RuleBasedStateMachine):
    """Every run lends articles of its own, so that runs need no cleaning up."""

    database: ClassVar[Database]

    @initialize()
    def set_up(self) -> None:
        self.clock = FixedClock(START)
        run = new_act_key()[:6]
        self.desks = [a_desk(self.database, name=f"{run}-{n}", clock=self.clock) for n in range(DESKS)]
        self.articles = [an_article(self.desks[0]) for _ in range(ARTICLES)]
        self.borrowers = [a_borrower(self.desks[0]) for _ in range(BORROWERS)]
        self.model = Model()

    @rule(
        desk=st.integers(0, DESKS - 1),
        article=st.integers(0, ARTICLES - 1),
        borrower=st.integers(0, BORROWERS - 1),
    )
    def lend(self, desk: int, article: int, borrower: int) -> None:
        self.tick()
        result = self.twice(
            self.desks[desk],
            lambda d, key: d.lending.lend(
                self.articles[article].barcode, self.borrowers[borrower].id, act=key
            ),
        )
        held = self.model.out[article]
        if held is not None and held[0] == borrower:
            assert isinstance(result, NotLent)
            return
        assert isinstance(result, Lent)
        assert (result.returned is not None) is (held is not None)
        self.model.did(desk, article, (borrower, self.today() + timedelta(days=14)))

    @rule(desk=st.integers(0, DESKS - 1), article=st.integers(0, ARTICLES - 1))
    def take_back(self, desk: int, article: int) -> None:
        self.tick()
        result = self.twice(
            self.desks[desk], lambda d, key: d.returns.take_back(self.articles[article].barcode, act=key)
        )
        if self.model.out[article] is None and not self.model.missing[article]:
            assert isinstance(result, NotTakenBack)
            return
        assert isinstance(result, TakenBack if self.model.out[article] else Found)
        self.model.did(desk, article, None)

    @rule(desk=st.integers(0, DESKS - 1), article=st.integers(0, ARTICLES - 1))
    def renew(self, desk: int, article: int) -> None:
        self.tick()
        result = self.twice(
            self.desks[desk], lambda d, key: d.renewals.renew(self.articles[article].barcode, act=key)
        )
        held = self.model.out[article]
        if isinstance(result, Renewed):
            assert held is not None
            assert self.today() + timedelta(days=14) > held[1]
            self.model.did(
                desk,
                article,
                (held[0], self.today() + timedelta(days=14)),
                missing=self.model.missing[article],
                renewal=True,
            )
        else:
            assert isinstance(result, NotRenewed)

    @rule(article=st.integers(0, ARTICLES - 1))
    def lose(self, article: int) -> None:
        self.desks[0].articles.set_state(
            self.articles[article].barcode, ArticleState.MISSING, act=new_act_key()
        )
        self.model.did(0, article, self.model.out[article], missing=True, state_alone=True)

    @rule(desk=st.integers(0, DESKS - 1))
    def undo(self, desk: int) -> None:
        self.tick()
        act = self.model.newest_of(desk)
        result = self.twice(self.desks[desk], lambda d, key: d.undoing.undo_last(act=key))
        if act is None or not self.model.is_on_top(act):
            assert isinstance(result, NotUndone)
            return
        assert isinstance(result, Undone)
        act.undone = True
        if act.state_alone:
            self.model.missing[act.article] = act.before[1]
            return
        self.model.out[act.article] = act.before[0]
        if act.before[1]:
            self.model.missing[act.article] = True

    @rule(hours=st.integers(1, 60))
    def time_goes_on(self, hours: int) -> None:
        self.clock.moment += timedelta(hours=hours)

    @invariant()
    def the_lists_agree(self) -> None:
        if not hasattr(self, "model"):
            return
        shown: dict[int, Standing] = dict.fromkeys(range(ARTICLES))
        ids = {article.id: number for number, article in enumerate(self.articles)}
        people = {borrower.id: number for number, borrower in enumerate(self.borrowers)}
        for number, borrower in enumerate(self.borrowers):
            for loan in self.desks[1].loans.list(LoanFilter(borrower_id=borrower.id), limit=50):
                assert loan.borrower_id is not None
                assert people[loan.borrower_id] == number
                shown[ids[loan.article.id]] = (number, loan.due)
        assert shown == self.model.out

    def tick(self) -> None:
        self.clock.moment += timedelta(minutes=3)

    def today(self) -> date:
        return self.desks[0].today()

    def twice(self, desk: Desk, act: Callable[[Desk, str], Any]) -> Any:
        """Send the act twice with one key; the second sending changes nothing (R9), as the invariant then proves."""
        key = new_act_key()
        result = act(desk, key)
        act(desk, key)
        return result


def test_two_desks_and_the_model_never_disagree(database: Database) -> None:
    """Whatever two desks do in whatever order, what is out is what the model says, and undoing brings back what was."""
    run_state_machine_as_test(
        type("DeskMachineOnThisDatabase", (DeskMachine,), {"database": database}),
        settings=settings(
            max_examples=runs(database, 30),
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
