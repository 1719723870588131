"""Queries about articles. `facts_by_key` is the one that every scan runs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, exists, func, insert, or_, select, update

from fritids.db import branches
from fritids.db.prepared import Prepared, Row
from fritids.db.tables import (
    Article,
    ArticleStateChange,
    ArticleType,
    Barcode,
    Booking,
    Borrower,
    Category,
    CheckQuestion,
    Event,
    Loan,
    Renewal,
)
from fritids.domain.facts import ArticleFacts, OpenLoanFacts
from fritids.domain.words import ArticleState, DiscardReason

ARTICLE = Article.__table__
BARCODE = Barcode.__table__
TYPE = ArticleType.__table__
CATEGORY = Category.__table__
CHANGE = ArticleStateChange.__table__
_LOAN = Loan.__table__
_BORROWER = Borrower.__table__
_BOOKING = Booking.__table__
_CHECK = CheckQuestion.__table__
_RENEWAL = Renewal.__table__
_EVENT = Event.__table__

_RECENT = 20
"""Lines of the record that say whether the clock went back: it is told for so many acts, since nobody looks at one sentence.
Of all lines, one act by a clock that ran ahead would have it told for as long as it ran ahead."""
OPEN_LOAN = and_(_LOAN.c.returned_at.is_(None), _LOAN.c.undone_at.is_(None))


@dataclass(frozen=True, slots=True)
class ArticleAtHand:
    """An article that was scanned: what the rules ask, and what the answer shows."""

    facts: ArticleFacts
    label: str
    size: str | None
    brand: str | None
    model: str | None
    note: str | None
    revision: int
    borrower_name: str | None
    borrower_phone: str | None
    borrower_protected: bool
    renewals: int
    booked: bool
    """Whether any open booking names the article or its type; which, and whose, is another query."""
    branch_revision: int
    newest_event_at: datetime | None
    """The latest moment that the newest lines of the record bear; None for an empty record."""
    part_counts: str | None


def _at_hand() -> Select[Any]:
    open_check = exists().where(_CHECK.c.article_id == ARTICLE.c.id, _CHECK.c.answered_at.is_(None))
    # Two questions, each answered by an index of its own; with OR inside one, SQLite reads every open booking.
    booked = or_(
        exists().where(_BOOKING.c.closed_at.is_(None), _BOOKING.c.article_id == ARTICLE.c.id),
        exists().where(_BOOKING.c.closed_at.is_(None), _BOOKING.c.type_code == ARTICLE.c.type_code),
    )
    renewals = (
        select(func.count())
        .where(_RENEWAL.c.loan_id == _LOAN.c.id, _RENEWAL.c.undone_at.is_(None))
        .correlate(_LOAN)
        .scalar_subquery()
    )
    last = _EVENT.alias("last")
    recent = _EVENT.c.id > select(func.max(last.c.id)).scalar_subquery() - _RECENT
    newest = select(func.max(_EVENT.c.at)).where(recent).scalar_subquery()
    return select(
        ARTICLE.c.id, ARTICLE.c.label, ARTICLE.c.type_code, ARTICLE.c.size, ARTICLE.c.brand, ARTICLE.c.model, ARTICLE.c.note,
        ARTICLE.c.state, ARTICLE.c.discard_reason, ARTICLE.c.revision,
        TYPE.c.category_code, TYPE.c.ask_guardian, TYPE.c.safety_check, TYPE.c.staff_sets_binding, TYPE.c.loan_days,
        _LOAN.c.id.label("loan_id"), _LOAN.c.borrower_id, _LOAN.c.desk, _LOAN.c.lent_at, _LOAN.c.due, _LOAN.c.visit_id,
        _BORROWER.c.number, _BORROWER.c.name, _BORROWER.c.phone, _BORROWER.c.protected,
        open_check.label("check_open"), booked.label("booked"), renewals.label("renewals"),
        branches.REVISION.label("branch_revision"), newest.label("newest_event_at"), ARTICLE.c.part_counts,
    ).select_from(
        ARTICLE.join(TYPE, TYPE.c.code == ARTICLE.c.type_code)
        .outerjoin(_LOAN, and_(_LOAN.c.article_id == ARTICLE.c.id, OPEN_LOAN))
        .outerjoin(_BORROWER, _BORROWER.c.id == _LOAN.c.borrower_id)
    )  # fmt: skip


_BY_KEY = Prepared(
    _at_hand().join(BARCODE, BARCODE.c.article_id == ARTICLE.c.id).where(BARCODE.c.key == bindparam("key"))
)
_BY_ID = Prepared(_at_hand().where(ARTICLE.c.id == bindparam("article_id")))
_LOCK_BY_KEY = Prepared(
    select(ARTICLE.c.id)
    .join(BARCODE, BARCODE.c.article_id == ARTICLE.c.id)
    .where(BARCODE.c.key == bindparam("key"))
    .with_for_update(of=ARTICLE)
)
_LOCK_BY_ID = Prepared(select(ARTICLE.c.id).where(ARTICLE.c.id == bindparam("article_id")).with_for_update())

_LOCK_MANY = (
    select(ARTICLE.c.id)
    .where(ARTICLE.c.id.in_(bindparam("article_ids", expanding=True)))
    .order_by(ARTICLE.c.id)
    .with_for_update()
)


def lock_by_key(connection: Connection, key: str) -> None:
    """Make other transactions on the article wait for this one.

    A statement of its own, before the facts are read: PostgreSQL would read the joined rows of a locked query as they stood before the wait.
    SQLite's write lock covers it already.
    """
    if connection.dialect.name != "sqlite":
        _LOCK_BY_KEY.run(connection, {"key": key})


def lock_by_id(connection: Connection, article_id: int) -> None:
    """As `lock_by_key`, by id."""
    if connection.dialect.name != "sqlite":
        _LOCK_BY_ID.run(connection, {"article_id": article_id})


def lock_many(connection: Connection, article_ids: Collection[int]) -> None:
    """As `lock_by_key`, several at once and by id, so that two acts on the same articles never wait for each other."""
    if article_ids and connection.dialect.name != "sqlite":
        connection.execute(_LOCK_MANY, {"article_ids": list(article_ids)})


def by_key(connection: Connection, key: str, branch_id: int) -> ArticleAtHand | None:
    """The article that has a label with this lookup key."""
    row = _BY_KEY.first(connection, {"key": key, "branch_id": branch_id})
    return None if row is None else _to_article(row)


def by_id(connection: Connection, article_id: int, branch_id: int) -> ArticleAtHand:
    """The article with this id. Raises LookupError if there is none."""
    row = _BY_ID.first(connection, {"article_id": article_id, "branch_id": branch_id})
    if row is None:
        raise LookupError(article_id)
    return _to_article(row)


def _to_article(row: Row) -> ArticleAtHand:
    # By place, in the order of _at_hand: looking thirty columns up by name costs as much as a statement.
    (
        article_id, label, type_code, size, brand, model, note, state, reason, revision,
        category_code, ask_guardian, safety_check, staff_sets_binding, loan_days,
        loan_id, borrower_id, desk, lent_at, due, visit_id, number, name, phone, protected,
        check_open, booked, renewals, branch_revision, newest_event_at, part_counts,
    ) = row  # fmt: skip
    return ArticleAtHand(
        facts=ArticleFacts(
            article_id=article_id,
            state=ArticleState(state),
            discard_reason=None if reason is None else DiscardReason(reason),
            type_code=type_code,
            category_code=category_code,
            ask_guardian=ask_guardian,
            safety_check=safety_check,
            staff_sets_binding=staff_sets_binding,
            loan_days=loan_days,
            open_loan=None
            if loan_id is None
            else OpenLoanFacts(loan_id, borrower_id, number, desk, lent_at, due, visit_id),
            check_open=check_open,
        ),
        label=label,
        size=size,
        brand=brand,
        model=model,
        note=note,
        revision=revision,
        borrower_name=name,
        borrower_phone=phone,
        borrower_protected=bool(protected),
        renewals=renewals,
        booked=booked,
        branch_revision=branch_revision,
        newest_event_at=newest_event_at,
        part_counts=part_counts,
    )


def set_state(
    connection: Connection,
    article_id: int,
    state: ArticleState,
    at: datetime,
    *,
    reason: DiscardReason | None = None,
    note: str | None = None,
) -> None:
    """The article has this stored state from `at` on, and the change is dated for the statistics of stock; `note` says why.

    Never from before the change it follows: a slip may be older than what was noted since, and a clock may have gone back.
    """
    newest = connection.execute(
        select(func.max(CHANGE.c.changed_at)).where(CHANGE.c.article_id == article_id)
    ).scalar()
    connection.execute(
        update(ARTICLE)
        .where(ARTICLE.c.id == article_id)
        .values(state=state.value, discard_reason=reason, revision=ARTICLE.c.revision + 1)
    )
    connection.execute(
        insert(CHANGE).values(
            article_id=article_id,
            changed_at=max(at, newest or at),
            state=state.value,
            reason=reason,
            note=note,
        )
    )


def state_note(connection: Connection, article_id: int) -> str | None:
    """What was written when the article got the state that it has."""
    query = select(CHANGE.c.note).where(CHANGE.c.article_id == article_id).order_by(CHANGE.c.id.desc())
    found: str | None = connection.execute(query.limit(1)).scalar()
    return found


@dataclass(frozen=True, slots=True)
class TypeRow:
    """An article type with its category's names."""

    code: str
    category: str
    name_sv: str
    name_en: str
    size_kind: str
    ask_guardian: bool
    safety_check: bool
    staff_sets_binding: bool
    private: bool
    loan_days: int | None
    category_sv: str
    category_en: str
    parts_sv: str | None
    parts_en: str | None


