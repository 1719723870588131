"""What the use cases of office and catalogue hand out, as `results` has what those of the counter do. Loads no database."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from fritids.domain.findings import Findings
from fritids.services.results import ActView, ArticleView, BorrowerView, LoanView


@dataclass(frozen=True, slots=True)
class NotChanged:
    """Nothing was written; `findings` says why."""

    barcode: str
    article: ArticleView | None
    findings: Findings


ArticleResult: TypeAlias = ArticleView | NotChanged


@dataclass(frozen=True, slots=True)
class Erased:
    """The person is gone. Their loans still count, and no way leads from these to anybody."""

    number: str
    loans: int


@dataclass(frozen=True, slots=True)
class NotErased:
    """Nothing was changed: this is still out."""

    borrower: BorrowerView
    loans: tuple[LoanView, ...]


EraseResult: TypeAlias = Erased | NotErased


@dataclass(frozen=True, slots=True)
class HourFigures:
    """What was done within one hour of the clock at the branch; `hour` 9 is from 9:00 to 9:59."""

    hour: int
    lent: int
    returned: int


@dataclass(frozen=True, slots=True)
class DayFigures:
    """One day at the branch. Only hours in which something was lent or returned are there; undone acts are not counted."""

    day: date
    lent: int
    returned: int
    visits: int
    """Visits in which at least one article was lent."""
    hours: tuple[HourFigures, ...]
    newest: tuple[ActView, ...]
    """The newest acts of all desks, newest first."""


@dataclass(frozen=True, slots=True)
class BookingView:
    """An open booking of one article, or of so many of a type."""

    id: int
    borrower_number: str
    borrower_name: str
    """Empty for a protected borrower."""
    article: ArticleView | None
    type_code: str
    quantity: int
    first_day: date
    last_day: date
    note: str | None


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of the branch: what holds, and whether the branch has said so or the program."""

    key: str
    value: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class OpeningSpan:
    """A span in which the branch is open; weekday 0 is Monday, times are HH:MM at the branch."""

    weekday: int
    opens: str
    closes: str


@dataclass(frozen=True, slots=True)
class ClosedDays:
    """Days, both included, on which the branch is closed."""

    first_day: date
    last_day: date
    note: str | None = None


@dataclass(frozen=True, slots=True)
class BranchView:
    """A branch with everything that is set about it."""

    code: str
    name: str
    timezone: str
    settings: tuple[Setting, ...]
    hours: tuple[OpeningSpan, ...]
    closed: tuple[ClosedDays, ...]


@dataclass(frozen=True, slots=True)
class DueMove:
    """A loan whose due date falls on days that become closed, and where it is moved."""

    loan: LoanView
    """With the due date it had."""
    new_due: date
