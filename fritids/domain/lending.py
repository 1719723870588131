"""The rules of lending and renewing (R3, R4, R6): each reason is one named function of facts.

Rejected: one function that stops at the first reason. The volunteer is to see all of them at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol

from fritids.domain.facts import ArticleFacts, BookingFacts, DueFacts, LendFacts, RenewFacts, SentFacts
from fritids.domain.findings import Fact, Finding, FindingCode, Findings, Severity
from fritids.domain.policy import Policy
from fritids.domain.words import ArticleState, BorrowerKind

JUST_LENT: Final = timedelta(minutes=2)
"""How long another desk's loan stands unquestioned (R4), and a desk's own act is not reversed by a mere scan (R8)."""

ADULT_AGE: Final = 18


class AboutArticle(Protocol):
    """What the rules need that ask nothing of the borrower."""

    @property
    def article(self) -> ArticleFacts:
        """The article."""


class AboutDue(Protocol):
    """What the rules need that ask only whether a day can be the due date."""

    @property
    def today(self) -> date:
        """The first day that can."""

    @property
    def due(self) -> date:
        """The day."""

    @property
    def due_by_hand(self) -> bool:
        """Whether somebody chose it."""


@dataclass(frozen=True, slots=True)
class ArticleAlone:
    """An article that nobody is there to borrow yet."""

    article: ArticleFacts


def discarded(facts: AboutArticle, policy: Policy) -> Finding | None:
    """A discarded article is not lent."""
    if facts.article.state is not ArticleState.DISCARDED:
        return None
    return policy.finding(FindingCode.DISCARDED, reason=facts.article.discard_reason)


def transferred(facts: AboutArticle, policy: Policy) -> Finding | None:
    """An article that went to another branch is not lent here."""
    if facts.article.state is not ArticleState.TRANSFERRED:
        return None
    return policy.finding(FindingCode.TRANSFERRED, **where_sent(facts.article.sent))


def where_sent(sent: SentFacts | None) -> dict[str, Fact]:
    """The facts of `transferred`."""
    if sent is None:
        return {}
    place = sent.from_name if sent.coming else sent.to_name
    return {"place": place, "coming": sent.coming, "ours": sent.ours}


def in_service(facts: AboutArticle, policy: Policy) -> Finding | None:
    """An article that is to be washed, mended or checked is not lent before it is done."""
    return policy.finding(FindingCode.IN_SERVICE) if facts.article.state is ArticleState.IN_SERVICE else None


def missing(facts: AboutArticle, policy: Policy) -> Finding | None:
    """A missing article in somebody's hands is found."""
    return policy.finding(FindingCode.MISSING) if facts.article.state is ArticleState.MISSING else None


def borrower_blocked(facts: LendFacts, policy: Policy) -> Finding | None:
    """A coordinator has set that this borrower borrows nothing more for now (R11)."""
    return (
        policy.finding(FindingCode.BORROWER_BLOCKED, borrower=facts.borrower.number)
        if facts.borrower.blocked
        else None
    )


def already_lent_to_borrower(facts: LendFacts, policy: Policy) -> Finding | None:
    """Who already has the article renews it, or returns it first."""
    loan = facts.article.open_loan
    if loan is None or loan.borrower_id != facts.borrower.borrower_id:
        return None
    return policy.finding(FindingCode.ALREADY_LENT_TO_BORROWER, due=loan.due)


def lent_to_other(facts: LendFacts, policy: Policy) -> Finding | None:
    """An article that stands on somebody else is taken back from them first (R4)."""
    loan = facts.article.open_loan
    if loan is None or loan.borrower_id == facts.borrower.borrower_id:
        return None
    return policy.finding(FindingCode.LENT_TO_OTHER, borrower=loan.borrower_number, due=loan.due)


def just_lent(facts: LendFacts, policy: Policy) -> Finding | None:
    """What another desk lent a moment ago is in another family's hands: two desks read one article (R4)."""
    loan = facts.article.open_loan
    if (
        loan is None
        or loan.borrower_id == facts.borrower.borrower_id
        or loan.desk == facts.desk
        # A moment ahead counts too: the desks' clocks differ, and one of them had to wait for the other's transaction.
        or abs(facts.at - loan.lent_at) >= JUST_LENT
    ):
        return None
    return policy.finding(FindingCode.JUST_LENT, desk=loan.desk, lent_at=loan.lent_at)


def booked_by_other(facts: LendFacts, policy: Policy) -> Finding | None:
    """Somebody else has been promised the article within the loan's period."""
    return promised(facts.booking, policy)


def promised(booking: BookingFacts | None, policy: Policy) -> Finding | None:
    """The booking stands in the way, if there is one."""
    if booking is None:
        return None
    return policy.finding(
        FindingCode.BOOKED_BY_OTHER,
        borrower=booking.borrower_number,
        first_day=booking.first_day,
        last_day=booking.last_day,
    )


def guardian_needed(facts: LendFacts, policy: Policy) -> Finding | None:
    """Gear of this type goes to a minor only with a guardian's leave; with no birth year it is only told.

    Only the year is known, so who turns 18 this year may still be a minor.
    """
    borrower = facts.borrower
    if not facts.article.ask_guardian or borrower.kind is not BorrowerKind.PERSON:
        return None
    if borrower.birth_year is None:
        return Finding(FindingCode.GUARDIAN_NEEDED, Severity.TELL)
    age = facts.today.year - borrower.birth_year
    if age > ADULT_AGE:
        return None
    return policy.finding(
        FindingCode.GUARDIAN_NEEDED, birth_year=borrower.birth_year, certain=age < ADULT_AGE
    )


