"""Taking back a sending or a receiving (R7), as long as nothing has been done with the article since."""

from fritids.db import articles, events, transfers
from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.domain.findings import UndoBlock
from fritids.domain.words import ArticleState
from fritids.services import service_notes
from fritids.services.context import Context


def undo_send(connection: Connection, context: Context, event: EventRow) -> UndoBlock | None:
    """The article stands here as before; nobody waits for it."""
    article_id, transfer_id = event.article_id or 0, int(event.details["transfer"])
    (row,) = transfers.by_ids(connection, [transfer_id])
    found, newest = (
        articles.by_id(connection, article_id, context.branch_id),
        transfers.newest_of(connection, article_id),
    )
    if row.received_at is not None:
        return UndoBlock.RECEIVED_SINCE
    if newest is None or newest.id != row.id or found.facts.state is not ArticleState.TRANSFERRED:
        return UndoBlock.STATE_SINCE
    now = context.clock.now()
    transfers.set_undone(connection, row.id, now)
    was = service_notes.as_it_was(connection, article_id, ArticleState(event.details["was"]))
    articles.set_state(connection, article_id, was, now)
    return None


def undo_receive(connection: Connection, context: Context, event: EventRow) -> UndoBlock | None:
    """The article is under way again, or away, as it was before it was received."""
    article_id, details = event.article_id or 0, event.details
    transfer_id, how = int(details["transfer"]), details["how"]
    found, newest = (
        articles.by_id(connection, article_id, context.branch_id),
        transfers.newest_of(connection, article_id),
    )
    if found.facts.open_loan is not None or events.lent_after(connection, article_id, event.id):
        return UndoBlock.LENT_SINCE
    last = 0 if newest is None else newest.id
    moved = last > transfer_id if how == "not_sent" else last != transfer_id
    if moved or found.facts.state.value != details["state"]:
        return UndoBlock.STATE_SINCE
    now = context.clock.now()
    match how:
        case "arrived":
            transfers.receive(connection, transfer_id, at=None, on=None, by=None)
            transfers.move_article(connection, article_id, int(details["from"]))
        case "not_sent":
            transfers.set_undone(connection, transfer_id, None)
        case _:
            transfers.set_undone(connection, transfer_id, now)
    articles.set_state(connection, article_id, ArticleState.TRANSFERRED, now)
    return None
