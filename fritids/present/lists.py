"""Lists as plain columns, measured in terminal cells rather than characters."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

_WIDE: Final = frozenset({"W", "F"})
_GAP: Final = "  "


@dataclass(frozen=True, slots=True)
class Table:
    """A heading and rows of the same length. `right` are the columns of figures."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()


def cell_width(text: str) -> int:
    """How many cells of a terminal the text takes: Chinese and emoji two, accents of their own none."""
    if text.isascii():
        return len(text)
    return sum(_width(char) for char in text)


def _width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Cf", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in _WIDE else 1


def fitted(text: str, width: int, *, right: bool = False) -> str:
    """The text in exactly `width` cells: filled with blanks, or cut with an ellipsis."""
    taken = cell_width(text)
    if taken > width:
        kept = sum(1 for end in accumulate(map(_width, text)) if end <= width - 1)
        text = text[:kept] + "…"
        taken = cell_width(text)
    blanks = " " * (width - taken)
    return blanks + text if right else text + blanks


def render(table: Table, width: int | None = None) -> list[str]:
    """The lines of the table. With `width`, the widest columns are cut until a line fits."""
    columns = list(zip(table.heads, *table.rows, strict=True))
    widths = [max(map(cell_width, column)) for column in columns]
    if width is not None:
        _narrow(widths, width - len(_GAP) * (len(widths) - 1))
    return [_line(row, widths, table.right) for row in (table.heads, *table.rows)]


def _narrow(widths: list[int], room: int) -> None:
    while sum(widths) > room and max(widths) > 1:
        widest = widths.index(max(widths))
        widths[widest] -= 1


def _line(row: Sequence[str], widths: Sequence[int], right: frozenset[int]) -> str:
    cells = (
        fitted(text, width, right=n in right) for n, (text, width) in enumerate(zip(row, widths, strict=True))
    )
    return _GAP.join(cells).rstrip()
