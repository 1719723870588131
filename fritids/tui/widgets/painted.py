"""A widget that is painted from the situation and from nothing else."""

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from fritids.tui.counter.situation import Situation


class Painted(Widget, can_focus=False):
    """Holds what it was shown last and paints it; cannot have the keyboard and cannot be selected."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's own name
        super().__init__(id=id, markup=False)
        self.now = Situation()
        self._painted = Content("")
        self._painted_for = Size(-1, -1)

    def show(self, now: Situation) -> None:
        """Paint this from now on."""
        self.now = now
        self.repaint()

    def repaint(self) -> None:
        """Paint anew; what comes out the same is left on the screen as it is: drawing costs more than painting."""
        size = self.content_size
        painted = self.paint(size.width, size.height)
        if size != self._painted_for or not painted.is_same(self._painted):
            self._painted, self._painted_for = painted, size
            self.refresh()

    def paint(self, width: int, height: int) -> Content:
        """The text for so many cells."""
        raise NotImplementedError

    def render(self) -> Content:
        """What Textual shows."""
        size = self.content_size
        if size != self._painted_for:
            self._painted, self._painted_for = self.paint(size.width, size.height), size
        return self._painted
