"""Queries about the questions that returns leave beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, exists, select, update

from fritids.db.tables import Article, CheckQuestion, Loan
from fritids.domain.words import CheckAnswer, CheckKind

_CHECK = CheckQuestion.__table__
_ARTICLE = Article.__table__
_LOAN = Loan.__table__


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A question as stored."""

    id: int
    article_id: int
    loan_id: int
    kind: CheckKind
    asked_at: datetime


_ALL = select(_CHECK.c.id, _CHECK.c.article_id, _CHECK.c.loan_id, _CHECK.c.kind, _CHECK.c.asked_at)
_LATER = _CHECK.alias("later")
_ASKED_AGAIN = select(_LATER.c.id).where(
    _LATER.c.article_id == _CHECK.c.article_id,
    _LATER.c.kind == _CHECK.c.kind,
    _LATER.c.id > _CHECK.c.id,
    _LATER.c.answered_at.is_(None),
)


def open_ones(
    connection: Connection,
    branch_id: int,
    limit: int,
    *,
    loan_ids: Sequence[int] | None = None,
    article_id: int | None = None,
) -> list[CheckRow]:
    """Unanswered questions about a branch's articles, newest first.

    Of an article that came back twice with nobody looking, the newest question of each kind stands for both: one look answers them.
    """
    query = _ALL.join(_ARTICLE, _ARTICLE.c.id == _CHECK.c.article_id).where(
        _CHECK.c.answered_at.is_(None), _ARTICLE.c.branch_id == branch_id
    )
    asked_again = _ASKED_AGAIN
    if loan_ids is not None:
        query = query.where(_CHECK.c.loan_id.in_(loan_ids))
        asked_again = asked_again.where(_LATER.c.loan_id.in_(loan_ids))
    if article_id is not None:
        query = query.where(_CHECK.c.article_id == article_id)
    rows = connection.execute(query.where(~asked_again.exists()).order_by(_CHECK.c.id.desc()).limit(limit))
    return [CheckRow(row.id, row.article_id, row.loan_id, CheckKind(row.kind), row.asked_at) for row in rows]


def by_id(connection: Connection, check_id: int) -> CheckRow | None:
    """The question with this id, answered or not."""
    row = connection.execute(_ALL.where(_CHECK.c.id == check_id)).first()
    return (
        None
        if row is None
        else CheckRow(row.id, row.article_id, row.loan_id, CheckKind(row.kind), row.asked_at)
    )


def reopen(connection: Connection, check_ids: Sequence[int]) -> None:
    """The questions wait for an answer again, save those whose return was undone since: nobody answers what nobody asks."""
    theirs = update(_CHECK).where(_CHECK.c.id.in_(check_ids), _CHECK.c.answer != CheckAnswer.VOID.value)
    is_back = exists().where(
        _LOAN.c.id == _CHECK.c.loan_id, _LOAN.c.returned_at.is_not(None), _LOAN.c.undone_at.is_(None)
    )
    connection.execute(theirs.where(~is_back).values(answer=CheckAnswer.VOID.value, note=None))
    connection.execute(theirs.where(is_back).values(answered_at=None, answer=None, note=None, operator=None))


def answer(
    connection: Connection,
    check: CheckRow,
    answered: CheckAnswer,
    *,
    at: datetime,
    note: str | None,
    operator: str | None,
) -> list[int]:
    """Store the answer, also for the same question left open by an earlier return of the article; the ids of those it answered."""
    changed = connection.execute(
        update(_CHECK)
        .where(
            _CHECK.c.article_id == check.article_id,
            _CHECK.c.kind == check.kind.value,
            _CHECK.c.id <= check.id,
            _CHECK.c.answered_at.is_(None),
        )
        .values(answered_at=at, answer=answered.value, note=note, operator=operator)
        .returning(_CHECK.c.id)
    )
    return list(changed.scalars())


def open_of(connection: Connection, article_id: int) -> list[CheckRow]:
    """The questions about one article that nobody has answered."""
    rows = connection.execute(_ALL.where(_CHECK.c.article_id == article_id, _CHECK.c.answered_at.is_(None)))
    return [CheckRow(row.id, row.article_id, row.loan_id, CheckKind(row.kind), row.asked_at) for row in rows]
