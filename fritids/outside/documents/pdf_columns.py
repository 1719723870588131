"""How a table is fitted to the paper: in a smaller type, on a turned page, or in parts side by side, and never cut off."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fritids.outside.documents.lettering import settable, width, wrapped
from fritids.outside.documents.model import Form, Gap, Table, Value
from fritids.outside.documents.pdf_page import LONG_SIDE, MARGIN, SHORT_SIDE, Sign
from fritids.outside.documents.values import shown

PAD: Final = 4.0
"""White on both sides of a cell's words."""
SMALLEST: Final = 7.0
_STEP: Final = 0.5
_ROOMY: Final = 58.0
"""A column of figures is so wide, if there is room."""
_LONGEST_WORD: Final = 110.0
"""A longer word is broken, rather than that the table becomes smaller for it."""
_TEXT: Final = 200.0
"""A column of text takes more only if there is room."""
_HEAD_LINES: Final = 3
"""Of the title of a column, unless there are words as long as lines."""
_TALLEST: Final = 12
"""Lines of a row that stand together; a taller one may go over to the next page after each so many."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it is set: the lines of each cell."""

    cells: tuple[tuple[str, ...], ...]
    signs: frozenset[Sign] = frozenset()
    total: bool = False
    goes_on: bool = False
    """The next row is more of this one."""

    @property
    def lines(self) -> int:
        """How many lines high it is."""
        return max(len(cell) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table, or some columns of one, as it fits."""

    size: float
    widths: tuple[float, ...]
    """Of the columns, with the white on both sides."""
    texts: tuple[bool, ...]
    """Which columns are text, set from the left."""
    head: Row
    rows: tuple[Row, ...]

    @property
    def across(self) -> float:
        """Its whole width."""
        return sum(self.widths)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a table is set."""

    turned: bool
    grids: tuple[Grid, ...]
    """One, or parts with the first column repeated."""


def plan(table: Table, language: str, largest: float) -> Plan:
    """The table upright in the largest type that fits, else on a turned page, else there in parts."""
    whole = range(len(table.columns))
    for turned, first in ((False, largest), (True, largest)):
        room = (LONG_SIDE if turned else SHORT_SIDE) - 2 * MARGIN
        size = first
        while size >= SMALLEST:
            grid = _fitted(table, language, whole, size, room)
            if grid is not None:
                return Plan(turned, (grid,))
            size -= _STEP
    return Plan(turned=True, grids=_parts(table, language, LONG_SIDE - 2 * MARGIN))


def _parts(table: Table, language: str, room: float) -> tuple[Grid, ...]:
    """As many columns in each part as fit, about as many in one as in the other."""
    others = list(range(1, len(table.columns)))
    for count in range(2, len(others) + 1):
        each = -(-len(others) // count)
        grids = [
            _fitted(table, language, [0, *others[at : at + each]], SMALLEST, room)
            for at in range(0, len(others), each)
        ]
        fitting = tuple(grid for grid in grids if grid is not None)
        if len(fitting) == len(grids):
            return fitting
    return tuple(_grid(table, language, [0, other], SMALLEST, [room * 0.4, room * 0.6]) for other in others)


def _fitted(table: Table, language: str, columns: Sequence[int], size: float, room: float) -> Grid | None:
    least, liked = [], []
    for column in columns:
        needed, wanted = _widths(table, language, column, size)
        least.append(needed + 2 * PAD)
        liked.append(wanted + 2 * PAD)
    spare = room - sum(least)
    if spare < 0:
        return None
    # Names on one line come first, then other texts, then roomy figures.
    widths = list(least)
    for of_text, of_names in ((True, True), (True, False), (False, False)):
        more = {
            place: liked[place] - least[place]
            for place, column in enumerate(columns)
            if _is_text(table, column) == of_text and (not of_text or (place == 0) == of_names)
        }
        share = min(1.0, spare / sum(more.values())) if sum(more.values()) > 0 else 0.0
        for place, extra in more.items():
            widths[place] += extra * share
            spare -= extra * share
    return _grid(table, language, columns, size, widths)


def _widths(table: Table, language: str, column: int, size: float) -> tuple[float, float]:
    """What a column needs at least, and what it would have if there were room."""
    title = table.columns[column].title
    head = _head_width(title, size)
    rows = [row[column] for row in (*table.rows, *((table.total,) if table.total else ()))]
    texts = [shown(value, table.columns[column].form, language) for value in rows]
    if _is_text(table, column):
        words = {part for text in texts for part in text.split(" ")}
        longest = max((width(part, size, bold=True) for part in words), default=0.0)
        needed = max(head, min(longest, _LONGEST_WORD))
        wanted = max((width(text, size, bold=True) for text in (*texts, title)), default=0.0)
        return needed, max(needed, min(wanted, _TEXT * (2 if column else 1)))
    needed = max([head] + [min(width(text, size, bold=True), _LONGEST_WORD) for text in texts])
    return needed, max(needed, min(width(title, size, bold=True), _ROOMY), _ROOMY - 2 * PAD)


def _head_width(title: str, size: float) -> float:
    """The least width at which a title has few enough lines, none of them broken inside a word that is not very long."""
    words = title.split()
    room = min(max((width(word, size, bold=True) for word in words), default=0.0), _LONGEST_WORD)
    while len(words) > _HEAD_LINES and len(wrapped(title, size, room, bold=True)) > _HEAD_LINES:
        room += size
    return room


def _is_text(table: Table, column: int) -> bool:
    return table.columns[column].form is Form.TEXT


def _grid(table: Table, language: str, columns: Sequence[int], size: float, widths: Sequence[float]) -> Grid:
    texts = tuple(_is_text(table, column) for column in columns)
    rooms = [each - 2 * PAD + 0.01 for each in widths]

    def row(
        values: Sequence[str], *, bold: bool, signs: frozenset[Sign] = frozenset(), total: bool = False
    ) -> Row:
        cells = tuple(
            tuple(wrapped(value, size, room, bold=bold)) for value, room in zip(values, rooms, strict=True)
        )
        return Row(cells, signs, total)

    def figures(values: Sequence[Value], *, total: bool = False) -> Row:
        chosen = [(values[column], table.columns[column].form) for column in columns]
        words = [shown(value, form, language) for value, form in chosen]
        return row(words, bold=total, signs=_signs([value for value, _form in chosen]), total=total)

    head = row([table.columns[column].title for column in columns], bold=True)
    rows = [part for values in table.rows for part in _parted(figures(values))]
    if table.total:
        rows += _parted(figures(table.total, total=True))
    return Grid(size, tuple(widths), texts, head, tuple(rows))


def _signs(values: Sequence[Value]) -> frozenset[Sign]:
    signs = {"withheld" if value is Gap.WITHHELD else "none" for value in values if isinstance(value, Gap)}
    if any(isinstance(value, str) and not _can_be_set(value) for value in values):
        signs.add("missing")
    return frozenset(signs)


def _can_be_set(text: str) -> bool:
    return "\N{WHITE SQUARE}" not in settable(text)


def _parted(row: Row) -> list[Row]:
    """A row that is tall, in several, each of which may stand on another page."""
    if row.lines <= _TALLEST:
        return [row]
    return [
        Row(
            tuple(cell[at : at + _TALLEST] or ("",) for cell in row.cells),
            frozenset() if at else row.signs,
            row.total,
            goes_on=at + _TALLEST < row.lines,
        )
        for at in range(0, row.lines, _TALLEST)
    ]
