"""What the use cases of counting hand out. Loads no database."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from fritids.domain.stocktaking import Correction, Outcome, ScanSays
from fritids.services.results import ArticleView, TypeView


@dataclass(frozen=True, slots=True)
class StocktakeView:
    """A count: of a category or a type, by their codes, or of everything."""

    id: int
    category: str | None
    type: str | None
    started_at: datetime
    started_by: str | None
    ended_at: datetime | None
    scanned: int = 0
    """Articles that were scanned in it, of whatever type."""


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What one scan was answered with; it is on the disk."""

    says: ScanSays
    code: str
    article: ArticleView | None
    again: bool = False
    """It was scanned in this count before, at whichever desk."""
    counts: bool = False
    """It is one more of what is counted."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a count is."""

    stocktake: StocktakeView
    counted: int
    left: Mapping[str, int]
    """How many are not seen yet, by the code of their type; types of which all are seen are left out."""

    @property
    def expected(self) -> int:
        """How many there are to count: those that were seen, and those that should be there."""
        return self.counted + sum(self.left.values())


@dataclass(frozen=True, slots=True)
class FoundView:
    """An article that was scanned and that nobody expected."""

    article: ArticleView
    found: Outcome
    """One of `domain.stocktaking.FOUND`."""
    scanned_at: datetime
    desk: str
    branch: str
    """The name of the branch whose it is."""


@dataclass(frozen=True, slots=True)
class UnknownView:
    """A code that no label of ours has."""

    code: str
    scanned_at: datetime
    desk: str


@dataclass(frozen=True, slots=True)
class CountLists:
    """All that came of a count. No article stands in two of the lists; each is in the order of the shelves."""

    progress: Progress
    missing: tuple[ArticleView, ...]
    found: tuple[FoundView, ...]
    unknown: tuple[UnknownView, ...]
    came_back: tuple[ArticleView, ...]
    """Not counted, but in hand at a desk since the count began, and so not missing."""
    on_loan: int

    def can_correct(self) -> dict[Correction, int]:
        """How many articles each correction would change; those with nothing to do are left out."""
        found = Counter(one.found for one in self.found)
        numbers = {
            Correction.MISSING: len(self.missing),
            Correction.FOUND: found[Outcome.FOUND_MISSING],
            Correction.RETURNED: found[Outcome.FOUND_ON_LOAN],
            Correction.RESTORED: found[Outcome.FOUND_DISCARDED],
        }
        return {correction: n for correction, n in numbers.items() if n}


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a correction did, by its list; every asked-for list is there."""

    done: Mapping[Correction, tuple[ArticleView, ...]]
    repeated: bool = False

    @property
    def count(self) -> int:
        """How many articles were changed."""
        return sum(map(len, self.done.values()))


def left_by_type(progress: Progress, types: Mapping[str, TypeView]) -> list[tuple[TypeView, int]]:
    """What is left by type, most first; alike in number in the order of the shelves."""
    order = {code: n for n, code in enumerate(types)}
    left = sorted(progress.left.items(), key=lambda item: (-item[1], order.get(item[0], 0)))
    return [(types[code], n) for code, n in left]
