"""Queries about notes of service: what is to be done to articles, what was done, and when a type's turn comes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    union_all,
    update,
)

from fritids.db.articles import ARTICLE, CHANGE, OPEN_LOAN
from fritids.db.prepared import adding
from fritids.db.tables import Loan, ServiceNote, ServiceRule
from fritids.domain.service import Rule
from fritids.domain.words import ArticleState, ServiceKind, ServiceOutcome

_NOTE = ServiceNote.__table__
_RULE = ServiceRule.__table__
_LOAN = Loan.__table__
_ADD = adding(_NOTE)
_OPEN = _NOTE.c.done_at.is_(None)
_DONE = _NOTE.c.outcome == ServiceOutcome.DONE.value
_NO_NOTE = ~exists().where(_NOTE.c.article_id == ARTICLE.c.id, _OPEN)
_WITHOUT_NOTE = and_(ARTICLE.c.state == ArticleState.IN_SERVICE.value, _NO_NOTE)
"""In service since before there were notes, or taken over so from another program."""
_IN_USE = (ArticleState.IN_STOCK.value, ArticleState.IN_SERVICE.value, ArticleState.MISSING.value)


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note as stored."""

    id: int
    article_id: int
    kind: ServiceKind
    note: str | None
    opened_at: datetime
    is_open: bool
    recall: str | None


_COLUMNS = (
    _NOTE.c.id,
    _NOTE.c.article_id,
    _NOTE.c.kind,
    _NOTE.c.note,
    _NOTE.c.opened_at,
    _NOTE.c.done_at,
    _NOTE.c.recall,
)
_ALL: Select[Any] = select(*_COLUMNS)


def _rows(connection: Connection, query: Select[Any]) -> list[NoteRow]:
    return [
        NoteRow(
            row.id,
            row.article_id,
            ServiceKind(row.kind),
            row.note,
            row.opened_at,
            row.done_at is None,
            row.recall,
        )
        for row in connection.execute(query)
    ]


def open_of(connection: Connection, article_id: int) -> list[NoteRow]:
    """What is to be done to an article, the oldest first."""
    return _rows(connection, _ALL.where(_NOTE.c.article_id == article_id, _OPEN).order_by(_NOTE.c.id))


def had_any(connection: Connection, article_id: int) -> bool:
    """Whether the article ever had a note, open or closed."""
    query = select(_NOTE.c.id).where(_NOTE.c.article_id == article_id).limit(1)
    return connection.execute(query).first() is not None


def by_ids(connection: Connection, note_ids: Collection[int]) -> list[NoteRow]:
    """These notes, open or not."""
    return (
        _rows(connection, _ALL.where(_NOTE.c.id.in_(list(note_ids))).order_by(_NOTE.c.id)) if note_ids else []
    )


def add(connection: Connection, values: Mapping[str, object]) -> int:
    """Add a note; its id. Raises IntegrityError if one of the kind is open for the article."""
    return _ADD.id(connection, values)


def write(connection: Connection, note_id: int, note: str | None, *, recall: str | None) -> None:
    """The note has this text, and belongs to this recall."""
    connection.execute(update(_NOTE).where(_NOTE.c.id == note_id).values(note=note, recall=recall))


def close(
    connection: Connection,
    note_ids: Collection[int],
    outcome: ServiceOutcome,
    *,
    at: datetime,
    by: str | None,
    note: str | None,
) -> None:
    """These open notes are closed."""
    connection.execute(
        update(_NOTE)
        .where(_NOTE.c.id.in_(list(note_ids)), _OPEN)
        .values(done_at=at, done_by=by, done_note=note, outcome=outcome.value)
    )


def reopen(connection: Connection, note_ids: Collection[int]) -> None:
    """These notes are open again."""
    connection.execute(
        update(_NOTE)
        .where(_NOTE.c.id.in_(list(note_ids)))
        .values(done_at=None, done_by=None, done_note=None, outcome=None)
    )


def never_done(connection: Connection, note_ids: Collection[int]) -> None:
    """What these closed notes say was done was not."""
    connection.execute(
        update(_NOTE)
        .where(_NOTE.c.id.in_(list(note_ids)), _DONE)
        .values(outcome=ServiceOutcome.DROPPED.value)
    )


# ---------------------------------------------------------------------------------------------- what is in service


