"""Lists of loans: what is out, what is late, what a day brought. Making and closing loans is in `loans`.

A page of the standing order (due date, then label) is cut out of the days it falls on, which are found by counting loans per day in an index:
with 100,000 loans out a page at any place costs the same few milliseconds, where OFFSET would join and sort all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, case, func, literal, or_, select

from fritids.db.articles import ARTICLE, OPEN_LOAN
from fritids.db.catalogue import WordTerm
from fritids.db.tables import Borrower, CoBorrower, Event, Loan, Renewal

_LOAN = Loan.__table__
_BORROWER = Borrower.__table__
_CHILD = CoBorrower.__table__
_RENEWAL = Renewal.__table__
_EVENT = Event.__table__


@dataclass(frozen=True, slots=True)
class LoanConditions:
    """Which loans are meant; everything given has to hold. Undone loans never are."""

    branch_id: int | None = None
    open_only: bool = True
    late_on: date | None = None
    """Only those that were late on this day, or came back late."""
    borrower_id: int | None = None
    article_id: int | None = None
    types: tuple[str, ...] | None = None
    """Types the articles are of today."""
    since: date | None = None
    until: date | None = None
    words: tuple[WordTerm, ...] = ()
    """Each has to stand with the article, its type or a borrower who is not protected."""


@dataclass(frozen=True, slots=True)
class LoanListRow:
    """A loan in a list, with who has it."""

    id: int
    article_id: int
    borrower_id: int | None
    number: str | None
    name: str | None
    phone: str | None
    protected: bool | None
    lent_at: datetime
    due: date
    returned_at: datetime | None
    visit_id: int
    for_whom: str | None
    """The child or pupil for whom it was borrowed."""
    renewals: int


def _conditions(wanted: LoanConditions) -> list[ColumnElement[bool]]:
    c = _LOAN.c
    found: list[ColumnElement[bool]] = [OPEN_LOAN] if wanted.open_only else [c.undone_at.is_(None)]
    if wanted.branch_id is not None:
        found.append(c.branch_id == wanted.branch_id)
    if wanted.borrower_id is not None:
        found.append(c.borrower_id == wanted.borrower_id)
    if wanted.article_id is not None:
        found.append(c.article_id == wanted.article_id)
    if wanted.late_on is not None:
        still_out = and_(c.returned_on.is_(None), c.due < wanted.late_on)
        found.append(c.due < wanted.late_on if wanted.open_only else or_(still_out, c.returned_on > c.due))
    if wanted.since is not None:
        found.append(c.lent_on >= wanted.since)
    if wanted.until is not None:
        found.append(c.lent_on <= wanted.until)
    if wanted.types is not None:
        found.append(ARTICLE.c.type_code.in_(wanted.types))
    found += [_word(term) for term in wanted.words]
    return found


def _word(term: WordTerm) -> ColumnElement[bool]:
    if term.types is None:
        return literal(value=True)
    ways: list[ColumnElement[bool]] = [
        ARTICLE.c.search.contains(term.word, autoescape=True),
        and_(~_BORROWER.c.protected, _BORROWER.c.search.contains(term.word, autoescape=True)),
    ]
    return or_(ARTICLE.c.type_code.in_(term.types), *ways) if term.types else or_(*ways)


def _select(
    columns: Sequence[Any], wanted: LoanConditions, *, articles: bool = False, borrowers: bool = False
) -> Select[Any]:
    """The columns of the loans that fit, with the tables that columns and conditions name and no others: each costs a look-up per loan."""
    source: Any = _LOAN
    if articles or wanted.types is not None or wanted.words:
        source = source.join(ARTICLE, ARTICLE.c.id == _LOAN.c.article_id)
    if borrowers or wanted.words:
        source = source.outerjoin(_BORROWER, _BORROWER.c.id == _LOAN.c.borrower_id)
    return select(*columns).select_from(source).where(*_conditions(wanted))


def _ordered(query: Select[Any], order: Sequence[ColumnElement[Any]], *, backwards: bool) -> Select[Any]:
    return query.order_by(*(column.desc() if backwards else column for column in order))


def count(connection: Connection, wanted: LoanConditions) -> int:
    """How many loans fit."""
    return int(connection.execute(_select([func.count()], wanted)).scalar_one())


def per_due_day(connection: Connection, wanted: LoanConditions) -> list[tuple[date, int]]:
    """How many loans that fit are due on each day, earliest first."""
    query = (
        _select([_LOAN.c.due, func.count().label("loans")], wanted)
        .group_by(_LOAN.c.due)
        .order_by(_LOAN.c.due)
    )
    return [(row.due, row.loans) for row in connection.execute(query)]


def ids_by_due(
    connection: Connection,
    wanted: LoanConditions,
    days: tuple[date, date] | None,
    *,
    limit: int | None,
    offset: int = 0,
    backwards: bool = False,
) -> list[int]:
    """Ids of the loans that fit, by due date and label; with `days` those due on these days, both included, and `offset` is from there."""
    query = _select([_LOAN.c.id], wanted, articles=True)
    if days is not None:
        query = query.where(_LOAN.c.due.between(*days))
    query = _ordered(query, (_LOAN.c.due, ARTICLE.c.label, _LOAN.c.id), backwards=backwards)
    return list(connection.execute(query.limit(limit).offset(offset)).scalars())


def ids_by_lending(
    connection: Connection, wanted: LoanConditions, *, backwards: bool = False, limit: int | None = None
) -> list[int]:
    """Ids of all that fit, in the order they were lent."""
    lent_at: ColumnElement[Any] = _LOAN.c.lent_at
    if wanted.open_only and wanted.borrower_id is not None:
        # Sorted, so that SQLite does not read all that the borrower ever had in order to be spared the sorting.
        lent_at = func.coalesce(lent_at, lent_at)
    query = _ordered(_select([_LOAN.c.id], wanted), (lent_at, _LOAN.c.id), backwards=backwards)
    return list(connection.execute(query.limit(limit)).scalars())


def ids_by_label(connection: Connection, wanted: LoanConditions, *, backwards: bool = False) -> list[int]:
    """Ids of all that fit, by label."""
    query = _select([_LOAN.c.id], wanted, articles=True)
    order = (ARTICLE.c.label, _LOAN.c.due, _LOAN.c.id)
    return list(connection.execute(_ordered(query, order, backwards=backwards)).scalars())


def ids_by_type(connection: Connection, wanted: LoanConditions, *, backwards: bool = False) -> list[int]:
    """Ids of all that fit, by the article's type."""
    query = _select([_LOAN.c.id], wanted, articles=True)
    order = (ARTICLE.c.type_code, _LOAN.c.due, ARTICLE.c.label, _LOAN.c.id)
    return list(connection.execute(_ordered(query, order, backwards=backwards)).scalars())


