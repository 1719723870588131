"""What the use cases of service hand out. Loads no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from fritids.domain.findings import Findings
from fritids.domain.words import ServiceKind, ServiceOutcome
from fritids.services.results.things import ArticleView, LoanView, TypeView


@dataclass(frozen=True, slots=True)
class SentToService:
    """There is an open note of the kind for the article. One that is on loan goes to service when it is back."""

    article: ArticleView
    kind: ServiceKind
    event_id: int | None
    """None where it was to be done already, and nothing was changed."""
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Serviced:
    """Work on the article is done, or dropped; `left` is what is still to be done before it can be lent."""

    article: ArticleView
    kinds: tuple[ServiceKind, ...]
    left: tuple[ServiceKind, ...]
    event_id: int
    outcome: ServiceOutcome = ServiceOutcome.DONE
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class NotServiced:
    """Nothing was written."""

    barcode: str
    article: ArticleView | None
    findings: Findings


SendResult: TypeAlias = SentToService | NotServiced
DoneResult: TypeAlias = Serviced | NotServiced


@dataclass(frozen=True, slots=True)
class NoteView:
    """One thing to do to an article, and who has it where it is out; a protected borrower's name and phone are empty."""

    article: ArticleView
    kind: ServiceKind
    note: str | None
    opened_at: datetime
    recalled: bool = False
    loan: LoanView | None = None


@dataclass(frozen=True, slots=True)
class DueView:
    """An article whose turn for one kind of work has come: `loans` since it was last done, or since the season began on `season`."""

    article: ArticleView
    kind: ServiceKind
    loans: int | None
    season: date | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How many articles wait for each kind of work, and which of those that stand on the shelf have their turn."""

    waiting: Mapping[ServiceKind, int]
    due: frozenset[tuple[ServiceKind, int]]
    """Kind of work and the article's id."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """An article that a recall took out of lending, and the loan that it is on."""

    article: ArticleView
    loan: LoanView | None


@dataclass(frozen=True, slots=True)
class Recall:
    """A maker's recall, done or as it would be."""

    done: bool
    articles: tuple[Recalled, ...]
    """By label."""
    unsure: tuple[ArticleView, ...]
    """Of the brand or type, with no model written on them: to be looked at by hand; nothing was done with them."""
    repeated: bool = False

    @property
    def out(self) -> tuple[Recalled, ...]:
        """Those that somebody has."""
        return tuple(one for one in self.articles if one.loan is not None)


@dataclass(frozen=True, slots=True)
class RuleView:
    """When one kind of work is due for a type at the branch; with neither set: never."""

    type: TypeView
    kind: ServiceKind
    after_loans: int | None
    season_start: str | None
    is_own: bool
    """Whether the branch has said so, or the program."""
