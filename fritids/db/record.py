"""The chain of the record of events: adding links.

One link for each line, added as the last thing of the transaction that added the line: a server's transactions take turns only
for that moment, and nothing is locked after it, so that none can wait for another in a circle. Rejected: a link beside each line at
once, which would let one desk at a time do anything; and a trigger, since SQLite has no SHA-256.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from sqlalchemy import Connection, bindparam, exists, func, insert, literal_column, select

from fritids.db import bulk
from fritids.db.engine import at_the_end
from fritids.db.prepared import Prepared
from fritids.db.record_guard import record_is_guarded
from fritids.db.record_reading import lines, verify
from fritids.db.tables import Event, EventLink
from fritids.domain.anchor import Anchor
from fritids.domain.chain import AT, BEFORE_THE_FIRST, COLUMNS, link_hash, stored_moment

__all__ = ["Anchor", "add_link", "head", "link_all", "record_is_guarded", "verify"]

_EVENT, _LINK = Event.__table__, EventLink.__table__
_LOCK: Final = 7_340_119
"""Key of the advisory lock under which PostgreSQL lets one transaction at a time add links."""
_AT_ONCE: Final = 20_000
_TAKE_TURNS = Prepared(select(func.pg_advisory_xact_lock(literal_column(str(_LOCK)))))
_HEAD = Prepared(select(_LINK.c.seq, _LINK.c.hash).order_by(_LINK.c.seq.desc()).limit(bindparam("most")))
_ADD = Prepared(insert(_LINK), columns=("seq", "event_id", "hash"))

_Line: TypeAlias = tuple[int, Mapping[str, Any]]


def add_link(connection: Connection, event_id: int, values: Mapping[str, Any]) -> None:
    """The line with this id, which was just added with these values, gets its link when the transaction is about to be committed."""
    at_the_end(connection, _add_links).append((event_id, values))


def _add_links(connection: Connection, added: Sequence[_Line]) -> None:
    seq, before = _newest(connection)
    for event_id, values in added:
        seq += 1
        line = [values.get(name) for name in COLUMNS]
        line[0], line[AT] = event_id, stored_moment(values["at"])
        before = link_hash(seq, before, line)
        _ADD.run(connection, {"seq": seq, "event_id": event_id, "hash": before})


def _newest(connection: Connection) -> tuple[int, bytes]:
    """The newest link's number and hash, which stay the newest until this transaction ends."""
    if connection.dialect.name == "postgresql":
        # A statement of its own: the next one must see what was committed while this one waited.
        _TAKE_TURNS.first(connection, {})
    found = _HEAD.first(connection, {"most": 1})
    return (0, BEFORE_THE_FIRST) if found is None else (found[0], found[1])


def head(connection: Connection) -> Anchor | None:
    """The newest place in the chain; None for an empty record."""
    found = _HEAD.first(connection, {"most": 1})
    return None if found is None else Anchor(found[0], bytes(found[1]))


def holds(connection: Connection, anchor: Anchor) -> bool:
    """Whether the chain is at this place what the anchor says."""
    found = connection.execute(select(_LINK.c.hash).where(_LINK.c.seq == anchor.seq)).scalar()
    return found is not None and bytes(found) == anchor.hash


def link_all(connection: Connection) -> int:
    """Every line that has no link gets one, in order of their ids; how many there were. For lines that were added by the thousand."""
    seq, before = _newest(connection)
    first = seq
    loose = (
        select(*lines(connection.dialect.name))
        .where(~exists().where(_LINK.c.event_id == _EVENT.c.id), _EVENT.c.id > bindparam("reached"))
        .order_by(_EVENT.c.id)
        .limit(_AT_ONCE)
    )
    reached = -1
    # In parts: a million lines are not to be held, nor SQLite to be read from and written to in one walk.
    while found := connection.execute(loose, {"reached": reached}).all():
        made = []
        for line in found:
            seq += 1
            before = link_hash(seq, before, line)
            made.append({"seq": seq, "event_id": line[0], "hash": before})
        bulk.insert_many(connection, _LINK, made)
        reached = found[-1][0]
    return seq - first
