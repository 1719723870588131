"""What a lending needs to know of a borrower, in one statement that also locks them on PostgreSQL."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import Connection, Select, and_, bindparam, exists, func, insert, select, update

from fritids.db.articles import OPEN_LOAN
from fritids.db.prepared import Prepared
from fritids.db.tables import Borrower, BorrowerYear, CoBorrower, Loan
from fritids.domain.facts import BorrowerFacts
from fritids.domain.words import BorrowerKind

_BORROWER = Borrower.__table__
_YEAR = BorrowerYear.__table__
_CO = CoBorrower.__table__
_LOAN = Loan.__table__


@dataclass(frozen=True, slots=True)
class BorrowerAtHand:
    """A borrower who is about to borrow: what the rules ask, what is frozen into the loan, what the answer shows."""

    facts: BorrowerFacts
    name: str
    phone: str | None
    protected: bool
    gender: str | None
    postcode: str | None
    event_key: str
    year_key: str | None
    borrowed_before: bool


_FACTS: Select[Any] = (
    select(
        _BORROWER.c.id, _BORROWER.c.number, _BORROWER.c.kind, _BORROWER.c.birth_year, _BORROWER.c.blocked, _BORROWER.c.name,
        _BORROWER.c.phone, _BORROWER.c.protected, _BORROWER.c.gender, _BORROWER.c.postcode, _BORROWER.c.event_key,
        _YEAR.c.key.label("year_key"),
        exists().where(_LOAN.c.borrower_id == _BORROWER.c.id, _LOAN.c.undone_at.is_(None)).label("borrowed_before"),
    )
    .select_from(_BORROWER.outerjoin(_YEAR, and_(_YEAR.c.borrower_id == _BORROWER.c.id, _YEAR.c.year == bindparam("year"))))
    .where(_BORROWER.c.id == bindparam("borrower_id"))
)  # fmt: skip
_READ = Prepared(_FACTS)
_LOCK_AND_READ = Prepared(_FACTS.with_for_update(of=_BORROWER))

_LOCK_MANY = (
    select(_BORROWER.c.id)
    .where(_BORROWER.c.id.in_(bindparam("borrower_ids", expanding=True)))
    .order_by(_BORROWER.c.id)
    .with_for_update()
)


def lock_and_read(connection: Connection, borrower_id: int, year: int) -> BorrowerAtHand | None:
    """The borrower as they stand, held until the transaction ends, so that two desks cannot both pass a limit; None for an unknown id."""
    return _first(connection, _LOCK_AND_READ, borrower_id, year)


def lock_many(connection: Connection, borrower_ids: Collection[int]) -> None:
    """Several borrowers are held until the transaction ends, one after the other by id. Before any article: that is the order everywhere."""
    if borrower_ids and connection.dialect.name != "sqlite":
        connection.execute(_LOCK_MANY, {"borrower_ids": list(borrower_ids)})


def read(connection: Connection, borrower_id: int, year: int) -> BorrowerAtHand:
    """The borrower as they stand, without holding them. Raises LookupError for an unknown id."""
    found = _first(connection, _READ, borrower_id, year)
    if found is None:
        raise LookupError(borrower_id)
    return found


def event_key(connection: Connection, borrower_id: int) -> str:
    """By what the record of events means this borrower."""
    found: str = connection.execute(
        select(_BORROWER.c.event_key).where(_BORROWER.c.id == borrower_id)
    ).scalar_one()
    return found


def id_by_event_key(connection: Connection, event_key: str) -> int | None:
    """Who a key in the record of events means; None once that person is forgotten."""
    found: int | None = connection.execute(
        select(_BORROWER.c.id).where(_BORROWER.c.event_key == event_key)
    ).scalar()
    return found


def _first(connection: Connection, query: Prepared, borrower_id: int, year: int) -> BorrowerAtHand | None:
    row = query.first(connection, {"borrower_id": borrower_id, "year": year})
    if row is None:
        return None
    # By place, in the order of _FACTS: a lending spends as much on looking thirty columns up by name as on one statement.
    (
        found_id, number, kind, birth_year, blocked, name, phone, protected, gender, postcode, event_key, year_key,
        borrowed_before,
    ) = row  # fmt: skip
    facts = BorrowerFacts(found_id, number, BorrowerKind(kind), birth_year, blocked)
    return BorrowerAtHand(
        facts, name, phone, protected, gender, postcode, event_key, year_key, borrowed_before
    )


def add_year_key(connection: Connection, borrower_id: int, year: int, key: str) -> None:
    """From now on the borrower's loans of `year` are counted under `key`."""
    connection.execute(insert(_YEAR).values(borrower_id=borrower_id, year=year, key=key))


def count_open_loans(connection: Connection, borrower_id: int) -> int:
    """How many articles the borrower has out."""
    row = _COUNT_OPEN.first(connection, {"borrower_id": borrower_id})
    return cast("int", row[0]) if row else 0


_COUNT_OPEN = Prepared(
    select(func.count()).select_from(_LOAN).where(_LOAN.c.borrower_id == bindparam("borrower_id"), OPEN_LOAN)
)


def has_late_loans(connection: Connection, borrower_id: int, today: date) -> bool:
    """Whether the borrower has something out that was due before `today`."""
    query = select(_LOAN.c.id).where(_LOAN.c.borrower_id == borrower_id, OPEN_LOAN, _LOAN.c.due < today)
    return connection.execute(query.limit(1)).first() is not None


def co_borrower(
    connection: Connection, co_borrower_id: int
) -> tuple[int, str, int | None, str | None] | None:
    """(borrower id, name, birth year, gender) of a co-borrower."""
    row = connection.execute(
        select(_CO.c.borrower_id, _CO.c.name, _CO.c.birth_year, _CO.c.gender).where(
            _CO.c.id == co_borrower_id
        )
    ).first()
    return None if row is None else (row.borrower_id, row.name, row.birth_year, row.gender)


def set_first_ever(connection: Connection, borrower_id: int) -> None:
    """Exactly the borrower's earliest loan that was not undone bears `first_ever`; run after any act that may change which that is.

    The borrower is held until the transaction ends, so that no other desk marks a loan that this one takes back.
    """
    connection.execute(select(_BORROWER.c.id).where(_BORROWER.c.id == borrower_id).with_for_update())
    first = (
        select(_LOAN.c.id)
        .where(_LOAN.c.borrower_id == borrower_id, _LOAN.c.undone_at.is_(None))
        .order_by(_LOAN.c.lent_at, _LOAN.c.id)
        .limit(1)
    )
    first_id = connection.execute(first).scalar()
    connection.execute(
        update(_LOAN)
        .where(_LOAN.c.borrower_id == borrower_id, _LOAN.c.first_ever, _LOAN.c.id != (first_id or 0))
        .values(first_ever=False)
    )
    if first_id is not None:
        connection.execute(
            update(_LOAN).where(_LOAN.c.id == first_id, ~_LOAN.c.first_ever).values(first_ever=True)
        )
