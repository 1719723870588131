"""Excel's own charts: they draw the cells of a table on their sheet, and change with whatever is filtered there."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from fritids.outside.documents.colours import FAINT_INK, GRID, INK, SERIES
from fritids.outside.documents.model import Chart, ChartKind
from fritids.outside.documents.texts import tidy

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.chart import Chart as ExcelChart

_WIDTH: Final = 560
"""Pixels."""
_HEIGHT: Final = 360
_BAR: Final = 15
"""Pixels of a category of lying bars, for each series."""
_ROUND_BARS: Final = 150
"""Pixels for title, axis and legend of lying bars."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Where the values of a chart stand, counted from 0."""

    sheet: str
    first: int
    """The row of the first category."""
    columns: tuple[int, ...]
    """Of each series."""


def excel_chart(book: "Workbook", chart: Chart, cells: Cells) -> "ExcelChart":
    """The chart over its cells, with axis titles; the second series is hatched, so that no colour has to be told."""
    lying = chart.kind is ChartKind.BARS
    drawn: ExcelChart = book.add_chart({"type": "bar" if lying else "column"})
    last = cells.first + len(chart.categories) - 1
    for place, (series, column) in enumerate(zip(chart.series, cells.columns, strict=True)):
        drawn.add_series(
            {
                "name": _text(series.name),
                "categories": [cells.sheet, cells.first, 0, last, 0],
                "values": [cells.sheet, cells.first, column, last, column],
                "gap": 60,
                **_fill(place),
            }
        )
    drawn.set_title(
        {"name": _text(chart.title), "overlay": False, "name_font": {"size": 13, "bold": True, "color": INK}}
    )
    # Of lying bars the axis of categories is the one that stands, and its first one has to be told to be on top.
    categories, values = (
        (drawn.set_y_axis, drawn.set_x_axis) if lying else (drawn.set_x_axis, drawn.set_y_axis)
    )
    on_top = {"reverse": True, "crossing": "max"} if lying else {}
    line = {"color": FAINT_INK}
    categories(
        {
            "name": _text(chart.category_title),
            "name_font": _QUIET,
            "num_font": _PLAIN,
            "line": line,
            "major_tick_mark": "none",
            **on_top,
        }
    )
    grid = {"visible": True, "line": {"color": GRID, "width": 0.75}}
    values(
        {
            "name": _text(chart.value_title),
            "name_font": _QUIET,
            "num_font": _PLAIN,
            "line": {"none": True},
            "major_gridlines": grid,
            "num_format": _number_format(chart),
        }
    )
    drawn.set_legend({"none": True} if len(chart.series) == 1 else {"position": "bottom", "font": _PLAIN})
    drawn.set_size({"width": _WIDTH, "height": height(chart)})
    drawn.set_chartarea({"border": {"color": GRID}})
    return drawn


def height(chart: Chart) -> int:
    """Of the chart, in pixels."""
    if chart.kind is ChartKind.COLUMNS:
        return _HEIGHT
    return max(_HEIGHT, _ROUND_BARS + _BAR * len(chart.categories) * len(chart.series))


_REFERENCE: Final = re.compile(r"!(?=\$?[A-Z])")
_PLAIN: Final = {"size": 9, "color": INK}
_QUIET: Final = {"size": 9, "bold": False, "color": FAINT_INK}


def _fill(place: int) -> dict[str, Any]:
    colour = SERIES[place % len(SERIES)]
    if place == 0:
        return {"fill": {"color": colour}, "border": {"color": colour}}
    return {
        "pattern": {"pattern": "wide_upward_diagonal", "fg_color": colour, "bg_color": "#FFFFFF"},
        "border": {"color": colour},
    }


def _number_format(chart: Chart) -> str:
    values = [value for series in chart.series for value in series.values if value is not None]
    return "#,##0" if all(float(value).is_integer() for value in values) else "#,##0.0"


def _text(text: str) -> str:
    """A text of a chart. Whatever could be a reference to a cell, such as `=Sheet1!$A$1`, would become one."""
    return _REFERENCE.sub("! ", tidy(text))
