"""What happened to one article, each kind of thing from its own table. Loans are read by `loan_lists`; nothing here names a borrower."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, select

from fritids.db.articles import ARTICLE, BARCODE, CHANGE
from fritids.db.tables import (
    Branch,
    CheckQuestion,
    Gift,
    Loan,
    MissingPart,
    PrintedLabel,
    ServiceNote,
    StocktakeScan,
    Transfer,
)
from fritids.domain.words import CheckAnswer, PartOutcome

_CHECK = CheckQuestion.__table__
_GIFT = Gift.__table__
_LABEL = PrintedLabel.__table__
_LOAN = Loan.__table__
_PART = MissingPart.__table__
_SCAN = StocktakeScan.__table__
_SERVICE = ServiceNote.__table__
_TRANSFER = Transfer.__table__


def _all(connection: Connection, query: Select[Any]) -> list[Row[Any]]:
    return list(connection.execute(query))


def arrival(connection: Connection, article_id: int) -> Row[Any]:
    """`added_at`, and the `gift_id` and `received_at` of the gift it came with, if that is known. Raises IndexError for no article."""
    query = (
        select(ARTICLE.c.added_at, ARTICLE.c.gift_id, _GIFT.c.received_at)
        .select_from(ARTICLE.outerjoin(_GIFT, _GIFT.c.id == ARTICLE.c.gift_id))
        .where(ARTICLE.c.id == article_id)
    )
    return _all(connection, query)[0]


def photo(connection: Connection, article_id: int) -> str | None:
    """The path of its picture."""
    found: str | None = connection.execute(select(ARTICLE.c.photo).where(ARTICLE.c.id == article_id)).scalar()
    return found


def lending_days(connection: Connection, article_id: int) -> list[date]:
    """The day of each loan, undone ones left out, the earliest first."""
    query = (
        select(_LOAN.c.lent_on)
        .where(_LOAN.c.article_id == article_id, _LOAN.c.undone_at.is_(None))
        .order_by(_LOAN.c.lent_on)
    )
    return list(connection.execute(query).scalars())


def states(connection: Connection, article_id: int) -> list[Row[Any]]:
    """The changes of its stored state: `changed_at`, `state`, `reason`, `note`, the first, its arrival, too."""
    c = CHANGE.c
    return _all(
        connection,
        select(c.changed_at, c.state, c.reason, c.note).where(c.article_id == article_id).order_by(c.id),
    )


def services(connection: Connection, article_id: int) -> list[Row[Any]]:
    """What was to be done to it: `kind`, `opened_at`, `note`, `done_at`, `outcome`, `done_note`."""
    c = _SERVICE.c
    columns = (c.kind, c.opened_at, c.note, c.done_at, c.outcome, c.done_note)
    return _all(connection, select(*columns).where(c.article_id == article_id).order_by(c.id))


def checks(connection: Connection, article_id: int) -> list[Row[Any]]:
    """The answers to what its returns asked: `kind`, `answered_at`, `answer`, `note`; what an undone return asked is left out."""
    c = _CHECK.c
    answered = and_(
        c.article_id == article_id, c.answered_at.is_not(None), c.answer != CheckAnswer.VOID.value
    )
    return _all(connection, select(c.kind, c.answered_at, c.answer, c.note).where(answered).order_by(c.id))


def counts(connection: Connection, article_id: int) -> list[Row[Any]]:
    """The stocktakes in which it was scanned: `scanned_at`, `state_then`."""
    c = _SCAN.c
    return _all(
        connection, select(c.scanned_at, c.state_then).where(c.article_id == article_id).order_by(c.id)
    )


def labels(connection: Connection, article_id: int) -> list[Row[Any]]:
    """The printings of labels with any of its codes: `printed_at`, `code`, `sheet`."""
    query = (
        select(_LABEL.c.printed_at, _LABEL.c.code, _LABEL.c.sheet)
        .join(BARCODE, BARCODE.c.key == _LABEL.c.key)
        .where(BARCODE.c.article_id == article_id)
        .order_by(_LABEL.c.id)
    )
    return _all(connection, query)


def moves(connection: Connection, article_id: int) -> list[Row[Any]]:
    """Its ways to other branches: `kind`, `sent_at`, `received_at`, `from_name` or `from_place`, `to_name` or `to_place`, `note`; undone ones are left out."""
    origin, destination = Branch.__table__.alias("origin"), Branch.__table__.alias("destination")
    c = _TRANSFER.c
    query = (
        select(
            c.kind, c.sent_at, c.received_at, c.note, c.from_place, c.to_place,
            origin.c.name.label("from_name"), destination.c.name.label("to_name"),
        )
        .select_from(
            _TRANSFER.outerjoin(origin, origin.c.id == c.from_branch_id).outerjoin(
                destination, destination.c.id == c.to_branch_id
            )
        )
        .where(c.article_id == article_id, c.undone_at.is_(None))
        .order_by(c.id)
    )  # fmt: skip
    return _all(connection, query)


def parts(connection: Connection, article_id: int) -> list[Row[Any]]:
    """Parts that were missing: `part` (counted from 0), `quantity`, `noted_at`, `settled_at`, `outcome`; undone ones are left out."""
    c = _PART.c
    columns = (c.part, c.quantity, c.noted_at, c.settled_at, c.outcome)
    kept = (c.outcome.is_(None)) | (c.outcome != PartOutcome.UNDONE.value)
    return _all(connection, select(*columns).where(c.article_id == article_id, kept).order_by(c.id))
