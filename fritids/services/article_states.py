"""Changing an article's stored state by hand, as part of a transaction that the caller commits."""

from collections.abc import Sequence

from fritids.db import articles, checks, events, transfers, visits
from fritids.db.articles import ArticleAtHand
from fritids.db.engine import Connection
from fritids.domain.facts import ArticleFacts
from fritids.domain.words import ArticleState, CheckAnswer, DiscardReason, ServiceKind, ServiceOutcome
from fritids.errors import InvalidValueError
from fritids.i18n import _
from fritids.services import service_notes
from fritids.services.checks import checked_note
from fritids.services.context import Context

_LOOKED_AT = frozenset({ArticleState.IN_SERVICE, ArticleState.DISCARDED})
"""Who puts an article there has it in hand. A missing one nobody has looked at: its question waits until it is found."""


def put_state(
    connection: Connection,
    context: Context,
    found: ArticleAtHand,
    wanted: tuple[ArticleState, DiscardReason | None],
    *,
    note: str | None,
    event: dict[str, object],
    kind: ServiceKind = ServiceKind.CHECK,
) -> None:
    """The article has the state, for the reason, from now on; `event` is in the record with what it was, so that it can be undone.

    What is set aside has a note of service of this kind; what is put back, discarded or moved has none any more. A missing one that
    is put back although something is to be done to it goes to service. Raises InvalidValueError for one that is on its way to another
    branch, which would wait for it for ever.
    """
    facts, kept = found.facts, checked_note(connection, note)
    state, reason = wanted
    _refuse_under_way(connection, facts)
    notes: dict[str, object] = {}
    if facts.state is ArticleState.MISSING and state is ArticleState.IN_STOCK:
        state = service_notes.where_found(connection, facts.article_id)
    elif state is ArticleState.IN_SERVICE:
        notes = service_notes.open_note(connection, context, facts, kind, kept)
    elif state is not ArticleState.MISSING:
        closed = service_notes.close(connection, context, facts.article_id, ServiceOutcome.DROPPED, note=kept)
        notes = {"closed": closed} if closed else {}
    if kept or (facts.state, facts.discard_reason) != (state, reason):
        articles.set_state(connection, facts.article_id, state, context.clock.now(), reason=reason, note=kept)
    visit = visits.open_at(connection, context.branch_id, context.desk)
    details: dict[str, object] = {"was": facts.state.value, "state": state.value, **notes}
    if facts.discard_reason is not None:
        details["was_reason"] = facts.discard_reason.value
    if reason is not None:
        details["reason"] = reason.value
    if state in _LOOKED_AT and (answered := found_bad(connection, context, found, kept)):
        details["checks"] = answered
    events.add(connection, {**event, "visit_id": None if visit is None else visit.id}, details)


def _refuse_under_way(connection: Connection, facts: ArticleFacts) -> None:
    if facts.state is not ArticleState.TRANSFERRED:
        return
    row = transfers.newest_of(connection, facts.article_id)
    if row is not None and row.under_way:
        raise InvalidValueError(
            _(
                "The article is on its way to {branch}. Receive it first: fritids transfer receive CODE"
            ).format(branch=row.to_name),
            field="state",
        )


def found_bad(
    connection: Connection, context: Context, found: ArticleAtHand, note: str | None
) -> Sequence[int]:
    """Who sets an article aside has looked at it: what its last return asked is answered."""
    answered: list[int] = []
    for check in checks.open_of(connection, found.facts.article_id):
        answered += checks.answer(
            connection, check, CheckAnswer.BAD, at=context.clock.now(), note=note, operator=context.operator
        )
    return answered
