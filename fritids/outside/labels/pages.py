"""The two pages that are printed to set something right: the printer's position, and the scanner.

The scanner's page is always in both languages, since it is kept on the wall; so its texts stand here, side by side.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from fritids.domain.label_sheets import A4, Sheet
from fritids.domain.scanner_test import TEST_CODES, Symbol, Trial
from fritids.i18n import _
from fritids.outside.labels.layout import DOT, Code
from fritids.outside.labels.pdf import LabelPaper
from fritids.outside.labels.symbols import Bars, drawn_as
from fritids.outside.paper.fonts import fitted
from fritids.outside.paper.pages import Paper

_RULER: Final = 100
_TEN: Final = 10
_FIVE: Final = 5


def write_test_page(path: Path, sheet: Sheet, shift: tuple[float, float]) -> None:
    """A PDF at `path` that shows the cells of the sheet as they would be hit, numbered, with a ruler and the offsets."""
    paper = Paper(path, sheet.page, shift, title=f"fritids {sheet.name}")
    inset_x, inset_y = sheet.inset
    for cell in range(1, sheet.cells + 1):
        x, y = sheet.corner(cell)
        paper.frame(x, y, sheet.width, sheet.height)
        number = fitted(str(cell), sheet.width / 3, most=min(6.0, sheet.height * 0.4), least=1.5, bold=True)
        paper.words(number, x + inset_x, y + inset_y + number.size)
    if sheet.page == A4:
        _ruler(paper)
        _explain(paper, sheet, shift)
    paper.save()


def _ruler(paper: Paper) -> None:
    """100 mm across and down through the middle of the page, with a stroke for each."""
    x, y = (A4[0] - _RULER) / 2, A4[1] / 2
    down = (A4[1] - _RULER) / 2
    paper.line(x, y, x + _RULER, y)
    paper.line(A4[0] / 2, down, A4[0] / 2, down + _RULER)
    for mm in range(_RULER + 1):
        stroke = 3.0 if mm % _TEN == 0 else 2.0 if mm % _FIVE == 0 else 1.0
        paper.line(x + mm, y, x + mm, y - stroke)
        paper.line(A4[0] / 2, down + mm, A4[0] / 2 + stroke, down + mm)


def _explain(paper: Paper, sheet: Sheet, shift: tuple[float, float]) -> None:
    """What to do with the page, on white ground in the lower middle, over the frames."""
    texts = (
        _("{sheet}, printed with --offset {x:g},{y:g}").format(sheet=sheet.name, x=shift[0], y=shift[1]),
        _("Print at 100 %, never “fit to page”: both rulers must be 100 mm long."),
        _("Hold this page behind a label sheet, against a window. The frames should lie on the labels."),
        _(
            "If they lie 1 mm too far left, add 1 to the first number of --offset; 1 mm too high, add 1 to the second."
        ),
    )
    left, top, width, line = 25.0, 212.0, 160.0, 6.0
    paper.blank(left, top, width, line * len(texts) + 4)
    paper.frame(left, top, width, line * len(texts) + 4)
    for row, text in enumerate(texts):
        words = fitted(text, width - 6, most=3.6, least=1.8, bold=row == 0)
        paper.words(words, left + 3, top + 6 + row * line)


_TITLE: Final = ("Prova skannern", "Try the scanner")
_HOW: Final = (
    "Öppna Skannerdoktorn i programmet (F12) och skanna de fem koderna uppifrån och ned.",
    "Open the scanner doctor in the program (F12) and scan the five codes from the top down.",
)
_PROVES: Final[Mapping[Trial, tuple[str, str]]] = {
    Trial.DIGITS: (
        "Bara siffror, som på våra egna etiketter. Kommer de fram kan ni låna ut.",
        "Digits only, as on our own labels. If they arrive you can lend.",
    ),
    Trial.LETTERS: (
        "Bokstäver. Blir stora små är Caps Lock på; blir Y ett Z är tangentbordet inte svenskt.",
        "Letters. If large become small Caps Lock is on; if Y becomes Z the keyboard is not a Swedish one.",
    ),
    Trial.SIGNS: (
        "Skiljetecken. Blir de andra är skannern inställd på ett annat tangentbord än datorn.",
        "Signs. If they come out as others the scanner is set to another keyboard than the computer.",
    ),
    Trial.EAN: (
        "En varukod (EAN-13). Saknas den sista siffran tar skannern bort kontrollsiffran.",
        "A shop's code (EAN-13). If the last digit is missing the scanner drops the check digit.",
    ),
    Trial.SQUARE: (
        "En QR-kod. Händer ingenting läser skannern bara streck; det räcker för våra vanliga etiketter.",
        "A QR code. If nothing happens the scanner reads bars only, which will do for our usual labels.",
    ),
}


def write_scanner_page(path: Path) -> None:
    """One A4 at `path` with the five test codes and what each proves, in Swedish and English."""
    paper = LabelPaper(path, A4, title=" / ".join(_TITLE))
    left, room = 20.0, A4[0] - 40.0
    paper.words(fitted(" / ".join(_TITLE), room, most=8, least=4, bold=True), left, 25)
    for row, text in enumerate(_HOW):
        paper.words(fitted(text, room, most=3.8, least=2), left, 34 + row * 6)
    top = 52.0
    for number, code in enumerate(TEST_CODES, 1):
        paper.words(fitted(f"{number}.", 10, most=5, least=3, bold=True), left, top)
        for row, text in enumerate(_PROVES[code.trial]):
            paper.words(fitted(text, room - 10, most=3.6, least=2), left + 10, top + row * 5.2)
        drawn = drawn_as(code.holds, code.symbol)
        module = 9 * DOT if code.symbol is Symbol.QR else 4 * DOT
        side = 16.0 if isinstance(drawn, Bars) else drawn.side * module
        paper.code(Code(drawn, code.holds, left + 16, top + 10, module, side))
        across = (len(drawn.modules) if isinstance(drawn, Bars) else drawn.side) * module
        paper.words(fitted(code.holds, 60, most=4, least=3), left + 16 + across + 8, top + 12 + side / 2)
        top += 45.0
    paper.save()
