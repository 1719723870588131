"""The five test codes of the scanner doctor: what its printed page shows and its screen waits for.

Each is made to be told from the others by itself, also when it arrives mangled: in length, in the kind of
signs, or (the two of digits only) in the digits, which every keyboard layout with a Latin alphabet types
alike. Letters that keyboards swap (A Q, Z Y W, M) and signs that move are all in it; none of those signs is a
dead key in Sweden, which would eat the sign after it. No article has any of these codes: the two from our own
series have the last numbers of six digits, and the EAN is of GS1's range for use inside a shop.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from fritids.domain.barcode import article_code, check_digit


class Symbol(StrEnum):
    """How a code is drawn."""

    CODE128 = "code128"
    EAN8 = "ean8"
    EAN13 = "ean13"
    QR = "qr"


class Trial(StrEnum):
    """What one of the test codes tries."""

    DIGITS = "digits"
    """That the scanner is heard at all, and reads what stands on our own labels."""
    LETTERS = "letters"
    """Whether the letters and their case come right: Caps Lock, and German or French keyboards."""
    SIGNS = "signs"
    """Whether scanner and computer are set to the same keyboard layout."""
    EAN = "ean"
    """Whether the code of a shop's goods comes whole, its check digit and all."""
    SQUARE = "square"
    """Whether it reads square codes (QR), which not every scanner can."""


@dataclass(frozen=True, slots=True)
class TestCode:
    """One code of the page."""

    __test__ = False  # pytest takes a class of this name for a test

    trial: Trial
    holds: str
    """What a scanner that is set right sends, but for prefix and suffix."""
    symbol: Symbol


_EAN_BODY: Final = "204613579024"

TEST_CODES: Final = (
    TestCode(Trial.DIGITS, article_code(999_999), Symbol.CODE128),
    TestCode(Trial.LETTERS, "AQWZYMaqwzym", Symbol.CODE128),
    TestCode(Trial.SIGNS, "1-2/3_4:5;6@7", Symbol.CODE128),
    TestCode(Trial.EAN, _EAN_BODY + check_digit(_EAN_BODY), Symbol.EAN13),
    TestCode(Trial.SQUARE, article_code(999_998), Symbol.QR),
)
"""In the order of the page, from what always works to what asks most of the scanner."""
