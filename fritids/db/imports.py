"""Queries of an import: what of a file is there already, and storing the rest in bulk."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from fritids.db.articles import ARTICLE, BARCODE, CHANGE
from fritids.db.bulk import insert_many, take_ids
from fritids.db.tables import Borrower, BorrowerCard, Event, NumberSeries
from fritids.domain.words import ActKind

_BORROWER = Borrower.__table__
_CARD = BorrowerCard.__table__
_EVENT = Event.__table__
_SERIES = NumberSeries.__table__
_KEYS_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """An article that has a code of the file already."""

    id: int
    label: str
    type_code: str
    size: str | None
    brand: str | None
    model: str | None


def articles_by_key(connection: Connection, keys: Sequence[str]) -> dict[str, KnownArticle]:
    """The articles that have labels with these keys, by key."""
    found: dict[str, KnownArticle] = {}
    columns = (
        ARTICLE.c.id,
        ARTICLE.c.label,
        ARTICLE.c.type_code,
        ARTICLE.c.size,
        ARTICLE.c.brand,
        ARTICLE.c.model,
    )
    query = select(BARCODE.c.key, *columns).join(ARTICLE, ARTICLE.c.id == BARCODE.c.article_id)
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        some = keys[start : start + _KEYS_AT_ONCE]
        found |= {
            row.key: KnownArticle(*row[1:])
            for row in connection.execute(query.where(BARCODE.c.key.in_(some)))
        }
    return found


@dataclass(frozen=True, slots=True)
class KnownBorrower:
    """As much of a borrower as telling one from another takes."""

    number: str
    name: str
    phone: str | None
    birth_year: int | None


def borrowers(connection: Connection) -> Iterator[KnownBorrower]:
    """Everybody who is registered, in no order."""
    columns = (_BORROWER.c.number, _BORROWER.c.name, _BORROWER.c.phone, _BORROWER.c.birth_year)
    for row in connection.execute(select(*columns), execution_options={"yield_per": 2_000}):
        yield KnownBorrower(*row)


def cards(connection: Connection) -> dict[str, str]:
    """Whose number every card stands for, by the card's key."""
    query = select(_CARD.c.key, _BORROWER.c.number).join(_BORROWER, _BORROWER.c.id == _CARD.c.borrower_id)
    return {row.key: row.number for row in connection.execute(query)}


def digests(connection: Connection, branch_id: int) -> set[str]:
    """What earlier imports of the branch noted of their rows without a code."""
    query = select(_EVENT.c.details).where(
        _EVENT.c.kind == ActKind.IMPORT.value, _EVENT.c.branch_id == branch_id, _EVENT.c.details.is_not(None)
    )
    noted = (json.loads(details).get("digest") for details in connection.execute(query).scalars())
    return {digest for digest in noted if digest}


def pass_over(connection: Connection, series: str, highest: int) -> None:
    """The series goes on above `highest`, a number that came from outside."""
    connection.execute(
        update(_SERIES)
        .where(_SERIES.c.name == series, _SERIES.c.next_number <= highest)
        .values(next_number=highest + 1)
    )


def add_articles(
    connection: Connection,
    articles: Sequence[Mapping[str, object]],
    labels: Iterable[tuple[int, Mapping[str, object]]],
    changes: Iterable[tuple[int, Mapping[str, object]]],
) -> None:
    """Store articles, their labels and their states; labels and states name their article by its place in `articles`."""
    ids = take_ids(connection, ARTICLE, len(articles))
    insert_many(connection, ARTICLE, ({"id": each, **row} for each, row in zip(ids, articles, strict=True)))
    insert_many(connection, BARCODE, ({"article_id": ids[place], **row} for place, row in labels))
    insert_many(connection, CHANGE, ({"article_id": ids[place], **row} for place, row in changes))


def add_borrowers(
    connection: Connection,
    people: Sequence[Mapping[str, object]],
    cards: Iterable[tuple[int, Mapping[str, object]]],
) -> None:
    """Store borrowers and their cards; cards name their borrower by its place in `people`."""
    ids = take_ids(connection, _BORROWER, len(people))
    insert_many(connection, _BORROWER, ({"id": each, **row} for each, row in zip(ids, people, strict=True)))
    insert_many(connection, _CARD, ({"borrower_id": ids[place], **row} for place, row in cards))
