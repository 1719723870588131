"""Queries about counts of the stock: the one that is on, its scans, and every article that it is about."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, func, select, update

from fritids.db.articles import ARTICLE, BARCODE, OPEN_LOAN
from fritids.db.prepared import Prepared, adding
from fritids.db.tables import Branch, Event, Loan, Stocktake, StocktakeScan
from fritids.domain.stocktaking import IN_HAND, CountFacts
from fritids.domain.words import ArticleState, ShownState

_COUNT = Stocktake.__table__
_SCAN = StocktakeScan.__table__
_LOAN = Loan.__table__
_EVENT = Event.__table__
_BRANCH = Branch.__table__
_ADD = adding(_COUNT)
_ADD_SCAN = adding(_SCAN)


@dataclass(frozen=True, slots=True)
class StocktakeRow:
    """A count as stored."""

    id: int
    category_code: str | None
    type_code: str | None
    start_event: int
    started_at: datetime
    started_by: str | None
    ended_at: datetime | None


_COLUMNS = (
    _COUNT.c.id, _COUNT.c.category_code, _COUNT.c.type_code, _COUNT.c.start_event, _COUNT.c.started_at, _COUNT.c.started_by,
    _COUNT.c.ended_at,
)  # fmt: skip
_OF_BRANCH: Select[Any] = select(*_COLUMNS).where(_COUNT.c.branch_id == bindparam("branch_id"))
_OPEN = Prepared(_OF_BRANCH.where(_COUNT.c.ended_at.is_(None)))
_BEFORE = Prepared(
    select(ARTICLE.c.branch_id, _SCAN.c.id, _SCAN.c.state_then, _SCAN.c.scanned_at)
    .select_from(
        ARTICLE.outerjoin(
            _SCAN, and_(_SCAN.c.article_id == ARTICLE.c.id, _SCAN.c.stocktake_id == bindparam("stocktake_id"))
        )
    )
    .where(ARTICLE.c.id == bindparam("article_id"))
)
_UNKNOWN_BEFORE = Prepared(
    select(_SCAN.c.id).where(
        _SCAN.c.stocktake_id == bindparam("stocktake_id"),
        _SCAN.c.key == bindparam("key"),
        _SCAN.c.article_id.is_(None),
    )
)


def add(connection: Connection, values: dict[str, object]) -> int:
    """Begin a count; its id. Raises IntegrityError if one is open in the branch."""
    return _ADD.id(connection, values)


def open_at(connection: Connection, branch_id: int) -> StocktakeRow | None:
    """The count that is on."""
    row = _OPEN.first(connection, {"branch_id": branch_id})
    return None if row is None else StocktakeRow(*row)


def newest(connection: Connection, branch_id: int, limit: int) -> list[StocktakeRow]:
    """The branch's counts, the newest first."""
    query = _OF_BRANCH.order_by(_COUNT.c.id.desc()).limit(limit)
    return [StocktakeRow(*row) for row in connection.execute(query, {"branch_id": branch_id})]


def by_id(connection: Connection, stocktake_id: int) -> StocktakeRow:
    """The count with this id. Raises LookupError if there is none."""
    row = connection.execute(select(*_COLUMNS).where(_COUNT.c.id == stocktake_id)).first()
    if row is None:
        raise LookupError(stocktake_id)
    return StocktakeRow(*row)


def set_ended(connection: Connection, stocktake_id: int, at: datetime | None) -> None:
    """The count is over, or with None goes on. Raises IntegrityError if another one is open then."""
    connection.execute(update(_COUNT).where(_COUNT.c.id == stocktake_id).values(ended_at=at))


