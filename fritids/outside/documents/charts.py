"""A chart as SVG and as PNG: the same picture as on paper, and the same bytes for the same chart."""

from io import BytesIO
from typing import Final
from xml.sax.saxutils import escape

from fritids.outside.documents.axes import axis
from fritids.outside.documents.chart_layout import lay_out
from fritids.outside.documents.chart_parts import told
from fritids.outside.documents.lettering import tidy
from fritids.outside.documents.model import Chart, ChartKind
from fritids.outside.documents.pdf_ink import draw, new_canvas
from fritids.outside.documents.picture import Box, Letters, Strokes, moved
from fritids.outside.documents.words import word

WIDTH: Final = 480.0
"""Points that a chart is wide: the room between the margins of an A4."""
_EDGE: Final = 8.0
"""White around a PNG."""
_DOTS: Final = 2.5
"""Of a PNG, for each point: 180 dots per inch."""
_FAMILY: Final = "'Bitstream Vera Sans', 'DejaVu Sans', Verdana, Arial, sans-serif"


def svg(chart: Chart, language: str, *, titled: bool = True, wide: float = WIDTH) -> str:
    """The chart as one SVG element: words are text, nothing runs or is fetched, all values stand in its description.

    Without `titled` the title is its name for a screen reader, but is not drawn: for a page that has it as a caption.
    """
    picture = lay_out(chart, language, wide, titled=titled)
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
    target = BytesIO()
    height = picture.height + 2 * _EDGE
    canvas = new_canvas(target, (picture.width + 2 * _EDGE, height))
    for mark in picture.marks:
        draw(canvas, moved(mark, _EDGE, _EDGE), height)
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
