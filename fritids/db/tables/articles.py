"""The catalogue: categories, types, articles, their codes, the dated changes of their state, and open questions."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from fritids.db.tables.base import Row, one_of, partial_index
from fritids.domain.words import ArticleState, CheckAnswer, CheckKind, DiscardReason


class Category(Row, table=True):
    """A shelf of the national catalogue ("Is")."""

    code: str = Field(primary_key=True)
    sort: int
    name_sv: str
    name_en: str


class ArticleType(Row, table=True):
    """A kind of article ("Hockeyskridskor"), with the checks it needs."""

    __tablename__ = "article_type"
    __table_args__ = (CheckConstraint("loan_days BETWEEN 1 AND 366", name="loan_days"),)
    code: str = Field(primary_key=True)
    category_code: str = Field(foreign_key="category.code", ondelete="RESTRICT", index=True)
    sort: int
    name_sv: str
    name_en: str
    size_kind: str
    ask_guardian: bool = False
    safety_check: bool = False
    staff_sets_binding: bool = False
    private: bool = False
    """Named in no message and no list that leaves the house (parasport aids)."""
    extra_attributes: str | None = None
    parts_sv: str | None = None
    """What is counted when it comes back, joined by semicolons (tent poles, balls of a set)."""
    parts_en: str | None = None
    loan_days: int | None = None
    """The type's own loan period, in all branches; null where each branch's own holds."""


class Article(Row, table=True):
    """One lendable thing; a pair is one article. `label` is the code on its newest label (all of them are in `barcode`)."""

    __table_args__ = (
        one_of("state", ArticleState),
        one_of("discard_reason", DiscardReason, null=True),
        CheckConstraint("(state = 'discarded') = (discard_reason IS NOT NULL)", name="discarded_with_reason"),
        Index("ix_article_type_code_size_low", "type_code", "size_low"),
        # The record names articles by number: that of one whose registering was undone is never another's. PostgreSQL does so by itself.
        {"sqlite_autoincrement": True},
    )
    id: int | None = Field(default=None, primary_key=True)
    branch_id: int = Field(foreign_key="branch.id", ondelete="RESTRICT", index=True)
    type_code: str = Field(foreign_key="article_type.code", ondelete="RESTRICT")
    label: str = Field(index=True)
    size: str | None = None
    size_low: float | None = None
    size_high: float | None = None
    brand: str | None = None
    model: str | None = None
    note: str | None = None
    state: str = ArticleState.IN_STOCK.value
    discard_reason: str | None = None
    search: str = ""
    """Brand, model, size and codes, folded (`fritids.domain.search`), since neither engine folds å, ä, ö alike."""
    added_at: datetime
    revision: int = 1
    gift_id: int | None = Field(default=None, foreign_key="gift.id", ondelete="RESTRICT", index=True)
    """The gift it came with, if that is known."""
    photo: str | None = None
    """Path of a picture of it."""
    part_counts: str | None = None
    """Where it has another number of a part than its type says: `part:quantity`, joined by blanks, parts counted from 0."""


class Barcode(Row, table=True):
    """A code that means an article. `key` is what is looked up (upper case, no blanks), `code` what the label says."""

    key: str = Field(primary_key=True)
    code: str
    article_id: int = Field(foreign_key="article.id", ondelete="RESTRICT", index=True)
    added_at: datetime


class ArticleStateChange(Row, table=True):
    """From `changed_at` on the article had this stored state; the first row is its arrival. Stock of a past day is counted from these."""

    __tablename__ = "article_state_change"
    __table_args__ = (one_of("state", ArticleState), one_of("reason", DiscardReason, null=True))
    id: int | None = Field(default=None, primary_key=True)
    article_id: int = Field(foreign_key="article.id", ondelete="RESTRICT", index=True)
    changed_at: datetime
    state: str
    reason: str | None = None
    note: str | None = None
    """Why, in the words of whoever changed it: what is broken, where it was last seen."""


class CheckQuestion(Row, table=True):
    """A question that a return left beside it (R5): open until somebody answers."""

    __tablename__ = "check_question"
    __table_args__ = (
        one_of("kind", CheckKind),
        one_of("answer", CheckAnswer, null=True),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered"),
        partial_index("ix_check_question_open", ["article_id"], "answered_at IS NULL"),
    )
    id: int | None = Field(default=None, primary_key=True)
    article_id: int = Field(foreign_key="article.id", ondelete="RESTRICT")
    loan_id: int = Field(foreign_key="loan.id", ondelete="RESTRICT", index=True)
    kind: str
    asked_at: datetime
    answered_at: datetime | None = None
    answer: str | None = None
    note: str | None = None
    operator: str | None = None
