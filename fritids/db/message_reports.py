"""Messages that were handed over before: which of them are in doubt, and what gateways say of them later."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, case, literal_column, select, update

from fritids.db.messages import IS_OPEN, UNSENT, message_key
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
        IS_OPEN,
    )
    if outside is not None:
        query = query.where(~_MESSAGE.c.sending_at.between(*outside))
    query = query.values(state=MessageState.UNKNOWN.value, reason=SendReason.CUT_OFF.value, settled_at=at)
    return list(connection.execute(query.returning(_MESSAGE.c.id)).scalars())


def put_back(connection: Connection, at: datetime) -> None:
    """What a backup holds as unsent may have gone out before the backup was put back: it is `unknown` in every branch, for a person to say."""
    unsent = _MESSAGE.c.state.in_(UNSENT)
    connection.execute(
        update(_MESSAGE)
        .where(unsent)
        .values(
            state=MessageState.UNKNOWN.value, reason=SendReason.CUT_OFF.value, settled_at=at, next_try_at=None
        )
    )


_C = _MESSAGE.c
_HANDED: Select[Any] = (
    select(_C.id, _C.address, _C.body, _C.made_at, _C.sending_at, _C.gateway_id)
    .where(
        _C.branch_id == bindparam("branch_id"),
        _C.gateway == bindparam("by"),
        _C.sending_at >= bindparam("since"),
        _C.address.is_not(None),
        _C.body.is_not(None),
    )
    .order_by(_C.id)
)
_IN_DOUBT = _HANDED.where(_C.state == MessageState.UNKNOWN.value, IS_OPEN)
_UNREPORTED = _HANDED.where(literal_column("message.state = 'sent'"), _C.delivery.is_(None))


def in_doubt(connection: Connection, branch_id: int, gateway: str, since: datetime) -> list[HandedRow]:
    """The messages handed to this gateway since then of which nobody knows whether it took them, the oldest first."""
    values = {"branch_id": branch_id, "by": gateway, "since": since}
    return [HandedRow(*row) for row in connection.execute(_IN_DOUBT, values)]


def unreported(connection: Connection, branch_id: int, gateway: str, since: datetime) -> list[HandedRow]:
    """The messages that this gateway took since then and has said no more of, the oldest first."""
    values = {"branch_id": branch_id, "by": gateway, "since": since}
    return [HandedRow(*row) for row in connection.execute(_UNREPORTED, values)]


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
