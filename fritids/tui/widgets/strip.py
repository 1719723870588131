"""The last result in a line or two, for the views in which the large one is not seen."""

from textual.content import Content

from fritids.tui.counter.situation import Situation
from fritids.tui.widgets.lines import sign_style, wrapped
from fritids.tui.widgets.painted import Painted

SIGN = 3
"""Cells of the sign and the blanks around it."""
MOST_ROWS = 3


class ResultLine(Painted):
    """Sign and words on the tone's ground."""

    DEFAULT_CSS = """
    ResultLine { height: 1; text-wrap: nowrap; display: none; }
    ResultLine.-on { display: block; }
    """

    def show(self, now: Situation) -> None:
        """Paint this from now on, on as many rows as the words take: what to do stands at their end."""
        self.now = now
        self.styles.height = max(1, len(self._rows(self.app.size.width)))
        self.repaint()

    def paint(self, width: int, height: int) -> Content:
        """The words on their ground."""
        return Content("\n").join(self._rows(width)[:height])

    def _rows(self, width: int) -> list[Content]:
        shown = self.now.shown
        if shown is None or width < SIGN + 8:
            return [Content("")]
        said = shown.speak()
        ground = sign_style(said.tone)
        words = wrapped(". ".join((said.headline, *said.details[:1])), width - SIGN, most=MOST_ROWS)
        signs = (f" {said.tone.sign} ", *[" " * SIGN] * MOST_ROWS)
        rows = [Content.assemble(sign, one.rstrip()) for sign, one in zip(signs, words, strict=False)]
        colours = f"bold ${ground}-fore on ${ground}-back"
        return [one.pad_right(max(0, width - one.cell_length)).stylize_before(colours) for one in rows]
