"""Queries about articles that go to other branches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, func, or_, select, update

from fritids.db.articles import ARTICLE, CHANGE
from fritids.db.prepared import adding
from fritids.db.tables import Branch, Transfer
from fritids.domain.words import ArticleState, TransferKind

_T = Transfer.__table__
_LATER = _T.alias("later")
_FROM = Branch.__table__.alias("from_branch")
_TO = Branch.__table__.alias("to_branch")
_BRANCH = Branch.__table__
_ADD = adding(_T)


@dataclass(frozen=True, slots=True)
class TransferRow:
    """A sending as stored, with the names of both ends."""

    id: int
    article_id: int
    kind: str
    from_branch_id: int | None
    from_name: str
    to_branch_id: int | None
    to_name: str
    sent_at: datetime
    sent_on: date
    sent_by: str | None
    back_by: date | None
    received_at: datetime | None
    received_by: str | None
    undone: bool
    note: str | None
    history: str | None
    settled: bool
    """Of a lent one: the article has come home since, or was sent on."""

    @property
    def under_way(self) -> bool:
        """Waits to be received at a branch in this database."""
        return self.to_branch_id is not None and self.received_at is None and not self.undone


# Home again: a later sending that has reached where this one came from. What came by a file only has to have been sent on.
_SETTLED = exists().where(
    _LATER.c.article_id == _T.c.article_id,
    _LATER.c.id > _T.c.id,
    _LATER.c.undone_at.is_(None),
    or_(
        and_(_LATER.c.to_branch_id == _T.c.from_branch_id, _LATER.c.received_at.is_not(None)),
        and_(_T.c.from_branch_id.is_(None), _LATER.c.from_branch_id.is_not(None)),
    ),
)
_ROWS: Select[Any] = select(
    _T.c.id, _T.c.article_id, _T.c.kind,
    _T.c.from_branch_id, func.coalesce(_FROM.c.name, _T.c.from_place).label("from_name"),
    _T.c.to_branch_id, func.coalesce(_TO.c.name, _T.c.to_place).label("to_name"),
    _T.c.sent_at, _T.c.sent_on, _T.c.sent_by, _T.c.back_by, _T.c.received_at, _T.c.received_by,
    _T.c.undone_at.is_not(None).label("undone"), _T.c.note, _T.c.history, _SETTLED.label("settled"),
).select_from(
    _T.outerjoin(_FROM, _FROM.c.id == _T.c.from_branch_id).outerjoin(_TO, _TO.c.id == _T.c.to_branch_id)
)  # fmt: skip


def _read(connection: Connection, query: Select[Any]) -> list[TransferRow]:
    return [TransferRow(*row) for row in connection.execute(query)]


def add(connection: Connection, values: dict[str, object]) -> int:
    """Store a sending; its id. Raises IntegrityError where the article is under way already, or its file was read before."""
    return _ADD.id(connection, values)


def by_ids(connection: Connection, transfer_ids: Sequence[int]) -> list[TransferRow]:
    """These sendings, in the order given."""
    found = {row.id: row for row in _read(connection, _ROWS.where(_T.c.id.in_(list(transfer_ids))))}
    return [found[transfer_id] for transfer_id in transfer_ids if transfer_id in found]


def of_article(connection: Connection, article_id: int) -> list[TransferRow]:
    """All that count of an article's sendings, the newest first."""
    query = _ROWS.where(_T.c.article_id == article_id, _T.c.undone_at.is_(None)).order_by(_T.c.id.desc())
    return _read(connection, query)


def newest_of(connection: Connection, article_id: int) -> TransferRow | None:
    """The newest sending that counts; where a transferred article is."""
    found = of_article(connection, article_id)
    return found[0] if found else None


def of_branch(connection: Connection, branch_id: int, *, limit: int) -> list[TransferRow]:
    """What a branch has sent and what was sent to it, the newest first."""
    ends = or_(_T.c.from_branch_id == branch_id, _T.c.to_branch_id == branch_id)
    query = _ROWS.where(ends, _T.c.undone_at.is_(None)).order_by(_T.c.id.desc())
    return _read(connection, query.limit(limit))


