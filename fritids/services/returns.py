"""Taking an article back (R5). Needs the article alone: whose it was is read from the loan."""

from dataclasses import dataclass, replace
from datetime import datetime

from fritids.db import borrower_facts, events, loans
from fritids.db.articles import ArticleAtHand
from fritids.db.engine import Connection
from fritids.domain.facts import OpenLoanFacts
from fritids.domain.findings import Finding, FindingCode, Findings
from fritids.domain.roles import Right
from fritids.domain.words import ActKind, ArticleState
from fritids.services import promises, scanned, service_notes, service_turns
from fritids.services.acts import key_of_another_act
from fritids.services.checks import leave_questions
from fritids.services.closed_loans import closed_loan
from fritids.services.context import Context, shown_state
from fritids.services.lending_times import CLOCK_TOLERANCE
from fritids.services.results import Found, NotTakenBack, ReturnResult, TakenBack
from fritids.services.rights import needs
from fritids.services.views import loan_of

STAYS = {
    ArticleState.DISCARDED: FindingCode.DISCARDED,
    ArticleState.TRANSFERRED: FindingCode.TRANSFERRED,
    ArticleState.IN_SERVICE: FindingCode.IN_SERVICE,
}
"""States that a return does not change, and what is told of them."""


@dataclass(frozen=True, slots=True)
class ReturnOrder:
    """One article taken back, as somebody asked for it."""

    code: str
    act: str
    line: int = 0
    at: datetime | None = None
    visit_id: int | None = None
    slip: int | None = None
    """The number of the paper slip on which it was written."""


