"""A chart as a drawing for paper, as SVG and as PNG: the same picture in each, and the same bytes for the same chart."""

from io import BytesIO
from typing import Final
from xml.sax.saxutils import escape

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing, Group, Line, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from fritids.outside.documents.axes import axis
from fritids.outside.documents.chart_layout import lay_out
from fritids.outside.documents.chart_parts import told
from fritids.outside.documents.lettering import runs, tidy, width
from fritids.outside.documents.model import Chart, ChartKind
from fritids.outside.documents.picture import Box, Letters, Picture, Strokes
from fritids.outside.documents.words import word
from fritids.outside.paper.fonts import Face, font

WIDTH: Final = 480.0
"""Points that a chart is wide: the room between the margins of an A4."""
_DOTS: Final = 2.5
"""Of a PNG, for each point: 180 dots per inch."""
_FAMILY: Final = "'Bitstream Vera Sans', 'DejaVu Sans', Verdana, Arial, sans-serif"


def drawing(
    chart: Chart, language: str, width: float = WIDTH, height: float | None = None, *, titled: bool = False
) -> Drawing:
    """The chart as lines and letters for a PDF; as high as it needs to be, or `height` if that is more. Measures in points."""
    return _drawn(lay_out(chart, language, width, height, titled=titled))


def svg(chart: Chart, language: str, *, titled: bool = True) -> str:
    """The chart as one SVG element: words are text, nothing runs or is fetched, all values stand in its description.

    Without `titled` the title is its name for a screen reader, but is not drawn: for a page that has it as a caption.
    """
    picture = lay_out(chart, language, WIDTH, titled=titled)
    size = f"{_short(picture.width)} {_short(picture.height)}"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_short(picture.width)}pt" height="{_short(picture.height)}pt" '
        f'viewBox="0 0 {size}" role="img" lang="{language}" font-family="{_FAMILY}">'
    )
    lines = [
        head,
        f"<title>{_clean(chart.title)}</title>",
        f"<desc>{_clean(described(chart, language))}</desc>",
    ]
    lines.append(f'<rect width="{_short(picture.width)}" height="{_short(picture.height)}" fill="#FFFFFF"/>')
    lines += [_element(mark) for mark in picture.marks]
    return "\n".join([*lines, "</svg>", ""])


def png(chart: Chart, language: str) -> bytes:
    """The chart as a PNG of 180 dots per inch on white."""
    import pypdfium2  # noqa: PLC0415 - the charts of a PDF do without

    picture = lay_out(chart, language, WIDTH, titled=True)
    edge = 8.0
    target = BytesIO()
    size = (picture.width + 2 * edge, picture.height + 2 * edge)
    shown = _drawn(picture)
    canvas = Canvas(target, pagesize=size, invariant=1, initialFontName=Face.PLAIN.value)
    renderPDF.draw(shown, canvas, edge, edge)
    canvas.save()
    result = BytesIO()
    with pypdfium2.PdfDocument(target.getvalue()) as document:
        image = document[0].render(scale=_DOTS).to_pil().convert("RGB")
    image.save(result, "PNG", optimize=True, dpi=(72 * _DOTS, 72 * _DOTS))
    return result.getvalue()


def described(chart: Chart, language: str) -> str:
    """The chart in words: its kind, its axes and every value."""
    scale = axis(chart)
    kind = word("columns" if chart.kind is ChartKind.COLUMNS else "bars", language)
    values = "; ".join(
        told(chart, series, place, scale, language)
        for place in range(len(chart.categories))
        for series in chart.series
    )
    note = f" {chart.note}" if chart.note else ""
    return f"{kind}. {chart.category_title}, {chart.value_title}. {values}.{note}"


def _drawn(picture: Picture) -> Drawing:
    for face in Face:
        pdfmetrics.registerFont(font(face))
    result = Drawing(picture.width, picture.height)
    for mark in picture.marks:
        match mark:
            case Box():
                result.add(
                    Rect(
                        mark.x,
                        picture.height - mark.y - mark.height,
                        mark.width,
                        mark.height,
                        fillColor=HexColor(mark.fill),
                        strokeColor=HexColor(mark.outline) if mark.outline else None,
                        strokeWidth=0.8,
                    )
                )
            case Strokes():
                for (x, y), (to_x, to_y) in mark.lines:
                    result.add(
                        Line(
                            x,
                            picture.height - y,
                            to_x,
                            picture.height - to_y,
                            strokeColor=HexColor(mark.colour),
                            strokeWidth=mark.width,
                        )
                    )
            case Letters():
                result.add(_words(mark, picture.height))
    return result


def _words(mark: Letters, height: float) -> Group:
    """Words in as many fonts as they need, from the left end of their base line."""
    whole = width(mark.text, mark.size, bold=mark.bold)
    at = {"start": 0.0, "middle": -whole / 2, "end": -whole}[mark.anchor]
    group = Group()
    group.translate(mark.x, height - mark.y)
    if mark.upright:
        group.rotate(90)
    for text, face in runs(mark.text, bold=mark.bold):
        group.add(
            String(at, 0, text, fontName=face.value, fontSize=mark.size, fillColor=HexColor(mark.colour))
        )
        at += pdfmetrics.stringWidth(text, face.value, mark.size)
    return group


def _element(mark: Box | Strokes | Letters) -> str:
    match mark:
        case Box():
            outline = f' stroke="{mark.outline}" stroke-width="0.8"' if mark.outline else ""
            place = (
                f'x="{_short(mark.x)}" y="{_short(mark.y)}" '
                f'width="{_short(mark.width)}" height="{_short(mark.height)}"'
            )
            told_by = f"<title>{_clean(mark.tells)}</title>" if mark.tells else ""
            return f'<rect {place} fill="{mark.fill}"{outline}>{told_by}</rect>'
        case Strokes():
            path = " ".join(
                f"M{_short(x)} {_short(y)}L{_short(to_x)} {_short(to_y)}"
                for (x, y), (to_x, to_y) in mark.lines
            )
            # A line lies over its bar, and would take away its words under the pointer.
            return f'<path d="{path}" stroke="{mark.colour}" stroke-width="{_short(mark.width)}" fill="none" pointer-events="none"/>'
        case Letters():
            turn = f' transform="rotate(-90 {_short(mark.x)} {_short(mark.y)})"' if mark.upright else ""
            bold = ' font-weight="bold"' if mark.bold else ""
            return (
                f'<text x="{_short(mark.x)}" y="{_short(mark.y)}" font-size="{_short(mark.size)}" '
                f'text-anchor="{mark.anchor}" fill="{mark.colour}"{bold}{turn}>{_clean(mark.text)}</text>'
            )


def _clean(text: str) -> str:
    """Text that XML can hold: signs that it may not contain are left out."""
    return escape(tidy(text))


def _short(value: float) -> str:
    """At most two decimals, and none that say nothing."""
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")