def scans_of(connection: Connection, stocktake_ids: Collection[int]) -> dict[int, int]:
    """How many articles were scanned in each of these counts."""
    query = (
        select(_SCAN.c.stocktake_id, func.count())
        .where(_SCAN.c.stocktake_id.in_(stocktake_ids), _SCAN.c.article_id.is_not(None))
        .group_by(_SCAN.c.stocktake_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


@dataclass(frozen=True, slots=True)
class ScannedBefore:
    """Whose the article is, and its scan in the count, if there was one."""

    branch_id: int
    scan_id: int | None
    state_then: ShownState | None
    scanned_at: datetime | None


def before(connection: Connection, stocktake_id: int, article_id: int) -> ScannedBefore:
    """What the count knows of an article that exists."""
    row = _BEFORE.first(connection, {"stocktake_id": stocktake_id, "article_id": article_id})
    assert row is not None
    branch_id, scan_id, state, at = row
    return ScannedBefore(branch_id, scan_id, None if state is None else ShownState(state), at)


def unknown_before(connection: Connection, stocktake_id: int, key: str) -> bool:
    """Whether this unknown code was scanned in the count before."""
    return _UNKNOWN_BEFORE.first(connection, {"stocktake_id": stocktake_id, "key": key}) is not None


def add_scan(connection: Connection, values: dict[str, object]) -> None:
    """Store a scan. Raises IntegrityError if another desk scanned the same thing first."""
    _ADD_SCAN.id(connection, values)


def change_scan(connection: Connection, scan_id: int, values: dict[str, object]) -> None:
    """The article was scanned again, and stands otherwise."""
    connection.execute(update(_SCAN).where(_SCAN.c.id == scan_id).values(values))


@dataclass(frozen=True, slots=True)
class CountRow:
    """An article of a count: what decides its outcome, and what it is called."""

    article_id: int
    label: str
    type_code: str
    size: str | None
    brand: str | None
    discard_reason: str | None
    loan_due: Any
    branch: str
    """The name of the branch whose it is."""
    scan_desk: str | None
    facts: CountFacts


def rows(
    connection: Connection, count: StocktakeRow, branch_id: int, types: Collection[str] | None
) -> list[CountRow]:
    """Every article that the count is about: those of the branch of `types` (None for all) that are or were expected, and all that was scanned.

    By size and label. Reads as much as the branch has; no scan may wait for it.
    """
    in_scope = ARTICLE.c.branch_id == branch_id
    if types is not None:
        in_scope = and_(in_scope, ARTICLE.c.type_code.in_(types))
    expected = [ArticleState.IN_STOCK.value, ArticleState.IN_SERVICE.value]
    query = (
        select(
            ARTICLE.c.id, ARTICLE.c.label, ARTICLE.c.type_code, ARTICLE.c.size, ARTICLE.c.brand, ARTICLE.c.discard_reason,
            ARTICLE.c.state, ARTICLE.c.branch_id, _LOAN.c.lent_at, _LOAN.c.due, _BRANCH.c.name,
            _SCAN.c.state_then, _SCAN.c.scanned_at, _SCAN.c.desk, in_scope.label("in_scope"),
        )
        .select_from(
            ARTICLE.join(_BRANCH, _BRANCH.c.id == ARTICLE.c.branch_id)
            .outerjoin(_LOAN, and_(_LOAN.c.article_id == ARTICLE.c.id, OPEN_LOAN))
            .outerjoin(_SCAN, and_(_SCAN.c.article_id == ARTICLE.c.id, _SCAN.c.stocktake_id == count.id))
        )
        .where(_SCAN.c.id.is_not(None) | (in_scope & (ARTICLE.c.state.in_(expected) | _LOAN.c.id.is_not(None))))
        .order_by(ARTICLE.c.size_low, ARTICLE.c.label, ARTICLE.c.id)
    )  # fmt: skip
    in_hand = _in_hand_since(connection, count.start_event)
    return [
        CountRow(
            row.id,
            row.label,
            row.type_code,
            row.size,
            row.brand,
            row.discard_reason,
            row.due,
            row.name,
            row.desk,
            CountFacts(
                ArticleState(row.state),
                row.lent_at,
                own=row.branch_id == branch_id,
                in_scope=bool(row.in_scope),
                scanned_at=row.scanned_at,
                state_then=None if row.state_then is None else ShownState(row.state_then),
                in_hand=row.id in in_hand,
            ),
        )
        for row in connection.execute(query)
    ]


def _in_hand_since(connection: Connection, event_id: int) -> frozenset[int]:
    """The articles that somebody had in hand after this line of the record: what a few hours brought, whatever the stock."""
    query = (
        select(_EVENT.c.article_id)
        .where(
            _EVENT.c.id > event_id,
            _EVENT.c.kind.in_([kind.value for kind in IN_HAND]),
            _EVENT.c.article_id.is_not(None),
        )
        .distinct()
    )
    return frozenset(connection.execute(query).scalars())


@dataclass(frozen=True, slots=True)
class UnknownRow:
    """A code that nobody knows."""

    code: str
    scanned_at: datetime
    desk: str


def unknown(connection: Connection, stocktake_id: int) -> list[UnknownRow]:
    """The codes that were scanned in the count and that no label has to this day, the oldest scan first."""
    known = select(BARCODE.c.article_id).where(BARCODE.c.key == _SCAN.c.key).exists()
    query = (
        select(_SCAN.c.code, _SCAN.c.scanned_at, _SCAN.c.desk)
        .where(_SCAN.c.stocktake_id == stocktake_id, _SCAN.c.article_id.is_(None), ~known)
        .order_by(_SCAN.c.id)
    )
    return [UnknownRow(*row) for row in connection.execute(query)]


def by_start(connection: Connection, event_id: int) -> StocktakeRow | None:
    """The count that this line of the record began."""
    row = connection.execute(select(*_COLUMNS).where(_COUNT.c.start_event == event_id)).first()
    return None if row is None else StocktakeRow(*row)
