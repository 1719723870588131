"""What the counter answers to a line in its box (DESIGN §3), and how the desk stands.

The results of acts (`Lent`, `TakenBack`, `Undone`...) are answers too.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

from fritids.domain.findings import FindingCode, Findings
from fritids.domain.words import ActKind
from fritids.services.results.acts import (
    DueNotSet,
    DueSet,
    Found,
    LendResult,
    Lent,
    NotLent,
    NotRenewed,
    NotTakenBack,
    NotUndone,
    Renewed,
    SeveralBorrowers,
    TakenBack,
    Undone,
    VisitMoved,
)
from fritids.services.results.things import ArticleView, BorrowerView, CheckView, CoBorrowerView, LoanView


@dataclass(frozen=True, slots=True)
class Basketed:
    """The article lies in the basket and waits for a borrower."""

    article: ArticleView
    told: Findings = ()
    """What will be asked once a borrower is known, as far as the article alone says it."""


@dataclass(frozen=True, slots=True)
class AlreadyInBasket:
    """The article was in the basket before; nothing changed. One key takes it out."""

    article: ArticleView


@dataclass(frozen=True, slots=True)
class JustDone:
    """A scan that would reverse what was just done here; nothing changed. `Counter.insist` does it all the same (R8)."""

    code: FindingCode
    """`just_lent`, `just_returned` or `just_renewed`."""
    article: ArticleView
    borrower_number: str | None = None


@dataclass(frozen=True, slots=True)
class VisitOpened:
    """A visit began; `results` are those of the basket, in its order. `ended` is the visit that ended by it."""

    borrower: BorrowerView
    visit_id: int
    results: tuple[LendResult, ...] = ()
    ended: "VisitEnded | None" = None


@dataclass(frozen=True, slots=True)
class SameVisit:
    """The borrower whose visit is open was scanned again; nothing changed."""

    borrower: BorrowerView


@dataclass(frozen=True, slots=True)
class NewBorrower:
    """Nobody has this number: name and number are to be asked for. `phone` is E.164, `shown` as people write it."""

    phone: str
    shown: str


@dataclass(frozen=True, slots=True)
class UnknownCode:
    """No article and no borrower has this code. `mistyped`: it looks like one of our own with a wrong digit."""

    code: str
    mistyped: bool = False


@dataclass(frozen=True, slots=True)
class WhichOne:
    """The code is an article's and a person's; nothing was done."""

    code: str
    article: ArticleView
    borrower: BorrowerView


@dataclass(frozen=True, slots=True)
class Hits:
    """What words fit."""

    text: str
    articles: tuple[ArticleView, ...]
    borrowers: tuple[BorrowerView, ...]
    more: bool = False


class LineFault(StrEnum):
    """Why nothing can be made of a line."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    IDENTITY_NUMBER = "identity_number"


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line nothing can be made of; `code` says why."""

    code: LineFault


@dataclass(frozen=True, slots=True)
class WaitingFirst:
    """The visit was to end, but articles wait for an answer; a second Enter ends it without them."""

    waiting: "tuple[Waiting, ...]"


@dataclass(frozen=True, slots=True)
class VisitEnded:
    """The visit is over: what to read aloud. `not_lent` still waited and goes back; `late` is what the borrower has had too long."""

    borrower: BorrowerView
    visit_id: int
    lent: tuple[LoanView, ...]
    returned: int
    renewed: tuple[LoanView, ...]
    """What was renewed and not lent in the visit, with its new due date."""
    not_lent: tuple[ArticleView, ...] = ()
    late: tuple[LoanView, ...] = ()
    by_itself: bool = False
    dated: tuple[LoanView, ...] = ()
    """What was given another date by hand and neither lent nor renewed in the visit."""


@dataclass(frozen=True, slots=True)
class NothingOpen:
    """An act that needs something (a visit, a waiting article, a last result) found nothing."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An article that is asked about; it is not lent (R3)."""

    article: ArticleView
    findings: Findings


@dataclass(frozen=True, slots=True)
class DoneLine:
    """One thing done in the open visit, newest last. `undone` ones are left out."""

    event_id: int
    kind: ActKind
    article: ArticleView
    due: date | None


@dataclass(frozen=True, slots=True)
class VisitState:
    """The open visit, for the panel beside the box."""

    visit_id: int
    borrower: BorrowerView
    started_at: datetime
    out: tuple[LoanView, ...]
    """Everything the borrower has out, late ones first; at most 200."""
    done: tuple[DoneLine, ...]
    waiting: tuple[Waiting, ...]
    co_borrowers: tuple[CoBorrowerView, ...] = ()
    borrows_for: CoBorrowerView | None = None


@dataclass(frozen=True, slots=True)
class CounterState:
    """What lies on this desk, as it is on the disk."""

    visit: VisitState | None
    basket: tuple[ArticleView, ...] = ()
    open_checks: tuple[CheckView, ...] = ()
    """Those left by the open visit's returns; with no visit, by this desk's returns today. Newest first."""
    today: date = date.min
    asks_at_return: bool = False
    """The branch asks the two questions of the survey of those who bring things back."""


Answer: TypeAlias = (
    Lent | NotLent | TakenBack | Found | NotTakenBack | Renewed | NotRenewed | DueSet | DueNotSet | Undone | NotUndone
    | VisitMoved | Basketed | AlreadyInBasket | JustDone | VisitOpened | SameVisit | SeveralBorrowers | NewBorrower | UnknownCode
    | WhichOne | Hits | BadLine | WaitingFirst | VisitEnded | NothingOpen
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FamilySummary:
    """What one family handed in with a pile of returns, and what it still has."""

    borrower: BorrowerView
    returned: int
    late: int
    still_out: tuple[LoanView, ...] = field(default=())
