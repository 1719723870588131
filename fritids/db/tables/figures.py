"""What is kept of figures: sums of closed days, what has made them stale, locked years; and what a branch enters beside what it lends."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from fritids.db.tables.base import Row, one_of, partial_index
from fritids.domain.words import AgeBand, GoalIndicator


class FigureSummary(Row, table=True):
    """Figures of days that are over, kept for speed. They hold as long as no mark of their branch, put later than `seen`, begins on or before `last`."""

    __tablename__ = "figure_summary"
    __table_args__ = (
        Index("ix_figure_summary_what", "what", "branch_id", "first", "last"),
        Index("ix_figure_summary_last", "last"),
    )
    id: int | None = Field(default=None, primary_key=True)
    what: str
    """What was counted, in the words of whoever counts it; another version of the program that counts otherwise uses another word."""
    branch_id: int | None = Field(default=None, foreign_key="branch.id", ondelete="CASCADE")
    """Null: all branches."""
    first: date
    last: date
    seen: int
    """The newest `stale_mark` there was when they were counted, 0 if none."""
    counted_at: datetime
    body: str
    """JSON."""


class StaleMark(Row, table=True):
    """Something that was counted on `since` or later is another at this branch: a loan entered later, undone, moved. Put by the database itself.

    One since the last of all days (9999-12-31) makes nothing stale: it says that older marks were thrown away.
    """

    __tablename__ = "stale_mark"
    __table_args__ = ({"sqlite_autoincrement": True},)
    id: int | None = Field(default=None, primary_key=True)
    branch_id: int = Field(foreign_key="branch.id", ondelete="CASCADE")
    since: date


class LockedYear(Row, table=True):
    """The figures of a year as they stood when somebody locked it, signed. Nothing later moves them; a newer lock stands beside the older."""

    __tablename__ = "locked_year"
    __table_args__ = (Index("ix_locked_year_year", "year", "branch_id"),)
    id: int | None = Field(default=None, primary_key=True)
    branch_id: int | None = Field(default=None, foreign_key="branch.id", ondelete="RESTRICT")
    """Null: all branches."""
    year: int
    locked_at: datetime
    operator: str | None = None
    version: str
    """Of the program that counted."""
    event_id: int
    """The newest line of the record of events then."""
    body: str
    """JSON in one spelling (keys sorted, no blanks): the figures, true ones, with the definitions they were counted by."""
    check_sum: str
    """SHA-256 of what is signed, in hexadecimal."""
    signature: str
    """Of the check sum, in hexadecimal."""
    signed_by: str
    """The public key, in hexadecimal."""


class SurveyAnswer(Row, table=True):
    """What somebody said at a return: both questions are optional. Who, and of which loan, is not kept."""

    __tablename__ = "survey_answer"
    __table_args__ = (
        CheckConstraint("otherwise IS NOT NULL OR bought IS NOT NULL", name="answered"),
        one_of("age_band", AgeBand),
        # With both answers in it, so that a network's year is summed from the index alone.
        partial_index(
            "ix_survey_answer_on", ["branch_id", "answered_on", "otherwise", "bought"], "undone_at IS NULL"
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    branch_id: int = Field(foreign_key="branch.id", ondelete="RESTRICT")
    category_code: str
    """What was returned; frozen at the act, as is the age band."""
    age_band: str
    otherwise: bool | None = None
    """Would you have done this otherwise?"""
    bought: bool | None = None
    """Would you have bought it?"""
    answered_at: datetime
    answered_on: date
    desk: str
    operator: str | None = None
    undone_at: datetime | None = None


class Goal(Row, table=True):
    """What a branch wants to reach in a year: for whom, how it is measured, how much. The outcome is counted, never entered."""

    __table_args__ = (
        one_of("indicator", GoalIndicator),
        Index("ix_goal_branch_id_year", "branch_id", "year"),
        {"sqlite_autoincrement": True},  # numbers are never used again
    )
    id: int | None = Field(default=None, primary_key=True)
    branch_id: int = Field(foreign_key="branch.id", ondelete="RESTRICT")
    year: int
    target_group: str
    """In the branch's own words: "Barn och unga i Klockaretorpet"."""
    goal: str
    indicator: str
    area: str | None = None
    """A postal area, where the indicator is of one."""
    target: float
    entered_at: datetime
    operator: str | None = None


class Inhabitants(Row, table=True):
    """How many people live in a postal area, as somebody entered it with its source; for loans per 1,000 inhabitants."""

    area: str = Field(primary_key=True)
    year: int = Field(primary_key=True)
    people: int
    source: str
