"""Putting the stock right after a count, as one act, and taking that back.

What was thought on loan is taken back as at the desk, so that reminders, statistics and the questions of a return come out the same.
"""

from collections.abc import Callable

from fritids.db import articles, events, stocktakes
from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.db.stocktakes import CountRow, StocktakeRow
from fritids.domain.findings import UndoBlock
from fritids.domain.stocktaking import CORRECTED_BY, Correction, outcome
from fritids.domain.words import ActKind, ArticleState, DiscardReason
from fritids.services import scanned, service_notes
from fritids.services.context import Context
from fritids.services.results import ArticleView, TakenBack
from fritids.services.returns import ReturnOrder, Returns
from fritids.services.stocktake_views import Corrected

_BECOMES = {
    Correction.MISSING: ArticleState.MISSING,
    Correction.FOUND: ArticleState.IN_STOCK,
    Correction.RESTORED: ArticleState.IN_STOCK,
}


def correct_in_transaction(
    connection: Connection,
    context: Context,
    returns: Returns,
    count: StocktakeRow,
    wanted: frozenset[Correction],
    *,
    act: str,
    rows: Callable[[], list[CountRow]],
) -> Corrected:
    """Correct what stands on the `wanted` lists when nobody else can change it any more; `rows` reads the count.

    The act's first line is written last: it stands for all of them in the list of what can be taken back, and the newest is what
    one key takes back.
    """
    articles.lock_many(connection, [row.article_id for row, _how in _chosen(rows(), wanted)])
    done: dict[Correction, list[int]] = {correction: [] for correction in Correction if correction in wanted}
    chosen = sorted(_chosen(rows(), wanted), key=lambda one: one[1] is not Correction.RETURNED)
    line = 0
    for row, how in chosen:
        line += 1
        if how is not Correction.RETURNED:
            _set_state(connection, context, row, how, (act, line))
        elif not _take_back(connection, context, returns, row, (act, line)):
            continue
        done[how].append(row.article_id)
    numbers: dict[str, object] = {how.value: ids for how, ids in done.items()}
    event = context.event(ActKind.STOCKTAKE_CORRECT, act)
    events.add(connection, event, {"stocktake": count.id, **numbers})
    return _corrected(connection, context, done)


def _chosen(rows: list[CountRow], wanted: frozenset[Correction]) -> list[tuple[CountRow, Correction]]:
    decided = ((row, CORRECTED_BY.get(outcome(row.facts))) for row in rows)
    return [(row, how) for row, how in decided if how is not None and how in wanted]


def _set_state(
    connection: Connection, context: Context, row: CountRow, how: Correction, act: tuple[str, int]
) -> None:
    state = _BECOMES[how]
    if how is Correction.FOUND:
        state = service_notes.where_found(connection, row.article_id)
    articles.set_state(connection, row.article_id, state, context.clock.now())
    details: dict[str, object] = {"was": row.facts.state.value, "state": state.value}
    if row.discard_reason is not None:
        details["was_reason"] = str(row.discard_reason)
    event = context.event(ActKind.STOCKTAKE_CORRECT, act[0], act[1], article_id=row.article_id)
    events.add(connection, event, details)


def _take_back(
    connection: Connection, context: Context, returns: Returns, row: CountRow, act: tuple[str, int]
) -> bool:
    """Whether the loan is closed, at the time when the article was seen: whoever brought it back is not late for our not having noticed."""
    seen = min(row.facts.scanned_at or context.clock.now(), context.clock.now())
    order = ReturnOrder(row.label, act[0], act[1], at=seen)
    return isinstance(returns.in_transaction(connection, order), TakenBack)


def _corrected(
    connection: Connection, context: Context, done: dict[Correction, list[int]], *, repeated: bool = False
) -> Corrected:
    def views(ids: list[int]) -> tuple[ArticleView, ...]:
        found = scanned.by_ids(connection, context, ids)
        return tuple(context.article_view(found[article_id]) for article_id in ids if article_id in found)

    return Corrected({how: views(ids) for how, ids in done.items()}, repeated=repeated)


def corrected_before(connection: Connection, context: Context, earlier: EventRow) -> Corrected:
    """What an act did that was sent before."""
    done = {how: list(earlier.details[how.value]) for how in Correction if how.value in earlier.details}
    return _corrected(connection, context, done, repeated=True)


def undo_correction(connection: Connection, context: Context, event: EventRow) -> UndoBlock | None:
    """The article has the state that it had before the correction. One that somebody has put back there since stays as it is."""
    if event.article_id is None:
        return None  # the line that stands for all of them
    facts = articles.by_id(connection, event.article_id, context.branch_id).facts
    was, left = ArticleState(event.details["was"]), ArticleState(event.details["state"])
    if facts.state is was:
        return None
    if facts.state is not left:
        return UndoBlock.STATE_SINCE
    if events.lent_after(connection, facts.article_id, event.id):
        return UndoBlock.LENT_SINCE
    reason = event.details.get("was_reason")
    articles.set_state(
        connection,
        facts.article_id,
        service_notes.as_it_was(connection, facts.article_id, was),
        context.clock.now(),
        reason=None if reason is None else DiscardReason(reason),
    )
    return None


def undo_end(connection: Connection, context: Context, event: EventRow) -> UndoBlock | None:
    """The count goes on, unless another one has begun since."""
    (newest,) = stocktakes.newest(connection, context.branch_id, 1)
    if newest.id != event.details["stocktake"]:
        return UndoBlock.NOT_UNDOABLE
    stocktakes.set_ended(connection, newest.id, None)
    return None
