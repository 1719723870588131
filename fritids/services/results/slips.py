"""What the use cases of paper slips hand out, and what is typed in."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fritids.domain.findings import FindingCode
from fritids.domain.words import SlipAct, SlipState
from fritids.services.results.things import ArticleView, BorrowerView


@dataclass(frozen=True, slots=True)
class NewSlip:
    """What stands on a slip, as typed. Whose it is need only be said where something was lent."""

    number: int
    at: datetime
    by: str | None = None
    """The sign."""
    borrower_id: int | None = None
    name: str | None = None
    """Of somebody new, or of whoever has `phone` already."""
    phone: str | None = None
    lent: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SlipLineView:
    """A row of a slip: done, or a conflict until it is done or noted."""

    slip: int
    at: datetime
    """The time that stands on the slip."""
    act: SlipAct
    code: str
    article: ArticleView | None
    borrower_number: str | None
    """Whose slip it is; the number, as everything that is kept about a slip names nobody."""
    done: bool
    reasons: tuple[FindingCode, ...] = ()
    """What stands in the way."""
    since: datetime | None = None
    other_slip: int | None = None
    settled_at: datetime | None = None
    settled_note: str | None = None
    meant: tuple[str, ...] = ()
    """Codes of articles that are there, for a number that may have two digits swapped."""

    @property
    def in_conflict(self) -> bool:
        """Whether somebody has to look at it."""
        return not self.done and self.settled_at is None


@dataclass(frozen=True, slots=True)
class SlipView:
    """A slip, and what was typed in of it."""

    number: int
    code: str
    """What its bars say."""
    state: SlipState
    printed_at: datetime
    written_at: datetime | None
    written_by: str | None
    entered_at: datetime | None
    entered_by: str | None
    voided_at: datetime | None
    void_reason: str | None
    borrower_number: str | None
    lines: tuple[SlipLineView, ...] = ()


@dataclass(frozen=True, slots=True)
class SlipEntered:
    """A slip was typed in: its rows as they stand now."""

    slip: SlipView
    borrower: BorrowerView | None
    registered: bool
    """The borrower was registered with it."""
    others: tuple[SlipLineView, ...] = ()
    """Rows of other slips that came right with it, or that it put in doubt."""


@dataclass(frozen=True, slots=True)
class SlipsPrinted:
    """Slips on paper."""

    file: Path
    first: int
    last: int
    pages: int


@dataclass(frozen=True, slots=True)
class SlipsSummary:
    """How the slips of the branch stand."""

    printed: int
    entered: int
    voided: int
    missing: tuple[int, ...]
    """Numbers between used ones that were neither typed in nor voided."""
    conflicts: tuple[SlipLineView, ...]
