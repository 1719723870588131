"""Bookings: articles, or so many of a type, promised to a borrower for a period."""

from collections.abc import Sequence
from datetime import date

from fritids.db import bookings, borrowers, events
from fritids.db.bookings import BookingRow
from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.domain.roles import Right
from fritids.domain.search import clean
from fritids.domain.words import ActKind
from fritids.errors import ConflictError, InvalidValueError
from fritids.i18n import _
from fritids.services import scanned
from fritids.services.acts import key_of_another_act
from fritids.services.context import Context
from fritids.services.forms import NewBooking
from fritids.services.identity import refuse_identity_number
from fritids.services.once import once
from fritids.services.overviews import BookingView
from fritids.services.rights import needs
from fritids.services.type_names import TypeNames

LONGEST_NOTE = 500
LONGEST_DAYS = 366
"""A promise for longer than a year is a slip of the keys."""
MOST = 1000
"""Articles of one type in one booking."""


class Bookings:
    """The use cases of promising articles."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Right.BOOKINGS)
    def list(self) -> tuple[BookingView, ...]:
        """All open bookings of the branch, the earliest first."""
        context = self._context
        with context.database.read() as connection:
            return self._views(connection, bookings.open_ones(connection, context.branch_id))

    @needs(Right.BOOKINGS)
    def add(self, new: NewBooking, *, act: str) -> BookingView:
        """The article, or so many of the type, is promised. The same act sent twice promises it once.

        Raises InvalidValueError, whose `field` is the one of `NewBooking` that has to be changed; nothing is written then.
        """
        context = self._context

        def work(connection: Connection) -> BookingView:
            note = clean(new.note or "")
            if len(note) > LONGEST_NOTE:
                raise InvalidValueError(
                    _("This may have at most {n} characters.").format(n=LONGEST_NOTE), field="note"
                )
            refuse_identity_number(connection, note, "note")
            self._check_days(new.first_day, new.last_day)
            borrower = borrowers.rows(connection, [new.borrower_id], context.today())
            if not borrower:
                raise InvalidValueError(_("This borrower is no longer there."), field="borrower_id")
            article_id, type_code = self._what(connection, new)
            booking_id = bookings.add(
                connection,
                {
                    "branch_id": context.branch_id,
                    "borrower_id": new.borrower_id,
                    "article_id": article_id,
                    "type_code": type_code,
                    "quantity": new.quantity,
                    "first_day": new.first_day,
                    "last_day": new.last_day,
                    "note": note or None,
                    "booked_at": context.clock.now(),
                    "closed_at": None,
                    "fulfilled": False,
                },
            )
            events.add(
                connection,
                context.event(
                    ActKind.BOOKING_ADD, act, article_id=article_id, borrower_key=borrower[0].event_key
                ),
                {"booking": booking_id},
            )
            return self._one(connection, booking_id)

        def again(connection: Connection, earlier: EventRow) -> BookingView:
            return self._one(connection, int(earlier.details["booking"]))

        return once(context, act, ActKind.BOOKING_ADD, work, again)

    @needs(Right.BOOKINGS)
    def cancel(self, booking_id: int, *, act: str) -> bool:
        """The booking promises nothing any more; False if it was fulfilled or cancelled before."""
        context = self._context

        def work(connection: Connection) -> bool:
            ours = {row.id for row in bookings.open_ones(connection, context.branch_id)}
            if booking_id not in ours or not bookings.close(
                connection, booking_id, context.clock.now(), fulfilled=False
            ):
                return False
            events.add(connection, context.event(ActKind.BOOKING_CANCEL, act), {"booking": booking_id})
            return True

        def again(_connection: Connection, earlier: EventRow) -> bool:
            if earlier.details.get("booking") != booking_id:
                raise key_of_another_act()
            return True

        return once(context, act, ActKind.BOOKING_CANCEL, work, again)

    def _check_days(self, first: date, last: date) -> None:
        if last < first:
            raise InvalidValueError(_("The last day comes before the first."), field="last_day")
        if last < self._context.today():
            raise InvalidValueError(_("These days are over. Choose days to come."), field="last_day")
        if (last - first).days >= LONGEST_DAYS:
            raise InvalidValueError(_("A booking is for a year at most."), field="last_day")

    def _what(self, connection: Connection, new: NewBooking) -> tuple[int | None, str | None]:
        """(article, type): one of the two."""
        context = self._context
        if (new.code is None) == (new.type is None):
            raise InvalidValueError(_("Book either one article or a type of article."), field="code")
        if new.code is not None:
            if new.quantity != 1:
                raise InvalidValueError(
                    _("One article is booked by its code; book several by their type."), field="quantity"
                )
            found = scanned.article(connection, context, new.code)
            if found is None:
                raise InvalidValueError(
                    _("No article has the code {code}.").format(code=clean(new.code)), field="code"
                )
            return found.facts.article_id, None
        if not 1 <= new.quantity <= MOST:
            raise InvalidValueError(_("Book between 1 and {n} articles.").format(n=MOST), field="quantity")
        kind = TypeNames(context.types).named(new.type or "")
        if kind is None:
            raise InvalidValueError(
                _("There is no article type called {name}.").format(name=clean(new.type or "")), field="type"
            )
        return None, kind.code

    def _one(self, connection: Connection, booking_id: int) -> BookingView:
        found = bookings.by_id(connection, booking_id)
        if found is None:
            raise ConflictError(_("This booking is no longer there."))
        return self._views(connection, [found])[0]

    def _views(self, connection: Connection, rows: Sequence[BookingRow]) -> tuple[BookingView, ...]:
        context = self._context
        at_hand = scanned.by_ids(
            connection, context, [row.article_id for row in rows if row.article_id is not None]
        )
        people = {
            row.id: row
            for row in borrowers.rows(
                connection, list(dict.fromkeys(row.borrower_id for row in rows)), context.today()
            )
        }
        views = []
        for row in rows:
            article = None if row.article_id is None else context.article_view(at_hand[row.article_id])
            views.append(
                BookingView(
                    id=row.id,
                    borrower_number=row.borrower_number,
                    borrower_name="" if people[row.borrower_id].protected else people[row.borrower_id].name,
                    article=article,
                    type_code=row.type_code or (article.type.code if article is not None else ""),
                    quantity=row.quantity,
                    first_day=row.first_day,
                    last_day=row.last_day,
                    note=row.note,
                )
            )
        return tuple(views)
