"""Lying bars: names that are long, with the value at the end of each bar."""

from typing import Final

from fritids.outside.documents.chart_parts import LINE, SMALL, VALUE, Room, Work
from fritids.outside.documents.colours import FAINT_INK, GRID, INK
from fritids.outside.documents.lettering import width, wrapped
from fritids.outside.documents.picture import Letters, Mark, Strokes
from fritids.outside.documents.values import NO_FIGURE_SIGN

_THICK: Final = 9.0
"""How thick a bar is."""
_NAMES_SHARE: Final = 0.36
"""Of the width, what the names take at most."""
_MIDDLE: Final = 0.36
"""From the base line to the middle of a figure, in the size of the font."""


def draw_bars(work: Work, top: float) -> float:
    """The bars are drawn from `top` down, each as high as its name needs; where they end."""
    picture, chart = work.picture, work.chart
    names = [wrapped(name, SMALL, picture.width * _NAMES_SHARE) for name in chart.categories]
    left = max((width(line, SMALL) for name in names for line in name), default=0.0) + 6
    values = [value for series in chart.series for value in series.values if value is not None]
    right = picture.width - max((width(work.label(value), VALUE) for value in values), default=0.0) - 5
    top = picture.words(wrapped(chart.category_title, SMALL, picture.width), 0, top, SMALL) + 3
    behind = len(picture.marks)
    together = len(chart.series) * _THICK
    y = top
    for place, lines in enumerate(names):
        tall = len(lines) * SMALL * LINE
        high = max(tall, together) + 5
        for number, line in enumerate(lines):
            base = y + (high - tall) / 2 + SMALL * (0.95 + number * LINE)
            picture.marks.append(Letters(line, left - 6, base, SMALL, "end"))
        first = y + (high - together) / 2
        for row in range(len(chart.series)):
            _draw_bar(work, Room(left, first + row * _THICK, right, first + (row + 1) * _THICK), row, place)
        y += high
    field = Room(left, top, right, max(y, top + _THICK))
    picture.marks[behind:behind] = _grid(work, field)
    title = wrapped(chart.value_title, SMALL, field.across)
    return picture.words(title, (left + right) / 2, field.bottom + SMALL * 1.9, SMALL, anchor="middle")


def _draw_bar(work: Work, room: Room, row: int, place: int) -> None:
    value = work.chart.series[row].values[place]
    zero = room.left + work.scale.part(0) * room.across
    base = (room.top + room.bottom) / 2 + VALUE * _MIDDLE
    if value is None:
        work.picture.marks.append(Letters(NO_FIGURE_SIGN, zero + 3, base, VALUE, bold=True))
        return
    end = room.left + work.scale.part(value) * room.across
    if value:
        bar = Room(min(zero, end), room.top + 0.4, max(zero, end), room.bottom - 0.4)
        work.draw_bar(bar, row, place)
    work.picture.marks.append(Letters(work.label(value), max(zero, end) + 3, base, VALUE))


def _grid(work: Work, field: Room) -> list[Mark]:
    """Lines at round numbers, with the numbers under them; not under every line, where they would touch."""
    labels = [work.scale.tick_label(tick, work.language) for tick in work.scale.ticks]
    widest = max(width(label, SMALL) for label in labels) + 4
    apart = field.across / max(1, len(labels) - 1)
    every = next(step for step in range(1, len(labels) + 1) if step == len(labels) or widest <= apart * step)
    marks: list[Mark] = []
    for number, (tick, label) in enumerate(zip(work.scale.ticks, labels, strict=True)):
        x = field.left + work.scale.part(tick) * field.across
        marks.append(Strokes((((x, field.top), (x, field.bottom)),), INK if tick == 0 else GRID))
        if number % every == 0:
            marks.append(Letters(label, x, field.bottom + SMALL * 1.3, SMALL, "middle", colour=FAINT_INK))
    return marks
