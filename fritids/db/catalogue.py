"""Queries that find, list, add and change articles, and the catalogue of their types."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    case,
    exists,
    false,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    update,
)

from fritids.db.articles import ARTICLE, BARCODE, CATEGORY, CHANGE, OPEN_LOAN, TYPE
from fritids.db.prepared import adding
from fritids.db.tables import Loan
from fritids.domain.words import ArticleState, ShownState

_LOAN = Loan.__table__
_ADD = adding(ARTICLE)
_ON_LOAN = exists().where(_LOAN.c.article_id == ARTICLE.c.id, OPEN_LOAN)
_STORED = {
    ShownState.AVAILABLE: ArticleState.IN_STOCK.value,
    **{ShownState(state.value): state.value for state in ArticleState if state is not ArticleState.IN_STOCK},
}


@dataclass(frozen=True, slots=True)
class WordTerm:
    """A word that has to stand in the article's own text, unless the article is of a type that it names."""

    word: str
    types: tuple[str, ...] | None
    """Codes of the types whose name holds the word; None for all of them."""


@dataclass(frozen=True, slots=True)
class SpanTerm:
    """A size as types of some kinds read it: a span of numbers, or letters."""

    low: float | None
    high: float | None
    letters: tuple[str, ...]
    types: tuple[str, ...] | None
    """Codes of the types that read it so; None for all of them."""


@dataclass(frozen=True, slots=True)
class SizeTerm:
    """A size in any of its readings, or, if `word` is given, that whole word in the text or in a type's name."""

    spans: tuple[SpanTerm, ...]
    word: WordTerm | None = None


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    """Which articles are meant; everything given has to hold."""

    branch_id: int
    words: tuple[WordTerm, ...] = ()
    sizes: tuple[SizeTerm, ...] = ()
    types: tuple[str, ...] | None = None
    shown: tuple[ShownState, ...] | None = None


def _of_types(codes: tuple[str, ...]) -> ColumnElement[bool]:
    # Every search reads all articles in any case, for the text; left bare, the column tempts SQLite into walking its index once for each
    # reading of a size, and looking up each row of it: three times the time.
    return func.coalesce(ARTICLE.c.type_code, "").in_(codes)


def _stands_in_text(word: str, *, whole: bool = False) -> ColumnElement[bool]:
    return ARTICLE.c.search.contains(f" {word} " if whole else word, autoescape=True)


def _word(term: WordTerm, *, whole: bool = False) -> ColumnElement[bool]:
    if term.types is None:
        return true()
    in_text = _stands_in_text(term.word, whole=whole)
    return or_(_of_types(term.types), in_text) if term.types else in_text


def _span(term: SpanTerm) -> ColumnElement[bool]:
    fits: list[ColumnElement[bool]] = []
    if term.low is not None and term.high is not None:
        fits.append(and_(ARTICLE.c.size_low <= term.high, ARTICLE.c.size_high >= term.low))
    # The plain LIKE goes first because it is cheap and nearly always false; the other one looks for the letter between signs.
    fits += [
        and_(
            ARTICLE.c.size.contains(letter, autoescape=True),
            _between_signs().contains(f"/{letter}/", autoescape=True),
        )
        for letter in term.letters
    ]
    if not fits:
        return false()
    return or_(*fits) if term.types is None else and_(or_(*fits), _of_types(term.types))


def _between_signs() -> ColumnElement[str]:
    return literal("/") + func.replace(ARTICLE.c.size, " ", "/") + literal("/")


def _size(term: SizeTerm) -> ColumnElement[bool]:
    ways = [_span(span) for span in term.spans]
    return or_(*ways) if term.word is None else or_(*ways, _word(term.word, whole=True))


