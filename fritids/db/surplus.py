"""The query behind the list of what other branches might use."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, exists, func, select

from fritids.db.articles import ARTICLE, CATEGORY, OPEN_LOAN, TYPE
from fritids.db.tables import Booking, Loan
from fritids.domain.words import ArticleState

_LOAN = Loan.__table__
_BOOKING = Booking.__table__


@dataclass(frozen=True, slots=True)
class ReadyRow:
    """An article that stands ready, and when it was last lent."""

    article_id: int
    type_code: str
    size: str | None
    added_at: datetime
    last_lent: date | None
    booked: bool


def ready(connection: Connection, branch_id: int) -> list[ReadyRow]:
    """All that stands ready in a branch, in the order of the shelves; of one type and size, what was lent longest ago first."""
    c = ARTICLE.c
    out = exists().where(_LOAN.c.article_id == c.id, OPEN_LOAN)
    last = (
        select(func.max(_LOAN.c.lent_on))
        .where(_LOAN.c.article_id == c.id, _LOAN.c.undone_at.is_(None))
        .correlate(ARTICLE)
        .scalar_subquery()
    )
    booked = exists().where(_BOOKING.c.closed_at.is_(None), _BOOKING.c.article_id == c.id)
    query: Select[Any] = (
        select(c.id, c.type_code, c.size, c.added_at, last.label("last_lent"), booked.label("booked"))
        .join(TYPE, TYPE.c.code == c.type_code)
        .join(CATEGORY, CATEGORY.c.code == TYPE.c.category_code)
        .where(c.branch_id == branch_id, c.state == ArticleState.IN_STOCK.value, ~out)
        .order_by(CATEGORY.c.sort, TYPE.c.sort, TYPE.c.code, c.size_low, c.size, c.added_at, c.id)
    )
    return [ReadyRow(*row) for row in connection.execute(query)]
