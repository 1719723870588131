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
from fritids.services.requests import undo_request
from fritids.services.transfer_undoing import undo_receive, undo_send

Undoer: TypeAlias = Callable[[Connection, Context, EventRow], UndoBlock | None]
"""Takes back what one line of the record did, in the caller's transaction. Gives what stands in the way, having written nothing, else None."""

UNDOERS: Final[Mapping[ActKind, Undoer]] = {
    ActKind.UNMET_REQUEST: undo_request,
    ActKind.TRANSFER_SEND: undo_send,
    ActKind.TRANSFER_RECEIVE: undo_receive,
}
AS_ONE: Final[frozenset[ActKind]] = frozenset({ActKind.TRANSFER_SEND, ActKind.TRANSFER_RECEIVE})
"""Acts on several articles whose lines are taken back together."""
