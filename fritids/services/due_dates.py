"""Giving loans another date by hand (R1): one, or all that was lent in a visit. No renewal, and in no statistic."""

from collections.abc import Sequence
from datetime import date

from fritids.db import articles, events, loans
from fritids.db.articles import ArticleAtHand
from fritids.db.engine import Connection
from fritids.domain.facts import DueFacts, OpenLoanFacts
from fritids.domain.findings import FindingCode, Findings, Severity, unresolved
from fritids.domain.lending import judge_due
from fritids.domain.roles import Right
from fritids.domain.words import ActKind
from fritids.services import promises, scanned
from fritids.services.acts import key_of_another_act
from fritids.services.context import Context
from fritids.services.loan_pages import views_of
from fritids.services.once import once
from fritids.services.promises import Promises
from fritids.services.results import DueNotSet, DueResult, DueSet, LoanStays, LoanView
from fritids.services.rights import needs

_NONE: frozenset[FindingCode] = frozenset()


class DueDates:
    """The use cases of setting a due date by hand. All that one act is about gets the date, or nothing does."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Right.LEND)
    def set_due(
        self,
        code: str,
        day: date,
        *,
        act: str,
        accepted: frozenset[FindingCode] = _NONE,
        visit_id: int | None = None,
    ) -> DueResult:
        """The open loan of the article that `code` means runs to `day`, on the disk; `DueNotSet` has written nothing.

        `visit_id` is the visit in which it is done, not that in which it was lent.
        """

        def work(connection: Connection) -> DueResult:
            found = scanned.article(connection, self._context, code, lock=True)
            if found is None:
                return self._unknown(code)
            return self._set(connection, [found], day, act=act, accepted=accepted, visit_id=visit_id)

        def again(connection: Connection, earlier: events.EventRow) -> DueResult:
            found = scanned.article(connection, self._context, code)
            if found is None or found.facts.article_id != earlier.article_id:
                raise key_of_another_act()
            return self._again(connection, earlier, day)

        return once(self._context, act, ActKind.DUE_SET, work, again)

    @needs(Right.LEND)
    def set_visit_due(
        self, visit_id: int, day: date, *, act: str, accepted: frozenset[FindingCode] = _NONE
    ) -> DueResult:
        """All that was lent in the visit and is out runs to `day`, as one act in one transaction; else `DueNotSet`, and nothing was written."""

        def work(connection: Connection) -> DueResult:
            found = self._lent_in(connection, visit_id, lock=True)
            return self._set(connection, found, day, act=act, accepted=accepted, visit_id=visit_id)

        def again(connection: Connection, earlier: events.EventRow) -> DueResult:
            if earlier.visit_id != visit_id:
                raise key_of_another_act()
            return self._again(connection, earlier, day)

        return once(self._context, act, ActKind.DUE_SET, work, again)

    @needs(Right.LEND)
    def lent_in(self, visit_id: int) -> tuple[LoanView, ...]:
        """What was lent in the visit and is out, however much that is, in the order in which it was lent."""
        context = self._context
        with context.database.read() as connection:
            found = self._lent_in(connection, visit_id)
            return views_of(connection, context, [_loan(one).loan_id for one in found])

    @needs(Right.LEND)
    def objections(
        self, day: date, *, code: str | None = None, visit_id: int | None = None
    ) -> DueNotSet | None:
        """What would stand in the way of this date for the loan of `code`, else for the visit's loans, with nothing accepted. Writes nothing."""
        with self._context.database.read() as connection:
            if code is None:
                return self._judged(connection, self._lent_in(connection, visit_id or 0), day, _NONE)[1]
            found = scanned.article(connection, self._context, code)
            return self._unknown(code) if found is None else self._judged(connection, [found], day, _NONE)[1]

    def _unknown(self, code: str) -> DueNotSet:
        finding = self._context.policy.finding(FindingCode.UNKNOWN_ARTICLE, code=code)
        return DueNotSet((LoanStays(code, None, (finding,)),))

    def _lent_in(
        self, connection: Connection, visit_id: int, *, lock: bool = False
    ) -> Sequence[ArticleAtHand]:
        """What was lent in the visit and is out, in the order in which it was lent."""
        ids = [loan.article_id for loan in loans.of_visit(connection, visit_id) if loan.returned_at is None]
        if lock:
            articles.lock_many(connection, ids)
        found = scanned.by_ids(connection, self._context, ids).values()
        return [one for one in found if (loan := one.facts.open_loan) and loan.visit_id == visit_id]

    def _judged(
        self,
        connection: Connection,
        found: Sequence[ArticleAtHand],
        day: date,
        accepted: frozenset[FindingCode],
    ) -> tuple[list[tuple[ArticleAtHand, Findings]], DueNotSet | None]:
        """The loans that would get the date, with all there is to say of each, and what stands in the way."""
        context = self._context
        judged = [(one, self._findings(connection, one, day)) for one in found]
        # Those of a visit that run to this day already are left as they are, unless that is all of them.
        moved = [one for one in judged if all(f.code is not FindingCode.NOT_MOVED for f in one[1])] or judged
        if not moved:
            none_out = (context.policy.finding(FindingCode.NOT_ON_LOAN),)
            return [], DueNotSet((LoanStays(None, None, none_out),))
        stays = tuple(LoanStays(one.label, context.article_view(one), findings) for one, findings in moved)
        stands = any(unresolved(findings, accepted) for _one, findings in moved)
        return moved, DueNotSet(stays) if stands else None

    def _findings(self, connection: Connection, found: ArticleAtHand, day: date) -> Findings:
        context, loan = self._context, found.facts.open_loan
        if loan is None:
            return (context.policy.finding(FindingCode.NOT_ON_LOAN),)
        # A clock that has gone back must not make a loan due before it began (R10).
        today = max(context.today(), context.day_of(loan.lent_at))
        promised = Promises()
        if found.booked and day > loan.due:
            promised = promises.within(connection, context, found.facts, loan.borrower_id, (today, day))
        return judge_due(DueFacts(today, loan.due, day, promised.by_other), context.policy)

    def _set(
        self,
        connection: Connection,
        found: Sequence[ArticleAtHand],
        day: date,
        *,
        act: str,
        accepted: frozenset[FindingCode],
        visit_id: int | None,
    ) -> DueResult:
        context = self._context
        moved, in_the_way = self._judged(connection, found, day, accepted)
        if in_the_way is not None:
            return in_the_way
        for line, (one, findings) in enumerate(moved):
            self._write(
                connection,
                one,
                context.event(ActKind.DUE_SET, act, line, visit_id=visit_id),
                day,
                [finding.code.value for finding in findings if finding.severity is Severity.ASK],
            )
        said = {finding.code: finding for _one, findings in moved for finding in findings}.values()
        return DueSet(
            views_of(connection, context, [_loan(one).loan_id for one, _findings in moved]),
            day,
            context.today(),
            tuple(finding.code for finding in said if finding.severity is Severity.ASK),
            tuple(finding for finding in said if finding.severity is Severity.TELL),
        )

    @staticmethod
    def _write(
        connection: Connection, found: ArticleAtHand, event: dict[str, object], day: date, accepted: list[str]
    ) -> None:
        loan = _loan(found)
        loans.set_due(connection, loan.loan_id, day)
        events.add(
            connection,
            {**event, "article_id": found.facts.article_id, "loan_id": loan.loan_id},
            {"from": loan.due, "to": day, **({"accepted": accepted} if accepted else {})},
        )

    def _again(self, connection: Connection, earlier: events.EventRow, day: date) -> DueResult:
        """The result of an act that was sent before, with nothing done now (R9)."""
        context = self._context
        if earlier.details["to"] != day.isoformat():
            raise key_of_another_act()
        lines = events.all_of_act(connection, earlier.act_key)
        loan_ids = [line.loan_id for line in lines if line.loan_id is not None and not line.undone]
        if loan_ids:
            return DueSet(
                views_of(connection, context, loan_ids), day, context.day_of(earlier.at), repeated=True
            )
        undone = (context.policy.finding(FindingCode.ACT_UNDONE),)
        found = scanned.by_ids(connection, context, [line.article_id for line in lines if line.article_id])
        return DueNotSet(
            tuple(LoanStays(one.label, context.article_view(one), undone) for one in found.values())
        )


def _loan(found: ArticleAtHand) -> OpenLoanFacts:
    """The open loan of an article that was judged to have one."""
    if found.facts.open_loan is None:
        raise LookupError(found.label)
    return found.facts.open_loan
