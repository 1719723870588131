"""What is counted of the stock (DESIGN §6): how it stood at the end of a period, what came and went in it, what was short.

The stock is told apart by the category, type and size that an article has today, since these are not dated; loans by what was frozen when
they were made (R12). So a type that is moved to another category takes its articles along in every year, and its past loans in none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from fritids.domain.figures import Period
from fritids.domain.stock_forecast import Forecast
from fritids.domain.words import DiscardReason
from fritids.services.results.things import ArticleView, TypeView


@dataclass(frozen=True, slots=True)
class StockCount:
    """Articles of a branch, a category, a type or a size at the end of a period, and what became of such in it."""

    in_stock: int = 0
    """Stood there and could be lent."""
    on_loan: int = 0
    """Were out, whatever else was stored of them, unless discarded or sent away."""
    in_service: int = 0
    missing: int = 0
    """Counted apart: they are no part of `stock`, as they cannot be lent."""
    never_lent: int = 0
    """Of those in stock or in service: the branch had had them for all of the twelve months before the end of the period, neither
    missing, discarded nor away in that time, and they were not out on any day of it. Days in service count as had."""
    received: int = 0
    """Registered in the period. What came by a file from a branch with a database of its own is transferred, not received; an article whose
    registering was undone never was."""
    discarded: int = 0
    """Not discarded when the period began and discarded when it ended; one that was put back within it does not count."""
    worn_out: int = 0
    """Of `discarded`, those for which the last reason said was that."""
    loans: int = 0
    """Articles lent in the period, by the category and type frozen in the loan; by size, that of the article today."""

    @property
    def stock(self) -> int:
        """What could be lent, or could be again: in stock, on loan or in service."""
        return self.in_stock + self.on_loan + self.in_service

    @property
    def turnover(self) -> float | None:
        """Loans in the period per article in stock at its end (collection turnover, ISO 11620); None where there was none."""
        return self.loans / self.stock if self.stock else None

    def plus(self, other: "StockCount") -> "StockCount":
        """Both together."""
        return StockCount(
            self.in_stock + other.in_stock,
            self.on_loan + other.on_loan,
            self.in_service + other.in_service,
            self.missing + other.missing,
            self.never_lent + other.never_lent,
            self.received + other.received,
            self.discarded + other.discarded,
            self.worn_out + other.worn_out,
            self.loans + other.loans,
        )


@dataclass(frozen=True, slots=True)
class Transferred:
    """Articles that moved between branches in the period, undone ways left out. Over several branches each is counted at both its ends."""

    in_given: int = 0
    """Received here, for good."""
    in_lent: int = 0
    """Received here for a time."""
    out_given: int = 0
    """Sent from here; what has not been received yet is among them."""
    out_lent: int = 0
    under_way: int = 0
    """At the end of the period: sent to another branch in the database and not received there; in no branch's stock."""

    @property
    def received(self) -> int:
        """All that came."""
        return self.in_given + self.in_lent

    @property
    def sent(self) -> int:
        """All that went."""
        return self.out_given + self.out_lent


@dataclass(frozen=True, slots=True)
class GiftFigures:
    """Gifts of the period."""

    gifts: int = 0
    """Of which something came into the stock or was noted as not taken in; one of which all was undone is none."""
    articles: int = 0
    """Articles that came of gifts and were registered in the period."""
    refused: int = 0
    recycled: int = 0


@dataclass(frozen=True, slots=True)
class Unmet:
    """How often a type in a size was asked for and not had."""

    type: str
    """The type's code."""
    size: str
    """As it was noted; empty where none was said."""
    asked: int


@dataclass(frozen=True, slots=True)
class Opening:
    """When the branch was to be open, by its calendar as it stands today: hours and closed days of the past are not kept apart."""

    days: int = 0
    """Over several branches they are added."""
    hours: float | None = None
    """None where a branch has set no hours: then every day counts as open, and nobody knows for how long."""


