"""What was asked for and not had: noted at the counter, shown by type and size beside the stock. Who asked is not kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fritids.db import events, requests
from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.db.requests import StockRow
from fritids.domain.findings import UndoBlock
from fritids.domain.roles import Right
from fritids.domain.search import clean
from fritids.domain.sizes import Size
from fritids.domain.words import ActKind, ArticleState
from fritids.errors import InvalidValueError
from fritids.i18n import _
from fritids.services.acts import key_of_another_act
from fritids.services.article_form import checked_columns
from fritids.services.context import Context
from fritids.services.once import once
from fritids.services.results import TypeView
from fritids.services.rights import needs
from fritids.services.type_names import TypeNames, doubtful_size, size_as
from fritids.services.wanted import Wanted, read_wanted

MOST = 99
"""Of one type and size in one act; a whole class fits."""
LOOK_BACK = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Demand:
    """How often one type and size was asked for in vain, and what the branch has of it."""

    type: TypeView
    size: str | None
    asked: int
    last_asked: date
    stock: int
    """What can be lent, or can be again: here, out, or in service."""
    available: int
    on_loan: int
    in_service: int
    next_due: date | None
    """When the first of those that are out is due back."""


@dataclass(frozen=True, slots=True)
class Noted:
    """It is on the disk that so many were asked for and not had. `demand` is that of the last twelve months, with this one."""

    type: TypeView
    size: str | None
    quantity: int
    demand: Demand


@dataclass(frozen=True, slots=True)
class SizeDoubted:
    """Nothing was written: this is hardly a size of the type. Sent again with `sure` it is noted all the same."""

    type: TypeView
    size: str


NoteResult = Noted | SizeDoubted


class Requests:
    """The use cases of what was not had."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._names = TypeNames({})

    @needs(Right.LEND)
    def read(self, words: str) -> Wanted:
        """What words such as `skates 33` mean: the types that they fit, the size, how many (`x2`)."""
        if self._names.types is not self._context.types:
            self._names = TypeNames(self._context.types)
        return read_wanted(self._names, words)

    @needs(Right.LEND)
    def note(
        self, type_code: str, size: str | None = None, quantity: int = 1, *, act: str, sure: bool = False
    ) -> NoteResult:
        """So many of the type in this size were asked for and not had. The same act sent twice counts once.

        Raises InvalidValueError, whose `field` is `type`, `size` or `quantity`; nothing is written then.
        """
        context = self._context
        kind = context.types.get(type_code)
        if kind is None:
            raise InvalidValueError(
                _("There is no article type called {name}.").format(name=clean(type_code)), field="type"
            )
        if not 1 <= quantity <= MOST:
            raise InvalidValueError(_("Note between 1 and {n} at a time.").format(n=MOST), field="quantity")
        typed = clean(size or "")
        if typed and not sure and doubtful_size(kind, typed):
            return SizeDoubted(kind, typed)

        def work(connection: Connection) -> Noted:
            now = context.clock.now()
            columns = checked_columns(connection, kind, {"size": typed})
            request_id = requests.add(
                connection,
                {
                    "branch_id": context.branch_id,
                    "type_code": kind.code,
                    "category_code": kind.category,
                    "size": columns.size,
                    "size_low": columns.size_low,
                    "size_high": columns.size_high,
                    "quantity": quantity,
                    "asked_at": now,
                    "asked_on": context.day_of(now),
                    "desk": context.desk,
                    "operator": context.operator,
                },
            )
            # Not in the visit that may be open: from there a way would lead to the borrower.
            details = {"request": request_id, "type": kind.code, "size": columns.size, "quantity": quantity}
            events.add(connection, context.event(ActKind.UNMET_REQUEST, act), details)
            return self._noted(connection, kind, columns.size, quantity)

        def again(connection: Connection, earlier: EventRow) -> Noted:
            done = (earlier.details.get("type"), earlier.details.get("quantity"))
            if done != (kind.code, quantity):
                raise key_of_another_act()
            return self._noted(connection, kind, earlier.details.get("size"), quantity)

        return once(context, act, ActKind.UNMET_REQUEST, work, again)

    @needs(Right.FIGURES)
    def list(self, since: date | None = None, until: date | None = None) -> tuple[Demand, ...]:
        """By type and size, what was asked for most first: on these days, both included, or in the last twelve months."""
        context = self._context
        last = until or context.today()
        with context.database.read() as connection:
            context.refresh(connection)
            return _demands(connection, context, since or last - LOOK_BACK, last)

    def _noted(self, connection: Connection, kind: TypeView, size: str | None, quantity: int) -> Noted:
        today = self._context.today()
        for one in _demands(connection, self._context, today - LOOK_BACK, today, only=(kind.code, size)):
            return Noted(kind, size, quantity, one)
        return Noted(kind, size, quantity, _beside(kind, size, (0, today), ()))  # it was undone since


def _demands(
    connection: Connection,
    context: Context,
    first: date,
    last: date,
    *,
    only: tuple[str, str | None] | None = None,
) -> tuple[Demand, ...]:
    rows = requests.asked(connection, context.branch_id, first, last)
    if only is not None:
        rows = [row for row in rows if (row.type_code, row.size) == only]
    stock: dict[str, list[StockRow]] = {}
    for article in requests.stock(connection, context.branch_id, {row.type_code for row in rows}):
        stock.setdefault(article.type_code, []).append(article)
    found = [
        _beside(
            context.types[row.type_code],
            row.size,
            (int(row.quantity), row.last_on),
            stock.get(row.type_code, ()),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: -one.asked))


def _beside(kind: TypeView, size: str | None, asked: tuple[int, date], stock: Sequence[StockRow]) -> Demand:
    wanted = None if size is None else size_as(kind, size)
    fitting = [one for one in stock if wanted is None or _fits(wanted, one)]
    out = [one.due for one in fitting if one.due is not None]
    here = [one for one in fitting if one.due is None]
    in_service = sum(one.state == ArticleState.IN_SERVICE for one in here)
    return Demand(
        kind,
        size,
        asked[0],
        asked[1],
        stock=len(fitting),
        available=len(here) - in_service,
        on_loan=len(out),
        in_service=in_service,
        next_due=min(out, default=None),
    )


def _fits(wanted: Size, article: StockRow) -> bool:
    """As a search does: spans that meet, letters that both have, else the very same text."""
    if wanted.low is not None and wanted.high is not None and article.size_low is not None:
        return article.size_low <= wanted.high and (article.size_high or article.size_low) >= wanted.low
    if wanted.letters:
        return bool(wanted.letters & Size(article.size or "").letters)
    return article.size == wanted.text


def undo_request(connection: Connection, context: Context, event: EventRow) -> UndoBlock | None:
    """What was noted is not counted (R7)."""
    requests.undo(connection, int(event.details["request"]), context.clock.now())
    return None