def types(connection: Connection) -> list[TypeRow]:
    """All types in the order of the catalogue."""
    query: Select[Any] = (
        select(
            TYPE.c.code, TYPE.c.category_code, TYPE.c.name_sv, TYPE.c.name_en, TYPE.c.size_kind, TYPE.c.ask_guardian, TYPE.c.safety_check,
            TYPE.c.staff_sets_binding, TYPE.c.private, TYPE.c.loan_days, CATEGORY.c.name_sv, CATEGORY.c.name_en,
            TYPE.c.parts_sv, TYPE.c.parts_en,
        )
        .join(CATEGORY, CATEGORY.c.code == TYPE.c.category_code)
        .order_by(CATEGORY.c.sort, TYPE.c.sort, TYPE.c.code)
    )  # fmt: skip
    return [TypeRow(*row) for row in connection.execute(query)]


def last_binding(connection: Connection, article_id: int) -> tuple[int | None, int | None] | None:
    """(borrower, co-borrower) for whom the article's binding was last set, if it was ever recorded."""
    query = (
        select(_LOAN.c.borrower_id, _LOAN.c.co_borrower_id)
        .where(_LOAN.c.article_id == article_id, _LOAN.c.undone_at.is_(None), _LOAN.c.binding_by.is_not(None))
        .order_by(_LOAN.c.lent_at.desc())
        .limit(1)
    )
    row = connection.execute(query).first()
    return None if row is None else (row.borrower_id, row.co_borrower_id)


