"""Counting the stock: what a scan says at once, and what each article turns out to be when the count is looked at.

A count takes an afternoon, and the desk lends meanwhile. So nothing is decided by how an article stands at the end alone: what
was lent since the start is not missing, and what came back since the start has been in somebody's hands, whether it was counted
or not. Every article has exactly one outcome.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from fritids.domain.words import ActKind, ArticleState, ShownState


class ScanSays(StrEnum):
    """What a scan in a count is answered with. The values are those of the command line's JSON."""

    COUNTED = "counted"
    COUNTED_ALREADY = "counted_already"
    IN_SERVICE = "in_service"
    """Counted: what waits to be mended is in the house."""
    ON_LOAN = "on_loan"
    MISSING = "missing"
    DISCARDED = "discarded"
    TRANSFERRED = "transferred"
    OTHER_TYPE = "other_type"
    """Of a type that is not counted this time."""
    OTHER_BRANCH = "other_branch"
    UNKNOWN = "unknown"


UNEXPECTED: Final = {
    ShownState.ON_LOAN: ScanSays.ON_LOAN,
    ShownState.MISSING: ScanSays.MISSING,
    ShownState.DISCARDED: ScanSays.DISCARDED,
    ShownState.TRANSFERRED: ScanSays.TRANSFERRED,
}
"""States in which nobody expects an article to be in the house."""


def scan_says(state: ShownState, *, own: bool, in_scope: bool, again: bool) -> ScanSays:
    """What to say of an article that stands so; `own` is of this branch, `again` was scanned in this count before."""
    if not own:
        return ScanSays.OTHER_BRANCH
    if state in UNEXPECTED:
        return UNEXPECTED[state]
    if again:
        return ScanSays.COUNTED_ALREADY
    if not in_scope:
        return ScanSays.OTHER_TYPE
    return ScanSays.IN_SERVICE if state is ShownState.IN_SERVICE else ScanSays.COUNTED


class Outcome(StrEnum):
    """What an article is to a count."""

    COUNTED = "counted"
    MISSING = "missing"
    """It should be here, and nobody has seen it."""
    FOUND_MISSING = "found_missing"
    FOUND_ON_LOAN = "found_on_loan"
    FOUND_DISCARDED = "found_discarded"
    FOUND_TRANSFERRED = "found_transferred"
    FOUND_OTHER_BRANCH = "found_other_branch"
    """It is here, and another branch's."""
    CAME_BACK = "came_back"
    """Nobody has counted it, but it was in hand at a desk since the count began: it is not missing."""
    ON_LOAN = "on_loan"
    NOT_EXPECTED = "not_expected"
    """Not scanned, and not looked for: missing, discarded or gone before, or outside of what is counted."""


FOUND: Final = frozenset(
    {
        Outcome.FOUND_MISSING,
        Outcome.FOUND_ON_LOAN,
        Outcome.FOUND_DISCARDED,
        Outcome.FOUND_TRANSFERRED,
        Outcome.FOUND_OTHER_BRANCH,
    }
)
IN_HOUSE: Final = frozenset({ArticleState.IN_STOCK, ArticleState.IN_SERVICE})
"""Stored states of an article that has to be in the house unless it is on loan."""
IN_HAND: Final = frozenset(
    {
        ActKind.LEND,
        ActKind.RETURN,
        ActKind.FIND,
        ActKind.ANSWER_CHECK,
        ActKind.ARTICLE_ADD,
        ActKind.ARTICLE_STATE,
        ActKind.SERVICE_DONE,
        ActKind.TRANSFER_RECEIVE,
    }
)
"""Acts for which somebody holds the article in the hand. It stays so if the act is undone. Renewing is none, nor is a recall."""


class Correction(StrEnum):
    """A list that can be corrected as a whole."""

    MISSING = "missing"
    """Noted as missing."""
    FOUND = "found"
    """What was thought missing is in stock."""
    RETURNED = "returned"
    """What was thought on loan is taken back."""
    RESTORED = "restored"
    """What was discarded is in stock again."""


CORRECTED_BY: Final = {
    Outcome.MISSING: Correction.MISSING,
    Outcome.FOUND_MISSING: Correction.FOUND,
    Outcome.FOUND_ON_LOAN: Correction.RETURNED,
    Outcome.FOUND_DISCARDED: Correction.RESTORED,
}
"""What is another branch's, or was sent to one, is corrected by receiving it, not by counting it."""

_FOUND_STORED: Final = {
    ArticleState.MISSING: Outcome.FOUND_MISSING,
    ArticleState.DISCARDED: Outcome.FOUND_DISCARDED,
    ArticleState.TRANSFERRED: Outcome.FOUND_TRANSFERRED,
}


@dataclass(frozen=True, slots=True)
class CountFacts:
    """How an article stands now, and what the count knows of it."""

    state: ArticleState
    lent_at: datetime | None = None
    """When its open loan began; None while there is none."""
    own: bool = True
    in_scope: bool = True
    scanned_at: datetime | None = None
    state_then: ShownState | None = None
    """How it stood when it was scanned."""
    in_hand: bool = False
    """One of `IN_HAND` was done with it since the count began."""


def outcome(facts: CountFacts) -> Outcome:
    """What the article is to the count. What was put right since it was scanned counts as counted."""
    if facts.scanned_at is not None:
        return _of_scanned(facts, facts.scanned_at)
    if not facts.own or not facts.in_scope:
        return Outcome.NOT_EXPECTED
    if facts.lent_at is not None:
        return Outcome.ON_LOAN
    if facts.state not in IN_HOUSE:
        return Outcome.NOT_EXPECTED
    return Outcome.CAME_BACK if facts.in_hand else Outcome.MISSING


def _of_scanned(facts: CountFacts, scanned_at: datetime) -> Outcome:
    if not facts.own:
        return Outcome.FOUND_OTHER_BRANCH
    if facts.lent_at is not None:
        # Lent after it was seen is the ordinary way of things; the loan must be the one that it was thought to be out on.
        still_thought_out = facts.state_then is ShownState.ON_LOAN and facts.lent_at <= scanned_at
        return Outcome.FOUND_ON_LOAN if still_thought_out else Outcome.COUNTED
    if facts.state_then is not None and facts.state.value == facts.state_then.value:
        return _FOUND_STORED.get(facts.state, Outcome.COUNTED)
    return Outcome.COUNTED
