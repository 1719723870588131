"""Queries about parts of articles that are missing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update

from fritids.db.tables import Article, Borrower, Loan, MissingPart
from fritids.domain.words import PartOutcome

_PART = MissingPart.__table__
_ARTICLE = Article.__table__
_LOAN = Loan.__table__
_BORROWER = Borrower.__table__

_OPEN = _PART.c.settled_at.is_(None)


@dataclass(frozen=True, slots=True)
class MissingRow:
    """So many of one part are missing."""

    id: int
    article_id: int
    part: int
    quantity: int
    loan_id: int | None
    noted_at: datetime
    outcome: str | None


_ROWS: Select[Any] = select(
    _PART.c.id, _PART.c.article_id, _PART.c.part, _PART.c.quantity, _PART.c.loan_id, _PART.c.noted_at, _PART.c.outcome
)  # fmt: skip
_OPEN_ROWS = _ROWS.where(_OPEN).order_by(_PART.c.id)


def open_of(connection: Connection, article_id: int) -> list[MissingRow]:
    """What is missing of an article, noted first first."""
    rows = connection.execute(_OPEN_ROWS.where(_PART.c.article_id == article_id))
    return [MissingRow(*row) for row in rows]


def quantities(connection: Connection, article_ids: Collection[int]) -> dict[int, dict[int, int]]:
    """By article: how many of which part are missing; articles that lack nothing are left out."""
    missing: dict[int, dict[int, int]] = {}
    query = select(_PART.c.article_id, _PART.c.part, _PART.c.quantity).where(
        _OPEN, _PART.c.article_id.in_(article_ids)
    )
    for article_id, part, quantity in connection.execute(query):
        its = missing.setdefault(article_id, {})
        its[part] = its.get(part, 0) + quantity
    return missing


@dataclass(frozen=True, slots=True)
class LostRow:
    """What is missing, from which loan, and whose that was."""

    id: int
    article_id: int
    part: int
    quantity: int
    noted_at: datetime
    lent_at: datetime | None
    returned_at: datetime | None
    borrower_number: str | None
    borrower_name: str | None
    borrower_protected: bool | None


def lost(
    connection: Connection, branch_id: int, *, article_id: int | None = None, limit: int = 1000
) -> list[LostRow]:
    """What is missing at a branch, or of one article, by the article's label."""
    query: Select[Any] = (
        select(
            _PART.c.id, _PART.c.article_id, _PART.c.part, _PART.c.quantity, _PART.c.noted_at,
            _LOAN.c.lent_at, _LOAN.c.returned_at, _BORROWER.c.number, _BORROWER.c.name, _BORROWER.c.protected,
        )
        .select_from(
            _PART.join(_ARTICLE, _ARTICLE.c.id == _PART.c.article_id)
            .outerjoin(_LOAN, _LOAN.c.id == _PART.c.loan_id)
            .outerjoin(_BORROWER, _BORROWER.c.id == _LOAN.c.borrower_id)
        )
        .where(_OPEN, _ARTICLE.c.branch_id == branch_id)
        .order_by(_ARTICLE.c.label, _PART.c.part, _PART.c.id)
        .limit(limit)
    )  # fmt: skip
    if article_id is not None:
        query = query.where(_PART.c.article_id == article_id)
    return [LostRow(*row) for row in connection.execute(query)]


def add(connection: Connection, values: dict[str, object]) -> int:
    """So many are missing from now on; the row's id."""
    row_id: int = connection.execute(insert(_PART).values(values).returning(_PART.c.id)).scalar_one()
    return row_id


def by_id(connection: Connection, row_id: int) -> MissingRow | None:
    """The row, settled or not."""
    row = connection.execute(_ROWS.where(_PART.c.id == row_id)).first()
    return None if row is None else MissingRow(*row)


def set_quantity(connection: Connection, row_id: int, quantity: int) -> None:
    """So many are missing instead."""
    connection.execute(update(_PART).where(_PART.c.id == row_id).values(quantity=quantity))


def settle(connection: Connection, row_id: int, outcome: PartOutcome, at: datetime) -> None:
    """They are missing no longer, for this reason."""
    connection.execute(update(_PART).where(_PART.c.id == row_id).values(outcome=outcome.value, settled_at=at))


def open_again(connection: Connection, row_id: int) -> None:
    """They are missing after all."""
    connection.execute(update(_PART).where(_PART.c.id == row_id).values(outcome=None, settled_at=None))


def remove(connection: Connection, row_id: int) -> None:
    """The row never was: it was split off another that is whole again."""
    connection.execute(delete(_PART).where(_PART.c.id == row_id))


def forget_counts(connection: Connection, article_id: int) -> None:
    """The article has as many parts as its type says."""
    connection.execute(update(_ARTICLE).where(_ARTICLE.c.id == article_id).values(part_counts=None))


def void_of_loan(
    connection: Connection, loan_id: int, at: datetime, *, since: datetime | None = None
) -> None:
    """The return at `since` was undone, and with it what was noted from then on: the loan is out again, and its parts with it.

    Without `since` the loan itself was undone.
    """
    query = update(_PART).where(_PART.c.loan_id == loan_id, _OPEN)
    if since is not None:
        query = query.where(_PART.c.noted_at >= since)
    connection.execute(query.values(outcome=PartOutcome.UNDONE.value, settled_at=at))
