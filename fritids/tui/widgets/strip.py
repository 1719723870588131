"""The last result in one line, for the views in which the large one is not seen."""

from textual.content import Content

from fritids.tui.counter.keys import sign_style
from fritids.tui.widgets.painted import Painted


class ResultLine(Painted):
    """Sign and words on the tone's ground."""

    DEFAULT_CSS = """
    ResultLine { height: 1; text-wrap: nowrap; display: none; }
    ResultLine.-on { display: block; }
    """

    def paint(self, width: int, height: int) -> Content:  # noqa: ARG002  # one line
        """One line; what does not fit is cut."""
        shown = self.now.shown
        if shown is None:
            return Content("")
        said = shown.speak()
        name = sign_style(said.tone)
        text = f" {said.tone.sign} {'. '.join((said.headline, *said.details[:1]))}"
        line = Content.styled(text, "bold").truncate(width, ellipsis=True, pad=True)
        return line.stylize_before(f"${name}-fore on ${name}-back")
