"""A slip as far as it is typed, and how a number or a count is read."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, auto

from fritids.domain.barcode import slip_number
from fritids.errors import InvalidValueError
from fritids.i18n import _
from fritids.services.results import ArticleView, BorrowerView
from fritids.services.results.slips import SlipEntered, SlipsSummary


class Step(Enum):
    """What the box asks for."""

    NUMBER = auto()
    TIME = auto()
    WHO = auto()
    NAME = auto()
    ROWS = auto()


@dataclass(frozen=True, slots=True)
class Typed:
    """A slip as far as it is typed."""

    number: int
    at: datetime | None = None
    borrower: BorrowerView | None = None
    phone: str = ""
    name: str = ""
    lent: tuple[tuple[str, ArticleView | None], ...] = ()
    returned: tuple[tuple[str, ArticleView | None], ...] = ()

    @property
    def nobody(self) -> bool:
        """Nobody stands on it: it can only be a slip of things that came back."""
        return self.borrower is None and not self.phone and not self.name


@dataclass(slots=True)
class State:
    """What the panel shows."""

    step: Step = Step.NUMBER
    typed: Typed | None = None
    returning: bool = False
    day: date | None = None
    """Of the slip before."""
    sign: str = ""
    doubted: str = ""
    """A number that no article has, as typed last: typed once more it stands on the slip all the same."""
    done: list[SlipEntered] = field(default_factory=list)
    summary: SlipsSummary | None = None


def number_of(text: str) -> int:
    """The number of a slip, as it is printed large or as its bars say it. Raises InvalidValueError."""
    number = slip_number(text)
    if number is None and not (text.isascii() and text.isdigit() and len(text) < 8):
        raise InvalidValueError(
            _("Write the number of the slip: it stands large beside its bars."), field="number"
        )
    return int(text) if number is None else number


def count_of(text: str) -> int:
    """How many slips to print; 30 for an empty line. Raises InvalidValueError."""
    if not text:
        return 30
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        raise InvalidValueError(_("Write how many as a number, or Enter for 30."), field="count")
    return int(text)
