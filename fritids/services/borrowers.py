"""Borrowers: finding, registering and changing them. Merging and forgetting them is in modules of their own."""

from collections.abc import Callable, Sequence

from fritids.db import borrower_facts, borrowers, branches, events
from fritids.db.borrowers import BorrowerRow, CoBorrowerRow
from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.domain import barcode
from fritids.domain.roles import Right
from fritids.domain.search import clean, fold
from fritids.domain.words import ActKind
from fritids.errors import ConflictError, InvalidValueError
from fritids.i18n import _
from fritids.services import borrower_forgetting, borrower_merging, borrower_reading
from fritids.services.acts import key_of_another_act, new_act_key
from fritids.services.borrower_form import FIELDS, checked_borrower, checked_card, checked_co_borrower
from fritids.services.context import Context
from fritids.services.forms import BorrowerListFilter, Changes, NewBorrowerData
from fritids.services.identity import holds_identity_number
from fritids.services.loan_pages import loan_views, out_of
from fritids.services.once import once
from fritids.services.overviews import EraseResult
from fritids.services.results import BorrowerMatch, BorrowerView, CoBorrowerView, LoanView
from fritids.services.rights import demand, may, needs
from fritids.services.searchtext import borrower_text

_SET_LATER = ("blocked", "no_reminders")
"""What is turned on for somebody who is registered already."""

_MOST_HITS = 20


