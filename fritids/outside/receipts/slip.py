"""What stands on a receipt before it has a form: lines of text, the same on paper, from a receipt printer and in a text file."""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_BULLETS: Final = ("- ", "– ", "• ", "* ")
_BETWEEN_DIGITS: Final = re.compile(r"(?<=\d) (?=\d)")
_TIGHT: Final = "\u00a0"


class PaperSize(StrEnum):
    """What the receipt is printed on."""

    A6 = "a6"
    ROLL = "80mm"


@dataclass(frozen=True, slots=True)
class Slip:
    """A receipt: the branch's name, and the texts below each other, in as many languages as there are texts."""

    title: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SlipLine:
    """A line as long as it is; nothing at all is a gap."""

    text: str
    bullet: str = ""
    """Begins the line of one article; what does not fit in its row goes on below its name."""
    bold: bool = False
    """It stands over a list: the day on which those things are due."""


def slip_lines(text: str) -> Iterator[SlipLine]:
    """The lines of one text."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    for line, after in zip(lines, (*lines[1:], ""), strict=True):
        bullet = _bullet(line)
        yield SlipLine(line[len(bullet) :], bullet, bold=bool(line and not bullet and _bullet(after)))


def words_of(text: str) -> list[str]:
    """What a row may be broken between; the groups of a telephone number stay together."""
    return [word.replace(_TIGHT, " ") for word in _BETWEEN_DIGITS.sub(_TIGHT, text).split(" ") if word]


def rows(text: str, width: int) -> Iterator[SlipLine]:
    """The lines of one text in rows of at most `width` characters; none of them has a bullet apart from its text."""
    for line in slip_lines(text):
        whole = line.bullet + _BETWEEN_DIGITS.sub(_TIGHT, line.text)
        cut = textwrap.wrap(whole, width, subsequent_indent=" " * len(line.bullet), break_on_hyphens=False)
        yield from (SlipLine(row.replace(_TIGHT, " "), bold=line.bold) for row in cut or [""])


def as_text(slip: Slip) -> str:
    """The receipt as a text file holds it, lines as long as they are."""
    rule = "\n\n" + "-" * 20 + "\n\n"
    return f"{slip.title}\n\n{rule.join(text.strip() for text in slip.texts)}\n"


def _bullet(line: str) -> str:
    return next((bullet for bullet in _BULLETS if line.startswith(bullet)), "")
