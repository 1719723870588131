"""Taking a registering back (R7): the article never was, as long as nothing else has happened to it."""

from typing import Final

from fritids.db import article_removal
from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.domain.findings import UndoBlock
from fritids.domain.words import ActKind
from fritids.services.context import Context

_SINCE: Final = {
    ActKind.LEND: UndoBlock.LENT_SINCE,
    ActKind.ARTICLE_EDIT: UndoBlock.EDITED_SINCE,
    ActKind.ARTICLE_STATE: UndoBlock.STATE_SINCE,
    ActKind.ARTICLE_DISCARD: UndoBlock.STATE_SINCE,
    ActKind.FIND: UndoBlock.STATE_SINCE,
}


def undo_registering(connection: Connection, context: Context, event: EventRow) -> UndoBlock | None:  # noqa: ARG001  # as all undoers
    """The article is in no list and no statistic, and its code is free again: the same label can be scanned for another.

    A number of our own is not given out a second time. What stands in the way: whatever was done with it since and still counts,
    a loan, even an undone one, since the record names it, and a printed label, which would then stand for nothing.
    """
    article_id = event.article_id or 0
    if (later := article_removal.done_after(connection, article_id, event.id)) is not None:
        return _SINCE.get(later, UndoBlock.USED_SINCE)
    if article_removal.was_lent(connection, article_id):
        return UndoBlock.WAS_LENT
    if article_removal.is_used(connection, article_id):
        return UndoBlock.USED_SINCE
    if article_removal.printed(connection, article_id):
        return UndoBlock.LABEL_PRINTED
    article_removal.remove(connection, article_id)
    return None
