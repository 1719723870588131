"""Lending one article to one borrower (R1, R3, R4)."""

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime

from fritids.db import articles, bookings, borrower_facts, events, loans, visits
from fritids.db.articles import ArticleAtHand
from fritids.db.borrower_facts import BorrowerAtHand
from fritids.db.engine import Connection
from fritids.domain.facts import LendFacts
from fritids.domain.findings import Finding, FindingCode, Findings, Severity, unresolved
from fritids.domain.lending import judge_article, judge_lending
from fritids.domain.roles import Right
from fritids.domain.words import ActKind, ArticleState, ShownState
from fritids.services import overriding, promises, scanned, service_notes
from fritids.services.acts import key_of_another_act
from fritids.services.bindings import Binding, checked_binding
from fritids.services.checks import leave_questions
from fritids.services.closed_loans import closed_loan
from fritids.services.context import Context
from fritids.services.freezing import frozen
from fritids.services.hand_out import hand_out, told_again
from fritids.services.lending_times import about_time
from fritids.services.promises import Promises
from fritids.services.results import ArticleView, LendResult, Lent, LoanView, NotLent
from fritids.services.rights import needs
from fritids.services.views import joined, loan_of, split

NEVER_MERELY_ACCEPTED = frozenset({FindingCode.BINDING_NOT_SET})
"""Questions that only a recorded answer settles (R3)."""


@dataclass(frozen=True, slots=True)
class LendOrder:
    """One article to one borrower, as somebody asked for it."""

    code: str
    borrower_id: int
    act: str
    line: int = 0
    visit_id: int | None = None
    accepted: frozenset[FindingCode] = frozenset()
    co_borrower_id: int | None = None
    due: date | None = None
    at: datetime | None = None
    binding: Binding | None = None
    override: str | None = None
    """Why a refusal is set aside (`services.overriding`)."""
    slip: int | None = None
    """The number of the paper slip on which it was written."""


@dataclass(slots=True)
class _Case:
    """What one lending is judged and written from, read in the transaction that writes."""

    order: LendOrder
    article: ArticleAtHand
    borrower: BorrowerAtHand
    at: datetime
    facts: LendFacts
    own_bookings: tuple[int, ...]
    findings: Findings
    overridden: frozenset[FindingCode] = frozenset()


