"""What happened to an article, as people see it. Loads no database, as its package."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from fritids.domain.words import CheckAnswer, PartOutcome, ServiceKind, ServiceOutcome, ShownState
from fritids.services.results.things import ArticleView, LoanView


class HistoryKind(StrEnum):
    """What a line of the history tells of."""

    REGISTERED = "registered"
    GIFT = "gift"
    LOAN = "loan"
    STATE = "state"
    SERVICE = "service"
    CHECK = "check"
    STOCKTAKE = "stocktake"
    LABEL = "label"
    SENT = "sent"
    RECEIVED = "received"
    PART = "part"


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened. What its kind does not have is None."""

    at: datetime
    kind: HistoryKind
    ended_at: datetime | None = None
    """When a service was done, a part settled; None while it is open. A loan has its own."""
    loan: LoanView | None = None
    """Without a person once the borrower is forgotten; a protected one's name is empty."""
    state: ShownState | None = None
    """What the article became, or how it stood when it was counted."""
    reason: str | None = None
    """Why it was discarded."""
    service: ServiceKind | None = None
    outcome: ServiceOutcome | CheckAnswer | PartOutcome | None = None
    """How a service, a question of a return or a missing part ended."""
    note: str | None = None
    part: int | None = None
    """Which of its type's parts, from 0."""
    quantity: int | None = None
    code: str | None = None
    """What stands on the label."""
    sheet: str | None = None
    origin: str | None = None
    destination: str | None = None

    @property
    def when(self) -> datetime:
        """The moment it stands at in the list: a service is told of when it was done."""
        return self.ended_at if self.kind is HistoryKind.SERVICE and self.ended_at is not None else self.at


@dataclass(frozen=True, slots=True)
class YearOfLoans:
    """How often it was lent in a calendar year of the branch."""

    year: int
    loans: int


@dataclass(frozen=True, slots=True)
class ArticleHistory:
    """All that happened to an article, the newest first."""

    article: ArticleView
    photo: str | None
    years: tuple[YearOfLoans, ...]
    """From the year it came to this one, the newest first; years without a loan too."""
    last_lent: date | None
    lines: tuple[HistoryLine, ...]

    @property
    def loans(self) -> int:
        """How often it was lent."""
        return sum(year.loans for year in self.years)
