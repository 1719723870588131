"""Sheets of labels: where the cells lie, in millimetres from the upper left corner of the page.

A sheet is one of those in `data/label-sheets.csv`, or is written out: ``70x37`` is one label a page (a label printer's
roll), ``3x8:63.5x33.9`` is three across and eight down in the middle of an A4, and ``3x8:63.5x33.9:7.25x12.9:2.5x0``
also says the margins (left x top) and the gaps (across x down).
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

A4: Final = (210.0, 297.0)
"""Width and height, mm."""
SMALLEST: Final = (15.0, 8.0)
"""A label smaller than this holds no code that a scanner reads from a hand's breadth."""
_UNPRINTED: Final = 5.0
"""As near to the edge of the paper as no ordinary printer prints, mm."""
_MARGIN: Final = 1.5
_SMALL_MARGIN: Final = 0.8
_SMALL_HEIGHT: Final = 14.0
_TOLERANCE: Final = 0.05
_MOST_CELLS: Final = 1000
_MOST_PAIRS: Final = 2
"""Margins and gaps."""
_PAIR: Final = re.compile(
    r"\s*(\d{1,3}(?:[.,]\d{1,3})?)\s*[x×]\s*(\d{1,3}(?:[.,]\d{1,3})?)\s*", re.IGNORECASE
)


class SheetFault(StrEnum):
    """Why a layout that somebody wrote cannot be used."""

    FORM = "form"
    TOO_SMALL = "too_small"
    OFF_THE_PAGE = "off_the_page"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of equal cells. All measures in mm."""

    name: str
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    pitch_x: float
    pitch_y: float
    page: tuple[float, float] = A4

    @property
    def cells(self) -> int:
        """Labels on one page."""
        return self.columns * self.rows

    @property
    def inset(self) -> tuple[float, float]:
        """How far from the cell's edges ink may be, at the sides and above and below.

        Half a millimetre of it is what label paper is out of true by itself. Where cells reach to the edge of the paper
        it is as much as printers leave white there, for every cell alike.
        """
        usual = _SMALL_MARGIN if self.height < _SMALL_HEIGHT else _MARGIN
        if self.cells == 1:
            return usual, usual  # a roll of labels: such a printer prints to the edge
        right = self.page[0] - self.left - (self.columns - 1) * self.pitch_x - self.width
        bottom = self.page[1] - self.top - (self.rows - 1) * self.pitch_y - self.height
        return (
            max(usual, _UNPRINTED - min(self.left, right)),
            max(usual, _UNPRINTED - min(self.top, bottom)),
        )

    def holds(self, shift: tuple[float, float]) -> bool:
        """Whether all ink stays on the paper when it is moved by `shift`, to the right and down."""
        inset_x, inset_y = self.inset
        left, top = self.left + inset_x + shift[0], self.top + inset_y + shift[1]
        right = left + (self.columns - 1) * self.pitch_x + self.width - 2 * inset_x
        bottom = top + (self.rows - 1) * self.pitch_y + self.height - 2 * inset_y
        return (
            min(left, top) >= -_TOLERANCE
            and right <= self.page[0] + _TOLERANCE
            and bottom <= self.page[1] + _TOLERANCE
        )

    def corner(self, cell: int) -> tuple[float, float]:
        """The upper left corner of cell `cell`, counted from 1 row by row, from that of the page."""
        row, column = divmod((cell - 1) % self.cells, self.columns)
        return self.left + column * self.pitch_x, self.top + row * self.pitch_y

    def place(self, first: int, number: int) -> tuple[int, int]:
        """The page (from 0) and the cell (from 1) of the label `number` (from 0), if printing begins at cell `first`."""
        page, cell = divmod(first - 1 + number, self.cells)
        return page, cell + 1

    def pages(self, first: int, count: int) -> int:
        """The pages that `count` labels need, if printing begins at cell `first`."""
        return -(-(first - 1 + count) // self.cells)

    def next_cell(self, first: int, count: int) -> int:
        """The cell after the last of `count` labels; 1, on a new sheet, if the last one is full."""
        return (first - 1 + count) % self.cells + 1


def free_sheet(text: str) -> Sheet | SheetFault:
    """The sheet that `text` writes out (see above), or what is wrong with it."""
    parts = [_pair(part) for part in text.split(":")]
    match [part for part in parts if part is not None]:
        case pairs if len(pairs) != len(parts):
            return SheetFault.FORM
        case [(width, height)]:
            sheet = Sheet(text.strip(), 1, 1, width, height, 0.0, 0.0, width, height, (width, height))
        case [count, (width, height), *margins_and_gaps] if len(margins_and_gaps) <= _MOST_PAIRS:
            columns, rows = int(count[0]), int(count[1])
            if (columns, rows) != count or not 1 <= columns * rows <= _MOST_CELLS:
                return SheetFault.FORM
            gap_x, gap_y = margins_and_gaps[1] if len(margins_and_gaps) == _MOST_PAIRS else (0.0, 0.0)
            right = (columns - 1) * (width + gap_x) + width
            bottom = (rows - 1) * (height + gap_y) + height
            left, top = (
                margins_and_gaps[0] if margins_and_gaps else ((A4[0] - right) / 2, (A4[1] - bottom) / 2)
            )
            sheet = Sheet(
                text.strip(), columns, rows, width, height, left, top, width + gap_x, height + gap_y
            )
            if min(left, top, A4[0] - left - right, A4[1] - top - bottom) < -_TOLERANCE:
                return SheetFault.OFF_THE_PAGE
        case _:
            return SheetFault.FORM
    return SheetFault.TOO_SMALL if sheet.width < SMALLEST[0] or sheet.height < SMALLEST[1] else sheet


def plain_name(text: str) -> str:
    """A sheet's name as it is compared: ``Avery L7160-25`` is ``L7160``."""
    bare = re.sub(r"AVERY|ZWECKFORM|\s", "", text.upper())
    return re.sub(r"(?<=\d)(-\d+)$", "", bare)


def _pair(text: str) -> tuple[float, float] | None:
    found = _PAIR.fullmatch(text)
    return None if found is None else (float(found[1].replace(",", ".")), float(found[2].replace(",", ".")))
