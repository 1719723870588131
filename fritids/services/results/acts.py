"""What an act came to: done, or not and why."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from fritids.domain.findings import FindingCode, Findings
from fritids.domain.words import ActKind
from fritids.services.results.things import ArticleView, AskedFor, BorrowerView, CheckView, LoanView


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
class DueSet:
    """These loans run to this day now, as one act; no renewal."""

    loans: tuple[LoanView, ...]
    day: date
    set_on: date
    """The day at the branch on which it was done; told whether the year has to be said."""
    accepted: tuple[FindingCode, ...] = ()
    told: Findings = ()
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class LoanStays:
    """A loan that keeps its date, and why; without a reason it only stays with the others of its visit.

    Of a visit in which nothing is on loan there is neither code nor article.
    """

    barcode: str | None
    article: ArticleView | None
    findings: Findings


@dataclass(frozen=True, slots=True)
class DueNotSet:
    """Nothing was written. All the loans that it was about, at least one of them with a reason."""

    loans: tuple[LoanStays, ...]

    @property
    def findings(self) -> Findings:
        """All the reasons, each once."""
        return tuple({finding.code: finding for loan in self.loans for finding in loan.findings}.values())


DueResult: TypeAlias = DueSet | DueNotSet


@dataclass(frozen=True, slots=True)
class UndoneLine:
    """One article of an act that was taken back."""

    act: ActKind
    barcode: str | None
    borrower_number: str | None
    article: ArticleView | None = None
    borrower_name: str | None = None
    """Whose loan it was; empty for a protected one."""
    asked_for: AskedFor | None = None


@dataclass(frozen=True, slots=True)
class Undone:
    """The act is taken back, all of it."""

    lines: tuple[UndoneLine, ...]


@dataclass(frozen=True, slots=True)
class NotUndone:
    """Nothing was changed; `findings` names what stands in the way."""

    findings: Findings
    barcode: str | None = None
    article: ArticleView | None = None


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
    found_bad: bool = False
    """Of an answer to what a return asked: something was wrong."""
    asked_for: AskedFor | None = None
    code: str | None = None
    """Of an article that is no longer there, since its registering was undone: the code that it had got."""
    outcome: str | None = None
    """Of things that were not taken in: what became of them."""


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
