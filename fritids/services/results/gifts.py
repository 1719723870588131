"""What the use cases of taking in gifts hand out."""

from dataclasses import dataclass
from datetime import date, datetime

from fritids.services.results.things import ArticleView, TypeView


@dataclass(frozen=True, slots=True)
class GiftView:
    """What was handed in at one time, and what became of it."""

    id: int
    received_at: datetime
    received_on: date
    """The day at the branch."""
    ended_at: datetime | None
    """None while things of it are being taken in."""
    desk: str
    operator: str | None
    donor: str | None
    """Only if the donor wanted it kept. Personal data: for the coordinator's eyes, in no file and no report."""
    note: str | None
    taken_in: int = 0
    refused: int = 0
    recycled: int = 0


@dataclass(frozen=True, slots=True)
class GiftContents:
    """A gift with its articles."""

    gift: GiftView
    by_type: tuple[tuple[TypeView, int], ...]
    """How many of each type, the most first."""
    articles: tuple[ArticleView, ...]
    """The newest first; of very many only these."""
    without_label: int
    """Articles that got a number and whose label is not printed yet; what came with a ready label is none of them."""


@dataclass(frozen=True, slots=True)
class GiftChoices:
    """What stands ready for the next article at this desk."""

    last: ArticleView | None
    """What was taken in here last, in the open gift or the one before."""
    types: tuple[TypeView, ...]
    """Which come in just now, the newest first."""
