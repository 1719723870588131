"""Counting the stock by scanning: a count is begun, shared by all desks of the branch, left and gone on with on any day.

A scan costs the same in a branch of a hundred articles and of ten thousand; only looking at the whole count reads the whole stock.
"""

from collections import Counter
from collections.abc import Collection

from fritids.db import events, stocktakes
from fritids.db.articles import ArticleAtHand
from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.db.stocktakes import CountRow, StocktakeRow
from fritids.domain import barcode
from fritids.domain.roles import Right
from fritids.domain.stocktaking import FOUND, Correction, Outcome, ScanSays, outcome, scan_says
from fritids.domain.words import ActKind, ShownState
from fritids.errors import InvalidValueError, UsageError
from fritids.i18n import _
from fritids.services import phones, scanned
from fritids.services.acts import key_of_another_act
from fritids.services.article_form import checked_code
from fritids.services.borrower_reading import by_number_or_phone
from fritids.services.context import Context, shown_state
from fritids.services.identity import refuse_identity_number
from fritids.services.once import once
from fritids.services.results import ArticleView
from fritids.services.returns import Returns
from fritids.services.rights import needs
from fritids.services.stocktake_corrections import correct_in_transaction, corrected_before
from fritids.services.stocktake_views import (
    Corrected,
    CountLists,
    FoundView,
    Progress,
    ScanResult,
    StocktakeView,
    UnknownView,
)

MOST_LISTED = 100
_AGAIN_IS_NEWS = frozenset(
    {ShownState.ON_LOAN, ShownState.MISSING, ShownState.DISCARDED, ShownState.TRANSFERRED}
)
"""An article that stands so at a second scan may not have stood so at the first: it was lent, or noted as missing, since."""


