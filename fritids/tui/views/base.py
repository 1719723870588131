"""What every view below the box has in common: it reads through the bridge, and the screen hands it keys and words."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeVar

from textual.content import Content
from textual.widget import Widget
from textual.worker import WorkType

from fritids.tui.counter.keys import Hint
from fritids.tui.counter.situation import Situation

if TYPE_CHECKING:
    from fritids.services.desk import Desk

T = TypeVar("T")


class Reader(Protocol):
    """Runs a use case that only reads."""

    async def __call__(self, use_case: "Callable[[Desk], T]") -> T:
        """What it gives. Raises FritidsError."""


class BaseView(Widget, can_focus=False):
    """A view that can be shown below the box. Reads may be cancelled by newer ones; acts go through the counter's inbox."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    BaseView { padding: 0 1; text-wrap: nowrap; }
    """

    def __init__(self, read: Reader, changed: Callable[[], None], *, id: str) -> None:  # noqa: A002  # Textual's own name
        super().__init__(id=id, markup=False)
        self.read = read
        self.changed = changed
        """To be called when other keys are in force."""
        self.now = Situation()

    def reading(self, work: WorkType[None], group: str, *, exclusive: bool = True) -> None:
        """Let `work` read; if it is exclusive, what the same group was reading before is of no use any more."""
        self.run_worker(work, group=group, exclusive=exclusive)

    def show(self, now: Situation) -> None:
        """Paint from this from now on."""
        self.now = now
        self.refresh()

    def opened(self, what: object) -> None:  # noqa: ARG002  # for those that show one thing
        """The view has come to the front; `what` it is to show, if that is not always the same."""
        self.reload()

    def reload(self) -> None:
        """Read the database again."""

    def narrow(self, words: str) -> None:
        """Show only what `words` fit, in a view that is a list."""

    @property
    def narrowed(self) -> bool:
        """Whether Esc has something to widen."""
        return False

    def move(self, key: str) -> None:
        """Go where an arrow or page key points."""

    def enter(self) -> Hint | None:
        """What Enter does on the marked line."""
        return None

    def hints(self) -> tuple[Hint, ...]:
        """The keys of this view alone."""
        return ()

    def paint(self, width: int, height: int) -> Content:  # noqa: ARG002  # for those that are one text
        """The text for so many cells."""
        return Content("")

    def render(self) -> Content:
        """What Textual shows."""
        size = self.content_size
        return self.paint(size.width, size.height)