def loan_in_the_way(connection: Connection, article_id: int, at: datetime) -> datetime | None:
    """When the newest loan that stood on the article at or after `at` ended; for acts entered later, which must not overlap."""
    query = select(func.max(_LOAN.c.returned_at)).where(
        _LOAN.c.article_id == article_id, _LOAN.c.undone_at.is_(None), _LOAN.c.returned_at > at
    )
    found: datetime | None = connection.execute(query).scalar()
    return found


def available_of_type(connection: Connection, branch_id: int, type_code: str) -> int:
    """How many articles of the type stand ready to be lent."""
    out = exists().where(_LOAN.c.article_id == ARTICLE.c.id, OPEN_LOAN)
    query = select(func.count()).where(
        ARTICLE.c.branch_id == branch_id,
        ARTICLE.c.type_code == type_code,
        ARTICLE.c.state == ArticleState.IN_STOCK.value,
        ~out,
    )
    return connection.execute(query).scalar_one()


_BY_IDS = _at_hand().where(ARTICLE.c.id.in_(bindparam("article_ids", expanding=True)))


def by_ids(connection: Connection, article_ids: Sequence[int], branch_id: int) -> list[ArticleAtHand]:
    """The articles with these ids, in their order; unknown ones are left out. For a page of a list, not for all of it."""
    if not article_ids:
        return []
    rows = connection.execute(_BY_IDS, {"article_ids": list(article_ids), "branch_id": branch_id})
    found = {row[0]: _to_article(tuple(row)) for row in rows}
    return [found[article_id] for article_id in article_ids if article_id in found]
