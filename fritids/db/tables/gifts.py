"""What donors hand in: what was taken into the stock, and what was not."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from fritids.db.tables.base import Row, one_of
from fritids.domain.words import GiftOutcome


class Gift(Row, table=True):
    """What one donor handed in at one time. Articles that came of it name it (`Article.gift_id`)."""

    id: int | None = Field(default=None, primary_key=True)
    branch_id: int = Field(foreign_key="branch.id", ondelete="RESTRICT", index=True)
    received_at: datetime
    received_on: date
    """The day in the branch's zone, on which it is counted."""
    ended_at: datetime | None = None
    """When its box was empty; the open one of a desk is gone on with after a fault."""
    desk: str
    operator: str | None = None
    donor: str | None = None
    """Only if the donor wants it kept: a person's or an association's name. Stands in no event, no report and no public list."""
    note: str | None = None


class GiftItem(Row, table=True):
    """Things of a gift that were not taken into the stock: refused, or sent to recycling. Undone ones do not count."""

    __tablename__ = "gift_item"
    __table_args__ = (
        one_of("outcome", GiftOutcome),
        CheckConstraint("quantity BETWEEN 1 AND 1000", name="quantity"),
    )
    id: int | None = Field(default=None, primary_key=True)
    gift_id: int = Field(foreign_key="gift.id", ondelete="RESTRICT", index=True)
    type_code: str | None = Field(default=None, foreign_key="article_type.code", ondelete="RESTRICT")
    outcome: str
    quantity: int = 1
    note: str | None = None
    at: datetime
    undone_at: datetime | None = None
