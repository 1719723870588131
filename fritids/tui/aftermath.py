"""What a counter that a fault in the program closed hands to the one that opens after it.

A volunteer with a queue before them has no key to look for: the counter opens by itself, says whether the last thing was done, and goes on
with the scans that were still waiting, each under the act key it was given at its arrival, so that none is done twice. Only what was being
done at the fault is not tried again, since it may be what the fault comes from; and after a few faults in a row the program ends.
"""

import os
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from fritids.domain.scanstream import Line
from fritids.tui.counter.inbox import Entry, Inbox, Kind

MOST: Final = 3
"""How often the counter opens again within `WITHIN` seconds. Each time takes about half a second."""
WITHIN: Final = 60.0


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What was going on when the fault came."""

    last: Entry | None
    """What was being done, or had been done last; None for nothing yet."""
    waiting: tuple[Entry, ...]
    """The lines that had not had their turn, in their order."""

    keys_lost: bool = False
    """Keys that had been read did not reach the box."""

    @classmethod
    def of(cls, inbox: Inbox, coming: Line | None, begun: str, *, keys_lost: bool) -> "Aftermath":
        """What is left in an inbox, and before it: a line on its way there, and what was begun in the box."""
        waiting = tuple(entry for entry in inbox.entries if entry.kind is Kind.LINE)
        before = Line(begun, 0.0) if coming is None and begun else coming
        return cls(inbox.turn_of if before is None else Entry(Kind.LINE, before), waiting, keys_lost)


class Patience:
    """How often a counter has opened again in a short time."""

    def __init__(self) -> None:
        self._faults: list[float] = []

    def has_more(self) -> bool:
        """Note a fault; whether the counter should open again after it."""
        now = time.monotonic()
        self._faults = [at for at in self._faults if now - at < WITHIN] + [now]
        return len(self._faults) <= MOST


class TerminalAsItWas:
    """How the terminal is set at the start; `put_back` sets it so again, whatever a fault has left out."""

    _LEAVE: Final = b"\x1b[?2004l\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l\x1b[0m"
    """No paste marks, no numbered keys, the first screen, the cursor, no news of the focus, plain letters."""

    def __init__(self) -> None:
        self._set: list[Any] | None = None
        if sys.platform != "win32" and sys.stdin is not None:
            import termios

            with suppress(OSError, ValueError, termios.error):
                self._set = termios.tcgetattr(sys.stdin.fileno())

    def put_back(self) -> None:
        """The terminal is as it was."""
        if self._set is None or sys.platform == "win32":
            return
        import termios

        with suppress(OSError, ValueError, termios.error):
            termios.tcsetattr(sys.stdin.fileno(), termios.TCSANOW, self._set)
        with suppress(OSError, ValueError):
            # Not through Python's buffer: what a terminal that has gone did not take would be tried again at the end, and be the exit status.
            os.write(sys.stdout.fileno(), self._LEAVE)
