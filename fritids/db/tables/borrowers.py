"""People and groups who borrow, and the keys that lead from them to the figures and the record of events."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from fritids.db.tables.base import Row, one_of
from fritids.domain.words import BorrowerKind, Gender


class Borrower(Row, table=True):
    """A person or a group. Name and phone are all that is always asked for (DESIGN §5)."""

    __table_args__ = (
        one_of("kind", BorrowerKind),
        one_of("gender", Gender, null=True),
        Index("ix_borrower_phone", "phone"),
    )
    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True)
    name: str
    kind: str = BorrowerKind.PERSON.value
    phone: str | None = None
    """E.164."""
    email: str | None = None
    birth_year: int | None = None
    gender: str | None = None
    postcode: str | None = None
    language: str | None = None
    note: str | None = None
    blocked: bool = False
    protected: bool = False
    event_key: str = Field(unique=True)
    """Random; the only way from the record of events to this person, gone with the row."""
    search: str = ""
    added_at: datetime
    revision: int = 1
    no_reminders: bool = False
    """Reminders are turned off for this borrower (DESIGN §7)."""


class BorrowerCard(Row, table=True):
    """A foreign card (library card, school pass) that stands for a borrower; `key` as for barcodes."""

    __tablename__ = "borrower_card"
    key: str = Field(primary_key=True)
    code: str
    borrower_id: int = Field(foreign_key="borrower.id", ondelete="CASCADE", index=True)


class CoBorrower(Row, table=True):
    """A child or pupil for whom a borrower borrows."""

    __tablename__ = "co_borrower"
    __table_args__ = (one_of("gender", Gender, null=True),)
    id: int | None = Field(default=None, primary_key=True)
    borrower_id: int = Field(foreign_key="borrower.id", ondelete="CASCADE", index=True)
    name: str
    birth_year: int | None = None
    gender: str | None = None
    added_at: datetime


class BorrowerYear(Row, table=True):
    """The random key under which a borrower's loans of one calendar year are counted; deleting the row cuts the way to the person."""

    __tablename__ = "borrower_year"
    borrower_id: int = Field(primary_key=True, foreign_key="borrower.id", ondelete="CASCADE")
    year: int = Field(primary_key=True)
    key: str = Field(unique=True)
