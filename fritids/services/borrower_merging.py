"""Making one borrower of two entries of the same person, so that no figure of any year changes by more than that one head."""

from datetime import date

from fritids.db import borrower_facts, borrower_removal, borrowers, events
from fritids.db.borrowers import BorrowerRow
from fritids.db.engine import Connection
from fritids.db.events import EventRow
from fritids.domain.words import ActKind
from fritids.errors import ConflictError, UsageError
from fritids.i18n import _
from fritids.services.acts import key_of_another_act
from fritids.services.borrower_form import LONGEST_NOTE
from fritids.services.borrower_reading import opened
from fritids.services.context import Context
from fritids.services.once import once
from fritids.services.results import BorrowerView
from fritids.services.searchtext import borrower_text

_TAKEN_OVER = ("phone", "email", "birth_year", "gender", "postcode", "language")
"""What the entry that stays takes from the one that goes where it has nothing itself."""


def merge(context: Context, keep_id: int, gone_id: int, *, act: str) -> BorrowerView:
    """All that `gone_id` had stands on `keep_id`, and its number is a card of theirs, so that an old card still opens them."""

    def work(connection: Connection) -> BorrowerView:
        if keep_id == gone_id:  # only now: of an act that is sent again the two are one by now
            raise UsageError(_("Choose two different borrowers to make one of."))
        for borrower_id in sorted((keep_id, gone_id)):
            borrowers.lock(connection, borrower_id)
        keep, gone = _both(connection, context, keep_id, gone_id)
        _unite_years(connection, keep_id, gone_id)
        borrower_removal.move_everything(connection, from_id=gone_id, to_id=keep_id)
        borrower_removal.remove(connection, gone_id)
        borrowers.add_card(connection, keep_id, key=gone.number, code=gone.number)
        borrower_facts.set_first_ever(connection, keep_id)
        borrowers.change(connection, keep_id, keep.revision, _united(connection, keep, gone))
        events.add(
            connection,
            context.event(ActKind.BORROWER_MERGE, act, borrower_key=keep.event_key),
            {"gone": gone.event_key},
        )
        return opened(borrowers.rows(connection, [keep_id], context.today())[0])

    def again(connection: Connection, earlier: EventRow) -> BorrowerView:
        if borrower_facts.id_by_event_key(connection, earlier.borrower_key or "") != keep_id:
            raise key_of_another_act()
        return opened(borrowers.rows(connection, [keep_id], context.today())[0])

    return once(context, act, ActKind.BORROWER_MERGE, work, again)


def _both(
    connection: Connection, context: Context, keep_id: int, gone_id: int
) -> tuple[BorrowerRow, BorrowerRow]:
    found = borrowers.rows(connection, [keep_id, gone_id], context.today())
    if len(found) != len((keep_id, gone_id)):
        raise ConflictError(_("This borrower is no longer there."))
    return found[0], found[1]


def _unite_years(connection: Connection, keep_id: int, gone_id: int) -> None:
    """Loans of a year in which both borrowed are counted under one key; of other years under the key they have."""
    kept = borrower_removal.year_keys(connection, keep_id)
    for year in borrower_removal.year_keys(connection, gone_id):
        if year in kept:
            borrower_removal.count_under(
                connection, gone_id, date(year, 1, 1), date(year, 12, 31), kept[year]
            )
        else:
            borrower_removal.move_year_key(connection, year, from_id=gone_id, to_id=keep_id)


def _united(connection: Connection, keep: BorrowerRow, gone: BorrowerRow) -> dict[str, object]:
    columns: dict[str, object] = {
        name: getattr(gone, name)
        for name in _TAKEN_OVER
        if getattr(keep, name) is None and getattr(gone, name) is not None
    }
    notes = " ".join(note for note in (keep.note, gone.note) if note)
    phone = keep.phone or gone.phone
    return {
        **columns,
        "note": notes[:LONGEST_NOTE] or None,
        "blocked": keep.blocked or gone.blocked,
        "protected": keep.protected or gone.protected,
        "no_reminders": keep.no_reminders or gone.no_reminders,
        "search": borrower_text(
            name=keep.name, number=keep.number, phone=phone, cards=borrowers.cards_of(connection, keep.id)
        ),
    }
