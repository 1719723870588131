"""The letters on a label: what they measure, and which font has them.

The fonts come with the libraries that draw, so nothing has to be installed: Bitstream Vera (reportlab) has the letters of
western Europe, and DejaVu Sans Mono (python-barcode) also Polish, Turkish, Greek and Cyrillic ones. A sign that neither
has is left out and told of. So are Arabic and Hebrew: DejaVu has the letters, but nothing here joins them or sets them
from right to left, and a word set backwards is worse than none.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

import barcode
import reportlab
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from fritids.errors import FritidsError
from fritids.i18n import _

ASCENT: Final = 0.95
"""How far a capital with a ring or dots reaches above the line, in the size of the font."""
DESCENT: Final = 0.24
_CUT: Final = "…"
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL", "AN"})


class Face(StrEnum):
    """A font; the value is its name in the file that is written."""

    PLAIN = "FritidsPlain"
    BOLD = "FritidsBold"
    WIDE = "FritidsWide"
    """For words with letters that the other two lack; one weight, all letters of one width."""


_FILES: Final[Mapping[Face, tuple[str, str]]] = {
    Face.PLAIN: (reportlab.__file__, "Vera.ttf"),
    Face.BOLD: (reportlab.__file__, "VeraBd.ttf"),
    Face.WIDE: (barcode.__file__, "DejaVuSansMono.ttf"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """A text that fits where it is to stand."""

    text: str
    face: Face
    size: float
    """Of the font, in mm."""
    width: float
    """In mm."""


@cache
def font(face: Face) -> TTFont:
    """The font. Raises FritidsError if its file is not there."""
    path = font_path(face)
    try:
        return TTFont(face.value, str(path))
    except (OSError, TTFError) as error:
        raise FritidsError(
            _("The font {name} that labels are set in is missing. Install the program again.").format(
                name=path.name
            ),
            code="font_missing",
        ) from error


def font_path(face: Face) -> Path:
    """Where the font's file is."""
    library, name = _FILES[face]
    return Path(library).parent / "fonts" / name


def readable(text: str) -> tuple[str, str]:
    """`text` without the signs that no font here can show, and these signs, each once."""
    kept: list[str] = []
    lost: list[str] = []
    for sign in unicodedata.normalize("NFC", text):
        drawn = unicodedata.bidirectional(sign) not in _RIGHT_TO_LEFT and any(
            _has(face, sign) for face in (Face.PLAIN, Face.WIDE)
        )
        (kept if drawn else lost).append(sign)
    return " ".join("".join(kept).split()), "".join(
        dict.fromkeys(sign for sign in lost if sign.isprintable())
    )


def fitted(text: str, room: float, *, most: float, least: float, bold: bool = False) -> Words:
    """`text` as large as fits in `room`, from `most` down to `least`; what does not fit then is cut and ends in `…`.

    All measures in mm; of `text` only what is `readable`.
    """
    text = readable(text)[0]
    face = Face.BOLD if bold else Face.PLAIN
    if not all(_has(face, sign) for sign in text):
        face = Face.WIDE
    at_one = _measure(text, face)
    size = most if at_one * most <= room else max(least, room / at_one)
    while text and at_one * size > room + 1e-6:
        text = text.removesuffix(_CUT)[:-1].rstrip() + _CUT
        text = "" if text == _CUT else text
        at_one = _measure(text, face)
    return Words(text, face, size, at_one * size)


def _has(face: Face, sign: str) -> bool:
    return ord(sign) in font(face).face.charToGlyph


def _measure(text: str, face: Face) -> float:
    """The width of `text` at size 1."""
    measures = font(face).face
    widths, usual = measures.charWidths, measures.defaultWidth
    return float(sum(widths.get(ord(sign), usual) for sign in text)) / 1000
