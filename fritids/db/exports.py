"""Whole lists, row by row, for files. Each function streams: its length costs no memory on either engine."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, select

from fritids.db.articles import ARTICLE, BARCODE, CATEGORY, OPEN_LOAN, TYPE
from fritids.db.tables import Borrower, BorrowerCard, Loan, Renewal
from fritids.domain.words import ArticleState

_LOAN = Loan.__table__
_BORROWER = Borrower.__table__
_CARD = BorrowerCard.__table__
_RENEWAL = Renewal.__table__
_AT_ONCE = 1_000


def _stream(connection: Connection, query: Select[Any]) -> Iterator[Row[Any]]:
    yield from connection.execute(query, execution_options={"yield_per": _AT_ONCE})


def articles(connection: Connection, branch_id: int, *, to_borrow: bool = False) -> Iterator[Row[Any]]:
    """The branch's articles in the order of the shelves, with `due` while they are on loan.

    With `to_borrow` only those that can be lent or will be again, and none of a private type: what may be shown to anyone.
    """
    c = ARTICLE.c
    query = (
        select(
            c.id, c.label, c.type_code, c.size, c.size_low, c.size_high, c.brand, c.model, c.note, c.photo, c.state, c.discard_reason,
            c.added_at,
            _LOAN.c.due, _LOAN.c.id.label("loan_id"),
        )
        .join(TYPE, TYPE.c.code == c.type_code)
        .join(CATEGORY, CATEGORY.c.code == TYPE.c.category_code)
        .outerjoin(_LOAN, and_(_LOAN.c.article_id == c.id, OPEN_LOAN))
        .where(c.branch_id == branch_id)
        .order_by(CATEGORY.c.sort, TYPE.c.sort, TYPE.c.code, c.size_low, c.label, c.id)
    )  # fmt: skip
    if to_borrow:
        query = query.where(c.state == ArticleState.IN_STOCK.value, ~TYPE.c.private)
    return _stream(connection, query)


def other_codes(connection: Connection, branch_id: int) -> dict[int, list[str]]:
    """The codes of older labels, newest first, by article; most articles have none."""
    query = (
        select(BARCODE.c.article_id, BARCODE.c.code)
        .join(ARTICLE, ARTICLE.c.id == BARCODE.c.article_id)
        .where(ARTICLE.c.branch_id == branch_id, BARCODE.c.code != ARTICLE.c.label)
        .order_by(BARCODE.c.added_at.desc(), BARCODE.c.key)
    )
    found: dict[int, list[str]] = {}
    for row in _stream(connection, query):
        found.setdefault(row.article_id, []).append(row.code)
    return found


def borrowers(connection: Connection) -> Iterator[Row[Any]]:
    """Everybody who is registered, by number, with how many articles they have out."""
    out = (
        select(func.count())
        .where(_LOAN.c.borrower_id == _BORROWER.c.id, OPEN_LOAN)
        .correlate(_BORROWER)
        .scalar_subquery()
    )
    return _stream(connection, select(_BORROWER, out.label("open_loans")).order_by(_BORROWER.c.number))


def cards(connection: Connection) -> dict[int, list[str]]:
    """The codes of foreign cards by borrower."""
    found: dict[int, list[str]] = {}
    for row in _stream(connection, select(_CARD.c.borrower_id, _CARD.c.code).order_by(_CARD.c.key)):
        found.setdefault(row.borrower_id, []).append(row.code)
    return found


def loans(connection: Connection, branch_id: int) -> Iterator[Row[Any]]:
    """The branch's loans but for undone ones, oldest first, with type and category as they were frozen."""
    c = _LOAN.c
    renewals = (
        select(func.count())
        .where(_RENEWAL.c.loan_id == c.id, _RENEWAL.c.undone_at.is_(None))
        .correlate(_LOAN)
        .scalar_subquery()
    )
    query = (
        select(
            c.id, c.lent_at, c.lent_on, c.due, c.returned_at, c.returned_on, c.type_code, c.category_code, c.desk,
            ARTICLE.c.label, ARTICLE.c.size, ARTICLE.c.brand,
            _BORROWER.c.number, _BORROWER.c.name, _BORROWER.c.phone, _BORROWER.c.protected, renewals.label("renewals"),
        )
        .join(ARTICLE, ARTICLE.c.id == c.article_id)
        .outerjoin(_BORROWER, _BORROWER.c.id == c.borrower_id)
        .where(c.branch_id == branch_id, c.undone_at.is_(None))
        .order_by(c.lent_at, c.id)
    )  # fmt: skip
    return _stream(connection, query)