def in_branch(connection: Connection, branch_id: int, kind: ServiceKind | None = None) -> list[NoteRow]:
    """What is to be done to a branch's articles, by kind, the oldest first; articles in service without a note stand under `check`, with id 0."""
    query = _ALL.join(ARTICLE, ARTICLE.c.id == _NOTE.c.article_id).where(
        _OPEN, ARTICLE.c.branch_id == branch_id, ARTICLE.c.state.in_(_IN_USE)
    )
    if kind is not None:
        query = query.where(_NOTE.c.kind == kind.value)
    found = _rows(connection, query)
    if kind in {None, ServiceKind.CHECK}:
        found += _without_note(connection, branch_id)
    order = list(ServiceKind)
    return sorted(found, key=lambda row: (order.index(row.kind), row.opened_at, row.id, row.article_id))


def _without_note(connection: Connection, branch_id: int) -> list[NoteRow]:
    newest = CHANGE.alias("newest")
    last = (
        select(func.max(newest.c.id))
        .where(newest.c.article_id == ARTICLE.c.id)
        .correlate(ARTICLE)
        .scalar_subquery()
    )
    query = (
        select(
            ARTICLE.c.id, func.coalesce(CHANGE.c.changed_at, ARTICLE.c.added_at).label("since"), CHANGE.c.note
        )
        .select_from(ARTICLE.outerjoin(CHANGE, CHANGE.c.id == last))
        .where(ARTICLE.c.branch_id == branch_id, _WITHOUT_NOTE)
    )
    return [
        NoteRow(0, row.id, ServiceKind.CHECK, row.note, row.since, is_open=True, recall=None)
        for row in connection.execute(query)
    ]


def counts(connection: Connection, branch_id: int) -> dict[ServiceKind, int]:
    """How many articles of the branch there are to each kind of work, as `in_branch` has them."""
    query = (
        select(_NOTE.c.kind, func.count())
        .join(ARTICLE, ARTICLE.c.id == _NOTE.c.article_id)
        .where(_OPEN, ARTICLE.c.branch_id == branch_id, ARTICLE.c.state.in_(_IN_USE))
        .group_by(_NOTE.c.kind)
    )
    found = {ServiceKind(kind): n for kind, n in connection.execute(query)}
    old = select(func.count()).select_from(ARTICLE).where(ARTICLE.c.branch_id == branch_id, _WITHOUT_NOTE)
    if n := connection.execute(old).scalar_one():
        found[ServiceKind.CHECK] = found.get(ServiceKind.CHECK, 0) + n
    return found


# ---------------------------------------------------------------------------------------------- whose turn it is


@dataclass(frozen=True, slots=True)
class Past:
    """What a rule asks of an article: when it came, when each kind of work was last done, and its newest loans."""

    added_at: datetime
    done_at: Mapping[ServiceKind, datetime]
    lent_at: Sequence[datetime]


_NEWEST_LOANS = (
    select(_LOAN.c.lent_at)
    .where(_LOAN.c.article_id == bindparam("article_id"), _LOAN.c.undone_at.is_(None))
    .order_by(_LOAN.c.lent_at.desc())
    .limit(bindparam("most"))
    .subquery()
)
_PAST = union_all(
    select(literal_column("'added'").label("what"), ARTICLE.c.added_at.label("at")).where(
        ARTICLE.c.id == bindparam("article_id")
    ),
    select(literal_column("'lent'"), _NEWEST_LOANS.c.lent_at),
    select(_NOTE.c.kind, func.max(_NOTE.c.done_at))
    .where(_NOTE.c.article_id == bindparam("article_id"), _DONE)
    .group_by(_NOTE.c.kind),
)


