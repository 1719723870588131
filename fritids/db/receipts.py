"""Queries about receipts: the visit that one is of, and how far the messages of it came. Sending them is in `messages`."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from fritids.db.messages import UNSENT
from fritids.db.prepared import adding
from fritids.db.tables import Loan, Message, Visit
from fritids.domain.words import Channel, MessageKind, MessageState, SendReason

_LOAN, _VISIT, _MESSAGE = Loan.__table__, Visit.__table__, Message.__table__
_ADD = adding(_MESSAGE)


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A message of a receipt, as far as it is asked about."""

    id: int
    channel: Channel
    address: str | None
    state: MessageState
    reason: SendReason | None
    detail: str | None
    segments: int | None
    made_at: datetime


_ROWS: Select[Any] = select(
    _MESSAGE.c.id, _MESSAGE.c.channel, _MESSAGE.c.address, _MESSAGE.c.state, _MESSAGE.c.reason, _MESSAGE.c.detail, _MESSAGE.c.segments,
    _MESSAGE.c.made_at,
).where(_MESSAGE.c.kind == MessageKind.RECEIPT.value)  # fmt: skip


def _read(connection: Connection, query: Select[Any]) -> list[ReceiptRow]:
    return [
        ReceiptRow(
            row.id,
            Channel(row.channel),
            row.address,
            MessageState(row.state),
            None if row.reason is None else SendReason(row.reason),
            row.detail,
            row.segments,
            row.made_at,
        )
        for row in connection.execute(query)
    ]


def branch_of_visit(connection: Connection, visit_id: int) -> int | None:
    """The branch at which the visit was, or None if there is no such visit."""
    found: int | None = connection.execute(select(_VISIT.c.branch_id).where(_VISIT.c.id == visit_id)).scalar()
    return found


def latest_visit(connection: Connection, branch_id: int, borrower_id: int) -> int | None:
    """The borrower's newest visit at the branch in which something was lent that is out."""
    query = select(func.max(_LOAN.c.visit_id)).where(
        _LOAN.c.borrower_id == borrower_id,
        _LOAN.c.branch_id == branch_id,
        _LOAN.c.returned_at.is_(None),
        _LOAN.c.undone_at.is_(None),
    )
    found: int | None = connection.execute(query).scalar()
    return found


def of_visit(connection: Connection, visit_id: int) -> list[ReceiptRow]:
    """The messages of a visit's receipt, oldest first."""
    return _read(connection, _ROWS.where(_MESSAGE.c.visit_id == visit_id).order_by(_MESSAGE.c.id))


def by_ids(connection: Connection, message_ids: Collection[int]) -> list[ReceiptRow]:
    """These messages, oldest first; one that is there no more is left out."""
    return _read(connection, _ROWS.where(_MESSAGE.c.id.in_(list(message_ids))).order_by(_MESSAGE.c.id))


def are_waiting(connection: Connection, branch_id: int) -> bool:
    """Whether the branch has a receipt that is still to go out."""
    query = _ROWS.where(_MESSAGE.c.branch_id == branch_id, _MESSAGE.c.state.in_(UNSENT))
    return connection.execute(query.limit(1)).first() is not None


def add(connection: Connection, values: Mapping[str, object]) -> int:
    """Store a message; its id. Raises IntegrityError where one of the visit and channel is on its way."""
    return _ADD.id(connection, values)
