"""Whole keyboards, key beside key: what a scanner set to one country types on a computer set to another.

`keyboard_layout` has what every scan is repaired with, and knows only the one mistake that is common: a scanner on the US layout.
Here are the others that scanners are sold with, for telling them apart. From xkeyboard-config's `symbols` (us, gb, de, fr, se, each
"basic"). Norwegian and Danish boards are not among them: on the test codes they type as a Swedish one does.
"""

from enum import StrEnum
from typing import Final


class Board(StrEnum):
    """A country's keyboard."""

    SE = "se"
    US = "us"
    GB = "gb"
    DE = "de"
    FR = "fr"


_NONE: Final = "\0"
"""A key that has no sign."""
# Per board: plain and with Shift, each TLDE AE01..12, AD01..12, AC01..11 BKSL, LSGT AB01..10, between blanks.
_ROWS: Final = {
    board: tuple(rows.replace(" ", "") for rows in both)
    for board, both in {
        Board.SE: ("§1234567890+\u00b4 qwertyuiopå¨ asdfghjklöä' <zxcvbnm,.-", '½!"#¤%&/()=?` QWERTYUIOPÅ^ ASDFGHJKLÖÄ* >ZXCVBNM;:_'),
        Board.US: ("`1234567890-= qwertyuiop[] asdfghjkl;'\\ \0zxcvbnm,./", '~!@#$%^&*()_+ QWERTYUIOP{} ASDFGHJKL:"| \0ZXCVBNM<>?'),
        Board.GB: ("`1234567890-= qwertyuiop[] asdfghjkl;'# \\zxcvbnm,./", '¬!"£$%^&*()_+ QWERTYUIOP{} ASDFGHJKL:@~ |ZXCVBNM<>?'),
        Board.DE: ("^1234567890ß\u00b4 qwertzuiopü+ asdfghjklöä# <yxcvbnm,.-", "°!\"§$%&/()=?` QWERTZUIOPÜ* ASDFGHJKLÖÄ' >YXCVBNM;:_"),
        Board.FR: ("²&é\"'(-è_çà)= azertyuiop^$ qsdfghjklmù* <wxcvbn,;:!", "\x001234567890°+ AZERTYUIOP¨£ QSDFGHJKLM%µ >WXCVBN?./§"),
    }.items()
}  # fmt: skip
_AT_SIGN: Final = {Board.SE: 2, Board.DE: 13, Board.FR: 10}
"""The key that is @ together with AltGr; elsewhere it is in the rows."""
_PLAIN, _SHIFT, _ALT = range(3)


def arrives(text: str, scanner: Board, computer: Board) -> str:
    """What a computer set to one board shows of `text` from a scanner set to another. A sign the scanner's board has not is sent as it is."""
    return "".join(_one(character, scanner, computer) for character in text)


def _one(character: str, scanner: Board, computer: Board) -> str:
    for level, row in enumerate(_ROWS[scanner]):
        if character != _NONE and (key := row.find(character)) >= 0:
            return _typed(key, level, computer) or character
    if character == "@":
        return _typed(_AT_SIGN[scanner], _ALT, computer)
    return character


def _typed(key: int, level: int, computer: Board) -> str:
    if level == _ALT:
        if _AT_SIGN.get(computer) == key:
            return "@"
        level = _PLAIN
    return _ROWS[computer][level][key].replace(_NONE, "")
