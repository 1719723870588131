"""The record of everything that was done. Rows are only ever added.

It is also the list of what can be undone: taking an act back adds a line whose `undoes` names it, and the unique constraint
there means that no act can be taken back twice, from whichever desk.
"""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from fritids.db.tables.base import Row, one_of, partial_index
from fritids.domain.words import ActKind


class Event(Row, table=True):
    """One line of the record. People stand in it only by `borrower_key` (`Borrower.event_key`); lending names loan and visit instead."""

    __table_args__ = (
        UniqueConstraint("act_key", "line"),
        one_of("kind", ActKind),
        Index("ix_event_desk", "branch_id", "desk", "id"),
        partial_index("ix_event_borrower_key", ["borrower_key"], "borrower_key IS NOT NULL"),
        partial_index("ix_event_restore", ["id"], "kind = 'restore'"),
        partial_index("ix_event_return", ["branch_id", "desk", "id"], "kind = 'return'"),
    )
    id: int | None = Field(default=None, primary_key=True)
    act_key: str
    """Random, made at the desk before the act is sent; with `line` it makes a repeated sending harmless (R9)."""
    line: int = 0
    at: datetime
    """When it was entered; an act entered later has its own time in the loan."""
    branch_id: int = Field(foreign_key="branch.id", ondelete="RESTRICT")
    desk: str
    operator: str | None = None
    kind: str
    article_id: int | None = Field(default=None, index=True)
    loan_id: int | None = Field(default=None, index=True)
    """The loan that was made, closed or renewed."""
    returned_loan_id: int | None = None
    """The loan of somebody else that a lending closed first (R4)."""
    renewal_id: int | None = None
    visit_id: int | None = Field(default=None, index=True)
    borrower_key: str | None = None
    undoes: int | None = Field(default=None, foreign_key="event.id", unique=True)
    details: str | None = None
    """JSON of what undoing needs (a state that was left) or a reader wants (the fields that changed, never their content)."""