def under_way(connection: Connection, branch_id: int) -> list[TransferRow]:
    """What waits to be received, sent by the branch or to it, the oldest first."""
    ends = or_(_T.c.from_branch_id == branch_id, _T.c.to_branch_id == branch_id)
    query = _ROWS.where(
        ends, _T.c.undone_at.is_(None), _T.c.received_at.is_(None), _T.c.to_branch_id.is_not(None)
    )
    return _read(connection, query.order_by(_T.c.id))


def lent_away(connection: Connection, branch_id: int) -> list[TransferRow]:
    """What is lent, by the branch or to it, and not home again; the earliest day first. What was discarded meanwhile is not waited for."""
    ends = or_(_T.c.from_branch_id == branch_id, _T.c.to_branch_id == branch_id)
    gone = exists().where(ARTICLE.c.id == _T.c.article_id, ARTICLE.c.state == ArticleState.DISCARDED.value)
    query = _ROWS.where(
        ends, _T.c.undone_at.is_(None), _T.c.kind == TransferKind.LENT.value, ~_SETTLED, ~gone
    )
    return _read(connection, query.order_by(_T.c.back_by.is_(None), _T.c.back_by, _T.c.id))


def to_place(connection: Connection, branch_id: int, place: str, since: date) -> list[TransferRow]:
    """What the branch has sent to a place outside the database since a day, the oldest first."""
    query = _ROWS.where(
        _T.c.from_branch_id == branch_id,
        _T.c.to_place == place,
        _T.c.undone_at.is_(None),
        _T.c.sent_on >= since,
    )
    return _read(connection, query.order_by(_T.c.id))


def came_by_file(connection: Connection, keys: Sequence[str]) -> dict[str, int]:
    """Which of these keys of files were read before and count, with their articles."""
    query = select(_T.c.file_key, _T.c.article_id).where(
        _T.c.file_key.in_(list(keys)), _T.c.undone_at.is_(None)
    )
    return {row.file_key: row.article_id for row in connection.execute(query)}


def receive(
    connection: Connection, transfer_id: int, *, at: datetime | None, on: date | None, by: str | None
) -> None:
    """It has arrived; with nothing given, it is under way again."""
    connection.execute(
        update(_T).where(_T.c.id == transfer_id).values(received_at=at, received_on=on, received_by=by)
    )


def set_undone(connection: Connection, transfer_id: int, at: datetime | None) -> None:
    """It was never sent; with None, it was."""
    connection.execute(update(_T).where(_T.c.id == transfer_id).values(undone_at=at))


def move_article(connection: Connection, article_id: int, branch_id: int) -> None:
    """The article belongs to this branch from now on. Its loans keep the branch that they were made in (R12)."""
    connection.execute(update(ARTICLE).where(ARTICLE.c.id == article_id).values(branch_id=branch_id))


def branches_of(connection: Connection, article_ids: Sequence[int]) -> dict[int, tuple[int, str]]:
    """The branch (id, name) that each of these articles belongs to."""
    query = (
        select(ARTICLE.c.id, _BRANCH.c.id.label("branch_id"), _BRANCH.c.name)
        .join(_BRANCH, _BRANCH.c.id == ARTICLE.c.branch_id)
        .where(ARTICLE.c.id.in_(list(article_ids)))
    )
    return {row.id: (row.branch_id, row.name) for row in connection.execute(query)}


def state_before(connection: Connection, article_id: int) -> ArticleState | None:
    """The state that the article had before the one that it has."""
    query = select(CHANGE.c.state).where(CHANGE.c.article_id == article_id).order_by(CHANGE.c.id.desc())
    states = connection.execute(query.limit(2)).scalars().all()
    return ArticleState(states[1]) if len(states) == 2 else None  # noqa: PLR2004  # the second newest
