"""Whom to call, because no message reaches them, and how each call went.

The list is stored nowhere: it follows from the messages, from what is still out, and from what was said since.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from fritids.db import borrower_facts, borrowers, contacts, events
from fritids.db.contacts import NoteRow, ToCallRow
from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.domain.findings import UndoBlock
from fritids.domain.roles import Right
from fritids.domain.search import clean
from fritids.domain.words import SPOKEN_TO, ActKind, Channel, ContactOutcome, MessageState, SendReason
from fritids.errors import ConflictError, InvalidValueError
from fritids.i18n import _
from fritids.services.acts import key_of_another_act
from fritids.services.context import Context
from fritids.services.identity import refuse_identity_number
from fritids.services.loan_pages import views_of
from fritids.services.once import once
from fritids.services.results import LoanView
from fritids.services.results.reminders import CallLine, CallNoted, ContactView
from fritids.services.rights import needs

LONGEST_NOTE: Final = 1000
LONGEST_PROMISE: Final = timedelta(days=366)
"""A promise for a day further away is a slip of the finger, and would keep somebody off the list for years."""
_PAGE: Final = 500


class Calls:
    """The use cases of the call list."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Right.REMINDERS)
    def list(self) -> tuple[CallLine, ...]:
        """Everybody to be called now, who has something late the longest in front."""
        context = self._context
        with context.database.read() as connection:
            context.refresh(connection)
            today = context.today()
            rows = contacts.not_reached(connection, context.branch_id, today)
            notes = contacts.notes(connection, {row.borrower_id for row in rows})
            here = context.branch_id
            waiting = [row for row in rows if _is_to_call(row, notes.get(row.borrower_id, ()), here, today)]
            people = contacts.people(connection, {row.borrower_id for row in waiting})
            loans = self._loans(connection, waiting, today)
        lines = []
        for borrower_id, group in groupby(waiting, key=lambda row: row.borrower_id):
            newest, person = next(group), people[borrower_id]
            said = notes.get(borrower_id, ())
            late = loans.get(borrower_id, ())
            wrong = _is_wrong_number(said, person.phone)
            lines.append(
                CallLine(
                    borrower_id=borrower_id,
                    borrower_number=person.number,
                    borrower_name="" if person.protected else person.name,
                    phone=None if person.protected else person.phone,
                    reason=SendReason.WRONG_NUMBER if wrong else _reason(newest),
                    loans=late,
                    days_late=max((loan.days_late for loan in late), default=0),
                    contacts=tuple(_view(one, hidden=person.protected) for one in said),
                    channel=Channel(newest.channel),
                    is_wrong_number=wrong,
                    is_protected=person.protected,
                )
            )
        return tuple(sorted(lines, key=lambda line: (-line.days_late, line.borrower_number)))

    @needs(Right.REMINDERS)
    def note(
        self,
        borrower_id: int,
        outcome: ContactOutcome,
        *,
        act: str,
        promised_on: date | None = None,
        note: str | None = None,
    ) -> CallNoted:
        """How a call went stands in the borrower's record. The same act sent twice is noted once.

        Raises InvalidValueError, whose `field` is `outcome`, `promised_on` or `note`, ConflictError for somebody who is not there; nothing is
        written then.
        """
        context = self._context
        text = clean(note or "") or None
        if promised_on is not None and outcome is not ContactOutcome.PROMISED:
            raise InvalidValueError(_("A day goes only with what was promised."), field="promised_on")

        def work(connection: Connection) -> CallNoted:
            found = borrowers.rows(connection, [borrower_id], context.today())
            if not found:
                raise ConflictError(_("This borrower is no longer there."))
            borrower = found[0]
            if outcome is ContactOutcome.WRONG_NUMBER and not borrower.phone:
                raise InvalidValueError(
                    _("This borrower has no telephone number that could be the wrong one."), field="outcome"
                )
            _check_day(promised_on, context.today())
            _check_note(connection, text)
            now = context.clock.now()
            added = contacts.add(
                connection,
                {
                    "branch_id": context.branch_id,
                    "borrower_id": borrower_id,
                    "outcome": outcome.value,
                    "address": borrower.phone,
                    "promised_on": promised_on,
                    "note": text,
                    "at": now,
                    "desk": context.desk,
                    "operator": context.operator,
                },
            )
            values = context.event(ActKind.CONTACT, act, at=now, borrower_key=borrower.event_key)
            events.add(connection, values, {"contact": added, "outcome": outcome.value})
            return self._noted(connection, borrower_id, added)

        def again(connection: Connection, earlier: EventRow) -> CallNoted:
            of_it = borrower_facts.id_by_event_key(connection, earlier.borrower_key or "")
            if of_it != borrower_id or earlier.details.get("outcome") != outcome.value:
                raise key_of_another_act()
            return self._noted(connection, borrower_id, int(earlier.details["contact"]), repeated=True)

        return once(context, act, ActKind.CONTACT, work, again)

    @needs(Right.REMINDERS)
    def check_note(self, text: str) -> None:
        """Raises InvalidValueError if `text` cannot be a note; writes nothing."""
        with self._context.database.read() as connection:
            _check_note(connection, clean(text))

    @needs(Right.REMINDERS)
    def contacts_of(self, borrower_id: int) -> tuple[ContactView, ...]:
        """The calls to a borrower that were not taken back, the newest first."""
        with self._context.database.read() as connection:
            return tuple(map(_view, contacts.notes(connection, [borrower_id]).get(borrower_id, ())))

    def _loans(
        self, connection: Connection, rows: Sequence[ToCallRow], today: date
    ) -> dict[int, tuple[LoanView, ...]]:
        """What each of them is to be asked about, the one due first in front."""
        named = contacts.loans_to_name(
            connection,
            self._context.branch_id,
            {row.borrower_id for row in rows},
            {row.loan_id for row in rows},
            today,
        )
        views = {
            view.id: view
            for first in range(0, len(named), _PAGE)
            for view in views_of(
                connection, self._context, [loan_id for _who, loan_id in named[first : first + _PAGE]]
            )
        }
        by_borrower: dict[int, list[LoanView]] = {}
        for borrower_id, loan_id in named:
            by_borrower.setdefault(borrower_id, []).append(views[loan_id])
        return {borrower_id: tuple(loans) for borrower_id, loans in by_borrower.items()}

    def _noted(
        self, connection: Connection, borrower_id: int, note_id: int, *, repeated: bool = False
    ) -> CallNoted:
        person = contacts.people(connection, [borrower_id])[borrower_id]
        for row in contacts.notes(connection, [borrower_id]).get(borrower_id, ()):
            if row.id == note_id:
                name = "" if person.protected else person.name
                return CallNoted(person.number, name, _view(row, hidden=person.protected), repeated)
        raise ConflictError(_("This call was noted before, and taken back since."))


