"""Articles that go to another branch, for good or for a time."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from fritids.db.tables.base import Row, one_of, partial_index
from fritids.domain.words import TransferKind


class Transfer(Row, table=True):
    """One article sent from one branch to another, under way until it is received. A branch that keeps a database of its own is named in words."""

    __table_args__ = (
        one_of("kind", TransferKind),
        CheckConstraint("(from_branch_id IS NULL) <> (from_place IS NULL)", name="from_somewhere"),
        CheckConstraint("(to_branch_id IS NULL) <> (to_place IS NULL)", name="to_somewhere"),
        partial_index(
            "uq_transfer_under_way",
            ["article_id"],
            "received_at IS NULL AND undone_at IS NULL AND to_branch_id IS NOT NULL",
            unique=True,
        ),
        partial_index(
            "uq_transfer_file_key", ["file_key"], "file_key IS NOT NULL AND undone_at IS NULL", unique=True
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    article_id: int = Field(foreign_key="article.id", ondelete="RESTRICT", index=True)
    kind: str
    from_branch_id: int | None = Field(default=None, foreign_key="branch.id", ondelete="RESTRICT", index=True)
    from_place: str | None = None
    to_branch_id: int | None = Field(default=None, foreign_key="branch.id", ondelete="RESTRICT", index=True)
    to_place: str | None = None
    sent_at: datetime
    sent_on: date
    sent_by: str | None = None
    back_by: date | None = None
    """When an article that was lent is wanted back."""
    received_at: datetime | None = None
    received_on: date | None = None
    received_by: str | None = None
    undone_at: datetime | None = None
    note: str | None = None
    file_key: str | None = None
    """What tells this sending from all others in the file by which it came, so that a file read twice does nothing twice."""
    history: str | None = None
    """JSON: what the article had been through elsewhere before it came by a file, counted and dated, without anybody's name."""
