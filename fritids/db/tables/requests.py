"""What was asked for and not had."""

from datetime import date, datetime

from sqlmodel import Field

from fritids.db.tables.base import Row, partial_index


class UnmetRequest(Row, table=True):
    """Somebody wanted this type in this size, and it could not be lent. Who, is not kept."""

    __tablename__ = "unmet_request"
    __table_args__ = (partial_index("ix_unmet_request_on", ["branch_id", "asked_on"], "undone_at IS NULL"),)
    id: int | None = Field(default=None, primary_key=True)
    branch_id: int = Field(foreign_key="branch.id", ondelete="RESTRICT")
    type_code: str = Field(foreign_key="article_type.code", ondelete="RESTRICT", index=True)
    category_code: str
    """Frozen at the act (R12)."""
    size: str | None = None
    size_low: float | None = None
    size_high: float | None = None
    quantity: int = 1
    asked_at: datetime
    asked_on: date
    """The day in the branch's zone, on which it is counted."""
    desk: str
    operator: str | None = None
    undone_at: datetime | None = None
