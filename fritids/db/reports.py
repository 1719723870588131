"""Queries of the yearly report that are about no figure: since when there is something to report."""

from datetime import date

from sqlalchemy import Connection, func, select

from fritids.db.tables import Branch, Loan

_LOAN = Loan.__table__
_BRANCH = Branch.__table__


def first_loan_on(connection: Connection, branch_id: int | None) -> date | None:
    """The day of the first loan of a branch, or of any (None); None where nothing was ever lent. Reads one row of each branch's index."""
    first = (
        select(_LOAN.c.lent_on)
        .where(_LOAN.c.branch_id == _BRANCH.c.id, _LOAN.c.undone_at.is_(None))
        .order_by(_LOAN.c.lent_on)
        .limit(1)
        .correlate(_BRANCH)
        .scalar_subquery()
    )
    of_each = select(first.label("first"))
    if branch_id is not None:
        of_each = of_each.where(_BRANCH.c.id == branch_id)
    found: date | None = connection.execute(select(func.min(of_each.subquery().c.first))).scalar()
    return found
