"""Asking for a PIN in the box: it stands there as dots, and nothing that a scanner sent is taken for one.

A PIN is digits, and so is a barcode. What came as one burst and is a code by its check digit, or is on something here, waits in its
order like any scan. A burst that is neither is let through: over a remote terminal a person's keys come so. What was written
by hand is a PIN, unless it is one of our own codes with its check digit that is on something here: a scanner can be slow.
"""

from typing import TYPE_CHECKING

from fritids.domain.barcode import looks_like_scan, surely_code
from fritids.domain.scanstream import Line
from fritids.tui.counter.asking import Questions
from fritids.tui.counter.inbox import Entry
from fritids.tui.counter.situation import Prompt
from fritids.tui.counter.stage import Caller

if TYPE_CHECKING:
    from fritids.services.results import OperatorView


class PinEntry:
    """Takes PINs, operators' keys and operators' cards out of the inbox, and leaves everything else where it is."""

    def __init__(self, call: Caller, questions: Questions) -> None:
        self._call = call
        self._questions = questions
        self._scans: set[Line] = set()
        """Lines that were looked at and wait."""

    async def pin(self, prompt: Prompt, *, since: int | None = None) -> "Entry | OperatorView":
        """The line with the PIN, or whose card was scanned instead. Raises LeftError."""
        since = self._questions.mark() if since is None else since
        while True:
            entry = await self._questions.line(prompt, self._waits, since=since)
            line = entry.line
            assert line is not None
            if not line.scanned and not surely_code(line.text):
                return entry
            if (card := await self.card(line)) is not None:
                return card
            if not await self._is_code(line):
                return entry
            self._keep(entry, line)

    async def key(self, prompt: Prompt, *, since: int, empty: bool) -> "Entry | OperatorView":
        """The line with an operator's key, Enter alone where `empty`, or whose card was scanned. Raises LeftError."""
        while True:
            entry = await self._questions.line(prompt, self._waits, since=since, empty=empty)
            line = entry.line
            if line is None or not looks_like_scan(line.text):
                return entry
            if (card := await self.card(line)) is not None:
                return card
            if not (line.scanned or surely_code(line.text)):
                return entry
            self._keep(entry, line)

    async def card(self, line: Line) -> "OperatorView | None":
        """Whose card was scanned; None for what is no card of an operator who may sign on here."""
        return await self._call(lambda desk: desk.operators.by_card(line.text))

    async def _is_code(self, line: Line) -> bool:
        if line.scanned and (surely_code(line.text) or not line.text.isdigit()):
            return True
        return await self._call(lambda desk: desk.known_codes.knows(line.text))

    def _waits(self, line: Line) -> bool:
        return line in self._scans

    def _keep(self, entry: Entry, line: Line) -> None:
        self._scans.add(line)
        self._questions.keep(entry)
        self._questions.refuse_scan()
