"""The keys that change the answer just given: undo it, keep only the return, renew instead."""

from fritids.db import events, visits
from fritids.db.engine import Connection
from fritids.domain.findings import FindingCode
from fritids.domain.words import ActKind
from fritids.services import scanned
from fritids.services.context import Context
from fritids.services.renewals import Renewals
from fritids.services.results import Answer, NothingOpen, RenewResult, UndoResult
from fritids.services.returns import ReturnOrder, Returns
from fritids.services.scanned import by_id
from fritids.services.undoing import Undoing


class SecondThoughts:
    """Corrections of one desk's newest acts, each one transaction and one act."""

    def __init__(self, context: Context, undoing: Undoing, returns: Returns, renewals: Renewals) -> None:
        self._context = context
        self._undoing = undoing
        self._returns = returns
        self._renewals = renewals

    def undo(self, event_id: int, *, act: str) -> UndoResult:
        """Take one act back."""
        return self._undoing.undo(event_id, act=act)

    def keep_return_only(self, event_id: int, *, act: str) -> Answer:
        """The lending never was; the loan of the other borrower is closed all the same (R4)."""
        context = self._context

        def work(connection: Connection) -> Answer:
            event = events.by_id(connection, event_id)
            if (
                event is None
                or event.kind is not ActKind.LEND
                or event.returned_loan_id is None
                or event.undone
                or event.article_id is None
            ):
                return NothingOpen()
            self._undoing.take_back(connection, event, act, 0)
            article = by_id(connection, context, event.article_id)
            order = ReturnOrder(article.label, act, 1, visit_id=event.visit_id)
            return self._returns.in_transaction(connection, order)

        return self._undoing.or_blocked(
            lambda: context.do(act, 0, work, lambda _connection, _earlier: NothingOpen())
        )

    def renew_instead(self, event_id: int, *, act: str, accepted: frozenset[FindingCode]) -> Answer:
        """The return never was, and the loan is renewed as far as it may be; what stands in the way of renewing is said."""
        context = self._context

        def work(connection: Connection) -> Answer:
            event = events.by_id(connection, event_id)
            if event is None or event.kind is not ActKind.RETURN or event.undone or event.article_id is None:
                return NothingOpen()
            self._undoing.take_back(connection, event, act, 0)
            article = by_id(connection, context, event.article_id)
            return self._renewals.in_transaction(
                connection, article, act=act, line=1, accepted=accepted, visit_id=event.visit_id
            )

        return self._undoing.or_blocked(
            lambda: context.do(act, 0, work, lambda _connection, _earlier: NothingOpen())
        )

    def renew(self, code: str, *, act: str, accepted: frozenset[FindingCode] = frozenset()) -> RenewResult:
        """Renew one loan; in the visit of who has it, it belongs to the visit."""
        context = self._context
        with context.database.read() as connection:
            found = scanned.article(connection, context, code)
            loan = None if found is None else found.facts.open_loan
            visit_id = None if loan is None else self._visit_of(connection, loan.borrower_id)
        return self._renewals.renew(code, act=act, accepted=accepted, visit_id=visit_id)

    def renew_all(self, borrower_id: int | None, *, act: str) -> tuple[RenewResult, ...]:
        """Renew all that a borrower has out: the one of the open visit if none is given."""
        context = self._context
        with context.database.read() as connection:
            visit = visits.open_at(connection, context.branch_id, context.desk)
            whose = borrower_id or (None if visit is None else visit.borrower_id)
            visit_id = self._visit_of(connection, whose)
        return () if whose is None else self._renewals.renew_all(whose, act=act, visit_id=visit_id)

    def _visit_of(self, connection: Connection, borrower_id: int | None) -> int | None:
        """The open visit, if it is this borrower's."""
        visit = visits.open_at(connection, self._context.branch_id, self._context.desk)
        return None if visit is None or visit.borrower_id != borrower_id else visit.id
