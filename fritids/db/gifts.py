"""Queries about gifts: what came in, what was not taken in, and what is ready to be chosen when the next one comes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, case, exists, func, select, update

from fritids.db.articles import ARTICLE, BARCODE
from fritids.db.prepared import adding
from fritids.db.tables import Event, Gift, GiftItem, PrintedLabel
from fritids.domain.words import ActKind, GiftOutcome

GIFT = Gift.__table__
ITEM = GiftItem.__table__
_PRINTED = PrintedLabel.__table__
_EVENT = Event.__table__
_ADD = adding(GIFT)
_ADD_ITEM = adding(ITEM)
_RECENT_ARTICLES = 500
"""As many of the newest articles tell which types come in just now."""


@dataclass(frozen=True, slots=True)
class GiftRow:
    """A gift as stored."""

    id: int
    received_at: datetime
    received_on: date
    ended_at: datetime | None
    desk: str
    operator: str | None
    donor: str | None
    note: str | None


_ROWS = select(
    GIFT.c.id, GIFT.c.received_at, GIFT.c.received_on, GIFT.c.ended_at, GIFT.c.desk, GIFT.c.operator, GIFT.c.donor, GIFT.c.note
)  # fmt: skip


def add(connection: Connection, values: Mapping[str, object]) -> int:
    """Store a gift; its number."""
    return _ADD.id(connection, values)


def by_id(connection: Connection, gift_id: int, branch_id: int) -> GiftRow | None:
    """The branch's gift with this number."""
    row = connection.execute(_ROWS.where(GIFT.c.id == gift_id, GIFT.c.branch_id == branch_id)).first()
    return None if row is None else GiftRow(*row)


def open_at(connection: Connection, branch_id: int, desk: str) -> GiftRow | None:
    """The gift that is being taken in at the desk."""
    query = _ROWS.where(GIFT.c.branch_id == branch_id, GIFT.c.desk == desk, GIFT.c.ended_at.is_(None))
    row = connection.execute(query.order_by(GIFT.c.id.desc()).limit(1)).first()
    return None if row is None else GiftRow(*row)


def listed(connection: Connection, branch_id: int, since: date | None, until: date | None) -> list[GiftRow]:
    """The branch's gifts of these days, both included, the newest first."""
    query = _ROWS.where(GIFT.c.branch_id == branch_id)
    if since is not None:
        query = query.where(GIFT.c.received_on >= since)
    if until is not None:
        query = query.where(GIFT.c.received_on <= until)
    return [GiftRow(*row) for row in connection.execute(query.order_by(GIFT.c.id.desc()))]


def change(connection: Connection, gift_id: int, values: Mapping[str, object]) -> None:
    """Set columns of a gift."""
    connection.execute(update(GIFT).where(GIFT.c.id == gift_id).values(**values))


def add_item(connection: Connection, values: Mapping[str, object]) -> int:
    """Store things that were not taken in; the id of the row."""
    return _ADD_ITEM.id(connection, values)


def undo_item(connection: Connection, item_id: int, at: datetime) -> None:
    """The things do not count from `at` on."""
    connection.execute(update(ITEM).where(ITEM.c.id == item_id).values(undone_at=at))


def taken_in(connection: Connection, gift_ids: Sequence[int]) -> dict[int, int]:
    """How many articles came of each of these gifts; those of which none came are left out."""
    query = select(ARTICLE.c.gift_id, func.count()).where(ARTICLE.c.gift_id.in_(list(gift_ids)))
    return {row[0]: row[1] for row in connection.execute(query.group_by(ARTICLE.c.gift_id))}


def not_taken_in(connection: Connection, gift_ids: Sequence[int]) -> dict[tuple[int, GiftOutcome], int]:
    """How many things of each of these gifts were refused, and how many recycled."""
    query = (
        select(ITEM.c.gift_id, ITEM.c.outcome, func.sum(ITEM.c.quantity))
        .where(ITEM.c.gift_id.in_(list(gift_ids)), ITEM.c.undone_at.is_(None))
        .group_by(ITEM.c.gift_id, ITEM.c.outcome)
    )
    return {(row[0], GiftOutcome(row[1])): int(row[2]) for row in connection.execute(query)}


def by_type(connection: Connection, gift_id: int) -> dict[str, int]:
    """How many articles of each type came of the gift, by code of the type, the most first."""
    count = func.count()
    query = (
        select(ARTICLE.c.type_code, count)
        .where(ARTICLE.c.gift_id == gift_id)
        .group_by(ARTICLE.c.type_code)
        .order_by(count.desc(), ARTICLE.c.type_code)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def article_ids(connection: Connection, gift_id: int, limit: int) -> list[int]:
    """The articles that came of the gift, the newest first."""
    query = (
        select(ARTICLE.c.id).where(ARTICLE.c.gift_id == gift_id).order_by(ARTICLE.c.id.desc()).limit(limit)
    )
    return list(connection.execute(query).scalars())


def without_label(connection: Connection, gift_id: int) -> int:
    """How many of the gift's articles got a number when they were registered, and no label was printed of any of their codes since."""
    printed = exists().where(_PRINTED.c.key == BARCODE.c.key, BARCODE.c.article_id == ARTICLE.c.id)
    query = (
        select(_EVENT.c.details)
        .join(ARTICLE, ARTICLE.c.id == _EVENT.c.article_id)
        .where(ARTICLE.c.gift_id == gift_id, _EVENT.c.kind == ActKind.ARTICLE_ADD.value, ~printed)
    )
    details = connection.execute(query).scalars()
    return sum(bool(json.loads(text or "{}").get("given")) for text in details)


def last_of_desk(connection: Connection, branch_id: int, desk: str) -> int | None:
    """The article that the desk took in last."""
    query = (
        select(ARTICLE.c.id)
        .join(GIFT, GIFT.c.id == ARTICLE.c.gift_id)
        .where(GIFT.c.branch_id == branch_id, GIFT.c.desk == desk)
        .order_by(GIFT.c.id.desc(), ARTICLE.c.id.desc())
    )
    found: int | None = connection.execute(query.limit(1)).scalar()
    return found


def recent_types(connection: Connection, branch_id: int) -> list[str]:
    """Codes of the types of the branch's newest articles, each once, the newest first."""
    newest = (
        select(ARTICLE.c.type_code)
        .where(ARTICLE.c.branch_id == branch_id)
        .order_by(ARTICLE.c.id.desc())
        .limit(_RECENT_ARTICLES)
    )
    return list(dict.fromkeys(connection.execute(newest).scalars()))


def brands(connection: Connection, branch_id: int, type_code: str | None) -> list[str]:
    """The makers of the branch's articles: first those of this type, then the others, the newest first."""
    of_type = func.max(case((ARTICLE.c.type_code == type_code, ARTICLE.c.id), else_=0))
    query = (
        select(ARTICLE.c.brand)
        .where(ARTICLE.c.branch_id == branch_id, ARTICLE.c.brand.is_not(None))
        .group_by(ARTICLE.c.brand)
        .order_by(of_type.desc(), func.max(ARTICLE.c.id).desc())
    )
    return [brand for brand in connection.execute(query).scalars() if brand]
