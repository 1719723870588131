"""Doing what stands on paper slips, article by article, in the order of the times that were written.

Slips are typed in as they come off the pad, and that is not always the order in which things happened. So before a row is done, what
later rows of other slips did with the same article is taken back, and then all of them are done in their order: whoever types in the
slips in whatever order ends with the same loans. What was done at the counter is never touched. Rejected: keeping all slips until a
last key and doing them then (a family that is on its way back with its skates would be unknown until then), and putting loans between
others in the past by hand (the rules of lending would be written twice).

Nothing is guessed. A row that does not fit what the program knows is not done, and says why.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from fritids.db import articles, events, slips
from fritids.db.engine import Connection, Part
from fritids.db.slips import SlipLineRow
from fritids.domain.findings import Finding, FindingCode, Severity
from fritids.domain.words import SlipAct
from fritids.services import scanned
from fritids.services.context import Context
from fritids.services.lending import NEVER_MERELY_ACCEPTED, Lending, LendOrder
from fritids.services.results import Lent, NotTakenBack
from fritids.services.returns import ReturnOrder, Returns
from fritids.services.slip_undo import when
from fritids.services.undoing import UndoBlockedError, Undoing
from fritids.services.views import joined

_ASKED: frozenset[FindingCode] = frozenset(FindingCode) - NEVER_MERELY_ACCEPTED
"""What a rule would only ask about was settled by whoever handed the thing out; it stands with the loan as accepted."""


class Act(NamedTuple):
    """The act of which the rows are part, and the lines of the record that are still free in it."""

    key: str
    lines: Iterator[int]


class _Conflict(NamedTuple):
    codes: tuple[FindingCode, ...]
    since: datetime | None = None
    other_slip: int | None = None


class SlipRows:
    """Does rows of slips inside a larger act; the caller's transaction commits it."""

    def __init__(self, context: Context, lending: Lending, returns: Returns, undoing: Undoing) -> None:
        self._context = context
        self._lending = lending
        self._returns = returns
        self._undoing = undoing

    def work_off(self, connection: Connection, lines: Sequence[SlipLineRow], act: Act) -> set[int]:
        """Each row is done or says why not; the ids of those that were tried: these, and later ones about the same articles."""
        context, by_article = self._context, dict[int, list[SlipLineRow]]()
        tried = {line.id for line in lines}
        for line in lines:
            article = scanned.article(connection, context, line.code)
            if article is None:
                _keep(connection, line, _Conflict((FindingCode.UNKNOWN_ARTICLE,)))
            else:
                by_article.setdefault(article.facts.article_id, []).append(line)
        articles.lock_many(connection, by_article)
        for article_id, pending in sorted(by_article.items()):
            tried |= self._article(connection, article_id, pending, act)
        return tried

    def _article(
        self, connection: Connection, article_id: int, pending: Sequence[SlipLineRow], act: Act
    ) -> set[int]:
        first = min(map(when, pending))
        done = slips.done_with(connection, self._context.branch_id, article_id)
        later = sorted((line for line in done if when(line) > first), key=when)
        if not self._taken_back(connection, later, act):
            later = []
        rows = sorted((*pending, *later), key=when)
        for line in rows:
            if line.act is SlipAct.LEND:
                self._lend(connection, line, article_id, act)
            else:
                self._return(connection, line, article_id, act)
        return {line.id for line in rows}

    def _taken_back(self, connection: Connection, later: Iterable[SlipLineRow], act: Act) -> bool:
        """Whether all these rows are undone now; if one cannot be, since the counter has gone on from there, none is."""
        part = Part(connection)
        try:
            for line in sorted(later, key=when, reverse=True):
                event = events.by_id(connection, line.event_id or 0)
                if event is None or (
                    event.loan_id is not None and events.dates_set_after(connection, event.loan_id, event.id)
                ):
                    part.rollback()
                    return False
                self._undoing.take_back(connection, event, act.key, next(act.lines))
                slips.change_line(connection, line.id, {"event_id": None})
        except UndoBlockedError:
            part.rollback()
            return False
        part.commit()
        return True

    def _lend(self, connection: Connection, line: SlipLineRow, article_id: int, act: Act) -> None:
        article = scanned.by_id(connection, self._context, article_id)
        loan = article.facts.open_loan
        if line.borrower_id is None or line.visit_id is None:
            _keep(connection, line, _Conflict((FindingCode.UNKNOWN_BORROWER,)))
            return
        if loan is not None:
            # R4 takes a thing back from somebody else before it is lent. On paper that would be a guess.
            code = FindingCode.LENT_TO_OTHER if loan.lent_at <= line.at else FindingCode.NOT_FREE_THEN
            if loan.borrower_id == line.borrower_id:
                code = FindingCode.ALREADY_LENT_TO_BORROWER
            other = slips.slip_of_loan(connection, loan.loan_id)
            _keep(connection, line, _Conflict((code,), loan.lent_at, other))
            return
        order = LendOrder(
            article.label, line.borrower_id, act.key, next(act.lines), line.visit_id, _ASKED, at=line.at, slip=line.number
        )  # fmt: skip
        result = self._lending.in_transaction(connection, order)
        if isinstance(result, Lent):
            _done(connection, line, result.event_id)
        else:
            _keep(connection, line, self._why(connection, result.findings, article_id))

    def _return(self, connection: Connection, line: SlipLineRow, article_id: int, act: Act) -> None:
        article = scanned.by_id(connection, self._context, article_id)
        order = ReturnOrder(article.label, act.key, next(act.lines), line.at, line.visit_id, line.number)
        result = self._returns.in_transaction(connection, order)
        if not isinstance(result, NotTakenBack):
            _done(connection, line, result.event_id)
            return
        why = self._why(connection, result.findings, article_id)
        if article.facts.open_loan is not None:
            loan = article.facts.open_loan
            why = why._replace(since=loan.lent_at, other_slip=slips.slip_of_loan(connection, loan.loan_id))
        elif (last := slips.last_loan(connection, article_id)) is not None and last[1] >= line.at:
            why = why._replace(since=last[1])
        _keep(connection, line, why)

    @staticmethod
    def _why(connection: Connection, findings: Sequence[Finding], article_id: int) -> _Conflict:
        standing = tuple(
            finding
            for finding in findings
            if finding.severity is Severity.REFUSE or finding.code in NEVER_MERELY_ACCEPTED
        )
        since = next((at for one in standing if isinstance(at := one.facts.get("since"), datetime)), None)
        other = None
        if since is not None and (last := slips.last_loan(connection, article_id)) is not None:
            other = slips.slip_of_loan(connection, last[0])
        return _Conflict(tuple(finding.code for finding in standing), since, other)


def _done(connection: Connection, line: SlipLineRow, event_id: int) -> None:
    cleared: dict[str, object] = {"reasons": None, "since": None, "other_slip": None}
    slips.change_line(connection, line.id, {**cleared, "event_id": event_id})


def _keep(connection: Connection, line: SlipLineRow, why: _Conflict) -> None:
    values = {"reasons": joined(why.codes), "since": why.since, "other_slip": why.other_slip}
    slips.change_line(connection, line.id, {**values, "event_id": None})