class Stocktaking:
    """The use cases of counting."""

    def __init__(self, context: Context, returns: Returns) -> None:
        self._context = context
        self._returns = returns

    @needs(Right.STOCK)
    def current(self) -> StocktakeView | None:
        """The count that is on, or the last one; None if there never was one."""
        with self._context.database.read() as connection:
            found = stocktakes.newest(connection, self._context.branch_id, 1)
            return self._views(connection, found)[0] if found else None

    @needs(Right.STOCK)
    def counts(self, limit: int = MOST_LISTED) -> tuple[StocktakeView, ...]:
        """The branch's counts, the newest first."""
        with self._context.database.read() as connection:
            return self._views(connection, stocktakes.newest(connection, self._context.branch_id, limit))

    @needs(Right.STOCK)
    def start(self, *, category: str | None = None, type_code: str | None = None, act: str) -> StocktakeView:
        """A count of everything, of a category or of a type is on, for all desks of the branch.

        Raises UsageError while another one is on, and for codes that nothing has.
        """
        context = self._context
        if category is not None and type_code is not None:
            raise UsageError(_("Count a category or a type, not both at once."))
        if type_code is not None and type_code not in context.types:
            raise UsageError(_("There is no such article type. See them with: fritids article types"))
        if category is not None and all(view.category != category for view in context.types.values()):
            raise UsageError(
                _("There is no category {name}. Those there are: {names}.").format(
                    name=category,
                    names=", ".join(dict.fromkeys(view.category for view in context.types.values())),
                )
            )

        def work(connection: Connection) -> StocktakeView:
            if stocktakes.open_at(connection, context.branch_id) is not None:
                raise UsageError(
                    _("A stocktake is on already. Go on with it, or end it first."), code="stocktake_open"
                )
            details = {"category": category, "type": type_code}
            event_id = events.add(connection, context.event(ActKind.STOCKTAKE_START, act), details)
            stocktakes.add(
                connection,
                {
                    "branch_id": context.branch_id,
                    "category_code": category,
                    "type_code": type_code,
                    "start_event": event_id,
                    "started_at": context.clock.now(),
                    "started_by": context.operator,
                },
            )
            return self._begun_by(connection, event_id)

        return once(
            context,
            act,
            ActKind.STOCKTAKE_START,
            work,
            lambda connection, earlier: self._begun_by(connection, earlier.id),
        )

    @needs(Right.STOCK)
    def end(self, *, act: str) -> StocktakeView:
        """The count is over; its lists can be looked at and corrected until the next one begins. Raises UsageError if none is on."""
        context = self._context

        def work(connection: Connection) -> StocktakeView:
            count = self._open(connection)
            stocktakes.set_ended(connection, count.id, context.clock.now())
            events.add(connection, context.event(ActKind.STOCKTAKE_END, act), {"stocktake": count.id})
            return self._views(connection, [stocktakes.by_id(connection, count.id)])[0]

        def again(connection: Connection, earlier: EventRow) -> StocktakeView:
            count = stocktakes.by_id(connection, int(earlier.details["stocktake"]))
            return self._views(connection, [count])[0]

        return once(context, act, ActKind.STOCKTAKE_END, work, again)

    @needs(Right.STOCK)
    def scan(self, code: str, *, act: str) -> ScanResult:
        """The article, or the code that nobody knows, is noted in the count that is on. Scanned again, it stays noted once.

        Raises UsageError if no count is on, InvalidValueError for what is no label: words, a person's card or number.
        """

        def work(connection: Connection) -> ScanResult:
            count = self._open(connection)
            found = scanned.article(connection, self._context, code)
            if found is None:
                return self._note_unknown(connection, count, code)
            return self._note(connection, count, found)

        def taken(_connection: Connection, _earlier: EventRow) -> ScanResult:
            raise key_of_another_act()  # a scan leaves no line in the record: its row is its line

        return self._context.do(act, 0, work, taken)

    def _note(self, connection: Connection, count: StocktakeRow, found: ArticleAtHand) -> ScanResult:
        context, facts = self._context, found.facts
        now, loan = context.clock.now(), facts.open_loan
        state = shown_state(facts.state, on_loan=loan is not None)
        before = stocktakes.before(connection, count.id, facts.article_id)
        own, again = before.branch_id == context.branch_id, before.scan_id is not None
        types = self._types(count)
        in_scope = own and (types is None or facts.type_code in types)
        row: dict[str, object] = {
            "state_then": state.value,
            "scanned_at": now,
            "desk": context.desk,
            "operator": context.operator,
        }
        if before.scan_id is None:
            row |= {
                "stocktake_id": count.id,
                "key": barcode.key(found.label),
                "code": found.label,
                "article_id": facts.article_id,
            }
            stocktakes.add_scan(connection, row)
        elif state in _AGAIN_IS_NEWS and (
            state is not before.state_then
            or (loan is not None and before.scanned_at is not None and loan.lent_at > before.scanned_at)
        ):
            stocktakes.change_scan(connection, before.scan_id, row)
        return ScanResult(
            scan_says(state, own=own, in_scope=in_scope, again=again),
            found.label,
            context.article_view(found),
            again=again,
            counts=in_scope and not again,
        )

    def _note_unknown(self, connection: Connection, count: StocktakeRow, text: str) -> ScanResult:
        context = self._context
        code = checked_code(text)
        refuse_identity_number(connection, code, "barcode")
        phone = phones.parse(code)
        dialled = phone is not None and (phone.typed_international or (phone.is_swedish and phone.is_mobile))
        if (
            dialled
            or barcode.series(code) is barcode.Series.BORROWER
            or by_number_or_phone(connection, context, code)
        ):
            raise InvalidValueError(
                _("That is a person's card or number and no label. It is not kept in the stocktake."),
                field="barcode",
            )
        if not barcode.looks_like_scan(code):
            raise InvalidValueError(
                _("That is no code. Scan the label, or write the number that stands on it."), field="barcode"
            )
        key = barcode.key(code)
        again = stocktakes.unknown_before(connection, count.id, key)
        if not again:
            stocktakes.add_scan(
                connection,
                {
                    "stocktake_id": count.id,
                    "key": key,
                    "code": code,
                    "scanned_at": context.clock.now(),
                    "desk": context.desk,
                    "operator": context.operator,
                },
            )
        return ScanResult(ScanSays.UNKNOWN, code, None, again=again)

    @needs(Right.STOCK)
    def progress(self) -> Progress:
        """How far the count is that is on, or how far the last one got. Raises UsageError if there never was one."""
        with self._context.database.read() as connection:
            count = self._newest(connection)
            return self._progress(connection, count, self._rows(connection, count))

    @needs(Right.STOCK)
    def lists(self) -> CountLists:
        """What came of the count that is on, or of the last one. Raises UsageError if there never was one."""
        with self._context.database.read() as connection:
            count = self._newest(connection)
            rows = self._rows(connection, count)
            decided = [(row, outcome(row.facts)) for row in rows]
            return CountLists(
                progress=self._progress(connection, count, rows),
                missing=tuple(self._view(row) for row, what in decided if what is Outcome.MISSING),
                found=tuple(self._found(row, what) for row, what in decided if what in FOUND),
                unknown=tuple(
                    UnknownView(row.code, row.scanned_at, row.desk)
                    for row in stocktakes.unknown(connection, count.id)
                ),
                came_back=tuple(self._view(row) for row, what in decided if what is Outcome.CAME_BACK),
                on_loan=sum(what is Outcome.ON_LOAN for _row, what in decided),
            )

    @needs(Right.STOCK)
    def correct(self, wanted: Collection[Correction], *, act: str) -> Corrected:
        """The articles on these lists of the newest count stand as it found them, as one act. Raises UsageError if there never was one."""
        context = self._context

        def work(connection: Connection) -> Corrected:
            count = self._newest(connection)
            return correct_in_transaction(
                connection,
                context,
                self._returns,
                count,
                frozenset(wanted),
                act=act,
                rows=lambda: self._rows(connection, count),
            )

        return once(
            context,
            act,
            ActKind.STOCKTAKE_CORRECT,
            work,
            lambda connection, earlier: corrected_before(connection, context, earlier),
        )

    def _open(self, connection: Connection) -> StocktakeRow:
        count = stocktakes.open_at(connection, self._context.branch_id)
        if count is None:
            raise UsageError(
                _("No stocktake is on. Begin one first: F12 at the counter, or fritids stocktake start."),
                code="no_stocktake",
            )
        return count

    def _newest(self, connection: Connection) -> StocktakeRow:
        found = stocktakes.newest(connection, self._context.branch_id, 1)
        return found[0] if found else self._open(connection)

    def _begun_by(self, connection: Connection, event_id: int) -> StocktakeView:
        count = stocktakes.by_start(connection, event_id)
        assert count is not None
        return self._views(connection, [count])[0]

    def _types(self, count: StocktakeRow) -> frozenset[str] | None:
        """Codes of the types that are counted; None for all."""
        if count.type_code is not None:
            return frozenset({count.type_code})
        if count.category_code is None:
            return None
        return frozenset(
            view.code for view in self._context.types.values() if view.category == count.category_code
        )

    def _rows(self, connection: Connection, count: StocktakeRow) -> list[CountRow]:
        """All that the count is about, in the order of the shelves."""
        order = {code: n for n, code in enumerate(self._context.types)}
        rows = stocktakes.rows(connection, count, self._context.branch_id, self._types(count))
        return sorted(rows, key=lambda row: order.get(row.type_code, 0))

    def _progress(self, connection: Connection, count: StocktakeRow, rows: list[CountRow]) -> Progress:
        seen = sum(row.facts.in_scope and row.facts.scanned_at is not None for row in rows)
        left = Counter(row.type_code for row in rows if outcome(row.facts) is Outcome.MISSING)
        return Progress(self._views(connection, [count])[0], seen, dict(left))

    def _views(self, connection: Connection, counts: list[StocktakeRow]) -> tuple[StocktakeView, ...]:
        scans = stocktakes.scans_of(connection, [count.id for count in counts])
        return tuple(
            StocktakeView(
                count.id,
                count.category_code,
                count.type_code,
                count.started_at,
                count.started_by,
                count.ended_at,
                scans.get(count.id, 0),
            )
            for count in counts
        )

    def _view(self, row: CountRow) -> ArticleView:
        return ArticleView(
            id=row.article_id,
            barcode=row.label,
            type=self._context.types[row.type_code],
            size=row.size,
            brand=row.brand,
            state=shown_state(row.facts.state, on_loan=row.facts.lent_at is not None),
            due=row.loan_due,
            discard_reason=row.discard_reason,
        )

    def _found(self, row: CountRow, what: Outcome) -> FoundView:
        assert row.facts.scanned_at is not None
        return FoundView(self._view(row), what, row.facts.scanned_at, row.scan_desk or "", row.branch)
