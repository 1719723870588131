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
    keys: Callable[[], tuple[Hint, ...]] = tuple
    """Keys of the job that are of use here."""


class ListPageView(ListingView):
    """The list; words written in the box show fewer lines of it."""

    # Of the class, since the keys at the foot are asked for before it is on the screen.
    _page: ListPage | None = None
    _all: Sequence[ListLine] = ()
    _lines: Sequence[ListLine] = ()
    _words = ""
    _known = False

    def opened(self, what: object) -> None:
        """Show this page; the same as before where none is given."""
        if isinstance(what, ListPage):
            self._page, self._all, self._lines, self._words, self._known, self.marked = (
                what,
                (),
                (),
                "",
                False,
                0,
            )
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
            self._lines = fitting(lines, self._words)
            self.refresh()
            self.changed()

    def narrow(self, words: str) -> None:
        """Show only lines that all the words fit, under their headings."""
        self._words, self._lines = words, fitting(self._all, words)
        self.marked = next((n for n, line in enumerate(self._lines) if words and not line.heading), 0)
        self.refresh()
        self.changed()

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
        keys = () if self._page is None else self._page.keys()
        if code is None:
            return keys
        return (Hint("enter", _("Card"), Open(View.ARTICLE, code), strong=True), *keys)

    def enter(self) -> Hint | None:
        """Open the card of the marked article."""
        return next((hint for hint in self.hints() if hint.key == "enter"), None)


_NO_LINE = ListLine("")


def fitting(lines: Sequence[ListLine], words: str) -> Sequence[ListLine]:
    """The lines in which all the words stand, or in their heading; each heading of such lines stands above them."""
    wanted = fold(words).split()
    if not wanted:
        return lines
    shown: list[ListLine] = []
    heading, above, stands = "", _NO_LINE, True
    for line in lines:
        text = fold(f"{line.left} {line.right}")
        if line.heading:
            heading, above, stands = text, line, False
        if not all(word in f"{heading} {text}" for word in wanted):
            continue
        if not stands:
            shown.append(above)
            stands = True
        if not line.heading:
            shown.append(line)
    return shown
