"""Locked years: storing them, and what the record says was done since."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, exists, false, func, insert, or_, select

from fritids.db.figure_splits import Scope, lent, where
from fritids.db.tables import Article, ArticleType, Event, Loan, LockedYear, Renewal
from fritids.domain.figures import Split
from fritids.domain.words import ActKind

_LOCK = LockedYear.__table__
_EVENT = Event.__table__
_UNDONE = _EVENT.alias("undone")
_LOAN = Loan.__table__
_TOUCHED = _LOAN.alias("touched")
_RENEWAL = Renewal.__table__
_ARTICLE = Article.__table__
_TYPE = ArticleType.__table__

_ON_LOANS: Final = (
    ActKind.LEND, ActKind.RETURN, ActKind.RENEW, ActKind.MOVE_VISIT, ActKind.DUE_SET, ActKind.DUE_MOVE, ActKind.UNDO, ActKind.FIND,
)  # fmt: skip
_ON_ARTICLES: Final = (
    ActKind.ARTICLE_ADD, ActKind.ARTICLE_EDIT, ActKind.ARTICLE_STATE, ActKind.ARTICLE_DISCARD, ActKind.FIND, ActKind.LEND, ActKind.RETURN,
    ActKind.TRANSFER_SEND, ActKind.TRANSFER_RECEIVE, ActKind.STOCKTAKE_CORRECT, ActKind.RECALL, ActKind.UNDO,
)  # fmt: skip
_ON_ALL: Final = (ActKind.BORROWER_MERGE, ActKind.IMPORT, ActKind.RESTORE)
"""What touches figures without naming a loan or an article."""


@dataclass(frozen=True, slots=True)
class LockRow:
    """A lock as stored."""

    id: int
    branch_id: int | None
    year: int
    locked_at: datetime
    operator: str | None
    version: str
    event_id: int
    body: str
    check_sum: str
    signature: str
    signed_by: str


def add(connection: Connection, values: Mapping[str, object]) -> int:
    """Store a lock; its id."""
    made: int = connection.execute(insert(_LOCK).values(values).returning(_LOCK.c.id)).scalar_one()
    return made


def newest(connection: Connection, year: int, branch_id: int | None) -> LockRow | None:
    """The last lock of a year, of the branch or of all together."""
    c = _LOCK.c
    of_branch = c.branch_id.is_(None) if branch_id is None else c.branch_id == branch_id
    row = connection.execute(
        select(*_LOCK.c).where(c.year == year, of_branch).order_by(c.id.desc()).limit(1)
    ).first()
    return None if row is None else LockRow(**row._mapping)  # noqa: SLF001  # SQLAlchemy's public name for it


def every(connection: Connection) -> list[LockRow]:
    """All locks, by year and the order they were made in."""
    query = select(*_LOCK.c).order_by(_LOCK.c.year, _LOCK.c.id)
    return [LockRow(**row) for row in connection.execute(query).mappings()]


def by_id(connection: Connection, lock_id: int) -> LockRow:
    """The lock with this id."""
    return LockRow(**connection.execute(select(*_LOCK.c).where(_LOCK.c.id == lock_id)).mappings().one())


def newest_event(connection: Connection) -> int:
    """The newest line of the record; 0 if there is none."""
    found: int = connection.execute(select(func.coalesce(func.max(_EVENT.c.id), 0))).scalar_one()
    return found


def event_digest(connection: Connection, event_id: int) -> str | None:
    """SHA-256 of a line of the record without the way to the borrower, which may be cut; None if it is not there."""
    row = connection.execute(select(_EVENT).where(_EVENT.c.id == event_id)).mappings().first()
    if row is None:
        return None
    told = {name: str(value) for name, value in row.items() if name != "borrower_key"}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class LaterRow:
    """A line of the record after a lock."""

    id: int
    at: datetime
    kind: ActKind
    is_undo: bool
    entered_later: bool
    loan_id: int | None
    article_id: int | None


def later_on_loans(
    connection: Connection, after: int, scope: Scope, wanted: Mapping[Split, str], *, limit: int
) -> tuple[list[LaterRow], int]:
    """What was done since to loans that fall under these codes, undone ones too; the newest, and how many in all.

    A loan belongs to the period by its lending day, its due date or a renewal; which of them it was does not matter to an explanation.
    """
    c, e = _TOUCHED.c, _EVENT.c
    first, last = scope.period.first, scope.period.last
    frozen: Mapping[Split, str] = {split: code for split, code in wanted.items() if split is not Split.MONTH}
    month = wanted.get(Split.MONTH)
    inside = or_(
        _in(c.lent_on, first, last, month),
        _in(c.due, first, last, month),
        exists().where(_RENEWAL.c.loan_id == c.id, _in(_RENEWAL.c.renewed_on, first, last, month)),
        exists().where(_RENEWAL.c.loan_id == c.id, _in(_RENEWAL.c.old_due, first, last, month)),
    )
    loan = and_(
        or_(
            c.id == e.loan_id, c.id == e.returned_loan_id, and_(e.loan_id.is_(None), c.visit_id == e.visit_id)
        ),
        inside,
        where(connection, lent(_TOUCHED), frozen, scope),
    )
    loan = and_(loan, scope.here(c.branch_id))
    touched = or_(
        and_(e.kind.in_([kind.value for kind in _ON_LOANS]), exists().where(loan)),
        e.kind.in_([kind.value for kind in _ON_ALL]),
    )
    return _later(connection, after, touched, limit)


def later_on_articles(
    connection: Connection, after: int, table: str, codes: tuple[str, ...], *, limit: int
) -> tuple[list[LaterRow], int]:
    """What was done since to articles of the type or category that the row of the stock is of."""
    ours: ColumnElement[bool] = _ARTICLE.c.id == _EVENT.c.article_id
    if table.endswith("/type"):
        ours = and_(ours, _ARTICLE.c.type_code == codes[0])
    elif table.endswith("/category"):
        of_category = select(_TYPE.c.code).where(_TYPE.c.category_code == codes[0])
        ours = and_(ours, _ARTICLE.c.type_code.in_(of_category))
    touched = or_(
        and_(_EVENT.c.kind.in_([kind.value for kind in _ON_ARTICLES]), exists().where(ours)),
        _EVENT.c.kind.in_([kind.value for kind in _ON_ALL if kind is not ActKind.BORROWER_MERGE]),
    )
    return _later(connection, after, touched, limit)


def _in(day: ColumnElement[Any], first: date, last: date, month: str | None) -> ColumnElement[bool]:
    if month is None:
        return day.between(first, last)
    begin = date.fromisoformat(f"{month}-01")
    end = date(begin.year + begin.month // 12, begin.month % 12 + 1, 1)
    return and_(day >= begin, day < end) if first <= begin <= last else false()


def _later(
    connection: Connection, after: int, touched: ColumnElement[bool], limit: int
) -> tuple[list[LaterRow], int]:
    e = _EVENT.c
    condition = and_(e.id > after, touched)
    of_all: int = connection.execute(select(func.count()).select_from(_EVENT).where(condition)).scalar_one()
    query = (
        select(
            e.id, e.at, e.kind, _UNDONE.c.kind.label("was"), _LOAN.c.entered_later, e.loan_id, e.article_id
        )
        .select_from(
            _EVENT.outerjoin(_UNDONE, _UNDONE.c.id == e.undoes).outerjoin(_LOAN, _LOAN.c.id == e.loan_id)
        )
        .where(condition)
        .order_by(e.id.desc())
        .limit(limit)
    )
    rows = [
        LaterRow(
            row.id, row.at, ActKind(row.was or row.kind), row.was is not None, bool(row.entered_later), row.loan_id, row.article_id
        )
        for row in connection.execute(query)
    ]  # fmt: skip
    return rows, of_all