@dataclass(frozen=True, slots=True)
class StockOfPeriod:
    """The stock of one branch, or of all, at the end of a period, and what came and went in it."""

    branch: str | None
    """The branch's code; None: all branches, each counted in its own time zone."""
    period: Period
    counted_to: date
    """The day at whose end the stock is counted: the period's last, or today if that is earlier."""
    total: StockCount
    by_category: Mapping[str, StockCount] = field(default_factory=dict)
    by_type: Mapping[str, StockCount] = field(default_factory=dict)
    by_size: Mapping[tuple[str, str], StockCount] = field(default_factory=dict)
    """By type and size as stored ("" for none), in the order of the sizes; empty unless asked for."""
    discarded: Mapping[DiscardReason, int] = field(default_factory=dict)
    transferred: Transferred = field(default_factory=Transferred)
    gifts: GiftFigures = field(default_factory=GiftFigures)
    unmet: tuple[Unmet, ...] = ()
    """What was asked for most, first."""
    opening: Opening = field(default_factory=Opening)

    @property
    def asked_for(self) -> int:
        """How often something was asked for and not had."""
        return sum(one.asked for one in self.unmet)


@dataclass(frozen=True, slots=True)
class StillView:
    """An article that stood still: where it stands, and since when it has not been out."""

    article: ArticleView
    added_on: date
    last_out: date | None
    """The last day on which it was out; None if it never was."""


@dataclass(frozen=True, slots=True)
class WornView:
    """An article that was discarded as worn out."""

    article: ArticleView
    discarded_on: date
    times_lent: int
    """In all its life here."""


@dataclass(frozen=True, slots=True)
class Peak:
    """A winter half-term week at the branch."""

    year: int
    week: int
    """ISO week."""
    first: date
    last: date
    days: tuple[date, ...]
    """Its days on which something was lent."""
    found: bool
    """The branch has set no week, and this was the busiest one from January to April."""


@dataclass(frozen=True, slots=True)
class ShortRow:
    """One type and size: how it went at the last peak, what stands there now, and what the coming peak may ask for."""

    type: TypeView
    size: str
    existed: int
    """In stock, out or in service at the end of the peak."""
    most_out: int
    """Out at the same moment, the most in the week."""
    days_none_left: int
    """Days of the peak on which, at some moment, all that could be lent was out."""
    asked: int
    """Asked for and not had in the week."""
    stock: int
    """Now: in stock, out or in service."""
    available: int
    """Now: stands there."""
    forecast: Forecast | None
    """None where nothing is known of a peak."""
    foretold: Forecast | None = None
    """What the same reckoning would have said of this peak from those before it."""

    @property
    def demand(self) -> int:
        """What the peak asked for: most out at once, and asked for and not had. Where it ran out it is at least that."""
        return self.most_out + self.asked

    @property
    def lacking(self) -> int:
        """How many of the forecast are not there."""
        return 0 if self.forecast is None else max(0, self.forecast.wanted - self.stock)


@dataclass(frozen=True, slots=True)
class Backtest:
    """How the forecast would have done at the last peak, over all types and sizes of which it said something or something came."""

    rows: int
    within: int
    """Rows whose demand lay in the range."""
    foretold: int
    came: int
    misses: int
    """How many articles it was off in all, too many and too few added."""


@dataclass(frozen=True, slots=True)
class Shortage:
    """What was short at a peak and what the next one may ask for."""

    branch: str
    peak: Peak | None
    """None where the branch has no loans in that winter."""
    earlier: tuple[Peak, ...]
    """Older peaks that the forecast rests on, the newest first."""
    coming: int
    """The year of the peak that is forecast."""
    growth: float | None
    """By how much the branch lent more in the twelve months before than in those before them; None where it has not lent for so long."""
    rows: tuple[ShortRow, ...]
    """The most lacking first, then what was asked for in vain, then what ran out longest and was out most, then by the shelves."""
    backtest: Backtest | None
    """None where there is only one peak."""
