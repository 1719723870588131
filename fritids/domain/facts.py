"""What the rules are told: facts read from the database in the same transaction that will write, as plain values."""

from dataclasses import dataclass
from datetime import date, datetime

from fritids.domain.words import ArticleState, BorrowerKind, DiscardReason


@dataclass(frozen=True, slots=True)
class OpenLoanFacts:
    """A loan that is out."""

    loan_id: int
    borrower_id: int | None
    borrower_number: str | None
    desk: str
    lent_at: datetime
    due: date
    visit_id: int


@dataclass(frozen=True, slots=True)
class BookingFacts:
    """The nearest open booking of an article by somebody else than the borrower."""

    booking_id: int
    borrower_number: str
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class SentFacts:
    """Where an article was sent."""

    from_name: str
    to_name: str
    coming: bool
    """It is under way to the branch that asks."""
    ours: bool
    """The branch that asks has sent it."""


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """An article as the rules see it."""

    article_id: int
    state: ArticleState
    discard_reason: DiscardReason | None
    type_code: str
    category_code: str
    ask_guardian: bool
    safety_check: bool
    staff_sets_binding: bool
    loan_days: int | None
    open_loan: OpenLoanFacts | None
    check_open: bool
    sent: SentFacts | None = None
    """Of a transferred one, where the record says."""


@dataclass(frozen=True, slots=True)
class BorrowerFacts:
    """A borrower as the rules see them."""

    borrower_id: int
    number: str
    kind: BorrowerKind
    birth_year: int | None
    blocked: bool


@dataclass(frozen=True, slots=True)
class LendFacts:
    """Everything one lending is judged by."""

    article: ArticleFacts
    borrower: BorrowerFacts
    desk: str
    at: datetime
    """When it is lent: now, or the earlier time of a late entry."""
    today: date
    """The lending day in the branch's zone."""
    due: date
    due_by_hand: bool
    no_open_day: bool
    open_loans: int | None
    """How many the borrower has out; None where the branch sets no limit and nobody counted."""
    late_loans: bool | None
    """Whether the borrower has something late; None where the branch only wants it shown, and nobody looked."""
    booking: BookingFacts | None
    binding_known: bool
    """A binding was recorded with this lending, or for this borrower the last time they had the article."""


@dataclass(frozen=True, slots=True)
class DueFacts:
    """Everything one loan's date by hand is judged by."""

    today: date
    """The first day on which it can be due: today in the branch's zone, and never before it was lent."""
    old_due: date
    due: date
    booking: BookingFacts | None
    """Within the new time, if that is longer than the old."""
    due_by_hand: bool = True


@dataclass(frozen=True, slots=True)
class RenewFacts:
    """Everything one renewal is judged by."""

    due: date
    new_due: date
    renewals: int
    booking: BookingFacts | None
