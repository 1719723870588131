"""Paper slips as A4 pages, three on each, to be cut apart or kept as a pad.

They are written on with a pen while the screens are dark, and typed in fast afterwards: so the digits of each number have a box each,
as they stand on the labels, and the slip's own number is a bar code. Everything is black on white, for any printer. Texts stand here
in both languages, as on the scanner's page: a branch that has chosen no language gets both.
"""

from pathlib import Path
from typing import Final

from fritids.domain.barcode import slip_code
from fritids.domain.label_sheets import A4
from fritids.domain.scanner_test import Symbol
from fritids.outside.labels.layout import DOT, Code
from fritids.outside.labels.pdf import LabelPaper
from fritids.outside.labels.symbols import drawn_as
from fritids.outside.paper.fonts import fitted

PER_PAGE: Final = 3
LENT_ROWS: Final = 8
RETURNED_ROWS: Final = 4
_LEFT: Final = 12.0
_RIGHT: Final = A4[0] - 12.0
_HEIGHT: Final = A4[1] / PER_PAGE
_COLUMN: Final = 63.5
_DIGITS: Final = 8
"""Of our own numbers; a longer one goes on along the line behind the boxes."""
_BOX: Final = (5.4, 6.6)
_ROW: Final = 8.1
_ROWS: Final = 4
_BARS: Final = 12.0

_TITLE: Final = ("Lapp vid strömavbrott", "Power-cut slip")
_LENT: Final = ("Utlånat", "Lent")
_RETURNED: Final = ("Återlämnat", "Returned")
_FIELDS: Final = ((("Datum", "Date"), 30.0), (("Kl.", "Time"), 21.0), (("Namn", "Name"), 0.0))
"""Names, and how long the line behind them is; 0 for as long as there is room."""
_SIGN: Final = ("Sign.", "Sign.")
_PHONE: Final = ("Mobil", "Mobile")
_CARD: Final = ("Kort", "Card")
_PHONE_DIGITS: Final = 10
_HOW: Final = (
    "En lapp per familj. Skriv klockslaget och alla siffror på etiketten, även den sista.",
    "One slip a family. Write the time, and every digit on the label, the last one too.",
)


def write_slips(path: Path, branch: str, numbers: range, language: str | None) -> int:
    """The slips with these numbers stand in a PDF at `path`; how many pages that are. Raises OSError if the disk refuses.

    `language` is the branch's, or None for both. The same numbers give the same bytes.
    """
    paper = LabelPaper(path, A4, title=_said(_TITLE, language))
    for place, number in enumerate(numbers):
        if place and place % PER_PAGE == 0:
            paper.next_page()
        _slip(paper, branch, number, place % PER_PAGE * _HEIGHT, language)
    paper.save()
    return -(-len(numbers) // PER_PAGE)


def _said(pair: tuple[str, str], language: str | None) -> str:
    swedish, english = pair
    return swedish if language == "sv" else english if language == "en" else f"{swedish} / {english}"


def _slip(paper: LabelPaper, branch: str, number: int, top: float, language: str | None) -> None:
    if top:
        for x in (0.0, A4[0] - 7.0):  # where to cut
            paper.line(x, top, x + 7.0, top)
    _head(paper, branch, number, top, language)
    y = top + 33.5
    x = _LEFT
    for pair, width in _FIELDS:
        x = _line_for(paper, _said(pair, language), x, y, width)
    y += 10.0
    x = _boxes(paper, _said(_PHONE, language), _LEFT, y, _PHONE_DIGITS)
    x = _boxes(paper, _said(_CARD, language), x + 6.0, y, _DIGITS)
    _line_for(paper, _SIGN[0], x + 4.0, y, 0.0)
    y += 7.5
    heads = (_LENT, _LENT, _RETURNED)
    for column, pair in enumerate(heads):
        x = _LEFT + column * _COLUMN
        words = fitted(_said(pair, language), _COLUMN - 6, most=3.8, least=2.4, bold=True)
        paper.words(words, x + 5.5, y)
        for row in range(_ROWS):
            at = y + 2.0 + row * _ROW
            nth = row + 1 + (_ROWS if column == 1 else 0)
            paper.words(fitted(f"{nth}", 5, most=3.0, least=2.0), x + 1.0, at + 4.8)
            for digit in range(_DIGITS):
                paper.frame(x + 5.0 + digit * _BOX[0], at, *_BOX)
            after = x + 5.0 + _DIGITS * _BOX[0]
            paper.line(after, at + _BOX[1], x + _COLUMN - 3.0, at + _BOX[1])
    for column in (1, 2):
        x = _LEFT + column * _COLUMN - 1.2
        paper.line(x, y - 3.5, x, y + 2.0 + _ROWS * _ROW)


def _head(paper: LabelPaper, branch: str, number: int, top: float, language: str | None) -> None:
    drawn = drawn_as(slip_code(number), Symbol.CODE128)
    module = 4 * DOT
    width = len(drawn.modules) * module  # type: ignore[union-attr]  # Code 128 is bars
    left = _RIGHT - width - 4.0
    paper.code(Code(drawn, slip_code(number), left, top + 6.0, module, _BARS))
    digits = fitted(slip_code(number), width, most=3.2, least=2.4)
    paper.words(digits, left + (width - digits.width) / 2, top + 6.0 + _BARS + 3.6)
    nth = fitted(str(number), 40.0, most=11.0, least=6.0, bold=True)
    paper.words(nth, left - nth.width - 8.0, top + 15.5)
    room = left - nth.width - 12.0 - _LEFT
    paper.words(fitted(branch, room, most=5.2, least=2.6, bold=True), _LEFT, top + 11.0)
    paper.words(fitted(_said(_TITLE, language), room, most=3.8, least=2.4), _LEFT, top + 16.2)
    how = (_HOW[0],) if language == "sv" else (_HOW[1],) if language == "en" else _HOW
    for row, text in enumerate(how):
        paper.words(fitted(text, left - _LEFT - 4.0, most=3.0, least=2.0), _LEFT, top + 20.8 + row * 3.8)


def _line_for(paper: LabelPaper, name: str, x: float, y: float, width: float) -> float:
    """A name and a line to write on, to the right edge for no `width`; where the next one begins."""
    words = fitted(name, 24.0, most=3.3, least=2.0)
    paper.words(words, x, y)
    left = x + words.width + 1.0
    end = left + width if width else _RIGHT
    paper.line(left, y + 0.6, end, y + 0.6)
    return end + 4.0


def _boxes(paper: LabelPaper, name: str, x: float, y: float, digits: int) -> float:
    """A name and a box for each digit; where they end."""
    words = fitted(name, 24.0, most=3.3, least=2.0)
    paper.words(words, x, y)
    left = x + words.width + 1.5
    for digit in range(digits):
        paper.frame(left + digit * _BOX[0], y - 5.0, *_BOX)
    return left + digits * _BOX[0]
