"""What the use cases hand out: frozen values, so that no front end ever holds a database row or a session.

Imports nothing that loads the database; `present` and the screens import this module before the first paint.
Times are aware UTC; dates are days in the branch's zone. No text for people: names of types come in both languages.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias

from fritids.domain.findings import FindingCode, Findings
from fritids.domain.words import ActKind, BorrowerKind, CheckKind, ShownState


@dataclass(frozen=True, slots=True)
class TypeView:
    """An article type."""

    code: str
    category: str
    name_sv: str
    name_en: str
    size_kind: str
    ask_guardian: bool = False
    safety_check: bool = False
    staff_sets_binding: bool = False
    private: bool = False
    loan_days: int | None = None
    category_sv: str = ""
    category_en: str = ""


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article as it stands now. `due` and `borrower_number` are set while it is on loan."""

    id: int
    barcode: str
    type: TypeView
    size: str | None
    brand: str | None
    state: ShownState
    due: date | None = None
    borrower_number: str | None = None
    model: str | None = None
    note: str | None = None
    discard_reason: str | None = None
    revision: int = 1


@dataclass(frozen=True, slots=True)
class BorrowerView:
    """A borrower. `name` and `phone` are empty in lists when the person is protected; whoever opens them exactly sees them."""

    id: int
    number: str
    name: str
    phone: str | None
    kind: BorrowerKind
    open_loans: int = 0
    late_loans: int = 0
    protected: bool = False
    blocked: bool = False
    note: str | None = None
    email: str | None = None
    birth_year: int | None = None
    gender: str | None = None
    postcode: str | None = None
    language: str | None = None
    revision: int = 1


@dataclass(frozen=True, slots=True)
class CoBorrowerView:
    """A child or pupil for whom a borrower borrows."""

    id: int
    name: str
    birth_year: int | None


@dataclass(frozen=True, slots=True)
class LoanView:
    """A loan. `borrower_*` are None once the person is forgotten; name and phone are empty for a protected one in lists."""

    id: int
    article: ArticleView
    borrower_id: int | None
    borrower_number: str | None
    borrower_name: str | None
    phone: str | None
    lent_at: datetime
    due: date
    returned_at: datetime | None = None
    days_late: int = 0
    """Of an open loan today; of a returned one on the day it came back. Never negative."""
    renewals: int = 0
    visit_id: int = 0


@dataclass(frozen=True, slots=True)
class CheckView:
    """A question left beside a return (R5)."""

    id: int
    kind: CheckKind
    article: ArticleView
    asked_at: datetime
    loan_id: int


@dataclass(frozen=True, slots=True)
class Lent:
    """The article is lent, on the disk. `returned` is the loan of somebody else that was closed first (R4)."""

    loan: LoanView
    event_id: int
    accepted: tuple[FindingCode, ...] = ()
    told: Findings = ()
    returned: LoanView | None = None
    checks: tuple[CheckView, ...] = ()
    repeated: bool = False
    """The same act had been done before; nothing was done now (R9)."""


@dataclass(frozen=True, slots=True)
class NotLent:
    """Nothing was written. `findings` holds every reason, refusals and questions, and what else there was to tell."""

    barcode: str
    article: ArticleView | None
    findings: Findings


LendResult: TypeAlias = Lent | NotLent


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The loan is closed. `checks` wait to be answered; `still_out` counts what that borrower still has."""

    loan: LoanView
    event_id: int
    told: Findings = ()
    checks: tuple[CheckView, ...] = ()
    still_out: int = 0
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A missing article that was not on loan is in stock again."""

    article: ArticleView
    event_id: int
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class NotTakenBack:
    """Nothing was written."""

    barcode: str
    article: ArticleView | None
    findings: Findings


ReturnResult: TypeAlias = TakenBack | Found | NotTakenBack


@dataclass(frozen=True, slots=True)
class Renewed:
    """The due date is moved on."""

    loan: LoanView
    old_due: date
    event_id: int
    accepted: tuple[FindingCode, ...] = ()
    told: Findings = ()
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class NotRenewed:
    """The loan is as it was."""

    barcode: str
    article: ArticleView | None
    findings: Findings


RenewResult: TypeAlias = Renewed | NotRenewed


@dataclass(frozen=True, slots=True)
class UndoneLine:
    """One article of an act that was taken back."""

    act: ActKind
    barcode: str | None
    borrower_number: str | None
    article: ArticleView | None = None


@dataclass(frozen=True, slots=True)
class Undone:
    """The act is taken back, all of it."""

    lines: tuple[UndoneLine, ...]


@dataclass(frozen=True, slots=True)
class NotUndone:
    """Nothing was changed; `findings` names what stands in the way."""

    findings: Findings
    barcode: str | None = None


UndoResult: TypeAlias = Undone | NotUndone


@dataclass(frozen=True, slots=True)
class ActView:
    """One line of the list of acts that may be taken back (R7)."""

    event_id: int
    kind: ActKind
    at: datetime
    operator: str | None
    article: ArticleView | None
    borrower_number: str | None
    borrower_name: str | None
    visit_id: int | None
    undone: bool


@dataclass(frozen=True, slots=True)
class VisitMoved:
    """All of the visit's loans stand on the other borrower now, as one act."""

    borrower: BorrowerView
    loans: int
    event_id: int


@dataclass(frozen=True, slots=True)
class NoBorrower:
    """Nobody was found by what was written; `code` is `unknown_borrower`, or `not_allowed` for an identity number."""

    text: str
    code: FindingCode = FindingCode.UNKNOWN_BORROWER


@dataclass(frozen=True, slots=True)
class SeveralBorrowers:
    """What was written fits several; nothing was chosen."""

    text: str
    candidates: tuple[BorrowerView, ...]


BorrowerMatch: TypeAlias = BorrowerView | NoBorrower | SeveralBorrowers


# The counter's answers (DESIGN §3): Lent, NotLent, TakenBack, Found, NotTakenBack, Renewed, NotRenewed, Undone, NotUndone, and:


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


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line nothing can be made of; `code` says why: `too_long`, `identity_number`, `empty`."""

    code: str


@dataclass(frozen=True, slots=True)
class WaitingFirst:
    """The visit was to end, but articles wait for an answer; a second Enter ends it without them."""

    waiting: "tuple[Waiting, ...]"


@dataclass(frozen=True, slots=True)
class VisitEnded:
    """The visit is over: what to read aloud. `not_lent` counts what still waited."""

    borrower: BorrowerView
    visit_id: int
    lent: tuple[LoanView, ...]
    returned: int
    renewed: int
    not_lent: int = 0
    by_itself: bool = False


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
    other_borrower_number: str | None = None


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
    """Those left by this desk's returns today, newest first."""
    today: date = date.min


Answer: TypeAlias = (
    Lent | NotLent | TakenBack | Found | NotTakenBack | Renewed | NotRenewed | Undone | NotUndone | VisitMoved
    | Basketed | AlreadyInBasket | JustDone | VisitOpened | SameVisit | SeveralBorrowers | NewBorrower | UnknownCode
    | WhichOne | Hits | BadLine | WaitingFirst | VisitEnded | NothingOpen
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FamilySummary:
    """What one family handed in with a pile of returns, and what it still has."""

    borrower: BorrowerView
    returned: int
    late: int
    still_out: tuple[LoanView, ...] = field(default=())
