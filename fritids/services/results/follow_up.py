"""What a year did for people: target group, goal, indicator, outcome (DESIGN §6; what a lender for social sustainability asks for).

Every `Figure` here is fit to be shown where the figures it was made of are: made of withheld ones it is withheld itself.
"""

from dataclasses import dataclass
from datetime import date

from fritids.domain.climate import Estimate
from fritids.domain.follow_up import Figure, Outcome
from fritids.domain.words import GoalIndicator


@dataclass(frozen=True, slots=True)
class GroupLoans:
    """Loans to one target group: an age band or a kind of borrower, by its code."""

    code: str
    loans: Figure
    share: Figure
    """Of all loans, 0 to 1."""


@dataclass(frozen=True, slots=True)
class AreaLoans:
    """Loans to a postal area beside how many live there."""

    area: str
    """The first three digits of the postcode."""
    loans: Figure
    people: int
    people_year: int
    """The year of that number: the newest entered that is not after the year that is told of."""
    source: str
    per_1000: Figure


@dataclass(frozen=True, slots=True)
class SurveyQuestion:
    """What was answered to one of the two questions at returns."""

    code: str
    """`otherwise` (would you have done this otherwise?) or `bought` (would you have bought it?)."""
    answers: Figure
    """How many said yes or no. Withheld with the rest if that is fewer than five, or if it would give such a number away."""
    yes: Figure
    no: Figure
    share_no: Figure
    """Of the answers, 0 to 1: would not have done it otherwise; would not have bought it."""


@dataclass(frozen=True, slots=True)
class SurveyNoted:
    """It is on the disk what was answered; None: not answered."""

    category: str
    age_band: str
    otherwise: bool | None
    bought: bool | None


@dataclass(frozen=True, slots=True)
class SurveyAnswers:
    """How often what was answered: to things of one category, by one age band."""

    category: str
    age_band: str
    otherwise_yes: int
    otherwise_no: int
    bought_yes: int
    bought_no: int


@dataclass(frozen=True, slots=True)
class GoalView:
    """What a branch wants to reach in a year, as it was entered."""

    id: int
    branch: str
    """The branch's code."""
    year: int
    target_group: str
    goal: str
    indicator: GoalIndicator
    area: str | None
    """Three digits, where the indicator is of one."""
    target: float
    """In the indicator's unit: loans, borrowers, loans per 1,000 inhabitants, or per cent (0 to 100)."""


@dataclass(frozen=True, slots=True)
class GoalOutcome:
    """A goal beside what was counted, in the same unit."""

    goal: GoalView
    figure: Figure
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class InhabitantsView:
    """How many live in a postal area, as it was entered."""

    area: str
    year: int
    people: int
    source: str


@dataclass(frozen=True, slots=True)
class FollowUpOfYear:
    """The follow-up of one branch, or of all."""

    branch: str | None
    """The branch's code; None: all branches."""
    year: int
    counted_to: date
    loans: Figure
    borrowers: Figure
    new_borrowers: Figure
    children: GroupLoans
    """All up to 19 years together; code `0-19`."""
    bands: tuple[GroupLoans, ...]
    """The bands among them, by age."""
    schools: GroupLoans
    """Schools, preschools and associations together; code `schools`."""
    kinds: tuple[GroupLoans, ...]
    """Each of these."""
    areas: tuple[AreaLoans, ...]
    """Only areas of which the inhabitants were entered, by their digits."""
    survey: tuple[SurveyQuestion, ...]
    """Both questions, in the order they are asked in."""
    goals: tuple[GoalOutcome, ...]
    """Of all branches: each branch's own, with that branch's outcome."""
    climate: Estimate | None
    """None where the number of all loans is withheld."""
