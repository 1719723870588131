"""Marks drawn into a PDF, with letters of the fonts that come with the program, all embedded."""

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from fritids.outside.documents.lettering import runs, width
from fritids.outside.documents.picture import Box, Letters, Mark, Strokes
from fritids.outside.paper.fonts import Face, font

_OUTLINE = 0.8


def new_canvas(target: Any, size: tuple[float, float], language: str | None = None) -> Canvas:
    """A PDF to draw on that comes out the same, byte for byte, from the same marks. `target` is a binary stream."""
    for face in Face:
        pdfmetrics.registerFont(font(face))
    # initialFontName: the usual Helvetica would be named in every page, and is not embedded.
    return Canvas(
        target, pagesize=size, invariant=1, pageCompression=1, initialFontName=Face.PLAIN.value, lang=language
    )


def draw(canvas: Canvas, mark: Mark, height: float) -> None:
    """The mark stands on a page or picture that is `height` high."""
    match mark:
        case Box():
            canvas.setFillColor(HexColor(mark.fill))
            if mark.outline:
                canvas.setStrokeColor(HexColor(mark.outline))
                canvas.setLineWidth(_OUTLINE)
            canvas.rect(
                mark.x,
                height - mark.y - mark.height,
                mark.width,
                mark.height,
                stroke=bool(mark.outline),
                fill=1,
            )
        case Strokes():
            canvas.setStrokeColor(HexColor(mark.colour))
            canvas.setLineWidth(mark.width)
            canvas.lines([(x, height - y, to_x, height - to_y) for (x, y), (to_x, to_y) in mark.lines])
        case Letters():
            _letters(canvas, mark, height)


def _letters(canvas: Canvas, mark: Letters, height: float) -> None:
    """Words in as many fonts as they need, from the left end of their base line."""
    whole = width(mark.text, mark.size, bold=mark.bold)
    at = {"start": 0.0, "middle": -whole / 2, "end": -whole}[mark.anchor]
    x, y = mark.x, height - mark.y
    canvas.setFillColor(HexColor(mark.colour))
    if mark.upright:
        canvas.saveState()
        canvas.translate(x, y)
        canvas.rotate(90)
        x, y = 0.0, 0.0
    for text, face in runs(mark.text, bold=mark.bold):
        canvas.setFont(face.value, mark.size)
        canvas.drawString(x + at, y, text)
        at += pdfmetrics.stringWidth(text, face.value, mark.size)
    if mark.upright:
        canvas.restoreState()
