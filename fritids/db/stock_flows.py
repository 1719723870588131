"""Queries about what came into the stock and left it in a period, what was lent of it and what was asked for in vain."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, func, or_, select

from fritids.db.articles import ARTICLE, CHANGE
from fritids.db.stock_figures import branch_then, ever_at, state_before
from fritids.db.tables import Gift, GiftItem, Loan, Transfer, UnmetRequest
from fritids.domain.words import ArticleState, GiftOutcome, TransferKind

_LOAN = Loan.__table__
_T = Transfer.__table__
_GIFT = Gift.__table__
_ITEM = GiftItem.__table__
_REQUEST = UnmetRequest.__table__


@dataclass(frozen=True, slots=True)
class Span:
    """A period at some branches that share a time zone: its days, both included, and the moments at which it begins and ends."""

    branch_ids: tuple[int, ...] | None
    """None: all."""
    first: date
    last: date
    begins: datetime
    ends: datetime | None
    """None: it is not over."""

    def days(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        """Whether the day lies in it."""
        return column.between(self.first, self.last)

    def moments(self, column: ColumnElement[Any]) -> list[ColumnElement[bool]]:
        """Whether the moment lies in it."""
        return [column >= self.begins, *([] if self.ends is None else [column < self.ends])]

    def at(self, column: ColumnElement[Any]) -> list[ColumnElement[bool]]:
        """Whether the branch is one of them."""
        return [] if self.branch_ids is None else [column.in_(self.branch_ids)]


@dataclass(frozen=True, slots=True)
class FlowRow:
    """So many articles of a type and size; with the reason for which they were discarded."""

    type_code: str
    size: str | None
    size_low: float | None
    reason: str | None
    articles: int


_TYPE_AND_SIZE = (ARTICLE.c.type_code, ARTICLE.c.size, ARTICLE.c.size_low)


def received(connection: Connection, span: Span) -> list[FlowRow]:
    """What was registered in the period, at the branch where that was done; what came by a file was not."""
    first = _T.alias("first_way")
    earliest = (
        select(func.min(_T.c.id)).where(_T.c.article_id == ARTICLE.c.id).correlate(ARTICLE).scalar_subquery()
    )
    branch_id = func.coalesce(first.c.from_branch_id, ARTICLE.c.branch_id)
    query: Select[Any] = (
        select(*_TYPE_AND_SIZE, func.count())
        .select_from(ARTICLE.outerjoin(first, first.c.id == earliest))
        .where(
            *span.moments(ARTICLE.c.added_at),
            or_(first.c.id.is_(None), first.c.from_branch_id.is_not(None)),
            *span.at(branch_id),
            *([] if span.branch_ids is None else [ever_at(span.branch_ids)]),
        )
        .group_by(*_TYPE_AND_SIZE)
    )
    return [FlowRow(row[0], row[1], row[2], None, row[3]) for row in connection.execute(query)]


def _discarded(span: Span) -> tuple[Any, list[ColumnElement[bool]]]:
    """Articles with the change that discarded them: discarded when the period ended and not when it began."""
    newest = CHANGE.alias("newest")
    last = select(func.max(newest.c.id)).where(newest.c.article_id == CHANGE.c.article_id)
    if span.ends is not None:
        last = last.where(newest.c.changed_at < span.ends)
    before = state_before(span.begins)
    moved, branch_id = branch_then(span.ends)
    source: Any = CHANGE.join(ARTICLE, ARTICLE.c.id == CHANGE.c.article_id)
    if moved is not None:
        source = source.outerjoin(moved, moved.c.article_id == ARTICLE.c.id)
    return source, [
        CHANGE.c.state == ArticleState.DISCARDED.value,
        *span.moments(CHANGE.c.changed_at),
        CHANGE.c.id == last.correlate(CHANGE).scalar_subquery(),
        func.coalesce(before, "") != ArticleState.DISCARDED.value,
        *span.at(branch_id),
    ]


def discarded(connection: Connection, span: Span) -> list[FlowRow]:
    """What was not discarded when the period began and was when it ended, at the branch where it was then, by the last reason."""
    source, conditions = _discarded(span)
    query: Select[Any] = (
        select(*_TYPE_AND_SIZE, CHANGE.c.reason, func.count())
        .select_from(source)
        .where(*conditions)
        .group_by(*_TYPE_AND_SIZE, CHANGE.c.reason)
    )
    return [FlowRow(*row) for row in connection.execute(query)]


def discarded_ids(connection: Connection, span: Span, reason: str) -> list[tuple[int, datetime]]:
    """Which articles those of a reason are, and when each was discarded, the newest first."""
    source, conditions = _discarded(span)
    query = (
        select(ARTICLE.c.id, CHANGE.c.changed_at)
        .select_from(source)
        .where(*conditions, CHANGE.c.reason == reason)
        .order_by(CHANGE.c.changed_at.desc(), ARTICLE.c.id)
    )
    return [(row.id, row.changed_at) for row in connection.execute(query)]


def times_lent(connection: Connection, article_ids: Collection[int]) -> dict[int, int]:
    """How often each of these articles was lent; those that never were are left out."""
    query = (
        select(_LOAN.c.article_id, func.count())
        .where(_LOAN.c.article_id.in_(list(article_ids)), _LOAN.c.undone_at.is_(None))
        .group_by(_LOAN.c.article_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def lent(connection: Connection, span: Span) -> dict[tuple[str, str], int]:
    """How much was lent, by frozen category and type."""
    c = _LOAN.c
    query = (
        select(c.category_code, c.type_code, func.count())
        .where(*span.at(c.branch_id), span.days(c.lent_on), c.undone_at.is_(None))
        .group_by(c.category_code, c.type_code)
    )
    return {(row[0], row[1]): row[2] for row in connection.execute(query)}


def lent_by_size(connection: Connection, span: Span) -> list[FlowRow]:
    """How much was lent, by frozen type and by the size that the article has today."""
    columns = (_LOAN.c.type_code, ARTICLE.c.size, ARTICLE.c.size_low)
    query: Select[Any] = (
        select(*columns, func.count())
        .select_from(_LOAN.join(ARTICLE, ARTICLE.c.id == _LOAN.c.article_id))
        .where(*span.at(_LOAN.c.branch_id), span.days(_LOAN.c.lent_on), _LOAN.c.undone_at.is_(None))
        .group_by(*columns)
    )
    return [FlowRow(row[0], row[1], row[2], None, row[3]) for row in connection.execute(query)]


def transferred(connection: Connection, span: Span) -> dict[tuple[str, str], int]:
    """Ways by direction (`in`, `out`) and kind, and ("under_way", "") for those not received when the period ended."""
    c = _T.c
    came = (
        select(c.kind, func.count())
        .where(
            c.undone_at.is_(None),
            c.to_branch_id.is_not(None),
            span.days(c.received_on),
            *span.at(c.to_branch_id),
        )
        .group_by(c.kind)
    )
    went = (
        select(c.kind, func.count())
        .where(
            c.undone_at.is_(None),
            c.from_branch_id.is_not(None),
            span.days(c.sent_on),
            *span.at(c.from_branch_id),
        )
        .group_by(c.kind)
    )
    waits: ColumnElement[bool] = c.received_at.is_(None)
    if span.ends is not None:
        waits = or_(waits, c.received_at >= span.ends) & (c.sent_at < span.ends)
    under_way = select(func.count()).where(
        c.undone_at.is_(None),
        c.to_branch_id.is_not(None),
        c.from_branch_id.is_not(None),
        waits,
        *span.at(c.from_branch_id),
    )
    found = {("in", str(row[0])): int(row[1]) for row in connection.execute(came)}
    found |= {("out", str(row[0])): int(row[1]) for row in connection.execute(went)}
    return {
        **{(way, kind.value): 0 for way in ("in", "out") for kind in TransferKind},
        **found,
        ("under_way", ""): int(connection.execute(under_way).scalar_one()),
    }


def gifts(connection: Connection, span: Span) -> tuple[int, int]:
    """(gifts of which something counts, articles that came of gifts)."""
    item = exists().where(_ITEM.c.gift_id == _GIFT.c.id, _ITEM.c.undone_at.is_(None))
    article = exists().where(ARTICLE.c.gift_id == _GIFT.c.id)
    of_gifts = select(func.count()).where(
        span.days(_GIFT.c.received_on), *span.at(_GIFT.c.branch_id), or_(item, article)
    )
    articles = (
        select(func.count())
        .select_from(ARTICLE.join(_GIFT, _GIFT.c.id == ARTICLE.c.gift_id))
        .where(*span.moments(ARTICLE.c.added_at), *span.at(_GIFT.c.branch_id))
    )
    return int(connection.execute(of_gifts).scalar_one()), int(connection.execute(articles).scalar_one())


def not_taken_in(connection: Connection, span: Span) -> dict[GiftOutcome, int]:
    """How many things were refused, and how many recycled."""
    query = (
        select(_ITEM.c.outcome, func.sum(_ITEM.c.quantity))
        .select_from(_ITEM.join(_GIFT, _GIFT.c.id == _ITEM.c.gift_id))
        .where(*span.moments(_ITEM.c.at), *span.at(_GIFT.c.branch_id), _ITEM.c.undone_at.is_(None))
        .group_by(_ITEM.c.outcome)
    )
    return {GiftOutcome(row[0]): int(row[1]) for row in connection.execute(query)}


def unmet(connection: Connection, span: Span) -> list[FlowRow]:
    """What was asked for and not had, by type and size as it was noted."""
    c = _REQUEST.c
    columns = (c.type_code, c.size, c.size_low)
    query: Select[Any] = (
        select(*columns, func.sum(c.quantity))
        .where(*span.at(c.branch_id), c.undone_at.is_(None), span.days(c.asked_on))
        .group_by(*columns)
    )
    return [FlowRow(row[0], row[1], row[2], None, int(row[3])) for row in connection.execute(query)]
