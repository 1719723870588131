"""Lines of the record of events as people see them: of all desks of the branch, or those that a desk may take back."""

from collections.abc import Sequence

from fritids.db import borrower_facts, events, loan_lists
from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.domain.words import ActKind, CheckAnswer
from fritids.services import scanned
from fritids.services.context import Context
from fritids.services.results import ActView, AskedFor


def newest_acts(connection: Connection, context: Context, limit: int) -> tuple[ActView, ...]:
    """The newest acts of all desks that can be, or were, taken back; newest first."""
    return act_views(connection, context, events.newest_of_branch(connection, context.branch_id, limit=limit))


def act_views(connection: Connection, context: Context, found: Sequence[EventRow]) -> tuple[ActView, ...]:
    """These lines, in this order. Articles and loans are read all at once, however many lines there are."""
    at_hand = scanned.by_ids(
        connection, context, [event.article_id for event in found if event.article_id is not None]
    )
    loans = {
        row.id: row
        for row in loan_lists.rows(
            connection, [event.loan_id for event in found if event.loan_id is not None]
        )
    }
    gone = {event.article_id for event in found if event.article_id is not None} - set(at_hand)
    codes = events.registered_codes(connection, gone) if gone else {}
    acts = []
    for event in found:
        article_found = at_hand.get(event.article_id or 0)
        loan = loans.get(event.loan_id or 0)
        number, name = (None, None) if loan is None else (loan.number, "" if loan.protected else loan.name)
        if (key := person_key(event)) is not None:
            number, name = by_key(connection, context, key)
        acts.append(
            ActView(
                event_id=event.id,
                kind=event.kind,
                at=event.at,
                operator=event.operator,
                article=None if article_found is None else context.article_view(article_found),
                borrower_number=number,
                borrower_name=name,
                visit_id=event.visit_id,
                undone=event.undone,
                found_bad=event.details.get("answer") == CheckAnswer.BAD.value,
                asked_for=asked_for(context, event),
                code=codes.get(event.article_id or 0),
                outcome=event.details.get("outcome"),
            )
        )
    return tuple(acts)


def asked_for(context: Context, event: EventRow) -> AskedFor | None:
    """What a line says that was asked for and not had."""
    kind = context.types.get(str(event.details.get("type", "")))
    if event.kind is not ActKind.UNMET_REQUEST or kind is None:
        return None
    return AskedFor(kind, event.details.get("size"))


def person_key(event: EventRow) -> str | None:
    """The key of the borrower whom a line is about that names no loan; None for all other lines.

    A moved visit stands on whom it was moved to, or once that is undone, on whom it was moved from.
    """
    if event.kind is ActKind.MOVE_VISIT and event.undone:
        return str(event.details.get("from", ""))
    return (event.borrower_key or "") if event.kind in {ActKind.MOVE_VISIT, ActKind.CONTACT} else None


def by_key(connection: Connection, context: Context, event_key: str) -> tuple[str | None, str | None]:
    """(number, name) of the borrower whom a line bears, as for a visit that was moved to them; None for a forgotten one."""
    borrower_id = borrower_facts.id_by_event_key(connection, event_key)
    if borrower_id is None:
        return None, None
    borrower = borrower_facts.read(connection, borrower_id, context.today().year)
    return borrower.facts.number, "" if borrower.protected else borrower.name
