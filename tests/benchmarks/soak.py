"""A long day at the real screen: scans of every sort as fast as they are answered, and what the counter's process takes of memory.

The counter runs on a pseudo-terminal with its branch in a file on the disk. Each step of the day waits for its own answer on the
screen, so that an answer that does not come, or is another, ends the day there.
"""

import json
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Container, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle
from os import read
from pathlib import Path
from random import Random
from select import select
from typing import Self

import psutil

from tests import large_branch
from tests.tui.terminal import Terminal

FAMILY = 7
"""Things that a family borrows."""
REFUSED = 40
"""Things at the end of the stock's first half that are gone for good, and are scanned nevertheless."""
DELIBERATE = 0.55
"""Seconds before an Enter that is a person's."""
CODE_LIKE = 8_000_000_000_000
LOOKED_AT = (b"\x1b[18~", b"\x1b[20~", b"\x1b[21~")
"""F7, F9, F10: lists that are looked at now and then, and left again."""


class Watched(Terminal):
    """Keeps only what was written since the last key that counts: a day writes a gigabyte."""

    @classmethod
    def counting(cls, database: Path, report: Path) -> Self:
        """The counter at `database`, which writes what it holds to `report` (`counted`)."""
        words: list[str | Path] = ["--database", database, "--lang", "en"]
        made = cls(
            [sys.executable, "-m", "tests.benchmarks.counted_counter", report, *words], columns=120, lines=30
        )
        made.until(lambda: b"Ready" in made.written, "an open desk")
        return made

    def counted(self, report: Path) -> dict[str, int]:
        """How many objects of each type the counter holds."""
        report.unlink(missing_ok=True)
        self.process.send_signal(signal.SIGUSR1)
        self.until(report.exists, "counts")
        found: dict[str, int] = json.loads(report.read_text(encoding="utf-8"))
        return found

    def _read(self) -> None:
        with suppress(BlockingIOError):
            self.written += read(self._ours, 65536)

    def answered(self, key: bytes, answer: str) -> float:
        """Send `key` and return the milliseconds until `answer` was written."""
        self.written = b""
        began = time.perf_counter()
        self.send(key)
        sought, end = answer.encode(), began + 20.0
        while sought not in self.written:
            assert time.perf_counter() < end, f"never came: {answer}\n{self.written[-9000:]!r}"
            if select([self._ours], [], [], 0.1)[0]:
                self._read()
        return (time.perf_counter() - began) * 1000


@dataclass
class Day:
    """What a day's scans cost: milliseconds of each from its Enter to its answer, and megabytes after so many."""

    answers: list[float] = field(default_factory=list)
    memory: list[tuple[int, float]] = field(default_factory=list)
    objects: list[dict[str, int]] = field(default_factory=list)
    """How many of each type there were, as often as memory was looked at."""
    seconds: float = 0.0

    def grown(self, warm: int) -> float:
        """Megabytes that came after the first `warm` scans. The allocator keeps freed pages, so a single high figure counts too."""
        return self.memory[-1][1] - next(held for scans, held in self.memory if scans >= warm)

    def kept(self) -> dict[str, int]:
        """How many more of each type there are in the last third of the day than in the second one.

        The fewest of each third: how much lies on the desk and is shown differs from one look to the next.
        """
        third = len(self.objects) // 3
        before, after = self.objects[third : 2 * third], self.objects[-third:]
        return {
            kind: min(counts.get(kind, 0) for counts in after) - min(counts.get(kind, 0) for counts in before)
            for kind in after[-1]
        }


@dataclass
class Script:
    """What is scanned, and what is answered, in an order that is the same every time.

    The last `lent` articles of the branch are on loan when the day begins, the `REFUSED` before them cannot be lent. What comes back
    is what has been out longest, so never what was lent a moment ago.
    """

    made: large_branch.Benchmarked
    lent: int
    chance: Random = field(default_factory=lambda: Random(6))  # the same day each time
    visits: int = 0

    def __post_init__(self) -> None:
        first_out = self.made.articles - self.lent + 1
        self.refused = range(first_out - REFUSED, first_out)
        self.here = deque(range(1, first_out - REFUSED))
        self.out = deque(range(first_out, self.made.articles + 1))

    def steps(self) -> Iterator[tuple[str, str, bool]]:
        """Code, what the answer holds, and whether it is a person's Enter; without end."""
        while True:
            self.visits += 1
            yield str(50_000_000 + self.visits % self.made.borrowers + 1), "borrows", False
            for _ in range(self.chance.randint(1, FAMILY)):
                yield from self._thing()
            # Most families are followed by the next one. After some, what has come back is scanned, with no visit open.
            if self.visits % 10 == 0:
                yield "", "Read out:", True
                while len(self.out) > self.lent:
                    article = self.out.popleft()
                    self.here.append(article)
                    yield self.made.code(article), f"Returned: {self._name(article)}", False

    def _thing(self) -> Iterator[tuple[str, str, bool]]:
        """One thing that a family wants, and what goes wrong with it now and then."""
        # Some have it from a neighbour: it is taken back from them and lent on (R4).
        handed_on = self.chance.random() < 0.05
        article = (self.out if handed_on else self.here).popleft()
        self.out.append(article)
        code = self.made.code(article)
        yield code, f"Lent: {self._name(article)}", False
        chance = self.chance.random()
        if chance < 0.06:
            # At once it would be a scanner's own repeat, which the counter passes over.
            yield str(CODE_LIKE), f"Unknown code: {CODE_LIKE}", False
            yield code, f"Just lent: {self._name(article)}", False
        elif chance < 0.14:
            unknown = str(CODE_LIKE + self.chance.randrange(10**9))
            yield unknown, f"Unknown code: {unknown}", False
        elif chance < 0.22:
            refused = self.chance.choice(self.refused)
            yield self.made.code(refused), f"Not lent: {self._name(refused)}", False

    def _name(self, article: int) -> str:
        return f"Walking poles 120 Brand{article}."


def soak(
    terminal: Watched,
    script: Script,
    scans: int,
    *,
    every: int,
    looks: Container[int],
    told: Callable[[Day], None] = lambda _day: None,
) -> Day:
    """The day until so many scans are answered; memory after each `every`, a list looked at after those in `looks`."""
    lists = cycle(LOOKED_AT)
    day, process, began = Day(), psutil.Process(terminal.process.pid), time.monotonic()
    for number, (code, answer, by_hand) in enumerate(script.steps(), 1):
        if by_hand:
            terminal.pass_time(DELIBERATE)
        terminal.type(code)  # at once: how fast a scanner types is another test's matter
        day.answers.append(terminal.answered(b"\r", answer))
        if number % every == 0:
            day.memory.append((number, process.memory_info().rss / 1e6))
            told(day)
        if number in looks:
            terminal.answered(next(lists), "Esc")
            terminal.pass_time(0.2)
            terminal.send(b"\x1b")
            terminal.pass_time(0.2)
        if number == scans:
            break
    day.seconds = time.monotonic() - began
    return day
