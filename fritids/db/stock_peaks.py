"""Queries about what a branch had out in a week: how many loans a day, and which of them were out together."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from fritids.db.articles import ARTICLE
from fritids.db.tables import Loan

_LOAN = Loan.__table__


@dataclass(frozen=True, slots=True)
class OutRow:
    """A loan, with the size that its article has today."""

    type_code: str
    size: str | None
    lent_at: datetime
    returned_at: datetime | None


def loans_per_day(connection: Connection, branch_id: int, first: date, last: date) -> dict[date, int]:
    """How much the branch lent on each of these days, both included; days without a loan are left out."""
    c = _LOAN.c
    query = (
        select(c.lent_on, func.count())
        .where(c.branch_id == branch_id, c.lent_on.between(first, last), c.undone_at.is_(None))
        .group_by(c.lent_on)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def first_loan(connection: Connection, branch_id: int) -> date | None:
    """The day of the branch's first loan."""
    c = _LOAN.c
    query = (
        select(c.lent_on).where(c.branch_id == branch_id, c.undone_at.is_(None)).order_by(c.lent_on).limit(1)
    )
    found: date | None = connection.execute(query).scalar()
    return found


def out_within(
    connection: Connection, branch_id: int, days: tuple[date, date], moments: tuple[datetime, datetime]
) -> list[OutRow]:
    """The branch's loans that were out at some moment of these days, which are given as days and as moments."""
    c = _LOAN.c
    query: Select[Any] = (
        select(c.type_code, ARTICLE.c.size, c.lent_at, c.returned_at)
        .select_from(_LOAN.join(ARTICLE, ARTICLE.c.id == c.article_id))
        .where(
            c.branch_id == branch_id,
            c.lent_on <= days[1],
            c.undone_at.is_(None),
            c.lent_at < moments[1],
            or_(c.returned_at.is_(None), c.returned_at > moments[0]),
        )
    )
    return [OutRow(*row) for row in connection.execute(query)]
