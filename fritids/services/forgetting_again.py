"""Erasing again whom an older backup still holds.

Somebody who has things out in the backup had brought them back before they could be erased, so what the backup has as lent is closed as
returned at the time of the erasing: the loan stays counted, the article is on its shelf, and nothing leads to the person.
"""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from fritids.db import borrower_removal, branches, erased, events, loans, message_people
from fritids.db.engine import Connection
from fritids.domain.calendar import local_date
from fritids.domain.words import ActKind
from fritids.services.acts import new_act_key


def forget_again(
    connection: Connection, keys: Mapping[str, datetime], now: datetime, *, desk: str, operator: str | None
) -> int:
    """Nobody with one of these keys (and when each was erased) is there any more; how many were. Each has a line in the record."""
    there = erased.still_there(connection, keys)
    if not there:
        return 0
    branch = branches.find(connection, None)[0]
    zone = ZoneInfo(branch.timezone)
    for borrower_id, key in there:
        line: dict[str, object] = {
            "act_key": new_act_key(), "at": now, "branch_id": branch.id, "desk": desk, "operator": operator,
        }  # fmt: skip
        out = loans.open_of_borrower(connection, borrower_id)
        for number, (loan_id, article_id) in enumerate(out, start=1):
            # A clock that was wrong must not make a loan end before it began (R10).
            at = max(min(keys[key], now), loans.by_id(connection, loan_id).lent_at)
            loans.close(connection, loan_id, at, local_date(at, zone))
            events.add(
                connection,
                {**line, "line": number, "kind": ActKind.RETURN.value, "loan_id": loan_id, "article_id": article_id},
            )  # fmt: skip
        borrower_removal.cut_visits(connection, borrower_id, now)
        message_people.cut(connection, borrower_id, now)
        count = borrower_removal.cut_loans(connection, borrower_id)
        borrower_removal.remove(connection, borrower_id)
        events.add(
            connection,
            {**line, "line": 0, "kind": ActKind.BORROWER_ERASE.value, "borrower_key": key},
            {"loans": count, "again": True, "closed": len(out)},
        )
    return len(there)
