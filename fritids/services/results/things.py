"""The things of a fritidsbank as people see them: types, articles, borrowers, loans, open questions."""

from dataclasses import dataclass
from datetime import date, datetime

from fritids.domain.parts import Part, parts
from fritids.domain.sizes import SizeKind
from fritids.domain.words import BorrowerKind, CheckKind, ShownState


@dataclass(frozen=True, slots=True)
class TypeView:
    """An article type."""

    code: str
    category: str
    name_sv: str
    name_en: str
    size_kind: SizeKind
    ask_guardian: bool = False
    safety_check: bool = False
    staff_sets_binding: bool = False
    private: bool = False
    loan_days: int | None = None
    category_sv: str = ""
    category_en: str = ""
    parts_sv: tuple[str, ...] = ()
    """What is counted when it comes back."""
    parts_en: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedFor:
    """A type and size that was asked for and not had."""

    type: TypeView
    size: str | None


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
    part_counts: tuple[tuple[int, int], ...] = ()
    """(part, how many) where it has another number of a part than its type says."""

    @property
    def parts(self) -> tuple[Part, ...]:
        """What belongs to it and is counted."""
        return parts(self.type.parts_sv, self.type.parts_en, dict(self.part_counts))


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
    no_reminders: bool = False


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
    for_whom: str | None = None
    """The child or pupil for whom it was borrowed; as a name is, empty where it is hidden."""


@dataclass(frozen=True, slots=True)
class PartView:
    """A part of an article, and how many of it are missing."""

    part: Part
    missing: int


@dataclass(frozen=True, slots=True)
class LostPart:
    """So many of one part that are missing, and the loan from which they did not come back, if that is known.

    `borrower_*` are None once the person is forgotten; the name is empty for a protected one.
    """

    article: ArticleView
    part: Part
    quantity: int
    noted_at: datetime
    lent_at: datetime | None
    returned_at: datetime | None
    borrower_number: str | None
    borrower_name: str | None


@dataclass(frozen=True, slots=True)
class ArticleParts:
    """The parts of an article; `lost` is what is missing, part by part and loan by loan."""

    article: ArticleView
    parts: tuple[PartView, ...]
    lost: tuple[LostPart, ...]


@dataclass(frozen=True, slots=True)
class CheckView:
    """A question left beside a return (R5)."""

    id: int
    kind: CheckKind
    article: ArticleView
    asked_at: datetime
    loan_id: int
    missing: tuple[tuple[int, int], ...] = ()
    """(part, how many) known to be missing, where it asks for the parts: noted before, and not this borrower's."""
