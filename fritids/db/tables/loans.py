"""Visits, loans, renewals, bookings, and what lies on a desk between two scans."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from fritids.db.tables.base import Row, one_of, partial_index
from fritids.domain.words import AgeBand, BorrowerKind, Gender

OPEN = "returned_at IS NULL AND undone_at IS NULL"


class Visit(Row, table=True):
    """One borrower at one desk once. At most one is open at a desk; those of the command line are never open."""

    __table_args__ = (partial_index("uq_visit_open", ["branch_id", "desk"], "ended_at IS NULL", unique=True),)
    id: int | None = Field(default=None, primary_key=True)
    branch_id: int = Field(foreign_key="branch.id", ondelete="RESTRICT")
    desk: str
    borrower_id: int | None = Field(default=None, foreign_key="borrower.id", ondelete="SET NULL", index=True)
    co_borrower_id: int | None = Field(default=None, foreign_key="co_borrower.id", ondelete="SET NULL")
    """For whom the borrower borrows at the moment, while the visit is open."""
    started_at: datetime
    ended_at: datetime | None = None


class DeskItem(Row, table=True):
    """An article that lies at a desk: in the basket (no visit yet), or waiting in a visit for an answer (R3)."""

    __tablename__ = "desk_item"
    __table_args__ = (UniqueConstraint("branch_id", "desk", "article_id"),)
    id: int | None = Field(default=None, primary_key=True)
    branch_id: int = Field(foreign_key="branch.id", ondelete="CASCADE")
    desk: str
    article_id: int = Field(foreign_key="article.id", ondelete="CASCADE")
    visit_id: int | None = Field(default=None, foreign_key="visit.id", ondelete="CASCADE")
    added_at: datetime


class Loan(Row, table=True):
    """One article lent once. From `category_code` on everything is frozen at the act: later changes move no past year (R12)."""

    __table_args__ = (
        partial_index("uq_loan_open", ["article_id"], OPEN, unique=True),
        partial_index("ix_loan_open_due", ["branch_id", "due"], OPEN),
        partial_index("ix_loan_due", ["branch_id", "due"], "undone_at IS NULL"),
        partial_index("ix_loan_returned_on", ["returned_on"], "returned_on IS NOT NULL"),
        partial_index("ix_loan_co_borrower_id", ["co_borrower_id"], "co_borrower_id IS NOT NULL"),
        partial_index("ix_loan_open_borrower", ["borrower_id"], OPEN),
        Index("ix_loan_borrower_id_lent_at", "borrower_id", "lent_at"),
        Index("ix_loan_article_id_lent_at", "article_id", "lent_at"),
        Index("ix_loan_branch_id_lent_on", "branch_id", "lent_on"),
        Index("ix_loan_borrower_key", "borrower_key"),
        CheckConstraint("due >= lent_on", name="due_after_lent"),
        CheckConstraint("returned_at IS NULL OR returned_at >= lent_at", name="returned_after_lent"),
        CheckConstraint("(returned_at IS NULL) = (returned_on IS NULL)", name="returned_on"),
        one_of("borrower_kind", BorrowerKind),
        one_of("age_band", AgeBand),
        one_of("gender", Gender, null=True),
    )
    id: int | None = Field(default=None, primary_key=True)
    article_id: int = Field(foreign_key="article.id", ondelete="RESTRICT")
    borrower_id: int | None = Field(default=None, foreign_key="borrower.id", ondelete="RESTRICT")
    """Null once the person is forgotten."""
    co_borrower_id: int | None = Field(default=None, foreign_key="co_borrower.id", ondelete="SET NULL")
    visit_id: int = Field(foreign_key="visit.id", ondelete="RESTRICT", index=True)
    branch_id: int = Field(foreign_key="branch.id", ondelete="RESTRICT")
    desk: str
    operator: str | None = None
    lent_at: datetime
    lent_on: date
    """The lending day in the branch's zone, which is the day the loan is counted on."""
    due: date
    returned_at: datetime | None = None
    returned_on: date | None = None
    undone_at: datetime | None = None
    entered_later: bool = False
    accepted: str = ""
    """Codes an operator accepted, joined by blanks."""
    told: str = ""
    binding_by: str | None = None
    binding_sole_mm: int | None = None
    category_code: str
    type_code: str
    borrower_kind: str
    age_band: str
    gender: str | None = None
    postal_area: str | None = None
    """The first three digits of the postcode."""
    for_co_borrower: bool = False
    first_ever: bool = False
    borrower_key: str
    """Random, new each calendar year (`borrower_year`)."""
    parts_missing: str | None = None
    """What was known to be missing when it was lent: `part:quantity`, joined by blanks, parts counted from 0 (`missing_part`)."""


class Renewal(Row, table=True):
    """A loan's due date moved on; counted with its own place and day, never as a loan."""

    __table_args__ = (
        partial_index("ix_renewal_on", ["branch_id", "renewed_on"], "undone_at IS NULL"),
        partial_index("uq_renewal_loan_id_seq", ["loan_id", "seq"], "undone_at IS NULL", unique=True),
        CheckConstraint("new_due > old_due", name="forward"),
    )
    id: int | None = Field(default=None, primary_key=True)
    loan_id: int = Field(foreign_key="loan.id", ondelete="RESTRICT", index=True)
    seq: int
    old_due: date
    new_due: date
    renewed_at: datetime
    renewed_on: date
    branch_id: int = Field(foreign_key="branch.id", ondelete="RESTRICT")
    desk: str
    operator: str | None = None
    undone_at: datetime | None = None


class Booking(Row, table=True):
    """An article, or any article of a type, promised to a borrower from `first_day` to `last_day`, both included."""

    __table_args__ = (
        CheckConstraint("(article_id IS NULL) <> (type_code IS NULL)", name="article_or_type"),
        CheckConstraint("first_day <= last_day", name="order"),
        partial_index("ix_booking_open_article", ["article_id"], "closed_at IS NULL"),
        partial_index("ix_booking_open_type_code", ["type_code"], "closed_at IS NULL"),
    )
    id: int | None = Field(default=None, primary_key=True)
    branch_id: int = Field(foreign_key="branch.id", ondelete="RESTRICT")
    borrower_id: int = Field(foreign_key="borrower.id", ondelete="CASCADE", index=True)
    article_id: int | None = Field(default=None, foreign_key="article.id", ondelete="CASCADE")
    type_code: str | None = Field(default=None, foreign_key="article_type.code", ondelete="RESTRICT")
    quantity: int = 1
    """How many of the type are still promised; each loan to the borrower takes one off, and the last closes the booking."""
    first_day: date
    last_day: date
    note: str | None = None
    booked_at: datetime
    closed_at: datetime | None = None
    """When it was fulfilled by a loan or cancelled; open until then."""
    fulfilled: bool = False
