"""What is said of the things that fit a person. Loads no database."""

from dataclasses import dataclass
from datetime import date

from fritids.domain.fit import Person, Proposal, Unsaid
from fritids.services.results import ArticleView, TypeView


@dataclass(frozen=True, slots=True)
class BindingView:
    """Who last set a binding, when, and for which sole. Never a release value: that is for whoever sets it (ISO 11088)."""

    by: str
    on: date
    sole_mm: int | None


@dataclass(frozen=True, slots=True)
class FittingArticle:
    """An article that fits and is in."""

    article: ArticleView
    binding: BindingView | None
    """The last one written down; always None for types whose binding nobody sets."""


@dataclass(frozen=True, slots=True)
class FittingType:
    """A type that has a size for the person: how many such are in, the best of them, and what is out."""

    type: TypeView
    proposal: Proposal
    articles: tuple[FittingArticle, ...]
    """In now, the best fit first, at most as many as were asked for."""
    available: int
    out: int
    late: int
    """How many of those that are out should be back already."""
    next_due: date | None
    """When the first of the others is due."""


@dataclass(frozen=True, slots=True)
class UnsaidType:
    """A type of which no size can be said, and why."""

    type: TypeView
    unsaid: Unsaid


@dataclass(frozen=True, slots=True)
class FitView:
    """What fits a person."""

    person: Person
    fits: tuple[FittingType, ...]
    unsaid: tuple[UnsaidType, ...]

    @property
    def sets_bindings(self) -> bool:
        """Whether something is proposed whose binding has to be set for each borrower."""
        return any(one.type.staff_sets_binding for one in self.fits)
