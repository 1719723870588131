"""What a person can ask for: everything held about them, and to be forgotten (DESIGN §5).

Forgetting leaves every figure as it was: a loan keeps what reports count, and the random key of the year under which it is counted; the
table that leads from a person to that key loses the person's rows.
"""

from datetime import date, datetime

from fritids.db import borrower_removal, borrowers, events, message_people
from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.domain.calendar import iso_utc
from fritids.domain.words import ActKind
from fritids.errors import ConflictError
from fritids.i18n import _
from fritids.services.borrower_reading import opened
from fritids.services.context import Context
from fritids.services.loan_pages import out_of
from fritids.services.once import once
from fritids.services.overviews import Erased, EraseResult, NotErased


def erase(context: Context, borrower_id: int, *, act: str) -> EraseResult:
    """The person is gone, from the file and its log too, or `NotErased` lists what they still have out and nothing was changed."""

    def work(connection: Connection) -> EraseResult:
        borrowers.lock(connection, borrower_id)
        found = borrowers.rows(connection, [borrower_id], context.today())
        if not found:
            raise ConflictError(_("This borrower is no longer there."))
        row = found[0]
        if row.open_loans:
            return NotErased(opened(row), out_of(connection, context, borrower_id))
        borrower_removal.cut_visits(connection, borrower_id, context.clock.now())
        message_people.cut(connection, borrower_id, context.clock.now())
        loans = borrower_removal.cut_loans(connection, borrower_id)
        borrower_removal.remove(connection, borrower_id)
        # The key in this line leads to nobody any more. It does say when somebody left whom an older backup still names, which is the
        # price of being able to erase them again when that backup is restored (`forgetting_again`).
        events.add(
            connection,
            context.event(ActKind.BORROWER_ERASE, act, borrower_key=row.event_key),
            {"loans": loans},
        )
        return Erased(row.number, loans)

    result = once(context, act, ActKind.BORROWER_ERASE, work, lambda _connection, earlier: _again(earlier))
    if isinstance(result, Erased):
        context.database.drain()
    return result


def _again(earlier: EventRow) -> EraseResult:
    return Erased("", int(earlier.details.get("loans", 0)))


def export(context: Context, borrower_id: int) -> dict[str, object]:
    """Everything held about one person, as plain values that JSON knows. Raises ConflictError for somebody who is not there."""
    with context.database.read() as connection:
        found = borrowers.rows(connection, [borrower_id], context.today())
        if not found:
            raise ConflictError(_("This borrower is no longer there."))
        row = found[0]
        children = borrowers.co_borrowers(connection, borrower_id)
        return {
            "number": row.number,
            "name": row.name,
            "kind": row.kind,
            "phone": row.phone,
            "email": row.email,
            "birth_year": row.birth_year,
            "gender": row.gender,
            "postcode": row.postcode,
            "language": row.language,
            "note": row.note,
            "blocked": row.blocked,
            "protected": row.protected,
            "no_reminders": row.no_reminders,
            "registered_at": _moment(row.added_at),
            "cards": list(borrowers.cards_of(connection, borrower_id)),
            "co_borrowers": [
                {"name": child.name, "birth_year": child.birth_year, "gender": child.gender}
                for child in children
            ],
            "loans": _loans(connection, borrower_id, {child.id: child.name for child in children}),
            "bookings": _bookings(connection, borrower_id),
            "visits": [
                {"began": _moment(began), "ended": _moment(ended), "desk": desk}
                for began, ended, desk in borrower_removal.visits_of(connection, borrower_id)
            ],
            "messages": _messages(connection, borrower_id),
            "calls": _calls(connection, borrower_id),
            "record": [
                {"at": _moment(at), "act": kind}
                for at, kind in borrower_removal.record_of(connection, row.event_key)
            ],
        }


def _loans(connection: Connection, borrower_id: int, children: dict[int, str]) -> list[dict[str, object]]:
    return [
        {
            "barcode": loan.article_label,
            "type": loan.type_code,
            "desk": loan.desk,
            "lent_at": _moment(loan.lent_at),
            "due": _day(loan.due),
            "returned_at": _moment(loan.returned_at),
            "undone_at": _moment(loan.undone_at),
            "for": None if loan.co_borrower_id is None else children.get(loan.co_borrower_id),
            "accepted": loan.accepted.split(),
            "binding_set_by": loan.binding_by,
            "sole_mm": loan.binding_sole_mm,
            "counted_as": {
                "kind": loan.borrower_kind,
                "age_band": loan.age_band,
                "gender": loan.gender,
                "postal_area": loan.postal_area,
            },
        }
        for loan in borrower_removal.loans_of(connection, borrower_id)
    ]


def _bookings(connection: Connection, borrower_id: int) -> list[dict[str, object]]:
    return [
        {
            "barcode": booking.article_label,
            "type": booking.type_code,
            "quantity": booking.quantity,
            "first_day": _day(booking.first_day),
            "last_day": _day(booking.last_day),
            "note": booking.note,
            "booked_at": _moment(booking.booked_at),
            "closed_at": _moment(booking.closed_at),
            "fulfilled": booking.fulfilled,
        }
        for booking in borrower_removal.bookings_of(connection, borrower_id)
    ]


def _messages(connection: Connection, borrower_id: int) -> list[dict[str, object]]:
    return [
        {
            "kind": row["kind"],
            "channel": row["channel"],
            "address": row["address"],
            "language": row["language"],
            "made_at": _moment(row["made_at"]),
            "handed_over_at": _moment(row["sending_at"]),
            "state": row["state"],
            "reason": row["reason"],
            "detail": row["detail"],
            "delivery": row["delivery"],
            "delivery_at": _moment(row["delivery_at"]),
            "subject": row["subject"],
            "text": row["body"],
        }
        for row in message_people.messages_of(connection, borrower_id)
    ]


def _calls(connection: Connection, borrower_id: int) -> list[dict[str, object]]:
    return [
        {
            "at": _moment(row["at"]),
            "outcome": row["outcome"],
            "number": row["address"],
            "promised_on": None if row["promised_on"] is None else _day(row["promised_on"]),
            "note": row["note"],
            "desk": row["desk"],
            "taken_back_at": _moment(row["undone_at"]),
        }
        for row in message_people.contacts_of(connection, borrower_id)
    ]


def _moment(at: datetime | None) -> str | None:
    return None if at is None else iso_utc(at)


def _day(day: date) -> str:
    return day.isoformat()
