"""Queries about paper slips: what was printed, what was typed in, and what of it stands as a conflict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, func, insert, or_, select, update

from fritids.db.prepared import adding
from fritids.db.tables import Event, Loan, Slip, SlipLine, Visit
from fritids.domain.words import SlipAct

_SLIP = Slip.__table__
_LINE = SlipLine.__table__
_EVENT = Event.__table__
_VISIT = Visit.__table__
_LOAN = Loan.__table__
_ADD_LINE = adding(_LINE)


@dataclass(frozen=True, slots=True)
class SlipRow:
    """A slip as stored."""

    id: int
    number: int
    printed_at: datetime
    written_at: datetime | None
    written_by: str | None
    entered_at: datetime | None
    entered_by: str | None
    visit_id: int | None
    event_id: int | None
    voided_at: datetime | None
    void_reason: str | None
    borrower_id: int | None
    """Whose the visit is; None where nothing was lent, or whose it was is forgotten."""


@dataclass(frozen=True, slots=True)
class SlipLineRow:
    """A row of a slip that was typed in."""

    id: int
    slip_id: int
    place: int
    act: SlipAct
    code: str
    event_id: int | None
    reasons: str | None
    since: datetime | None
    other_slip: int | None
    settled_at: datetime | None
    settled_note: str | None
    number: int
    """Of the slip."""
    at: datetime
    """What was written on it."""
    visit_id: int | None
    borrower_id: int | None


_ROWS: Select[Any] = select(
    _SLIP.c.id, _SLIP.c.number, _SLIP.c.printed_at, _SLIP.c.written_at, _SLIP.c.written_by, _SLIP.c.entered_at, _SLIP.c.entered_by,
    _SLIP.c.visit_id, _SLIP.c.event_id, _SLIP.c.voided_at, _SLIP.c.void_reason, _VISIT.c.borrower_id,
).select_from(_SLIP.outerjoin(_VISIT, _VISIT.c.id == _SLIP.c.visit_id))  # fmt: skip
_LINES: Select[Any] = select(
    _LINE.c.id, _LINE.c.slip_id, _LINE.c.place, _LINE.c.act, _LINE.c.code, _LINE.c.event_id, _LINE.c.reasons, _LINE.c.since,
    _LINE.c.other_slip, _LINE.c.settled_at, _LINE.c.settled_note, _SLIP.c.number, _SLIP.c.written_at, _SLIP.c.visit_id,
    _VISIT.c.borrower_id,
).select_from(_LINE.join(_SLIP, _SLIP.c.id == _LINE.c.slip_id).outerjoin(_VISIT, _VISIT.c.id == _SLIP.c.visit_id))  # fmt: skip
_IN_CONFLICT = and_(_LINE.c.event_id.is_(None), _LINE.c.settled_at.is_(None))


def newest_number(connection: Connection, branch_id: int) -> int:
    """The highest number that the branch has printed; 0 for none."""
    query = select(func.max(_SLIP.c.number)).where(_SLIP.c.branch_id == branch_id)
    found: int | None = connection.execute(query).scalar()
    return found or 0


def add(connection: Connection, branch_id: int, numbers: range, at: datetime) -> None:
    """The slips with these numbers were printed. Raises IntegrityError if one of them was before."""
    connection.execute(
        insert(_SLIP), [{"branch_id": branch_id, "number": number, "printed_at": at} for number in numbers]
    )


def remove(connection: Connection, branch_id: int, numbers: range) -> None:
    """The slips were not printed after all; none of them may have been seen since."""
    connection.execute(
        delete(_SLIP).where(
            _SLIP.c.branch_id == branch_id, _SLIP.c.number.between(numbers.start, numbers.stop - 1)
        )
    )


def by_number(connection: Connection, branch_id: int, number: int, *, lock: bool = False) -> SlipRow | None:
    """The branch's slip with this number; with `lock` other transactions on it wait for this one."""
    chosen = and_(_SLIP.c.branch_id == branch_id, _SLIP.c.number == number)
    if lock and connection.dialect.name != "sqlite":
        connection.execute(select(_SLIP.c.id).where(chosen).with_for_update())
    row = connection.execute(_ROWS.where(chosen)).first()
    return None if row is None else SlipRow(*row)


def listed(connection: Connection, branch_id: int, *, only_open: bool = False) -> list[SlipRow]:
    """The branch's slips by number; or those of which nothing is known since they were printed."""
    query = _ROWS.where(_SLIP.c.branch_id == branch_id).order_by(_SLIP.c.number)
    if only_open:
        query = query.where(_SLIP.c.entered_at.is_(None), _SLIP.c.voided_at.is_(None))
    return [SlipRow(*row) for row in connection.execute(query)]


