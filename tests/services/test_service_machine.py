"""Service at random: whatever is done, returned, discarded and undone, what is in service has something to be done to it, and nothing else has."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from fritids.db.engine import Database
from fritids.db.tables import Article, ServiceNote
from fritids.domain.words import ArticleState, DiscardReason, ServiceKind, ServiceOutcome
from fritids.services.acts import new_act_key
from fritids.services.results import Undone
from tests.builders import FixedClock, a_borrower, a_desk, an_article
from tests.services.runs import runs

ARTICLES = 2
ARTICLE, NOTE = Article.__table__, ServiceNote.__table__
Picture = dict[int, tuple[str, bool, list[tuple[str, str | None]]]]
which = st.integers(0, ARTICLES - 1)
kind = st.sampled_from([ServiceKind.CHECK, ServiceKind.WASH])
note = st.sampled_from([None, "a", "b"])


class ServiceMachine(RuleBasedStateMachine):
    """Every run has a desk and articles of its own; the newest act lies on top, and undoing it leaves everything as it was."""

    database: ClassVar[Database]

    @initialize()
    def set_up(self) -> None:
        self.desk = a_desk(
            self.database, name=new_act_key()[:6], clock=FixedClock(datetime(2026, 2, 16, 9, tzinfo=UTC))
        )
        self.articles = [
            an_article(self.desk, type="ski-helmet", size="54", brand=f"B{n}") for n in range(ARTICLES)
        ]
        self.borrower = a_borrower(self.desk)
        self.before: list[Picture] = []

    def picture(self) -> Picture:
        ids = [article.id for article in self.articles]
        with self.database.read() as connection:
            states: dict[int, Any] = dict(
                connection.execute(select(ARTICLE.c.id, ARTICLE.c.state).where(ARTICLE.c.id.in_(ids))).all()
            )
            rows = connection.execute(
                select(NOTE.c.article_id, NOTE.c.kind, NOTE.c.note)
                .where(NOTE.c.article_id.in_(ids), NOTE.c.done_at.is_(None))
                .order_by(NOTE.c.kind)
            ).all()
        return {
            view.id: (
                states[view.id],
                (now := self.desk.articles.get(view.barcode)) is not None and now.due is not None,
                [(row.kind, row.note) for row in rows if row.article_id == view.id],
            )
            for view in self.articles
        }

    def do(self, act: Callable[[], object]) -> None:
        """Do it; if it is in the record, it can be taken back to how things stood."""
        before, newest = self.picture(), self.newest()
        act()
        if self.newest() != newest:
            self.before.append(before)

    def newest(self) -> str | None:
        up = self.desk.undoing.next_up()
        return None if not up else f"{up[0].event_id}"

    @rule(n=which, kind=kind, note=note)
    def send(self, n: int, kind: ServiceKind, note: str | None) -> None:
        code = self.articles[n].barcode
        self.do(lambda: self.desk.service.send(code, kind, act=new_act_key(), note=note))

    @rule(n=which, kind=st.none() | kind, outcome=st.sampled_from(ServiceOutcome))
    def done(self, n: int, kind: ServiceKind | None, outcome: ServiceOutcome) -> None:
        code = self.articles[n].barcode
        self.do(lambda: self.desk.service.done(code, kind, act=new_act_key(), outcome=outcome))

    @rule(n=which)
    def recall(self, n: int) -> None:
        self.do(lambda: self.desk.recalls.recall(act=new_act_key(), brand=f"B{n}", note="c"))

    @rule(n=which)
    def lend(self, n: int) -> None:
        code = self.articles[n].barcode
        self.do(lambda: self.desk.lending.lend(code, self.borrower.id, act=new_act_key()))

    @rule(n=which)
    def give_back(self, n: int) -> None:
        self.do(lambda: self.desk.returns.take_back(self.articles[n].barcode, act=new_act_key()))

    @rule(well=st.booleans(), note=note)
    def answer(self, well: bool, note: str | None) -> None:
        open_ones = [check for check in self.desk.checks.open_checks() if check.article.id in self.picture()]
        if open_ones:
            check_id = open_ones[0].id
            self.do(lambda: self.desk.checks.answer(check_id, well=well, note=note, act=new_act_key()))

    @rule(
        n=which,
        state=st.sampled_from([ArticleState.IN_STOCK, ArticleState.IN_SERVICE, ArticleState.MISSING]),
        note=note,
    )
    def set_state(self, n: int, state: ArticleState, note: str | None) -> None:
        code = self.articles[n].barcode
        self.do(lambda: self.desk.articles.set_state(code, state, act=new_act_key(), note=note))

    @rule(n=which)
    def discard(self, n: int) -> None:
        code = self.articles[n].barcode
        self.do(lambda: self.desk.articles.discard(code, DiscardReason.BROKEN, act=new_act_key()))

    @rule()
    def undo(self) -> None:
        result = self.desk.undoing.undo_last(act=new_act_key())
        if self.before:
            assert isinstance(result, Undone), result
            assert self.picture() == self.before.pop()

    @invariant()
    def state_and_notes_go_together(self) -> None:
        for state, _on_loan, notes in self.picture().values():
            if state == ArticleState.IN_SERVICE:
                assert notes
            elif state != ArticleState.MISSING:
                assert not notes, state


def test_what_is_in_service_has_something_to_be_done_to_it(database: Database) -> None:
    class Machine(ServiceMachine):
        pass

    Machine.database = database
    few = settings(
        max_examples=runs(database, 6),
        stateful_step_count=20,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Machine, settings=few)
