"""Single keys as a scanner sends them, put together to readings with their ends and their speed; nothing is repaired.

`scanstream` makes lines for the counter, and there what ends a line and how fast it came is forgotten. The scanner doctor asks just
for that, so it listens to the same keys beside it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from statistics import median
from typing import Final

NEXT_CODE: Final = 0.4
"""Seconds of silence after which what comes is another code, though nothing has ended the one before."""
BY_HAND: Final = 0.2
"""Seconds after the last character from which what ends a code is no longer the scanner's, but a person's Enter."""
_SHORTEST: Final = 4
_MS: Final = 1000


class End(StrEnum):
    """What stands at the end of a code."""

    ENTER = "enter"
    LINE_FEED = "line_feed"
    TAB = "tab"


ENDS: Final = {"\r": End.ENTER, "\n": End.LINE_FEED, "\t": End.TAB}


@dataclass(frozen=True, slots=True)
class Reading:
    """One code as it came."""

    text: str
    ends: tuple[End, ...] = ()
    """What the scanner sent behind it; none if a person had to press Enter."""
    ms: int | None = None
    """Milliseconds from one character to the next, in the middle of all; None where that is not known."""


class KeyLog:
    """Collects keys into readings."""

    def __init__(self) -> None:
        self._closed: list[Reading] = []
        self._text: list[str] = []
        self._times: list[float] = []
        self._ended_at: float | None = None

    @property
    def readings(self) -> tuple[Reading, ...]:
        """All codes so far, the last one too if nothing has ended it."""
        open_one = (self._reading(()),) if len(self._text) >= _SHORTEST else ()
        return (*self._closed, *open_one)

    def hear(self, character: str, at: float) -> bool:
        """Take one key; CR, LF and Tab are ends, a backspace takes back. True if a reading that was complete is another now."""
        end = ENDS.get(character)
        if end is not None:
            return self._end(end, at)
        if character == "\b":
            if self._text:
                self._text.pop()
                self._times.pop()
            return False
        if len(self._text) >= _SHORTEST and at - self._times[-1] > NEXT_CODE and self._gap() < BY_HAND / 2:
            self._close(())
        self._text.append(character)
        self._times.append(at)
        return False

    def _end(self, end: End, at: float) -> bool:
        if self._text:
            late = at - self._times[-1] > max(BY_HAND, 3 * self._gap())
            self._close(() if late else (end,))
            self._ended_at = at
            return False
        if self._closed and self._ended_at is not None and at - self._ended_at <= BY_HAND:
            self._ended_at = at
            last = self._closed[-1]
            self._closed[-1] = replace(last, ends=(*last.ends, end))
            return True
        return False

    def _close(self, ends: tuple[End, ...]) -> None:
        self._closed.append(self._reading(ends))
        self._text, self._times, self._ended_at = [], [], None

    def _reading(self, ends: tuple[End, ...]) -> Reading:
        return Reading("".join(self._text), ends, round(self._gap() * _MS) if len(self._times) > 1 else None)

    def _gap(self) -> float:
        return (
            median(later - earlier for earlier, later in pairwise(self._times))
            if len(self._times) > 1
            else 0.0
        )


def read_untimed(pieces: Iterable[str]) -> tuple[Reading, ...]:
    """The readings of a text in which lines are codes, with the ends that stand there; how fast they came is not known."""
    log = KeyLog()
    for piece in pieces:
        for character in piece:
            log.hear(character, 0.0)
    return tuple(replace(reading, ms=None) for reading in log.readings)
