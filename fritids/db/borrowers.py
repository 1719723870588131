"""Queries that find, list, add and change borrowers. What a lending needs of one is in `borrower_facts`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    exists,
    func,
    insert,
    select,
    union,
    update,
)

from fritids.db.articles import OPEN_LOAN
from fritids.db.prepared import adding
from fritids.db.tables import Borrower, BorrowerCard, CoBorrower, Loan

BORROWER = Borrower.__table__
CARD = BorrowerCard.__table__
CO_BORROWER = CoBorrower.__table__
_LOAN = Loan.__table__
_ADD = adding(BORROWER)
_ADD_CO_BORROWER = adding(CO_BORROWER)


@dataclass(frozen=True, slots=True)
class BorrowerRow:
    """A borrower as stored, with how much they have out."""

    id: int
    number: str
    name: str
    kind: str
    phone: str | None
    email: str | None
    birth_year: int | None
    gender: str | None
    postcode: str | None
    language: str | None
    note: str | None
    blocked: bool
    protected: bool
    no_reminders: bool
    event_key: str
    added_at: datetime
    revision: int
    open_loans: int
    late_loans: int


def _count_open(*conditions: ColumnElement[bool]) -> Any:
    counted = select(func.count()).where(_LOAN.c.borrower_id == BORROWER.c.id, OPEN_LOAN, *conditions)
    return counted.correlate(BORROWER).scalar_subquery()


_ROWS: Select[Any] = select(
    BORROWER.c.id, BORROWER.c.number, BORROWER.c.name, BORROWER.c.kind, BORROWER.c.phone, BORROWER.c.email, BORROWER.c.birth_year,
    BORROWER.c.gender, BORROWER.c.postcode, BORROWER.c.language, BORROWER.c.note, BORROWER.c.blocked, BORROWER.c.protected,
    BORROWER.c.no_reminders, BORROWER.c.event_key, BORROWER.c.added_at, BORROWER.c.revision,
    _count_open().label("open_loans"), _count_open(_LOAN.c.due < bindparam("today")).label("late_loans"),
).where(BORROWER.c.id.in_(bindparam("borrower_ids", expanding=True)))  # fmt: skip
_KNOWN_BY = union(
    select(BORROWER.c.id).where(BORROWER.c.number.in_(bindparam("keys", expanding=True))),
    select(CARD.c.borrower_id).where(CARD.c.key.in_(bindparam("keys", expanding=True))),
)
_BY_PHONE = (
    select(BORROWER.c.id)
    .where(BORROWER.c.phone == bindparam("phone"))
    .order_by(BORROWER.c.search, BORROWER.c.id)
)


def rows(connection: Connection, borrower_ids: Sequence[int], today: date) -> list[BorrowerRow]:
    """The borrowers with these ids, in their order; unknown ones are left out."""
    if not borrower_ids:
        return []
    found = {
        row.id: BorrowerRow(*row)
        for row in connection.execute(_ROWS, {"borrower_ids": list(borrower_ids), "today": today})
    }
    return [found[borrower_id] for borrower_id in borrower_ids if borrower_id in found]


def known_by(connection: Connection, keys: Sequence[str]) -> list[int]:
    """Ids of the borrowers whose number or card is one of these keys."""
    return sorted(connection.execute(_KNOWN_BY, {"keys": list(keys)}).scalars()) if keys else []


def by_phone(connection: Connection, phone: str) -> list[int]:
    """Ids of the borrowers who have this number (E.164), by name."""
    return list(connection.execute(_BY_PHONE, {"phone": phone}).scalars())


def _holds(words: Sequence[str]) -> list[ColumnElement[bool]]:
    return [BORROWER.c.search.contains(word, autoescape=True) for word in words]


def searched(connection: Connection, words: Sequence[str], *, limit: int) -> list[int]:
    """Ids of the borrowers, protected ones left out, whose folded text holds all the words, by name."""
    query = (
        select(BORROWER.c.id)
        .where(~BORROWER.c.protected, *_holds(words))
        .order_by(BORROWER.c.search, BORROWER.c.id)
        .limit(limit)
    )
    return list(connection.execute(query).scalars())


def named(connection: Connection, words: Sequence[str], *, limit: int) -> list[tuple[int, str]]:
    """(id, name) of the borrowers, protected ones left out, in whose folded text each of the words stands whole, by name."""
    query = (
        select(BORROWER.c.id, BORROWER.c.name)
        .where(~BORROWER.c.protected, *_holds([f" {word} " for word in words]))
        .order_by(BORROWER.c.search, BORROWER.c.id)
        .limit(limit)
    )
    return [(row.id, row.name) for row in connection.execute(query)]


def _listed(words: Sequence[str], kind: str | None, *, with_loans: bool) -> list[ColumnElement[bool]]:
    conditions = _holds(words)
    if words:
        # A protected borrower stands in the list of all, without name; looked for by it they are not found.
        conditions.append(~BORROWER.c.protected)
    if kind is not None:
        conditions.append(BORROWER.c.kind == kind)
    if with_loans:
        conditions.append(exists().where(_LOAN.c.borrower_id == BORROWER.c.id, OPEN_LOAN))
    return conditions


def listed(
    connection: Connection,
    words: Sequence[str],
    kind: str | None,
    *,
    with_loans: bool,
    limit: int,
    offset: int,
) -> list[int]:
    """Ids of a page of the borrowers, by number."""
    query = select(BORROWER.c.id).where(*_listed(words, kind, with_loans=with_loans))
    query = query.order_by(func.length(BORROWER.c.number), BORROWER.c.number).limit(limit).offset(offset)
    return list(connection.execute(query).scalars())


def count_listed(connection: Connection, words: Sequence[str], kind: str | None, *, with_loans: bool) -> int:
    """How many borrowers `listed` would give without a limit."""
    query = select(func.count()).select_from(BORROWER).where(*_listed(words, kind, with_loans=with_loans))
    return connection.execute(query).scalar_one()


def lock(connection: Connection, borrower_id: int) -> None:
    """Make other transactions on the borrower wait for this one."""
    connection.execute(select(BORROWER.c.id).where(BORROWER.c.id == borrower_id).with_for_update())


def add(connection: Connection, values: Mapping[str, object]) -> int:
    """Store a borrower; their id."""
    return _ADD.id(connection, values)


def change(connection: Connection, borrower_id: int, revision: int, values: Mapping[str, object]) -> bool:
    """Set columns of a borrower who still is at `revision`; False, and nothing done, if they are not."""
    changed = connection.execute(
        update(BORROWER)
        .where(BORROWER.c.id == borrower_id, BORROWER.c.revision == revision)
        .values(**values, revision=BORROWER.c.revision + 1)
    )
    return changed.rowcount == 1


def taken_numbers(connection: Connection, numbers: Sequence[str]) -> set[str]:
    """Which of these numbers somebody has, on a card too."""
    known = select(BORROWER.c.number).where(BORROWER.c.number.in_(list(numbers)))
    cards = select(CARD.c.key).where(CARD.c.key.in_(list(numbers)))
    return {*connection.execute(known).scalars(), *connection.execute(cards).scalars()}


def cards_of(connection: Connection, borrower_id: int) -> list[str]:
    """The codes of the borrower's foreign cards, as written on them."""
    return list(
        connection.execute(
            select(CARD.c.code).where(CARD.c.borrower_id == borrower_id).order_by(CARD.c.key)
        ).scalars()
    )


def add_card(connection: Connection, borrower_id: int, *, key: str, code: str) -> None:
    """A card with this code means the borrower from now on."""
    connection.execute(insert(CARD).values(key=key, code=code, borrower_id=borrower_id))


@dataclass(frozen=True, slots=True)
class CoBorrowerRow:
    """A co-borrower as stored."""

    id: int
    borrower_id: int
    name: str
    birth_year: int | None
    gender: str | None


def co_borrowers(connection: Connection, borrower_id: int) -> list[CoBorrowerRow]:
    """For whom the borrower borrows, in the order they were added."""
    c = CO_BORROWER.c
    query: Select[Any] = (
        select(c.id, c.borrower_id, c.name, c.birth_year, c.gender)
        .where(c.borrower_id == borrower_id)
        .order_by(c.id)
    )
    return [CoBorrowerRow(*row) for row in connection.execute(query)]


def add_co_borrower(connection: Connection, values: Mapping[str, object]) -> int:
    """Store a co-borrower; their id."""
    return _ADD_CO_BORROWER.id(connection, values)
