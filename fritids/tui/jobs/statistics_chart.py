"""The chart of the figures: loans by one split, this period's bars beside those of the period before, told apart by their signs.

Drawn by plotext on a grid of one point a cell, so that bars are of even width and numbers stand where they belong. It is imported when
the first chart is painted. Colours are those of the theme, and say nothing that the signs do not.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual.content import Content

from fritids.i18n import number
from fritids.present import cell_width, fitted
from fritids.tui.widgets.lines import MARK

if TYPE_CHECKING:
    from textual_plotext.plot import Plot

NOW: Final = "█"
BEFORE: Final = "░"
_MARKED: Final = "▲"
"""Stands on the axis under what is marked."""
_UP: Final = "▁▂▃▄▅▆▇█"
_ALONG: Final = "▏▎▍▌▋▊▉█"
_ANSI: Final = re.compile(r"\x1b\[[0-9;]*m")
_PIECES: Final = re.compile(r"[▁-█▉-▏]+|░+|▲|[^▁-▏░▲]+")
_ROUND: Final = (2, 4, 6, 8, 10, 12, 16, 20, 24, 30, 40, 50, 60, 80, 100)
"""The first two figures of a scale's end."""
_MOST_BAR: Final = 8
_LONGEST_NAME: Final = 22
_AXIS: Final = 2
"""Rows of the axis and what stands below it."""


@dataclass(frozen=True, slots=True)
class Bars:
    """What is drawn: names, values, and those of the period before where they are set beside them."""

    names: Sequence[str]
    now: Sequence[int]
    before: Sequence[int] | None
    marked: int = -1


def drawn(bars: Bars, width: int, height: int, *, upright: bool) -> list[Content]:
    """The chart in at most so many cells and rows; of more bars than there is room for those around the marked one."""
    least = 3 + _AXIS if upright else 2 + _AXIS
    if not bars.names or width < 20 or height < least:
        return []
    lines = _upright(bars, width, height) if upright else _lying(bars, width, height)
    return [_coloured(line) for line in lines]


def scale_end(most: int) -> int:
    """The least round number that nothing goes beyond; its half is round too."""
    power: int = 10 ** max(0, len(str(most)) - 2)
    return next(n for step in _ROUND if (n := step * power) >= most)


def _plot(width: int, height: int) -> "Plot":
    from textual_plotext.plot import Plot

    plot = Plot()
    plot.plotsize(width, height)
    plot._set_size(width, height)  # noqa: SLF001  # as textual-plotext's own widget has to
    plot.theme("clear")
    plot.xaxes(lower=False, upper=False)
    plot.yaxes(left=True, right=False)
    return plot


def _built(plot: "Plot", points: dict[str, tuple[list[int], list[int]]], cols: int, rows: int) -> list[str]:
    plot.scatter([0], [0], marker=" ")
    for marker, (xs, ys) in points.items():
        plot.scatter(xs, ys, marker=marker)
    plot.xlim(0, cols - 1)
    plot.ylim(0, rows - 1)
    return [_ANSI.sub("", line).rstrip() for line in plot.build().splitlines()]


class _Points(dict[str, tuple[list[int], list[int]]]):
    def put(self, marker: str, x: int, y: int) -> None:
        xs, ys = self.setdefault(marker, ([], []))
        xs.append(x)
        ys.append(y)


