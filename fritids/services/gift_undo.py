"""Taking back what was done with a gift as a whole (R7); its articles are taken back one by one."""

from fritids.db import gifts
from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.domain.findings import UndoBlock
from fritids.services.context import Context


def undo_refusal(connection: Connection, context: Context, event: EventRow) -> UndoBlock | None:
    """What was counted as refused or recycled does not count."""
    gifts.undo_item(connection, int(event.details["item"]), context.clock.now())
    return None


def undo_end(connection: Connection, context: Context, event: EventRow) -> UndoBlock | None:
    """The gift is open at its desk again, unless another one has been begun there since."""
    if gifts.open_at(connection, context.branch_id, event.desk) is not None:
        return UndoBlock.GIFT_SINCE
    gifts.change(connection, int(event.details["gift"]), {"ended_at": None})
    return None
