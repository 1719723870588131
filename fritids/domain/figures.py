"""What is counted of a period, in the words of DESIGN §6: measures, splits and the tables of a report. Values only; nothing here counts.

A loan is counted on its lending day in its branch's zone, and never if it was undone. What a split goes by was frozen when the loan was made.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, TypeAlias

UNKNOWN: Final = "unknown"
"""The row of a split for loans of which it is not known: no gender said, no postcode asked."""


class Split(StrEnum):
    """By what loans are told apart. The values in brackets are the codes of its rows."""

    MONTH = "month"
    """(`2026-02`)"""
    WEEKDAY = "weekday"
    """(`0` Monday to `6`)"""
    HOUR = "hour"
    """The hour of lending in the branch's zone (`00` to `23`)."""
    CATEGORY = "category"
    TYPE = "type"
    KIND = "kind"
    """Kind of borrower (`BorrowerKind`)."""
    AGE = "age"
    """`AgeBand`."""
    GENDER = "gender"
    """`Gender`, or `unknown`."""
    AREA = "area"
    """The first three digits of the postcode, or `unknown`."""
    BRANCH = "branch"
    """The branch's code; only where all branches are counted."""


TableKey: TypeAlias = tuple[Split, ...]
"""One split, or two that are crossed: rows, then columns."""

ONE_WAY: Final[tuple[TableKey, ...]] = (
    (Split.MONTH,),
    (Split.WEEKDAY,),
    (Split.HOUR,),
    (Split.CATEGORY,),
    (Split.TYPE,),
    (Split.KIND,),
    (Split.AGE,),
    (Split.GENDER,),
    (Split.AREA,),
)
CROSSED: Final[tuple[TableKey, ...]] = (
    (Split.MONTH, Split.CATEGORY),
    (Split.MONTH, Split.KIND),
    (Split.MONTH, Split.AGE),
    (Split.AGE, Split.GENDER),
)
OF_BRANCHES: Final[tuple[TableKey, ...]] = (
    (Split.BRANCH,),
    (Split.BRANCH, Split.MONTH),
    (Split.BRANCH, Split.CATEGORY),
)
"""More tables where all branches are counted together."""


def report_tables(*, branches: bool) -> tuple[TableKey, ...]:
    """The fixed list of tables that may leave the house (DESIGN §6); with `branches` those of all branches together."""
    return ONE_WAY + CROSSED + (OF_BRANCHES if branches else ())


@dataclass(frozen=True, slots=True)
class Period:
    """Days, both ends included."""

    first: date
    last: date

    @classmethod
    def year(cls, year: int) -> "Period":
        """A calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def month(cls, year: int, month: int) -> "Period":
        """A calendar month."""
        following = date(year + month // 12, month % 12 + 1, 1)
        return cls(date(year, month, 1), following - timedelta(days=1))

    @classmethod
    def season(cls, year: int, *, winter: bool) -> "Period":
        """The winter that ends in `year` (November to April), or its summer (May to October)."""
        if winter:
            return cls(date(year - 1, 11, 1), date(year, 4, 30))
        return cls(date(year, 5, 1), date(year, 10, 31))

    def before(self) -> "Period":
        """The same days a year earlier, which a period is set beside; a last day of a month stays one."""
        last = (self.last + timedelta(days=1)).replace(day=1) if self._ends_a_month() else None
        if last is not None:
            return Period(_year_earlier(self.first), _year_earlier(last) - timedelta(days=1))
        return Period(_year_earlier(self.first), _year_earlier(self.last))

    def _ends_a_month(self) -> bool:
        return (self.last + timedelta(days=1)).day == 1

    def years(self) -> range:
        """The calendar years it touches. Borrowers are counted by yearly keys: over new year the years are added (DESIGN §6)."""
        return range(self.first.year, self.last.year + 1)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


def _year_earlier(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: what was counted of the loans that fall in it."""

    loans: int = 0
    """Articles lent; undone ones do not count, renewals never do."""
    visits: int = 0
    """Visits with at least one of these loans."""
    borrowers: int = 0
    """Distinct yearly keys with one of these loans."""
    new_borrowers: int = 0
    """Loans among these that were their borrower's first ever."""
    on_site: int = 0
    """Loans due on the day they were made, which stand among `loans` too."""
    renewals: int = 0
    """Renewals made on these days at these branches, of whichever loans; by month and weekday on the renewal's own day, else by what its
    loan froze; not told apart by hour."""
    due: int = 0
    """Loans whose last due date lies in the period, whenever they were made; by month on that date, not told apart by weekday and hour."""
    on_time: int = 0
    """Of `due`, those returned on or before that date. Still out counts as not (DESIGN §6)."""


@dataclass(frozen=True, slots=True)
class Totals(Cell):
    """A whole period: the same measures of all its loans, and those that are not told apart."""

    groups: int = 0
    """Among `borrowers`, those that are no persons."""
    not_returned: int = 0
    """Loans still out at the end of the period that were then over 60 days late, or whose article was then missing."""
    days_with_loans: int = 0
    """Days on which a branch lent something, added over branches."""
    hours_with_loans: int = 0
    """Clock hours in which a branch lent something, added over branches."""


LATE_IS_LOST: Final = 60
"""Days after the due date from which a loan counts as not returned (DESIGN §6)."""

Rows: TypeAlias = Mapping[tuple[str, ...], Cell]
"""Cells by the codes of their rows, or of row and column. A cell with nothing in it is left out."""


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """What was counted of one branch, or of all."""

    branch: str | None
    """The branch's code; None: all branches."""
    period: Period
    counted_to: date
    """The last day that was counted: the period's last, or today if that is earlier. A period that lies ahead has nothing."""
    totals: Totals
    tables: Mapping[TableKey, Rows] = field(default_factory=dict)


WITHHELD_BELOW: Final = 5
"""Cells of fewer borrowers, but for none, leave the house in no report (DESIGN §6)."""
