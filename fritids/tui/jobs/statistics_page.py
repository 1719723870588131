"""The screen of the figures in cells: which days, what is chosen of them, the key figures, and beside them chart or table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Final

from textual.content import Content

from fritids.domain.figures import Period, Split, Totals
from fritids.i18n import _, number
from fritids.present import cell_width, plain
from fritids.present.periods import period_name, short_day
from fritids.present.report.rows import UPRIGHT, row_name, split_name
from fritids.present.statistics import Figure, change, key_figures, loans_by, split_short
from fritids.tui.jobs import statistics_chart as chart
from fritids.tui.jobs.statistics_asked import SPLITS, Asked, Counted, Names
from fritids.tui.jobs.statistics_rows import Row, columns_of, rows_of
from fritids.tui.jobs.statistics_table import Grid, table
from fritids.tui.widgets.lines import MARK, row, spread, styled, wrapped

SMALL: Final = 70
"""Cells below which one thing is shown at a time."""
_TALL: Final = 19
"""Rows from which chart and table stand below each other."""
_LEAST_CHART: Final = 5
_LOW: Final = 9
"""Rows below which an upright chart takes all there are."""


class Face(Enum):
    """What is shown of the figures."""

    CHART = auto()
    TABLE = auto()
    KEY = auto()
    """The key figures alone, where there is no room for them beside the chart."""


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the screen is painted from."""

    asked: Asked
    today: date
    counted: tuple[Counted, Counted | None] | None
    totals: tuple[Totals, Totals | None] | None
    names: Names
    marked: str
    """The code of the marked row."""
    face: Face
    fault: str = ""
    several: bool = False
    """There is more than one branch."""


def painted(shown: Shown, width: int, height: int) -> list[Content]:
    """The lines, at most `height` of them."""
    lines = _head(shown, width)
    room = height - len(lines)
    if shown.fault:
        return [*lines, Content(""), *wrapped(shown.fault, width, "$no-soft")][:height]
    if shown.totals is None:
        return [*lines, Content(""), _counting()][:height]
    figures = key_figures(*shown.totals)
    if width >= SMALL:
        return [*lines, *_beside(shown, figures, width, room)][:height]
    if shown.face is Face.KEY:
        fit = len(figures) <= room
        return [*lines, *(_figure_lines(figures, width) if fit else _in_two_columns(figures, width))][:height]
    is_low = room < _LOW
    lies = (shown.asked.cross or shown.asked.split) not in UPRIGHT
    if shown.face is Face.TABLE or (is_low and lies):  # one bar or two would say less than the rows
        return [*lines, *_table(shown, width, room)][:height]
    above = [] if is_low else [_in_a_row(figures[:3], width)]
    return [*lines, *above, *_chart(shown, width, room - len(above))][:height]


def marked_row(shown: Shown) -> Row | None:
    """The row that the mark is on."""
    rows = all_rows(shown)
    return next((one for one in rows if one.code == shown.marked), rows[0] if rows else None)


def all_rows(shown: Shown) -> tuple[Row, ...]:
    """The rows of the split, from the top."""
    return () if shown.counted is None else rows_of(shown.asked, shown.counted, shown.names, shown.today)


def _head(shown: Shown, width: int) -> list[Content]:
    asked = shown.asked
    branch = styled(_branch(shown), "bold $quiet")
    title = _title(shown, beside=True)
    if title.cell_length + branch.cell_length >= width:
        title = _title(shown, beside=False)
    lines = [spread(title, branch, width)]
    if asked.only:
        chosen = " › ".join(
            f"{split_name(split)}: {row_name(split, code, shown.names)}" for split, code in asked.only
        )
        lines.append(row((_("Only "), "$quiet"), (chosen, "bold $ask-soft")).truncate(width, ellipsis=True))
    lines.append(_tabs(shown, width))
    return lines


def _title(shown: Shown, *, beside: bool) -> Content:
    asked, today = shown.asked, shown.today
    name = period_name(asked.period)
    parts: list[tuple[str, str]] = [(name[:1].upper() + name[1:], "bold $primary")]
    if asked.period.first <= today < asked.period.last:
        parts.append((" " + _("to {day}").format(day=short_day(today)), "bold $primary"))
    elif asked.period.first > today:
        parts.append((" " + _("lies ahead"), "$quiet"))
    if beside and asked.before(today) is not None:
        parts.append(("   " + _("beside the same days a year earlier"), "$quiet"))
    return row(*parts)


def _branch(shown: Shown) -> str:
    if not shown.several:
        return ""
    code = shown.asked.branch
    return _("All branches") if code is None else plain(shown.names.branches.get(code, code))


def _tabs(shown: Shown, width: int) -> Content:
    asked = shown.asked
    splits = [*enumerate(SPLITS, start=1), *([(0, Split.BRANCH)] if shown.several else [])]
    line = Content("")
    for cut in (99, 8, 5, 3):
        for gap in ("  ", " "):
            parts: list[Content] = []
            for digit, split in splits:
                name = split_short(split)[:cut]
                style = "bold $mark-fore on $mark-back" if split is asked.split else "$quiet"
                if split is asked.cross:
                    style = "bold $ask-soft"
                    name = f"×{name}"
                parts.append(row((f"{digit} {name}", style)))
            line = Content(gap).join(parts)
            if line.cell_length <= width:
                return line
    return line.truncate(width)


