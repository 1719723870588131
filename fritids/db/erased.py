"""Queries on who was erased: their keys in the record, and whom an older copy still holds."""

import json
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, select

from fritids.db.borrowers import BORROWER
from fritids.db.tables import Event
from fritids.domain.words import ActKind

_EVENT = Event.__table__
_CHUNK = 500


def keys(connection: Connection) -> dict[str, datetime]:
    """The keys of all who were erased, and when; with those of entries that had been made one with theirs, which an older copy holds apart."""
    c = _EVENT.c
    erased = select(c.borrower_key, c.at).where(
        c.kind == ActKind.BORROWER_ERASE.value, c.borrower_key.is_not(None)
    )
    found: dict[str, datetime] = {row.borrower_key: row.at for row in connection.execute(erased)}
    if not found:
        return found
    merged = (
        select(c.borrower_key, c.details)
        .where(c.kind == ActKind.BORROWER_MERGE.value, c.borrower_key.is_not(None))
        .order_by(c.id.desc())
    )
    # Newest first: what was merged into an entry that was merged itself is found after it.
    for row in connection.execute(merged):
        if row.borrower_key in found and row.details:
            found.setdefault(str(json.loads(row.details)["gone"]), found[row.borrower_key])
    return found


def still_there(connection: Connection, erased: Collection[str]) -> list[tuple[int, str]]:
    """(id, key) of the borrowers whose keys are among these."""
    wanted, found = sorted(erased), []
    for first in range(0, len(wanted), _CHUNK):
        query = select(BORROWER.c.id, BORROWER.c.event_key).where(
            BORROWER.c.event_key.in_(wanted[first : first + _CHUNK])
        )
        found += [(row.id, row.event_key) for row in connection.execute(query)]
    return found
