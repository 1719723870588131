"""Messages that were handed over before: which of them are in doubt, and what gateways say of them later."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, select, update

from fritids.db.messages import message_key
from fritids.db.tables import Message
from fritids.domain.words import Delivery, MessageKind, MessageState, SendReason

_MESSAGE = Message.__table__


@dataclass(frozen=True, slots=True)
class HandedRow:
    """A message that was handed over, for asking the gateway what became of it."""

    id: int
    address: str
    body: str
    made_at: datetime
    sending_at: datetime
    gateway_id: str | None

    @property
    def key(self) -> str:
        """As `MessageRow.key`."""
        return message_key(self.id, self.made_at)


def cut_off(
    connection: Connection,
    branch_id: int,
    kind: MessageKind,
    at: datetime,
    *,
    outside: tuple[datetime, datetime] | None,
) -> list[int]:
    """What is being sent by nobody any more may have been sent or not: which messages that were.

    With `outside` only those that were taken up outside these moments, since another program may be at it just now.
    """
    query = update(_MESSAGE).where(
        _MESSAGE.c.branch_id == branch_id,
        _MESSAGE.c.kind == kind.value,
        _MESSAGE.c.state == MessageState.SENDING.value,
    )
    if outside is not None:
        query = query.where(_MESSAGE.c.sending_at.not_between(*outside))
    query = query.values(state=MessageState.UNKNOWN.value, reason=SendReason.CUT_OFF.value, settled_at=at)
    return list(connection.execute(query.returning(_MESSAGE.c.id)).scalars())


def in_doubt(connection: Connection, branch_id: int, gateway: str, since: datetime) -> list[HandedRow]:
    """The messages handed to this gateway since then of which nobody knows whether it took them, the oldest first."""
    return _handed(connection, branch_id, gateway, since, _MESSAGE.c.state == MessageState.UNKNOWN.value)


def unreported(connection: Connection, branch_id: int, gateway: str, since: datetime) -> list[HandedRow]:
    """The messages that this gateway took since then and has said no more of, the oldest first."""
    sent = and_(_MESSAGE.c.state == MessageState.SENT.value, _MESSAGE.c.delivery.is_(None))
    return _handed(connection, branch_id, gateway, since, sent)


def _handed(
    connection: Connection, branch_id: int, gateway: str, since: datetime, wanted: ColumnElement[bool]
) -> list[HandedRow]:
    c = _MESSAGE.c
    query: Select[Any] = (
        select(c.id, c.address, c.body, c.made_at, c.sending_at, c.gateway_id)
        .where(
            c.branch_id == branch_id, wanted, c.gateway == gateway, c.sending_at >= since,
            c.address.is_not(None), c.body.is_not(None),
        )
        .order_by(c.id)
    )  # fmt: skip
    return [HandedRow(*row) for row in connection.execute(query)]


def report(
    connection: Connection, message_id: int, delivery: Delivery, *, at: datetime, detail: str, now: datetime
) -> bool:
    """What the gateway says of a message that it took. One that was not delivered has failed; False if that was known."""
    values: dict[str, object] = {"delivery": delivery.value, "delivery_at": at}
    if delivery is Delivery.UNDELIVERED:
        values |= {
            "state": MessageState.FAILED.value,
            "reason": SendReason.UNDELIVERED.value,
            "detail": case((_MESSAGE.c.borrower_id.is_(None), None), else_=detail or None),
            "settled_at": now,
        }
    query = update(_MESSAGE).where(
        _MESSAGE.c.id == message_id,
        _MESSAGE.c.state == MessageState.SENT.value,
        _MESSAGE.c.delivery.is_(None),
    )
    return connection.execute(query.values(**values)).rowcount == 1
