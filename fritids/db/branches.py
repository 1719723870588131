"""Queries about branches: settings, calendar, numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from fritids.db.prepared import adding
from fritids.db.tables import Branch, BranchSetting, ClosedPeriod, NumberSeries, OpeningHours

_BRANCH = Branch.__table__
_ADD = adding(_BRANCH)
_SETTING = BranchSetting.__table__
_HOURS = OpeningHours.__table__
_CLOSED = ClosedPeriod.__table__
_SERIES = NumberSeries.__table__

REVISION = select(_BRANCH.c.revision).where(_BRANCH.c.id == bindparam("branch_id")).scalar_subquery()
"""For use inside other statements: whether the settings a desk remembers are still those of the branch."""


@dataclass(frozen=True, slots=True)
class BranchRow:
    """A branch as stored."""

    id: int
    code: str
    name: str
    timezone: str
    revision: int


def find(connection: Connection, code: str | None) -> list[BranchRow]:
    """The branch with this code, or all of them in the order they were made."""
    query = select(
        _BRANCH.c.id, _BRANCH.c.code, _BRANCH.c.name, _BRANCH.c.timezone, _BRANCH.c.revision
    ).order_by(_BRANCH.c.id)
    if code is not None:
        # Half a character, as bytes on a command line that are no text become, cannot be asked for.
        query = query.where(_BRANCH.c.code == code.encode(errors="replace").decode())
    return [BranchRow(*row) for row in connection.execute(query)]


def by_id(connection: Connection, branch_id: int) -> BranchRow:
    """The branch with this id."""
    return next(row for row in find(connection, None) if row.id == branch_id)


def revision(connection: Connection, branch_id: int) -> int:
    """Whether the settings that a desk remembers are still those of the branch: the number that grows with every change."""
    return int(connection.execute(select(REVISION), {"branch_id": branch_id}).scalar_one())


def add(connection: Connection, *, code: str, name: str, timezone: str) -> int:
    """Make a branch; its id."""
    return _ADD.id(connection, {"code": code, "name": name, "timezone": timezone, "revision": 1})


def change(connection: Connection, branch_id: int, **values: str) -> None:
    """Set columns of a branch, and let every desk know."""
    connection.execute(
        update(_BRANCH).where(_BRANCH.c.id == branch_id).values(**values, revision=_BRANCH.c.revision + 1)
    )


def change_all(connection: Connection) -> None:
    """Let every desk of every branch know that what it remembers of settings and types is old."""
    connection.execute(update(_BRANCH).values(revision=_BRANCH.c.revision + 1))


def settings(connection: Connection, branch_id: int) -> dict[str, str]:
    """The settings that differ from the program's own."""
    rows = connection.execute(
        select(_SETTING.c.key, _SETTING.c.value).where(_SETTING.c.branch_id == branch_id)
    )
    return {key: value for key, value in rows}  # noqa: C416  # rows are Row objects, dict() would not type


def set_settings(connection: Connection, branch_id: int, values: Mapping[str, str]) -> None:
    """Store these settings in place of what they were."""
    connection.execute(
        delete(_SETTING).where(_SETTING.c.branch_id == branch_id, _SETTING.c.key.in_(list(values)))
    )
    if values:
        connection.execute(
            insert(_SETTING),
            [{"branch_id": branch_id, "key": key, "value": value} for key, value in values.items()],
        )
    change(connection, branch_id)


def opening_hours(connection: Connection, branch_id: int) -> list[tuple[int, str, str]]:
    """(weekday, opens, closes), in the order of the week."""
    query = (
        select(_HOURS.c.weekday, _HOURS.c.opens, _HOURS.c.closes)
        .where(_HOURS.c.branch_id == branch_id)
        .order_by(_HOURS.c.weekday, _HOURS.c.opens)
    )
    return [(row.weekday, row.opens, row.closes) for row in connection.execute(query)]


def set_opening_hours(connection: Connection, branch_id: int, hours: list[tuple[int, str, str]]) -> None:
    """Store these hours in place of all earlier ones."""
    connection.execute(delete(_HOURS).where(_HOURS.c.branch_id == branch_id))
    if hours:
        connection.execute(
            insert(_HOURS),
            [
                {"branch_id": branch_id, "weekday": day, "opens": opens, "closes": closes}
                for day, opens, closes in hours
            ],
        )
    change(connection, branch_id)


def closed_periods(connection: Connection, branch_id: int) -> list[tuple[date, date, str | None]]:
    """(first, last, note), earliest first."""
    query = (
        select(_CLOSED.c.first_day, _CLOSED.c.last_day, _CLOSED.c.note)
        .where(_CLOSED.c.branch_id == branch_id)
        .order_by(_CLOSED.c.first_day)
    )
    return [(row.first_day, row.last_day, row.note) for row in connection.execute(query)]


def add_closed_period(
    connection: Connection, branch_id: int, first: date, last: date, note: str | None
) -> None:
    """Add days on which the branch is closed."""
    connection.execute(insert(_CLOSED).values(branch_id=branch_id, first_day=first, last_day=last, note=note))
    change(connection, branch_id)


def remove_closed_period(connection: Connection, branch_id: int, first: date, last: date) -> int:
    """Take a closed period out again; how many there were. Due dates that were moved for it stay (promised is promised)."""
    gone = connection.execute(
        delete(_CLOSED).where(
            _CLOSED.c.branch_id == branch_id, _CLOSED.c.first_day == first, _CLOSED.c.last_day == last
        )
    ).rowcount
    change(connection, branch_id)
    return gone


def take_numbers(connection: Connection, name: str, count: int = 1) -> range:
    """The next `count` numbers of a series; nobody gets them again."""
    after = connection.execute(
        update(_SERIES)
        .where(_SERIES.c.name == name)
        .values(next_number=_SERIES.c.next_number + count)
        .returning(_SERIES.c.next_number)
    ).scalar()
    if after is None:
        connection.execute(insert(_SERIES).values(name=name, next_number=1 + count))
        after = 1 + count
    return range(after - count, after)


def ensure_series(connection: Connection, name: str) -> None:
    """The number series exists; one that does begins where it stood."""
    if connection.execute(select(_SERIES.c.name).where(_SERIES.c.name == name)).first() is None:
        connection.execute(insert(_SERIES).values(name=name, next_number=1))
