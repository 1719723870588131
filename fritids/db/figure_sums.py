"""Kept figures: which still hold, keeping more of them, and throwing away what does not.

When a sum holds. It was counted in a view of the database in which the newest mark was `seen`; each later change of what it counted
put a mark with a higher number (`tables.figure_triggers`), so it holds while there is none that concerns it. Two things could slip through, and do not:

* A change whose transaction looked at `figure_summary` before the sum was announced there, found that nothing was summed so far, and
  put no mark. So whoever wants to keep a sum first says how far it will reach (`announce`, a transaction of its own), and counts
  after all transactions that were under way then have ended (`settled`). On SQLite there is one writer at a time, and nothing to wait for.
* On PostgreSQL a mark with a low number that is committed after a higher one was seen. So after counting one waits again until all
  that was under way has ended, and keeps the sum only if there are as many marks up to `seen` as there were (`Seen.marks`).
* A mark, or an announcement, that was thrown away while something was counted (`tidy`). That leaves a mark of its own, which makes no sum
  stale (`_TIDIED`), and nothing is kept that was counted before it. Keeping and tidying take turns.

Nobody who lends ever waits for any of this: reading `figure_summary`, as the triggers do, needs no lock that is taken here.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Select,
    and_,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    text,
)

from fritids.db.tables import Branch, FigureSummary, StaleMark

_SUM = FigureSummary.__table__
_MARK = StaleMark.__table__
_BRANCH = Branch.__table__
_REACH: Final = "reach"
_TIDIED: Final = date.max
"""The day since which a mark makes stale that says nothing but that marks were thrown away."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept sum that holds."""

    id: int
    what: str
    branch_id: int | None
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Seen:
    """What a transaction sees of the marks, and which transactions it does not wait for."""

    newest: int
    marks: int
    """How many there are up to the newest."""
    reach: date
    """The last day up to which whoever changes something puts a mark."""
    horizon: int
    """On PostgreSQL, the transaction that will begin next; 0 on SQLite."""


_HOLDS: ColumnElement[bool] = and_(
    _SUM.c.what != _REACH,
    ~exists().where(
        _MARK.c.id > _SUM.c.seen,
        _MARK.c.since <= _SUM.c.last,
        or_(_SUM.c.branch_id.is_(None), _MARK.c.branch_id == _SUM.c.branch_id),
    ),
)
_KEPT: Select[Any] = select(_SUM.c.id, _SUM.c.what, _SUM.c.branch_id, _SUM.c.first, _SUM.c.last)


def longest(
    connection: Connection, what: str, branch_ids: Collection[int | None], first: date, last: date
) -> dict[int | None, Kept]:
    """Of each of these branches (None: all together) the sum that holds, begins on `first` and goes furthest, to `last` at most."""
    ids = [each for each in branch_ids if each is not None]
    of_all = _SUM.c.branch_id.is_(None)
    ours = of_all if not ids else or_(of_all, _SUM.c.branch_id.in_(ids))
    query = _KEPT.where(_SUM.c.what == what, _SUM.c.first == first, _SUM.c.last <= last, ours, _HOLDS)
    rows = (Kept(*row) for row in connection.execute(query.order_by(_SUM.c.last, _SUM.c.id)))
    return {row.branch_id: row for row in rows if row.branch_id in branch_ids}


def holding(connection: Connection) -> list[Kept]:
    """All sums that hold."""
    return [Kept(*row) for row in connection.execute(_KEPT.where(_HOLDS).order_by(_SUM.c.id))]


def body(connection: Connection, kept: Kept) -> str:
    """What was kept."""
    return str(connection.execute(select(_SUM.c.body).where(_SUM.c.id == kept.id)).scalar_one())


def reach(connection: Connection) -> date | None:
    """The last day that is or may be summed; None if nothing is."""
    found: date | None = connection.execute(select(func.max(_SUM.c.last))).scalar()
    return found


def announce(connection: Connection, last: date, at: datetime) -> None:
    """From the commit on, whoever changes something up to this day puts a mark."""
    connection.execute(delete(_SUM).where(_SUM.c.what == _REACH, _SUM.c.last <= last))
    values = {"what": _REACH, "first": last, "last": last, "seen": 0, "counted_at": at, "body": "{}"}
    connection.execute(insert(_SUM).values(values))