def change(connection: Connection, slip_id: int, values: Mapping[str, object]) -> None:
    """Set columns of a slip."""
    connection.execute(update(_SLIP).where(_SLIP.c.id == slip_id).values(**values))


def gaps(connection: Connection, branch_id: int) -> tuple[int, ...]:
    """The numbers between slips that were typed in or voided of which nothing is known."""
    used = or_(_SLIP.c.entered_at.is_not(None), _SLIP.c.voided_at.is_not(None))
    ours = _SLIP.c.branch_id == branch_id
    first, last = connection.execute(
        select(func.min(_SLIP.c.number), func.max(_SLIP.c.number)).where(ours, used)
    ).one()
    if first is None:
        return ()
    query = select(_SLIP.c.number).where(ours, ~used, _SLIP.c.number.between(first, last))
    return tuple(connection.execute(query.order_by(_SLIP.c.number)).scalars())


def counts(connection: Connection, branch_id: int) -> tuple[int, int, int]:
    """(printed, typed in, voided)."""
    row = connection.execute(
        select(func.count(), func.count(_SLIP.c.entered_at), func.count(_SLIP.c.voided_at)).where(
            _SLIP.c.branch_id == branch_id
        )
    ).one()
    return row[0], row[1], row[2]


# ---------------------------------------------------------------------------------------------------- rows of a slip


def add_line(connection: Connection, slip_id: int, place: int, act: SlipAct, code: str) -> int:
    """A row of the slip is there, with nothing done about it yet; its id."""
    return _ADD_LINE.id(connection, {"slip_id": slip_id, "place": place, "act": act.value, "code": code})


def change_line(connection: Connection, line_id: int, values: Mapping[str, object]) -> None:
    """Set columns of a row."""
    connection.execute(update(_LINE).where(_LINE.c.id == line_id).values(**values))


def forget_lines(connection: Connection, slip_id: int) -> None:
    """The slip has no rows: it was not typed in after all."""
    connection.execute(delete(_LINE).where(_LINE.c.slip_id == slip_id))


def lines_of(connection: Connection, slip_ids: Sequence[int]) -> list[SlipLineRow]:
    """The rows of these slips, in their order."""
    query = _LINES.where(_LINE.c.slip_id.in_(list(slip_ids)))
    return _lines(connection, query.order_by(_SLIP.c.number, _LINE.c.place))


def lines_by_id(connection: Connection, line_ids: Sequence[int]) -> list[SlipLineRow]:
    """These rows."""
    return _lines(connection, _LINES.where(_LINE.c.id.in_(list(line_ids))).order_by(_LINE.c.id))


def conflicts(connection: Connection, branch_id: int) -> list[SlipLineRow]:
    """The rows of the branch that were neither done nor noted, by the time that was written."""
    query = _LINES.where(_SLIP.c.branch_id == branch_id, _IN_CONFLICT)
    return _lines(connection, query.order_by(_SLIP.c.written_at, _SLIP.c.number, _LINE.c.place))


def done_with(connection: Connection, branch_id: int, article_id: int) -> list[SlipLineRow]:
    """What slips lent and took back of this article."""
    query = _LINES.join(_EVENT, _EVENT.c.id == _LINE.c.event_id).where(
        _SLIP.c.branch_id == branch_id, _EVENT.c.article_id == article_id
    )
    return _lines(connection, query)


def slip_of_loan(connection: Connection, loan_id: int) -> int | None:
    """The number of the slip on which a loan was written; None for one that was made at the counter."""
    query = (
        select(_SLIP.c.number)
        .join(_LINE, _LINE.c.slip_id == _SLIP.c.id)
        .join(_EVENT, _EVENT.c.id == _LINE.c.event_id)
        .where(_EVENT.c.loan_id == loan_id, _LINE.c.act == SlipAct.LEND.value)
    )
    found: int | None = connection.execute(query.limit(1)).scalar()
    return found


def last_loan(connection: Connection, article_id: int) -> tuple[int, datetime] | None:
    """(loan, when it came back) of what came back last of an article."""
    row = connection.execute(
        select(_LOAN.c.id, _LOAN.c.returned_at)
        .where(
            _LOAN.c.article_id == article_id, _LOAN.c.undone_at.is_(None), _LOAN.c.returned_at.is_not(None)
        )
        .order_by(_LOAN.c.returned_at.desc(), _LOAN.c.id.desc())
        .limit(1)
    ).first()
    return None if row is None else (row[0], row[1])


def _lines(connection: Connection, query: Select[Any]) -> list[SlipLineRow]:
    return [
        SlipLineRow(
            row.id, row.slip_id, row.place, SlipAct(row.act), row.code, row.event_id, row.reasons, row.since, row.other_slip,
            row.settled_at, row.settled_note, row.number, row.written_at, row.visit_id, row.borrower_id,
        )
        for row in connection.execute(query)
    ]  # fmt: skip
