"""Visits at the counter: beginning one with what lies in the basket, and ending it with what is to be read aloud."""

from datetime import datetime

from fritids.db import articles, borrower_facts, events, visits
from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.db.visits import VisitRow
from fritids.domain.findings import is_refused
from fritids.domain.words import ActKind
from fritids.services import scanned
from fritids.services.context import Context
from fritids.services.lending import Lending, LendOrder
from fritids.services.loan_pages import out_of, views_of
from fritids.services.results import (
    Answer,
    LendResult,
    Lent,
    NothingOpen,
    NotLent,
    SameVisit,
    VisitEnded,
    VisitOpened,
    Waiting,
    WaitingFirst,
)
from fritids.services.views import borrower_view

_LEAVES_A_LOAN = frozenset({ActKind.LEND, ActKind.RENEW, ActKind.DUE_SET})
"""What the borrower goes away with, and with its due date read aloud."""


def in_visit(visit: VisitRow, borrower_id: int, code: str, act: str) -> LendOrder:
    """A lending in the open visit, for whom the visit borrows at the moment."""
    return LendOrder(code, borrower_id, act, visit_id=visit.id, co_borrower_id=visit.co_borrower_id)


class Visiting:
    """Opens and ends the visits of one desk."""

    def __init__(self, context: Context, lending: Lending) -> None:
        self._context = context
        self._lending = lending
        self._asked_to_end: int | None = None

    def forget_question(self) -> None:
        """Anything but a second Enter means that the visit goes on."""
        self._asked_to_end = None

    def open_visit(self, borrower_id: int, *, act: str) -> Answer:
        """The borrower's visit is open and the basket is lent to them, as one transaction; what is only asked about waits in the visit."""
        context = self._context
        self.forget_question()

        def work(connection: Connection) -> Answer:
            borrower = borrower_facts.lock_and_read(connection, borrower_id, context.today().year)
            if borrower is None:
                return NothingOpen()
            before = visits.open_at(connection, context.branch_id, context.desk)
            if before is not None and before.borrower_id == borrower_id:
                return SameVisit(borrower_view(borrower))
            ended = (
                None if before is None else self._end(connection, before, act=f"{act}/end", by_itself=False)
            )
            now = context.clock.now()
            visit_id = visits.add(
                connection,
                branch_id=context.branch_id,
                desk=context.desk,
                borrower_id=borrower_id,
                at=now,
                ended=False,
            )
            events.add(connection, context.event(ActKind.VISIT_START, act, visit_id=visit_id))
            basket = visits.items(connection, context.branch_id, context.desk, None)
            articles.lock_many(connection, basket)
            labels = scanned.by_ids(connection, context, basket)
            results = tuple(
                self.lend_here(
                    connection,
                    LendOrder(labels[article_id].label, borrower_id, act, line, visit_id),
                    article_id,
                )
                for line, article_id in enumerate(basket, start=1)
                if article_id in labels
            )
            visits.clear(connection, context.branch_id, context.desk, None)
            return VisitOpened(borrower_view(borrower), visit_id, results, ended)

        return context.do(act, 0, work, self._opened_before)

    def lend_here(self, connection: Connection, order: LendOrder, article_id: int) -> LendResult:
        """Lend in the open visit; what is only asked about lies on the desk as waiting, what is lent or refused lies there no longer."""
        context = self._context
        result = self._lending.in_transaction(connection, order)
        match result:
            case Lent():
                visits.take(connection, context.branch_id, context.desk, article_id)
            case NotLent(findings=findings):
                if is_refused(findings):
                    visits.take(connection, context.branch_id, context.desk, article_id)
                else:
                    visits.put(
                        connection,
                        branch_id=context.branch_id,
                        desk=context.desk,
                        article_id=article_id,
                        visit_id=order.visit_id,
                        at=context.clock.now(),
                    )
        return result

    def _opened_before(self, connection: Connection, earlier: EventRow) -> Answer:
        """The same act again: the visit as it was opened then (R9)."""
        visit = visits.by_id(connection, earlier.visit_id or 0)
        if visit is None or visit.borrower_id is None:
            return NothingOpen()
        borrower = borrower_facts.read(connection, visit.borrower_id, self._context.today().year)
        results = []
        for event in events.all_of_act(connection, earlier.act_key):
            if event.kind is ActKind.LEND and event.article_id is not None:
                label = scanned.by_ids(connection, self._context, [event.article_id])[event.article_id].label
                results.append(self._lending.repeated(connection, event, label))
        return VisitOpened(borrower_view(borrower), visit.id, tuple(results))

    def enter_empty(self, *, act: str) -> Answer:
        """Enter on the empty box: ends the visit; if articles wait for an answer, only the second Enter does."""
        context = self._context

        def work(connection: Connection) -> Answer:
            visit = visits.open_at(connection, context.branch_id, context.desk)
            if visit is None:
                return NothingOpen()
            waiting = self.waiting(connection, visit)
            if waiting and self._asked_to_end != visit.id:
                self._asked_to_end = visit.id
                return WaitingFirst(waiting)
            return self._end(connection, visit, act=act, by_itself=False)

        return context.do(act, 0, work, lambda _connection, _earlier: NothingOpen())

    def waiting(self, connection: Connection, visit: VisitRow) -> tuple[Waiting, ...]:
        """What waits in the visit, with what is asked about each as it stands now."""
        context = self._context
        if visit.borrower_id is None:
            return ()
        found = scanned.by_ids(
            connection, context, visits.items(connection, context.branch_id, context.desk, visit.id)
        )
        return tuple(
            Waiting(
                context.article_view(article),
                self._lending.preview(connection, in_visit(visit, visit.borrower_id, article.label, "")),
            )
            for article in found.values()
        )

    def expire(self, *, last_key: datetime | None, act: str) -> VisitEnded | None:
        """End what nobody has touched for the branch's idle time, or since another day (R9).

        `last_key` is when a key was last pressed at this desk; without it (at the start of the program) the disk alone says.
        """
        context = self._context

        def work(connection: Connection) -> VisitEnded | None:
            context.refresh(connection)
            policy, now = context.policy, context.clock.now()

            def over(began: datetime, last: datetime) -> bool:
                return policy.is_left(last if last_key is None else max(last, last_key), now, began=began)

            laid = visits.basket_began(connection, context.branch_id, context.desk)
            if laid is not None and over(laid, laid):
                visits.clear(connection, context.branch_id, context.desk, None)
            visit = visits.open_at(connection, context.branch_id, context.desk)
            if visit is None:
                return None
            last_act = events.last_in_visit(connection, visit.id) or visit.started_at
            if not over(visit.started_at, last_act):
                return None
            return self._end(connection, visit, act=act, by_itself=True)

        return context.do(act, 0, work, lambda _connection, _earlier: None)

    def _end(self, connection: Connection, visit: VisitRow, *, act: str, by_itself: bool) -> VisitEnded:
        context = self._context
        self.forget_question()
        done = events.of_visit(connection, visit.id)
        about = [event for event in done if event.kind in _LEAVES_A_LOAN]
        touched = {event.loan_id for event in about if event.loan_id is not None}
        renewed = {event.loan_id for event in about if event.kind is ActKind.RENEW}
        seen = views_of(connection, context, sorted(touched), opened=visit.borrower_id)
        loans = [loan for loan in seen if loan.returned_at is None]
        waiting = scanned.by_ids(
            connection, context, visits.items(connection, context.branch_id, context.desk, visit.id)
        )
        visits.end(connection, visit.id, context.clock.now())
        events.add(connection, context.event(ActKind.VISIT_END, act, visit_id=visit.id))
        borrower = borrower_view(
            borrower_facts.read(connection, visit.borrower_id or 0, context.today().year)
        )
        return VisitEnded(
            borrower=borrower,
            visit_id=visit.id,
            lent=tuple(loan for loan in loans if loan.visit_id == visit.id),
            returned=sum(event.kind is ActKind.RETURN for event in done),
            renewed=tuple(loan for loan in loans if loan.visit_id != visit.id and loan.id in renewed),
            not_lent=tuple(context.article_view(article) for article in waiting.values()),
            late=out_of(connection, context, borrower.id, late_on=context.today()),
            by_itself=by_itself,
            dated=tuple(loan for loan in loans if loan.visit_id != visit.id and loan.id not in renewed),
        )
