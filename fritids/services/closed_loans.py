"""A loan that was closed before, as it is shown when the act that closed it is sent again (R9)."""

from datetime import datetime

from fritids.db import borrower_facts, loans
from fritids.db.engine import Connection
from fritids.domain.calendar import days_late
from fritids.services.context import Context
from fritids.services.results import ArticleView, LoanView


def closed_loan(
    connection: Connection, context: Context, loan_id: int, article: ArticleView, closed_at: datetime
) -> LoanView:
    """The loan, closed at `closed_at` if it is open again by now; of a protected borrower the number alone (DESIGN §5)."""
    loan = loans.by_id(connection, loan_id)
    borrower = None
    if loan.borrower_id is not None:
        borrower = borrower_facts.read(connection, loan.borrower_id, loan.lent_on.year)
    named = borrower if borrower is not None and not borrower.protected else None
    returned_at = loan.returned_at or closed_at
    return LoanView(
        id=loan.id,
        article=article,
        borrower_id=loan.borrower_id,
        borrower_number=None if borrower is None else borrower.facts.number,
        borrower_name=named.name if named is not None else None if borrower is None else "",
        phone=None if named is None else named.phone,
        lent_at=loan.lent_at,
        due=loan.due,
        returned_at=returned_at,
        days_late=days_late(loan.due, context.day_of(returned_at)),
        visit_id=loan.visit_id,
    )
