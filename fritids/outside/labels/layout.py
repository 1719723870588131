"""What stands where on one label, in millimetres from its upper left corner. Knows no file format.

Bars: type, size and branch above, the number in figures below. QR: the square on the left, the words beside it. A module
is never finer than 0.25 mm, and a whole number of dots of a 300 dpi printer wide, so that all bars are equally true.
No ink comes nearer to the edge than the sheet's inset; the white zone of a code may, but keeps half a millimetre for
paper that lies out of true.
"""

from dataclasses import dataclass
from typing import Final

from fritids.domain.label_sheets import Sheet
from fritids.errors import InvalidValueError
from fritids.i18n import _, number
from fritids.outside.labels.symbols import QR_QUIET, Bars, Square, bars, square
from fritids.outside.paper.fonts import ASCENT, DESCENT, Words, fitted, readable

DOT: Final = 25.4 / 300
"""A dot of a 300 dpi printer, mm."""
FINEST: Final = 3 * DOT
"""0.254 mm: the finest module that a cheap scanner reads and an office printer prints clean."""
_WIDEST_BAR: Final = 6 * DOT
_WIDEST_SQUARE: Final = 9 * DOT
_SLACK: Final = 0.5
_GAP: Final = 0.3
_LOW: Final = 13.0
"""Inner height under which there is one line above the bars, not two."""
_LOWEST_BARS: Final = 3.0
_TALLEST_BARS: Final = 18.0
_WIDE: Final = 1.5
"""Times its height that a label is wide for the words to stand beside the QR."""
_SHARE: Final = 0.45
"""Of the width, what a QR takes beside the words."""
_SMALLEST_TYPE: Final = 1.6
_LINE: Final = ASCENT + DESCENT


