"""How acts of the stock room are taken back (R7): each by a function that stands beside the use case that did it.

Lending's own acts are in `undoing`, since they hang together; these know nothing of each other.
"""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.domain.findings import UndoBlock
from fritids.domain.roles import Right
from fritids.domain.words import ActKind
from fritids.services import gift_undo, service, stocktake_corrections
from fritids.services.article_removal import undo_registering
from fritids.services.calls import undo_contact
from fritids.services.context import Context
from fritids.services.parts import undo_missing, undo_settled
from fritids.services.requests import undo_request
from fritids.services.slip_undo import undo_entering
from fritids.services.survey import undo_survey
from fritids.services.transfer_undoing import undo_receive, undo_send

Undoer: TypeAlias = Callable[[Connection, Context, EventRow], UndoBlock | None]
"""Takes back what one line of the record did, in the caller's transaction. Gives what stands in the way, having written nothing, else None."""

UNDOERS: Final[Mapping[ActKind, Undoer]] = {
    ActKind.ARTICLE_ADD: undo_registering,
    ActKind.GIFT_REFUSE: gift_undo.undo_refusal,
    ActKind.GIFT_END: gift_undo.undo_end,
    ActKind.SERVICE_OPEN: service.undo_send,
    ActKind.SERVICE_DONE: service.undo_done,
    ActKind.RECALL: service.undo_recall,
    ActKind.PARTS_MISSING: undo_missing,
    ActKind.PARTS_SETTLED: undo_settled,
    ActKind.UNMET_REQUEST: undo_request,
    ActKind.TRANSFER_SEND: undo_send,
    ActKind.TRANSFER_RECEIVE: undo_receive,
    ActKind.STOCKTAKE_END: stocktake_corrections.undo_end,
    ActKind.STOCKTAKE_CORRECT: stocktake_corrections.undo_correction,
    ActKind.CONTACT: undo_contact,
    ActKind.SURVEY: undo_survey,
    ActKind.SLIP_ENTER: undo_entering,
}
NEEDS: Final[Mapping[ActKind, Right]] = {
    ActKind.CONTACT: Right.REMINDERS,
    **dict.fromkeys(
        (
            ActKind.ARTICLE_STATE,
            ActKind.ARTICLE_DISCARD,
            ActKind.GIFT_REFUSE,
            ActKind.GIFT_END,
            ActKind.SERVICE_DONE,
            ActKind.RECALL,
            ActKind.TRANSFER_SEND,
            ActKind.TRANSFER_RECEIVE,
            ActKind.STOCKTAKE_END,
            ActKind.STOCKTAKE_CORRECT,
        ),
        Right.STOCK,
    ),
}
"""What undoing such an act asks for: the right it was done by, where that is more than the counter's. Else a volunteer could put recalled helmets back."""
AS_ONE: Final[frozenset[ActKind]] = frozenset(
    {
        ActKind.ARTICLE_ADD,
        ActKind.SERVICE_OPEN,
        ActKind.SERVICE_DONE,
        ActKind.RECALL,
        ActKind.STOCKTAKE_CORRECT,
        ActKind.TRANSFER_SEND,
        ActKind.TRANSFER_RECEIVE,
    }
)
"""Acts on several articles whose lines are taken back together."""
