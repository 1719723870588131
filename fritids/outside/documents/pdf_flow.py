"""Sections set one after another on as many pages as they need: headings, paragraphs and charts; tables have a module of their own."""

from dataclasses import dataclass
from typing import Final

from fritids.outside.documents.chart_layout import lay_out
from fritids.outside.documents.charts import described
from fritids.outside.documents.colours import FAINT_INK, INK
from fritids.outside.documents.lettering import wrapped
from fritids.outside.documents.model import Chart, Paragraph, Section
from fritids.outside.documents.pdf_page import MARGIN, SHORT_SIDE, Anchor, Page, Part
from fritids.outside.documents.picture import Letters, moved

LEADING: Final = 1.3
"""From line to line, in the size of the words."""
_HEADING: Final = 16.0
_ABOVE: Final = 20.0
"""White above a heading."""
_BELOW: Final = 8.0
_A_LITTLE: Final = 0.87
"""A chart is made so much smaller, rather than that the end of a page stays white."""
_TOO_LOW: Final = 0.55
"""Of a page: a section that would begin further down begins on the next one."""


@dataclass(frozen=True, slots=True)
class Density:
    """How close things stand."""

    text: float = 9.5
    table: float = 8.5
    row_gap: float = 5.0
    gap: float = 14.0
    """Between blocks."""
    chart: float = 1.0
    """Of its own size."""


LOOSE: Final = Density()
TIGHT: Final = Density(text=8.5, table=7.5, row_gap=2.5, gap=7.0, chart=0.82)
"""For a section that is to stand on one page, and would not."""


class Flow:
    """Pages that fill from the top down."""

    def __init__(self, language: str, root: Part, density: Density = LOOSE) -> None:
        self.language = language
        self.density = density
        self.part = root
        """What is set now is a part of this."""
        self.pages: list[Page] = []
        self.y = 0.0

    @property
    def page(self) -> Page:
        """The page that is being filled."""
        return self.pages[-1]

    @property
    def space(self) -> float:
        """What is left of it."""
        return self.page.bottom - self.y

    def turn_over(self, *, turned: bool = False) -> None:
        """What follows stands on a new page."""
        self.pages.append(Page(turned, self.part))
        self.y = MARGIN

    def need(self, height: float, *, turned: bool = False) -> None:
        """There is room for `height` on a page that is `turned` or not: on this one, or on a new one."""
        if self.pages and not self.page.pieces:
            self.page.turned = turned
        elif not self.pages or self.page.turned != turned or (self.y > MARGIN and self.space < height):
            self.turn_over(turned=turned)

    def gap(self, height: float) -> None:
        """White, except at the head of a page."""
        if self.y > MARGIN:
            self.y += height

    def heading(self, section: Section, anchor: str, first: float, *, turned: bool = False) -> None:
        """The section's heading, with room under it for `first`, the height of what has to stand with it, on a page turned as that is."""
        lines = wrapped(section.title, _HEADING, SHORT_SIDE - 2 * MARGIN, bold=True)
        if self.pages and self.y > MARGIN + self.page.deep * _TOO_LOW:
            self.turn_over()
        self.need(_ABOVE + len(lines) * _HEADING * LEADING + _BELOW + first, turned=turned)
        self.gap(_ABOVE)
        self.page.section = self.part
        self.page.anchors.append(Anchor(anchor, section.title, 0, self.y))
        self.set_lines(lines, _HEADING, self.part.add("H1"), bold=True, turned=turned)
        self.y += _BELOW

    def set_lines(
        self,
        lines: list[str],
        size: float,
        part: Part,
        *,
        bold: bool = False,
        colour: str = INK,
        left: float = 0.0,
        turned: bool = False,
    ) -> None:
        """Lines from the left margin, over as many pages as they need."""
        for line in lines:
            self.need(size * LEADING, turned=turned)
            self.y += size * LEADING
            base = self.y - size * (LEADING - 1)
            self.page.draw([Letters(line, MARGIN + left, base, size, bold=bold, colour=colour)], part)

    def paragraph(self, paragraph: Paragraph) -> None:
        """A sentence or more, at the width of the page."""
        size = self.density.text
        lines = wrapped(paragraph.text, size, SHORT_SIDE - 2 * MARGIN)
        self.need(min(len(lines), 3) * size * LEADING)
        self.set_lines(lines, size, self.part.add("P"))
        self.y += self.density.gap * 0.6

    def height_of_paragraph(self, paragraph: Paragraph) -> float:
        """How much room it needs, with the white under it."""
        size = self.density.text
        lines = wrapped(paragraph.text, size, SHORT_SIDE - 2 * MARGIN)
        return len(lines) * size * LEADING + self.density.gap * 0.6

    def chart(self, chart: Chart) -> None:
        """A chart, never parted: made a little smaller if it then ends this page, and much if it is higher than any."""
        picture = lay_out(chart, self.language, SHORT_SIDE - 2 * MARGIN, titled=True)
        scale = self._scale(picture.height)
        self.need(picture.height * scale * _A_LITTLE)
        scale = min(scale, self.space / picture.height)
        part = self.part.add("Figure", described(chart, self.language))
        self.page.draw([moved(mark, MARGIN, self.y, scale) for mark in picture.marks], part)
        self.y += picture.height * scale + self.density.gap

    def least_of_chart(self, chart: Chart) -> float:
        """How much room it needs."""
        picture = lay_out(chart, self.language, SHORT_SIDE - 2 * MARGIN, titled=True)
        return picture.height * self._scale(picture.height) * _A_LITTLE

    def _scale(self, height: float) -> float:
        """How large a chart is drawn: as it is, or so that it stands on a page with its section's heading."""
        return min(self.density.chart, (Page().deep - _HEADING * LEADING * 4) / height)

    def note(self, text: str, left: float = 0.0) -> None:
        """Small words under what they explain."""
        size = 7.5
        lines = wrapped(text, size, self.page.room - left)
        self.set_note_lines(lines, size, left)

    def set_note_lines(self, lines: list[str], size: float, left: float) -> None:
        """The lines of a note, on pages as they are turned now."""
        part = self.part.add("P")
        for line in lines:
            self.need(size * LEADING, turned=self.page.turned)
            self.y += size * LEADING
            base = self.y - size * (LEADING - 1)
            self.page.draw([Letters(line, MARGIN + left, base, size, colour=FAINT_INK)], part)