def past_of(connection: Connection, article_id: int, most_loans: int) -> Past:
    """The past of an article in one statement that reads no more of its loans than a rule counts."""
    rows = connection.execute(_PAST, {"article_id": article_id, "most": most_loans}).all()
    return Past(
        next(at for what, at in rows if what == "added"),
        {ServiceKind(what): at for what, at in rows if what not in {"added", "lent"}},
        [at for what, at in rows if what == "lent"],
    )


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article whose turn may have come."""

    article_id: int
    type_code: str
    added_at: datetime
    done_at: datetime | None
    loans: int
    """Since the work was last done; 0 where that was not asked."""


def candidates(
    connection: Connection,
    branch_id: int,
    kind: ServiceKind,
    types: Collection[str],
    counted: Collection[str],
) -> list[Candidate]:
    """The articles of these types that can be lent, or are, and have no open note of the kind; the loans of those of `counted` types."""
    last = (
        select(_NOTE.c.article_id, func.max(_NOTE.c.done_at).label("at"))
        .where(_NOTE.c.kind == kind.value, _DONE)
        .group_by(_NOTE.c.article_id)
        .subquery()
    )
    lent = (
        select(func.count())
        .where(
            _LOAN.c.article_id == ARTICLE.c.id,
            _LOAN.c.undone_at.is_(None),
            or_(last.c.at.is_(None), _LOAN.c.lent_at > last.c.at),
        )
        .correlate(ARTICLE, last)
        .scalar_subquery()
    )
    source = ARTICLE.outerjoin(last, last.c.article_id == ARTICLE.c.id)
    of = and_(
        ARTICLE.c.branch_id == branch_id,
        ARTICLE.c.state == ArticleState.IN_STOCK.value,
        ~exists().where(_NOTE.c.article_id == ARTICLE.c.id, _NOTE.c.kind == kind.value, _OPEN),
    )
    found = []
    for codes, n in ((set(types) - set(counted), literal_column("0")), (set(types) & set(counted), lent)):
        if codes:
            query = (
                select(ARTICLE.c.id, ARTICLE.c.type_code, ARTICLE.c.added_at, last.c.at, n.label("loans"))
                .select_from(source)
                .where(of, ARTICLE.c.type_code.in_(sorted(codes)))
            )
            found += [Candidate(*row) for row in connection.execute(query)]
    return found


def own_rules(connection: Connection, branch_id: int) -> dict[tuple[str, ServiceKind], Rule]:
    """What the branch says itself, by type and kind."""
    query = select(_RULE.c.type_code, _RULE.c.kind, _RULE.c.after_loans, _RULE.c.season_start).where(
        _RULE.c.branch_id == branch_id
    )
    return {
        (row.type_code, ServiceKind(row.kind)): Rule(ServiceKind(row.kind), row.after_loans, row.season_start)
        for row in connection.execute(query)
    }


def set_rule(
    connection: Connection, branch_id: int, type_code: str, kind: ServiceKind, rule: Rule | None
) -> None:
    """The branch says this of the type itself; with None nothing of its own."""
    connection.execute(
        delete(_RULE).where(
            _RULE.c.branch_id == branch_id, _RULE.c.type_code == type_code, _RULE.c.kind == kind.value
        )
    )
    if rule is not None:
        connection.execute(
            insert(_RULE).values(
                branch_id=branch_id,
                type_code=type_code,
                kind=kind.value,
                after_loans=rule.after_loans,
                season_start=rule.season_start,
            )
        )


# ---------------------------------------------------------------------------------------------- recalls


@dataclass(frozen=True, slots=True)
class MadeBy:
    """An article with what a recall goes by."""

    article_id: int
    brand: str | None
    model: str | None
    state: ArticleState
    loan_id: int | None


def made_by(connection: Connection, branch_id: int, type_code: str | None) -> list[MadeBy]:
    """The branch's articles (of a type) that it still has, by label, with the loan they are on."""
    query = (
        select(ARTICLE.c.id, ARTICLE.c.brand, ARTICLE.c.model, ARTICLE.c.state, _LOAN.c.id.label("loan_id"))
        .select_from(ARTICLE.outerjoin(_LOAN, and_(_LOAN.c.article_id == ARTICLE.c.id, OPEN_LOAN)))
        .where(ARTICLE.c.branch_id == branch_id, ARTICLE.c.state.in_(_IN_USE))
        .order_by(ARTICLE.c.label)
    )
    if type_code is not None:
        query = query.where(ARTICLE.c.type_code == type_code)
    return [
        MadeBy(row.id, row.brand, row.model, ArticleState(row.state), row.loan_id)
        for row in connection.execute(query)
    ]


def loans_out(connection: Connection, article_ids: Collection[int]) -> list[int]:
    """The loans that these articles are on."""
    if not article_ids:
        return []
    query = select(_LOAN.c.id).where(_LOAN.c.article_id.in_(list(article_ids)), OPEN_LOAN)
    return list(connection.execute(query).scalars())
