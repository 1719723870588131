"""Parts of articles that are missing: tent pegs, balls of a set."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from fritids.db.tables.base import Row, one_of, partial_index
from fritids.domain.words import PartOutcome


class MissingPart(Row, table=True):
    """So many of one part are not with the article, from `noted_at` until `settled_at`.

    What did not come back from two loans is two rows, so that neither family answers for the other's.
    """

    __tablename__ = "missing_part"
    __table_args__ = (
        CheckConstraint("quantity BETWEEN 1 AND 1000", name="quantity"),
        one_of("outcome", PartOutcome, null=True),
        CheckConstraint("(outcome IS NULL) = (settled_at IS NULL)", name="settled"),
        partial_index(
            "uq_missing_part_open", ["article_id", "part", "loan_id"], "settled_at IS NULL", unique=True
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    article_id: int = Field(foreign_key="article.id", ondelete="RESTRICT", index=True)
    part: int
    """Which of the type's parts, from 0, in the order of `ArticleType.parts_sv`."""
    quantity: int = 1
    loan_id: int | None = Field(default=None, foreign_key="loan.id", ondelete="RESTRICT", index=True)
    """The loan from which it did not come back; null if it was noticed otherwise."""
    noted_at: datetime
    operator: str | None = None
    settled_at: datetime | None = None
    outcome: str | None = None
