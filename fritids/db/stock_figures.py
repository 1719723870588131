"""Queries that count the stock as it stood at a moment: in which state, at which branch, and what had not been out for how long.

An article's state then is that of its newest change before the moment, its branch the one it belongs to less the ways it has come since.
Most articles have changed neither, so what is stored is taken for them, and only the others are looked up. What came and went in
between is in `stock_flows`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, exists, false, func, or_, select

from fritids.db.articles import ARTICLE, CATEGORY, CHANGE, TYPE
from fritids.db.tables import Loan, Transfer
from fritids.domain.words import ArticleState

_LOAN = Loan.__table__
_T = Transfer.__table__
GONE = (ArticleState.DISCARDED.value, ArticleState.TRANSFERRED.value)
_NOT_HAD = (*GONE, ArticleState.MISSING.value)
_HAD = (ArticleState.IN_STOCK.value, ArticleState.IN_SERVICE.value)
ON_LOAN = "on_loan"


@dataclass(frozen=True, slots=True)
class Cut:
    """Of which branches, at which moment, and since when the articles count that have stood still."""

    branch_ids: tuple[int, ...] | None
    """None: all."""
    moment: datetime | None
    """None: now. Then what is stored holds, whatever the clock says (R10)."""
    still_since: datetime | None
    """None where nobody asks."""


@dataclass(frozen=True, slots=True)
class StandingRow:
    """So many articles of one type, size and state."""

    type_code: str
    size: str | None
    size_low: float | None
    state: str
    """Stored state, or `on_loan`."""
    still: bool
    articles: int


@dataclass(frozen=True, slots=True)
class StillRow:
    """An article that stood still, and when it was last given back, if it was ever out."""

    article_id: int
    added_at: datetime
    last_out: datetime | None


def branch_then(moment: datetime | None) -> tuple[Any, ColumnElement[int]]:
    """What `ARTICLE` has to be outer joined with, on `article_id`, and the column that then says at which branch an article was.

    An article that was sent and not received yet is still its sender's.
    """
    if moment is None:
        return None, ARTICLE.c.branch_id
    came = (
        select(
            _T.c.article_id,
            _T.c.id,
            _T.c.from_branch_id,
            func.row_number()
            .over(partition_by=_T.c.article_id, order_by=(_T.c.received_at, _T.c.id))
            .label("n"),
        )
        .where(_T.c.to_branch_id.is_not(None), _T.c.undone_at.is_(None), _T.c.received_at >= moment)
        .cte("came")
    )
    earlier = _T.alias("earlier")
    # What came back from outside the database says only where it came from in words: then it is its last sender's.
    sender = (
        select(earlier.c.from_branch_id)
        .where(
            earlier.c.article_id == came.c.article_id,
            earlier.c.id < came.c.id,
            earlier.c.undone_at.is_(None),
            earlier.c.from_branch_id.is_not(None),
        )
        .order_by(earlier.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    moved = (
        select(came.c.article_id, func.coalesce(came.c.from_branch_id, sender).label("branch_id"))
        .where(came.c.n == 1)
        .cte("moved")
    )
    return moved, func.coalesce(moved.c.branch_id, ARTICLE.c.branch_id)


def ever_at(branch_ids: tuple[int, ...]) -> ColumnElement[bool]:
    """Whether `ARTICLE` is at one of the branches, or was sent from there: says no more than the branch does, but by an index."""
    sent = select(_T.c.article_id).where(_T.c.from_branch_id.in_(branch_ids))
    return or_(ARTICLE.c.branch_id.in_(branch_ids), ARTICLE.c.id.in_(sent))


def state_before(moment: datetime) -> Any:
    """The state of `ARTICLE` by its newest change before the moment; null if it was not there."""
    earlier = CHANGE.alias("earlier_change")
    return (
        select(earlier.c.state)
        .where(earlier.c.article_id == ARTICLE.c.id, earlier.c.changed_at < moment)
        .order_by(earlier.c.id.desc())
        .limit(1)
        .correlate(ARTICLE)
        .scalar_subquery()
    )


def _then(cut: Cut) -> tuple[Any, ColumnElement[str], list[ColumnElement[bool]]]:
    """The articles with their last loan before the moment, the state they had, and which of them were there."""
    moment = cut.moment
    source: Any = ARTICLE
    state: ColumnElement[Any] = ARTICLE.c.state
    there: list[ColumnElement[bool]] = []
    moved, branch_id = branch_then(moment)
    lent = [_LOAN.c.article_id == ARTICLE.c.id, _LOAN.c.undone_at.is_(None)]
    if moment is not None:
        source, unchanged = _unchanged_since(cut, moment, source)
        source = source.outerjoin(moved, moved.c.article_id == ARTICLE.c.id)
        state = case((unchanged, ARTICLE.c.state), else_=state_before(moment))
        there.append(ARTICLE.c.added_at < moment)
        lent.append(_LOAN.c.lent_at < moment)
    if cut.branch_ids is not None:
        there += [branch_id.in_(cut.branch_ids), ever_at(cut.branch_ids)]
    last = (
        select(_LOAN.c.id)
        .where(*lent)
        .order_by(_LOAN.c.lent_at.desc(), _LOAN.c.id.desc())
        .limit(1)
        .correlate(ARTICLE)
        .scalar_subquery()
    )
    return source.outerjoin(_LAST, _LAST.c.id == last), state, there


def _unchanged_since(cut: Cut, moment: datetime, source: Any) -> tuple[Any, ColumnElement[bool]]:
    """What to select from, and whether an article still has the state that it had then.

    Looked up for the few of some branches, read in one go where all are counted.
    """
    if cut.branch_ids is not None:
        return source, ~exists().where(CHANGE.c.article_id == ARTICLE.c.id, CHANGE.c.changed_at >= moment)
    changed = select(CHANGE.c.article_id).where(CHANGE.c.changed_at >= moment).distinct().cte("changed")
    joined = source.outerjoin(changed, changed.c.article_id == ARTICLE.c.id)
    return joined, changed.c.article_id.is_(None)


_LAST = _LOAN.alias("last_loan")


def _out(moment: datetime | None) -> ColumnElement[bool]:
    """Whether the last loan was open."""
    still_out: ColumnElement[bool] = _LAST.c.returned_at.is_(None)
    if moment is not None:
        still_out = or_(still_out, _LAST.c.returned_at >= moment)
    return and_(_LAST.c.id.is_not(None), still_out)


def _still(cut: Cut) -> ColumnElement[bool]:
    """Whether the article had been there, and not been out, all the time since; of one that is in stock or in service and not out."""
    if cut.still_since is None:
        return false()
    away, after = CHANGE.alias("away"), CHANGE.alias("after")
    ended_before = exists().where(
        after.c.article_id == away.c.article_id, after.c.id > away.c.id, after.c.changed_at < cut.still_since
    )
    within = [away.c.article_id == ARTICLE.c.id, away.c.state.in_(_NOT_HAD), ~ended_before]
    if cut.moment is not None:
        within.append(away.c.changed_at < cut.moment)
    return and_(
        ARTICLE.c.added_at < cut.still_since,
        or_(_LAST.c.id.is_(None), _LAST.c.returned_at < cut.still_since),
        ~exists().where(*within),
    )


def standing(connection: Connection, cut: Cut, *, sizes: bool = False) -> list[StandingRow]:
    """All that was there, by type and state; with `sizes` by size too, else each type's articles in one heap."""
    source, state, there = _then(cut)
    shown = case((state.in_(GONE), state), (_out(cut.moment), ON_LOAN), else_=state)
    kept: list[Any] = [
        ARTICLE.c.type_code.label("type_code"),
        shown.label("state"),
        case((and_(state.in_(_HAD), ~_out(cut.moment), _still(cut)), 1), else_=0).label("still"),
    ]
    if sizes:
        kept += [ARTICLE.c.size.label("size"), ARTICLE.c.size_low.label("size_low")]
    then = select(*kept).select_from(source).where(*there).subquery("then")
    columns = list(then.c)
    query: Select[Any] = (
        select(*columns, func.count().label("articles")).where(then.c.state.is_not(None)).group_by(*columns)
    )
    return [
        StandingRow(
            row.type_code,
            row.size if sizes else None,
            row.size_low if sizes else None,
            row.state,
            bool(row.still),
            row.articles,
        )
        for row in connection.execute(query)
    ]


def stood_still(connection: Connection, cut: Cut, type_codes: tuple[str, ...] | None) -> list[StillRow]:
    """What had been there and not been out since, in the order of the shelves."""
    source, state, there = _then(cut)
    if type_codes is not None:
        there.append(ARTICLE.c.type_code.in_(type_codes))
    query: Select[Any] = (
        select(ARTICLE.c.id, ARTICLE.c.added_at, _LAST.c.returned_at)
        .select_from(
            source.join(TYPE, TYPE.c.code == ARTICLE.c.type_code).join(CATEGORY, CATEGORY.c.code == TYPE.c.category_code)
        )
        .where(*there, state.in_(_HAD), ~_out(cut.moment), _still(cut))
        .order_by(
            CATEGORY.c.sort, TYPE.c.sort, TYPE.c.code, ARTICLE.c.size_low.is_(None), ARTICLE.c.size_low,
            ARTICLE.c.size, ARTICLE.c.label, ARTICLE.c.id,
        )
    )  # fmt: skip
    return [StillRow(*row) for row in connection.execute(query)]