def _is_to_call(row: ToCallRow, notes: Sequence[NoteRow], here: int, today: date) -> bool:
    """Whether what was said does not settle a loan of the branch `here`. A promised day settles all of it until it has gone by, a talk what was known then.

    What was promised to another branch is about that branch's things.
    """
    spoken = next((note for note in notes if note.outcome in SPOKEN_TO and note.branch_id == here), None)
    if spoken is None or any(
        note.outcome is ContactOutcome.WRONG_NUMBER and note.id > spoken.id for note in notes
    ):
        return True
    if spoken.promised_on is not None:
        return spoken.promised_on < today
    return spoken.at < row.settled_at


def _is_wrong_number(notes: Collection[NoteRow], phone: str | None) -> bool:
    """Whether the last thing known of the number that the borrower has now is that it is the wrong one."""
    for note in notes:
        if note.address == phone and note.outcome is not ContactOutcome.NO_REPLY:
            return note.outcome is ContactOutcome.WRONG_NUMBER and phone is not None
    return False


def _reason(row: ToCallRow) -> SendReason:
    if row.state == MessageState.SENT:
        return SendReason.UNDELIVERED
    if row.reason is not None:
        return SendReason(row.reason)
    return SendReason.NO_ADDRESS if row.state == MessageState.TO_CALL else SendReason.REFUSED


def _view(row: NoteRow, *, hidden: bool = False) -> ContactView:
    address = None if hidden else row.address
    return ContactView(row.id, row.at, row.outcome, address, row.promised_on, row.note, row.operator)


def _check_day(day: date | None, today: date) -> None:
    if day is not None and not today <= day <= today + LONGEST_PROMISE:
        raise InvalidValueError(
            _("Write the day that was promised: today or later, within a year."), field="promised_on"
        )


def _check_note(connection: Connection, text: str | None) -> None:
    if text is None:
        return
    if len(text) > LONGEST_NOTE:
        raise InvalidValueError(
            _("A note may have at most {n} characters.").format(n=LONGEST_NOTE), field="note"
        )
    refuse_identity_number(connection, text, "note")


def undo_contact(connection: Connection, context: Context, event: EventRow) -> UndoBlock | None:
    """The call was not (R7): whom it took off the list stands there again."""
    taken_back = contacts.undo(connection, int(event.details["contact"]), event.at, context.clock.now())
    return None if taken_back else UndoBlock.BORROWER_FORGOTTEN
