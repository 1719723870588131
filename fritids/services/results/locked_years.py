"""What locking a year and looking it over again hand out."""

from dataclasses import dataclass
from datetime import datetime

from fritids.domain.words import ActKind


@dataclass(frozen=True, slots=True)
class LockView:
    """The figures of a year as somebody locked them."""

    id: int
    year: int
    branch: str | None
    """The branch's code; None: all branches."""
    locked_at: datetime
    operator: str | None
    version: str
    """Of the program that counted."""
    event_id: int
    """The newest line of the record of events then; 0 if there was none."""
    check_sum: str
    """SHA-256 in hexadecimal; to be written down or printed, so that the lock can be told from another."""
    signed_by: str
    """The public key, in hexadecimal."""


@dataclass(frozen=True, slots=True)
class YearLocked:
    """The year's figures are kept. `again` if they were locked with these very figures before; then that lock stands."""

    lock: LockView
    again: bool
    changed: int
    """How many figures differ from the lock before this one; 0 if there was none."""


@dataclass(frozen=True, slots=True)
class LaterAct:
    """A line of the record of events that came after the lock and touches a figure."""

    event_id: int
    at: datetime
    kind: ActKind
    """What was done; of an undoing, what was undone."""
    is_undo: bool
    entered_later: bool
    """The loan it made was entered later, for an earlier day."""
    loan_id: int | None
    article_id: int | None


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """A figure that comes out otherwise today."""

    table: str
    codes: tuple[str, ...]
    measure: str
    locked: int
    counted: int
    acts: tuple[LaterAct, ...]
    """What was done since that can explain it, the newest first, a few at most; empty: nothing in the record does."""
    more_acts: int
    """How many more there are."""


@dataclass(frozen=True, slots=True)
class YearVerified:
    """A locked year looked over: whether the lock itself is whole, and what comes out otherwise today."""

    lock: LockView
    figures: int
    """How many figures are locked."""
    is_whole: bool
    """The figures are those that the check sum is of."""
    is_signed: bool
    """The check sum is what the key signed."""
    is_ours: bool
    """The key is the one this computer signs with."""
    record_holds: bool
    """The line of the record of events that was the newest then is still there, as it was."""
    definitions: int
    """By which version of the definitions was counted; the program's own is in `domain.figure_definitions`."""
    changed: tuple[ChangedFigure, ...]

    @property
    def holds(self) -> bool:
        """Nothing is amiss, and all comes out the same."""
        return self.is_whole and self.is_signed and self.record_holds and not self.changed
