"""What stands beside the box: the open visit, the basket, and the questions left by this desk's returns."""

from collections.abc import Sequence
from dataclasses import replace

from fritids.db import borrower_facts, events, visits
from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.db.visits import VisitRow
from fritids.domain.words import WITH_THE_ARTICLE, ActKind
from fritids.services import scanned
from fritids.services.borrowers import Borrowers
from fritids.services.checks import Checks
from fritids.services.context import Context
from fritids.services.counter.visiting import Visiting
from fritids.services.loan_pages import out_of
from fritids.services.results import BorrowerView, CounterState, DoneLine, FamilySummary, LoanView, VisitState
from fritids.services.views import borrower_view

SHOWN_LOANS = 200
SHOWN_CHECKS = 20
SHOWN_DONE = 60


class Panel:
    """Reads the counter's state. Writes nothing."""

    def __init__(self, context: Context, visiting: Visiting, checks: Checks, borrowers: Borrowers) -> None:
        self._context = context
        self._visiting = visiting
        self._checks = checks
        self._borrowers = borrowers

    def state(self) -> CounterState:
        """What lies on this desk, as it is on the disk."""
        context = self._context
        with context.database.read() as connection:
            visit = visits.open_at(connection, context.branch_id, context.desk)
            basket = scanned.by_ids(
                connection, context, visits.items(connection, context.branch_id, context.desk, None)
            )
            done = () if visit is None else events.of_visit(connection, visit.id, WITH_THE_ARTICLE)
            loan_ids = self._returned(connection, visit, done)
            checks = self._checks.read_open(connection, SHOWN_CHECKS, loan_ids=loan_ids) if loan_ids else ()
            panel = (
                None
                if visit is None or visit.borrower_id is None
                else self._visit(connection, visit, visit.borrower_id, done)
            )
            return CounterState(
                visit=panel,
                basket=tuple(context.article_view(article) for article in basket.values()),
                open_checks=checks,
                today=context.today(),
                asks_at_return=context.policy.survey,
            )

    def _returned(
        self, connection: Connection, visit: VisitRow | None, done: Sequence[EventRow]
    ) -> list[int]:
        """The loans whose questions belong beside the box: those this visit closed; with no visit, those closed here today.

        Not the whole day's in a visit: "all well" would answer for a helmet that nobody in front of the desk has handed in.
        """
        context = self._context
        if visit is None:
            return events.returned_loans_since(
                connection, context.branch_id, context.desk, context.start_of_today(), SHOWN_CHECKS * 4
            )
        closed = [event.loan_id if event.kind is ActKind.RETURN else event.returned_loan_id for event in done]
        return [loan_id for loan_id in closed if loan_id is not None]

    def _visit(
        self, connection: Connection, visit: VisitRow, borrower_id: int, done: Sequence[EventRow]
    ) -> VisitState:
        out = out_of(connection, self._context, borrower_id, limit=SHOWN_LOANS)
        children = self._borrowers.read_co_borrowers(connection, borrower_id)
        return VisitState(
            visit_id=visit.id,
            borrower=self._borrowers.read(connection, borrower_id),
            started_at=visit.started_at,
            out=out,
            done=self._done(connection, done[-SHOWN_DONE:]),
            waiting=self._visiting.waiting(connection, visit),
            co_borrowers=children,
            borrows_for=next((child for child in children if child.id == visit.co_borrower_id), None),
        )

    def _done(self, connection: Connection, done: Sequence[EventRow]) -> tuple[DoneLine, ...]:
        context = self._context
        found = scanned.by_ids(
            connection, context, [event.article_id for event in done if event.article_id is not None]
        )
        lines = []
        for event in done:
            article = found.get(event.article_id or 0)
            if article is None:
                continue
            loan = article.facts.open_loan
            due = loan.due if loan is not None and loan.loan_id == event.loan_id else None
            lines.append(DoneLine(event.id, event.kind, context.article_view(article), due))
        return tuple(lines)

    def pile_summary(self, borrower_loans: dict[int, list[LoanView]]) -> tuple[FamilySummary, ...]:
        """For a pile of returns, by borrower id: what each family handed in, how much of it late, and what it still has."""
        context = self._context
        summaries = []
        with context.database.read() as connection:
            for borrower_id, returned in borrower_loans.items():
                borrower = borrower_facts.read(connection, borrower_id, context.today().year)
                out = out_of(connection, context, borrower_id, limit=SHOWN_LOANS)
                summaries.append(
                    FamilySummary(
                        _as_in_a_list(borrower_view(borrower)),
                        len(returned),
                        sum(loan.days_late > 0 for loan in returned),
                        out,
                    )
                )
        return tuple(summaries)


def _as_in_a_list(borrower: BorrowerView) -> BorrowerView:
    """Nobody opened the family of a returned article exactly: a protected one is not named (DESIGN §5)."""
    return replace(borrower, name="", phone=None) if borrower.protected else borrower
