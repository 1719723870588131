"""Putting a whole visit on another borrower, as one act (R7)."""

import secrets
from collections.abc import Mapping, Sequence

from fritids.db import articles, bookings, borrower_facts, events, loans, visits
from fritids.db.borrower_facts import BorrowerAtHand
from fritids.db.engine import Connection
from fritids.domain.findings import FindingCode
from fritids.domain.roles import Right
from fritids.domain.words import ActKind
from fritids.services.context import Context
from fritids.services.freezing import frozen
from fritids.services.results import NotUndone, VisitMoved
from fritids.services.rights import needs
from fritids.services.views import borrower_view


def move_loans(
    connection: Connection,
    context: Context,
    visit_id: int,
    borrower_id: int,
    loan_ids: Sequence[int],
    *,
    children: Mapping[int, int] | None = None,
) -> BorrowerAtHand:
    """Put these loans, and the visit, on the borrower, with what is frozen of them; figures and first-ever flags are right after it.

    `children` says which of the borrower's co-borrowers a loan (by id) is for; the others are for the borrower. The caller holds both
    borrowers. Raises LookupError for an unknown borrower.
    """
    losing: set[int] = set()
    borrower = None
    articles.lock_many(connection, {loans.by_id(connection, loan_id).article_id for loan_id in loan_ids})
    for loan_id in loan_ids:
        loan = loans.by_id(connection, loan_id)
        borrower = borrower_facts.lock_and_read(connection, borrower_id, loan.lent_on.year)
        if borrower is None:
            raise LookupError(borrower_id)
        if loan.borrower_id is not None:
            losing.add(loan.borrower_id)
        if loan.borrower_id != borrower_id:
            _promises_follow(connection, context, loan, borrower_id)
        child = _still_theirs(connection, (children or {}).get(loan_id), borrower_id)
        year_key = borrower.year_key
        if year_key is None:
            year_key = secrets.token_hex(8)
            borrower_facts.add_year_key(connection, borrower_id, loan.lent_on.year, year_key)
        loans.set_borrower(
            connection,
            loan_id,
            {
                "borrower_id": borrower_id,
                "co_borrower_id": child,
                "borrower_key": year_key,
                "first_ever": False,
                **frozen(connection, borrower, child, loan.lent_on),
            },
        )
    visits.set_borrower(connection, visit_id, borrower_id)
    for someone in losing | {borrower_id}:
        borrower_facts.set_first_ever(connection, someone)
    return borrower or borrower_facts.read(connection, borrower_id, context.today().year)


def _promises_follow(connection: Connection, context: Context, loan: loans.LoanRow, borrower_id: int) -> None:
    """What the loan kept of its borrower's promises is promised to them again; what it kept of the new one's, before it was moved, is kept."""
    for booking in bookings.of_ids(connection, events.bookings_kept_by(connection, loan.id)):
        if booking.borrower_id == borrower_id:
            bookings.fulfil(connection, booking.id, context.clock.now())
        elif booking.borrower_id == loan.borrower_id:
            bookings.promise_again(connection, booking.id)


def _still_theirs(connection: Connection, co_borrower_id: int | None, borrower_id: int) -> int | None:
    child = None if co_borrower_id is None else borrower_facts.co_borrower(connection, co_borrower_id)
    return co_borrower_id if child is not None and child[0] == borrower_id else None


class Moving:
    """The use case of moving a visit."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Right.LEND)
    def move_visit(self, visit_id: int, borrower_id: int, *, act: str) -> VisitMoved | NotUndone:
        """All loans of the visit stand on the borrower, as one act that can be undone. Renewals and returns made in it stay where they were."""
        context = self._context

        def work(connection: Connection) -> VisitMoved | NotUndone:
            visit = visits.by_id(connection, visit_id)
            if visit is not None and visit.borrower_id is not None:
                borrower_facts.lock_many(connection, {visit.borrower_id, borrower_id})
            target = borrower_facts.lock_and_read(connection, borrower_id, context.today().year)
            if visit is None or visit.borrower_id is None or target is None:
                return NotUndone((context.policy.finding(FindingCode.UNKNOWN_BORROWER),))
            before = borrower_facts.read(connection, visit.borrower_id, context.today().year)
            theirs = [
                loan for loan in loans.of_visit(connection, visit_id) if loan.borrower_id == visit.borrower_id
            ]
            moved = [loan.id for loan in theirs]
            children = {loan.id: loan.co_borrower_id for loan in theirs if loan.co_borrower_id is not None}
            move_loans(connection, context, visit_id, borrower_id, moved, children=children)
            event_id = events.add(
                connection,
                context.event(ActKind.MOVE_VISIT, act, visit_id=visit_id, borrower_key=target.event_key),
                {"from": before.event_key, "loans": moved, **({"children": children} if children else {})},
            )
            return VisitMoved(borrower_view(target), len(moved), event_id)

        def again(connection: Connection, earlier: events.EventRow) -> VisitMoved | NotUndone:
            target = borrower_facts.read(connection, borrower_id, context.today().year)
            return VisitMoved(borrower_view(target), len(earlier.details.get("loans", ())), earlier.id)

        return context.do(act, 0, work, again)
