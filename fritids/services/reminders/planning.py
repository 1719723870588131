"""Which loans are due for which message now, gathered by borrower. Reads in a few queries whatever the number of loans, and writes nothing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from fritids.db import messages, reminder_planning
from fritids.db.engine import Connection
from fritids.db.messages import MessageRow
from fritids.db.reminder_planning import ReminderLoan, StepRow
from fritids.domain.calendar import days_late
from fritids.domain.parts import split
from fritids.domain.reminders import ReminderRules, last_due, sending_days, step_due
from fritids.domain.words import MessageKind, MessageState, ShownState
from fritids.services.context import Context
from fritids.services.reminders.addresses import Way, way_to
from fritids.services.results import ArticleView, LoanView


@dataclass(frozen=True, slots=True)
class DueLoan:
    """A loan, the step it is due for, and the row of that step if there is one."""

    loan: ReminderLoan
    step: int
    row: StepRow | None = None
    """Of a message that is unsent, or that was dropped before it was sent."""


@dataclass(frozen=True, slots=True)
class DueBorrower:
    """What one borrower is to be reminded of."""

    way: Way
    loans: tuple[DueLoan, ...]
    """Not empty; by due date and label."""
    unsent: MessageRow | None = None
    """The message that waits for them already, which these loans join."""

    @property
    def borrower(self) -> ReminderLoan:
        """Who it is; each loan has their facts."""
        return self.loans[0].loan

    @property
    def step(self) -> int:
        """The latest of the steps."""
        return max(one.step for one in self.loans)


@dataclass(slots=True)
class Due:
    """All that is due at the branch."""

    day: date
    borrowers: list[DueBorrower] = field(default_factory=list)
    lost: list[DueBorrower] = field(default_factory=list)
    """What may have gone out between a backup and its being put back. Nobody knows, so a person is asked."""
    stale: list[int] = field(default_factory=list)
    """Unsent messages with nothing left to say."""
    too_late: int = 0
    turned_off: int = 0


def find_due(connection: Connection, context: Context) -> Due:
    """What is due now. Unsent messages are locked until the transaction ends, so that nobody else sends one meanwhile."""
    branch_id, rules, calendar = context.branch_id, context.policy.reminders, context.policy.calendar
    due = Due(context.today())
    unsent = {row.id: row for row in messages.unsent(connection, branch_id, MessageKind.REMINDER)}
    days = _first_due(rules, due.day), last_due(rules, calendar, due.day)
    loans = reminder_planning.loans(connection, branch_id, *days)
    rows: dict[int, list[StepRow]] = defaultdict(list)
    for row in reminder_planning.steps(connection, branch_id, *days):
        rows[row.loan_id].append(row)
    gaps = _gaps(connection, context)
    waiting = {row.borrower_id: row for row in unsent.values()}
    kept: set[int] = set()
    for borrower_id, theirs in groupby(loans, key=lambda loan: loan.borrower_id):
        message = waiting.get(borrower_id)
        found: list[DueLoan] = []
        lost: list[DueLoan] = []
        for loan in theirs:
            one = _due(context, loan, due.day, rows.get(loan.id, ()), unsent)
            if one is None:
                continue
            if loan.no_reminders:
                due.turned_off += 1
            elif gaps and _may_have_gone(context, one, gaps):
                lost.append(one)
            else:
                found.append(one)
        if lost:
            due.lost.append(_gathered(context, lost, None))
        if found:
            due.borrowers.append(_gathered(context, found, message))
            kept |= {message.id} if message else set()
    due.stale = [message_id for message_id in unsent if message_id not in kept]
    if rules.longest is not None:
        due.too_late = reminder_planning.count_before(connection, branch_id, days[0])
    return due


def _first_due(rules: ReminderRules, today: date) -> date:
    """The first due date that a reminder still goes out for."""
    return date.min if rules.longest is None else today - timedelta(days=rules.longest)


def _gathered(context: Context, loans: Sequence[DueLoan], unsent: MessageRow | None) -> DueBorrower:
    way = way_to(loans[0].loan, context.policy.reminders.channels)
    return DueBorrower(way, tuple(loans), unsent)


def _due(
    context: Context, loan: ReminderLoan, today: date, rows: Iterable[StepRow], unsent: dict[int, MessageRow]
) -> DueLoan | None:
    """The loan with the step it is due for and has not had; None if there is none, or a later one has begun."""
    policy = context.policy
    step = step_due(policy.reminders, policy.calendar, due=loan.due, lent_on=loan.lent_on, today=today)
    if step is None:
        return None
    again: StepRow | None = None
    for row in rows:
        if row.state is MessageState.DROPPED or row.step < step:
            again = row if row.step == step else again
        elif row.step == step and row.message_id in unsent:
            again = row
        else:
            return None
    return DueLoan(loan, step, again)


def _gaps(connection: Connection, context: Context) -> tuple[date, ...]:
    """The days on which messages may have gone out of which a database that was put back knows nothing."""
    policy = context.policy
    found: set[date] = set()
    for since, until in reminder_planning.restores(connection, context.branch_id):
        found.update(sending_days(policy.reminders, policy.calendar, policy.zone, since=since, until=until))
    return tuple(sorted(found))


def _may_have_gone(context: Context, one: DueLoan, days: Sequence[date]) -> bool:
    policy, loan = context.policy, one.loan
    if one.row is not None and one.row.state is not MessageState.DROPPED:
        return False  # unsent since the backup was put back, so a person has said that it may go
    return any(
        step_due(policy.reminders, policy.calendar, due=loan.due, lent_on=loan.lent_on, today=day) == one.step
        for day in days
    )


def loan_view(context: Context, loan: ReminderLoan, today: date) -> LoanView:
    """The loan as a list shows it: of a protected borrower neither name nor phone."""
    hidden = loan.protected
    article = ArticleView(
        id=loan.article_id,
        barcode=loan.label,
        type=context.types[loan.type_code],
        size=loan.size,
        brand=loan.brand,
        state=ShownState.ON_LOAN,
        due=loan.due,
        borrower_number=loan.number,
        model=loan.model,
        note=loan.note,
        revision=loan.revision,
        part_counts=tuple(split(loan.part_counts).items()) if loan.part_counts else (),
    )
    return LoanView(
        id=loan.id,
        article=article,
        borrower_id=loan.borrower_id,
        borrower_number=loan.number,
        borrower_name="" if hidden else loan.name,
        phone=None if hidden else loan.phone,
        lent_at=loan.lent_at,
        due=loan.due,
        days_late=days_late(loan.due, today),
        renewals=loan.renewals,
        visit_id=loan.visit_id,
        for_whom="" if hidden and loan.for_whom else loan.for_whom,
    )