def _windowed(bars: Bars, room: int) -> Bars:
    n = len(bars.names)
    if n <= room:
        return bars
    first = max(0, min(bars.marked - room // 2, n - room))
    cut = slice(first, first + room)
    before = None if bars.before is None else bars.before[cut]
    return Bars(bars.names[cut], bars.now[cut], before, bars.marked - first)


def _most(bars: Bars) -> int:
    return max((*bars.now, *(bars.before or ())), default=0)


def _steps(value: int, end: int, room: int, parts: str) -> tuple[int, str]:
    """Whole cells of a bar, and the sign of what is left; something is always seen where there is something."""
    eighths = round(len(parts) * room * value / end)
    whole, rest = divmod(max(eighths, 1) if value else 0, len(parts))
    return whole, parts[rest - 1] if rest else ""


def _upright(bars: Bars, width: int, height: int) -> list[str]:
    end = scale_end(_most(bars))
    left = cell_width(number(end))
    cols, rows = width - left - 1, height - _AXIS
    two = bars.before is not None
    close, roomy = (2, 3) if two else (1, 2)
    each = roomy if len(bars.names) * roomy <= cols else close
    bars = _windowed(bars, max(1, cols // each))
    group = min(cols // len(bars.names), 2 * _MOST_BAR + 2)
    wide = max(1, min((group - 1) // (2 if two else 1), _MOST_BAR))
    points = _Points()
    for n, value in enumerate(bars.now):
        x = n * group
        whole, rest = _steps(value, end, rows, _UP)
        for column in range(x, x + wide):
            for y in range(whole):
                points.put(NOW, column, y)
            if rest:
                points.put(rest, column, whole)
        if bars.before is not None:
            for column in range(x + wide, x + 2 * wide):
                for y in range(_whole(bars.before[n], end, rows)):
                    points.put(BEFORE, column, y)
    plot = _plot(width, rows)
    middle = rows // 2 - 1
    exact = rows % 2 == 0 and end % 2 == 0
    plot.yticks(
        [middle, rows - 1] if exact else [rows - 1],
        [number(end // 2), number(end)] if exact else [number(end)],
    )
    plot.xticks([], [])
    lines = _built(plot, points, cols, rows)
    bar_room = wide * (2 if two else 1)
    below = _labels(bars, group, bar_room, cols)
    at = bars.marked * group + bar_room // 2
    axis = f"└{'─' * cols}"
    if bars.marked >= 0:
        axis = f"{axis[: at + 1]}{_MARKED}{axis[at + 2 :]}"
    return [*lines[:rows], f"{' ' * left}{axis}", f"{' ' * (left + 1)}{below}"]


def _whole(value: int, end: int, room: int) -> int:
    return max(1, round(room * value / end)) if value else 0


def _labels(bars: Bars, group: int, bar_room: int, cols: int) -> str:
    """Names below the bars, each in the middle of its own; every second or third where there is no room for all."""
    longest = max(map(cell_width, bars.names))
    step = next(n for n in range(1, len(bars.names) + 1) if n * group > longest or n == len(bars.names))
    line = ""
    for n in range(0, len(bars.names), step):
        name = bars.names[n]
        at = max(0, n * group + (bar_room - cell_width(name)) // 2)
        at = min(at, cols - cell_width(name))
        line = line.ljust(at) + name if at >= len(line) else line
    return line


def _lying(bars: Bars, width: int, height: int) -> list[str]:
    each = 1 if bars.before is None else 2
    rows = height - _AXIS
    bars = _windowed(bars, max(1, rows // each))
    gap = 1 if len(bars.names) * (each + 1) <= rows + 1 else 0
    end = scale_end(_most(bars))
    names = [
        fitted(f"{MARK if n == bars.marked else ' '} {name}", min(_LONGEST_NAME, 2 * width // 5))
        for n, name in enumerate(bars.names)
    ]
    left = max(map(cell_width, names))
    used = min(rows, len(names) * (each + gap) - gap)
    cols = width - left - 1
    points = _Points()
    ticks: list[float] = []
    for n, value in enumerate(bars.now):
        y = used - 1 - n * (each + gap)
        ticks.append(y)
        whole, rest = _steps(value, end, cols, _ALONG)
        for x in range(whole):
            points.put(NOW, x, y)
        if rest:
            points.put(rest, whole, y)
        if bars.before is not None:
            for x in range(_whole(bars.before[n], end, cols)):
                points.put(BEFORE, x, y - 1)
    plot = _plot(width, used)
    plot.yticks(ticks, [name.ljust(left) for name in names])
    plot.xticks([], [])
    lines = _built(plot, points, cols, used)
    said = number(end)
    half = number(end // 2)
    below = "0"
    if end % 2 == 0 and cols > 4 * len(said):
        below = below.ljust(cols // 2 - len(half)) + half
    below = below.ljust(cols - len(said)) + said
    return [*lines[:used], f"{' ' * left}└{'─' * cols}", f"{' ' * (left + 1)}{below}"]


def _coloured(line: str) -> Content:
    pieces: list[tuple[str, str]] = []
    for piece in _PIECES.findall(line):
        style = "$quiet"
        if piece[0] == BEFORE:
            style = "$ask-soft"
        elif piece[0] == _MARKED:
            style = "bold $ask-soft"
        elif "▁" <= piece[0] <= "▏":
            style = "$primary"
        pieces.append((piece, style))
    return Content.assemble(*pieces)
