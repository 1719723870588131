"""What stands where in a chart: columns or lying bars, with axes, round numbers, a legend and the values themselves."""

from dataclasses import dataclass
from typing import Final

from fritids.outside.documents.axes import Axis, axis
from fritids.outside.documents.colours import FAINT_INK, GRID, INK, SERIES
from fritids.outside.documents.lettering import width, wrapped
from fritids.outside.documents.model import Chart, ChartKind, Series
from fritids.outside.documents.picture import Box, Letters, Mark, Picture, Strokes, hatched
from fritids.outside.documents.values import NO_FIGURE_SIGN
from fritids.outside.documents.words import word

SMALL: Final = 7.5
"""The size of all words but the title."""
_VALUE: Final = 6.5
_TITLE: Final = 10.0
_LINE: Final = 1.2
_COLUMNS_HIGH: Final = 150.0
"""How high the field of upright columns is, if no height is asked for."""
_WIDEST: Final = 34.0
"""Of a column."""
_BAR: Final = 9.0
"""How thick a lying bar is."""
_NAMES_SHARE: Final = 0.36
"""Of the width, what the names of lying bars take at most."""
_DEEPEST: Final = 110.0
"""How far turned names of columns reach down, as a rule."""

_LINES_BELOW: Final = 3
"""Of a name under its column; a longer one is turned."""


@dataclass(frozen=True, slots=True)
class _Room:
    """The field that bars stand in."""

    left: float
    top: float
    right: float
    bottom: float


def lay_out(
    chart: Chart, language: str, width_: float, height: float | None = None, *, titled: bool
) -> Picture:
    """The chart `width_` wide, and `height` high where that is more than it needs; with its title drawn above it if `titled`."""
    picture = Picture(width_)
    top = _head(picture, chart, titled=titled)
    if chart.kind is ChartKind.COLUMNS:
        bottom = _columns(picture, chart, language, top, height)
    else:
        bottom = _bars(picture, chart, language, top)
    if any(value is None for series in chart.series for value in series.values):
        gap = wrapped(word("chart gap", language), SMALL, width_)
        bottom = picture.words(gap, 0, bottom + 3, SMALL)
    if chart.note:
        bottom = picture.words(wrapped(chart.note, SMALL, width_), 0, bottom + 3, SMALL)
    picture.height = round(max(bottom + 2, height or 0.0), 2)
    return picture


def _head(picture: Picture, chart: Chart, *, titled: bool) -> float:
    """Title and legend; where the rest may begin."""
    top = 0.0
    if titled:
        for line in wrapped(chart.title, _TITLE, picture.width, bold=True):
            picture.marks.append(Letters(line, 0, top + _TITLE, _TITLE, bold=True))
            top += _TITLE * _LINE
        top += 4
    if len(chart.series) > 1:
        x = 0.0
        for place, series in enumerate(chart.series):
            for line in wrapped(series.name, SMALL, picture.width - 16):
                long = 14 + width(line, SMALL)
                if x and x + long > picture.width:
                    x, top = 0.0, top + SMALL * 1.5
                picture.marks += _bar(x, top + 1, 10, SMALL - 1, place, "")
                picture.marks.append(Letters(line, x + 14, top + SMALL - 0.5, SMALL))
                x += long + 14
        top += SMALL * 1.5 + 3
    return top


def _bar(x: float, y: float, wide: float, high: float, place: int, tells: str) -> list[Mark]:
    """A bar of the first series filled, of the second hatched."""
    colour = SERIES[place % len(SERIES)]
    if place == 0:
        return [Box(x, y, wide, high, colour, colour, tells)]
    box, lines = hatched(x, y, wide, high, colour)
    assert isinstance(box, Box)
    return [Box(box.x, box.y, box.width, box.height, box.fill, box.outline, tells), lines]


def told(chart: Chart, series: Series, place: int, scale: Axis, language: str) -> str:
    """One value in words: `februari, 2026: 123`."""
    value = series.values[place]
    shown = NO_FIGURE_SIGN if value is None else scale.label(value, language)
    of = f", {series.name}" if series.name else ""
    return f"{chart.categories[place]}{of}: {shown}"


# ---------------------------------------------------------------------------------------------------------------------
# Upright columns


