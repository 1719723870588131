"""Service: an article is sent to be washed, sharpened, mended, and can be lent again when all of that is done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fritids.db import articles, checks, events, service, visits
from fritids.db.articles import ArticleAtHand
from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.domain.findings import FindingCode, Findings, Severity, UndoBlock
from fritids.domain.roles import Right
from fritids.domain.service import LOOKED_AT, likeliest
from fritids.domain.words import ActKind, ArticleState, ServiceKind, ServiceOutcome, ShownState
from fritids.services import scanned, service_notes, service_turns
from fritids.services.acts import key_of_another_act
from fritids.services.article_states import found_bad
from fritids.services.checks import checked_note
from fritids.services.context import Context
from fritids.services.loan_pages import views_of
from fritids.services.results import ArticleView, LoanView
from fritids.services.results.service import (
    DoneResult,
    DueView,
    NoteView,
    NotServiced,
    SendResult,
    SentToService,
    Serviced,
    Standing,
)
from fritids.services.rights import needs

_GONE = {ArticleState.DISCARDED: FindingCode.DISCARDED, ArticleState.TRANSFERRED: FindingCode.TRANSFERRED}


@dataclass(frozen=True, slots=True)
class _Order:
    """What was done to an article, as somebody said it."""

    kind: ServiceKind | None
    act: tuple[str, int]
    note: str | None
    outcome: ServiceOutcome


class Service:
    """The use cases of service."""

    def __init__(self, context: Context) -> None:
        self._context = context

    # ------------------------------------------------------------------------------------------ what is done

    @needs(Right.LEND)
    def send(
        self, code: str, kind: ServiceKind, *, act: str, line: int = 0, note: str | None = None
    ) -> SendResult:
        """The article waits for this kind of work, and is not lent until it is done; one that is on loan goes there when it is back.

        Raises InvalidValueError for a note that cannot be kept.
        """
        return self._context.do(
            act,
            line,
            lambda connection: self._send(connection, code, kind, (act, line), note),
            lambda connection, earlier: self._sent_before(connection, earlier, code, kind),
        )

    @needs(Right.STOCK)
    def done(
        self,
        code: str,
        kind: ServiceKind | None = None,
        *,
        act: str,
        line: int = 0,
        note: str | None = None,
        outcome: ServiceOutcome = ServiceOutcome.DONE,
    ) -> DoneResult:
        """The work of this kind, or all of it, is done (or dropped); the article can be lent again if nothing else is to be done to it.

        What is recalled is done with only where its kind is named: nobody is to lend it by mistake. Work that nobody had asked for counts as done too where it has its turns for the type: the next one is counted from now.
        Raises InvalidValueError for a note that cannot be kept.
        """
        order = _Order(kind, (act, line), note, outcome)
        return self._context.do(
            act,
            line,
            lambda connection: self._done(connection, code, order),
            lambda connection, earlier: self._done_before(connection, earlier, code, outcome),
        )

    def _send(
        self, connection: Connection, code: str, kind: ServiceKind, act: tuple[str, int], note: str | None
    ) -> SendResult:
        context = self._context
        found = scanned.article(connection, context, code, lock=True)
        if found is None or (refused := self._refused(found)):
            return self._not(code, found, () if found is None else refused)
        facts, kept = found.facts, checked_note(connection, note)
        notes = service_notes.open_note(connection, context, facts, kind, kept)
        if not notes:
            if (earlier := events.by_act(connection, *act)) is not None:
                return self._sent_before(connection, earlier, code, kind)
            return SentToService(context.article_view(found), kind, None)
        details: dict[str, object] = {"kind": kind.value, "was": facts.state.value, **notes}
        if facts.state is not ArticleState.IN_SERVICE:
            articles.set_state(
                connection, facts.article_id, ArticleState.IN_SERVICE, context.clock.now(), note=kept
            )
        if kind in LOOKED_AT and (answered := found_bad(connection, context, found, kept)):
            details["checks"] = answered
        event_id = self._record(connection, ActKind.SERVICE_OPEN, act, facts.article_id, details)
        return SentToService(self._view(connection, facts.article_id), kind, event_id)

    def _done(self, connection: Connection, code: str, order: _Order) -> DoneResult:
        context, kind = self._context, order.kind
        found = scanned.article(connection, context, code, lock=True)
        if found is None or (refused := self._refused(found)):
            return self._not(code, found, () if found is None else refused)
        earlier = events.by_act(connection, *order.act)
        if earlier is not None:
            return self._done_before(connection, earlier, code, order.outcome)
        facts, kept = found.facts, checked_note(connection, order.note)
        if kind in {None, ServiceKind.CHECK}:
            rows = service_notes.standing(connection, context, facts)
        else:
            rows = service.open_of(connection, facts.article_id)
        kinds = tuple(row.kind for row in rows if kind is row.kind or (kind is None and row.recall is None))
        details: dict[str, object] = {"outcome": order.outcome.value, "was": facts.state.value}
        word = "closed"
        if not kinds and kind is not None and self._counts_unasked(facts.type_code, order):
            service_notes.open_note(connection, context, facts, kind, None)
            kinds, word = (kind,), "unasked"
        if not kinds and kind is None and rows:
            recalled = service_notes.told(connection, context, facts.article_id)
            return self._not(code, found, (replace(recalled, severity=Severity.REFUSE),))
        if not kinds:
            work = None if kind is None else kind.value
            return self._not(code, found, (context.policy.finding(FindingCode.NOT_IN_SERVICE, work=work),))
        details[word] = service_notes.close(
            connection, context, facts.article_id, order.outcome, kinds=kinds, note=kept
        )
        details["kinds"] = [one.value for one in kinds]
        if facts.state is ArticleState.MISSING:
            service_notes.turn_up(connection, facts.article_id, context.clock.now())
        else:
            service_notes.settle(connection, context, facts.article_id, emptied=True)
        event_id = self._record(connection, ActKind.SERVICE_DONE, order.act, facts.article_id, details)
        return self._serviced(connection, facts.article_id, kinds, event_id, order.outcome)

    def _counts_unasked(self, type_code: str, order: _Order) -> bool:
        """Whether work that nobody had asked for counts, since it has its turns for the type."""
        rules = self._context.service_rules.get(type_code, ())
        return order.outcome is ServiceOutcome.DONE and any(rule.kind is order.kind for rule in rules)

    def _refused(self, found: ArticleAtHand) -> Findings:
        facts = found.facts
        if facts.state in _GONE:
            return (self._context.policy.finding(_GONE[facts.state], reason=facts.discard_reason),)
        return ()

    def _not(self, code: str, found: ArticleAtHand | None, findings: Findings) -> NotServiced:
        context = self._context
        if found is None:
            return NotServiced(code, None, (context.policy.finding(FindingCode.UNKNOWN_ARTICLE, code=code),))
        return NotServiced(code, context.article_view(found), findings)

    def _record(
        self,
        connection: Connection,
        kind: ActKind,
        act: tuple[str, int],
        article_id: int,
        details: dict[str, object],
    ) -> int:
        context = self._context
        visit = visits.open_at(connection, context.branch_id, context.desk)
        visit_id = None if visit is None else visit.id
        event = context.event(kind, *act, article_id=article_id, visit_id=visit_id)
        return events.add(connection, event, details)

    def _view(self, connection: Connection, article_id: int) -> ArticleView:
        return self._context.article_view(articles.by_id(connection, article_id, self._context.branch_id))

    def _serviced(
        self,
        connection: Connection,
        article_id: int,
        kinds: tuple[ServiceKind, ...],
        event_id: int,
        outcome: ServiceOutcome,
        *,
        repeated: bool = False,
    ) -> Serviced:
        left = tuple(row.kind for row in service.open_of(connection, article_id))
        return Serviced(self._view(connection, article_id), kinds, left, event_id, outcome, repeated)

    def _sent_before(
        self, connection: Connection, earlier: EventRow, code: str, kind: ServiceKind
    ) -> SendResult:
        article = self._same(connection, earlier, code, ActKind.SERVICE_OPEN)
        if earlier.details.get("kind") != kind.value:
            raise key_of_another_act()
        if earlier.undone:
            undone = self._context.policy.finding(FindingCode.ACT_UNDONE)
            return NotServiced(code, article, (undone,))
        return SentToService(article, kind, earlier.id, repeated=True)

    def _done_before(
        self, connection: Connection, earlier: EventRow, code: str, outcome: ServiceOutcome
    ) -> DoneResult:
        article = self._same(connection, earlier, code, ActKind.SERVICE_DONE)
        if earlier.details["outcome"] != outcome.value:
            raise key_of_another_act()
        if earlier.undone:
            return NotServiced(code, article, (self._context.policy.finding(FindingCode.ACT_UNDONE),))
        kinds = tuple(ServiceKind(kind) for kind in earlier.details["kinds"])
        return self._serviced(connection, article.id, kinds, earlier.id, outcome, repeated=True)

    def _same(self, connection: Connection, earlier: EventRow, code: str, kind: ActKind) -> ArticleView:
        found = scanned.article(connection, self._context, code)
        if found is None or earlier.kind is not kind or earlier.article_id != found.facts.article_id:
            raise key_of_another_act()
        return self._context.article_view(found)

    # ------------------------------------------------------------------------------------------ what is shown

    @needs(Right.LEND)
    def suggest(self, code: str) -> ServiceKind:
        """What the article is most likely sent to service for, so that one key is enough."""
        context = self._context
        with context.database.read() as connection:
            found = scanned.article(connection, context, code)
            if found is None:
                return ServiceKind.CHECK
            due = service_turns.due_of(connection, context, found.facts)
            return likeliest(context.service_rules.get(found.facts.type_code, ()), due)

    @needs(Right.STOCK)
    def list(self, kind: ServiceKind | None = None) -> tuple[NoteView, ...]:
        """What is to be done, by kind and the longest waiting first. What was set aside before there were notes stands under `check`."""
        context = self._context
        with context.database.read() as connection:
            rows = service.in_branch(connection, context.branch_id, kind)
            ids = [row.article_id for row in rows]
            views, loans = self._views(connection, ids), self._loans(connection, ids)
            return tuple(
                NoteView(
                    views[row.article_id],
                    row.kind,
                    row.note,
                    row.opened_at,
                    recalled=row.recall is not None,
                    loan=loans.get(row.article_id),
                )
                for row in rows
            )

    @needs(Right.LEND)
    def of_article(self, article_id: int) -> tuple[NoteView, ...]:
        """What is to be done to one article."""
        context = self._context
        with context.database.read() as connection:
            view = self._view(connection, article_id)
            return tuple(
                NoteView(view, row.kind, row.note, row.opened_at, recalled=row.recall is not None)
                for row in service.open_of(connection, article_id)
            )

    @needs(Right.STOCK)
    def due(self, kind: ServiceKind | None = None) -> tuple[DueView, ...]:
        """What has its turn and is not in service: by kind; what stands on the shelf before what is out, then by type and label."""
        context = self._context
        with context.database.read() as connection:
            kinds = tuple(ServiceKind) if kind is None else (kind,)
            found = service_turns.due_in_branch(connection, context, kinds)
            views = self._views(connection, [article_id for article_id, _due in found])
        lines = [DueView(views[article_id], one.kind, one.loans, one.season) for article_id, one in found]
        types, order = list(context.types), list(ServiceKind)
        return tuple(
            sorted(
                lines,
                key=lambda line: (
                    order.index(line.kind),
                    line.article.state is ShownState.ON_LOAN,
                    types.index(line.article.type.code),
                    line.article.barcode,
                ),
            )
        )

    @needs(Right.LEND)
    def standing(self) -> Standing:
        """How much waits, by kind, and what on the shelves has its turn."""
        due = self.due()
        with self._context.database.read() as connection:
            waiting = service.counts(connection, self._context.branch_id)
        shelf = (line for line in due if line.article.state is not ShownState.ON_LOAN)
        return Standing(waiting, frozenset((line.kind, line.article.id) for line in shelf))

    @needs(Right.LEND)
    def waiting(self) -> dict[ServiceKind, int]:
        """How much waits, by kind; without what has its turn, which takes longer to count."""
        with self._context.database.read() as connection:
            return service.counts(connection, self._context.branch_id)

    def _views(self, connection: Connection, ids: Sequence[int]) -> dict[int, ArticleView]:
        context = self._context
        return {
            article_id: context.article_view(found)
            for article_id, found in scanned.by_ids(connection, context, ids).items()
        }

    def _loans(self, connection: Connection, ids: Sequence[int]) -> dict[int, LoanView]:
        out = views_of(connection, self._context, service.loans_out(connection, ids))
        return {loan.article.id: loan for loan in out}


def undo_send(connection: Connection, context: Context, event: EventRow) -> UndoBlock | None:
    """The article is no longer to be worked on for this, and has the state that it had."""
    if service_notes.is_closed_since(connection, event.details):
        return UndoBlock.STATE_SINCE
    _take_back(connection, context, event)
    return None


def undo_recall(connection: Connection, context: Context, event: EventRow) -> UndoBlock | None:
    """The same for one article of a recall; one that has been seen to since stays as it is, and holds up none of the others."""
    if not service_notes.is_closed_since(connection, event.details):
        _take_back(connection, context, event)
    return None


def undo_done(connection: Connection, context: Context, event: EventRow) -> UndoBlock | None:
    """The work is still to be done; where nobody had asked for it, it was never done."""
    article_id = event.article_id or 0
    state = articles.by_id(connection, article_id, context.branch_id).facts.state
    if "unasked" in event.details:
        ids = [int(note_id) for note_id in event.details["unasked"]]
        service.never_done(connection, ids)
        return None
    if events.lent_after(connection, article_id, event.id):
        return UndoBlock.LENT_SINCE
    if state in _GONE:
        return UndoBlock.STATE_SINCE
    _take_back(connection, context, event)
    return None


def _take_back(connection: Connection, context: Context, event: EventRow) -> None:
    checks.reopen(connection, [int(check_id) for check_id in event.details.get("checks", ())])
    service_notes.put_back(connection, context, event)
    was = ArticleState(str(event.details["was"]))
    state = articles.by_id(connection, event.article_id or 0, context.branch_id).facts.state
    if was is ArticleState.MISSING and state in {ArticleState.IN_STOCK, ArticleState.IN_SERVICE}:
        articles.set_state(connection, event.article_id or 0, was, context.clock.now())
