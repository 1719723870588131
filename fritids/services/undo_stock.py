"""How acts of the stock room are taken back (R7): each by a function that stands beside the use case that did it.

Lending's own acts are in `undoing`, since they hang together; these know nothing of each other.
"""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.domain.findings import UndoBlock
from fritids.domain.words import ActKind
from fritids.services.context import Context
from fritids.services.parts import undo_missing, undo_settled

Undoer: TypeAlias = Callable[[Connection, Context, EventRow], UndoBlock | None]
"""Takes back what one line of the record did, in the caller's transaction. Gives what stands in the way, having written nothing, else None."""

UNDOERS: Final[Mapping[ActKind, Undoer]] = {
    ActKind.PARTS_MISSING: undo_missing,
    ActKind.PARTS_SETTLED: undo_settled,
}
AS_ONE: Final[frozenset[ActKind]] = frozenset()
"""Acts on several articles whose lines are taken back together."""