def _columns(picture: Picture, chart: Chart, language: str, top: float, height: float | None) -> float:
    scale = axis(chart)
    labels = [scale.tick_label(tick, language) for tick in scale.ticks]
    left = max(width(label, SMALL) for label in labels) + 6
    top = picture.words(wrapped(chart.value_title, SMALL, picture.width), 0, top, SMALL) + _VALUE * 1.4
    count = max(1, len(chart.categories))
    slot = (picture.width - left - 2) / count
    names, deep = _names_below(chart.categories, slot)
    below = deep + 6 + SMALL * 2.2
    bottom = top + max(_COLUMNS_HIGH, (height or 0.0) - top - below - 2 * SMALL)
    room = _Room(left, top, picture.width - 2, bottom)
    for tick, label in zip(scale.ticks, labels, strict=True):
        y = bottom - scale.part(tick) * (bottom - top)
        colour = INK if tick == 0 else GRID
        picture.marks.append(Strokes((((left, y), (room.right, y)),), colour))
        picture.marks.append(Letters(label, left - 4, y + SMALL * 0.36, SMALL, "end", colour=FAINT_INK))
    thick = min(_WIDEST, slot * 0.76 / max(1, len(chart.series)))
    for place in range(len(chart.categories)):
        middle = left + slot * (place + 0.5)
        _draw_name(picture, names[place], middle, bottom + 5)
        for row, series in enumerate(chart.series):
            x = middle + (row - len(chart.series) / 2) * thick
            tells = told(chart, series, place, scale, language)
            _column(picture, series.values[place], row, (x, thick), room, scale, tells)
    _values_above(picture, chart, language, room, scale, slot, thick)
    title = wrapped(chart.category_title, SMALL, picture.width - left)
    return picture.words(title, (left + room.right) / 2, bottom + deep + 8, SMALL, anchor="middle")


def _column(
    picture: Picture,
    value: float | None,
    row: int,
    across: tuple[float, float],
    room: _Room,
    scale: Axis,
    tells: str,
) -> None:
    x, thick = across
    zero = room.bottom - scale.part(0) * (room.bottom - room.top)
    if value is None:
        picture.marks.append(Letters(NO_FIGURE_SIGN, x + thick / 2, zero - 3, SMALL, "middle", bold=True))
    elif value:
        y = room.bottom - scale.part(value) * (room.bottom - room.top)
        picture.marks += _bar(x + 0.4, min(y, zero), thick - 0.8, abs(zero - y), row, tells)


def _values_above(
    picture: Picture, chart: Chart, language: str, room: _Room, scale: Axis, slot: float, thick: float
) -> None:
    """The values over their columns, if every one has room there; else the axis alone tells them."""
    across = thick if len(chart.series) > 1 else slot
    shown = [
        (place, row, value, scale.label(value, language))
        for row, series in enumerate(chart.series)
        for place, value in enumerate(series.values)
        if value is not None
    ]
    if any(width(label, _VALUE) > across - 1 for *_others, label in shown):
        return
    for place, row, value, label in shown:
        x = room.left + slot * (place + 0.5) + (row + 0.5 - len(chart.series) / 2) * thick
        y = room.bottom - scale.part(max(value, 0.0)) * (room.bottom - room.top) - 2
        picture.marks.append(Letters(label, x, y, _VALUE, "middle"))


@dataclass(frozen=True, slots=True)
class _Name:
    """The name of a column, below it."""

    lines: list[str]
    size: float
    turned: bool


def _names_below(names: tuple[str, ...], slot: float) -> tuple[list[_Name], float]:
    """The names as they fit under their columns, a little smaller or turned if they must be, and how far down the longest reaches."""
    for size in (SMALL, _VALUE):
        lines = [wrapped(name, size, slot - 2) for name in names]
        longest = max((width(part, size) for name in names for part in name.split()), default=0.0)
        if longest <= slot - 2 and all(len(each) <= _LINES_BELOW for each in lines):
            return [_Name(each, size, turned=False) for each in lines], SMALL * _LINE * max(
                map(len, lines), default=1
            )
    across = max(1, int(slot / (SMALL * _LINE)))
    deep = min(_DEEPEST, max(width(name, SMALL) for name in names))
    while any(len(wrapped(name, SMALL, deep)) > across for name in names):
        deep *= 1.15
    turned = [_Name(wrapped(name, SMALL, deep), SMALL, turned=True) for name in names]
    return turned, max(width(line, SMALL) for name in turned for line in name.lines)


