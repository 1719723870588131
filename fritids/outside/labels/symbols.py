"""Codes as dark and light modules, before anybody has said how large they become.

python-barcode gives a row of modules and segno a square of them; what draws them needs no more. A number of ours is drawn
as Code 128, which every scanner reads as it comes from the factory, in its digits-only form (79 modules). Where that
would be too fine the same number is an EAN-8 (67 modules, and a narrower white zone), and where that would be too fine
too, a QR. An EAN-13 of the world's goods stays one. What Code 128 has no sign for becomes a QR.

Sources: ISO/IEC 15417 (Code 128: 10 white modules on both sides), GS1 General Specifications 5.2.3 (EAN-13: 11 and 7,
EAN-8: 7 and 7), ISO/IEC 18004 (QR: 4 on all sides).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

import segno
from barcode.codex import Code128
from barcode.ean import EuropeanArticleNumber8, EuropeanArticleNumber13
from barcode.errors import BarcodeError

from fritids.domain.barcode import Series, is_world_code, series
from fritids.domain.scanner_test import Symbol

_EAN8_LENGTH: Final = 8
_EAN13_LENGTH: Final = 13
QR_QUIET: Final = 4


@dataclass(frozen=True, slots=True)
class Bars:
    """A row of bars."""

    symbol: Symbol
    modules: str
    """``1`` is dark. Begins and ends with a bar."""
    quiet: tuple[int, int]
    """White modules that a scanner needs on the left and on the right."""

    @property
    def whole_width(self) -> int:
        """Modules from the one white zone's outer edge to the other's."""
        return len(self.modules) + sum(self.quiet)

    def stripes(self) -> Iterator[tuple[int, int]]:
        """The bars: first module and number of modules."""
        at = 0
        while (at := self.modules.find("1", at)) >= 0:
            end = self.modules.find("0", at)
            end = len(self.modules) if end < 0 else end
            yield at, end - at
            at = end


@dataclass(frozen=True, slots=True)
class Square:
    """A square of modules."""

    rows: tuple[bytes, ...]
    """1 is dark."""

    @property
    def side(self) -> int:
        """Modules along one side, without the white zone."""
        return len(self.rows)

    def stripes(self) -> Iterator[tuple[int, int, int]]:
        """Runs of dark modules: column, row and number of modules."""
        for y, row in enumerate(self.rows):
            x = 0
            while (x := row.find(1, x)) >= 0:
                end = row.find(0, x)
                end = len(row) if end < 0 else end
                yield x, y, end - x
                x = end


def bars(code: str) -> tuple[Bars, ...]:
    """The ways to draw `code` as bars, the best first; none where it has signs that bars do not have."""
    if len(code) == _EAN13_LENGTH and is_world_code(code):
        return (_ean13(code), *_code128(code))
    if len(code) == _EAN8_LENGTH and series(code) is Series.ARTICLE:
        return (*_code128(code), _ean8(code))
    return _code128(code)


def drawn_as(code: str, symbol: Symbol) -> Bars | Square:
    """`code` as this symbol. Raises ValueError where it cannot be."""
    if symbol is Symbol.QR:
        return square(code)
    found = next((one for one in bars(code) if one.symbol is symbol), None)
    if found is None:
        raise ValueError(f"{code!r} is no {symbol}")
    return found


@cache
def square(code: str) -> Square:
    """`code` as a QR: of the smallest size that forgives 15 % of damage, and more where that costs no room."""
    made = segno.make(code, micro=False, error="m", boost_error=True)
    return Square(tuple(bytes(module & 1 for module in row) for row in made.matrix))


def code128_values(code: str) -> list[int]:
    """The values of `code` as Code 128, from its start sign to before its check sum; as in `bars`."""
    return list(Code128(code).encoded)


def _code128(code: str) -> tuple[Bars, ...]:
    if not code or not all(" " <= sign <= "~" for sign in code):
        return ()  # control signs could be drawn, but no scanner that is a keyboard can type them
    try:
        return (Bars(Symbol.CODE128, Code128(code).build()[0], (10, 10)),)
    except BarcodeError:
        return ()


def _ean8(code: str) -> Bars:
    return Bars(Symbol.EAN8, EuropeanArticleNumber8(code[:-1]).build()[0], (7, 7))


def _ean13(code: str) -> Bars:
    return Bars(Symbol.EAN13, EuropeanArticleNumber13(code[:-1]).build()[0], (11, 7))
