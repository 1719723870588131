"""Whether the record of events is as it was written: what `fritids check` and the backups ask."""

from collections.abc import Iterable, Iterator

from fritids.db import record
from fritids.db.engine import Connection
from fritids.domain.anchor import Anchor
from fritids.domain.chain import ChainFault, ChainKind
from fritids.services.context import Context

__all__ = ["Anchor", "ChainFault", "ChainKind", "check", "is_guarded", "newest"]


def check(where: Context | Connection, anchors: Iterable[Anchor] = ()) -> Iterator[ChainFault]:
    """What is not as it was, one after the other; nothing for a record that nobody touched.

    That the end was cut off, or all of it made anew, is found by anchors alone: of a backup, a report, or from paper.
    """
    if not isinstance(where, Context):
        yield from record.verify(where, anchors)
        return
    with where.database.read() as connection:
        yield from record.verify(connection, anchors)


def newest(context: Context) -> Anchor | None:
    """The place where the record stands now, to be kept elsewhere; None while it is empty."""
    with context.database.read() as connection:
        return record.head(connection)


def is_guarded(context: Context) -> bool:
    """Whether the database itself lets this program only add to the record."""
    with context.database.read() as connection:
        return record.record_is_guarded(connection)
