"""Paper slips for the time without power."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from fritids.db.tables.base import Row


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
    voided_at: datetime | None = None
