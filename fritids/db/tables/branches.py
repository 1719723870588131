"""Branches, their settings and their calendar."""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from fritids.db.tables.base import Row
from fritids.domain.calendar import USUAL_ZONE


class Branch(Row, table=True):
    """One lending place. `revision` grows with every change of its settings or calendar, so that desks know to read them again."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    timezone: str = USUAL_ZONE
    parent_id: int | None = Field(default=None, foreign_key="branch.id", ondelete="RESTRICT")
    revision: int = 1


class BranchSetting(Row, table=True):
    """One setting that differs from the program's own; `fritids.domain.policy` knows the keys and their meaning."""

    __tablename__ = "branch_setting"
    branch_id: int = Field(primary_key=True, foreign_key="branch.id", ondelete="CASCADE")
    key: str = Field(primary_key=True)
    value: str


class OpeningHours(Row, table=True):
    """A span in which the branch is open on a weekday (0 Monday), as HH:MM in the branch's own zone."""

    __tablename__ = "opening_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("opens < closes", name="order"),
    )
    id: int | None = Field(default=None, primary_key=True)
    branch_id: int = Field(foreign_key="branch.id", ondelete="CASCADE", index=True)
    weekday: int
    opens: str
    closes: str


class ClosedPeriod(Row, table=True):
    """Days, both ends included, on which the branch is closed whatever the weekday."""

    __tablename__ = "closed_period"
    __table_args__ = (CheckConstraint("first_day <= last_day", name="order"),)
    id: int | None = Field(default=None, primary_key=True)
    branch_id: int = Field(foreign_key="branch.id", ondelete="CASCADE", index=True)
    first_day: date
    last_day: date
    note: str | None = None


class NumberSeries(Row, table=True):
    """The next number of a series. Kept apart from the rows it numbers, since a number is never used again."""

    __tablename__ = "number_series"
    name: str = Field(primary_key=True)
    next_number: int
