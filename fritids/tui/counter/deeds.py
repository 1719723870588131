"""What a key can be pressed on: one small value for each thing, carried from the foot of the screen to the flow that does it."""

from dataclasses import dataclass
from typing import TypeAlias

from fritids.domain.findings import FindingCode
from fritids.services.results import BorrowerView


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the newest act of this desk, or the one of this event."""

    event_id: int | None = None


@dataclass(frozen=True, slots=True)
class UndoVisit:
    """Take back all that was done in a visit."""

    visit_id: int


@dataclass(frozen=True, slots=True)
class MoveVisit:
    """Put a visit on another borrower, who is asked for."""

    visit_id: int


@dataclass(frozen=True, slots=True)
class AcceptWaiting:
    """Answer with yes what waits, or one article of it."""

    article_id: int | None = None


@dataclass(frozen=True, slots=True)
class DropWaiting:
    """Do not lend an article that waits."""

    article_id: int


@dataclass(frozen=True, slots=True)
class Renew:
    """Renew one article; `accepted` are the questions that were answered with yes."""

    code: str
    accepted: frozenset[FindingCode] = frozenset()


@dataclass(frozen=True, slots=True)
class RenewInstead:
    """Of a return just made, make a renewal."""

    event_id: int


@dataclass(frozen=True, slots=True)
class RenewAll:
    """Renew all that a borrower has out: the one of the visit if none is given."""

    borrower_id: int | None = None


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Take back an article without a scan."""

    code: str


@dataclass(frozen=True, slots=True)
class KeepReturnOnly:
    """Of a lending that first took the article back from somebody else, keep the return."""

    event_id: int


@dataclass(frozen=True, slots=True)
class TakeOut:
    """Take an article out of the basket."""

    article_id: int


@dataclass(frozen=True, slots=True)
class Insist:
    """Do all the same what a scan did not do."""

    code: str


@dataclass(frozen=True, slots=True)
class Register:
    """Register an article with a code that nobody knows."""

    code: str


@dataclass(frozen=True, slots=True)
class ChecksWell:
    """All is well with these."""

    check_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CheckBad:
    """Something is wrong with these, all of one article; what, is asked for."""

    check_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EmptyBasket:
    """Take everything out of the basket."""


@dataclass(frozen=True, slots=True)
class EditBorrower:
    """Correct what is kept of a borrower."""

    borrower: BorrowerView


@dataclass(frozen=True, slots=True)
class AsScanned:
    """Take a code for scanned that was chosen from a list."""

    code: str


@dataclass(frozen=True, slots=True)
class OpenVisit:
    """Begin the visit of somebody who was chosen from a list."""

    borrower_id: int


Deed: TypeAlias = (
    Undo | UndoVisit | MoveVisit | AcceptWaiting | DropWaiting | Renew | RenewInstead | RenewAll | TakeBack
    | KeepReturnOnly | TakeOut | Insist | Register | ChecksWell | CheckBad | EmptyBasket | EditBorrower | AsScanned | OpenVisit
)  # fmt: skip