class Borrowers:
    """The use cases of the register of borrowers."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Right.LEND)
    def match(self, text: str) -> BorrowerMatch:
        """Whom a number, card, phone number in any spelling, or a name that only one borrower has, means. Nothing is chosen among several."""
        with self._context.database.read() as connection:
            return borrower_reading.match(connection, self._context, text)

    @needs(Right.LEND)
    def by_number_or_phone(self, text: str) -> tuple[BorrowerView, ...]:
        """As `match`, but never by a name."""
        with self._context.database.read() as connection:
            return borrower_reading.by_number_or_phone(connection, self._context, text)

    @needs(Right.LEND)
    def holds_identity_number(self, text: str) -> bool:
        """Whether a personal identity number stands in what somebody searches for; it is never searched for (DESIGN §5)."""
        with self._context.database.read() as connection:
            return holds_identity_number(connection, clean(text))

    @needs(Right.LEND)
    def search(self, words: str, limit: int = 20) -> tuple[BorrowerView, ...]:
        """Hits while somebody types: all of it stands in name, number, phone number or card. No protected borrower is among them.

        Whoever may not list borrowers sees no more than a screen's worth, and none for a single letter.
        """
        if not may(self._context, Right.BORROWERS):
            limit = min(limit, _MOST_HITS) if any(len(word) > 1 for word in clean(words).split()) else 0
        with self._context.database.read() as connection:
            return borrower_reading.search(connection, self._context, words, limit)

    @needs(Right.LEND)
    def get(self, borrower_id: int) -> BorrowerView | None:
        """The borrower, opened exactly."""
        with self._context.database.read() as connection:
            row = _row(connection, self._context, borrower_id)
            return None if row is None else borrower_reading.opened(row)

    def read(self, connection: Connection, borrower_id: int) -> BorrowerView:
        """The same inside a transaction. Raises ConflictError for somebody who is not there."""
        return borrower_reading.opened(_known(connection, self._context, borrower_id))

    @needs(Right.BORROWERS)
    def list(
        self, wanted: BorrowerListFilter | None = None, *, limit: int = 100, offset: int = 0
    ) -> tuple[BorrowerView, ...]:
        """A page of the register, by number."""
        asked = wanted or BorrowerListFilter()
        with self._context.database.read() as connection:
            ids = borrowers.listed(
                connection,
                fold(asked.words).split(),
                asked.kind,
                with_loans=asked.with_loans,
                limit=limit,
                offset=offset,
            )
            return borrower_reading.listed(connection, self._context, ids)

    @needs(Right.BORROWERS)
    def count(self, wanted: BorrowerListFilter | None = None) -> int:
        """How many borrowers `list` would give without a limit."""
        asked = wanted or BorrowerListFilter()
        with self._context.database.read() as connection:
            return borrowers.count_listed(
                connection, fold(asked.words).split(), asked.kind, with_loans=asked.with_loans
            )

    @needs(Right.LEND)
    def loans_of(self, borrower_id: int, *, all: bool = False, limit: int = 1000) -> tuple[LoanView, ...]:  # noqa: A002  # as in LoanFilter
        """What the borrower has out, the one due first in front; with `all` also what came back, the newest first, for whoever may see lists."""
        if all:
            demand(self._context, Right.LISTS)
        with self._context.database.read() as connection:
            if all:
                return loan_views(connection, self._context, borrower_id=borrower_id, limit=limit)
            return out_of(connection, self._context, borrower_id, limit=limit)

    @needs(Right.LEND)
    def add(self, data: NewBorrowerData, *, act: str) -> BorrowerView:
        """The borrower is registered, under a number that nobody had before. The same act sent twice registers them once.

        Raises InvalidValueError, whose `field` is the one of `NewBorrowerData` that has to be changed; nothing is written then.
        """
        context = self._context

        return once(
            context,
            act,
            ActKind.BORROWER_ADD,
            lambda connection: self.register(connection, data, act),
            self._of_event,
        )

    def register(
        self, connection: Connection, data: NewBorrowerData, act: str, line: int = 0
    ) -> BorrowerView:
        """The same as part of a larger act; the caller's transaction commits it. Raises InvalidValueError as `add`."""
        context = self._context
        typed = {name: getattr(data, name) for name in FIELDS if name not in _SET_LATER}
        columns = checked_borrower(connection, context, typed)
        card = checked_card(connection, data.card) if data.card and data.card.strip() else None
        number = self._free_number(connection)
        event_key = new_act_key()
        cards = [] if card is None else [card]
        borrower_id = borrowers.add(
            connection,
            {
                **columns,
                "number": number,
                **dict.fromkeys(_SET_LATER, False),
                "event_key": event_key,
                "search": self._search_text(columns["name"], number, columns["phone"], cards),
                "added_at": context.clock.now(),
                "revision": 1,
            },
        )
        if card is not None:
            self._put_card(connection, borrower_id, card)
        events.add(connection, context.event(ActKind.BORROWER_ADD, act, line, borrower_key=event_key))
        return borrower_reading.opened(_known(connection, context, borrower_id))

    @needs(Right.LEND)
    def check(self, field: str, text: str) -> None:
        """Raises InvalidValueError if `text` cannot be stored in the field; writes nothing."""
        with self._context.database.read() as connection:
            checked_borrower(connection, self._context, {field: text})

    @needs(Right.BORROWERS)
    def edit(self, borrower_id: int, revision: int, changes: Changes, *, act: str) -> BorrowerView:
        """The fields that stand in `changes` are as given. The record names the fields, never what they hold.

        Raises ConflictError if somebody else changed the borrower since `revision`, InvalidValueError for a value that cannot be kept.
        """
        context = self._context
        unknown = sorted(set(changes) - set(FIELDS))
        if unknown:
            raise InvalidValueError(
                _("A borrower has no {name} that could be changed.").format(name=unknown[0]), field=unknown[0]
            )

        def work(connection: Connection) -> BorrowerView:
            borrowers.lock(connection, borrower_id)
            row = _known(connection, context, borrower_id)
            before = {name: getattr(row, name) for name in FIELDS}
            columns = checked_borrower(connection, context, changes, before=before)
            after = {**before, **columns}
            cards = borrowers.cards_of(connection, borrower_id)
            columns["search"] = self._search_text(after["name"], row.number, after["phone"], cards)
            if not borrowers.change(connection, borrower_id, revision, columns):
                raise ConflictError(
                    _(
                        "Somebody else changed this borrower just now. Look at them again, then make your change."
                    )
                )
            self._record(connection, row, act, {"fields": sorted(changes)})
            return borrower_reading.opened(_known(connection, context, borrower_id))

        return once(context, act, ActKind.BORROWER_EDIT, work, self._edited_before(borrower_id))

    @needs(Right.LEND)
    def add_card(self, borrower_id: int, code: str, *, act: str) -> BorrowerView:
        """A foreign card (library card, school pass) means the borrower too."""
        context = self._context

        def work(connection: Connection) -> BorrowerView:
            borrowers.lock(connection, borrower_id)
            row = _known(connection, context, borrower_id)
            card = checked_card(connection, code)
            if borrowers.known_by(connection, [barcode.key(card)]) != [borrower_id]:
                self._put_card(connection, borrower_id, card)
            cards = borrowers.cards_of(connection, borrower_id)
            text = self._search_text(row.name, row.number, row.phone, cards)
            borrowers.change(connection, borrower_id, row.revision, {"search": text})
            self._record(connection, row, act, {"fields": ["card"]})
            return borrower_reading.opened(_known(connection, context, borrower_id))

        return once(context, act, ActKind.BORROWER_EDIT, work, self._edited_before(borrower_id))

    @needs(Right.LEND)
    def co_borrowers(self, borrower_id: int) -> tuple[CoBorrowerView, ...]:
        """For whom the borrower borrows, in the order they were added."""
        with self._context.database.read() as connection:
            return self.read_co_borrowers(connection, borrower_id)

    def read_co_borrowers(self, connection: Connection, borrower_id: int) -> tuple[CoBorrowerView, ...]:
        """The same inside a transaction."""
        return tuple(_child(row) for row in borrowers.co_borrowers(connection, borrower_id))

    @needs(Right.LEND)
    def add_co_borrower(
        self,
        borrower_id: int,
        name: str,
        *,
        act: str,
        birth_year: str | int | None = None,
        gender: str | None = None,
    ) -> CoBorrowerView:
        """A child or pupil stands under the borrower; one of the same name and year is not added again."""
        context = self._context

        def work(connection: Connection) -> CoBorrowerView:
            borrowers.lock(connection, borrower_id)
            row = _known(connection, context, borrower_id)
            columns = checked_co_borrower(connection, context, name, birth_year, gender)
            there = borrowers.co_borrowers(connection, borrower_id)
            known = [
                one for one in there if (one.name, one.birth_year) == (columns["name"], columns["birth_year"])
            ]
            if known:
                return _child(known[0])
            values = {**columns, "borrower_id": borrower_id, "added_at": context.clock.now()}
            added = borrowers.add_co_borrower(connection, values)
            self._record(connection, row, act, {"fields": ["co_borrower"], "co_borrower": added})
            return next(
                _child(one) for one in borrowers.co_borrowers(connection, borrower_id) if one.id == added
            )

        def again(connection: Connection, earlier: EventRow) -> CoBorrowerView:
            added = earlier.details.get("co_borrower")
            there = borrowers.co_borrowers(connection, borrower_id)
            child = next((_child(one) for one in there if one.id == added), None)
            if child is None:
                raise key_of_another_act()
            return child

        return once(context, act, ActKind.BORROWER_EDIT, work, again)

    @needs(Right.BORROWERS)
    def merge(self, keep_id: int, gone_id: int, *, act: str) -> BorrowerView:
        """Two entries of one person are one: all that the second had is the first's, and its number is a card of the first."""
        return borrower_merging.merge(self._context, keep_id, gone_id, act=act)

    @needs(Right.BORROWERS)
    def export(self, borrower_id: int) -> dict[str, object]:
        """Everything that is held about one person, in plain values. Raises ConflictError for somebody who is not there."""
        return borrower_forgetting.export(self._context, borrower_id)

    @needs(Right.ERASE)
    def erase(self, borrower_id: int, *, act: str) -> EraseResult:
        """The person is removed, unless something is out; their loans count on, and nothing leads from these to anybody."""
        return borrower_forgetting.erase(self._context, borrower_id, act=act)

    def _edited_before(self, borrower_id: int) -> Callable[[Connection, EventRow], BorrowerView]:
        """The borrower as they are now; the error for a key that was used, if the act was about another one."""

        def again(connection: Connection, earlier: EventRow) -> BorrowerView:
            borrower = self._of_event(connection, earlier)
            if borrower.id != borrower_id:
                raise key_of_another_act()
            return borrower

        return again

    def _of_event(self, connection: Connection, earlier: EventRow) -> BorrowerView:
        borrower_id = borrower_facts.id_by_event_key(connection, earlier.borrower_key or "")
        if borrower_id is None:
            raise ConflictError(_("This borrower is no longer there."))
        return borrower_reading.opened(_known(connection, self._context, borrower_id))

    def _record(self, connection: Connection, row: BorrowerRow, act: str, details: dict[str, object]) -> None:
        values = self._context.event(ActKind.BORROWER_EDIT, act, borrower_key=row.event_key)
        events.add(connection, values, details)

    def _free_number(self, connection: Connection) -> str:
        while True:
            numbers = branches.take_numbers(connection, barcode.Series.BORROWER.value)
            code = barcode.borrower_code(numbers[0])
            if not borrowers.taken_numbers(connection, [code]):
                return code

    def _put_card(self, connection: Connection, borrower_id: int, card: str) -> None:
        if borrowers.known_by(connection, [barcode.key(card)]):
            raise InvalidValueError(_("Another borrower has this card already."), field="card")
        borrowers.add_card(connection, borrower_id, key=barcode.key(card), code=card)

    @staticmethod
    def _search_text(name: object, number: str, phone: object, cards: Sequence[str]) -> str:
        return borrower_text(
            name=str(name), number=number, phone=None if phone is None else str(phone), cards=cards
        )


def _row(connection: Connection, context: Context, borrower_id: int) -> BorrowerRow | None:
    found = borrowers.rows(connection, [borrower_id], context.today())
    return found[0] if found else None


def _known(connection: Connection, context: Context, borrower_id: int) -> BorrowerRow:
    found = _row(connection, context, borrower_id)
    if found is None:
        raise ConflictError(_("This borrower is no longer there."))
    return found


def _child(row: CoBorrowerRow) -> CoBorrowerView:
    return CoBorrowerView(row.id, row.name, row.birth_year)
