"""The box: what stands in it, and what it is for at this moment. It takes no keys; the router does."""

from textual.content import Content
from textual.geometry import Offset

from fritids.i18n import _
from fritids.present import plain
from fritids.tui.counter.situation import Situation, View
from fritids.tui.widgets.lines import row
from fritids.tui.widgets.painted import Painted


class Box(Painted):
    """The one place where anything is written."""

    DEFAULT_CSS = """
    Box {
        height: 3;
        border: round $primary;
        border-title-color: $primary;
        border-title-style: bold;
        border-subtitle-color: $ask-soft;
        padding: 0 1;
        background: $surface;
        text-wrap: nowrap;
    }
    Box.-asks { border: heavy $ask-soft; border-title-color: $ask-soft; }
    Box.-pile { border: heavy $pile; border-title-color: $pile; }
    Box.-filters { border: round $line; border-title-color: $quiet; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's own name
        super().__init__(id=id)
        self.text = ""
        self._said = ("", "")
        self._veiled = False
        """What stands here was begun where a secret was asked for: dots, until the box is empty again."""

    def write(self, text: str) -> None:
        """Let `text` stand in the box."""
        self.text = text
        self._veil()
        self.repaint()

    def _veil(self) -> None:
        asked = self.now.prompt is not None and self.now.prompt.secret
        self._veiled = asked or (self._veiled and bool(self.text))

    def show(self, now: Situation) -> None:
        """Paint this from now on."""
        if (said := (label(now), status(now))) != self._said:
            self._said = said
            self.border_title = Content(f" {said[0]} ")
            self.border_subtitle = Content(f" {said[1]} ") if said[1] else ""
        self.set_class(now.prompt is not None, "-asks")
        self.set_class(now.prompt is None and (now.returns_only or now.job is not None), "-pile")
        self.set_class(now.prompt is None and now.view is not View.COUNTER, "-filters")
        self.now = now
        self._veil()
        super().show(now)

    def paint(self, width: int, height: int) -> Content:  # noqa: ARG002  # one line
        """The text with the place where the next character goes; of a long one, its end."""
        text = plain(self.text) + " " * self.text.endswith(" ")
        text = DOT * len(text) if self._veiled else text
        prompt = ("❯ ", "bold $primary")
        self._put_cursor(len("❯ "))
        if not text:
            return row(prompt, ("█", "$primary"), (f" {example(self.now)}", "$quiet")).truncate(
                width, ellipsis=True
            )
        shown = Content.styled(text, "bold")
        while shown.cell_length > max(0, width - 4):
            shown = shown[1:]
        self._put_cursor(len("❯ ") + shown.cell_length)
        return Content.assemble(prompt, shown, ("█", "$primary"))

    def _put_cursor(self, x: int) -> None:
        """Let the terminal's own cursor, which is hidden, stand where text goes: screen readers and input methods follow it."""
        self.app.cursor_position = self.content_region.offset + Offset(x, 0)


def label(now: Situation) -> str:
    """What the box is for at this moment."""
    if now.prompt is not None:
        return now.prompt.label()
    if now.view in FILTERED:
        return _("Write words to see fewer; a scan goes to the counter")
    if now.view is not View.COUNTER:
        return _("A scan goes to the counter")
    if not now.ready:
        return _("Opening the desk; you can scan already")
    if now.job is not None and not now.shut:
        return now.job.label()
    return _for_lending(now)


def _for_lending(now: Situation) -> str:
    if now.shut:
        return _("A moment …")
    if now.signed.figures_only:
        return _("F12 shows the figures")
    if now.returns_only:
        return _("Returns only: scan all that came back")
    if now.state.visit is not None:
        return _("Scan the next article; Enter when all is done")
    if now.state.basket:
        return _("Who borrows? Phone number, card or name")
    return _("Scan an article, or write a phone number")


def example(now: Situation) -> str:
    """What could be written, where that helps."""
    if now.prompt is not None or not now.ready or now.returns_only or now.view is not View.COUNTER:
        return ""
    if now.shut or (now.signed.figures_only and now.job is None):
        return ""
    if now.job is not None:
        return now.job.example()
    if now.state.visit is not None:
        return ""
    return _("e.g. 070-174 06 05 or Anna or skates 38")


def status(now: Situation) -> str:
    """What goes on behind the box; nothing as a rule."""
    parts = []
    if now.slow:
        parts.append(_("waiting for the database …"))
    if n := now.waiting:
        parts.append(_("{n} in line").format(n=n))
    return ", ".join(parts)


DOT = "•"
FILTERED = frozenset({View.OUT, View.LIST})
"""Views in which words typed show fewer lines."""
