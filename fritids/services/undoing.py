"""Taking back what was done (R7). Every way of undoing is one named function; both acts stay in the record."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeAlias, TypeVar

from fritids.db import articles, bookings, borrower_facts, checks, events, loans, parts
from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.domain.findings import Finding, FindingCode, UndoBlock
from fritids.domain.roles import Right
from fritids.domain.words import ActKind, ArticleState, DiscardReason
from fritids.services import service_notes
from fritids.services.acts import key_of_another_act
from fritids.services.article_adding import registered_code
from fritids.services.context import Context
from fritids.services.moving import move_loans
from fritids.services.record import act_views, asked_for, person_key
from fritids.services.results import ActView, ArticleView, NotUndone, Undone, UndoneLine, UndoResult
from fritids.services.rights import may, needs
from fritids.services.slip_undo import acts_of_slip
from fritids.services.undo_stock import AS_ONE, NEEDS, UNDOERS

RECENT = 20
_DATED_SINCE = {
    ActKind.RENEW: UndoBlock.RENEWED_SINCE,
    ActKind.DUE_SET: UndoBlock.DUE_SET_SINCE,
    ActKind.DUE_MOVE: UndoBlock.DUE_MOVED_SINCE,
}
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

    @needs(Right.LEND)
    def undo_last(self, *, act: str) -> UndoResult:
        """Take back the newest act of this desk not yet undone: one article, with the return that came with it (R4)."""

        def choose(connection: Connection) -> list[EventRow]:
            newest = events.newest_undoable(connection, self._context.branch_id, self._context.desk)
            return [] if newest is None else self._whole_act(connection, newest)

        return self._undo(choose, act)

    @needs(Right.LEND)
    def next_up(self) -> tuple[ActView, ...]:
        """All that `undo_last` would take back now; a screen asks before it reaches into another visit."""
        context = self._context
        with context.database.read() as connection:
            event = events.newest_undoable(connection, context.branch_id, context.desk)
            return () if event is None else act_views(connection, context, self._whole_act(connection, event))

    @needs(Right.LEND)
    def undo(self, event_id: int, *, act: str) -> UndoResult:
        """Take back one act of the list, if that is still logical; of questions answered by one key only the one that was chosen."""

        def choose(connection: Connection) -> list[EventRow]:
            event = events.by_id(connection, event_id)
            if event is None or event.undone:
                return []
            return [event] if event.kind is ActKind.ANSWER_CHECK else self._whole_act(connection, event)

        return self._undo(choose, act)

    @needs(Right.LEND)
    def undo_visit(self, visit_id: int | None = None, *, act: str) -> UndoResult:
        """Take back all that was done in a visit (the newest of this desk), newest first, all of it or nothing."""

        def choose(connection: Connection) -> list[EventRow]:
            wanted = visit_id
            if wanted is None:
                wanted = events.newest_visit(connection, self._context.branch_id, self._context.desk)
            return [] if wanted is None else events.of_visit(connection, wanted)[::-1]

        return self._undo(choose, act)

    @needs(Right.LEND)
    def recent(self, limit: int = RECENT) -> tuple[ActView, ...]:
        """The newest acts of this desk that can be, or were, taken back; newest first."""
        context = self._context
        with context.database.read() as connection:
            found = events.recent_undoable(connection, context.branch_id, context.desk, limit=limit)
            return act_views(connection, context, found)

    def _about(
        self, connection: Connection, event: EventRow
    ) -> tuple[ArticleView | None, str | None, str | None]:
        context, article, number, name = self._context, None, None, None
        # One whose registering was undone is not there any more.
        for at_hand in articles.by_ids(connection, [event.article_id or 0], context.branch_id):
            context.refresh(connection, at_hand.branch_revision)
            article = context.article_view(at_hand)
        if event.loan_id is not None:
            loan = loans.by_id(connection, event.loan_id)
            if loan.borrower_id is not None:
                number, name = self._person(connection, loan.borrower_id)
        elif (key := person_key(event)) is not None:
            borrower_id = borrower_facts.id_by_event_key(connection, key)
            if borrower_id is not None:
                number, name = self._person(connection, borrower_id)
        return article, number, name

    def _person(self, connection: Connection, borrower_id: int) -> tuple[str, str]:
        """Number and name; no name of a protected one, whom nobody opened exactly here (DESIGN §5)."""
        borrower = borrower_facts.read(connection, borrower_id, self._context.today().year)
        return borrower.facts.number, "" if borrower.protected else borrower.name

    def _whole_act(self, connection: Connection, event: EventRow) -> list[EventRow]:
        """The event alone, but all of a paper slip, all lines of what was one key for several, and with a lending the dates it was given by hand since."""
        if (number := event.details.get("slip")) is not None:
            return acts_of_slip(connection, self._context, int(number))
        if event.kind is ActKind.LEND and event.loan_id is not None:
            return [*events.dates_set_after(connection, event.loan_id, event.id), event]
        if event.kind not in {ActKind.RENEW, ActKind.ANSWER_CHECK, ActKind.DUE_SET, *AS_ONE}:
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
            if len(chosen) > 1:
                self._hold(connection, chosen)
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
        if any(line.kind is not ActKind.UNDO for line in lines):
            raise key_of_another_act()
        undone = []
        for line in lines:
            event = None if line.undoes is None else events.by_id(connection, line.undoes)
            if event is not None and event.kind is ActKind.ARTICLE_ADD:
                undone.append(UndoneLine(event.kind, registered_code(event), None))
            elif event is not None:
                undone.append(self._line(connection, event))
        return Undone(tuple(undone))

    def _line(self, connection: Connection, event: EventRow) -> UndoneLine:
        article, number, name = self._about(connection, event)
        return UndoneLine(
            event.kind,
            None if article is None else article.barcode,
            number,
            article,
            name,
            asked_for(self._context, event),
        )

    def take_back(self, connection: Connection, event: EventRow, act: str, line: int) -> UndoneLine:
        """Take one act back as part of a larger one; the caller's transaction commits it. Raises UndoBlockedError, so that nothing stays."""
        if not may(self._context, NEEDS.get(event.kind, Right.LEND)):
            raise self._blocked(connection, event, UndoBlock.NOT_ALLOWED)
        self._hold(connection, [event])
        # Of a registering that is undone nothing is left to be shown.
        before = self._line(connection, event) if event.kind is ActKind.ARTICLE_ADD else None
        match event.kind:
            case ActKind.LEND:
                self._undo_lend(connection, event)
            case ActKind.RETURN:
                self._undo_return(connection, event)
            case ActKind.FIND:
                self._undo_find(connection, event)
            case ActKind.RENEW:
                self._undo_renew(connection, event)
            case ActKind.DUE_SET:
                self._undo_due(connection, event)
            case ActKind.MOVE_VISIT:
                self._undo_move(connection, event)
            case ActKind.ANSWER_CHECK | ActKind.ARTICLE_STATE | ActKind.ARTICLE_DISCARD:
                self._undo_state(connection, event)
            case kind:
                undo = UNDOERS.get(kind)
                block = UndoBlock.NOT_UNDOABLE if undo is None else undo(connection, self._context, event)
                if block is not None:
                    raise self._blocked(connection, event, block)
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
        return before or self._line(connection, replace(event, undone=True))

    def _hold(self, connection: Connection, chosen: Sequence[EventRow]) -> None:
        """Nobody else changes what these acts touch: who borrowed first, since undoing may change which loan was their first, then the articles."""
        if self._context.database.is_sqlite:
            return
        people, things = set[int](), {event.article_id for event in chosen if event.article_id is not None}
        for event in chosen:
            touched = [] if event.kind is not ActKind.LEND or event.loan_id is None else [event.loan_id]
            if event.kind is ActKind.MOVE_VISIT:
                touched = [int(loan_id) for loan_id in event.details["loans"]]
                back_to = borrower_facts.id_by_event_key(connection, str(event.details.get("from", "")))
                people |= set() if back_to is None else {back_to}
            for loan_id in touched:
                loan = loans.by_id(connection, loan_id)
                things.add(loan.article_id)
                people |= set() if loan.borrower_id is None else {loan.borrower_id}
        borrower_facts.lock_many(connection, people)
        articles.lock_many(connection, things)

    def _undo_lend(self, connection: Connection, event: EventRow) -> None:
        loan = loans.by_id(connection, event.loan_id or 0)
        if loan.returned_at is not None:
            raise self._blocked(connection, event, UndoBlock.RETURNED_SINCE)
        if loans.last_renewal(connection, loan.id) is not None:
            raise self._blocked(connection, event, UndoBlock.RENEWED_SINCE)
        loans.mark_undone(connection, loan.id, self._context.clock.now())
        parts.void_of_loan(connection, loan.id, self._context.clock.now())
        if loan.first_ever and loan.borrower_id is not None:
            borrower_facts.set_first_ever(connection, loan.borrower_id)
        if event.returned_loan_id is not None:
            other = loans.by_id(connection, event.returned_loan_id)
            if other.borrower_id is None:
                raise self._blocked(connection, event, UndoBlock.BORROWER_FORGOTTEN)
            loans.reopen(connection, other.id)
            loans.void_checks(connection, other.id, self._context.clock.now())
            parts.void_of_loan(connection, other.id, self._context.clock.now(), since=event.at)
        for booking in bookings.of_ids(connection, event.details.get("bookings", ())):
            # A visit that was moved has given its borrower's promises back already.
            if booking.borrower_id == loan.borrower_id:
                bookings.promise_again(connection, booking.id)
        self._restore_state(connection, event)

    def _undo_return(self, connection: Connection, event: EventRow) -> None:
        loan = loans.by_id(connection, event.loan_id or 0)
        if loan.borrower_id is None:
            raise self._blocked(connection, event, UndoBlock.BORROWER_FORGOTTEN)
        if loan.returned_at is None or loan.undone_at is not None:
            raise self._blocked(connection, event, UndoBlock.OPEN_AGAIN)
        if events.lent_after(connection, loan.article_id, event.id):
            raise self._blocked(connection, event, UndoBlock.LENT_SINCE)
        loans.reopen(connection, loan.id)
        loans.void_checks(connection, loan.id, self._context.clock.now())
        parts.void_of_loan(connection, loan.id, self._context.clock.now(), since=event.at)
        self._restore_state(connection, event)

    def _undo_find(self, connection: Connection, event: EventRow) -> None:
        if events.lent_after(connection, event.article_id or 0, event.id):
            raise self._blocked(connection, event, UndoBlock.LENT_SINCE)
        if not self._restore_state(connection, event):
            raise self._blocked(connection, event, UndoBlock.STATE_SINCE)

    def _undo_renew(self, connection: Connection, event: EventRow) -> None:
        renewal = loans.renewal(connection, event.renewal_id or 0)
        loan = loans.by_id(connection, renewal.loan_id)
        last = loans.last_renewal(connection, loan.id)
        if loan.returned_at is not None:
            raise self._blocked(connection, event, UndoBlock.RETURNED_SINCE)
        if last is None or last.id != renewal.id:
            raise self._blocked(connection, event, UndoBlock.RENEWED_SINCE)
        if events.dates_set_after(connection, loan.id, event.id):
            raise self._blocked(connection, event, UndoBlock.DUE_SET_SINCE)
        loans.undo_renewal(connection, renewal.id, self._context.clock.now())
        loans.set_due(connection, loan.id, renewal.old_due)

    def _undo_due(self, connection: Connection, event: EventRow) -> None:
        loan = loans.by_id(connection, event.loan_id or 0)
        if loan.undone_at is not None:
            return  # the lending never was, and its date went with it
        if loan.returned_at is not None:
            raise self._blocked(connection, event, UndoBlock.RETURNED_SINCE)
        later = events.due_changed_after(connection, loan.id, event.id)
        if later is not None:
            raise self._blocked(connection, event, _DATED_SINCE[later])
        loans.set_due(connection, loan.id, date.fromisoformat(str(event.details["from"])))

    def _undo_move(self, connection: Connection, event: EventRow) -> None:
        loan_ids = [int(loan_id) for loan_id in event.details["loans"]]
        back_to = borrower_facts.id_by_event_key(connection, str(event.details.get("from", "")))
        moved = [loans.by_id(connection, loan_id) for loan_id in loan_ids]
        if back_to is None or any(loan.borrower_id is None for loan in moved):
            raise self._blocked(connection, event, UndoBlock.BORROWER_FORGOTTEN)
        done = events.of_visit(connection, event.visit_id or 0, (ActKind.LEND, ActKind.MOVE_VISIT))
        for later in (one for one in done if one.id > event.id):
            # What was lent in the visit since is the new borrower's, and the visit cannot be of both.
            by = UndoBlock.MOVED_SINCE if later.kind is ActKind.MOVE_VISIT else UndoBlock.LENT_IN_VISIT_SINCE
            raise self._blocked(connection, later, by)
        move_loans(
            connection,
            self._context,
            event.visit_id or 0,
            back_to,
            loan_ids,
            children={int(loan_id): child for loan_id, child in event.details.get("children", {}).items()},
        )

    def _undo_state(self, connection: Connection, event: EventRow) -> None:
        """The article has the state that it had, and the questions that were answered with it wait again."""
        article = articles.by_id(connection, event.article_id or 0, self._context.branch_id)
        if events.lent_after(connection, article.facts.article_id, event.id):
            raise self._blocked(connection, event, UndoBlock.LENT_SINCE)
        if event.details.get("state", article.facts.state.value) != article.facts.state.value:
            raise self._blocked(connection, event, UndoBlock.STATE_SINCE)
        checks.reopen(connection, [int(check_id) for check_id in event.details.get("checks", ())])
        self._restore_state(connection, event)
        service_notes.put_back(connection, self._context, event)

    def _restore_state(self, connection: Connection, event: EventRow) -> bool:
        """Give the article the state it had before the act; False if it has been given another since, which stands."""
        was, reason = event.details.get("was"), event.details.get("was_reason")
        if was is None or event.article_id is None:
            return True
        if not service_notes.touched(event.details):
            was = service_notes.as_it_was(connection, event.article_id, ArticleState(was))
        left = ArticleState(event.details.get("state", ArticleState.IN_STOCK.value))
        state = articles.by_id(connection, event.article_id, self._context.branch_id).facts.state
        if state is left:
            articles.set_state(
                connection,
                event.article_id,
                ArticleState(was),
                self._context.clock.now(),
                reason=None if reason is None else DiscardReason(reason),
            )
        return state in {left, ArticleState(was)}

    def _blocked(self, connection: Connection, event: EventRow, by: UndoBlock) -> UndoBlockedError:
        article, number, _name = self._about(connection, event)
        barcode = None if article is None else article.barcode
        return UndoBlockedError(
            self._context.policy.finding(
                FindingCode.UNDO_BLOCKED, by=by, barcode=barcode, borrower=number, act=event.kind.value
            ),
            article,
        )
