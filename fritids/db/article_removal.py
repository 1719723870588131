"""Queries that take an article away whose registering is undone: what else would then hang in the air, and removing its rows."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, exists, select

from fritids.db.articles import ARTICLE, BARCODE, CHANGE
from fritids.db.tables import (
    Booking,
    CheckQuestion,
    DeskItem,
    Event,
    Loan,
    MissingPart,
    PrintedLabel,
    ServiceNote,
    StocktakeScan,
    Transfer,
)
from fritids.domain.words import ActKind

_EVENT = Event.__table__
_UNDO = _EVENT.alias("undo")
_LOAN = Loan.__table__
_PRINTED = PrintedLabel.__table__
_SERVICE = ServiceNote.__table__
_USES = tuple(
    table.__table__ for table in (Booking, CheckQuestion, DeskItem, MissingPart, StocktakeScan, Transfer)
)
"""Tables whose rows say that something was done with an article, or is promised; a row there speaks for itself, undone or not."""


def done_after(connection: Connection, article_id: int, event_id: int) -> ActKind | None:
    """The newest thing that was done with the article after this line and still counts."""
    query = (
        select(_EVENT.c.kind)
        .where(
            _EVENT.c.article_id == article_id,
            _EVENT.c.id > event_id,
            _EVENT.c.kind != ActKind.UNDO.value,
            ~exists().where(_UNDO.c.undoes == _EVENT.c.id),
        )
        .order_by(_EVENT.c.id.desc())
        .limit(1)
    )
    found = connection.execute(query).scalar()
    return None if found is None else ActKind(found)


def was_lent(connection: Connection, article_id: int) -> bool:
    """Whether there is a loan of the article, open, returned or undone."""
    return (
        connection.execute(select(_LOAN.c.id).where(_LOAN.c.article_id == article_id).limit(1)).first()
        is not None
    )


def is_used(connection: Connection, article_id: int) -> bool:
    """Whether anything but its registering, its state and its loans refers to the article."""
    return any(
        connection.execute(select(table.c.id).where(table.c.article_id == article_id).limit(1)).first()
        is not None
        for table in _USES
    )


def printed(connection: Connection, article_id: int) -> bool:
    """Whether a label with one of the article's codes was printed since it had that code; a ready label was printed before."""
    query = (
        select(_PRINTED.c.id)
        .join(BARCODE, BARCODE.c.key == _PRINTED.c.key)
        .where(BARCODE.c.article_id == article_id, _PRINTED.c.printed_at >= BARCODE.c.added_at)
    )
    return connection.execute(query.limit(1)).first() is not None


def remove(connection: Connection, article_id: int) -> Sequence[str]:
    """The article, its codes, the dates of its states and what was to be done to it are gone; the codes are free.

    Notes of service that are left where no act on the article counts any more are those of acts that were undone.
    Raises IntegrityError if another row refers to it.
    """
    codes = list(
        connection.execute(select(BARCODE.c.code).where(BARCODE.c.article_id == article_id)).scalars()
    )
    for table in (BARCODE, CHANGE, _SERVICE):
        connection.execute(delete(table).where(table.c.article_id == article_id))
    connection.execute(delete(ARTICLE).where(ARTICLE.c.id == article_id))
    return codes