def _conditions(wanted: ArticleFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [ARTICLE.c.branch_id == wanted.branch_id]
    if wanted.types is not None:
        found.append(ARTICLE.c.type_code.in_(wanted.types))
    found += [_size(term) for term in wanted.sizes]
    found += [_word(term) for term in wanted.words]
    if wanted.shown is not None:
        # Last, so that the open loan is looked for only where everything else holds.
        found.append(_shown(wanted.shown))
    return found


def _shown(states: Iterable[ShownState]) -> ColumnElement[bool]:
    stored = [_STORED[state] for state in states if state in _STORED]
    ways = [and_(ARTICLE.c.state.in_(stored), ~_ON_LOAN)] if stored else []
    return or_(*ways, _ON_LOAN) if ShownState.ON_LOAN in states else or_(false(), *ways)


def _inexactness(terms: Iterable[SizeTerm]) -> list[ColumnElement[Any]]:
    """What orders hits by size: those that are exactly it before those that only fit, narrow spans before wide ones."""
    exact: list[ColumnElement[bool]] = []
    for span in (span for term in terms for span in term.spans):
        if span.low is not None:
            exact.append(and_(ARTICLE.c.size_low == span.low, ARTICLE.c.size_high == span.high))
        elif span.letters:
            exact.append(ARTICLE.c.size.in_(span.letters))
    if not exact:
        return []
    return [case((or_(*exact), 0), else_=1), func.coalesce(ARTICLE.c.size_high - ARTICLE.c.size_low, 0)]


def find_ids(connection: Connection, wanted: ArticleFilter, *, limit: int, offset: int) -> list[int]:
    """Ids of the articles that fit, exact sizes first, then in the order of the shelves: type, size, label."""
    query = (
        select(ARTICLE.c.id)
        .where(*_conditions(wanted))
        .order_by(
            *_inexactness(wanted.sizes),
            ARTICLE.c.type_code,
            ARTICLE.c.size_low,
            ARTICLE.c.label,
            ARTICLE.c.id,
        )
    )
    return list(connection.execute(query.limit(limit).offset(offset)).scalars())


def count(connection: Connection, wanted: ArticleFilter) -> int:
    """How many articles fit."""
    return connection.execute(
        select(func.count()).select_from(ARTICLE).where(*_conditions(wanted))
    ).scalar_one()


def list_ids(connection: Connection, wanted: ArticleFilter, *, limit: int, offset: int) -> list[int]:
    """Ids of the articles that fit, by label."""
    query = (
        select(ARTICLE.c.id)
        .where(*_conditions(wanted))
        .order_by(ARTICLE.c.label, ARTICLE.c.id)
        .limit(limit)
        .offset(offset)
    )
    return list(connection.execute(query).scalars())


def add(connection: Connection, values: Mapping[str, object], *, at: datetime) -> int:
    """Store an article and the date of its arrival; its id. `values` are columns, with `label`, `state` and `search`.

    The label is found by once `add_label` has added it too.
    """
    article_id = _ADD.id(connection, {**values, "added_at": at, "revision": 1})
    connection.execute(
        insert(CHANGE).values(
            article_id=article_id, changed_at=at, state=values["state"], reason=values.get("discard_reason")
        )
    )
    return article_id


def change(connection: Connection, article_id: int, revision: int, values: Mapping[str, object]) -> bool:
    """Set columns of an article that still is at `revision`; False, and nothing done, if it is not."""
    changed = connection.execute(
        update(ARTICLE)
        .where(ARTICLE.c.id == article_id, ARTICLE.c.revision == revision)
        .values(**values, revision=ARTICLE.c.revision + 1)
    )
    return changed.rowcount == 1


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """The columns of an article that editing it needs."""

    id: int
    branch_id: int
    type_code: str
    label: str
    size: str | None
    brand: str | None
    model: str | None
    note: str | None
    state: str
    revision: int


def stored(connection: Connection, article_id: int) -> StoredArticle | None:
    """An article as it is stored."""
    c = ARTICLE.c
    columns = (c.id, c.branch_id, c.type_code, c.label, c.size, c.brand, c.model, c.note, c.state, c.revision)
    query: Select[Any] = select(*columns).where(c.id == article_id)
    row = connection.execute(query).first()
    return None if row is None else StoredArticle(*row)


def codes_of(connection: Connection, article_id: int) -> list[str]:
    """The codes of all the article's labels, as written on them, oldest first."""
    query = (
        select(BARCODE.c.code)
        .where(BARCODE.c.article_id == article_id)
        .order_by(BARCODE.c.added_at, BARCODE.c.key)
    )
    return list(connection.execute(query).scalars())


def add_label(connection: Connection, article_id: int, *, key: str, code: str, at: datetime) -> None:
    """A label with this code means the article from now on."""
    connection.execute(insert(BARCODE).values(key=key, code=code, article_id=article_id, added_at=at))


def taken_keys(connection: Connection, keys: Sequence[str]) -> dict[str, int]:
    """Which of these keys are on labels already, and of which articles."""
    query = select(BARCODE.c.key, BARCODE.c.article_id).where(BARCODE.c.key.in_(list(keys)))
    return {row.key: row.article_id for row in connection.execute(query)}


def add_missing_categories(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """Add the categories whose code is not there yet."""
    _add_missing(connection, CATEGORY, rows)


def add_missing_types(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    """Add the types whose code is not there yet."""
    _add_missing(connection, TYPE, rows)


def set_loan_days(connection: Connection, type_code: str, days: int | None) -> None:
    """Give the type a loan period of its own, or (None) the branch's."""
    connection.execute(update(TYPE).where(TYPE.c.code == type_code).values(loan_days=days))


def loan_days_of(connection: Connection, type_code: str) -> int | None:
    """The type's own loan period, as stored."""
    found: int | None = connection.execute(select(TYPE.c.loan_days).where(TYPE.c.code == type_code)).scalar()
    return found


def _add_missing(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    there = set(connection.execute(select(table.c.code)).scalars())
    missing = [dict(row) for row in rows if row["code"] not in there]
    if missing:
        connection.execute(insert(table), missing)