def ids_by_borrower(connection: Connection, wanted: LoanConditions, *, backwards: bool = False) -> list[int]:
    """Ids of all that fit, by the borrower's name; those whose name is not shown, or not known any more, in one heap."""
    query = _select([_LOAN.c.id], wanted, articles=True, borrowers=True)
    unnamed = or_(_BORROWER.c.id.is_(None), _BORROWER.c.protected)
    order = (
        case((unnamed, 1), else_=0),
        case((unnamed, ""), else_=_BORROWER.c.search),
        _LOAN.c.due,
        ARTICLE.c.label,
        _LOAN.c.id,
    )
    return list(connection.execute(_ordered(query, order, backwards=backwards)).scalars())


def newest_event(connection: Connection) -> int:
    """The number of the newest act in the record: as long as it is the same, a list that was read still holds."""
    return int(connection.execute(select(func.coalesce(func.max(_EVENT.c.id), 0))).scalar_one())


_RENEWALS = (
    select(func.count())
    .where(_RENEWAL.c.loan_id == _LOAN.c.id, _RENEWAL.c.undone_at.is_(None))
    .correlate(_LOAN)
    .scalar_subquery()
)
_ROWS: Select[Any] = (
    select(
        _LOAN.c.id, _LOAN.c.article_id, _LOAN.c.borrower_id, _BORROWER.c.number, _BORROWER.c.name, _BORROWER.c.phone,
        _BORROWER.c.protected, _LOAN.c.lent_at, _LOAN.c.due, _LOAN.c.returned_at, _LOAN.c.visit_id, _CHILD.c.name,
        _RENEWALS.label("renewals"),
    )
    .select_from(
        _LOAN.outerjoin(_BORROWER, _BORROWER.c.id == _LOAN.c.borrower_id).outerjoin(
            _CHILD, _CHILD.c.id == _LOAN.c.co_borrower_id
        )
    )
    .where(_LOAN.c.id.in_(bindparam("loan_ids", expanding=True)))
)  # fmt: skip


def rows(connection: Connection, loan_ids: Sequence[int]) -> list[LoanListRow]:
    """The loans with these ids, in their order; unknown ones are left out."""
    if not loan_ids:
        return []
    found = {row.id: LoanListRow(*row) for row in connection.execute(_ROWS, {"loan_ids": list(loan_ids)})}
    return [found[loan_id] for loan_id in loan_ids if loan_id in found]


def moments_of_day(
    connection: Connection, branch_id: int, day: date
) -> tuple[list[tuple[datetime, int]], list[datetime]]:
    """((when, in which visit) of each loan of the day, when each return of the day was made), undone ones left out."""
    lent = connection.execute(
        select(_LOAN.c.lent_at, _LOAN.c.visit_id).where(
            _LOAN.c.branch_id == branch_id, _LOAN.c.lent_on == day, _LOAN.c.undone_at.is_(None)
        )
    )
    # `+ 0`: by the day, which is little, and not by an index that begins with the branch, which is everything.
    returned = connection.execute(
        select(_LOAN.c.returned_at).where(
            _LOAN.c.branch_id + 0 == branch_id, _LOAN.c.returned_on == day, _LOAN.c.undone_at.is_(None)
        )
    )
    return [(row.lent_at, row.visit_id) for row in lent], [
        row.returned_at for row in returned if row.returned_at is not None
    ]


def open_due_within(connection: Connection, branch_id: int, first: date, last: date) -> list[int]:
    """Ids of the loans that are out and due on these days, both included, by article: the order in which they are locked."""
    query = (
        select(_LOAN.c.id)
        .where(OPEN_LOAN, _LOAN.c.branch_id == branch_id, _LOAN.c.due.between(first, last))
        .order_by(_LOAN.c.article_id)
    )
    return list(connection.execute(query).scalars())
