"""Moving a loan's due date on (R6). Never a new loan."""

from fritids.db import articles, events, loans
from fritids.db.articles import ArticleAtHand
from fritids.db.engine import Connection
from fritids.domain.facts import RenewFacts
from fritids.domain.findings import FindingCode, Severity, unresolved
from fritids.domain.lending import judge_renewal
from fritids.domain.roles import Right
from fritids.domain.words import ActKind
from fritids.services import promises, scanned
from fritids.services.acts import key_of_another_act
from fritids.services.context import Context
from fritids.services.promises import Promises
from fritids.services.results import NotRenewed, Renewed, RenewResult
from fritids.services.rights import needs
from fritids.services.views import loan_of

_NONE: frozenset[FindingCode] = frozenset()


class Renewals:
    """The use case of renewing."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Right.LEND, reads_itself=True)
    def renew(
        self,
        code: str,
        *,
        act: str,
        line: int = 0,
        accepted: frozenset[FindingCode] = _NONE,
        visit_id: int | None = None,
    ) -> RenewResult:
        """Move the open loan of the article to today + its period, on the disk; `NotRenewed` has written nothing."""

        def work(connection: Connection) -> RenewResult:
            found = scanned.article(connection, self._context, code, lock=True)
            if found is None:
                return NotRenewed(
                    code, None, (self._context.policy.finding(FindingCode.UNKNOWN_ARTICLE, code=code),)
                )
            return self.in_transaction(
                connection, found, act=act, line=line, accepted=accepted, visit_id=visit_id
            )

        def again(connection: Connection, earlier: events.EventRow) -> RenewResult:
            found = scanned.article(connection, self._context, code)
            if found is None or found.facts.article_id != earlier.article_id:
                raise key_of_another_act()
            return self._again(connection, earlier)

        return self._context.do(act, line, work, again)

    @needs(Right.LEND)
    def renew_all(
        self,
        borrower_id: int,
        *,
        act: str,
        accepted: frozenset[FindingCode] = _NONE,
        visit_id: int | None = None,
    ) -> tuple[RenewResult, ...]:
        """Renew all that the borrower has out, in one transaction: what may be is, the rest is listed with its reasons."""
        context = self._context

        def work(connection: Connection) -> tuple[RenewResult, ...]:
            earlier = events.all_of_act(connection, act)
            if earlier:
                return self._all_again(connection, earlier)
            results: list[RenewResult] = []
            for line, (_loan_id, article_id) in enumerate(loans.open_of_borrower(connection, borrower_id)):
                articles.lock_by_id(connection, article_id)
                found = articles.by_id(connection, article_id, context.branch_id)
                context.refresh(connection, found.branch_revision)
                loan = found.facts.open_loan
                if loan is not None and loan.borrower_id == borrower_id:
                    results.append(
                        self.in_transaction(
                            connection, found, act=act, line=line, accepted=accepted, visit_id=visit_id
                        )
                    )
            return tuple(results)

        return context.do(
            act,
            0,
            work,
            lambda connection, _: self._all_again(connection, events.all_of_act(connection, act)),
        )

    def in_transaction(  # as renew
        self,
        connection: Connection,
        found: ArticleAtHand,
        *,
        act: str,
        line: int,
        accepted: frozenset[FindingCode],
        visit_id: int | None,
    ) -> RenewResult:
        """The same for an article that is locked already, as part of a larger act."""
        context, policy, loan = self._context, self._context.policy, found.facts.open_loan
        view = context.article_view(found)
        if loan is None:
            earlier = events.by_act(connection, act, line)
            return (
                self._again(connection, earlier)
                if earlier
                else NotRenewed(found.label, view, (policy.finding(FindingCode.NOT_ON_LOAN),))
            )
        now = context.clock.now()
        today = context.day_of(now)
        planned = policy.due(today, found.facts.loan_days)
        last = loans.last_renewal(connection, loan.loan_id)
        promised = Promises()
        if found.booked:
            promised = promises.within(
                connection, context, found.facts, loan.borrower_id, (today, planned.day)
            )
        findings = judge_renewal(RenewFacts(loan.due, planned.day, found.renewals, promised.by_other), policy)
        if unresolved(findings, accepted):
            earlier = events.by_act(connection, act, line)
            return self._again(connection, earlier) if earlier else NotRenewed(found.label, view, findings)
        renewal_id = loans.add_renewal(
            connection,
            {
                "loan_id": loan.loan_id,
                "seq": 1 if last is None else last.seq + 1,
                "old_due": loan.due,
                "new_due": planned.day,
                "renewed_at": now,
                "renewed_on": today,
                "branch_id": context.branch_id,
                "desk": context.desk,
                "operator": context.operator,
            },
        )
        loans.set_due(connection, loan.loan_id, planned.day)
        codes = tuple(f.code for f in findings if f.severity is Severity.ASK)
        event_id = events.add(
            connection,
            context.event(
                ActKind.RENEW,
                act,
                line,
                article_id=found.facts.article_id,
                loan_id=loan.loan_id,
                renewal_id=renewal_id,
                visit_id=visit_id,
            ),
            {"accepted": [code.value for code in codes]} if codes else None,
        )
        told = tuple(f for f in findings if f.severity is Severity.TELL)
        if planned.no_open_day:
            told = (*told, policy.told(FindingCode.NO_OPEN_DAY, due=planned.day))
        after = articles.by_id(connection, found.facts.article_id, context.branch_id)
        return Renewed(loan_of(context, after), loan.due, event_id, codes, told)

    def _all_again(self, connection: Connection, earlier: list[events.EventRow]) -> tuple[RenewResult, ...]:
        return tuple(self._again(connection, event) for event in earlier)

    def _again(self, connection: Connection, earlier: events.EventRow) -> RenewResult:
        """The result of an act that was sent before, with nothing done now (R9)."""
        context = self._context
        if earlier.kind is not ActKind.RENEW or earlier.article_id is None or earlier.renewal_id is None:
            raise key_of_another_act()
        found = articles.by_id(connection, earlier.article_id, context.branch_id)
        context.refresh(connection, found.branch_revision)
        if earlier.undone or found.facts.open_loan is None:
            return NotRenewed(
                found.label, context.article_view(found), (context.policy.finding(FindingCode.ACT_UNDONE),)
            )
        renewal = loans.renewal(connection, earlier.renewal_id)
        return Renewed(loan_of(context, found), renewal.old_due, earlier.id, repeated=True)