class Lending:
    """The use case of lending."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Right.LEND, reads_itself=True)
    def lend(  # every one is a thing the desk can say about a lending; they travel on as one LendOrder
        self,
        code: str,
        borrower_id: int,
        *,
        act: str,
        line: int = 0,
        visit_id: int | None = None,
        accepted: frozenset[FindingCode] = frozenset(),
        co_borrower_id: int | None = None,
        due: date | None = None,
        at: datetime | None = None,
        binding: Binding | None = None,
        override: str | None = None,
    ) -> LendResult:
        """Lend the article that `code` means: `Lent` is on the disk, `NotLent` has written nothing and holds every reason.

        `accepted` are the questions an operator has answered with yes; they are judged anew in this transaction. Without `visit_id` the
        loan gets a visit of its own, which `Lent.loan.visit_id` names, for the next article of the same family. `at` enters an earlier act;
        `override` is the reason for which somebody who may sets a refusal aside.
        """
        order = LendOrder(
            code, borrower_id, act, line, visit_id, accepted, co_borrower_id, due, at, binding, override
        )
        return self._context.do(
            act,
            line,
            lambda connection: self.in_transaction(connection, order),
            lambda connection, earlier: self.repeated(connection, earlier, code, borrower_id),
        )

    def in_transaction(self, connection: Connection, order: LendOrder) -> LendResult:
        """The same as part of a larger act; the caller's transaction commits it."""
        context = self._context
        now = context.clock.now()
        at = now if order.at is None else order.at
        year = context.day_of(at).year
        if order.binding is not None:
            order = replace(order, binding=checked_binding(connection, order.binding))
        if order.override is not None:
            order = replace(order, override=overriding.checked_reason(connection, order.override))
        borrower = borrower_facts.lock_and_read(connection, order.borrower_id, year)
        article = scanned.article(connection, context, order.code, lock=True)
        if article is None or borrower is None:
            return _unknown(context, order, article, borrower)
        case = self._case(connection, order, article, borrower, at)
        standing = unresolved(case.findings, (order.accepted - NEVER_MERELY_ACCEPTED) | case.overridden)
        if standing:
            earlier = events.by_act(connection, order.act, order.line)
            if earlier is not None:
                return self.repeated(connection, earlier, order.code, order.borrower_id)
            return NotLent(order.code, context.article_view(article), case.findings)
        return self._write(connection, case, now)

    @needs(Right.LEND)
    def to_nobody(self, code: str, why: Finding) -> NotLent:
        """What is said when it is not known who borrows: why, and all that the article alone gives to say. Writes nothing."""
        context = self._context
        with context.database.read() as connection:
            article = scanned.article(connection, context, code)
            if article is None:
                return NotLent(
                    code, None, (why, context.policy.finding(FindingCode.UNKNOWN_ARTICLE, code=code))
                )
            findings = (why, *judge_article(article.facts, context.policy))
            return NotLent(code, context.article_view(article), findings)

    def preview(self, connection: Connection, order: LendOrder) -> Findings:
        """What lending would say, without writing: for articles that wait in a visit."""
        context = self._context
        at = context.clock.now() if order.at is None else order.at
        borrower = borrower_facts.lock_and_read(connection, order.borrower_id, context.day_of(at).year)
        article = scanned.article(connection, context, order.code)
        if article is None or borrower is None:
            result = _unknown(context, order, article, borrower)
            return result.findings
        return self._case(connection, order, article, borrower, at).findings

    def _case(
        self,
        connection: Connection,
        order: LendOrder,
        article: ArticleAtHand,
        borrower: BorrowerAtHand,
        at: datetime,
    ) -> _Case:
        context, policy = self._context, self._context.policy
        today = context.day_of(at)
        planned = policy.due(today, article.facts.loan_days)
        due = planned.day if order.due is None else order.due
        promised = Promises()
        if article.booked:
            promised = promises.within(connection, context, article.facts, order.borrower_id, (today, due))
        watched = policy.severity(FindingCode.LATE_LOANS) is not Severity.TELL
        facts = LendFacts(
            article=article.facts,
            borrower=borrower.facts,
            desk=context.desk,
            at=at,
            today=today,
            due=due,
            due_by_hand=order.due is not None,
            no_open_day=planned.no_open_day and order.due is None,
            open_loans=None
            if policy.loan_limit is None
            else borrower_facts.count_open_loans(connection, order.borrower_id),
            late_loans=borrower_facts.has_late_loans(connection, order.borrower_id, today)
            if watched
            else None,
            booking=promised.by_other,
            binding_known=order.binding is not None or self._binding_known(connection, article, order),
        )
        found = service_notes.when_found(connection, context, article.facts)
        told = about_time(connection, context, article, order.at)
        findings = (*judge_lending(facts, policy), *found, *told)
        settled = frozenset[FindingCode]()
        if order.override is not None:
            findings, settled = overriding.overridden(context, findings)
        return _Case(order, article, borrower, at, facts, promised.own, findings, settled)

    def _binding_known(self, connection: Connection, article: ArticleAtHand, order: LendOrder) -> bool:
        if not article.facts.staff_sets_binding:
            return True
        return articles.last_binding(connection, article.facts.article_id) == (
            order.borrower_id,
            order.co_borrower_id,
        )

    def _write(self, connection: Connection, case: _Case, now: datetime) -> Lent:
        context, order, facts = self._context, case.order, case.facts
        article_id = facts.article.article_id
        returned = self._take_from_other(connection, case)
        checks = () if returned is None else leave_questions(connection, context, returned)
        if facts.article.state is ArticleState.MISSING:
            service_notes.turn_up(connection, article_id, case.at)
        visit_id = order.visit_id
        if visit_id is None:
            visit_id = visits.add(
                connection,
                branch_id=context.branch_id,
                desk=context.desk,
                borrower_id=order.borrower_id,
                at=case.at,
                ended=True,
            )
        handed = hand_out(connection, context, case.article)
        told = (*(f for f in case.findings if f.severity is Severity.TELL), *handed.told)
        accepted = tuple(f.code for f in case.findings if f.severity is Severity.ASK)
        values = self._loan_values(connection, case, visit_id)
        loan_id = loans.add(
            connection,
            {
                **values,
                "accepted": joined(accepted),
                "told": joined(tuple(f.code for f in told)),
                "parts_missing": handed.missing,
            },
        )
        if (order.at is not None and case.borrower.borrowed_before) or _maybe_not_first(case.borrower):
            borrower_facts.set_first_ever(connection, order.borrower_id)
        # One loan keeps one promise: of three tents that were booked, two are still to be fetched.
        kept = (own for own in case.own_bookings if bookings.fulfil(connection, own, now))
        fulfilled = [booking_id for booking_id in (next(kept, None),) if booking_id is not None]
        details: dict[str, object] = {} if order.slip is None else {"slip": order.slip}
        if facts.article.state is ArticleState.MISSING:
            details["was"] = facts.article.state.value
        if case.overridden:
            details |= {"override": order.override, "overridden": sorted(case.overridden)}
        event_id = events.add(
            connection,
            context.event(
                ActKind.LEND, order.act, order.line, article_id=article_id, loan_id=loan_id, visit_id=visit_id,
                returned_loan_id=None if returned is None else returned.id,
            ),
            {**details, "bookings": fulfilled} if fulfilled else details,
        )  # fmt: skip
        return Lent(
            self._lent_view(connection, case, loan_id, visit_id), event_id, accepted, told, returned, checks
        )

    def _take_from_other(self, connection: Connection, case: _Case) -> LoanView | None:
        """Close the loan of somebody else on which the article stood (R4)."""
        open_loan = case.facts.article.open_loan
        if open_loan is None:
            return None
        # A clock that has gone back must not make a loan end before it began (R10).
        at = max(case.at, open_loan.lent_at)
        loans.close(connection, open_loan.loan_id, at, self._context.day_of(at))
        return loan_of(self._context, case.article, returned_at=at)

    def _loan_values(self, connection: Connection, case: _Case, visit_id: int) -> dict[str, object]:
        context, order, facts, borrower = self._context, case.order, case.facts, case.borrower
        year_key = borrower.year_key
        if year_key is None:
            year_key = secrets.token_hex(8)
            borrower_facts.add_year_key(connection, order.borrower_id, facts.today.year, year_key)
        return {
            "article_id": facts.article.article_id,
            "borrower_id": order.borrower_id,
            "co_borrower_id": order.co_borrower_id,
            "visit_id": visit_id,
            "branch_id": context.branch_id,
            "desk": context.desk,
            "operator": context.operator,
            "lent_at": case.at,
            "lent_on": facts.today,
            "due": facts.due,
            "entered_later": order.at is not None,
            "binding_by": None if order.binding is None else order.binding.by,
            "binding_sole_mm": None if order.binding is None else order.binding.sole_mm,
            "category_code": facts.article.category_code,
            "type_code": facts.article.type_code,
            "first_ever": not borrower.borrowed_before,
            "borrower_key": year_key,
            **frozen(connection, borrower, order.co_borrower_id, facts.today),
        }

    def _lent_view(self, connection: Connection, case: _Case, loan_id: int, visit_id: int) -> LoanView:
        context, borrower, child_id = self._context, case.borrower, case.order.co_borrower_id
        article = context.article_view(case.article)
        child = None if child_id is None else borrower_facts.co_borrower(connection, child_id)
        return LoanView(
            id=loan_id,
            article=_as_lent(article, case.facts.due, borrower.facts.number),
            borrower_id=borrower.facts.borrower_id,
            borrower_number=borrower.facts.number,
            borrower_name=borrower.name,
            phone=borrower.phone,
            lent_at=case.at,
            due=case.facts.due,
            visit_id=visit_id,
            for_whom=None if child is None else child[1],
        )

    def repeated(
        self, connection: Connection, earlier: events.EventRow, code: str, borrower_id: int | None = None
    ) -> LendResult:
        """The result of an act that was sent before: as it was then, with nothing done now (R9).

        Raises UsageError if the act was not this one: another article, or lent to somebody else than `borrower_id` if that is given.
        """
        context = self._context
        found = scanned.article(connection, context, code)
        if (
            earlier.kind is not ActKind.LEND
            or earlier.loan_id is None
            or found is None
            or found.facts.article_id != earlier.article_id
        ):
            raise key_of_another_act()
        if earlier.undone:
            return NotLent(
                code, context.article_view(found), (context.policy.finding(FindingCode.ACT_UNDONE),)
            )
        stored = loans.by_id(connection, earlier.loan_id)
        if borrower_id not in {None, stored.borrower_id} and not _was_moved(connection, stored.visit_id):
            raise key_of_another_act()
        borrower = None
        if stored.borrower_id is not None:
            borrower = borrower_facts.read(connection, stored.borrower_id, stored.lent_on.year)
        number = None if borrower is None else borrower.facts.number
        view = LoanView(
            id=stored.id,
            article=_as_lent(context.article_view(found), stored.due, number),
            borrower_id=stored.borrower_id,
            borrower_number=number,
            borrower_name=None if borrower is None else borrower.name,
            phone=None if borrower is None else borrower.phone,
            lent_at=stored.lent_at,
            due=stored.due,
            returned_at=stored.returned_at,
            visit_id=stored.visit_id,
        )
        told = told_again(context, found, split(stored.told), stored.parts_missing)
        returned = None
        if earlier.returned_loan_id is not None:
            article = context.article_view(found)
            returned = closed_loan(connection, context, earlier.returned_loan_id, article, earlier.at)
        return Lent(view, earlier.id, split(stored.accepted), told, returned, repeated=True)


