"""A list with a marked line under a heading, painted as far as it is seen: its length costs nothing."""

from collections.abc import Sequence

from textual.content import Content

from fritids.tui.typed import PAGE
from fritids.tui.views.base import BaseView
from fritids.tui.views.columns import Column, heads, line, widths
from fritids.tui.widgets.lines import MARK


class ListingView(BaseView):
    """Knows how many lines there are and how to paint one; asks for no more than fit."""

    DEFAULT_CSS = """
    ListingView { padding: 0 1 0 0; }
    """
    BREATH = 1
    """Blank lines between heading and list."""

    def on_mount(self) -> None:
        """Begin at the top."""
        self.marked = 0
        self._top = 0

    @property
    def count(self) -> int:
        """How many lines the list has."""
        return 0

    def head(self, width: int) -> list[Content]:  # noqa: ARG002  # for subclasses
        """The lines above the list."""
        return []

    def line(self, n: int, width: int) -> Content:
        """Line `n`, in at most `width` cells."""
        raise NotImplementedError

    def empty(self, width: int) -> list[Content]:  # noqa: ARG002  # for subclasses
        """What is said where the list has no lines."""
        return []

    def move(self, key: str) -> None:
        """Move the mark."""
        steps = {"up": -1, "down": 1, "pageup": -max(PAGE, self.seen), "pagedown": max(PAGE, self.seen)}
        if key in steps:
            self.marked += steps[key]
        else:
            self.marked = 0 if key == "home" else self.count - 1
        self.marked = max(0, min(self.count - 1, self.marked))
        self.refresh()

    @property
    def seen(self) -> int:
        """How many lines of the list are on the screen."""
        size = self.content_size
        return max(1, size.height - len(self.head(size.width)) - self.BREATH)

    def paint(self, width: int, height: int) -> Content:
        """Heading and the part of the list around the mark, which has a sign and not only a colour."""
        if width < 8 or height < 2:
            return Content("")
        width -= 1
        head = self.head(width)
        lines = [beside(one) for one in (*head, *[Content("")] * self.BREATH)]
        if not self.count:
            lines += map(beside, self.empty(width))
            return Content("\n").join(lines[:height])
        room = max(1, height - len(lines))
        self.marked = max(0, min(self.count - 1, self.marked))
        if self.marked < self._top:
            self._top = self.marked
        elif self.marked >= self._top + room:
            self._top = self.marked - room + 1
        self._top = max(0, min(self._top, self.count - room))
        for n in range(self._top, min(self.count, self._top + room)):
            one = self.line(n, width).truncate(width, ellipsis=True, pad=True)
            lines.append(beside(one, marked=n == self.marked))
        return Content("\n").join(lines[:height])

    @property
    def first_seen(self) -> int:
        """The first line of the list on the screen."""
        return self._top


def around_mark(
    columns: Sequence[Column], cells: Sequence[Sequence[tuple[str, str]]], marked: int, width: int, room: int
) -> list[Content]:
    """A table's headings, and as many of its rows around the marked one as `room` has lines for."""
    sizes = widths(columns, width - 1)
    most = max(0, room - 1)
    top = max(0, min(marked - most // 2, len(cells) - most))
    lines = [beside(heads(columns, sizes))]
    for n in range(top, min(len(cells), top + most)):
        one = line(cells[n], sizes, columns)
        lines.append(beside(one.truncate(width - 1, pad=True), marked=n == marked))
    return lines


def beside(text: Content, *, marked: bool = False) -> Content:
    """A line with a cell before it, in which the marked one has its sign: a colour alone is not seen everywhere, nor heard."""
    if not marked:
        return Content.assemble(" ", text)
    return Content(f"{MARK}{text.plain}").stylize("bold $mark-fore on $mark-back")
