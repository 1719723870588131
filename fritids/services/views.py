"""Making the values of `results` from what the queries found, the same way for every use case."""

from datetime import datetime

from fritids.db.articles import ArticleAtHand
from fritids.db.borrower_facts import BorrowerAtHand
from fritids.domain.calendar import days_late
from fritids.domain.findings import FindingCode
from fritids.services.context import Context
from fritids.services.results import BorrowerView, LoanView


def borrower_view(found: BorrowerAtHand) -> BorrowerView:
    """A borrower who was opened exactly: shown with name and phone, protected or not."""
    facts = found.facts
    return BorrowerView(
        id=facts.borrower_id,
        number=facts.number,
        name=found.name,
        phone=found.phone,
        kind=facts.kind,
        protected=found.protected,
        blocked=facts.blocked,
        birth_year=facts.birth_year,
    )


def loan_of(context: Context, found: ArticleAtHand, *, returned_at: datetime | None = None) -> LoanView:
    """The article's open loan; with `returned_at`, as it stands once it is closed at that moment."""
    loan = found.facts.open_loan
    if loan is None:
        raise LookupError(found.label)
    until = context.clock.now() if returned_at is None else returned_at
    hidden = found.borrower_protected
    return LoanView(
        id=loan.loan_id,
        article=context.article_view(found),
        borrower_id=loan.borrower_id,
        borrower_number=loan.borrower_number,
        borrower_name="" if hidden else found.borrower_name,
        phone=None if hidden else found.borrower_phone,
        lent_at=loan.lent_at,
        due=loan.due,
        returned_at=returned_at,
        days_late=days_late(loan.due, context.day_of(until)),
        renewals=found.renewals,
        visit_id=loan.visit_id,
    )


def joined(codes: tuple[FindingCode, ...]) -> str:
    """Codes as a loan stores them."""
    return " ".join(codes)


def split(codes: str) -> tuple[FindingCode, ...]:
    """Stored codes as values."""
    return tuple(FindingCode(code) for code in codes.split())
