"""The record of events in words: a sentence for every kind of act, with its desk and operator."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from fritids.domain.words import ActKind
from fritids.i18n import _
from fritids.present.names import plain

if TYPE_CHECKING:
    from fritids.services.results.record import RecordLine


def record_line(line: "RecordLine", today: date) -> str:
    """`ons 25 nov 15:04 lånade ut Pulka till Anna Berg (disk 1, Eva Ek)`; what was taken back later says so."""
    from fritids.present.act_words import act_line  # noqa: PLC0415  # which asks here for the words of what cannot be undone

    said = act_line(line.act, today)
    who = ", ".join(filter(None, (plain(line.desk), plain(line.operator_name or line.act.operator or ""))))
    said = said.strip().rstrip(":")
    if line.user is not None:
        said = _("{act}: {user}").format(act=said, user=plain(line.user))
    if line.override is not None:
        said = _("{act} although it was refused: {reason}").format(act=said, reason=plain(line.override))
    shown = _("{act} ({who})").format(act=said, who=who)
    return _("{act} (undone)").format(act=shown) if line.act.undone else shown


def other_words() -> Mapping[ActKind, str]:
    """The sentence of each kind that no key at the counter takes back, to be filled in."""
    return {
        ActKind.UNDO: _("{time} took an act back: {article}"),
        ActKind.VISIT_START: _("{time} began a visit"),
        ActKind.VISIT_END: _("{time} ended a visit"),
        ActKind.ARTICLE_EDIT: _("{time} changed what stands about {article}"),
        ActKind.BORROWER_ADD: _("{time} registered {borrower}"),
        ActKind.BORROWER_EDIT: _("{time} changed what stands about {borrower}"),
        ActKind.BORROWER_MERGE: _("{time} merged two borrowers into {borrower}"),
        ActKind.BORROWER_ERASE: _("{time} erased a borrower"),
        ActKind.FORGET: _("{time} forgot those who have long had nothing out"),
        ActKind.BOOKING_ADD: _("{time} booked something for {borrower}"),
        ActKind.BOOKING_CANCEL: _("{time} cancelled a booking for {borrower}"),
        ActKind.DUE_MOVE: _("{time} moved due dates away from closed days"),
        ActKind.LABELS_PRINT: _("{time} printed labels"),
        ActKind.GIFT_START: _("{time} began to take in a gift"),
        ActKind.GIFT_EDIT: _("{time} changed what stands about a gift"),
        ActKind.SERVICE_RULE: _("{time} changed when service is due"),
        ActKind.STOCKTAKE_START: _("{time} began a stocktake"),
        ActKind.REMIND: _("{time} sent reminders"),
        ActKind.REMINDER_RETRY: _("{time} let a reminder be sent again"),
        ActKind.REMINDER_SETTLE: _("{time} noted what became of a reminder"),
        ActKind.RECEIPT: _("{time} gave a receipt"),
        ActKind.GOAL: _("{time} changed a goal of the year"),
        ActKind.INHABITANTS: _("{time} entered numbers of inhabitants"),
        ActKind.YEAR_LOCK: _("{time} locked the figures of a year"),
        ActKind.SETTING: _("{time} changed a setting"),
        ActKind.IMPORT: _("{time} imported a file"),
        ActKind.RESTORE: _("{time} restored a backup"),
        ActKind.OPERATOR_ADD: _("{time} added a user"),
        ActKind.OPERATOR_EDIT: _("{time} changed a user"),
        ActKind.SIGN_ON: _("{time} signed on"),
        ActKind.SIGN_ON_REFUSED: _("{time} wrong PIN, not signed on"),
        ActKind.SLIPS_PRINT: _("{time} printed slips for power cuts"),
        ActKind.SLIP_ENTER: _("{time} typed in a slip from a power cut"),
        ActKind.SLIP_VOID: _("{time} crossed out a slip"),
        ActKind.FORGET: _("{time} let what was old be forgotten"),
        ActKind.REPAIR: _("{time} repaired the database"),
    }
