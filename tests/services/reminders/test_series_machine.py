"""Loans, returns, renewals, closed days, dates set by hand and passing days at random, with runs that meet every kind of answer or are cut off, against a model.

The model holds what the gateway took, message by message, and knows none of the code: no loan has a step of one series twice, none that is in
has any, and what is named is always the newest step that is due.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from fritids.db import branches
from fritids.db.engine import Database
from fritids.domain.words import SendReason
from fritids.outside.gateways import Answer, NotEver, NotNow, Outgoing, Taken, Unclear
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.message_texts import MessageTexts
from fritids.services.results import BorrowerView
from tests.builders import FixedClock, a_desk, an_article
from tests.services.reminders.paper import LOAN, MESSAGE, STEP, Paper, a_family

ARTICLES, BORROWERS = 4, 2
START = datetime(2026, 2, 16, 0, 30, tzinfo=UTC)
AFTER, BEFORE, LONGEST = (1, 7, 21), 2, 365


ANSWERS = ("yes", "yes", "later", "never", "hangs", "dies before", "dies after")


class CutOffError(Exception):
    """The program dies at this place."""


@dataclass
class Named:
    """A loan that the gateway was told of, as it stood at that moment."""

    loan: int
    due: date
    step: int


class SeriesMachine(RuleBasedStateMachine):
    """Every run has a desk, articles and borrowers of its own."""

    database: ClassVar[Database]
    texts: ClassVar[MessageTexts]

    @initialize()
    def set_up(self) -> None:
        self.clock = FixedClock(START)
        code = new_act_key()
        with self.database.write() as connection:
            branches.add(connection, code=code, name="Fritidsbanken", timezone="Europe/Stockholm")
        self.desk = Desk.on(self.database, branch=code, clock=self.clock)
        self.desk.branch.set({"renewal_limit": "99", "remind_hours": "00:00-23:59"}, act=new_act_key())
        self.articles = [an_article(self.desk).barcode for _ in range(ARTICLES)]
        self.people = [a_family(self.desk, phone=f"070174060{n}") for n in range(BORROWERS)]
        self.named: list[Named] = []
        self.moved: dict[tuple[int, date], date] = {}
        self.gateway = Paper()
        for article in range(ARTICLES - 1):
            self.lend(article, article % BORROWERS)

    def lend(self, article: int, whose: int) -> None:
        self.desk.lending.lend(self.articles[article], self.people[whose].id, act=new_act_key())

    def turn(self, whose: int, *, off: bool) -> None:
        person = self.desk.borrowers.match(self.people[whose].number)
        assert isinstance(person, BorrowerView)
        self.desk.borrowers.edit(person.id, person.revision, {"no_reminders": off}, act=new_act_key())

    def close(self, first: int, days: int) -> None:
        """What is due then is due later; it is the same series."""
        day = self.desk.today() + timedelta(days=first)
        for move in self.desk.branch.add_closed_period(day, day + timedelta(days=days), act=new_act_key()):
            for one in self.named:
                if (one.loan, one.due) == (move.loan.id, move.loan.due):
                    one.due = move.new_due

    def do(self, act: str, article: int, whose: int, days: int) -> None:
        code = self.articles[article]
        match act:
            case "lend":
                self.lend(article, whose)
            case "take back":
                self.desk.returns.take_back(code, act=new_act_key())
            case "renew":
                self.desk.renewals.renew(code, act=new_act_key())
            case "set due":
                self.desk.due_dates.set_due(code, self.desk.today() + timedelta(days=days), act=new_act_key())
            case "undo":
                self.desk.undoing.undo_last(act=new_act_key())
            case "turn off" | "turn on":
                self.turn(whose, off=act == "turn off")
            case "close":
                self.close(days, whose)
            case _:
                assert act == "nothing"

    @rule(
        act=st.sampled_from(
            [
                "lend",
                "lend",
                "take back",
                "renew",
                "set due",
                "undo",
                "turn off",
                "turn on",
                "close",
                "nothing",
            ]
        ),
        article=st.integers(0, ARTICLES - 1),
        whose=st.integers(0, BORROWERS - 1),
        due=st.integers(0, 20),
        days=st.sampled_from([0, 0, 1, 2, 6, 7, 12, 14]),
        answers=st.lists(st.sampled_from(ANSWERS), max_size=3),
    )
    def act_and_run(  # noqa: PLR0917  # Hypothesis names what it draws
        self, act: str, article: int, whose: int, due: int, days: int, answers: list[str]
    ) -> None:
        """Something is done, so many days go by, and a run meets these answers, and yes to all that follows."""
        self.do(act, article, whose, due)
        self.clock.moment += timedelta(days=days, minutes=20)
        self.gateway.answer = lambda message: self._answer(message, answers.pop(0) if answers else "yes")
        with suppress(CutOffError):
            self.desk.reminders.run([self.gateway], texts=self.texts, act=new_act_key())

    def _answer(self, message: Outgoing, how: str) -> Answer:
        if how in {"yes", "hangs", "dies after"}:
            self._is_told(message)
        match how:
            case "later":
                return NotNow(SendReason.LATER)
            case "never":
                return NotEver(SendReason.BAD_ADDRESS)
            case "hangs":
                return Unclear(SendReason.NO_ANSWER)
            case "dies before" | "dies after":
                raise CutOffError
            case _:
                return Taken()

    def _is_told(self, message: Outgoing) -> None:
        """The gateway has it: what it is about is out, due and not told before."""
        message_id = int(message.key.split("-")[1])
        with self.database.read() as connection:
            rows = connection.execute(
                select(
                    LOAN.c.id,
                    LOAN.c.due,
                    LOAN.c.lent_on,
                    LOAN.c.returned_at,
                    LOAN.c.undone_at,
                    LOAN.c.borrower_id,
                    STEP.c.step,
                )
                .join(STEP, (STEP.c.loan_id == LOAN.c.id) & (STEP.c.due == LOAN.c.due))
                .where(STEP.c.message_id == message_id)
            ).all()
        whose = next(person.id for person in self.people if person.phone == message.to)
        today = self.desk.today()
        told = 0
        for row in rows:
            late = (today - row.due).days
            newest = max((step for step in AFTER if step <= late), default=-BEFORE if late <= 0 else None)
            if row.returned_at or row.undone_at or row.borrower_id != whose or row.step != newest:
                continue
            assert not [
                one for one in self.named if (one.loan, one.due) == (row.id, row.due) and one.step >= row.step
            ]
            self.named.append(Named(row.id, row.due, row.step))
            told += 1
        assert told, "a message about nothing"
        assert message.text.count("\n- ") == told

    @invariant()
    def nobody_has_two_messages_waiting(self) -> None:
        with self.database.read() as connection:
            ids = [person.id for person in getattr(self, "people", ())]
            waiting = (
                connection.execute(
                    select(MESSAGE.c.borrower_id).where(
                        MESSAGE.c.borrower_id.in_(ids), MESSAGE.c.state.in_(["planned", "waiting"])
                    )
                )
                .scalars()
                .all()
            )
        assert len(waiting) == len(set(waiting))


def test_no_loan_has_a_step_twice(database: Database, texts: MessageTexts) -> None:
    a_desk(database)
    SeriesMachine.database, SeriesMachine.texts = database, texts
    run_state_machine_as_test(
        SeriesMachine,
        settings=settings(
            max_examples=8 if database.is_sqlite else 4,
            stateful_step_count=25,
            suppress_health_check=list(HealthCheck),
        ),
    )
