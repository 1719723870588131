"""What sending and receiving between branches takes and gives. Loads no database."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from fritids.domain.findings import FindingCode, Findings
from fritids.domain.words import TransferKind
from fritids.services.results import ArticleView


@dataclass(frozen=True, slots=True)
class SendOrder:
    """Where a box goes. `to` is the code or name of a branch in the same database, or else a place in words."""

    to: str
    kind: TransferKind = TransferKind.GIVEN
    back_by: date | None = None
    """When what is lent is wanted back."""
    note: str | None = None
    file: Path | None = None
    """Written with what is sent to a place that keeps a database of its own."""


@dataclass(frozen=True, slots=True)
class TransferView:
    """One article's way from one branch to another."""

    id: int
    article: ArticleView
    kind: TransferKind
    from_name: str
    to_name: str
    to_place: bool
    """It went to a branch that keeps a database of its own, which tells nothing of its arrival."""
    outgoing: bool
    """Sent by the branch that asks, not to it."""
    sent_at: datetime
    sent_on: date
    sent_by: str | None
    back_by: date | None
    received_at: datetime | None
    received_by: str | None
    under_way: bool
    days_late: int
    """Of what is lent and not home again."""
    home: bool
    """Of what was lent: it is back, or was sent on."""
    note: str | None
    told: Findings = ()
    earlier: "tuple[EarlierStay, ...]" = ()


@dataclass(frozen=True, slots=True)
class EarlierStay:
    """What an article that came by a file had been through at one branch before."""

    place: str
    since: date | None
    until: date | None
    loans: int
    per_year: tuple[tuple[int, int], ...]
    """(year, loans), the earliest first."""


@dataclass(frozen=True, slots=True)
class NotMoved:
    """Nothing was done with this one, and why."""

    barcode: str
    article: ArticleView | None
    findings: Findings


@dataclass(frozen=True, slots=True)
class Sent:
    """What is on its way now, and what is not, in the order of the codes. `to_name` is as the receiver is called."""

    to_name: str
    to_place: bool
    sent: tuple[TransferView, ...]
    refused: tuple[NotMoved, ...]
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """What stands here now."""

    received: tuple[TransferView, ...]
    refused: tuple[NotMoved, ...]


@dataclass(frozen=True, slots=True)
class NotTakenIn:
    """A line of a file that was not taken in, and why, in a sentence."""

    barcode: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """What came of reading a file: taken in, there from an earlier reading, and not taken."""

    from_name: str
    received: tuple[TransferView, ...]
    already: tuple[str, ...]
    refused: tuple[NotTakenIn, ...]


Accepted = frozenset[FindingCode]
