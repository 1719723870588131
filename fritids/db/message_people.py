"""What happens to messages and notes of calls when a borrower is merged, forgotten, or asks what is held about them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, exists, select, update

from fritids.db.messages import UNSENT
from fritids.db.tables import ContactNote, Message
from fritids.domain.words import MessageKind, MessageState, SendReason

_MESSAGE = Message.__table__
_NOTE = ContactNote.__table__
OF_THE_PERSON: Final = ("address", "subject", "body", "detail", "gateway_id")
"""What of a message tells of whom it was to."""


def move(connection: Connection, *, from_id: int, to_id: int, at: datetime) -> None:
    """The messages and notes of calls of one borrower are another's.

    Where both have an unsent reminder the first one's is dropped, and its steps are planned anew with the next run; where both had one in one
    run by the same channel, the first one's is in no run any more.
    """
    c = _MESSAGE.c
    theirs = update(_MESSAGE).where(c.borrower_id == from_id)
    other = _MESSAGE.alias("other")
    has_unsent = exists().where(
        other.c.borrower_id == to_id,
        other.c.branch_id == c.branch_id,
        other.c.kind == MessageKind.REMINDER.value,
        other.c.state.in_(UNSENT),
    )
    connection.execute(
        theirs.where(c.kind == MessageKind.REMINDER.value, c.state.in_(UNSENT), has_unsent).values(
            state=MessageState.DROPPED.value,
            reason=SendReason.NOTHING_LEFT.value,
            settled_at=at,
            next_try_at=None,
        )
    )
    in_one_run = exists().where(
        other.c.borrower_id == to_id, other.c.run_id == c.run_id, other.c.channel == c.channel
    )
    connection.execute(theirs.where(in_one_run).values(run_id=None))
    connection.execute(theirs.values(borrower_id=to_id))
    connection.execute(update(_NOTE).where(_NOTE.c.borrower_id == from_id).values(borrower_id=to_id))


def cut(connection: Connection, borrower_id: int, at: datetime) -> None:
    """The borrower's messages say nothing of anybody; how many there were and what became of them stays. One that was yet to be sent is dropped."""
    c = _MESSAGE.c
    theirs = update(_MESSAGE).where(c.borrower_id == borrower_id)
    connection.execute(
        theirs.where(c.state.in_(UNSENT)).values(
            state=MessageState.DROPPED.value,
            reason=SendReason.BORROWER_GONE.value,
            settled_at=at,
            next_try_at=None,
        )
    )
    connection.execute(theirs.values(borrower_id=None, **dict.fromkeys(OF_THE_PERSON)))


def messages_of(connection: Connection, borrower_id: int) -> list[Mapping[str, Any]]:
    """Everything of each message to the borrower that is about them, in the order they were made, by the names of the columns."""
    c = _MESSAGE.c
    query = (
        select(
            c.kind, c.channel, c.address, c.language, c.state, c.reason, c.detail, c.subject, c.body, c.made_at, c.sending_at,
            c.delivery, c.delivery_at,
        )
        .where(c.borrower_id == borrower_id)
        .order_by(c.id)
    )  # fmt: skip
    return [dict(row) for row in connection.execute(query).mappings()]


def contacts_of(connection: Connection, borrower_id: int) -> list[Mapping[str, Any]]:
    """The notes of calls to the borrower, those taken back too, in the order they were made, by the names of the columns."""
    c = _NOTE.c
    query = (
        select(c.at, c.outcome, c.address, c.promised_on, c.note, c.desk, c.undone_at)
        .where(c.borrower_id == borrower_id)
        .order_by(c.id)
    )
    return [dict(row) for row in connection.execute(query).mappings()]
