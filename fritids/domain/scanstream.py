"""From single keys with their arrival times to whole lines: what was scanned, typed or pasted into the one box.

Scanner, keyboard and clipboard share one stream of keys, and nothing says which a key came from. What
separates them is a line's end and time: a scanner sends a key every few milliseconds, a person never does.
This module is told the times and asks no clock; it knows neither Textual nor what a line means.

A character is never dropped for having come late: the first part of a slow scan must not be lost (the
rejected alternative, "clear the buffer after a pause", did that whenever the computer was busy in mid-scan).
Only when a whole line is there is it looked at whether a person's stray keys stand before a scan.
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, TypeAlias

from fritids.domain.barcode import key, looks_like_scan, surely_code

BURST_GAP: Final = 0.035
"""Seconds between two keys of a burst at most; fast typists need 60 ms and more."""
PAUSE: Final = 0.080
"""Seconds between a person's last key and a scan that follows in the same line, more than this."""
DELIBERATE: Final = 0.5
"""Seconds after a line from which an Enter on the empty box is a person's, and no second suffix of the
scanner."""
DOUBLE_READ: Final = 2.0
"""Seconds within which the same code again is the same scan (R8)."""
MAX_LINE: Final = 200
"""Characters of a line that are kept."""
_SHORTEST_SCAN: Final = 4
_SHORTEST_SCAN_AFTER_TYPING: Final = 6
_LINE_ENDS: Final = re.compile(r"\r\n|[\r\n\t\v\f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line is complete, and the box is empty again."""

    text: str
    """Without blanks around it, without control characters; never empty."""
    at: float
    """When its end arrived, in seconds of the clock that the keys were timed with."""
    scanned: bool = False
    """All of it came in one burst of at least four characters, or it is a code-like line of a paste.

    This is about time alone. A paste or a remote terminal can be as fast: ask `barcode` too before acting on
    it.
    """
    leftover: str = ""
    """What a person had typed before the scan began, cut off from `text`."""
    overlong: bool = False
    """It was longer than `MAX_LINE`, and its end is missing."""


@dataclass(frozen=True, slots=True)
class EmptyEnter:
    """Enter was pressed on the empty box."""

    at: float
    deliberate: bool
    """Half a second or more after the last line: a person's, not the second half of a scanner's suffix."""


Output: TypeAlias = Line | EmptyEnter


class ScanStream:
    """Collects keys into lines. Each method takes one arrival, in order, and returns what it completed."""

    def __init__(self) -> None:
        self._characters: list[str] = []
        self._arrivals: list[float] = []
        self._by_hand = False
        self._overlong = False
        self._last_line: float | None = None
        self._after_return = False

    @property
    def text(self) -> str:
        """What stands in the box."""
        return "".join(self._characters)

    def key(self, character: str, at: float) -> tuple[Output, ...]:
        """Take one character; line ends and Tab are taken as such, other control characters are ignored."""
        if character == "\t":
            return self.tab(at)
        if _LINE_ENDS.fullmatch(character):
            return self.enter(at, line_feed=character == "\n")
        self._add(character, at)
        return ()

    def enter(self, at: float, *, line_feed: bool = False) -> tuple[Output, ...]:
        """Take Enter or a line feed: the line, or that Enter met an empty box.

        A line feed right after an Enter belongs to it however late it is seen: no key sends one, and a computer that
        is busy may read the two halves of a suffix far apart.
        """
        second_half, self._after_return = line_feed and self._after_return, not line_feed
        if not self.text.strip():
            self.clear()
            since = DELIBERATE if self._last_line is None else at - self._last_line
            return (EmptyEnter(at, deliberate=since >= DELIBERATE and not second_half),)
        return (self._complete(at),)

    def tab(self, at: float) -> tuple[Output, ...]:
        """Take Tab: the line; nothing if the box is empty, for then it is a second suffix or a person's slip."""
        return (self._complete(at),) if self.text.strip() else ()

    def backspace(self) -> None:
        """Take back the last character."""
        if self._characters:
            self._characters.pop()
            self._arrivals.pop()
            self._by_hand = True

    def paste(self, text: str, at: float) -> tuple[Output, ...]:
        """Take a paste. With a line end or Tab in it, each line that is not empty is complete, the last one too.

        Without one it stands in the box as if typed. What stood in the box before is the first line's
        leftover, or, if the paste begins with a line end, a line of its own.
        """
        self._after_return = False
        first, *rest = _LINE_ENDS.split(text)
        if not rest:
            self._add(first, at)
            self._by_hand = True
            return ()
        lines: list[Output] = []
        if not _seen(first).strip() and self.text.strip():
            lines.append(self._complete(at))
        leftover = self.text.strip()
        self.clear()
        for piece in (first, *rest):
            line = _seen(piece).strip()
            if line:
                kept, cut = line[:MAX_LINE].strip(), len(line) > MAX_LINE
                lines.append(Line(kept, at, scanned=looks_like_scan(line), leftover=leftover, overlong=cut))
                leftover = ""
                self._last_line = at
        return tuple(lines)

    def answered(self, at: float) -> None:
        """Empty the box because what stood in it was an answer; an Enter within half a second belongs to it."""
        self.clear()
        self._last_line = at

    def clear(self) -> None:
        """Empty the box; nothing is reported."""
        self._characters.clear()
        self._arrivals.clear()
        self._by_hand = self._overlong = False

    def _add(self, text: str, at: float) -> None:
        self._after_return = False
        seen = _seen(text)
        room = MAX_LINE - len(self._characters)
        self._overlong |= len(seen) > room
        self._characters += seen[:room]
        self._arrivals += [at] * len(seen[:room])

    def _complete(self, at: float) -> Line:
        start = 0 if self._by_hand or self._overlong else self._scan_start()
        text, leftover = self.text[start:].strip(), self.text[:start].strip()
        scanned = not self._by_hand and len(text) >= _SHORTEST_SCAN and _is_burst(self._arrivals[start:])
        overlong = self._overlong
        self.clear()
        self._last_line = at
        return Line(text, at, scanned=scanned, leftover=leftover, overlong=overlong)

    def _scan_start(self) -> int:
        """Where a scan begins in the line after stray keys of a person: 0 unless all of it speaks for that.

        The hard case is a scan that the computer saw with a pause in its middle. A whole that a check digit
        proves is never cut; a scan proved by its check digit is cut off from what is no burst of its own;
        without proof, only from what holds a letter or a blank and was typed at a person's speed.
        """
        start = len(self._arrivals) - 1
        while start > 0 and self._arrivals[start] - self._arrivals[start - 1] <= BURST_GAP:
            start -= 1
        if start <= 0 or self._arrivals[start] - self._arrivals[start - 1] <= PAUSE:
            return 0
        typed, scan = self.text[:start], self.text[start:].strip()
        held_key = len(set(scan)) == 1
        if (
            len(scan) < _SHORTEST_SCAN_AFTER_TYPING
            or held_key
            or not looks_like_scan(scan)
            or surely_code(self.text)
        ):
            return 0
        in_one_burst = _is_burst(self._arrivals[:start])
        if in_one_burst and len(typed) >= _SHORTEST_SCAN:
            return 0
        by_hand = len(typed) > 1 and not in_one_burst and not typed.isdigit()
        return start if surely_code(scan) or by_hand else 0


@dataclass(slots=True)
class DoubleRead:
    """Tells the second reading of one label from a second scan (R8). For the counter alone: commands have no time rule."""

    _last_key: str = field(default="", init=False)
    _last_at: float = field(default=0.0, init=False)

    def is_repeat(self, code: str, at: float) -> bool:
        """Tell whether `code`, arrived `at`, was the last code too, two seconds before or less, and remember it.

        Each reading counts from the one before it, so a label left under a scanner that never stops is one
        scan.
        """
        same = key(code) == self._last_key and at - self._last_at <= DOUBLE_READ
        self._last_key, self._last_at = key(code), at
        return same

    def forget(self) -> None:
        """Let the next code count whatever it is: something else was done in between (an undo, another visit)."""
        self._last_key = ""


def _is_burst(arrivals: list[float]) -> bool:
    return all(later - earlier <= BURST_GAP for earlier, later in pairwise(arrivals))


def _seen(text: str) -> str:
    """`text` with every blank as a space and without what cannot be seen."""
    return "".join(
        " " if character.isspace() else character
        for character in text
        if character.isprintable() or character.isspace()
    )
