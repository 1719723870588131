"""One desk's box at random: scans, cards, Enter, undoing, whole visits undone and moved, restarts, against a model that knows none of the code.

The model is the counter's table (DESIGN §3) and a pile: at one desk the newest act lies on top, and when it is taken back everything is as
it was before it. What another desk can do in between is in `test_desk_machine`.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from fritids.db.engine import Database
from fritids.db.tables import Event, Loan
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.results import (
    AlreadyInBasket,
    Basketed,
    JustDone,
    Lent,
    NothingOpen,
    NotUndone,
    SameVisit,
    TakenBack,
    Undone,
    VisitEnded,
    VisitMoved,
    VisitOpened,
)
from tests.builders import FixedClock, a_borrower, a_desk, an_article
from tests.services.runs import runs

ARTICLES, BORROWERS = 4, 3
START = datetime(2026, 12, 28, 9, 0, tzinfo=UTC)
"""The days run over new year, when every borrower gets another key."""
LOAN, EVENT = Loan.__table__, Event.__table__
Standing = tuple[int, date] | None


@dataclass
class Act:
    """One act that can be taken back: in which visit, on which article (a move: none), and how what it touched stood before."""

    visit: int | None
    article: int | None
    at: datetime
    kind: str
    before: dict[int, Standing]
    whose: int | None = None
    """Whose visit it was before a move."""


@dataclass
class Model:
    """What lies on the desk, what is out, and what can be taken back, newest last."""

    out: dict[int, tuple[int, date]] = field(default_factory=dict)
    basket: list[int] = field(default_factory=list)
    visit: int | None = None
    whose: dict[int, int] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)


class CounterMachine(RuleBasedStateMachine):
    """Every run has a desk, articles and borrowers of its own."""

    database: ClassVar[Database]

    @initialize()
    def set_up(self) -> None:
        self.clock = FixedClock(START)
        self.name = new_act_key()[:6]
        self.desk = a_desk(self.database, name=self.name, clock=self.clock)
        self.articles = [an_article(self.desk) for _ in range(ARTICLES)]
        self.borrowers = [a_borrower(self.desk) for _ in range(BORROWERS)]
        self.model = Model()

    # ------------------------------------------------------------------------------------------ what is done

    @rule(article=st.integers(0, ARTICLES - 1), again=st.booleans())
    def scan(self, article: int, again: bool) -> None:
        act, code, model = new_act_key(), self.articles[article].barcode, self.model
        answer = self.desk.counter.enter(code, act=act)
        if again and not isinstance(answer, Basketed):
            self.desk.counter.enter(code, act=act)
        holder = model.out.get(article)
        borrower = None if model.visit is None else model.whose[model.visit]
        just = self.just_done(article)
        if holder is not None and borrower in {None, holder[0]}:
            if just == "lend":
                assert isinstance(answer, JustDone)
            else:
                assert isinstance(answer, TakenBack)
                self.did(article, "return", None)
        elif holder is None and just == "return":
            assert isinstance(answer, JustDone)
        elif borrower is not None:
            assert isinstance(answer, Lent)
            assert (answer.returned is None) is (holder is None)
            self.did(article, "lend", borrower)
        elif article in model.basket:
            assert isinstance(answer, AlreadyInBasket)
        else:
            assert isinstance(answer, Basketed)
            model.basket.append(article)

    @rule(borrower=st.integers(0, BORROWERS - 1))
    def card(self, borrower: int) -> None:
        model = self.model
        answer = self.desk.counter.enter(self.borrowers[borrower].number, act=new_act_key())
        if model.visit is not None and model.whose[model.visit] == borrower:
            assert isinstance(answer, SameVisit)
            return
        assert isinstance(answer, VisitOpened)
        assert (answer.ended is None) is (model.visit is None)
        model.visit = answer.visit_id
        model.whose[answer.visit_id] = borrower
        for article in model.basket:
            self.did(article, "lend", borrower)
        model.basket = []

    @rule()
    def enter(self) -> None:
        answer = self.desk.counter.enter_empty(act=new_act_key())
        assert isinstance(answer, NothingOpen if self.model.visit is None else VisitEnded)
        self.model.visit = None

    @rule()
    def undo(self) -> None:
        act = new_act_key()
        result = self.desk.undoing.undo_last(act=act)
        self.desk.undoing.undo_last(act=act)
        if not self.model.acts:
            assert isinstance(result, NotUndone)
            return
        assert isinstance(result, Undone)
        self.take_back(self.model.acts[-1])

    @precondition(lambda self: self.model.whose)
    @rule()
    def undo_visit(self) -> None:
        model = self.model
        visits = [act.visit for act in model.acts if act.visit is not None]
        result = self.desk.undoing.undo_visit(act=new_act_key())
        if not visits:
            assert isinstance(result, NotUndone)
            return
        acts = [act for act in model.acts if act.visit == visits[-1]]
        touched = {act.article for act in acts}
        later = model.acts[model.acts.index(acts[0]) :]
        if any(act.article in touched for act in later if act.visit != visits[-1]):
            assert isinstance(result, NotUndone)
            return
        assert isinstance(result, Undone)
        assert len(result.lines) == len(acts)
        for act in reversed(acts):
            self.take_back(act)

    @precondition(lambda self: self.model.whose)
    @rule(borrower=st.integers(0, BORROWERS - 1), number=st.integers(0, 5))
    def move_a_visit(self, borrower: int, number: int) -> None:
        model = self.model
        visit = sorted(model.whose)[-1 - number % len(model.whose)]
        moved = self.desk.moving.move_visit(visit, self.borrowers[borrower].id, act=new_act_key())
        assert isinstance(moved, VisitMoved)
        before: dict[int, Standing] = {
            article: standing
            for article, standing in model.out.items()
            if next(a.visit for a in reversed(model.acts) if (a.article, a.kind) == (article, "lend"))
            == visit
        }
        for article in before:
            model.out[article] = (borrower, model.out[article][1])
        model.acts.append(Act(visit, None, self.clock.moment, "move", before, model.whose[visit]))
        model.whose[visit] = borrower

    @rule()
    def the_power_goes(self) -> None:
        self.desk = Desk.on(self.database, name=self.name, clock=self.clock)

    @rule(seconds=st.sampled_from([1, 30, 119, 121, 299, 301, 7 * 3600, 26 * 3600]))
    def time_goes_on(self, seconds: int) -> None:
        """With no key pressed; the program looks, as it does every few seconds."""
        before = self.clock.moment
        self.clock.moment += timedelta(seconds=seconds)
        another_day = self.desk.context.day_of(before) != self.desk.today()
        ended = self.desk.counter.expire(last_key=before, act=new_act_key())
        if seconds >= 300 or another_day:
            assert (ended is None) is (self.model.visit is None)
            self.model.visit, self.model.basket = None, []
        else:
            assert ended is None

    @rule()
    def it_is_almost_midnight(self) -> None:
        """Somebody works late, and a visit begun now ends with the day."""
        self.time_goes_on((self.seconds_to_midnight() - 20) % 86_400)

    def seconds_to_midnight(self) -> int:
        """How long the day still lasts at the branch."""
        local = self.clock.moment.astimezone(self.desk.policy.zone)
        return 86_400 - (local.hour * 3600 + local.minute * 60 + local.second)

    # ------------------------------------------------------------------------------------------ what must be true

    @invariant()
    def the_desk_and_the_model_agree(self) -> None:
        if not hasattr(self, "model"):
            return
        state = self.desk.counter.state()
        assert (None if state.visit is None else state.visit.visit_id) == self.model.visit
        if state.visit is not None:
            assert self.borrowers[self.model.whose[state.visit.visit_id]].id == state.visit.borrower.id
        assert [article.id for article in state.basket] == [self.articles[n].id for n in self.model.basket]
        assert self.loans_out() == {
            self.articles[n].id: (self.borrowers[who].id, due) for n, (who, due) in self.model.out.items()
        }

    @invariant()
    def what_is_counted_is_right(self) -> None:
        """Exactly the earliest loan is a first one; one key a borrower and year; no act of lending names a borrower (DESIGN §5, §6)."""
        if not hasattr(self, "model"):
            return
        ids = [borrower.id for borrower in self.borrowers]
        with self.database.read() as connection:
            loans = list(
                connection.execute(
                    select(LOAN)
                    .where(LOAN.c.borrower_id.in_(ids), LOAN.c.undone_at.is_(None))
                    .order_by(LOAN.c.lent_at, LOAN.c.id)
                )
            )
            named = connection.execute(
                select(EVENT.c.id).where(
                    EVENT.c.desk == self.name,
                    EVENT.c.borrower_key.is_not(None),
                    EVENT.c.kind.in_(["lend", "return", "renew", "undo", "visit_start", "visit_end"]),
                )
            ).first()
        assert named is None
        keys: dict[tuple[int, int], set[str]] = {}
        for borrower in ids:
            theirs = [loan for loan in loans if loan.borrower_id == borrower]
            assert [loan.first_ever for loan in theirs] == [n == 0 for n in range(len(theirs))]
            for loan in theirs:
                keys.setdefault((borrower, loan.lent_on.year), set()).add(loan.borrower_key)
        assert all(len(found) == 1 for found in keys.values())
        assert len(set().union(*keys.values())) == len(keys)

    # ------------------------------------------------------------------------------------------ the model's own

    def did(self, article: int, kind: str, borrower: int | None) -> None:
        """Note an act on an article; with a borrower it is out from now on."""
        model = self.model
        before = {article: model.out.get(article)}
        model.acts.append(Act(model.visit, article, self.clock.moment, kind, before))
        if borrower is None:
            del model.out[article]
        else:
            model.out[article] = (borrower, self.desk.today() + timedelta(days=14))

    def take_back(self, act: Act) -> None:
        """The act never was."""
        model = self.model
        model.acts.remove(act)
        for article, standing in act.before.items():
            if standing is None:
                del model.out[article]
            else:
                model.out[article] = standing
        if act.visit is not None and act.whose is not None:
            model.whose[act.visit] = act.whose

    def just_done(self, article: int) -> str | None:
        """The newest act on the article in the open visit, or with none in the last two minutes (R8)."""
        model = self.model
        recent = [
            act.kind
            for act in model.acts
            if act.article == article
            and (
                act.visit == model.visit
                if model.visit is not None
                else self.clock.moment - act.at <= timedelta(minutes=2)
            )
        ]
        return recent[-1] if recent else None

    def loans_out(self) -> dict[int, tuple[int | None, date]]:
        """What the database says is out."""
        query = select(LOAN.c.article_id, LOAN.c.borrower_id, LOAN.c.due).where(
            LOAN.c.article_id.in_([article.id for article in self.articles]),
            LOAN.c.returned_at.is_(None),
            LOAN.c.undone_at.is_(None),
        )
        with self.database.read() as connection:
            return {row.article_id: (row.borrower_id, row.due) for row in connection.execute(query)}


def test_the_counter_and_the_model_never_disagree(database: Database) -> None:
    """Whatever is scanned and pressed at a desk in whatever order."""
    run_state_machine_as_test(
        type("CounterMachineOnThisDatabase", (CounterMachine,), {"database": database}),
        settings=settings(
            max_examples=runs(database, 25),
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
