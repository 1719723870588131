"""Upright columns: months, weekdays, hours."""

from dataclasses import dataclass
from typing import Final

from fritids.outside.documents.chart_parts import LINE, SMALL, VALUE, Room, Work
from fritids.outside.documents.colours import FAINT_INK, GRID, INK
from fritids.outside.documents.lettering import width, wrapped
from fritids.outside.documents.picture import Letters, Picture, Strokes
from fritids.outside.documents.values import NO_FIGURE_SIGN

_HIGH: Final = 150.0
"""How high the field of columns is, if no height is asked for."""
_WIDEST: Final = 34.0
"""Of a column."""
_FILLED: Final = 0.76
"""Of the room of a category, what its columns take."""
_DEEPEST: Final = 110.0
"""How far turned names reach down, as a rule."""
_LINES_BELOW: Final = 3
"""Of a name under its column; a longer one is turned."""
_MIDDLE: Final = 0.36
"""From the base line to the middle of a figure, in the size of the font."""


def draw_columns(work: Work, top: float, height: float | None) -> float:
    """The columns are drawn from `top` down, so that the picture becomes `height` high if that is more than they need; where they end."""
    return _Columns(work, top, height).draw()


@dataclass(frozen=True, slots=True)
class _Name:
    """The name of a column, below it."""

    lines: list[str]
    size: float
    turned: bool


class _Columns:
    def __init__(self, work: Work, top: float, height: float | None) -> None:
        self._work = work
        self._picture = work.picture
        self._chart = work.chart
        self._labels = [work.scale.tick_label(tick, work.language) for tick in work.scale.ticks]
        left = max(width(label, SMALL) for label in self._labels) + 6
        right = work.picture.width - 2
        self._slot = (right - left) / max(1, len(work.chart.categories))
        self._thick = min(_WIDEST, self._slot * _FILLED / max(1, len(work.chart.series)))
        self._names, self._deep = _names(work.chart.categories, self._slot)
        title = wrapped(work.chart.value_title, SMALL, work.picture.width)
        top = work.picture.words(title, 0, top, SMALL) + VALUE * 1.4
        spare = (height or 0.0) - top - self._deep - SMALL * 4
        self._field = Room(left, top, right, top + max(_HIGH, spare))

    def draw(self) -> float:
        """Everything; where it ends."""
        field = self._field
        for tick, label in zip(self._work.scale.ticks, self._labels, strict=True):
            y = self._height_of(tick)
            colour = INK if tick == 0 else GRID
            self._picture.marks.append(Strokes((((field.left, y), (field.right, y)),), colour))
            self._picture.marks.append(
                Letters(label, field.left - 4, y + SMALL * _MIDDLE, SMALL, "end", colour=FAINT_INK)
            )
        for place, name in enumerate(self._names):
            _draw_name(self._picture, name, field.left + self._slot * (place + 0.5), field.bottom + 5)
            for row, series in enumerate(self._chart.series):
                self._draw_column(series.values[place], row, place)
        self._draw_values()
        title = wrapped(self._chart.category_title, SMALL, field.across)
        middle = (field.left + field.right) / 2
        return self._picture.words(title, middle, field.bottom + self._deep + 8, SMALL, anchor="middle")

    def _height_of(self, value: float) -> float:
        return self._field.bottom - self._work.scale.part(value) * self._field.down

    def _left_of(self, row: int, place: int) -> float:
        middle = self._field.left + self._slot * (place + 0.5)
        return middle + (row - len(self._chart.series) / 2) * self._thick

    def _draw_column(self, value: float | None, row: int, place: int) -> None:
        left, zero = self._left_of(row, place), self._height_of(0)
        if value is None:
            sign = Letters(NO_FIGURE_SIGN, left + self._thick / 2, zero - 3, SMALL, "middle", bold=True)
            self._picture.marks.append(sign)
        elif value:
            end = self._height_of(value)
            room = Room(left + 0.4, min(zero, end), left + self._thick - 0.4, max(zero, end))
            self._work.draw_bar(room, row, place)

    def _draw_values(self) -> None:
        """The values over their columns, if every one has room there; else the axis alone tells them."""
        room = self._thick if len(self._chart.series) > 1 else self._slot
        shown = [
            (row, place, value, self._work.label(value))
            for row, series in enumerate(self._chart.series)
            for place, value in enumerate(series.values)
            if value is not None
        ]
        if any(width(label, VALUE) > room - 1 for *_others, label in shown):
            return
        for row, place, value, label in shown:
            x = self._left_of(row, place) + self._thick / 2
            y = self._height_of(max(value, 0.0)) - 2
            self._picture.marks.append(Letters(label, x, y, VALUE, "middle"))


def _names(names: tuple[str, ...], slot: float) -> tuple[list[_Name], float]:
    """The names as they fit under their columns, a little smaller or turned if they must be, and how far down the longest reaches."""
    for size in (SMALL, VALUE):
        lines = [wrapped(name, size, slot - 2) for name in names]
        longest = max((width(part, size) for name in names for part in name.split()), default=0.0)
        if longest <= slot - 2 and all(len(each) <= _LINES_BELOW for each in lines):
            return [_Name(each, size, turned=False) for each in lines], SMALL * LINE * max(
                map(len, lines), default=1
            )
    across = max(1, int(slot / (SMALL * LINE)))
    deep = min(_DEEPEST, max(width(name, SMALL) for name in names))
    while any(len(wrapped(name, SMALL, deep)) > across for name in names):
        deep *= 1.15
    turned = [_Name(wrapped(name, SMALL, deep), SMALL, turned=True) for name in names]
    return turned, max(width(line, SMALL) for name in turned for line in name.lines)


def _draw_name(picture: Picture, name: _Name, middle: float, top: float) -> None:
    for number, line in enumerate(name.lines):
        if name.turned:
            x = middle + name.size * (_MIDDLE + LINE * (number - (len(name.lines) - 1) / 2))
            picture.marks.append(Letters(line, x, top, name.size, "end", upright=True))
        else:
            y = top + SMALL + name.size * LINE * number
            picture.marks.append(Letters(line, middle, y, name.size, "middle"))
