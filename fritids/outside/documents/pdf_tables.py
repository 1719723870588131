"""A table on paper: its header again on every page it goes over, figures aligned, the row of all together set apart."""

from typing import Final

from fritids.outside.documents.colours import GRID, INK
from fritids.outside.documents.lettering import wrapped
from fritids.outside.documents.model import Table
from fritids.outside.documents.pdf_columns import PAD, Grid, Row, plan
from fritids.outside.documents.pdf_flow import LEADING, Density, Flow
from fritids.outside.documents.pdf_page import MARGIN, Anchor, Page, Part
from fritids.outside.documents.picture import Letters, Mark, Strokes
from fritids.outside.documents.words import word

_CAPTION: Final = 10.0
_RULE: Final = 0.9
_HAIR: Final = 0.4
_SOME_ROWS: Final = 4
"""So many at least stand under a header before the page ends."""
_MUCH: Final = 0.8
"""Of a page: a table that is less than this is not parted."""


def set_table(flow: Flow, table: Table, anchor: str) -> None:
    """The table stands from where the flow is, on as many pages as it needs, and can be led to by `anchor`."""
    how = plan(table, flow.language, flow.density.table)
    for number, grid in enumerate(how.grids, start=1):
        title = table.title
        if len(how.grids) > 1:
            title = word("part", flow.language, title=title, part=number, parts=len(how.grids))
        leads_here = Anchor(anchor, table.title, 1, 0.0) if number == 1 else None
        _Setting(flow, grid, title, turned=how.turned, anchor=leads_here).set()
    if table.note:
        flow.note(table.note)
    flow.y += flow.density.gap


def least_of_table(table: Table, language: str, density: Density) -> tuple[float, bool]:
    """How much room the table, or its beginning, needs in one piece, and whether that is on a turned page."""
    how = plan(table, language, density.table)
    return _least(how.grids[0], table.title, density, turned=how.turned), how.turned


def _least(grid: Grid, title: str, density: Density, *, turned: bool) -> float:
    """All of a table that is not very long, so that it rather begins on the next page than is parted; else its first rows."""
    page = Page(turned)
    caption = wrapped(title, _CAPTION, page.room, bold=True)
    head = len(caption) * _CAPTION * LEADING + _row_height(grid.head, grid, density) + 4
    rows = [_row_height(row, grid, density) for row in grid.rows]
    whole = head + sum(rows)
    return whole if whole <= page.deep * _MUCH else min(head + sum(rows[:_SOME_ROWS]), page.deep)


def _row_height(row: Row, grid: Grid, density: Density) -> float:
    gap = 0.0 if row.goes_on else density.row_gap
    return row.lines * grid.size * LEADING + gap


class _Setting:
    def __init__(self, flow: Flow, grid: Grid, title: str, *, turned: bool, anchor: Anchor | None) -> None:
        self._flow = flow
        self._grid = grid
        self._title = title
        self._turned = turned
        self._anchor = anchor
        self._part = flow.part.add("Table")

    def set(self) -> None:
        """All rows."""
        grid, flow = self._grid, self._flow
        self._find_room()
        self._set_head(self._title)
        if not grid.rows:
            flow.set_note_lines([word("no rows", flow.language)], grid.size, 0.0)
        part: Part | None = None
        for number, row in enumerate(grid.rows):
            height = self._height(row)
            following = grid.rows[number + 1 : number + 2]
            with_total = sum(self._height(each) for each in following if each.total and not row.total)
            if flow.space < height + with_total:
                flow.turn_over(turned=self._turned)
                self._set_head(word("continued", flow.language, title=self._title))
            part = self._set_row(row, part)
            if not row.goes_on:
                part = None
        flow.y += 3

    def _height(self, row: Row) -> float:
        return _row_height(row, self._grid, self._flow.density)

    def _find_room(self) -> None:
        flow = self._flow
        flow.need(0, turned=self._turned)
        least = _least(self._grid, self._title, flow.density, turned=self._turned)
        flow.need(least, turned=self._turned)

    def _set_head(self, title: str) -> None:
        """The caption and the names of the columns; content the first time only, since it is the same again."""
        flow, grid, first = self._flow, self._grid, not self._part.kids
        if first and self._anchor:
            anchor = self._anchor
            flow.page.anchors.append(Anchor(anchor.key, anchor.title, anchor.level, flow.y))
        caption = self._part.add("Caption") if first else None
        for line in wrapped(title, _CAPTION, flow.page.room, bold=True):
            flow.y += _CAPTION * LEADING
            base = flow.y - _CAPTION * (LEADING - 1)
            flow.page.draw([Letters(line, MARGIN, base, _CAPTION, bold=True)], caption)
        flow.y += 2
        height = self._height(grid.head)
        row = self._part.add("TR") if first else None
        for column in range(len(grid.widths)):
            cell = grid.head.cells[column]
            lower = flow.y + height - flow.density.row_gap / 2 - len(cell) * grid.size * LEADING
            part = row.add("TH") if row else None
            flow.page.draw(self._letters(grid.head, column, lower, bold=True), part)
        flow.y += height
        self._rule(flow.y, INK, _RULE)
        flow.y += 1.5

    def _set_row(self, row: Row, part: Part | None) -> Part:
        flow, grid = self._flow, self._grid
        if row.total:
            self._rule(flow.y, INK, _RULE)
        part = part or self._part.add("TR")
        for column in range(len(grid.widths)):
            cell = part.add("TD") if column else part.add("TH", of_row=True)
            top = flow.y + flow.density.row_gap / 2
            flow.page.draw(self._letters(row, column, top, bold=row.total), cell)
        flow.page.signs |= row.signs
        flow.y += self._height(row)
        if not row.total and not row.goes_on:
            self._rule(flow.y, GRID, _HAIR)
        return part

    def _letters(self, row: Row, column: int, top: float, *, bold: bool) -> list[Mark]:
        grid = self._grid
        left = MARGIN + sum(grid.widths[:column])
        marks: list[Mark] = []
        for number, line in enumerate(row.cells[column]):
            base = top + grid.size * (1 + number * LEADING)
            if grid.texts[column]:
                marks.append(Letters(line, left + PAD, base, grid.size, bold=bold))
            else:
                right = left + grid.widths[column] - PAD
                marks.append(Letters(line, right, base, grid.size, "end", bold=bold))
        return marks

    def _rule(self, y: float, colour: str, thick: float) -> None:
        line = ((MARGIN, y), (MARGIN + self._grid.across, y))
        self._flow.page.draw([Strokes((line,), colour, thick)])
