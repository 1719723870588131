"""What arrived at the box and what was pressed, in order, until its turn comes.

One consumer takes from here. While it awaits the answer to a question, scans stay where they are and keep their order: a scan
never answers a question. Knows no widget and no database.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto
from itertools import count

from fritids.domain.scanstream import Line
from fritids.services.acts import new_act_key
from fritids.tui.counter.deeds import Deed


class Kind(Enum):
    """What sort of thing arrived."""

    LINE = auto()
    ENTER = auto()
    """A person's Enter on the empty box."""
    DIGIT = auto()
    KEY = auto()
    """A key that does something; `Entry.deed` says what."""
    ESCAPE = auto()
    IDLE = auto()
    """It is time to look whether the visit has been left."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that arrived. `act` is made at arrival, so that however often it is tried, it is done once (R9)."""

    kind: Kind
    line: Line | None = None
    digit: int = 0
    deed: Deed | None = None
    """What the key stood for when it was pressed."""
    marked: int = 0
    """Which option was marked when Enter was pressed."""
    last_key: datetime | None = None
    """When a key had last been pressed, for `IDLE`: the next one may have been since."""
    act: str = field(default_factory=new_act_key)
    serial: int = 0

    @property
    def text(self) -> str:
        """The line's text; empty for what is none."""
        return "" if self.line is None else self.line.text


class Inbox:
    """Entries in the order of their arrival, for one consumer on the same loop."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque()
        self._serials = count(1)
        self._arrived = asyncio.Event()
        self._at_rest = False
        self.turn_of: Entry | None = None
        """What is being done, or was done last."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All that have not had their turn, in order."""
        return tuple(self._entries)

    @property
    def waiting(self) -> int:
        """How many lines have not had their turn."""
        return sum(entry.kind is Kind.LINE for entry in self._entries)

    @property
    def at_rest(self) -> bool:
        """The consumer waits, and nothing that is here is for it."""
        return self._at_rest

    def put(self, entry: Entry) -> None:
        """Add what has just arrived."""
        self._entries.append(replace(entry, serial=next(self._serials)))
        self._at_rest = False
        self._arrived.set()

    def put_back(self, entry: Entry) -> None:
        """Let `entry` be the next again: it turned out to be no answer but something new."""
        self._entries.appendleft(entry)
        self._at_rest = False
        self._arrived.set()

    def keep(self, entry: Entry) -> None:
        """Let `entry` wait in its place in the order of arrival: it was looked at and is no answer."""
        at = next((n for n, one in enumerate(self._entries) if one.serial > entry.serial), len(self._entries))
        self._entries.insert(at, entry)

    def drop_lines(self) -> int:
        """Forget the lines that wait; how many there were."""
        lines = [entry for entry in self._entries if entry.kind is Kind.LINE]
        for entry in lines:
            self._entries.remove(entry)
        return len(lines)

    def mark(self) -> int:
        """This moment: what arrives from now on has a higher number."""
        return next(self._serials)

    async def take(self) -> Entry:
        """The next in order; waits for one."""
        self.turn_of = await self._first(lambda _entry: True)
        return self.turn_of

    async def take_answer(self, is_answer: Callable[[Entry], bool], *, since: int | None = None) -> Entry:
        """The first entry that answers a question shown from now on, or since that `mark`; scans stay for later.

        Enter, digits and keys that were pressed before the question was there meant something that is no longer on the
        screen: they are dropped. Typed lines from before stay, like scans.
        """
        asked_at = next(self._serials) if since is None else since
        for entry in [old for old in self._entries if old.kind is not Kind.LINE and old.serial < asked_at]:
            self._entries.remove(entry)
        return await self._first(lambda entry: entry.serial > asked_at and is_answer(entry))

    async def _first(self, wanted: Callable[[Entry], bool]) -> Entry:
        while True:
            for entry in self._entries:
                if wanted(entry):
                    self._entries.remove(entry)
                    self._at_rest = False
                    return entry
            self._arrived.clear()
            self._at_rest = True
            await self._arrived.wait()
