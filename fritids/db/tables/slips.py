"""Paper slips for the time without power, and what was written on them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from fritids.db.tables.base import Row, one_of
from fritids.domain.words import SlipAct


class Slip(Row, table=True):
    """One numbered slip that was printed. Numbers are never used again, so that one slip can be typed in once only."""

    __table_args__ = (
        UniqueConstraint("branch_id", "number"),
        CheckConstraint("entered_at IS NULL OR voided_at IS NULL", name="one_end"),
    )
    id: int | None = Field(default=None, primary_key=True)
    branch_id: int = Field(foreign_key="branch.id", ondelete="RESTRICT")
    number: int
    printed_at: datetime
    written_at: datetime | None = None
    """The time that somebody wrote on it."""
    written_by: str | None = None
    """Whose sign stands on it: an operator's key."""
    entered_at: datetime | None = None
    entered_by: str | None = None
    """Who typed it in: an operator's key, or null where nobody was signed on."""
    visit_id: int | None = Field(default=None, foreign_key="visit.id", ondelete="RESTRICT")
    """The visit in which its things are lent, and so whose they are; null where nothing was lent."""
    event_id: int | None = Field(default=None, foreign_key="event.id", ondelete="RESTRICT")
    """The line of the record that entered it."""
    voided_at: datetime | None = None
    void_reason: str | None = None


class SlipLine(Row, table=True):
    """One article on a slip that was typed in, lent or taken back by the program, or standing there as a conflict."""

    __tablename__ = "slip_line"
    __table_args__ = (UniqueConstraint("slip_id", "place"), one_of("act", SlipAct))
    id: int | None = Field(default=None, primary_key=True)
    slip_id: int = Field(foreign_key="slip.id", ondelete="RESTRICT")
    place: int
    act: str
    code: str
    """As it was typed: of a wrong check digit nobody knows yet what was meant."""
    event_id: int | None = Field(default=None, foreign_key="event.id", ondelete="RESTRICT")
    """The line of the record that lent it or took it back; null for a conflict."""
    reasons: str | None = None
    """Codes of what stood in the way when it was last tried."""
    since: datetime | None = None
    """Since when that was so, or when it came about."""
    other_slip: int | None = None
    """The number of the slip that says otherwise."""
    settled_at: datetime | None = None
    settled_note: str | None = None