def seen(connection: Connection) -> Seen:
    """What this transaction sees."""
    newest, marks = connection.execute(select(func.coalesce(func.max(_MARK.c.id), 0), func.count())).one()
    return Seen(newest, marks, reach(connection) or date.min, next_transaction(connection))


def next_transaction(connection: Connection) -> int:
    """The number of the transaction that will begin next, on PostgreSQL; else 0."""
    if connection.dialect.name != "postgresql":
        return 0
    query = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
    return int(connection.execute(text(query)).scalar_one())


def settled(connection: Connection, horizon: int) -> bool:
    """Whether every transaction that was under way before number `horizon` has ended. To be asked in a new transaction each time."""
    if connection.dialect.name != "postgresql":
        return True
    query = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
    return int(connection.execute(text(query)).scalar_one()) >= horizon


def take_turns(connection: Connection) -> None:
    """Wait for others who keep or tidy, until the transaction ends; nobody waits who only reads. On SQLite one writer waits for the other anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE figure_summary IN SHARE ROW EXCLUSIVE MODE"))


def still_all(connection: Connection, then: Seen) -> bool:
    """Whether no mark came in among those that were seen, and none was thrown away since."""
    marks = connection.execute(select(func.count()).where(_MARK.c.id <= then.newest)).scalar_one()
    tidied = connection.execute(
        select(func.count()).where(_MARK.c.id > then.newest, _MARK.c.since == _TIDIED)
    ).scalar_one()
    return bool(marks == then.marks and not tidied)


@dataclass(frozen=True, slots=True)
class ToKeep:
    """A sum that was counted."""

    what: str
    branch_id: int | None
    first: date
    last: date
    body: str


def keep(connection: Connection, sums: Iterable[ToKeep], then: Seen, at: datetime) -> int:
    """Keep these, in place of shorter ones of the same beginning that do not end with a month; how many.

    One whose announcement was gone (another computer's clock is an hour behind) is not kept.
    """
    kept = 0
    for each in sums:
        if each.last > then.reach:
            continue
        same = and_(
            _SUM.c.what == each.what,
            _SUM.c.first == each.first,
            _SUM.c.branch_id.is_(None) if each.branch_id is None else _SUM.c.branch_id == each.branch_id,
            _SUM.c.last <= each.last,
        )
        rows = connection.execute(select(_SUM.c.id, _SUM.c.last).where(same)).all()
        gone = [row.id for row in rows if row.last == each.last or not _ends_a_month(row.last)]
        connection.execute(delete(_SUM).where(_SUM.c.id.in_(gone)))
        connection.execute(
            insert(_SUM).values(
                what=each.what, branch_id=each.branch_id, first=each.first, last=each.last, seen=then.newest, counted_at=at, body=each.body
            )
        )  # fmt: skip
        kept += 1
    return kept


def _ends_a_month(day: date) -> bool:
    return day == date.max or date.fromordinal(day.toordinal() + 1).day == 1


def drop(connection: Connection, ids: Collection[int]) -> None:
    """Keep these no longer."""
    connection.execute(delete(_SUM).where(_SUM.c.id.in_(ids)))


def tidy(connection: Connection, *, over: date, unused_since: datetime) -> None:
    """Sums that hold no longer are gone, those of days that are not over (a clock was wrong), those of odd questions kept long ago, and all marks that no sum is older than."""
    take_turns(connection)
    odd = and_(_SUM.c.counted_at < unused_since, _SUM.c.what.like("split%"))
    connection.execute(delete(_SUM).where(_SUM.c.what != _REACH, or_(~_HOLDS, _SUM.c.last > over, odd)))
    ahead = connection.execute(delete(_SUM).where(_SUM.c.what == _REACH, _SUM.c.last > over)).rowcount
    oldest = select(func.min(_SUM.c.seen)).where(_SUM.c.what != _REACH).scalar_subquery()
    unused = or_(_MARK.c.id <= oldest, ~exists().where(_SUM.c.what != _REACH))
    gone = connection.execute(delete(_MARK).where(unused)).rowcount
    if ahead or gone:
        first = select(func.min(_BRANCH.c.id), literal(_TIDIED, Date()))
        connection.execute(insert(_MARK).from_select(["branch_id", "since"], first))
