"""What the rules can say: stable codes, how much each weighs, and the facts a sentence about it needs.

A finding is a value, not an exception: a refusal is an ordinary day at the counter. It holds no text, because text
depends on the language and is made last (`fritids.present`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

Fact: TypeAlias = str | int | bool | date | datetime | None


class Severity(StrEnum):
    """How much a finding weighs; which finding has which severity is a setting of the branch (`policy`)."""

    REFUSE = "refuse"
    """Nothing is done."""
    ASK = "ask"
    """Nothing is done until an operator accepts it; who accepted is stored."""
    TELL = "tell"
    """Done, and said."""


class FindingCode(StrEnum):
    """Every reason the program can give. The values are the same in code, JSON, database and tests."""

    UNKNOWN_ARTICLE = "unknown_article"
    UNKNOWN_BORROWER = "unknown_borrower"
    AMBIGUOUS = "ambiguous"
    DISCARDED = "discarded"
    TRANSFERRED = "transferred"
    IN_SERVICE = "in_service"
    MISSING = "missing"
    ALREADY_LENT_TO_BORROWER = "already_lent_to_borrower"
    LENT_TO_OTHER = "lent_to_other"
    JUST_LENT = "just_lent"
    JUST_RETURNED = "just_returned"
    JUST_RENEWED = "just_renewed"
    BOOKED_BY_OTHER = "booked_by_other"
    GUARDIAN_NEEDED = "guardian_needed"
    BINDING_NOT_SET = "binding_not_set"
    CHECK_OPEN = "check_open"
    LIMIT_REACHED = "limit_reached"
    RENEWALS_USED_UP = "renewals_used_up"
    NOT_MOVED = "not_moved"
    """A renewal that would not move the due date: nothing happens and no renewal is used (R6)."""
    NOT_ON_LOAN = "not_on_loan"
    BORROWER_BLOCKED = "borrower_blocked"
    NOTHING_TO_UNDO = "nothing_to_undo"
    UNDO_BLOCKED = "undo_blocked"
    NOT_ALLOWED = "not_allowed"
    DUE_IN_PAST = "due_in_past"
    DUE_ON_CLOSED_DAY = "due_on_closed_day"
    NO_OPEN_DAY = "no_open_day"
    """The calendar has no open day to move the due date to: plain days, and a note (R1)."""
    TIME_IN_FUTURE = "time_in_future"
    TIME_BEFORE_LOAN = "time_before_loan"
    NOT_FREE_THEN = "not_free_then"
    """An earlier lending is entered for a time at which the article was on loan already."""
    CLOCK_WENT_BACK = "clock_went_back"
    LATE_LOANS = "late_loans"
    """The borrower has something late: a friendly word, never a refusal unless the branch says so (R11)."""
    ON_LOAN = "on_loan"
    """What somebody has out cannot be sent to another branch."""
    OTHER_BRANCH = "other_branch"
    """The article belongs to another branch, or is on its way to one."""
    NOT_UNDER_WAY = "not_under_way"
    """What was to be received had not been sent."""
    SERVICE_DUE = "service_due"
    """The turn of an article that came back has come: to be sharpened after so many loans, to be looked over for the season."""
    NOT_IN_SERVICE = "not_in_service"
    """Nothing of the kind was to be done to the article."""
    ACT_UNDONE = "act_undone"
    """The same act was sent before and has been undone since."""
    PARTS = "parts"
    """What belongs to the article and is handed out with it."""
    PARTS_MISSING = "parts_missing"
    """Parts of the article were known to be missing when it was lent."""


class UndoBlock(StrEnum):
    """What stands in the way of an undo: the fact `by` of `undo_blocked`."""

    RETURNED_SINCE = "returned_since"
    RENEWED_SINCE = "renewed_since"
    DUE_SET_SINCE = "due_set_since"
    DUE_MOVED_SINCE = "due_moved_since"
    """A closed day has moved the due date on: forward only (R1)."""
    LENT_SINCE = "lent_since"
    LENT_IN_VISIT_SINCE = "lent_in_visit_since"
    MOVED_SINCE = "moved_since"
    STATE_SINCE = "state_since"
    OPEN_AGAIN = "open_again"
    BORROWER_FORGOTTEN = "borrower_forgotten"
    PARTS_SINCE = "parts_since"
    """A part that was noted as missing has been found, replaced or given up."""
    RECEIVED_SINCE = "received_since"
    """What was sent has arrived at the other branch."""
    NOT_UNDOABLE = "not_undoable"
    WAS_LENT = "was_lent"
    """A registering cannot be undone any more: a loan of the article is in the record, if only as an undone one."""
    LABEL_PRINTED = "label_printed"
    EDITED_SINCE = "edited_since"
    USED_SINCE = "used_since"
    """The article is promised, lies at a desk, was counted, moved or seen to since it was registered."""
    GIFT_SINCE = "gift_since"
    """Another gift has been begun at the desk since."""
    NOT_ALLOWED = "not_allowed"
    """Whoever is at the desk could not have done it, and so cannot undo it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a rule has to say about an act, with the facts its sentence names."""

    code: FindingCode
    severity: Severity
    facts: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))


Findings: TypeAlias = tuple[Finding, ...]


def unresolved(findings: Iterable[Finding], accepted: frozenset[FindingCode]) -> Findings:
    """The findings that stand in the way: every refusal, and every question that was not accepted."""
    return tuple(
        f
        for f in findings
        if f.severity is Severity.REFUSE or (f.severity is Severity.ASK and f.code not in accepted)
    )


def is_refused(findings: Iterable[Finding]) -> bool:
    """Whether at least one finding refuses outright (as against only asking)."""
    return any(f.severity is Severity.REFUSE for f in findings)