def _was_moved(connection: Connection, visit_id: int | None) -> bool:
    """Whether the visit stands on another borrower than the one it began with."""
    return visit_id is not None and bool(events.of_visit(connection, visit_id, {ActKind.MOVE_VISIT}))


def _maybe_not_first(borrower: BorrowerAtHand) -> bool:
    """Whether another desk may have lent them their first this moment, where PostgreSQL read the row before it waited for that desk.

    Without a key of the year the other desk's key stands in the way, and this lending is tried again.
    """
    return not borrower.borrowed_before and borrower.year_key is not None


def _as_lent(article: ArticleView, due: date, number: str | None) -> ArticleView:
    return replace(article, state=ShownState.ON_LOAN, due=due, borrower_number=number)


def _unknown(
    context: Context, order: LendOrder, article: ArticleAtHand | None, borrower: BorrowerAtHand | None
) -> NotLent:
    found: list[Finding] = []
    if article is None:
        found.append(context.policy.finding(FindingCode.UNKNOWN_ARTICLE, code=order.code))
    else:
        found += judge_article(article.facts, context.policy)
    if borrower is None:
        found.append(context.policy.finding(FindingCode.UNKNOWN_BORROWER))
    elif borrower.facts.blocked:
        found.append(context.policy.finding(FindingCode.BORROWER_BLOCKED, borrower=borrower.facts.number))
    return NotLent(order.code, None if article is None else context.article_view(article), tuple(found))
