"""Pages of loans as people see them; used by the lists, and by whoever shows the loans of one article or one borrower."""

from collections.abc import Sequence
from datetime import date

from fritids.db import loan_lists
from fritids.db.engine import Connection
from fritids.db.loan_lists import LoanConditions
from fritids.domain.calendar import days_late
from fritids.services import scanned
from fritids.services.context import Context
from fritids.services.results import LoanView


def views_of(
    connection: Connection, context: Context, loan_ids: Sequence[int], *, opened: int | None = None
) -> tuple[LoanView, ...]:
    """These loans, in this order. A protected borrower's name and phone are left out, unless it is the one who was opened exactly."""
    rows = loan_lists.rows(connection, loan_ids)
    found = scanned.by_ids(connection, context, [row.article_id for row in rows])
    views = {article_id: context.article_view(article) for article_id, article in found.items()}
    now = context.clock.now()
    made = []
    for row in rows:
        hidden = bool(row.protected) and row.borrower_id != opened
        until = context.day_of(now if row.returned_at is None else row.returned_at)
        made.append(
            LoanView(
                id=row.id,
                article=views[row.article_id],
                borrower_id=row.borrower_id,
                borrower_number=row.number,
                borrower_name="" if hidden else row.name,
                phone=None if hidden else row.phone,
                lent_at=row.lent_at,
                due=row.due,
                returned_at=row.returned_at,
                days_late=days_late(row.due, until),
                renewals=row.renewals,
                visit_id=row.visit_id,
                for_whom="" if hidden and row.for_whom else row.for_whom,
            )
        )
    return tuple(made)


def loan_views(
    connection: Connection,
    context: Context,
    *,
    article_id: int | None = None,
    borrower_id: int | None = None,
    limit: int | None,
) -> tuple[LoanView, ...]:
    """The newest loans of an article or a borrower, the newest first, whether they are out or came back."""
    wanted = LoanConditions(open_only=False, article_id=article_id, borrower_id=borrower_id)
    ids = loan_lists.ids_by_lending(connection, wanted, backwards=True, limit=limit)
    return views_of(connection, context, ids, opened=borrower_id)


def out_of(
    connection: Connection,
    context: Context,
    borrower_id: int,
    *,
    late_on: date | None = None,
    limit: int | None = None,
) -> tuple[LoanView, ...]:
    """What a borrower has out, or what of it is late on this day, the one due first in front; `limit` of them, or all."""
    wanted = LoanConditions(borrower_id=borrower_id, late_on=late_on)
    ids = loan_lists.ids_by_due(connection, wanted, None, limit=limit)
    return views_of(connection, context, ids, opened=borrower_id)
