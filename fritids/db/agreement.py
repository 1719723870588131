"""Queries on whether the tables agree with each other: loans with the record, states with their dates, what is derived with its sources."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Select,
    and_,
    case,
    delete,
    exists,
    false,
    func,
    insert,
    or_,
    select,
    update,
)

from fritids.db.articles import ARTICLE, BARCODE, CHANGE
from fritids.db.borrowers import BORROWER, CARD
from fritids.db.tables import DeskItem, Event, EventLink, Loan, NumberSeries, PrintedLabel, Renewal, Visit
from fritids.domain.soundness import Fault, Found
from fritids.domain.words import ActKind

_EVENT, _LOAN, _VISIT = Event.__table__, Loan.__table__, Visit.__table__
_ITEM, _RENEWAL = DeskItem.__table__, Renewal.__table__
_LINK = EventLink.__table__
_LABEL, _SERIES = PrintedLabel.__table__, NumberSeries.__table__
_AT_ONCE: Final = 5_000
_LATER = _EVENT.alias("later")
_NOT_UNDONE = ~exists().where(_LATER.c.undoes == _EVENT.c.id)


def _count(connection: Connection, query: Select[Any]) -> int:
    return int(connection.execute(select(func.count()).select_from(query.subquery())).scalar_one())


def loan_faults(connection: Connection) -> Iterator[Found]:
    """Loans and their lines of the record that do not agree.

    Loans of before the record began (a network made for trying reports) have no line at all, and are left out.
    """
    first = connection.execute(
        select(func.min(_EVENT.c.loan_id)).where(_EVENT.c.kind == ActKind.LEND.value)
    ).scalar()
    recorded = false() if first is None else _LOAN.c.id >= first
    lent = exists().where(_EVENT.c.loan_id == _LOAN.c.id, _EVENT.c.kind == ActKind.LEND.value)
    ended = or_(
        exists().where(_EVENT.c.loan_id == _LOAN.c.id, _EVENT.c.kind == ActKind.RETURN.value),
        exists().where(_EVENT.c.returned_loan_id == _LOAN.c.id),
    )
    there = exists().where(_LOAN.c.id == _EVENT.c.loan_id)
    closed = case((_EVENT.c.kind == ActKind.RETURN.value, _EVENT.c.loan_id), else_=_EVENT.c.returned_loan_id)
    looked_at = {
        Fault.LOAN_WITHOUT_LINE: select(_LOAN.c.id).where(recorded, ~lent),
        Fault.RETURNED_WITHOUT_LINE: select(_LOAN.c.id).where(
            recorded, _LOAN.c.returned_at.is_not(None), lent, ~ended
        ),
        Fault.LINE_WITHOUT_LOAN: select(_EVENT.c.id).where(_EVENT.c.loan_id.is_not(None), ~there),
        Fault.RETURN_NOT_DONE: select(_EVENT.c.id)
        .join(_LOAN, _LOAN.c.id == closed)
        .where(
            or_(_EVENT.c.kind == ActKind.RETURN.value, _EVENT.c.returned_loan_id.is_not(None)),
            _EVENT.c.kind != ActKind.UNDO.value,
            _LOAN.c.returned_at.is_(None),
            _LOAN.c.undone_at.is_(None),
            _NOT_UNDONE,
        ),
    }
    for fault, query in looked_at.items():
        if count := _count(connection, query):
            yield Found(fault, count)


_NEWEST = (
    select(CHANGE.c.id)
    .where(CHANGE.c.article_id == ARTICLE.c.id)
    .order_by(CHANGE.c.changed_at.desc(), CHANGE.c.id.desc())
    .limit(1)
    .correlate(ARTICLE)
    .scalar_subquery()
)
_OTHER = or_(
    CHANGE.c.state != ARTICLE.c.state,
    func.coalesce(CHANGE.c.reason, "") != func.coalesce(ARTICLE.c.discard_reason, ""),
)
_STATES = select(ARTICLE.c.id, CHANGE.c.state, CHANGE.c.reason).join(
    CHANGE, and_(CHANGE.c.article_id == ARTICLE.c.id, CHANGE.c.id == _NEWEST)
)
_UNDATED = select(ARTICLE.c.id, ARTICLE.c.state, ARTICLE.c.discard_reason, ARTICLE.c.added_at).where(
    ~exists().where(CHANGE.c.article_id == ARTICLE.c.id)
)


def state_faults(connection: Connection) -> Iterator[Found]:
    """Articles whose state is not that of its newest dated change, and those that have none."""
    if count := _count(connection, _STATES.where(_OTHER)):
        yield Found(Fault.STATE_WRONG, count)
    if count := _count(connection, _UNDATED):
        yield Found(Fault.STATE_UNDATED, count)


def mend_states(connection: Connection) -> None:
    """Every article has the state of its newest dated change; one that had none has had its present state since it came."""
    for row in connection.execute(_UNDATED).all():
        values = {
            "article_id": row.id,
            "changed_at": row.added_at,
            "state": row.state,
            "reason": row.discard_reason,
        }
        connection.execute(insert(CHANGE).values(values))
    for wrong in connection.execute(_STATES.where(_OTHER)).all():
        new = {"state": wrong.state, "discard_reason": wrong.reason, "revision": ARTICLE.c.revision + 1}
        connection.execute(update(ARTICLE).where(ARTICLE.c.id == wrong.id).values(new))


def _stray() -> Any:
    gone = ~exists().where(
        _VISIT.c.id == _ITEM.c.visit_id,
        _VISIT.c.ended_at.is_(None),
        _VISIT.c.desk == _ITEM.c.desk,
        _VISIT.c.branch_id == _ITEM.c.branch_id,
    )
    return and_(_ITEM.c.visit_id.is_not(None), gone, exists().where(_VISIT.c.id == _ITEM.c.visit_id))


def stray_items(connection: Connection) -> int:
    """How many things lie on a desk in a visit that is over or of another desk. Those of no visit at all are stray rows."""
    return _count(connection, select(_ITEM.c.id).where(_stray()))


def remove_stray_items(connection: Connection) -> None:
    """They lie there no more."""
    connection.execute(delete(_ITEM).where(_stray()))


def articles_to_search(
    connection: Connection,
) -> Iterator[tuple[int, str, str | None, str | None, str | None, list[str]]]:
    """(id, what it is searched by, brand, model, size, codes, the oldest first) of every article."""
    codes: dict[int, list[str]] = {}
    for of in connection.execute(
        select(BARCODE.c.article_id, BARCODE.c.code).order_by(BARCODE.c.added_at, BARCODE.c.key)
    ):
        codes.setdefault(of.article_id, []).append(of.code)
    c = ARTICLE.c
    for row in connection.execute(select(c.id, c.search, c.brand, c.model, c.size).order_by(c.id)):
        yield row.id, row.search, row.brand, row.model, row.size, codes.get(row.id, [])


def borrowers_to_search(connection: Connection) -> Iterator[tuple[int, str, str, str, str | None, list[str]]]:
    """(id, what they are searched by, name, number, phone, cards) of every borrower."""
    cards: dict[int, list[str]] = {}
    for of in connection.execute(select(CARD.c.borrower_id, CARD.c.code).order_by(CARD.c.key)):
        cards.setdefault(of.borrower_id, []).append(of.code)
    c = BORROWER.c
    for row in connection.execute(select(c.id, c.search, c.name, c.number, c.phone).order_by(c.id)):
        yield row.id, row.search, row.name, row.number, row.phone, cards.get(row.id, [])


def set_search(connection: Connection, articles: Mapping[int, str], borrowers: Mapping[int, str]) -> None:
    """These are searched by these texts."""
    for table, texts in ((ARTICLE, articles), (BORROWER, borrowers)):
        for number, written in texts.items():
            connection.execute(update(table).where(table.c.id == number).values(search=written))


def codes_given(connection: Connection) -> Iterator[str]:
    """Every code that was ever printed or stands on an article or a borrower, in digits; of ours and of others."""
    for column in (BARCODE.c.key, _LABEL.c.key, BORROWER.c.number):
        # Ours are the longest of eight to eleven digits; the rest is not brought here.
        ours = and_(func.length(column).between(8, 11), or_(column.like("2%"), column.like("5%")))
        yield from connection.execute(select(column).where(ours)).scalars()


def series(connection: Connection) -> dict[str, int]:
    """The next number of each series."""
    return {row.name: row.next_number for row in connection.execute(select(_SERIES))}


def put_series_on(connection: Connection, name: str, after: int) -> None:
    """The series goes on after this number."""
    changed = connection.execute(
        update(_SERIES)
        .where(_SERIES.c.name == name, _SERIES.c.next_number <= after)
        .values(next_number=after + 1)
    ).rowcount
    if not changed and name not in series(connection):
        connection.execute(insert(_SERIES).values(name=name, next_number=after + 1))


def newest_moment(connection: Connection) -> datetime | None:
    """When the newest line of the record was written."""
    found: datetime | None = connection.execute(select(func.max(_EVENT.c.at))).scalar()
    return found


def newest_restore(connection: Connection) -> datetime | None:
    """When a backup was last put in place of this database; None if never. What was written down before may be of a history that was left."""
    found: datetime | None = connection.execute(
        select(func.max(_EVENT.c.at)).where(_EVENT.c.kind == ActKind.RESTORE.value)
    ).scalar()
    return found


def act_at(connection: Connection, seq: int) -> str | None:
    """The act whose line stands at a place of the record."""
    query = select(_EVENT.c.act_key).join(_LINK, _LINK.c.event_id == _EVENT.c.id).where(_LINK.c.seq == seq)
    found: str | None = connection.execute(query).scalar()
    return found


def has_act(connection: Connection, act_key: str) -> bool:
    """Whether a line of this act stands in the record."""
    return bool(connection.execute(select(exists().where(_EVENT.c.act_key == act_key))).scalar())


def server_version(connection: Connection) -> str | None:
    """The version of the database server; None for SQLite."""
    if connection.dialect.name == "sqlite":
        return None
    return str(connection.exec_driver_sql("SHOW server_version").scalar_one())
