"""What is, or was, forgotten because it has lain so long. Frozen values."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LongGone:
    """A borrower with nothing out or booked, with whom nothing has happened for the set time."""

    number: str
    last_seen: date
    """The day at the branch on which something of theirs last happened."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was done, or with `dry_run` would be."""

    before: date | None
    """People and texts from before this day go; None where the branch has that turned off."""
    loans_before: date | None
    """Loans that ended before this day are cut from people who stay; None where the branch has that turned off."""
    borrowers: tuple[LongGone, ...]
    loans: int
    """Loans cut from people who stay."""
    messages: int
    notes: int
    donors: int
    dry_run: bool = False