def _beside(shown: Shown, figures: Sequence[Figure], width: int, room: int) -> list[Content]:
    left = _figure_lines(figures, 0)
    if shown.face is Face.TABLE:
        return [_in_a_row(figures[:3], width), *_table(shown, width, room - 1)]
    wide = max(map(cell_width, (line.plain for line in left)))
    right = _chart(shown, width - wide - 2, room)
    blank = Content(" " * wide)
    lines = []
    for n in range(max(len(left), len(right))):
        one = left[n].pad_right(wide - left[n].cell_length) if n < len(left) else blank
        lines.append(Content.assemble(one, "  ", right[n] if n < len(right) else ""))
    return lines


def _figure_lines(figures: Sequence[Figure], width: int) -> list[Content]:
    """The key figures in columns; over `width` cells, or as close as they get."""
    sizes = [max(cell_width(one[n]) for one in figures) for n in range(4)]
    lines = []
    for one in figures:
        values = row(
            (one.now.rjust(sizes[1]), "bold"),
            (f" {one.before.rjust(sizes[2])}" if sizes[2] else "", "$quiet"),
            (f" {one.change.rjust(sizes[3])}" if sizes[3] else "", "$info-soft"),
        )
        name = styled(one.name.ljust(sizes[0]))
        lines.append(spread(name, values, width) if width else Content.assemble(name, " ", values))
    return lines


def _in_two_columns(figures: Sequence[Figure], width: int) -> list[Content]:
    """The key figures on half as many lines; what they were before gives way, how much they changed does not."""
    half = (len(figures) + 1) // 2
    each = width // 2 - 1
    lines = _figure_lines([one._replace(before="") for one in figures], each)
    return [Content("  ").join(lines[n::half]) for n in range(half)]


def _counting() -> Content:
    return styled(_("Counting … Scans are taken meanwhile."), "$quiet")


def _nothing(shown: Shown) -> Content:
    return _counting() if shown.counted is None else styled(_("Nothing was lent."), "$quiet")


def _in_a_row(figures: Sequence[Figure], width: int) -> Content:
    parts: list[tuple[str, str]] = []
    for one in figures:
        parts += [(f"{one.name.strip()} ", "$quiet"), (one.now, "bold"), (f" {one.change}   ", "$info-soft")]
    return row(*parts).truncate(width)


def _chart(shown: Shown, width: int, room: int) -> list[Content]:
    """The chart with its heading, and below it the marked row in words, or where there is room the table."""
    rows = all_rows(shown)
    if shown.counted is None or not rows:
        return [Content(""), _nothing(shown)]
    at = next((n for n, one in enumerate(rows) if one.code == shown.marked), 0)
    asked, split, drawn = shown.asked, shown.asked.split, rows
    heading = loans_by(split)
    if asked.cross is not None:
        split = asked.cross
        drawn = columns_of(asked, rows[at].code, shown.counted, shown.names, shown.today)
        heading = f"{rows[at].name}: {loans_by(split)}"
    below = [_in_words(rows[at], width)]
    if room >= _TALL:
        grid = Grid(asked, rows, at, _crossed(shown))
        below = [Content(""), *table(grid, width, min(len(rows) + 1, room // 2 - 1))]
    bars = chart.Bars(
        [one.short for one in drawn],
        [one.now.loans for one in drawn],
        None
        if any(one.before is None for one in drawn)
        else [one.before.loans for one in drawn if one.before],
        at if asked.cross is None else -1,
    )
    upright = split in UPRIGHT
    tall = max(_LEAST_CHART, room - len(below) - 1)
    lines = chart.drawn(bars, width, min(tall, room - 1), upright=upright)
    return [_legend(shown, heading, width), *lines, *below][: max(room, 0)]


def _crossed(shown: Shown) -> "tuple[Counted, Names, date] | None":
    if shown.asked.cross is None or shown.counted is None:
        return None
    return shown.counted[0], shown.names, shown.today


def _table(shown: Shown, width: int, room: int) -> list[Content]:
    rows = all_rows(shown)
    if not rows:
        return [Content(""), _nothing(shown)]
    at = next((n for n, one in enumerate(rows) if one.code == shown.marked), 0)
    return table(Grid(shown.asked, rows, at, _crossed(shown)), width, room)


def _legend(shown: Shown, heading: str, width: int) -> Content:
    before = shown.asked.before(shown.today)
    if before is None:
        return styled(heading, "bold").truncate(width, ellipsis=True)
    legend = row(
        (f"{chart.NOW} ", "$primary"), (f"{_years(shown.asked.period)}  ", ""),
        (f"{chart.BEFORE} ", "$ask-soft"), (_years(before), ""),
    )  # fmt: skip
    return spread(styled(heading, "bold"), legend, width)


def _years(period: Period) -> str:
    first, last = period.first.year, period.last.year
    return str(last) if first == last else f"{first}–{last % 100:02}"


def _in_words(one: Row, width: int) -> Content:
    parts = [(f"{MARK} {one.name} ", "bold"), (number(one.now.loans), "bold $primary")]
    if one.before is not None:
        parts.append((f"  ({number(one.before.loans)}, {change(one.now.loans, one.before.loans)})", "$quiet"))
    return row(*parts).truncate(width, ellipsis=True)
