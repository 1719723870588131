"""Loans and messages put straight into the tables, for tests of what is made of them: no run, no gateway."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlalchemy import insert, select, update

from fritids.db.tables import metadata
from fritids.domain.words import Channel, MessageKind, MessageState
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.results import BorrowerView, Lent
from tests.builders import a_borrower, an_article

_LOAN, _MESSAGE, _STEP, _RUN, _RENEWAL = (
    metadata.tables[name] for name in ("loan", "message", "reminder_step", "reminder_run", "renewal")
)
_seconds = count(1)


def moment(text: str) -> datetime:
    """`2026-01-10 08:00` in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def a_loan(
    desk: Desk,
    due: date,
    *,
    lent_on: date,
    borrower: BorrowerView | None = None,
    returned: str | None = None,
    undone: bool = False,
) -> int:
    """A loan of skates of its own with these days, back at `returned` (UTC)."""
    article, who = an_article(desk), borrower or a_borrower(desk)
    lent = desk.lending.lend(article.barcode, who.id, act=new_act_key())
    assert isinstance(lent, Lent)
    back = None if returned is None else moment(returned)
    values = {
        "due": due,
        "lent_on": lent_on,
        "lent_at": datetime(lent_on.year, lent_on.month, lent_on.day, 9, tzinfo=UTC),
        "returned_at": back,
        "returned_on": None if back is None else desk.context.day_of(back),
        "undone_at": desk.context.clock.now() if undone else None,
    }
    with desk.context.database.write() as connection:
        connection.execute(update(_LOAN).where(_LOAN.c.id == lent.loan.id).values(**values))
    return lent.loan.id


def a_renewal(desk: Desk, loan_id: int, old: date, new: date, at: str) -> None:
    """The loan was given `new` at `at` (UTC)."""
    when = moment(at)
    values = {
        "loan_id": loan_id, "seq": 1, "old_due": old, "new_due": new, "renewed_at": when, "renewed_on": when.date(),
        "branch_id": desk.context.branch_id, "desk": "one",
    }  # fmt: skip
    with desk.context.database.write() as connection:
        connection.execute(insert(_RENEWAL).values(**values))
        connection.execute(update(_LOAN).where(_LOAN.c.id == loan_id).values(due=new))


def a_run(desk: Desk, at: datetime | None = None) -> int:
    """A run of the reminders."""
    when = at or desk.context.clock.now()
    values = {
        "branch_id": desk.context.branch_id, "started_at": when, "started_on": desk.context.day_of(when), "ended_at": when, "desk": "one",
    }  # fmt: skip
    with desk.context.database.write() as connection:
        run_id: int = connection.execute(insert(_RUN).values(**values).returning(_RUN.c.id)).scalar_one()
    return run_id


def a_message(
    desk: Desk,
    loans: Sequence[int],
    step: int,
    state: MessageState,
    *,
    run_id: int | None = None,
    due: date | None = None,
    **more: Any,
) -> int:
    """A text message about these loans, of one borrower, with its steps; any column of it by keyword."""
    with desk.context.database.write() as connection:
        query = select(_LOAN.c.id, _LOAN.c.borrower_id, _LOAN.c.due).where(_LOAN.c.id.in_(loans))
        rows = connection.execute(query).all()
        at = desk.context.clock.now()
        values = {
            "branch_id": desk.context.branch_id,
            "kind": MessageKind.REMINDER.value,
            "run_id": run_id,
            "borrower_id": rows[0].borrower_id,
            "channel": Channel.SMS.value,
            "address": "+46701740605",
            "language": "sv",
            "step": step,
            "state": state.value,
            "attempts": 1,
            "body": "Hej! Skridskorna ska lämnas i morgon.\nHälsningar Fritidsbanken",
            "segments": 1,
            "made_at": at,
            "sending_at": at,
            "settled_at": at,
            "desk": "one",
            **more,
        }
        message_id: int = connection.execute(
            insert(_MESSAGE).values(**values).returning(_MESSAGE.c.id)
        ).scalar_one()
        steps = [
            {"loan_id": row.id, "due": due or row.due, "step": step, "message_id": message_id, "made_at": at}
            for row in rows
        ]
        connection.execute(insert(_STEP), steps)
    return message_id
