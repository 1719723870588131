"""Queries about the articles of a branch that have a size within given bounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, and_, or_, select

from fritids.db.articles import ARTICLE, OPEN_LOAN
from fritids.db.tables import Loan
from fritids.domain.words import ArticleState

_LOAN = Loan.__table__


@dataclass(frozen=True, slots=True)
class SizedRow:
    """An article in stock or on loan, with what its size spans in the unit of its label."""

    id: int
    type_code: str
    label: str
    size: str
    low: float
    high: float
    due: date | None
    """When it is due back; None while it is in."""


@dataclass(frozen=True, slots=True)
class BindingRow:
    """Who last set the binding of an article, on which day, and for a sole of how many millimetres."""

    by: str
    on: date
    sole_mm: int | None


def within(
    connection: Connection, branch_id: int, bounds: Sequence[tuple[str, float, float]]
) -> list[SizedRow]:
    """The branch's articles whose size meets one of the bounds (type, low, high); those in service, missing or gone are left out."""
    if not bounds:
        return []
    c = ARTICLE.c
    meets = (
        and_(c.type_code == code, c.size_low <= high, c.size_high >= low)
        for code, low, high in dict.fromkeys(bounds)
    )
    query = (
        select(c.id, c.type_code, c.label, c.size, c.size_low, c.size_high, _LOAN.c.due)
        .select_from(ARTICLE.outerjoin(_LOAN, and_(_LOAN.c.article_id == c.id, OPEN_LOAN)))
        .where(c.branch_id == branch_id, c.state == ArticleState.IN_STOCK.value, or_(*meets))
        .order_by(c.label, c.id)
    )
    return [SizedRow(*row) for row in connection.execute(query)]


def last_bindings(connection: Connection, article_ids: Sequence[int]) -> dict[int, BindingRow]:
    """The newest setting of a binding that is written down, by article; articles of which none is are left out."""
    c = _LOAN.c
    query = (
        select(c.article_id, c.binding_by, c.lent_on, c.binding_sole_mm)
        .where(c.article_id.in_(article_ids), c.binding_by.is_not(None), c.undone_at.is_(None))
        .order_by(c.lent_at, c.id)
    )
    return {row.article_id: BindingRow(row[1], row[2], row[3]) for row in connection.execute(query)}
