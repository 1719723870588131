"""Labels on paper: PDF pages that come out the same, byte for byte, from the same labels."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from fritids.domain.label_sheets import Sheet
from fritids.outside.labels.layout import Code, Label
from fritids.outside.paper.pages import Paper

Report = Callable[[int, int], None]
"""Told how many of how many are done."""
_STEP: Final = 50


class LabelPaper(Paper):
    """Pages on which labels and their codes are drawn."""

    def label(self, label: Label, x: float, y: float) -> None:
        """A label with its upper left corner here."""
        self.code(label.code, x, y)
        for line in label.lines:
            self.words(line.words, x + line.x, y + line.y)

    def code(self, code: Code, x: float = 0.0, y: float = 0.0) -> None:
        """A code, moved by this much."""
        self.boxes((x + left, y + top, width, height) for left, top, width, height in code.boxes())


def write_labels(
    path: Path,
    sheet: Sheet,
    labels: Iterable[Label],
    *,
    first: int,
    count: int,
    shift: tuple[float, float],
    report: Report,
) -> None:
    """The labels stand in a PDF at `path`, from cell `first` of its first page on. Raises OSError if the disk refuses."""
    paper, page = LabelPaper(path, sheet.page, shift, title=f"fritids {sheet.name}"), 0
    for number, label in enumerate(labels):
        on, cell = sheet.place(first, number)
        if on != page:
            paper.next_page()
            page = on
        paper.label(label, *sheet.corner(cell))
        if number % _STEP == 0:
            report(number, count)
    paper.save()
    report(count, count)