def _draw_name(picture: Picture, name: _Name, middle: float, top: float) -> None:
    for number, line in enumerate(name.lines):
        if name.turned:
            x = middle + name.size * (0.36 + _LINE * (number - (len(name.lines) - 1) / 2))
            picture.marks.append(Letters(line, x, top, name.size, "end", upright=True))
        else:
            y = top + SMALL + name.size * _LINE * number
            picture.marks.append(Letters(line, middle, y, name.size, "middle"))


# ---------------------------------------------------------------------------------------------------------------------
# Lying bars


def _bars(picture: Picture, chart: Chart, language: str, top: float) -> float:
    scale = axis(chart)
    most = picture.width * _NAMES_SHARE
    names = [wrapped(name, SMALL, most) for name in chart.categories]
    left = max((width(line, SMALL) for name in names for line in name), default=0.0) + 6
    values = [
        scale.label(value, language)
        for series in chart.series
        for value in series.values
        if value is not None
    ]
    right = picture.width - max((width(value, _VALUE) for value in values), default=0.0) - 5
    top = picture.words(wrapped(chart.category_title, SMALL, picture.width), 0, top, SMALL) + 3
    grid = len(picture.marks)
    y = top
    for place, name in enumerate(names):
        high = max(len(name) * SMALL * _LINE, len(chart.series) * _BAR) + 5
        first = y + (high - len(name) * SMALL * _LINE) / 2 + SMALL * 0.95
        for number, line in enumerate(name):
            base = first + number * SMALL * _LINE
            picture.marks.append(Letters(line, left - 6, base, SMALL, "end"))
        above = y + (high - len(chart.series) * _BAR) / 2
        for row, series in enumerate(chart.series):
            tells = told(chart, series, place, scale, language)
            room = _Room(left, above + row * _BAR, right, above + (row + 1) * _BAR)
            _lying(picture, series.values[place], row, room, scale, tells, language)
        y += high
    bottom = max(y, top + _BAR)
    picture.marks[grid:grid] = _upright_grid(scale, _Room(left, top, right, bottom), language)
    title = wrapped(chart.value_title, SMALL, right - left)
    return picture.words(title, (left + right) / 2, bottom + SMALL * 1.9, SMALL, anchor="middle")


def _lying(
    picture: Picture, value: float | None, row: int, room: _Room, scale: Axis, tells: str, language: str
) -> None:
    zero = room.left + scale.part(0) * (room.right - room.left)
    base = (room.top + room.bottom) / 2 + _VALUE * 0.36
    if value is None:
        picture.marks.append(Letters(NO_FIGURE_SIGN, zero + 3, base, _VALUE, bold=True))
        return
    end = room.left + scale.part(value) * (room.right - room.left)
    if value:
        thick = room.bottom - room.top
        picture.marks += _bar(min(zero, end), room.top + 0.4, abs(end - zero), thick - 0.8, row, tells)
    picture.marks.append(Letters(scale.label(value, language), max(zero, end) + 3, base, _VALUE))


def _upright_grid(scale: Axis, room: _Room, language: str) -> list[Mark]:
    """Lines at round numbers, with the numbers under them; every second number only, where they would touch."""
    labels = [scale.tick_label(tick, language) for tick in scale.ticks]
    apart = (room.right - room.left) / max(1, len(labels) - 1)
    every = next(
        step
        for step in range(1, len(labels) + 1)
        if max(width(label, SMALL) for label in labels) + 4 <= apart * step or step == len(labels)
    )
    marks: list[Mark] = []
    for number, (tick, label) in enumerate(zip(scale.ticks, labels, strict=True)):
        x = room.left + scale.part(tick) * (room.right - room.left)
        marks.append(Strokes((((x, room.top), (x, room.bottom)),), INK if tick == 0 else GRID))
        if number % every == 0:
            marks.append(Letters(label, x, room.bottom + SMALL * 1.3, SMALL, "middle", colour=FAINT_INK))
    return marks
