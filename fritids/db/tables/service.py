"""What has to be done to articles, what was done, and when a type's turn comes."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from fritids.db.tables.base import Row, one_of, partial_index
from fritids.domain.words import ServiceKind, ServiceOutcome


class ServiceNote(Row, table=True):
    """One thing to do to one article: open until `done_at`. An article may have several of different kinds."""

    __tablename__ = "service_note"
    __table_args__ = (
        one_of("kind", ServiceKind),
        one_of("outcome", ServiceOutcome, null=True),
        CheckConstraint("(outcome IS NULL) = (done_at IS NULL)", name="done"),
        partial_index("uq_service_note_open", ["article_id", "kind"], "done_at IS NULL", unique=True),
        Index("ix_service_note_article_id_kind", "article_id", "kind"),
    )
    id: int | None = Field(default=None, primary_key=True)
    article_id: int = Field(foreign_key="article.id", ondelete="RESTRICT")
    kind: str
    note: str | None = None
    opened_at: datetime
    opened_by: str | None = None
    done_at: datetime | None = None
    done_by: str | None = None
    done_note: str | None = None
    outcome: str | None = None
    """`done`, or `dropped` when the article was put back in stock, discarded or the note undone without the work."""
    recall: str | None = None
    """The act key of a recall that opened it, with those of all the other articles of the recall."""


class ServiceRule(Row, table=True):
    """When a type's turn comes in a branch, where it differs from data/service-rules.csv. Neither column set: never."""

    __tablename__ = "service_rule"
    __table_args__ = (
        one_of("kind", ServiceKind),
        CheckConstraint("after_loans IS NULL OR after_loans BETWEEN 1 AND 1000", name="after_loans"),
    )
    branch_id: int = Field(primary_key=True, foreign_key="branch.id", ondelete="CASCADE")
    type_code: str = Field(primary_key=True, foreign_key="article_type.code", ondelete="RESTRICT")
    kind: str = Field(primary_key=True)
    after_loans: int | None = None
    season_start: str | None = None
    """MM-DD from which each article has to have been seen to once."""
