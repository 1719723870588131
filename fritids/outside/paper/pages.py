"""PDF pages that come out the same, byte for byte, from the same drawing."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from fritids.outside.paper.fonts import Face, Words, font

POINT: Final = 25.4 / 72
"""A point, mm."""


class Paper:
    """PDF pages that are drawn on in millimetres from the upper left corner; `shift` moves all ink."""

    def __init__(
        self, path: Path, page: tuple[float, float], shift: tuple[float, float] = (0.0, 0.0), title: str = ""
    ) -> None:
        for face in Face:
            pdfmetrics.registerFont(font(face))
        self._height = page[1]
        self._shift = shift
        # initFontName: the usual Helvetica would be named in every page, and print services ask for it to be embedded.
        self._canvas = Canvas(
            str(path),
            pagesize=(page[0] / POINT, page[1] / POINT),
            invariant=1,
            pageCompression=1,
            initialFontName=Face.PLAIN.value,
        )
        self._canvas.setTitle(title)
        self._canvas.setCreator("fritids")

    def boxes(self, boxes: Iterable[tuple[float, float, float, float]]) -> None:
        """Black rectangles: left, top, width, height."""
        path = self._canvas.beginPath()
        for x, y, width, height in boxes:
            path.rect(self._x(x), self._y(y + height), width / POINT, height / POINT)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def frame(self, x: float, y: float, width: float, height: float) -> None:
        """A thin rectangle without filling."""
        self._canvas.setLineWidth(0.3)
        self._canvas.rect(self._x(x), self._y(y + height), width / POINT, height / POINT, stroke=1, fill=0)

    def blank(self, x: float, y: float, width: float, height: float) -> None:
        """What was drawn here before is white."""
        self._canvas.setFillGray(1)
        self._canvas.rect(self._x(x), self._y(y + height), width / POINT, height / POINT, stroke=0, fill=1)
        self._canvas.setFillGray(0)

    def line(self, x: float, y: float, to_x: float, to_y: float) -> None:
        """A thin line."""
        self._canvas.setLineWidth(0.3)
        self._canvas.line(self._x(x), self._y(y), self._x(to_x), self._y(to_y))

    def words(self, words: Words, x: float, y: float) -> None:
        """Words from the left end of their base line."""
        self._canvas.setFont(words.face.value, words.size / POINT)
        self._canvas.drawString(self._x(x), self._y(y), words.text)

    def next_page(self) -> None:
        """What follows stands on a new page."""
        self._canvas.showPage()

    def save(self) -> None:
        """The file is written. Raises OSError if the disk refuses."""
        self._canvas.save()

    def _x(self, x: float) -> float:
        return (x + self._shift[0]) / POINT

    def _y(self, y: float) -> float:
        return (self._height - y - self._shift[1]) / POINT
