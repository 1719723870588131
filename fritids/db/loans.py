"""Queries that make, close, reopen and renew loans. Lists of loans are in `loan_lists`."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select, update

from fritids.db.prepared import Prepared, adding
from fritids.db.tables import CheckQuestion, Loan, Renewal
from fritids.domain.words import CheckAnswer, CheckKind

_LOAN = Loan.__table__
_RENEWAL = Renewal.__table__
_CHECK = CheckQuestion.__table__

_ADD = adding(_LOAN)
_ADD_RENEWAL = adding(_RENEWAL)
_ADD_CHECK = adding(_CHECK)
_CLOSE = Prepared(
    update(_LOAN)
    .where(_LOAN.c.id == bindparam("loan_id"))
    .values(returned_at=bindparam("at"), returned_on=bindparam("day"))
)


def add(connection: Connection, values: dict[str, object]) -> int:
    """Store a new loan; its id. Raises IntegrityError if the article has an open loan."""
    return _ADD.id(connection, values)


def exist(connection: Connection) -> bool:
    """Whether anything was ever lent."""
    return connection.execute(select(_LOAN.c.id).limit(1)).first() is not None


def close(connection: Connection, loan_id: int, at: datetime, day: date) -> None:
    """The loan was returned at `at`, which is `day` at the branch."""
    _CLOSE.run(connection, {"loan_id": loan_id, "at": at, "day": day})


def reopen(connection: Connection, loan_id: int) -> None:
    """The loan is out again, with the due date it had."""
    connection.execute(update(_LOAN).where(_LOAN.c.id == loan_id).values(returned_at=None, returned_on=None))


def mark_undone(connection: Connection, loan_id: int, at: datetime) -> None:
    """The loan never was: it is in no list and no statistic, only in the record."""
    connection.execute(update(_LOAN).where(_LOAN.c.id == loan_id).values(undone_at=at, first_ever=False))


def set_due(connection: Connection, loan_id: int, due: date) -> None:
    """Give the loan another due date."""
    connection.execute(update(_LOAN).where(_LOAN.c.id == loan_id).values(due=due))


@dataclass(frozen=True, slots=True)
class LoanRow:
    """A loan as stored, as far as undoing, renewing and repeating an act need it."""

    id: int
    article_id: int
    borrower_id: int | None
    co_borrower_id: int | None
    visit_id: int
    lent_at: datetime
    lent_on: date
    due: date
    returned_at: datetime | None
    undone_at: datetime | None
    accepted: str
    told: str
    type_code: str
    category_code: str
    borrower_kind: str
    first_ever: bool
    parts_missing: str | None


_BY_ID: Select[Any] = select(
    _LOAN.c.id, _LOAN.c.article_id, _LOAN.c.borrower_id, _LOAN.c.co_borrower_id, _LOAN.c.visit_id, _LOAN.c.lent_at,
    _LOAN.c.lent_on, _LOAN.c.due, _LOAN.c.returned_at, _LOAN.c.undone_at, _LOAN.c.accepted, _LOAN.c.told, _LOAN.c.type_code, _LOAN.c.category_code,
    _LOAN.c.borrower_kind, _LOAN.c.first_ever, _LOAN.c.parts_missing,
)  # fmt: skip


def by_id(connection: Connection, loan_id: int) -> LoanRow:
    """The loan with this id. Raises LookupError if there is none."""
    row = connection.execute(_BY_ID.where(_LOAN.c.id == loan_id)).first()
    if row is None:
        raise LookupError(loan_id)
    return LoanRow(*row)


def of_visit(connection: Connection, visit_id: int) -> list[LoanRow]:
    """The visit's loans that were not undone, in the order they were lent."""
    query = _BY_ID.where(_LOAN.c.visit_id == visit_id, _LOAN.c.undone_at.is_(None)).order_by(_LOAN.c.id)
    return [LoanRow(*row) for row in connection.execute(query)]


def open_of_borrower(connection: Connection, borrower_id: int) -> list[tuple[int, int]]:
    """(loan id, article id) of all the borrower has out, by article, which is the order in which they are locked."""
    query = (
        select(_LOAN.c.id, _LOAN.c.article_id)
        .where(_LOAN.c.borrower_id == borrower_id, _LOAN.c.returned_at.is_(None), _LOAN.c.undone_at.is_(None))
        .order_by(_LOAN.c.article_id)
    )
    return [(row.id, row.article_id) for row in connection.execute(query)]


def set_borrower(connection: Connection, loan_id: int, values: dict[str, object]) -> None:
    """Put the loan on somebody else, with what is frozen of them."""
    connection.execute(update(_LOAN).where(_LOAN.c.id == loan_id).values(values))


def add_check(connection: Connection, *, article_id: int, loan_id: int, kind: CheckKind, at: datetime) -> int:
    """Leave a question beside a return; its id."""
    return _ADD_CHECK.id(
        connection, {"article_id": article_id, "loan_id": loan_id, "kind": kind.value, "asked_at": at}
    )


def void_checks(connection: Connection, loan_id: int, at: datetime) -> None:
    """The return that asked was undone: its open questions are answered with `void`."""
    connection.execute(
        update(_CHECK)
        .where(_CHECK.c.loan_id == loan_id, _CHECK.c.answered_at.is_(None))
        .values(answered_at=at, answer=CheckAnswer.VOID.value)
    )


@dataclass(frozen=True, slots=True)
class RenewalRow:
    """A renewal as stored."""

    id: int
    loan_id: int
    seq: int
    old_due: date
    new_due: date
    undone_at: datetime | None


_RENEWAL_COLUMNS = select(
    _RENEWAL.c.id,
    _RENEWAL.c.loan_id,
    _RENEWAL.c.seq,
    _RENEWAL.c.old_due,
    _RENEWAL.c.new_due,
    _RENEWAL.c.undone_at,
)


def renewal(connection: Connection, renewal_id: int) -> RenewalRow:
    """The renewal with this id. Raises LookupError if there is none."""
    row = connection.execute(_RENEWAL_COLUMNS.where(_RENEWAL.c.id == renewal_id)).first()
    if row is None:
        raise LookupError(renewal_id)
    return RenewalRow(*row)


def last_renewal(connection: Connection, loan_id: int) -> RenewalRow | None:
    """The loan's newest renewal that was not undone."""
    query = (
        _RENEWAL_COLUMNS.where(_RENEWAL.c.loan_id == loan_id, _RENEWAL.c.undone_at.is_(None))
        .order_by(_RENEWAL.c.seq.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    return None if row is None else RenewalRow(*row)


def add_renewal(connection: Connection, values: dict[str, object]) -> int:
    """Store a renewal; its id. Raises IntegrityError if another desk renewed the same loan for the same time first."""
    return _ADD_RENEWAL.id(connection, values)


def undo_renewal(connection: Connection, renewal_id: int, at: datetime) -> None:
    """The renewal never was."""
    connection.execute(update(_RENEWAL).where(_RENEWAL.c.id == renewal_id).values(undone_at=at))
