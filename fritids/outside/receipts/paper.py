"""A receipt on paper: PDF pages of A6, or one page as long as it has to be for a roll of 80 mm. Fonts as on the labels."""

from collections.abc import Iterator
from math import inf
from pathlib import Path
from typing import Final

from fritids.outside.paper.fonts import ASCENT, Words, fitted, readable
from fritids.outside.paper.pages import Paper
from fritids.outside.receipts.slip import PaperSize, Slip, slip_lines, words_of

_PAGES: Final = {PaperSize.A6: (105.0, 148.0), PaperSize.ROLL: (80.0, 0.0)}
_MARGINS: Final = {PaperSize.A6: (10.0, 10.0), PaperSize.ROLL: (4.0, 5.0)}
"""Left and right, above and below; a roll's printer reaches 72 mm of the 80."""
_TITLE: Final = 5.2
_TEXT: Final = 3.7
_LEADING: Final = 1.32
"""From one base line to the next, in the size of the letters."""
_GAP: Final = 2.2


def write_paper(path: Path, slip: Slip, size: PaperSize) -> str:
    """The receipt stands in a PDF at `path`. Returns the signs that no font here has, which are left out. Raises OSError if the disk refuses."""
    width, fixed = _PAGES[size]
    side, edge = _MARGINS[size]
    drawn = list(_lines(slip, width - 2 * side))
    height = fixed or 2 * edge + sum(height for _words, height, _indent in drawn)
    paper = Paper(path, (width, height), title=slip.title)
    y = edge
    for words, needed, indent in drawn:
        if y + needed > height - edge + 1e-6:
            paper.next_page()
            y = edge
        if words is None:
            if needed > _GAP:
                paper.line(side, y + needed / 2, width - side, y + needed / 2)
        else:
            paper.words(words, side + indent, y + words.size * ASCENT)
        y += needed
    paper.save()
    return readable("".join((slip.title, *slip.texts)))[1]


def _lines(slip: Slip, room: float) -> Iterator[tuple[Words | None, float, float]]:
    """What stands in each line, how much of the page's height it takes, and how far from the left it begins; None for a gap."""
    for words in _wrapped(slip.title, room, _TITLE, bold=True):
        yield words, _TITLE * _LEADING, 0.0
    yield None, _GAP, 0.0
    for n, text in enumerate(slip.texts):
        if n:
            yield None, 3 * _GAP, 0.0
        for line in slip_lines(text):
            if not line.text:
                yield None, _GAP, 0.0
                continue
            indent = _width(line.bullet + ".", _TEXT) - _width(".", _TEXT) if line.bullet else 0.0
            for row, words in enumerate(_wrapped(line.text, room - indent, _TEXT, bold=line.bold)):
                if line.bullet and row == 0:
                    yield _words(line.bullet.strip(), _TEXT), 0.0, 0.0
                yield words, _TEXT * _LEADING, indent


def _wrapped(text: str, room: float, size: float, *, bold: bool = False) -> Iterator[Words]:
    """The text in rows that fit in `room`, mm; a word longer than that is cut where it must be."""
    row = ""
    for word in words_of(readable(text)[0]):
        longer = f"{row} {word}" if row else word
        if _width(longer, size, bold=bold) <= room:
            row = longer
            continue
        if row:
            yield _words(row, size, bold=bold)
        row = word
        while _width(row, size, bold=bold) > room:
            fits = next(
                n for n in range(len(row) - 1, 0, -1) if _width(row[:n], size, bold=bold) <= room or n == 1
            )
            yield _words(row[:fits], size, bold=bold)
            row = row[fits:]
    if row:
        yield _words(row, size, bold=bold)


def _words(text: str, size: float, *, bold: bool = False) -> Words:
    return fitted(text, inf, most=size, least=size, bold=bold)


def _width(text: str, size: float, *, bold: bool = False) -> float:
    return _words(text, size, bold=bold).width
