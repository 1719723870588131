"""A list that a job shows over the whole width: what is to be done, what was not found, what was asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from fritids.domain.search import fold
from fritids.errors import FritidsError
from fritids.i18n import _
from fritids.present import plain
from fritids.tui.counter.keys import Hint, Open
from fritids.tui.counter.situation import Lines, View, Words, no_lines
from fritids.tui.views.listing import ListingView
from fritids.tui.widgets.lines import spread, styled, wrapped

if TYPE_CHECKING:
    from fritids.services.desk import Desk


@dataclass(frozen=True, slots=True)
class ListLine:
    """A line. `code` is the article it is about: Enter opens its card. `style` is of the right-hand words; a heading has none of them."""

    left: str
    right: str = ""
    code: str | None = None
    style: str = "$quiet"
    heading: bool = False


@dataclass(frozen=True, slots=True)
class ListPage:
    """What `View.LIST` shows; read again whenever something was done."""

    title: Words
    read: "Callable[[Desk], Sequence[ListLine]]"
    empty: Words
    head: Lines = no_lines
    """Sentences under the title."""


class ListPageView(ListingView):
    """The list; words written in the box show fewer lines of it."""

    def on_mount(self) -> None:
        """Begin with none."""
        super().on_mount()
        self._page: ListPage | None = None
        self._all: Sequence[ListLine] = ()
        self._words = ""
        self._known = False

    def opened(self, what: object) -> None:
        """Show this page; the same as before where none is given."""
        if isinstance(what, ListPage):
            self._page, self._all, self._words, self._known, self.marked = what, (), "", False, 0
        self.reload()

    def reload(self) -> None:
        """Read the page again."""
        self.reading(self._read, "page")

    async def _read(self) -> None:
        page = self._page
        if page is None:
            return
        try:
            lines = await self.read(page.read)
        except FritidsError:
            return
        if page is self._page:
            self._all, self._known = lines, True
            self.refresh()
            self.changed()

    @property
    def _lines(self) -> Sequence[ListLine]:
        words = fold(self._words).split()
        if not words:
            return self._all
        return [
            line for line in self._all
            if not line.heading and all(word in fold(f"{line.left} {line.right}") for word in words)
        ]  # fmt: skip

    def narrow(self, words: str) -> None:
        """Show only lines in which all the words stand."""
        self._words, self.marked = words, 0
        self.refresh()

    @property
    def narrowed(self) -> bool:
        """Whether some lines are not shown."""
        return bool(self._words)

    @property
    def count(self) -> int:
        """How many lines are shown."""
        return len(self._lines)

    def head(self, width: int) -> list[Content]:
        """The title, and what there is to say under it."""
        if self._page is None:
            return []
        lines = [styled(self._page.title(), "bold $primary")]
        for sentence in self._page.head():
            lines += wrapped(sentence, width, "$quiet", most=2)
        return lines

    def line(self, n: int, width: int) -> Content:
        """One line."""
        line = self._lines[n]
        if line.heading:
            return styled(plain(line.left), "bold $primary").truncate(width, ellipsis=True)
        return spread(styled(f"  {plain(line.left)}", ""), styled(plain(line.right), line.style), width)

    def empty(self, width: int) -> list[Content]:
        """What is said where nothing is to be shown."""
        if self._page is None or not self._known:
            return []
        return wrapped(_("Nothing fits these words.") if self._words else self._page.empty(), width, "$quiet")

    def hints(self) -> tuple[Hint, ...]:
        """The card of the marked article."""
        lines = self._lines
        code = lines[min(self.marked, len(lines) - 1)].code if lines else None
        return () if code is None else (Hint("enter", _("Card"), Open(View.ARTICLE, code), strong=True),)

    def enter(self) -> Hint | None:
        """Open the card of the marked article."""
        return next(iter(self.hints()), None)
