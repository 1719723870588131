"""The table of a split: its rows with what was counted of each; of two splits that are crossed, loans by both."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from textual.content import Content

from fritids.i18n import _, number, p_
from fritids.present import cell_width
from fritids.present.report.rows import split_name
from fritids.present.statistics import change, share_words
from fritids.tui.jobs.statistics_asked import Asked, Counted, Names
from fritids.tui.jobs.statistics_rows import Row, heads_of
from fritids.tui.views.columns import Column
from fritids.tui.views.listing import around_mark

_NARROWEST: Final = 14
_LONGEST_HEAD: Final = 12


@dataclass(frozen=True, slots=True)
class Grid:
    """What a table is made of."""

    asked: Asked
    rows: Sequence[Row]
    marked: int
    crossed: tuple[Counted, Names, date] | None
    """What was counted, where a second split is the columns."""


def table(grid: Grid, width: int, height: int) -> list[Content]:
    """Headings, and as many rows as fit around the marked one."""
    asked, rows, marked, crossed = grid.asked, grid.rows, grid.marked, grid.crossed
    if height < 2:
        return []
    columns, cells = _one_way(asked, rows) if crossed is None else _crossed(asked, rows, crossed, width - 1)
    return around_mark(columns, cells, marked, width, height)


def _one_way(asked: Asked, rows: Sequence[Row]) -> tuple[list[Column], list[list[tuple[str, str]]]]:
    compares = rows[0].before is not None
    columns = [Column(split_name(asked.split), share=1), Column(_("Loans"), width=9, right=True)]
    if compares:
        columns += [
            Column(p_("column", "Before"), width=9, right=True),
            Column(p_("column", "Change"), width=10, right=True),
        ]
    columns += [
        Column(_("Borrowers"), width=9, right=True, from_width=60),
        Column(_("Visits"), width=9, right=True, from_width=72),
        Column(p_("column", "New"), width=7, right=True, from_width=84),
        Column(_("On time"), width=7, right=True, from_width=94),
        Column(_("Renewals"), width=8, right=True, from_width=104),
    ]
    cells = []
    for one in rows:
        now = one.now
        cell = [(one.name, ""), (number(now.loans), "bold")]
        if one.before is not None:
            cell += [
                (number(one.before.loans), "$quiet"),
                (change(now.loans, one.before.loans), "$info-soft"),
            ]
        cell += [
            (number(now.borrowers), ""),
            (number(now.visits), ""),
            (number(now.new_borrowers), ""),
            (share_words(now.on_time / now.due if now.due else None), ""),
            (number(now.renewals), ""),
        ]
        cells.append(cell)
    return columns, cells


def _crossed(
    asked: Asked, rows: Sequence[Row], crossed: tuple[Counted, Names, date], width: int
) -> tuple[list[Column], list[list[tuple[str, str]]]]:
    """As many columns as fit, and what is in the others added up in the last one."""
    counted, names, today = crossed
    found = {codes: cell.loans for codes, cell in (counted.crossed or {}).items()}
    columns = heads_of(asked, counted, names, today)
    largest = number(max(found.values(), default=0))
    heads = [*(one.short for one in columns), p_("other columns", "Others")]
    each = max(cell_width(largest), min(_LONGEST_HEAD, max(map(cell_width, heads))))
    total = 9
    most = max(1, (width - _NARROWEST - total - 2) // (each + 2))
    rest = columns[most - 1 :] if len(columns) > most else ()
    columns = columns[: most - 1] if rest else columns
    grid = [
        Column(split_name(asked.split), share=1),
        Column(p_("all columns", "Together"), width=total, right=True),
    ]
    grid += (Column(one.short, width=each, right=True) for one in columns)
    if rest:
        grid.append(Column(p_("other columns", "Others"), width=each, right=True))
    cells = []
    for one in rows:
        cell = [(one.name, ""), (number(one.now.loans), "bold")]
        values = [found.get((one.code, column.code), 0) for column in columns]
        if rest:
            values.append(sum(found.get((one.code, column.code), 0) for column in rest))
        cells.append([*cell, *((number(value) if value else "·", "") for value in values)])
    return grid, cells
