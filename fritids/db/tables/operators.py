"""Who works at the desks, and their wrong PINs."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from fritids.db.tables.base import Row, one_of
from fritids.domain.roles import Role


class Operator(Row, table=True):
    """Somebody who may sign on. Never removed and no key given twice, since the record of events names operators by their key."""

    __table_args__ = (one_of("role", Role),)
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    """What is typed to sign on and stands in the record: a number, or a short word in lower case."""
    name: str
    role: str
    branch_id: int | None = Field(default=None, foreign_key="branch.id", ondelete="RESTRICT")
    """Null: at all branches."""
    pin_hash: str | None = None
    """Argon2id, with its settings in the text. Null: no PIN yet; such an operator cannot sign on."""
    card: str | None = Field(default=None, unique=True)
    """The key of a scanned card, as for barcodes; signs on together with the PIN."""
    active: bool = True
    added_at: datetime
    revision: int = 1


class PinGuess(Row, table=True):
    """A wrong PIN. Counted over all desks, so that a second desk gives no second row of guesses."""

    __tablename__ = "pin_guess"
    __table_args__ = (Index("ix_pin_guess_operator_id_at", "operator_id", "at"),)
    id: int | None = Field(default=None, primary_key=True)
    operator_id: int = Field(foreign_key="operator.id", ondelete="CASCADE")
    at: datetime
    desk: str
