"""Taking in gifts: what is registered, what is refused and what is recycled, until the box is empty.

The gift that is being taken in at a desk is in the database, open, so that it is gone on with after a fault. The first thing of it
begins it. Articles date their own arrival, and what was not taken in bears its own time: a gift that lasts over midnight is
counted on the days on which it was looked at.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final, TypeAlias

from fritids.db import events, gifts
from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.db.gifts import GiftRow
from fritids.domain.roles import Right
from fritids.domain.search import clean
from fritids.domain.words import ActKind, GiftOutcome
from fritids.errors import InvalidValueError, UsageError
from fritids.i18n import _
from fritids.services import scanned
from fritids.services.acts import key_of_another_act
from fritids.services.article_adding import Order, checked_order, put_articles, registered_once
from fritids.services.articles import Articles
from fritids.services.context import Context
from fritids.services.forms import Changes, NewArticle, NewGift
from fritids.services.gift_words import GiftWords, read_words, size_and_brand, spelled
from fritids.services.identity import refuse_identity_number
from fritids.services.once import once
from fritids.services.results import ArticleView, TypeView
from fritids.services.results.gifts import GiftChoices, GiftContents, GiftView
from fritids.services.rights import needs
from fritids.services.type_names import TypeNames

LONGEST: Final = {"donor": 100, "note": 1000}
"""Characters of each text."""
MOST_AT_ONCE: Final = 1000
"""Things that one act counts as not taken in."""
MOST_SHOWN: Final = 200
"""Articles of an open gift that a screen reads."""
_Work: TypeAlias = Callable[[Connection], GiftView]


class Gifts:
    """The use cases of taking in gifts."""

    def __init__(self, context: Context, articles: Articles) -> None:
        self._context = context
        self._articles = articles
        self._names = TypeNames({})

    # ------------------------------------------------------------------------------------------ looking

    @needs(Right.STOCK)
    def open(self) -> GiftContents | None:
        """The gift that is being taken in at this desk."""
        context = self._context
        with context.database.read() as connection:
            row = gifts.open_at(connection, context.branch_id, context.desk)
            return None if row is None else self._contents(connection, row, MOST_SHOWN)

    @needs(Right.STOCK)
    def get(self, gift_id: int) -> GiftContents:
        """The gift with this number and all its articles. Raises UsageError if there is none."""
        with self._context.database.read() as connection:
            return self._contents(connection, self._row(connection, gift_id), None)

    @needs(Right.STOCK)
    def list(self, since: date | None = None, until: date | None = None) -> tuple[GiftView, ...]:
        """The branch's gifts of these days, both included, the newest first."""
        with self._context.database.read() as connection:
            return self._views(connection, gifts.listed(connection, self._context.branch_id, since, until))

    @needs(Right.STOCK)
    def choices(self) -> GiftChoices:
        """What stands ready for the next article at this desk."""
        context = self._context
        with context.database.read() as connection:
            last = gifts.last_of_desk(connection, context.branch_id, context.desk)
            codes = gifts.recent_types(connection, context.branch_id)
            return GiftChoices(
                None if last is None else context.article_view(scanned.by_id(connection, context, last)),
                tuple(context.types[code] for code in codes if code in context.types),
            )

    @needs(Right.STOCK)
    def brands(self, type_code: str | None = None) -> tuple[str, ...]:
        """The makers of the branch's articles, those of this type first, the newest first."""
        with self._context.database.read() as connection:
            return tuple(gifts.brands(connection, self._context.branch_id, type_code))

    @needs(Right.STOCK)
    def read(self, text: str, now: TypeView | None = None) -> GiftWords:
        """What a line means that was written about the next thing, when those before it were of the type `now`."""
        if self._names.types is not self._context.types:
            self._names = TypeNames(self._context.types)
        return read_words(self._names, text, now, self.brands)

    @needs(Right.STOCK)
    def size_and_brand(self, kind: TypeView, text: str) -> tuple[str | None, str | None]:
        """The size and the maker that stand behind the words for a type; words that are no size are a maker's."""
        return size_and_brand(kind, text, self.brands) or (None, spelled(text, self.brands()))

    # ------------------------------------------------------------------------------------------ taking in

    @needs(Right.STOCK)
    def take_in(self, new: NewArticle, *, act: str) -> tuple[ArticleView, ...]:
        """The articles are in stock and belong to the gift that is open at this desk, which is begun if there is none.

        Raises InvalidValueError as `Articles.add` does; nothing is written then, not even the gift.
        """
        order = checked_order(new, self._articles.type_named)

        def work(connection: Connection) -> tuple[ArticleView, ...]:
            gift_id = self._open_id(connection, act)
            return put_articles(connection, self._context, _for_gift(order, gift_id), act=act)

        return registered_once(self._context, act, work)

    @needs(Right.STOCK)
    def not_taken(self, outcome: GiftOutcome, quantity: int = 1, *, act: str) -> GiftView:
        """So many things of the gift that is open at this desk were refused, or go to recycling. Raises InvalidValueError for an impossible number."""
        if not 1 <= quantity <= MOST_AT_ONCE:
            raise InvalidValueError(
                _("Count between 1 and {n} things at a time.").format(n=MOST_AT_ONCE), field="quantity"
            )

        def work(connection: Connection) -> GiftView:
            gift_id = self._open_id(connection, act)
            self._count(connection, gift_id, outcome, quantity, act)
            return self._view(connection, gift_id)

        def again(connection: Connection, earlier: EventRow) -> GiftView:
            if earlier.details.get("outcome") != outcome.value:
                raise key_of_another_act()
            return self._view(connection, int(earlier.details["gift"]))

        return once(self._context, act, ActKind.GIFT_REFUSE, work, again)

    @needs(Right.STOCK)
    def add(self, new: NewGift, *, act: str) -> GiftView:
        """A whole gift is taken in and ended: its articles, and what was not taken. All of it or nothing; the same act sent twice once.

        Raises InvalidValueError for a value that cannot be kept. The gift that is open at this desk stays as it is.
        """
        orders = [checked_order(one, self._articles.type_named) for one in new.articles]
        for quantity in (new.refused, new.recycled):
            if not 0 <= quantity <= MOST_AT_ONCE:
                raise InvalidValueError(
                    _("Count between 1 and {n} things at a time.").format(n=MOST_AT_ONCE), field="quantity"
                )

        def work(connection: Connection) -> GiftView:
            gift_id = self._begin(connection, act, new, ended=True)
            line = 0
            for order in orders:
                made = put_articles(
                    connection,
                    self._context,
                    _for_gift(order, gift_id),
                    act=f"{act}/articles",
                    first_line=line,
                )
                line += len(made)
            for outcome, quantity in (
                (GiftOutcome.REFUSED, new.refused),
                (GiftOutcome.RECYCLED, new.recycled),
            ):
                if quantity:
                    self._count(connection, gift_id, outcome, quantity, f"{act}/{outcome.value}")
            return self._view(connection, gift_id)

        return once(self._context, act, ActKind.GIFT_START, work, self._same_gift)

    @needs(Right.STOCK)
    def describe(self, changes: Changes, *, act: str) -> GiftView:
        """`donor` and `note` of the gift that is open at this desk, which is begun if there is none, are as given."""

        def work(connection: Connection) -> GiftView:
            gift_id = self._open_id(connection, act)
            return self._change(connection, gift_id, changes, act)

        return self._edited(work, act)

    @needs(Right.STOCK)
    def edit(self, gift_id: int, changes: Changes, *, act: str) -> GiftView:
        """`donor` and `note`, as far as they stand in `changes`, are as given; an empty text takes one away, out of the disk's own log too.

        Raises UsageError if there is no such gift, InvalidValueError for a text that cannot be kept.
        """

        def work(connection: Connection) -> GiftView:
            self._row(connection, gift_id)
            return self._change(connection, gift_id, changes, act)

        done = self._edited(work, act)
        if done.id != gift_id:
            raise key_of_another_act()
        return done

    @needs(Right.STOCK)
    def end(self, *, act: str) -> GiftContents:
        """The gift that was open at this desk is done; the next thing begins another one. Raises UsageError if none is open."""
        context = self._context

        def work(connection: Connection) -> GiftContents:
            row = gifts.open_at(connection, context.branch_id, context.desk)
            if row is None:
                raise UsageError(_("No gift is being taken in here."), code="no_open_gift")
            gifts.change(connection, row.id, {"ended_at": context.clock.now()})
            events.add(connection, context.event(ActKind.GIFT_END, act), {"gift": row.id})
            return self._contents(connection, self._row(connection, row.id), MOST_SHOWN)

        def again(connection: Connection, earlier: EventRow) -> GiftContents:
            return self._contents(connection, self._row(connection, int(earlier.details["gift"])), MOST_SHOWN)

        return once(context, act, ActKind.GIFT_END, work, again)

    # ------------------------------------------------------------------------------------------ parts of these

    def _open_id(self, connection: Connection, act: str) -> int:
        context = self._context
        row = gifts.open_at(connection, context.branch_id, context.desk)
        return self._begin(connection, f"{act}/gift", NewGift()) if row is None else row.id

    def _begin(self, connection: Connection, act: str, new: NewGift, *, ended: bool = False) -> int:
        context, now = self._context, self._context.clock.now()
        gift_id = gifts.add(
            connection,
            {
                "branch_id": context.branch_id,
                "received_at": now,
                "received_on": context.today(),
                "ended_at": now if ended else None,
                "desk": context.desk,
                "operator": context.operator,
                **_texts(connection, {"donor": new.donor, "note": new.note}),
            },
        )
        events.add(connection, context.event(ActKind.GIFT_START, act), {"gift": gift_id})
        return gift_id

    def _count(
        self, connection: Connection, gift_id: int, outcome: GiftOutcome, quantity: int, act: str
    ) -> None:
        context = self._context
        item = gifts.add_item(
            connection,
            {"gift_id": gift_id, "outcome": outcome.value, "quantity": quantity, "at": context.clock.now()},
        )
        details = {"gift": gift_id, "item": item, "outcome": outcome.value, "quantity": quantity}
        events.add(connection, context.event(ActKind.GIFT_REFUSE, act), details)

    def _change(self, connection: Connection, gift_id: int, changes: Changes, act: str) -> GiftView:
        unknown = sorted(set(changes) - set(LONGEST))
        if unknown:
            raise InvalidValueError(
                _("A gift has no {name} that could be changed.").format(name=unknown[0]), field=unknown[0]
            )
        texts = {name: None if value is None else str(value) for name, value in changes.items()}
        gifts.change(connection, gift_id, _texts(connection, texts))
        details = {"gift": gift_id, "fields": sorted(changes)}
        events.add(connection, self._context.event(ActKind.GIFT_EDIT, act), details)
        return self._view(connection, gift_id)

    def _edited(self, work: _Work, act: str) -> GiftView:
        done = once(self._context, act, ActKind.GIFT_EDIT, work, self._same_gift)
        # A donor's name that was taken away is a person's who asked for it.
        self._context.database.drain()
        return done

    def _same_gift(self, connection: Connection, earlier: EventRow) -> GiftView:
        return self._view(connection, int(earlier.details["gift"]))

    def _row(self, connection: Connection, gift_id: int) -> GiftRow:
        row = gifts.by_id(connection, gift_id, self._context.branch_id)
        if row is None:
            raise UsageError(
                _("There is no gift with this number. See them with: fritids gift list"), code="unknown_gift"
            )
        return row

    def _view(self, connection: Connection, gift_id: int) -> GiftView:
        return self._views(connection, [self._row(connection, gift_id)])[0]

    def _views(self, connection: Connection, rows: Sequence[GiftRow]) -> tuple[GiftView, ...]:
        ids = [row.id for row in rows]
        taken, others = gifts.taken_in(connection, ids), gifts.not_taken_in(connection, ids)
        return tuple(
            GiftView(
                id=row.id,
                received_at=row.received_at,
                received_on=row.received_on,
                ended_at=row.ended_at,
                desk=row.desk,
                operator=row.operator,
                donor=row.donor,
                note=row.note,
                taken_in=taken.get(row.id, 0),
                refused=others.get((row.id, GiftOutcome.REFUSED), 0),
                recycled=others.get((row.id, GiftOutcome.RECYCLED), 0),
            )
            for row in rows
        )

    def _contents(self, connection: Connection, row: GiftRow, most: int | None) -> GiftContents:
        context = self._context
        (view,) = self._views(connection, [row])
        ids = gifts.article_ids(connection, row.id, view.taken_in if most is None else most)
        articles = tuple(
            context.article_view(one) for one in scanned.by_ids(connection, context, ids).values()
        )
        by_type = gifts.by_type(connection, row.id)
        return GiftContents(
            view,
            tuple((context.types[code], n) for code, n in by_type.items()),
            articles,
            gifts.without_label(connection, row.id),
        )


def _for_gift(order: Order, gift_id: int) -> Order:
    return replace(order, new=replace(order.new, gift_id=gift_id))


def _texts(connection: Connection, typed: Mapping[str, str | None]) -> dict[str, object]:
    """The texts as they are kept. Raises InvalidValueError."""
    kept: dict[str, object] = {}
    for field, text in typed.items():
        cleaned = clean(text or "")
        if len(cleaned) > LONGEST[field]:
            raise InvalidValueError(
                _("This may have at most {n} characters.").format(n=LONGEST[field]), field=field
            )
        refuse_identity_number(connection, cleaned, field)
        kept[field] = cleaned or None
    return kept