@dataclass(frozen=True, slots=True)
class LabelText:
    """What a label says. `kind` and `size` are empty where they are not known yet."""

    code: str
    branch: str
    kind: str = ""
    size: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Words, the left end of their base line, in mm."""

    words: Words
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Code:
    """A code, the upper left corner of its ink, in mm."""

    drawn: Bars | Square
    holds: str
    x: float
    y: float
    module: float
    height: float
    """Of the bars; a square is as high as it is wide."""

    def boxes(self) -> list[tuple[float, float, float, float]]:
        """The dark rectangles: left, top, width, height."""
        if isinstance(self.drawn, Bars):
            return [
                (self.x + at * self.module, self.y, wide * self.module, self.height)
                for at, wide in self.drawn.stripes()
            ]
        return [
            (self.x + x * self.module, self.y + y * self.module, wide * self.module, self.module)
            for x, y, wide in self.drawn.stripes()
        ]


@dataclass(frozen=True, slots=True)
class Label:
    """One label, ready to be drawn."""

    width: float
    height: float
    lines: tuple[Line, ...]
    code: Code
    left_out: str = ""
    """Signs of its words that no font has."""

    @property
    def square(self) -> bool:
        """Whether its code is a QR."""
        return isinstance(self.code.drawn, Square)


def lay_out(text: LabelText, sheet: Sheet, *, qr: bool) -> Label:
    """The label. A QR if `qr`, or where bars would be too fine or cannot hold the code.

    Raises InvalidValueError if a label of this size holds the code in no way.
    """
    for drawn in () if qr else bars(text.code):
        module = _bar_module(drawn, sheet)
        if module >= FINEST:
            return _with_bars(text, sheet, drawn, module)
    return _with_square(text, sheet)


def _bar_module(drawn: Bars, sheet: Sheet) -> float:
    room = min(
        (sheet.width - 2 * _SLACK) / drawn.whole_width,
        (sheet.width - 2 * sheet.inset[0]) / len(drawn.modules),
    )
    return min(_WIDEST_BAR, _dots(room))


def _dots(module: float) -> float:
    """As many whole dots as fit in `module`."""
    return int(module / DOT + 1e-6) * DOT


def _with_bars(text: LabelText, sheet: Sheet, drawn: Bars, module: float) -> Label:
    inset_x, inset_y = sheet.inset
    room, height = sheet.width - 2 * inset_x, sheet.height - 2 * inset_y
    kind, branch = (text.kind, text.branch) if text.kind else (text.branch, "")
    lines: list[Line] = []
    if height < _LOW:
        size = min(2.4, height * 0.21)
        top, bottom = size * _LINE, size * _LINE
        right = fitted(text.size, room * 0.45, most=size, least=_SMALLEST_TYPE, bold=True)
        left = fitted(
            kind, room - right.width - (1 if right.text else 0), most=size, least=_SMALLEST_TYPE, bold=True
        )
        lines += _ends(left, right, sheet, inset_y + size * ASCENT)
    else:
        kind_size, size_size = min(4.4, height * 0.15), min(5.0, height * 0.17)
        number_size = min(3.4, height * 0.13)
        top, bottom = (kind_size + size_size) * _LINE, number_size * _LINE
        lines += _ends(
            fitted(kind, room, most=kind_size, least=_SMALLEST_TYPE, bold=True),
            None,
            sheet,
            inset_y + kind_size * ASCENT,
        )
        left = fitted(text.size, room * 0.6, most=size_size, least=_SMALLEST_TYPE, bold=True)
        right = fitted(branch, room - left.width - 1.5, most=min(2.8, height * 0.1), least=_SMALLEST_TYPE)
        lines += _ends(left, right, sheet, inset_y + kind_size * _LINE + size_size * ASCENT)
        branch, size = "", number_size
    base = sheet.height - inset_y - size * DESCENT
    figures = fitted(text.code, room, most=size, least=_SMALLEST_TYPE)
    if branch:
        right = fitted(branch, room - figures.width - 1, most=size, least=_SMALLEST_TYPE)
        lines += _ends(figures, right, sheet, base)
    else:
        lines.append(Line(figures, (sheet.width - figures.width) / 2, base))
    tall = height - top - bottom - 2 * _GAP
    if tall < _LOWEST_BARS:
        return _with_square(text, sheet)
    used = min(tall, _TALLEST_BARS)
    quiet_left, quiet_right = drawn.quiet
    x = (sheet.width - (len(drawn.modules) + quiet_left + quiet_right) * module) / 2 + quiet_left * module
    x = min(max(x, inset_x), sheet.width - inset_x - len(drawn.modules) * module)
    code = Code(drawn, text.code, x, inset_y + top + _GAP + (tall - used) / 2, module, used)
    return Label(
        sheet.width, sheet.height, tuple(line for line in lines if line.words.text), code, _left_out(text)
    )


def _with_square(text: LabelText, sheet: Sheet) -> Label:
    drawn = square(text.code)
    inset_x, inset_y = sheet.inset
    whole = drawn.side + 2 * QR_QUIET
    wide = sheet.width >= _WIDE * sheet.height
    high = sheet.height if wide else sheet.height * 0.6
    module = _dots(
        min(
            _WIDEST_SQUARE,
            (high - 2 * 0.05) / whole,
            (high - 2 * inset_y) / drawn.side,
            (sheet.width * _SHARE if wide else sheet.width - 2 * inset_x) / whole,
        )
    )
    if module < FINEST:
        raise InvalidValueError(
            _(
                "{code} is too long for a label of {width} × {height} mm. Choose a sheet with larger labels."
            ).format(code=text.code, width=_short(sheet.width), height=_short(sheet.height)),
            field="sheet",
        )
    side, quiet = drawn.side * module, QR_QUIET * module
    rows = [
        (text.kind or text.branch, True),
        (text.size, True),
        (text.code, False),
        (text.branch if text.kind else "", False),
    ]
    if wide:
        x, y = max(inset_x, quiet), (sheet.height - side) / 2
        left, top = x + side + quiet, inset_y
    else:
        x, y = (sheet.width - side) / 2, max(inset_y, quiet)
        left, top = inset_x, y + side + quiet
    room, height = sheet.width - inset_x - left, sheet.height - inset_y - top
    most = min(4.4, height / (len(rows) * _LINE))
    lines, base = [], top + (height - len(rows) * most * _LINE) / 2 + most * ASCENT
    for words, bold in rows:
        found = fitted(words, room, most=most, least=min(most, _SMALLEST_TYPE), bold=bold)
        if found.text:
            lines.append(Line(found, left, base))
        base += most * _LINE
    return Label(
        sheet.width, sheet.height, tuple(lines), Code(drawn, text.code, x, y, module, side), _left_out(text)
    )


def _ends(left: Words, right: Words | None, sheet: Sheet, base: float) -> list[Line]:
    """Words at the left edge, others at the right, on one line."""
    lines = [Line(left, sheet.inset[0], base)]
    if right is not None:
        lines.append(Line(right, sheet.width - sheet.inset[0] - right.width, base))
    return lines


def _left_out(text: LabelText) -> str:
    return readable(text.branch + text.kind + text.size + text.code)[1]


def _short(mm: float) -> str:
    return number(mm, 0 if mm.is_integer() else 1)