def binding_not_set(facts: LendFacts, policy: Policy) -> Finding | None:
    """A ski binding is set by somebody who can, for this borrower; who, and for which sole, is recorded with the loan.

    The release value itself is never computed or kept: ISO 11088 leaves it to a workshop.
    """
    if not facts.article.staff_sets_binding or facts.binding_known:
        return None
    return policy.finding(FindingCode.BINDING_NOT_SET)


def check_open(facts: AboutArticle, policy: Policy) -> Finding | None:
    """A question from the article's last return has not been answered."""
    return policy.finding(FindingCode.CHECK_OPEN) if facts.article.check_open else None


def limit_reached(facts: LendFacts, policy: Policy) -> Finding | None:
    """The borrower has as many things out as the branch wants anybody to have."""
    if policy.loan_limit is None or facts.open_loans is None or facts.open_loans < policy.loan_limit:
        return None
    return policy.finding(FindingCode.LIMIT_REACHED, limit=policy.loan_limit, open_loans=facts.open_loans)


def late_loans(facts: LendFacts, policy: Policy) -> Finding | None:
    """The branch wants late things back first (R11: only where a coordinator has set that)."""
    return policy.finding(FindingCode.LATE_LOANS) if facts.late_loans else None


def due_in_past(facts: AboutDue, policy: Policy) -> Finding | None:
    """A date by hand may not lie before the lending day, nor, for a loan that is out, before today."""
    return policy.finding(FindingCode.DUE_IN_PAST, due=facts.due) if facts.due < facts.today else None


def due_on_closed_day(facts: AboutDue, policy: Policy) -> Finding | None:
    """A date by hand on which nobody can return anything. An on-site loan is due on its own day whatever the calendar says."""
    if not facts.due_by_hand or facts.due <= facts.today or policy.calendar.is_open(facts.due):
        return None
    return policy.finding(FindingCode.DUE_ON_CLOSED_DAY, due=facts.due)


def no_open_day(facts: LendFacts, policy: Policy) -> Finding | None:
    """The calendar has no open day to put the due date on; said so, and lent all the same (R1)."""
    return policy.finding(FindingCode.NO_OPEN_DAY, due=facts.due) if facts.no_open_day else None


LendRule = Callable[[LendFacts, Policy], Finding | None]
LEND_RULES: Final[tuple[LendRule, ...]] = (
    discarded,
    transferred,
    in_service,
    borrower_blocked,
    just_lent,
    already_lent_to_borrower,
    booked_by_other,
    guardian_needed,
    binding_not_set,
    check_open,
    limit_reached,
    late_loans,
    due_in_past,
    due_on_closed_day,
    missing,
    lent_to_other,
    no_open_day,
)


ARTICLE_RULES: Final = (discarded, transferred, in_service, missing, check_open)


def judge_article(article: ArticleFacts, policy: Policy) -> Findings:
    """What there will be to say about lending this article whoever the borrower is."""
    facts = ArticleAlone(article)
    return tuple(finding for rule in ARTICLE_RULES if (finding := rule(facts, policy)) is not None)


def judge_lending(facts: LendFacts, policy: Policy) -> Findings:
    """Everything there is to say about this lending, what weighs most first within its own order."""
    return tuple(finding for rule in LEND_RULES if (finding := rule(facts, policy)) is not None)


def renewals_used_up(facts: RenewFacts, policy: Policy) -> Finding | None:
    """The loan has been renewed as often as the branch allows without seeing the thing."""
    if policy.renewal_limit is None or facts.renewals < policy.renewal_limit:
        return None
    return policy.finding(FindingCode.RENEWALS_USED_UP, limit=policy.renewal_limit)


def renewal_booked(facts: RenewFacts, policy: Policy) -> Finding | None:
    """Somebody else has been promised the article."""
    return promised(facts.booking, policy)


def judge_renewal(facts: RenewFacts, policy: Policy) -> Findings:
    """Everything there is to say about this renewal. One that moves nothing says only that, and uses none (R6)."""
    if facts.new_due <= facts.due:
        return (policy.finding(FindingCode.NOT_MOVED, due=facts.due),)
    found = (renewal_booked(facts, policy), renewals_used_up(facts, policy))
    return tuple(finding for finding in found if finding is not None)


def same_due(facts: DueFacts, policy: Policy) -> Finding | None:
    """The loan runs to this day already: nothing is written, and there is nothing to undo."""
    if facts.due != facts.old_due:
        return None
    return policy.finding(FindingCode.NOT_MOVED, due=facts.due, by_hand=True)


def due_booked(facts: DueFacts, policy: Policy) -> Finding | None:
    """Somebody else has been promised the article within the time that is added."""
    return promised(facts.booking, policy)


DUE_RULES: Final = (due_in_past, due_on_closed_day, due_booked)


def judge_due(facts: DueFacts, policy: Policy) -> Findings:
    """Everything there is to say about giving a loan this date by hand (R1): of the day, as for a lending."""
    if (same := same_due(facts, policy)) is not None:
        return (same,)
    return tuple(finding for rule in DUE_RULES if (finding := rule(facts, policy)) is not None)
