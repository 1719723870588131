"""Taking back what was done (R7). Every way of undoing is one named function; both acts stay in the record."""

from collections.abc import Callable, Sequence
from typing import TypeAlias, TypeVar

from fritids.db import articles, bookings, borrower_facts, checks, events, loans
from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.domain.findings import Finding, FindingCode
from fritids.domain.words import ActKind, ArticleState, DiscardReason
from fritids.services.context import Context
from fritids.services.moving import move_loans
from fritids.services.results import ActView, ArticleView, NotUndone, Undone, UndoneLine, UndoResult

RECENT = 20
T = TypeVar("T")
Chooser: TypeAlias = Callable[[Connection], list[EventRow]]


class UndoBlockedError(Exception):
    """Something stands in the way; raised inside the transaction so that nothing of a larger undo stays."""

    def __init__(self, finding: Finding, article: ArticleView | None) -> None:
        super().__init__(finding.code)
        self.finding = finding
        self.article = article


class Undoing:
    """The use cases of undoing."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def undo_last(self, *, act: str) -> UndoResult:
        """Take back the newest act of this desk not yet undone: one article, with the return that came with it (R4)."""

        def choose(connection: Connection) -> list[EventRow]:
            newest = events.newest_undoable(connection, self._context.branch_id, self._context.desk)
            return [] if newest is None else self._whole_act(connection, newest)

        return self._undo(choose, act)

    def next_up(self) -> ActView | None:
        """What `undo_last` would take back now; a screen asks before it reaches into another visit."""
        context = self._context
        with context.database.read() as connection:
            event = events.newest_undoable(connection, context.branch_id, context.desk)
            return None if event is None else self._act_view(connection, event)

    def undo(self, event_id: int, *, act: str) -> UndoResult:
        """Take back one act of the list, if that is still logical."""

        def choose(connection: Connection) -> list[EventRow]:
            event = events.by_id(connection, event_id)
            return [] if event is None or event.undone else self._whole_act(connection, event)

        return self._undo(choose, act)

    def undo_visit(self, visit_id: int | None = None, *, act: str) -> UndoResult:
        """Take back all that was done in a visit (the newest of this desk), newest first, all of it or nothing."""

        def choose(connection: Connection) -> list[EventRow]:
            wanted = visit_id
            if wanted is None:
                wanted = events.newest_visit(connection, self._context.branch_id, self._context.desk)
            return [] if wanted is None else events.of_visit(connection, wanted)[::-1]

        return self._undo(choose, act)

    def recent(self, limit: int = RECENT) -> tuple[ActView, ...]:
        """The newest acts of this desk that can be, or were, taken back; newest first."""
        context = self._context
        with context.database.read() as connection:
            found = [
                self._act_view(connection, event)
                for event in events.recent_undoable(connection, context.branch_id, context.desk, limit=limit)
            ]
            return tuple(found)

    def _act_view(self, connection: Connection, event: EventRow) -> ActView:
        article, number, name = self._about(connection, event)
        return ActView(
            event.id,
            event.kind,
            event.at,
            event.operator,
            article,
            number,
            name,
            event.visit_id,
            event.undone,
        )

    def _about(
        self, connection: Connection, event: EventRow
    ) -> tuple[ArticleView | None, str | None, str | None]:
        context, article, number, name = self._context, None, None, None
        if event.article_id is not None:
            at_hand = articles.by_id(connection, event.article_id, context.branch_id)
            context.refresh(connection, at_hand.branch_revision)
            article = context.article_view(at_hand)
        if event.loan_id is not None:
            loan = loans.by_id(connection, event.loan_id)
            if loan.borrower_id is not None:
                number, name = self._person(connection, loan.borrower_id)
        elif event.kind is ActKind.MOVE_VISIT:
            # Once undone, the visit is back with whom it was moved from.
            key = str(event.details.get("from", "")) if event.undone else event.borrower_key or ""
            borrower_id = borrower_facts.id_by_event_key(connection, key)
            if borrower_id is not None:
                number, name = self._person(connection, borrower_id)
        return article, number, name

    def _person(self, connection: Connection, borrower_id: int) -> tuple[str, str]:
        """Number and name; no name of a protected one, whom nobody opened exactly here (DESIGN §5)."""
        borrower = borrower_facts.read(connection, borrower_id, self._context.today().year)
        return borrower.facts.number, "" if borrower.protected else borrower.name

    def _whole_act(self, connection: Connection, event: EventRow) -> list[EventRow]:
        """The event alone, but all lines of "renew all" and "all are well", which were one key."""
        if event.kind not in {ActKind.RENEW, ActKind.ANSWER_CHECK}:
            return [event]
        return [line for line in events.all_of_act(connection, event.act_key)[::-1] if not line.undone]

    def _undo(self, choose: Chooser, act: str) -> UndoResult:
        context = self._context

        def work(connection: Connection) -> UndoResult:
            earlier = events.all_of_act(connection, act)
            if earlier:
                return self._again(connection, earlier)
            chosen = choose(connection)
            if not chosen:
                return NotUndone((context.policy.finding(FindingCode.NOTHING_TO_UNDO),))
            return Undone(
                tuple(self.take_back(connection, event, act, line) for line, event in enumerate(chosen))
            )

        return self.or_blocked(
            lambda: context.do(
                act,
                0,
                work,
                lambda connection, _event: self._again(connection, events.all_of_act(connection, act)),
            )
        )

    @staticmethod
    def or_blocked(run: Callable[[], T]) -> T | NotUndone:
        """What `run` gives, or what stood in its way."""
        try:
            return run()
        except UndoBlockedError as blocked:
            article = blocked.article
            return NotUndone((blocked.finding,), None if article is None else article.barcode, article)

    def _again(self, connection: Connection, lines: Sequence[EventRow]) -> UndoResult:
        undone = []
        for line in lines:
            event = None if line.undoes is None else events.by_id(connection, line.undoes)
            if event is not None:
                undone.append(self._line(connection, event))
        return Undone(tuple(undone))

    def _line(self, connection: Connection, event: EventRow) -> UndoneLine:
        article, number, name = self._about(connection, event)
        return UndoneLine(event.kind, None if article is None else article.barcode, number, article, name)

    def take_back(self, connection: Connection, event: EventRow, act: str, line: int) -> UndoneLine:
        """Take one act back as part of a larger one; the caller's transaction commits it. Raises UndoBlockedError, so that nothing stays."""
        if event.article_id is not None:
            articles.lock_by_id(connection, event.article_id)
        match event.kind:
            case ActKind.LEND:
                self._undo_lend(connection, event)
            case ActKind.RETURN:
                self._undo_return(connection, event)
            case ActKind.FIND:
                self._undo_find(connection, event)
            case ActKind.RENEW:
                self._undo_renew(connection, event)
            case ActKind.MOVE_VISIT:
                self._undo_move(connection, event)
            case ActKind.ANSWER_CHECK | ActKind.ARTICLE_STATE | ActKind.ARTICLE_DISCARD:
                self._undo_state(connection, event)
            case _:
                raise self._blocked(connection, event, "not_undoable")
        events.add(
            connection,
            self._context.event(
                ActKind.UNDO,
                act,
                line,
                article_id=event.article_id,
                loan_id=event.loan_id,
                visit_id=event.visit_id,
                undoes=event.id,
            ),
        )
        return self._line(connection, event)

    def _undo_lend(self, connection: Connection, event: EventRow) -> None:
        loan = loans.by_id(connection, event.loan_id or 0)
        if loan.returned_at is not None:
            raise self._blocked(connection, event, "returned_since")
        if loans.last_renewal(connection, loan.id) is not None:
            raise self._blocked(connection, event, "renewed_since")
        loans.mark_undone(connection, loan.id, self._context.clock.now())
        if loan.first_ever and loan.borrower_id is not None:
            borrower_facts.set_first_ever(connection, loan.borrower_id)
        if event.returned_loan_id is not None:
            other = loans.by_id(connection, event.returned_loan_id)
            if other.borrower_id is None:
                raise self._blocked(connection, event, "borrower_forgotten")
            loans.reopen(connection, other.id)
            loans.void_checks(connection, other.id, self._context.clock.now())
        for booking_id in event.details.get("bookings", ()):
            bookings.promise_again(connection, booking_id)
        self._restore_state(connection, event)

    def _undo_return(self, connection: Connection, event: EventRow) -> None:
        loan = loans.by_id(connection, event.loan_id or 0)
        if loan.borrower_id is None:
            raise self._blocked(connection, event, "borrower_forgotten")
        if loan.returned_at is None or loan.undone_at is not None:
            raise self._blocked(connection, event, "open_again")
        if events.lent_after(connection, loan.article_id, event.id):
            raise self._blocked(connection, event, "lent_since")
        loans.reopen(connection, loan.id)
        loans.void_checks(connection, loan.id, self._context.clock.now())
        self._restore_state(connection, event)

    def _undo_find(self, connection: Connection, event: EventRow) -> None:
        if events.lent_after(connection, event.article_id or 0, event.id):
            raise self._blocked(connection, event, "lent_since")
        self._restore_state(connection, event)

    def _undo_renew(self, connection: Connection, event: EventRow) -> None:
        renewal = loans.renewal(connection, event.renewal_id or 0)
        loan = loans.by_id(connection, renewal.loan_id)
        last = loans.last_renewal(connection, loan.id)
        if loan.returned_at is not None:
            raise self._blocked(connection, event, "returned_since")
        if last is None or last.id != renewal.id:
            raise self._blocked(connection, event, "renewed_since")
        loans.undo_renewal(connection, renewal.id, self._context.clock.now())
        loans.set_due(connection, loan.id, renewal.old_due)

    def _undo_move(self, connection: Connection, event: EventRow) -> None:
        back_to = borrower_facts.id_by_event_key(connection, str(event.details.get("from", "")))
        if back_to is None:
            raise self._blocked(connection, event, "borrower_forgotten")
        move_loans(
            connection,
            self._context,
            event.visit_id or 0,
            back_to,
            [int(loan_id) for loan_id in event.details["loans"]],
            children={int(loan_id): child for loan_id, child in event.details.get("children", {}).items()},
        )

    def _undo_state(self, connection: Connection, event: EventRow) -> None:
        """The article has the state that it had, and the questions that were answered with it wait again."""
        article = articles.by_id(connection, event.article_id or 0, self._context.branch_id)
        if events.lent_after(connection, article.facts.article_id, event.id):
            raise self._blocked(connection, event, "lent_since")
        if event.details.get("state", article.facts.state.value) != article.facts.state.value:
            raise self._blocked(connection, event, "state_since")
        checks.reopen(connection, [int(check_id) for check_id in event.details.get("checks", ())])
        self._restore_state(connection, event)

    def _restore_state(self, connection: Connection, event: EventRow) -> None:
        was, reason = event.details.get("was"), event.details.get("was_reason")
        if was is not None and event.article_id is not None:
            articles.set_state(
                connection,
                event.article_id,
                ArticleState(was),
                self._context.clock.now(),
                reason=None if reason is None else DiscardReason(reason),
            )

    def _blocked(self, connection: Connection, event: EventRow, by: str) -> UndoBlockedError:
        article, number, _name = self._about(connection, event)
        barcode = None if article is None else article.barcode
        return UndoBlockedError(
            self._context.policy.finding(
                FindingCode.UNDO_BLOCKED, by=by, barcode=barcode, borrower=number, act=event.kind.value
            ),
            article,
        )
