"""The lines of the line mode as they arrive: whatever ends them, and as soon as it is there."""

from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from io import TextIOWrapper
from time import monotonic
from typing import Final, TextIO

from fritids.domain.scanstream import DELIBERATE

_CHUNK: Final = 4096
_LONGEST: Final = 4_000
"""A line may be any length; so much of it is kept, which is far more than is ever a code or a name."""
_ENDS: Final = "\r\n"


def lines(stdin: TextIO, clock: Callable[[], float] = monotonic) -> Iterator[str]:
    """Each line without blanks around it; codes that a tab parts are lines of their own.

    A terminal turns a scanner's CR and LF into two line ends. There, as at the counter, an empty line counts from half a second
    after the answer to a line: before that it is the second half of a suffix.
    """
    interactive = stdin.isatty()
    after_code, answered = False, 0.0
    for whole in _split(pieces(stdin)):
        line = whole.strip()
        if not line and interactive and after_code and clock() - answered < DELIBERATE:
            after_code = False
            continue
        yield from (code.strip() for code in line.split("\t") if code.strip() or not line)
        after_code, answered = bool(line), clock()


def pieces(stdin: TextIO) -> Iterator[str]:
    """What is there, without waiting for more. Not `readline`: it knows a CR for no end of a line, or waits for what follows."""
    if not isinstance(stdin, TextIOWrapper):
        yield from iter(lambda: stdin.read(_CHUNK), "")
        return
    encoding = stdin.encoding if stdin.isatty() else "utf-8-sig"
    decoder = getincrementaldecoder(encoding)(errors="replace")
    for data in iter(lambda: stdin.buffer.read1(_CHUNK), b""):
        yield decoder.decode(data)


def _split(pieces: Iterator[str]) -> Iterator[str]:
    """The lines; CR, LF and both in either order end one, and the last needs no end."""
    line: list[str] = []
    before = ""
    for piece in pieces:
        for character in piece:
            if character not in _ENDS:
                before = ""
                if len(line) < _LONGEST:
                    line.append(character)
            elif before in ("", character):
                yield "".join(line)
                line.clear()
                before = character
            else:
                before = ""  # the second half of a pair
    if line:
        yield "".join(line)
