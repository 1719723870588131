"""What stands where in a chart: title, legend, the bars with their axes, and what explains them."""

from typing import Final

from fritids.outside.documents.chart_bars import draw_bars
from fritids.outside.documents.chart_columns import draw_columns
from fritids.outside.documents.chart_parts import LINE, SMALL, Room, Work, bar
from fritids.outside.documents.lettering import width, wrapped
from fritids.outside.documents.model import Chart, ChartKind
from fritids.outside.documents.picture import Letters, Picture
from fritids.outside.documents.words import word

_TITLE: Final = 10.0
_KEY: Final = 10.0
"""How wide the little bar of the legend is."""


def lay_out(
    chart: Chart, language: str, wide: float, height: float | None = None, *, titled: bool
) -> Picture:
    """The chart `wide` points wide, and `height` high where that is more than it needs; with its title drawn above it if `titled`."""
    picture = Picture(wide)
    top = _title(picture, chart) if titled else 0.0
    if len(chart.series) > 1:
        top = _legend(picture, chart, top)
    work = Work.on(picture, chart, language)
    bottom = draw_columns(work, top, height) if chart.kind is ChartKind.COLUMNS else draw_bars(work, top)
    notes = [chart.note] if chart.note else []
    if any(value is None for series in chart.series for value in series.values):
        notes.insert(0, word("chart gap", language))
    for note in notes:
        bottom = picture.words(wrapped(note, SMALL, wide), 0, bottom + 3, SMALL)
    picture.height = round(max(bottom + 2, height or 0.0), 2)
    return picture


def _title(picture: Picture, chart: Chart) -> float:
    top = 0.0
    for line in wrapped(chart.title, _TITLE, picture.width, bold=True):
        picture.marks.append(Letters(line, 0, top + _TITLE, _TITLE, bold=True))
        top += _TITLE * LINE
    return top + 4


def _legend(picture: Picture, chart: Chart, top: float) -> float:
    """A little bar and a name for each series, side by side as long as there is room."""
    x = 0.0
    for row, series in enumerate(chart.series):
        for number, line in enumerate(wrapped(series.name, SMALL, picture.width - _KEY - 4)):
            long = _KEY + 4 + width(line, SMALL)
            if x and x + long > picture.width:
                x, top = 0.0, top + SMALL * 1.5
            if not number:
                picture.marks += bar(Room(x, top + 1, x + _KEY, top + SMALL), row)
            picture.marks.append(Letters(line, x + _KEY + 4, top + SMALL - 0.5, SMALL))
            x += long + 14
    return top + SMALL * 1.5 + 3
