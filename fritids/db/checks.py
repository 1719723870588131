"""Queries about the questions that returns leave beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from fritids.db.tables import Article, CheckQuestion
from fritids.domain.words import CheckAnswer, CheckKind

_CHECK = CheckQuestion.__table__
_ARTICLE = Article.__table__


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A question as stored."""

    id: int
    article_id: int
    loan_id: int
    kind: CheckKind
    asked_at: datetime


_ALL = select(_CHECK.c.id, _CHECK.c.article_id, _CHECK.c.loan_id, _CHECK.c.kind, _CHECK.c.asked_at)


def open_ones(
    connection: Connection,
    branch_id: int,
    limit: int,
    *,
    loan_ids: Sequence[int] | None = None,
    article_id: int | None = None,
) -> list[CheckRow]:
    """Unanswered questions about a branch's articles, newest first."""
    query = _ALL.join(_ARTICLE, _ARTICLE.c.id == _CHECK.c.article_id).where(
        _CHECK.c.answered_at.is_(None), _ARTICLE.c.branch_id == branch_id
    )
    if loan_ids is not None:
        query = query.where(_CHECK.c.loan_id.in_(loan_ids))
    if article_id is not None:
        query = query.where(_CHECK.c.article_id == article_id)
    rows = connection.execute(query.order_by(_CHECK.c.id.desc()).limit(limit))
    return [CheckRow(row.id, row.article_id, row.loan_id, CheckKind(row.kind), row.asked_at) for row in rows]


def open_kinds(connection: Connection, article_id: int) -> set[CheckKind]:
    """Which questions about the article wait for an answer."""
    query = select(_CHECK.c.kind).where(_CHECK.c.article_id == article_id, _CHECK.c.answered_at.is_(None))
    return {CheckKind(kind) for kind in connection.execute(query).scalars()}


def by_id(connection: Connection, check_id: int) -> CheckRow | None:
    """The question with this id, answered or not."""
    row = connection.execute(_ALL.where(_CHECK.c.id == check_id)).first()
    return (
        None
        if row is None
        else CheckRow(row.id, row.article_id, row.loan_id, CheckKind(row.kind), row.asked_at)
    )


def answer(
    connection: Connection,
    check_id: int,
    answered: CheckAnswer,
    *,
    at: datetime,
    note: str | None,
    operator: str | None,
) -> bool:
    """Store the answer; False if there was one already."""
    changed = connection.execute(
        update(_CHECK)
        .where(_CHECK.c.id == check_id, _CHECK.c.answered_at.is_(None))
        .values(answered_at=at, answer=answered.value, note=note, operator=operator)
    )
    return changed.rowcount > 0
