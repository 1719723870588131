"""Counting the stock by scanning."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from fritids.db.tables.base import Row, one_of, partial_index
from fritids.domain.words import ShownState


class Stocktake(Row, table=True):
    """One count of a branch's stock, or of a part of it; shared by its desks, at most one open."""

    __table_args__ = (
        CheckConstraint("category_code IS NULL OR type_code IS NULL", name="scope"),
        partial_index("uq_stocktake_open", ["branch_id"], "ended_at IS NULL", unique=True),
    )
    id: int | None = Field(default=None, primary_key=True)
    branch_id: int = Field(foreign_key="branch.id", ondelete="RESTRICT")
    category_code: str | None = Field(default=None, foreign_key="category.code", ondelete="RESTRICT")
    type_code: str | None = Field(default=None, foreign_key="article_type.code", ondelete="RESTRICT")
    """What is counted: all of the stock where neither is set."""
    start_event: int
    """Its line in the record of events. What was done to an article while it went on has a later line, also if the clock stood still."""
    started_at: datetime
    started_by: str | None = None
    ended_at: datetime | None = None


class StocktakeScan(Row, table=True):
    """One code that was scanned in a count; scanned again, at whichever desk, it stays one row."""

    __tablename__ = "stocktake_scan"
    __table_args__ = (
        one_of("state_then", ShownState, null=True),
        partial_index(
            "uq_stocktake_scan_article", ["stocktake_id", "article_id"], "article_id IS NOT NULL", unique=True
        ),
        partial_index("uq_stocktake_scan_key", ["stocktake_id", "key"], "article_id IS NULL", unique=True),
    )
    id: int | None = Field(default=None, primary_key=True)
    stocktake_id: int = Field(foreign_key="stocktake.id", ondelete="RESTRICT")
    key: str
    code: str
    article_id: int | None = Field(default=None, foreign_key="article.id", ondelete="RESTRICT", index=True)
    """Null for a code that nobody knows."""
    state_then: str | None = None
    """How the article stood when it was scanned."""
    scanned_at: datetime
    desk: str
    operator: str | None = None
