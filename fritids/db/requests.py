"""Queries about what was asked for and not had, and the stock beside it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, and_, func, select, update

from fritids.db.articles import ARTICLE, OPEN_LOAN
from fritids.db.prepared import adding
from fritids.db.tables import Loan, UnmetRequest
from fritids.domain.words import ArticleState

_REQUEST = UnmetRequest.__table__
_LOAN = Loan.__table__
_ADD = adding(_REQUEST)
_OURS = (ArticleState.IN_STOCK.value, ArticleState.IN_SERVICE.value)
"""Stored states of what can be lent, or can be again once it is back or mended."""


@dataclass(frozen=True, slots=True)
class AskedRow:
    """How often one type in one size, as written, was asked for."""

    type_code: str
    size: str | None
    size_low: float | None
    size_high: float | None
    quantity: int
    last_on: date


@dataclass(frozen=True, slots=True)
class StockRow:
    """An article that belongs to the branch, and when it is due back while it is out."""

    type_code: str
    size: str | None
    size_low: float | None
    size_high: float | None
    state: str
    due: date | None


def add(connection: Connection, values: dict[str, object]) -> int:
    """Store what was asked for; its id."""
    return _ADD.id(connection, values)


def undo(connection: Connection, request_id: int, at: datetime) -> bool:
    """It is not counted any more; False if that was so before."""
    undone = connection.execute(
        update(_REQUEST)
        .where(_REQUEST.c.id == request_id, _REQUEST.c.undone_at.is_(None))
        .values(undone_at=at)
    )
    return undone.rowcount == 1


def asked(connection: Connection, branch_id: int, first: date, last: date) -> list[AskedRow]:
    """What was asked for on these days, both included, by type and size."""
    c = _REQUEST.c
    sizes = (c.type_code, c.size, c.size_low, c.size_high)
    query = (
        select(*sizes, func.sum(c.quantity), func.max(c.asked_on))
        .where(c.branch_id == branch_id, c.undone_at.is_(None), c.asked_on >= first, c.asked_on <= last)
        .group_by(*sizes)
        .order_by(c.type_code, c.size_low, c.size)
    )
    return [AskedRow(*row) for row in connection.execute(query)]


def stock(connection: Connection, branch_id: int, type_codes: Collection[str]) -> list[StockRow]:
    """The branch's articles of these types that are in stock, in service or out."""
    if not type_codes:
        return []
    c = ARTICLE.c
    query = (
        select(c.type_code, c.size, c.size_low, c.size_high, c.state, _LOAN.c.due)
        .outerjoin(_LOAN, and_(_LOAN.c.article_id == c.id, OPEN_LOAN))
        .where(c.branch_id == branch_id, c.type_code.in_(list(type_codes)), c.state.in_(_OURS))
    )
    return [StockRow(*row) for row in connection.execute(query)]
