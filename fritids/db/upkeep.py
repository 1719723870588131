"""Queries on when upkeep was last done."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from fritids.db.tables import Upkeep

_UPKEEP = Upkeep.__table__


@dataclass(frozen=True, slots=True)
class UpkeepDone:
    """One kind of upkeep, the last time."""

    at: datetime
    outcome: str | None
    """JSON."""


def last(connection: Connection, name: str) -> UpkeepDone | None:
    """When this was last done; None if never."""
    row = connection.execute(select(_UPKEEP).where(_UPKEEP.c.name == name)).first()
    return None if row is None else UpkeepDone(row.at, row.outcome)


def note(connection: Connection, name: str, at: datetime, outcome: str | None = None) -> None:
    """This was done now."""
    changed = connection.execute(
        update(_UPKEEP).where(_UPKEEP.c.name == name).values(at=at, outcome=outcome)
    ).rowcount
    if not changed:
        connection.execute(insert(_UPKEEP).values(name=name, at=at, outcome=outcome))
