"""Words as they are set on paper and in charts: which font has each sign, how wide they are, where a line is broken. Measures in points.

A sign that no font here has, and every word that is written from right to left (nothing here joins or turns its letters), becomes
`MISSING`, once for a whole run of them: seen to be missing, where a word set backwards would be taken for another.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import groupby
from typing import Final, TypeAlias

from fritids.outside.paper.fonts import Face, font

MISSING: Final = "\N{WHITE SQUARE}"
"""Stands for signs that cannot be set."""
ASCENT: Final = 0.95
"""How far a capital with a ring reaches above the line, in the size of the font."""
DESCENT: Final = 0.24
_UNKNOWN_WIDTH: Final = 0.7
"""Room for a sign that is not ours to set, in the size of the font; `MISSING` is narrower."""
CUT: Final = "…"
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL", "AN"})
_JOINERS: Final = "\u200c\u200d"
"""Unseen, but the letters of some languages are other ones without them."""
_GAPS: Final = re.compile(r"[ \t\r\n\v\f\x1c-\x1f\x85\u2028\u2029]+")
"""White space at which a line may be broken. The space inside a number is none of it."""

Run: TypeAlias = tuple[str, Face]
"""Signs that stand in one font."""


def tidy(text: str) -> str:
    """`text` on one line, composed, without signs that are never seen and without those that no file may hold."""
    return "".join(
        sign
        for sign in _GAPS.sub(" ", unicodedata.normalize("NFC", text)).strip()
        if (unicodedata.category(sign) not in {"Cc", "Cf", "Cs"} or sign in _JOINERS)
        and ord(sign) & 0xFFFE != 0xFFFE  # noqa: PLR2004 - the two last of each plane are no signs
    )


@lru_cache(maxsize=4096)
def settable(text: str) -> str:
    """`text`, tidy, with `MISSING` for what cannot be set."""
    kept: list[str] = []
    for sign in tidy(text):
        if _drawn(sign):
            kept.append(sign)
        elif unicodedata.combining(sign) or sign in _JOINERS:
            continue
        elif not kept or kept[-1] != MISSING:
            kept.append(MISSING)
    return "".join(kept)


@lru_cache(maxsize=4096)
def runs(text: str, *, bold: bool = False) -> tuple[Run, ...]:
    """`text`, made settable, in pieces of one font each."""
    usual = Face.BOLD if bold else Face.PLAIN
    return tuple(
        ("".join(signs), face)
        for face, signs in groupby(settable(text), key=lambda sign: usual if _has(usual, sign) else Face.WIDE)
    )


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide `text` stands, made settable, in a font of `size`."""
    return size * sum(_at_one(*run) for run in runs(text, bold=bold))


def wrapped(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """`text`, tidy, on lines of at most `room`, broken between words, and inside a word that is longer than a line. At least one line.

    What cannot be set here is kept and has room, since a page or picture elsewhere may have letters for it.
    """
    lines: list[str] = []
    line = ""
    for word in tidy(text).split(" "):
        longer = f"{line} {word}" if line else word
        if _loosely(longer, size, bold=bold) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while _loosely(line, size, bold=bold) > room and len(line) > 1:
            fits = _fitting(line, size, room, bold=bold)
            lines.append(line[:fits])
            line = line[fits:]
    return [*lines, line]


def cut(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """`text` on one line of at most `room`; if it is longer it ends in `…`. Only for what stands in full elsewhere."""
    text = tidy(text)
    if _loosely(text, size, bold=bold) <= room:
        return text
    fits = _fitting(text, size, max(0.0, room - width(CUT, size, bold=bold)), bold=bold)
    return text[:fits].rstrip() + CUT


def _fitting(text: str, size: float, room: float, *, bold: bool) -> int:
    """How many signs of `text` stand in `room`; at least one, so that a line always takes something."""
    few, many = 1, len(text)
    while few < many:
        middle = (few + many + 1) // 2
        if _loosely(text[:middle], size, bold=bold) <= room:
            few = middle
        else:
            many = middle - 1
    return few


def _loosely(text: str, size: float, *, bold: bool) -> float:
    """The width of `text`, with room for each sign that cannot be set: never less than `width`."""
    return size * sum(_room_of(sign, bold=bold) for sign in text)


@lru_cache(maxsize=4096)
def _room_of(sign: str, *, bold: bool) -> float:
    usual = Face.BOLD if bold else Face.PLAIN
    if _drawn(sign):
        return _at_one(sign, usual if _has(usual, sign) else Face.WIDE)
    return 0.0 if unicodedata.combining(sign) or sign in _JOINERS else _UNKNOWN_WIDTH


@lru_cache(maxsize=4096)
def _drawn(sign: str) -> bool:
    return unicodedata.bidirectional(sign) not in _RIGHT_TO_LEFT and any(
        _has(face, sign) for face in (Face.PLAIN, Face.WIDE)
    )


def _has(face: Face, sign: str) -> bool:
    return ord(sign) in font(face).face.charToGlyph


@lru_cache(maxsize=8192)
def _at_one(text: str, face: Face) -> float:
    measures = font(face).face
    widths, usual = measures.charWidths, measures.defaultWidth
    return float(sum(widths.get(ord(sign), usual) for sign in text)) / 1000