class Returns:
    """The use case of taking back."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Right.LEND, reads_itself=True)
    def take_back(
        self, code: str, *, act: str, line: int = 0, at: datetime | None = None, visit_id: int | None = None
    ) -> ReturnResult:
        """Close the open loan of the article that `code` means.

        `TakenBack` and `Found` are on the disk; `NotTakenBack` has written nothing. `at` enters an earlier return: never in
        the future, never before the loan. `visit_id` is the visit in which it happens, if any.
        """
        order = ReturnOrder(code, act, line, at, visit_id)
        return self._context.do(
            act,
            line,
            lambda connection: self.in_transaction(connection, order),
            lambda connection, earlier: self._again(connection, earlier, code),
        )

    def in_transaction(self, connection: Connection, order: ReturnOrder) -> ReturnResult:
        """The same as part of a larger act; the caller's transaction commits it."""
        context = self._context
        found = scanned.article(connection, context, order.code, lock=True)
        if found is None:
            reason = context.policy.finding(FindingCode.UNKNOWN_ARTICLE, code=order.code)
            return NotTakenBack(order.code, None, (reason,))
        refused = self._refusals(found, order.at)
        if refused:
            earlier = events.by_act(connection, order.act, order.line)
            if earlier is not None:
                return self._again(connection, earlier, order.code)
            return NotTakenBack(order.code, context.article_view(found), refused)
        if found.facts.open_loan is None:
            return self._find(connection, found, order)
        return self._close(connection, found, found.facts.open_loan, order)

    def _refusals(self, found: ArticleAtHand, at: datetime | None) -> Findings:
        policy, loan = self._context.policy, found.facts.open_loan
        if loan is None and found.facts.state is not ArticleState.MISSING:
            waits = found.facts.state is ArticleState.IN_SERVICE
            return (policy.finding(FindingCode.NOT_ON_LOAN, in_service=waits),)
        if at is not None and at > self._context.clock.now():
            return (policy.finding(FindingCode.TIME_IN_FUTURE, at=at),)
        if at is not None and loan is not None and at < loan.lent_at:
            return (policy.finding(FindingCode.TIME_BEFORE_LOAN, since=loan.lent_at),)
        return ()

    def _find(self, connection: Connection, found: ArticleAtHand, order: ReturnOrder) -> Found:
        context, article_id = self._context, found.facts.article_id
        state = service_notes.turn_up(connection, article_id, context.clock.now())
        event_id = events.add(
            connection,
            context.event(
                ActKind.FIND, order.act, order.line, article_id=article_id, visit_id=order.visit_id
            ),
            {
                "was": ArticleState.MISSING.value,
                "state": state.value,
                **({} if order.slip is None else {"slip": order.slip}),
            },
        )
        return Found(replace(context.article_view(found), state=shown_state(state, on_loan=False)), event_id)

    def _close(
        self, connection: Connection, found: ArticleAtHand, loan: OpenLoanFacts, order: ReturnOrder
    ) -> TakenBack:
        context, facts = self._context, found.facts
        now = context.clock.now()
        waited_for = self._waited_for(connection, found, loan.borrower_id)
        # A clock that has gone back must not make a loan end before it began (R10).
        returned_at = max(now if order.at is None else order.at, loan.lent_at)
        loans.close(connection, loan.loan_id, returned_at, context.day_of(returned_at))
        state = facts.state
        if state is ArticleState.MISSING:
            state = service_notes.turn_up(connection, facts.article_id, now)
        view = loan_of(context, found, returned_at=returned_at)
        shelved = replace(
            view.article, state=shown_state(state, on_loan=False), due=None, borrower_number=None
        )
        view = replace(view, article=shelved)
        checks = leave_questions(connection, context, view) if state is ArticleState.IN_STOCK else ()
        told = self._told(found, now, entered_later=order.at is not None, checked=bool(checks))
        told = (*told, *waited_for, *self._to_service(connection, found, state))
        details: dict[str, object] = {} if order.slip is None else {"slip": order.slip}
        if facts.state is not state:
            details |= {"was": facts.state.value, "state": state.value}
        if told:
            details["told"] = [finding.code.value for finding in told]
        event_id = events.add(
            connection,
            context.event(
                ActKind.RETURN,
                order.act,
                order.line,
                article_id=facts.article_id,
                loan_id=loan.loan_id,
                visit_id=order.visit_id,
            ),
            details or None,
        )
        left = (
            0 if loan.borrower_id is None else borrower_facts.count_open_loans(connection, loan.borrower_id)
        )
        return TakenBack(view, event_id, told, checks, still_out=left)

    def _waited_for(self, connection: Connection, found: ArticleAtHand, from_id: int | None) -> Findings:
        """Who has been promised it so soon that it is put aside now; read while the loan is open, since it is then no shelf's."""
        context = self._context
        if not found.booked or found.facts.state in STAYS:
            return ()
        today = context.today()
        days = (today, context.policy.due(today, found.facts.loan_days).day)
        booking = promises.within(connection, context, found.facts, from_id, days).by_other
        if booking is None:
            return ()
        told = context.policy.told(
            FindingCode.BOOKED_BY_OTHER, put_aside_for=booking.borrower_number, first_day=booking.first_day
        )
        return (told,)

    def _to_service(self, connection: Connection, found: ArticleAtHand, state: ArticleState) -> Findings:
        """That it goes to service and not on the shelf, or that its turn to has come."""
        if state is ArticleState.IN_SERVICE:
            return (service_notes.told(connection, self._context, found.facts.article_id),)
        if state is not ArticleState.IN_STOCK:
            return ()
        return service_turns.told(connection, self._context, found.facts)

    def _told(self, found: ArticleAtHand, now: datetime, *, entered_later: bool, checked: bool) -> Findings:
        policy, facts = self._context.policy, found.facts
        told: list[Finding] = []
        if facts.state is ArticleState.MISSING:
            told.append(policy.told(FindingCode.MISSING))
        if facts.state in STAYS and facts.state is not ArticleState.IN_SERVICE:
            told.append(policy.told(STAYS[facts.state], reason=facts.discard_reason))
        if checked:
            told.append(policy.told(FindingCode.CHECK_OPEN))
        newest = found.newest_event_at
        if not entered_later and newest is not None and now < newest - CLOCK_TOLERANCE:
            told.append(policy.told(FindingCode.CLOCK_WENT_BACK, newest=newest))
        return tuple(told)

    def _again(self, connection: Connection, earlier: events.EventRow, code: str) -> ReturnResult:
        """The result of an act that was sent before, with nothing done now (R9)."""
        context, policy = self._context, self._context.policy
        found = scanned.article(connection, context, code)
        if (
            found is None
            or earlier.article_id != found.facts.article_id
            or earlier.kind not in {ActKind.RETURN, ActKind.FIND}
        ):
            raise key_of_another_act()
        article = context.article_view(found)
        if earlier.undone:
            return NotTakenBack(code, article, (context.policy.finding(FindingCode.ACT_UNDONE),))
        if earlier.loan_id is None:
            return Found(article, earlier.id, repeated=True)
        loan = closed_loan(connection, context, earlier.loan_id, article, earlier.at)
        left = (
            0 if loan.borrower_id is None else borrower_facts.count_open_loans(connection, loan.borrower_id)
        )
        told = tuple(policy.told(FindingCode(code)) for code in earlier.details.get("told", ()))
        return TakenBack(loan, earlier.id, told, still_out=left, repeated=True)
