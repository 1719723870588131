"""Registering articles as part of a transaction that the caller commits: one by one, with a gift, or so many alike at once."""

from collections.abc import Callable
from dataclasses import dataclass

from fritids.db import branches, catalogue, events, gifts
from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.domain import barcode
from fritids.domain.words import ActKind, ArticleState
from fritids.errors import InvalidValueError, UsageError
from fritids.i18n import _
from fritids.services import scanned
from fritids.services.article_form import checked_code, checked_columns
from fritids.services.context import Context
from fritids.services.forms import NewArticle
from fritids.services.once import once
from fritids.services.results import ArticleView, TypeView

MOST_AT_ONCE = 1000
"""Articles that one registration may make."""


@dataclass(frozen=True, slots=True)
class Order:
    """What one registration writes, as far as it can be checked before the transaction: `new.count` articles of one type."""

    new: NewArticle
    kind: TypeView
    code: str | None


def checked_order(new: NewArticle, named: Callable[[str], TypeView | None]) -> Order:
    """The order, if the type, the number and the code can be. Raises InvalidValueError."""
    kind = named(new.type)
    if kind is None:
        raise InvalidValueError(
            _("There is no article type called {name}.").format(name=new.type), field="type"
        )
    if not 1 <= new.count <= MOST_AT_ONCE:
        raise InvalidValueError(
            _("Register between 1 and {n} articles at a time.").format(n=MOST_AT_ONCE), field="count"
        )
    code = None if new.barcode is None or not new.barcode.strip() else checked_code(new.barcode)
    if code is not None and new.count > 1:
        raise InvalidValueError(
            _("One barcode stands for one article. Register one at a time."), field="count"
        )
    return Order(new, kind, code)


def put_articles(
    connection: Connection, context: Context, order: Order, *, act: str, first_line: int = 0
) -> tuple[ArticleView, ...]:
    """The articles are in stock, with their labels' codes, each a line of the act. Raises InvalidValueError; nothing is to be committed then."""
    new, now = order.new, context.clock.now()
    typed = {"size": new.size, "brand": new.brand, "model": new.model, "note": new.note}
    columns = checked_columns(connection, order.kind, typed)
    if new.gift_id is not None and gifts.by_id(connection, new.gift_id, context.branch_id) is None:
        raise InvalidValueError(
            _("There is no gift with this number. See them with: fritids gift list"), field="gift_id"
        )
    if order.code is not None:
        refuse_taken(connection, order.code)
    codes = (order.code,) if order.code is not None else free_codes(connection, new.count)
    ids = []
    for line, code in enumerate(codes, start=first_line):
        article_id = catalogue.add(
            connection,
            {
                **columns.with_codes([code]),
                "branch_id": context.branch_id,
                "label": code,
                "state": ArticleState.IN_STOCK.value,
                "gift_id": new.gift_id,
            },
            at=now,
        )
        catalogue.add_label(connection, article_id, key=barcode.key(code), code=code, at=now)
        details: dict[str, object] = {"code": code, "given": order.code is None}
        if new.gift_id is not None:
            details["gift"] = new.gift_id
        events.add(connection, context.event(ActKind.ARTICLE_ADD, act, line, article_id=article_id), details)
        ids.append(article_id)
    found = scanned.by_ids(connection, context, ids)
    return tuple(context.article_view(article) for article in found.values())


def registered_once(
    context: Context, act: str, work: Callable[[Connection], tuple[ArticleView, ...]]
) -> tuple[ArticleView, ...]:
    """What `work` registers in a transaction of its own; sent again with the same key, what it registered then. Raises UsageError as `of_act`."""
    return once(
        context, act, ActKind.ARTICLE_ADD, work, lambda connection, _earlier: of_act(connection, context, act)
    )


def of_act(connection: Connection, context: Context, act: str) -> tuple[ArticleView, ...]:
    """The articles that the act registered, as they are now. Raises UsageError if that was undone: then the key stands for nothing."""
    lines = events.all_of_act(connection, act)
    if any(line.undone for line in lines):
        raise UsageError(
            _("The same thing was done before and has been undone. Do it again as something new.")
        )
    ids = [line.article_id for line in lines if line.article_id is not None]
    return tuple(context.article_view(one) for one in scanned.by_ids(connection, context, ids).values())


def registered_code(event: EventRow) -> str | None:
    """The code that an article got when this line registered it."""
    code = event.details.get("code")
    return None if event.kind is not ActKind.ARTICLE_ADD or code is None else str(code)


def free_codes(connection: Connection, count: int) -> tuple[str, ...]:
    """Codes of our own series that stand on no label; a number that somebody put on a label by hand is passed over for good."""
    free: tuple[str, ...] = ()
    while len(free) < count:
        numbers = branches.take_numbers(connection, barcode.Series.ARTICLE.value, count - len(free))
        codes = [barcode.article_code(number) for number in numbers]
        taken = catalogue.taken_keys(connection, codes)
        free += tuple(code for code in codes if code not in taken)
    return free


def refuse_taken(connection: Connection, code: str, *, own: int | None = None) -> None:
    """Return if no other article has the code. Raises InvalidValueError."""
    owner = catalogue.taken_keys(connection, [barcode.key(code)]).get(barcode.key(code))
    if owner is not None and owner != own:
        raise InvalidValueError(
            _("Another article has the barcode {code} already.").format(code=code), field="barcode"
        )
