"""How the record of events is held together: what goes into the hash of a link, and what can be found wrong with it.

Each link's hash goes over its own number, the hash before it and every column of its line, so that none can be changed, left out, put
in or moved without every later hash being another. Whoever can write in the database can also make all hashes anew, and then
nothing in the database tells; that is what an `Anchor` kept elsewhere is for.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final

COLUMNS: Final = (
    "id", "act_key", "line", "at", "branch_id", "desk", "operator", "kind", "article_id", "loan_id", "returned_loan_id",
    "renewal_id", "visit_id", "borrower_key", "undoes", "details",
)  # fmt: skip
"""The columns of a line in the order in which they are hashed. A later version that adds one adds it to new lines only, under another `_FORM`."""
AT: Final = COLUMNS.index("at")
_FORM: Final = "record 1"
BEFORE_THE_FIRST: Final = bytes(32)
"""What stands for the hash before the first link."""


class ChainKind(StrEnum):
    """What is wrong at a place of the record."""

    CHANGED = "changed"
    """The line, or its link, is not what it was."""
    SWAPPED = "swapped"
    """The line has changed places with another one."""
    REMOVED = "removed"
    """The line that stood here is gone, or its link is."""
    ADDED = "added"
    """A line that no act of the program wrote."""
    CUT_OFF = "cut_off"
    """Everything from here on is gone: an anchor knows of more."""
    REWRITTEN = "rewritten"
    """Here the chain is another one than when the anchor was taken: it was made anew from some earlier place."""


@dataclass(frozen=True, slots=True)
class ChainFault:
    """One thing that is wrong with the record."""

    kind: ChainKind
    seq: int | None
    """The number of the link; None for a line that has none."""
    event_id: int | None
    """The line, where one is known."""


def stored_moment(at: datetime) -> str:
    """A moment as it is hashed, which is as SQLite stores it: in UTC, to the microsecond."""
    if at.tzinfo is not UTC:
        at = at.astimezone(UTC)
    return at.replace(tzinfo=None).isoformat(" ", "microseconds")


def link_hash(seq: int, before: bytes, line: Sequence[object]) -> bytes:
    """SHA-256 of a link. `line` holds the values of `COLUMNS`, the moment as `stored_moment` writes it.

    Written as a JSON list in ASCII: no two different lines are written alike, whatever characters stand in them.
    """
    text = json.dumps([_FORM, seq, before.hex(), *line], separators=(",", ":"), default=repr)
    return sha256(text.encode("ascii")).digest()
