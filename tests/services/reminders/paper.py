"""Gateways that keep what they are handed, and runs that use them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from fritids.db.tables import Loan, Message, ReminderStep
from fritids.domain.words import Channel, MessageState
from fritids.outside.gateways import Answer, Asked, NotNow, Outgoing, Report, Taken
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.message_texts import MessageTexts
from fritids.services.results import ArticleView, BorrowerView, Lent
from fritids.services.results.reminders import RunResult
from tests.builders import a_borrower, an_article

LOAN, MESSAGE, STEP = Loan.__table__, Message.__table__, ReminderStep.__table__
PHONE = "0701740605"


@dataclass
class Paper:
    """A gateway that takes everything, unless `answers` (one for each message) or `answer` says otherwise; `known` is what it tells when asked later."""

    channel: Channel = Channel.SMS
    name: str = "paper"
    taken: list[Outgoing] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    answer: Callable[[Outgoing], Answer] | None = None
    known: dict[str, Taken | NotNow] = field(default_factory=dict)
    said: tuple[Report, ...] = ()
    asked: list[str] = field(default_factory=list)

    def send(self, message: Outgoing) -> Answer:
        """Keep it, if it is taken."""
        found = self.answers.pop(0) if self.answers else self.answer(message) if self.answer else Taken("1")
        if isinstance(found, Taken):
            self.taken.append(message)
        return found

    def look_up(self, messages: Sequence[Asked]) -> dict[str, Taken | NotNow]:
        """What it was told to know."""
        self.asked += [message.key for message in messages]
        return {message.key: self.known[message.key] for message in messages if message.key in self.known}

    def reports(self, messages: Sequence[Asked]) -> tuple[Report, ...]:
        """What it was told to say."""
        return tuple(report for report in self.said if report.key in {message.key for message in messages})

    def close(self) -> None:
        """Nothing is open."""


@dataclass
class Post:
    """Runs at a desk, with one gateway each for text messages and mail."""

    desk: Desk
    texts: MessageTexts
    sms: Paper = field(default_factory=Paper)
    mail: Paper = field(default_factory=lambda: Paper(Channel.EMAIL, "post"))

    def run(self, *, act: str | None = None, only: Channel | None = None) -> RunResult:
        """One run; it is not to meet another."""
        gateways = [each for each in (self.sms, self.mail) if only in {None, each.channel}]
        result = self.desk.reminders.run(gateways, texts=self.texts, act=act or new_act_key())
        assert isinstance(result, RunResult), result
        return result

    def sent(self) -> list[tuple[str, str]]:
        """(to whom, the text) of what went out since this was last asked."""
        found = [(each.to, each.text) for each in (*self.sms.taken, *self.mail.taken)]
        self.sms.taken.clear()
        self.mail.taken.clear()
        return found

    def rows(self) -> list[Any]:
        """All messages that are stored, in the order in which they were made."""
        with self.desk.context.database.read() as connection:
            return list(connection.execute(select(MESSAGE).order_by(MESSAGE.c.id)))

    def states(self) -> list[MessageState]:
        """The states of all messages."""
        return [MessageState(row.state) for row in self.rows()]

    def steps(self) -> list[tuple[int, date, int]]:
        """(loan, due date, step) of all steps."""
        with self.desk.context.database.read() as connection:
            query = select(STEP.c.loan_id, STEP.c.due, STEP.c.step).order_by(STEP.c.id)
            return [(row.loan_id, row.due, row.step) for row in connection.execute(query)]


def a_family(desk: Desk, **values: object) -> BorrowerView:
    """A borrower with a mobile number."""
    return a_borrower(desk, **{"phone": PHONE, **values})


def a_loan(
    desk: Desk, borrower: BorrowerView, article: ArticleView | None = None, *, at: datetime | None = None
) -> Lent:
    """A loan of fourteen days."""
    article = article or an_article(desk)
    lent = desk.lending.lend(article.barcode, borrower.id, act=new_act_key(), at=at)
    assert isinstance(lent, Lent), lent
    return lent


def change(desk: Desk, borrower: BorrowerView, **changes: str | int | bool | None) -> None:
    """The borrower's entry says so now."""
    (now,) = desk.borrowers.search(borrower.number)
    desk.borrowers.edit(borrower.id, now.revision, changes, act=new_act_key())
