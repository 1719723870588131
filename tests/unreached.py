"""Reminders as a run leaves them, put straight into the tables: what becomes of them is tested elsewhere."""

from collections.abc import Sequence

from sqlalchemy import insert

from fritids.db.tables import Message, ReminderStep
from fritids.services.desk import Desk
from fritids.services.results import LoanView


def a_message(
    desk: Desk, loans: Sequence[LoanView], *, step: int = 7, state: str = "to_call", **values: object
) -> int:
    """A reminder of this step about one borrower's loans, settled now; nothing else reaches them unless said otherwise. Its id."""
    now = desk.context.clock.now()
    row = {
        "branch_id": desk.context.branch_id, "kind": "reminder", "borrower_id": loans[0].borrower_id, "channel": "call",
        "language": "sv", "step": step, "state": state, "attempts": 0, "made_at": now, "settled_at": now, "desk": "one", **values,
    }  # fmt: skip
    with desk.context.database.write() as connection:
        added = connection.execute(insert(Message.__table__).values(row)).inserted_primary_key
        assert added is not None
        for loan in loans:
            mark = {"loan_id": loan.id, "due": loan.due, "step": step, "message_id": added[0], "made_at": now}
            connection.execute(insert(ReminderStep.__table__).values(mark))
        return int(added[0])
