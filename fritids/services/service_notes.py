"""Opening and closing notes of service as part of a transaction that the caller commits.

What holds between acts: whatever is in service has an open note (or is from before there were any), and whatever has one is in
service, or missing: a thing that is found again with work left to do goes to service and not on the shelf.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from fritids.db import articles, service
from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.db.service import NoteRow
from fritids.domain.facts import ArticleFacts
from fritids.domain.findings import Finding, FindingCode, Findings
from fritids.domain.words import ArticleState, ServiceKind, ServiceOutcome
from fritids.services.context import Context

LONGEST_NOTE = 500
"""As of what is written of an article's state."""


def open_note(
    connection: Connection,
    context: Context,
    facts: ArticleFacts,
    kind: ServiceKind,
    note: str | None,
    *,
    recall: str | None = None,
) -> dict[str, object]:
    """There is an open note of the kind for the article; what an event has to say of it, so that it can be undone: empty if nothing changed.

    Where one is open already the new words stand behind the old ones.
    """
    there = {row.kind: row for row in standing(connection, context, facts)}
    if (old := there.get(kind)) is None:
        note_id = service.add(
            connection,
            {
                "article_id": facts.article_id,
                "kind": kind.value,
                "note": note,
                "opened_at": context.clock.now(),
                "opened_by": context.operator,
                "recall": recall,
            },
        )
        return {"note": note_id}
    text = _joined(old.note, note)
    joins = recall is not None and old.recall is None
    if text == old.note and not joins:
        return {}
    service.write(connection, old.id, text, recall=recall if joins else old.recall)
    return {"added_to": old.id, "length": len(old.note or ""), "to_length": len(text or "")}


def standing(connection: Connection, context: Context, facts: ArticleFacts) -> list[NoteRow]:
    """The open notes of an article; one that is in service without any gets the note that it lacks."""
    found = service.open_of(connection, facts.article_id)
    if found or facts.state is not ArticleState.IN_SERVICE:
        return found
    service.add(
        connection,
        {
            "article_id": facts.article_id,
            "kind": ServiceKind.CHECK.value,
            "note": articles.state_note(connection, facts.article_id),
            "opened_at": context.clock.now(),
        },
    )
    return service.open_of(connection, facts.article_id)


def _joined(old: str | None, new: str | None) -> str | None:
    if not new or (old and new in old):
        return old
    return new if not old else f"{old}; {new}"[:LONGEST_NOTE]


def close(
    connection: Connection,
    context: Context,
    article_id: int,
    outcome: ServiceOutcome,
    *,
    kinds: Collection[ServiceKind] = tuple(ServiceKind),
    note: str | None = None,
) -> list[int]:
    """The article's open notes of these kinds are closed; their ids."""
    ids = [row.id for row in service.open_of(connection, article_id) if row.kind in kinds]
    if ids:
        service.close(connection, ids, outcome, at=context.clock.now(), by=context.operator, note=note)
    return ids


def where_found(connection: Connection, article_id: int) -> ArticleState:
    """Where a missing article belongs that has turned up: in service if something is to be done to it, else in stock."""
    return ArticleState.IN_SERVICE if service.open_of(connection, article_id) else ArticleState.IN_STOCK


def as_it_was(connection: Connection, article_id: int, was: ArticleState) -> ArticleState:
    """Where an article belongs that was in this state before an act which touched no note: notes may have come and gone since.

    One in service that never had a note is from before there were any, and is in service again.
    """
    if was not in {ArticleState.IN_STOCK, ArticleState.IN_SERVICE}:
        return was
    if was is ArticleState.IN_SERVICE and not service.had_any(connection, article_id):
        return was
    return where_found(connection, article_id)


def turn_up(connection: Connection, article_id: int, at: datetime) -> ArticleState:
    """A missing article is where it belongs from `at` on; which state that is."""
    state = where_found(connection, article_id)
    articles.set_state(connection, article_id, state, at)
    return state


def when_found(connection: Connection, context: Context, facts: ArticleFacts) -> Findings:
    """What stands in the way of lending a missing article that turns up: that something is to be done to it."""
    if facts.state is ArticleState.MISSING and service.open_of(connection, facts.article_id):
        return (context.policy.finding(FindingCode.IN_SERVICE),)
    return ()


def told(connection: Connection, context: Context, article_id: int) -> Finding:
    """What a return says of an article that goes to service: what is to be done, and why."""
    rows = service.open_of(connection, article_id)
    return context.policy.told(
        FindingCode.IN_SERVICE,
        work=" ".join(row.kind.value for row in rows) or None,
        note="; ".join(row.note for row in rows if row.note) or None,
        recalled=any(row.recall for row in rows),
    )


def put_back(connection: Connection, context: Context, event: EventRow) -> None:
    """The article's notes are as they were before the act of this line, as far as they were not changed since, and its state goes with them."""
    if event.article_id is None or not touched(event.details):
        return
    dropped = _drop(connection, context, event.details)
    _shorten(connection, event)
    again = service.by_ids(connection, [int(n) for n in event.details.get("closed", ())])
    open_now = {row.kind for row in service.open_of(connection, event.article_id)}
    service.reopen(connection, [row.id for row in again if not row.is_open and row.kind not in open_now])
    settle(connection, context, event.article_id, emptied=dropped)


def is_closed_since(connection: Connection, details: Mapping[str, Any]) -> bool:
    """Whether the note that an act opened has been closed by something else."""
    rows = service.by_ids(connection, [int(details["note"])]) if "note" in details else []
    return any(not row.is_open for row in rows)


def settle(connection: Connection, context: Context, article_id: int, *, emptied: bool) -> ArticleState:
    """The stored state fits the open notes; `emptied` if one was closed just now. The state."""
    state = articles.by_id(connection, article_id, context.branch_id).facts.state
    has_open = bool(service.open_of(connection, article_id))
    wanted = state
    if has_open and state is ArticleState.IN_STOCK:
        wanted = ArticleState.IN_SERVICE
    elif emptied and not has_open and state is ArticleState.IN_SERVICE:
        wanted = ArticleState.IN_STOCK
    if wanted is not state:
        articles.set_state(connection, article_id, wanted, context.clock.now())
    return wanted


def touched(details: Mapping[str, Any]) -> bool:
    """Whether the act opened, wrote in or closed a note."""
    return any(word in details for word in ("note", "added_to", "closed"))


def _drop(connection: Connection, context: Context, details: Mapping[str, Any]) -> bool:
    rows: Sequence[NoteRow] = service.by_ids(connection, [int(details["note"])]) if "note" in details else ()
    still = [row.id for row in rows if row.is_open]
    if still:
        now = context.clock.now()
        service.close(connection, still, ServiceOutcome.DROPPED, at=now, by=context.operator, note=None)
    return bool(still)


def _shorten(connection: Connection, event: EventRow) -> None:
    """Words that the act wrote behind others are taken off again, unless still more stand behind them."""
    if "added_to" not in event.details:
        return
    for row in service.by_ids(connection, [int(event.details["added_to"])]):
        text = row.note or ""
        if len(text) == int(event.details["to_length"]):
            text = text[: int(event.details["length"])]
        recall = None if row.recall == event.act_key else row.recall
        service.write(connection, row.id, text or None, recall=recall)
