"""What people fill in and ask for: the values that go into use cases, as `results` are those that come out.

Imports nothing that loads the database, so that front ends can make them before it is there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, TypeAlias

from fritids.domain.words import ShownState

Changes: TypeAlias = Mapping[str, str | int | bool | None]
"""Columns by their names in the form, with what they are to hold; None or an empty text empties one."""
SOLES_MM: Final = range(100, 451)
"""Lengths of boot soles in mm, for which a binding can be set; what lies outside is a slip of the finger."""


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article to be registered. Without `barcode` it gets a number of our own; `count` alike ones may be made at once then."""

    type: str
    """Code of the type, or one of its names."""
    size: str | None = None
    brand: str | None = None
    model: str | None = None
    barcode: str | None = None
    note: str | None = None
    count: int = 1
    gift_id: int | None = None
    """The gift it came with."""


@dataclass(frozen=True, slots=True)
class NewGift:
    """What one donor handed in, all of it looked at already. The donor's name is kept only if they want it."""

    donor: str | None = None
    note: str | None = None
    articles: tuple[NewArticle, ...] = ()
    refused: int = 0
    recycled: int = 0


@dataclass(frozen=True, slots=True)
class ArticleListFilter:
    """Which articles a list shows. Types and categories are codes."""

    type_code: str | None = None
    category: str | None = None
    states: tuple[ShownState, ...] = ()
    """Empty for all states."""
    words: str = ""


@dataclass(frozen=True, slots=True)
class NewBorrowerData:
    """Somebody to be registered, as typed. Fields that the branch has not turned on have to be empty (DESIGN §5)."""

    name: str
    phone: str | None = None
    kind: str = "person"
    email: str | None = None
    birth_year: str | int | None = None
    gender: str | None = None
    postcode: str | None = None
    language: str | None = None
    note: str | None = None
    protected: bool = False
    card: str | None = None


@dataclass(frozen=True, slots=True)
class BorrowerListFilter:
    """Which borrowers a list shows."""

    words: str = ""
    kind: str | None = None
    with_loans: bool = False
    """Only those who have something out."""


class LoanOrder(StrEnum):
    """What a list of loans is ordered by; loans that are alike in that are ordered by due date, then barcode."""

    DUE = "due"
    LENT = "lent"
    BARCODE = "barcode"
    TYPE = "type"
    BORROWER = "borrower"


@dataclass(frozen=True, slots=True)
class LoanFilter:
    """Which loans a list shows: those that are out, with `all` also those that came back. Everything given has to hold."""

    late: bool = False
    all: bool = False
    borrower_id: int | None = None
    type_code: str | None = None
    category: str | None = None
    since: date | None = None
    """First lending day, in the branch's zone."""
    until: date | None = None
    """Last lending day."""
    words: str = ""
    order: LoanOrder = LoanOrder.DUE
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class NewBooking:
    """An article, or so many of a type, to be promised to a borrower from `first_day` to `last_day`, both included."""

    borrower_id: int
    first_day: date
    last_day: date
    code: str | None = None
    """A label of the article; or else `type`."""
    type: str | None = None
    quantity: int = 1
    note: str | None = None
