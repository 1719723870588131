"""What the flow of the counter needs of the screen, and nothing more; the screen needs nothing of the flow but its inbox."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeVar

from fritids.services.results import CounterState
from fritids.tui.counter.asking import Asker
from fritids.tui.counter.signed import Signed
from fritids.tui.counter.situation import Ear, JobPage, Shown, Situation, View, Words

if TYPE_CHECKING:
    from fritids.domain.policy import Policy
    from fritids.services.desk import Desk
    from fritids.tui.counting import Counting
    from fritids.tui.receipts import Receipts
    from fritids.tui.upkeep import Upkeep

T = TypeVar("T")


class Stage(Asker, Protocol):
    """The screen of the counter."""

    @property
    def now(self) -> Situation:
        """How things stand."""

    @property
    def receipts(self) -> "Receipts":
        """Sends and prints receipts in the background."""

    @property
    def counting(self) -> "Counting":
        """Counts in the background."""

    @property
    def upkeep(self) -> "Upkeep":
        """Looks after backups and the database in the background."""

    def opened(self, branch: str, policy: "Policy", state: CounterState, signed: Signed) -> None:
        """The desk is open."""

    def signed(self, signed: Signed, policy: "Policy") -> None:
        """Somebody else is at the desk, or nobody; what was shown to whoever was before is gone."""

    def show(self, shown: Shown, state: CounterState | None = None, *, quiet: bool = False) -> None:
        """Show a result, and how things stand after it."""

    def lies(self, state: CounterState) -> None:
        """How things stand, without a result."""

    def returns_only(self, *, on: bool) -> None:
        """Begin or end the mode for a pile of returns."""

    def pile(self, returned: int) -> None:
        """So many have come back since the pile was begun."""

    def job(self, page: JobPage | None) -> None:
        """A job is on, or none any more; what was shown before is gone."""

    def repaint(self) -> None:
        """Paint everything again."""

    def asked_to_empty(self, *, asked: bool) -> None:
        """Whether the next Esc empties the basket."""

    def go(self, view: View, what: object = None) -> None:
        """Show a view; `what` it is about, where that has to be said."""

    def open_article(self, code: str) -> None:
        """Show an article's card."""

    def listen(self, ear: Ear | None) -> None:
        """Let each key of the box be heard, as it comes and with its time, before anything is made of it; or with None no longer."""

    def remark(self, words: Words | None) -> None:
        """Say something in passing, in small print below the result, until the next result."""

    def changed(self) -> None:
        """Something was done: lists that show the database read it again."""

    def progress(self) -> None:
        """The number of waiting lines is another, or the database has answered."""


class Caller(Protocol):
    """Runs use cases for the flow: as the bridge does, but asks what to do when the database cannot be reached."""

    async def __call__(self, use_case: "Callable[[Desk], T]") -> T:
        """What `use_case` gives. Raises LeftError if it was given up, UsageError for what it refuses to do at all."""
