"""What is asked of the labels, and what came of it. Plain values."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from fritids.services.results import ArticleView

MOST_NEW: Final = 2000
"""Numbers that one printing may take from the series."""
Progress: TypeAlias = Callable[[int, int], None]
"""Told how many of how many labels are drawn."""


@dataclass(frozen=True, slots=True)
class LabelOrder:
    """Which labels, and on what. What is None is as it was the last time, or as usual."""

    barcodes: tuple[str, ...] = ()
    """Of articles, or of labels printed for stock that is yet to come."""
    unprinted: bool = False
    new: int | None = None
    sheet: str | None = None
    """A name, or a layout written out (`fritids.domain.label_sheets`)."""
    from_cell: int = 1
    offset: tuple[float, float] | None = None
    qr: bool = False
    dpi: int | None = None
    """Of the label printer or the picture."""


@dataclass(frozen=True, slots=True)
class LabelView:
    """A label that was printed."""

    barcode: str
    article: ArticleView | None
    """None for a number that nothing has yet."""


@dataclass(frozen=True, slots=True)
class PrintedLabels:
    """What stands in the file now."""

    file: Path | None
    """None if there was nothing to print."""
    sheet: str
    labels: tuple[LabelView, ...]
    pages: int
    first_cell: int
    next_cell: int | None
    """The first free cell of the last sheet; None where there are no cells."""
    squares: int = 0
    """Labels that became a QR because bars would be too fine or cannot hold the code."""
    left_out: str = ""
    """Signs of words that cannot be printed."""


@dataclass(frozen=True, slots=True)
class LabelPlace:
    """Where the next labels would go: the sheet used last, and the cell after the last one."""

    sheet: str
    cells: int
    next_cell: int
    unprinted: int
    """Articles that wait for their label."""
    offset: tuple[float, float]
