"""Queries on when upkeep was last done."""

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, or_, select, update

from fritids.db.tables import Event, Upkeep
from fritids.domain.anchor import read_anchor
from fritids.domain.words import ActKind

_UPKEEP = Upkeep.__table__
_EVENT = Event.__table__


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


def claim(connection: Connection, name: str, at: datetime, every: timedelta) -> bool:
    """Whether whoever asks is to do this now: nobody did since so long, or a clock was wrong then. The next who asks is told no.

    Raises IntegrityError if another desk was first by a hair, the first time ever.
    """
    due = or_(_UPKEEP.c.at <= at - every, _UPKEEP.c.at > at)
    changed = connection.execute(update(_UPKEEP).where(_UPKEEP.c.name == name, due).values(at=at)).rowcount
    if not changed and last(connection, name) is None:
        connection.execute(insert(_UPKEEP).values(name=name, at=at, outcome=None))
        return True
    return bool(changed)


def restorings(connection: Connection) -> list[tuple[datetime, int]]:
    """(when, the number of the chain's newest link in the backup) of each time a backup was restored."""
    c = _EVENT.c
    rows = connection.execute(select(c.at, c.details).where(c.kind == ActKind.RESTORE.value).order_by(c.id))
    found = []
    for row in rows:
        anchor = str(json.loads(row.details).get("from", "")) if row.details else ""
        with suppress(ValueError):
            found.append((row.at, read_anchor(anchor).seq))
    return found
