"""Columns of lists, measured in cells; what a narrow screen has no room for is left out, the most important first."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width, or its share of what is left, and from which width of the screen it is shown."""

    head: str
    width: int = 0
    share: int = 0
    from_width: int = 0
    right: bool = False


def widths(columns: Sequence[Column], width: int) -> list[int]:
    """How many cells each column gets on a screen of this width; 0 for one that is left out."""
    shown = [column for column in columns if width >= column.from_width]
    left = width - sum(column.width for column in shown) - 2 * (len(shown) - 1)
    shares = sum(column.share for column in shown) or 1
    return [
        0 if column not in shown else column.width or max(6, left * column.share // shares)
        for column in columns
    ]


def line(cells: Sequence[tuple[str, str]], sizes: Sequence[int], columns: Sequence[Column]) -> Content:
    """Texts with their styles, each in its column."""
    pieces: list[Content] = []
    for (text, style), size, column in zip(cells, sizes, columns, strict=True):
        if not size:
            continue
        cell = Content.styled(text, style).truncate(size, ellipsis=True)
        gap = max(0, size - cell.cell_length)
        pieces.append(cell.pad_left(gap) if column.right else cell.pad_right(gap))
    return Content("  ").join(pieces)


def heads(columns: Sequence[Column], sizes: Sequence[int]) -> Content:
    """The headings."""
    return line([(column.head, "bold $quiet") for column in columns], sizes, columns)
