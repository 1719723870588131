"""Messages to borrowers, the runs they went out in, which step of which loan each stands for, and what was said on the telephone.

A message is stored before anything is sent, and its state says how far it came; whatever happens in between, it is never sent again
blindly. The steps of loans have no way to a person of their own: when a borrower is forgotten, the message loses address and text, and the
figures stay.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from fritids.db.tables.base import Row, one_of, partial_index
from fritids.domain.words import Channel, ContactOutcome, Delivery, MessageKind, MessageState, SendReason


class ReminderRun(Row, table=True):
    """One run of the reminders of a branch. How many messages went out in it is counted from the messages."""

    __tablename__ = "reminder_run"
    id: int | None = Field(default=None, primary_key=True)
    branch_id: int = Field(foreign_key="branch.id", ondelete="RESTRICT", index=True)
    started_at: datetime
    started_on: date
    """The day at the branch."""
    ended_at: datetime | None = None
    """Null while it is under way, and of one that was cut off."""
    desk: str
    operator: str | None = None


class Message(Row, table=True):
    """A reminder, or a receipt, to one borrower by one channel."""

    __table_args__ = (
        one_of("kind", MessageKind),
        one_of("channel", Channel),
        one_of("state", MessageState),
        one_of("reason", SendReason, null=True),
        one_of("delivery", Delivery, null=True),
        CheckConstraint("(kind = 'receipt') = (visit_id IS NOT NULL)", name="visit"),
        partial_index(
            "uq_message_run", ["run_id", "borrower_id", "channel"], "run_id IS NOT NULL", unique=True
        ),
        partial_index(
            "uq_message_unsent",
            ["branch_id", "borrower_id"],
            "kind = 'reminder' AND state IN ('planned', 'waiting')",
            unique=True,
        ),
        partial_index(
            "uq_message_receipt",
            ["visit_id", "channel"],
            "kind = 'receipt' AND state IN ('planned', 'waiting', 'sending')",
            unique=True,
        ),
        partial_index(
            "ix_message_open",
            ["branch_id", "state"],
            "state IN ('planned', 'waiting', 'sending', 'unknown', 'failed', 'to_call')",
        ),
        partial_index("ix_message_sent", ["branch_id", "sending_at"], "state = 'sent'"),
    )
    id: int | None = Field(default=None, primary_key=True)
    branch_id: int = Field(foreign_key="branch.id", ondelete="RESTRICT")
    kind: str
    run_id: int | None = Field(default=None, foreign_key="reminder_run.id", ondelete="RESTRICT")
    """The run it belongs to; one that could not be sent yet moves on to the next."""
    visit_id: int | None = Field(default=None, foreign_key="visit.id", ondelete="RESTRICT", index=True)
    """Of a receipt."""
    borrower_id: int | None = Field(default=None, foreign_key="borrower.id", ondelete="SET NULL", index=True)
    channel: str
    """`call` where neither of the others reaches the borrower."""
    address: str | None = None
    """The number in E.164, or the e-mail address, as it was used."""
    language: str
    step: int | None = None
    """The latest of its steps; null for a receipt."""
    state: str
    attempts: int = 0
    next_try_at: datetime | None = None
    """Not before then; only of a `waiting` one."""
    subject: str | None = None
    body: str | None = None
    """The text as it was sent."""
    segments: int | None = None
    """Of a text message: as how many the gateway counts it."""
    gateway: str | None = None
    gateway_id: str | None = None
    """Under which name the gateway knows it."""
    reason: str | None = None
    """Why it was not sent, or why that is not known."""
    detail: str | None = None
    """What the gateway said, for the person who looks after it."""
    made_at: datetime
    sending_at: datetime | None = None
    """When it was last handed to the gateway."""
    settled_at: datetime | None = None
    """When it came to the state it is in, for good or until a person decides."""
    settled_by: str | None = None
    """Who said what became of it, where that was a person."""
    delivery: str | None = None
    delivery_at: datetime | None = None
    desk: str
    operator: str | None = None


class ReminderStep(Row, table=True):
    """That a loan has had, or is about to have, a step of its series. Unique, and written before there is anything to send."""

    __tablename__ = "reminder_step"
    __table_args__ = (UniqueConstraint("loan_id", "due", "step"),)
    id: int | None = Field(default=None, primary_key=True)
    loan_id: int = Field(foreign_key="loan.id", ondelete="RESTRICT")
    due: date
    """The due date that the series counts from. A due date that only a closed day moved takes its series along."""
    step: int
    """Days from the due date; negative before it."""
    message_id: int = Field(foreign_key="message.id", ondelete="RESTRICT", index=True)
    made_at: datetime


class ContactNote(Row, table=True):
    """That somebody was called, and how it went; stands in the borrower's record and is gone with it."""

    __tablename__ = "contact_note"
    __table_args__ = (one_of("outcome", ContactOutcome),)
    id: int | None = Field(default=None, primary_key=True)
    branch_id: int = Field(foreign_key="branch.id", ondelete="RESTRICT")
    borrower_id: int = Field(foreign_key="borrower.id", ondelete="CASCADE", index=True)
    outcome: str
    address: str | None = None
    """The number that was called, or that was the wrong one."""
    promised_on: date | None = None
    note: str | None = None
    at: datetime
    desk: str
    operator: str | None = None
    undone_at: datetime | None = None
