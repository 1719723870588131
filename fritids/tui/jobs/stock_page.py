"""The screen of the stock in cells: the stock by category, type and size; and what ran out at the last peak beside what stands there now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from textual.content import Content

from fritids.i18n import _, n_, number, p_
from fritids.present import category_name, cell_width, plain, type_name
from fritids.present.periods import short_day
from fritids.present.stock import (
    backtest_words,
    formula,
    no_peak,
    peak_words,
    short_cells,
    short_first,
    short_heads,
    short_name,
    size_name,
    stock_cells,
    stock_heads,
    stock_legend,
)
from fritids.tui.views.columns import Column
from fritids.tui.views.listing import around_mark
from fritids.tui.widgets.lines import spread, styled, wrapped

if TYPE_CHECKING:
    from fritids.services.results import TypeView
    from fritids.services.results.stock_figures import Shortage, StockCount, StockOfPeriod

_LEGEND: Final = 2
_ROOMY: Final = 18
"""Rows from which the table has its explanation below it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row that can be marked: its code, what it is called, and what was counted."""

    code: str
    name: str
    cell: "StockCount"


@dataclass(frozen=True, slots=True)
class Place:
    """How far in: all categories, the types of one, or the sizes of one."""

    category: str = ""
    type: str = ""

    @property
    def outer(self) -> "Place":
        """One step out."""
        return Place(self.category) if self.type else Place()

    def inner(self, code: str) -> "Place":
        """One step in, where there is one."""
        if self.type:
            return self
        return Place(self.category, code) if self.category else Place(code)


def rows_of(found: "StockOfPeriod", place: Place, types: "Sequence[TypeView]") -> list[Row]:
    """The rows that are shown of the stock."""
    known = {one.code: one for one in types}
    if place.type:
        return [
            Row(size, size_name(size), cell)
            for (code, size), cell in found.by_size.items()
            if code == place.type
        ]
    if place.category:
        return [
            Row(code, type_name(known[code]), cell)
            for code, cell in found.by_type.items()
            if known[code].category == place.category
        ]
    names = {one.category: category_name(one) for one in types}
    return [Row(code, names[code], cell) for code, cell in found.by_category.items()]


def place_words(place: Place, types: "Sequence[TypeView]") -> str:
    """`Is › Hockeyskridskor`."""
    named = [category_name(one) for one in types if one.category == place.category][:1]
    named += [type_name(one) for one in types if one.code == place.type]
    return " › ".join(named)


@dataclass(frozen=True, slots=True)
class StockShown:
    """What the stock is painted from."""

    found: "StockOfPeriod"
    rows: Sequence[Row]
    marked: int
    path: str
    """How far in."""
    branch: str
    today: date


def stock(shown: StockShown, width: int, height: int) -> list[Content]:
    """The stock, in just so many rows."""
    found = shown.found
    total = sum_of(shown.rows) if shown.path and shown.rows else found.total
    day = (
        _("The stock today")
        if found.counted_to == shown.today
        else _("The stock on {day}").format(day=f"{short_day(found.counted_to)} {found.counted_to.year}")
    )
    title = f"{day}: {shown.path}" if shown.path else day
    lines = [
        spread(styled(title, "bold $primary"), styled(plain(shown.branch), "bold $quiet"), width),
        styled(_standing(total), "bold").truncate(width, ellipsis=True),
        styled(_moved(found, total, whole=not shown.path), "$quiet").truncate(width, ellipsis=True),
    ]
    legend = wrapped(stock_legend(), width, "$quiet", most=_LEGEND) if height >= _ROOMY else []
    if not shown.rows:
        return [*lines, Content(""), styled(_("No such articles stood here then."), "$quiet")][:height]
    cells = [[(row.name, ""), *_styles(stock_cells(row.cell))] for row in shown.rows]
    columns = _columns(stock_heads(), cells, (0, 0, 0, 0, 0, 0, 66, 66))
    room = height - len(lines) - len(legend)
    return [*lines, *around_mark(columns, cells, shown.marked, width, room), *legend][:height]


def _styles(cells: Sequence[str]) -> list[tuple[str, str]]:
    quiet = {"·", "–"}
    return [(text, "$quiet" if text in quiet else "bold" if n == 0 else "") for n, text in enumerate(cells)]


def _standing(total: "StockCount") -> str:
    said = [
        n_("{n} article", "{n} articles", total.stock).format(n=number(total.stock)),
        _("{n} here").format(n=number(total.in_stock)),
        _("{n} out").format(n=number(total.on_loan)),
        _("{n} in service").format(n=number(total.in_service)),
    ]
    if total.missing:
        said.append(_("{n} missing besides").format(n=number(total.missing)))
    return ", ".join(said)


def sum_of(rows: Sequence[Row]) -> "StockCount":
    """What the rows are together."""
    first, *others = (row.cell for row in rows)
    for one in others:
        first = first.plus(one)
    return first


def _moved(found: "StockOfPeriod", total: "StockCount", *, whole: bool) -> str:
    ways = found.transferred
    said = [
        _("12 months: {n} came in").format(n=number(total.received)),
        _("{n} discarded").format(n=number(total.discarded)),
    ]
    if whole and (ways.received or ways.sent):
        said.append(
            _("{n} from and {k} to other branches").format(n=number(ways.received), k=number(ways.sent))
        )
    if whole and found.asked_for:
        said.append(_("asked for in vain {n}").format(n=number(found.asked_for)))
    return ", ".join(said)


def _columns(
    titles: Sequence[str], cells: Sequence[Sequence[tuple[str, str]]], from_widths: Sequence[int]
) -> list[Column]:
    """What the rows are called, and a column of figures for each title, as wide as it has to be."""
    columns = [Column(p_("stock", "What"), share=1)]
    for n, (title, least) in enumerate(zip(titles, from_widths, strict=True), start=1):
        size = max(cell_width(title), *(cell_width(row[n][0]) for row in cells))
        columns.append(Column(title, width=size, right=True, from_width=least))
    return columns


# ------------------------------------------------------------------------------------------ what ran out


def short(found: "Shortage", marked: int, width: int, height: int, *, explained: bool) -> list[Content]:
    """What ran out and may run out, in just so many rows; `explained` shows how it is reckoned instead of the rows."""
    title = styled(_("What ran out, and what {year} may ask for").format(year=found.coming), "bold $primary")
    if found.peak is None:
        return [title, Content(""), *wrapped(no_peak(found.coming - 1), width)][:height]
    lines = [title, styled(peak_words(found.peak), "$quiet").truncate(width, ellipsis=True)]
    words = _explained(found, width)
    if explained:
        return [*lines, Content(""), *words][:height]
    rows = short_first(found.rows)
    if not rows:
        return [*lines, Content(""), styled(_("Nothing ran out, and nothing was asked for in vain."))][
            :height
        ]
    days = len(found.peak.days)
    cells = [
        [(short_name(row), "bold" if row.lacking else ""), *_short_styles(short_cells(row, days))]
        for row in rows
    ]
    columns = _columns(short_heads(), cells, (92, 0, 0, 0, 0, 0, 0, 0))
    below = words if height - len(lines) - len(words) >= _ROOMY else []
    room = height - len(lines) - len(below)
    return [*lines, *around_mark(columns, cells, marked, width, room), *below][:height]


def _short_styles(cells: Sequence[str]) -> list[tuple[str, str]]:
    last = len(cells) - 1
    styles = ("$quiet", "", "$ask-soft", "$ask-soft", "", "bold", "$quiet", "bold $no-soft")
    return [(text, "$quiet" if text == "·" else styles[n]) for n, text in enumerate(cells[: last + 1])]


def _explained(found: "Shortage", width: int) -> list[Content]:
    sentences = [*formula(found)]
    if found.backtest is not None and found.peak is not None:
        sentences.append(backtest_words(found.backtest, found.peak.year))
    return [one for sentence in sentences for one in wrapped(sentence, width)]
