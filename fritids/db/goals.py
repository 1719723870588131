"""Queries about goals, and about how many people live where."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from fritids.db.prepared import adding
from fritids.db.tables import Branch, Goal, Inhabitants

_BRANCH = Branch.__table__
_GOAL = Goal.__table__
_PEOPLE = Inhabitants.__table__
_ADD = adding(_GOAL)


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal of a branch."""

    id: int
    branch: str
    year: int
    target_group: str
    goal: str
    indicator: str
    area: str | None
    target: float


@dataclass(frozen=True, slots=True)
class PeopleRow:
    """How many live in a postal area."""

    area: str
    year: int
    people: int
    source: str


def add(connection: Connection, values: dict[str, object]) -> int:
    """Store a goal; its id."""
    return _ADD.id(connection, values)


def remove(connection: Connection, branch_id: int, goal_id: int) -> bool:
    """It is gone; False if the branch has no such goal."""
    gone = connection.execute(delete(_GOAL).where(_GOAL.c.id == goal_id, _GOAL.c.branch_id == branch_id))
    return gone.rowcount == 1


def goals(connection: Connection, branch_id: int | None, year: int | None = None) -> list[GoalRow]:
    """The goals of a branch or of all, for a year or all: newest year first, then as they were entered."""
    c = _GOAL.c
    query = (
        select(c.id, _BRANCH.c.code, c.year, c.target_group, c.goal, c.indicator, c.area, c.target)
        .join(_BRANCH, _BRANCH.c.id == c.branch_id)
        .order_by(c.year.desc(), _BRANCH.c.code, c.id)
    )
    if branch_id is not None:
        query = query.where(c.branch_id == branch_id)
    if year is not None:
        query = query.where(c.year == year)
    return [GoalRow(*row) for row in connection.execute(query)]


def set_people(connection: Connection, area: str, year: int, people: int, source: str) -> None:
    """So many live there that year, whatever was entered before."""
    remove_people(connection, area, year)
    connection.execute(_PEOPLE.insert().values(area=area, year=year, people=people, source=source))


def remove_people(connection: Connection, area: str, year: int) -> bool:
    """Nothing is entered for the area and year; False if that was so before."""
    gone = connection.execute(delete(_PEOPLE).where(_PEOPLE.c.area == area, _PEOPLE.c.year == year))
    return gone.rowcount == 1


def people(connection: Connection, until: int | None = None) -> list[PeopleRow]:
    """All that was entered, for years up to `until`: by area, newest year first."""
    c = _PEOPLE.c
    query = select(c.area, c.year, c.people, c.source).order_by(c.area, c.year.desc())
    if until is not None:
        query = query.where(c.year <= until)
    return [PeopleRow(*row) for row in connection.execute(query)]
