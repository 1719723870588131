"""Messages and how far each came: taking one up for sending, storing what the gateway answered."""

from dataclasses import dataclass
from datetime import datetime

from fritids.domain.words import Channel, MessageKind, MessageState


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message as it is stored, as far as sending it needs it."""

    id: int
    branch_id: int
    kind: MessageKind
    run_id: int | None
    visit_id: int | None
    borrower_id: int | None
    channel: Channel
    address: str | None
    language: str
    step: int | None
    state: MessageState
    attempts: int
    next_try_at: datetime | None
    made_at: datetime
