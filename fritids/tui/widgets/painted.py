"""A widget that is painted from the situation and from nothing else."""

from textual.content import Content
from textual.widget import Widget

from fritids.tui.counter.situation import Situation


class Painted(Widget, can_focus=False):
    """Holds what it was shown last and paints it; cannot have the keyboard and cannot be selected."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's own name
        super().__init__(id=id, markup=False)
        self.now = Situation()

    def show(self, now: Situation) -> None:
        """Paint this from now on."""
        self.now = now
        self.refresh(layout=self.styles.is_auto_height)

    def paint(self, width: int, height: int) -> Content:
        """The text for so many cells."""
        raise NotImplementedError

    def render(self) -> Content:
        """What Textual shows."""
        size = self.content_size
        return self.paint(size.width, size.height)
