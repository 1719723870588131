"""What a person at the counter waits for: the first paint, the answer to a scan, and the memory of a small old PC.

Seen from outside, on a pseudo-terminal, as bytes: drawing them is the terminal's business and not measured. No time is asserted.
"""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from os import read
from pathlib import Path
from select import select

import psutil
import pytest
from sqlalchemy import text

from fritids.db.engine import Database
from tests import large_branch
from tests.benchmarks.measure import LONG, percentile, table
from tests.tui.terminal import LONGEST, Terminal

STARTS = 15 if LONG else 3
SCANS = 400 if LONG else 40
MEMORY = 130
"""The most megabytes that the counter may hold with a visit open."""
BOX = "❯".encode()
"""What stands before the cursor, and nowhere else on the first screen."""


class RawTerminal(Terminal):
    """Only keeps what is written: to work out what it looks like takes longer than what is measured."""

    def _read(self) -> None:
        with suppress(BlockingIOError):
            self.written += read(self._ours, 65536)

    def until_written(self, what: bytes, since: int) -> float:
        """Read until it was written; the moment."""
        end = time.perf_counter() + LONGEST
        while what not in self.written[since:]:
            assert time.perf_counter() < end, self._seen(what)
            if select([self._ours], [], [], 0.1)[0]:
                self._read()
        return time.perf_counter()

    def _seen(self, missed: bytes) -> str:
        self._stream.feed(self.written)
        return f"never came: {missed!r}\n" + "\n".join(self.screen.display)


@pytest.fixture(params=[(80, 24), (160, 50)], ids=lambda size: f"{size[0]}x{size[1]}")
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """Columns and lines."""
    chosen: tuple[int, int] = request.param
    return chosen


@pytest.fixture
def file(tmp_path: Path, sqlite_template: Path) -> Path:
    """A branch in which every article has a brand of its own, so that its name on the screen is that article's answer."""
    path = tmp_path / "branch.db"
    shutil.copyfile(sqlite_template, path)
    database = Database.open(str(path))
    large_branch.make(database, past_loans=10_000)
    with database.write() as connection:
        connection.execute(text("UPDATE article SET brand = 'Brand' || id || '.'"))
    database.close()
    return path


def textual_alone() -> float:
    """Milliseconds of an interpreter that imports Textual and no more: what no counter made with it can be faster than."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import textual.app"], check=True)
    return (time.perf_counter() - began) * 1000


def counter(file: Path, size: tuple[int, int]) -> RawTerminal:
    columns, lines = size
    command: list[str | Path] = [sys.executable, "-m", "fritids", "--database", file, "--lang", "en"]
    return RawTerminal(command, columns=columns, lines=lines)


def scanned(terminal: RawTerminal, code: str, shown: str) -> float:
    """Send a code as a scanner does and return the milliseconds from its Enter to the first byte of the answer."""
    terminal.type(code, gap=0.002)
    since = len(terminal.written)
    began = time.perf_counter()
    terminal.send(b"\r")
    return (terminal.until_written(shown.encode(), since) - began) * 1000


def test_from_the_start_to_the_paint_and_from_enter_to_the_answer(
    file: Path, size: tuple[int, int], show: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    # As on a desk's own machine: compiled by the first start, which is not measured.
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    with counter(file, size) as terminal:
        terminal.until_written(b"Ready", 0)
    made = large_branch.Benchmarked()
    alone, paints, ready, answers, memory = [], [], [], [0.0], 0.0
    for start in range(STARTS):
        alone.append(textual_alone())
        began = time.perf_counter()
        with counter(file, size) as terminal:
            paints.append((terminal.until_written(BOX, 0) - began) * 1000)
            ready.append((terminal.until_written(b"Ready", 0) - began) * 1000)
            if start < STARTS - 1:
                continue
            scanned(terminal, str(50_000_000 + large_branch.BORROWER), "borrows")
            answers = [
                scanned(terminal, made.code(number), f"Brand{number}.") for number in range(1, SCANS + 1)
            ]
            memory = psutil.Process(terminal.process.pid).memory_info().rss / 1e6
    rows = [
        (what, f"{percentile(figures, 0.5):.0f}", f"{percentile(figures, 0.95):.0f}")
        for what, figures in (
            ("import textual, alone", alone), ("start to first paint", paints), ("start to the desk open", ready), ("Enter to the answer", answers),
        )
    ]  # fmt: skip
    show(
        table(
            f"The counter at {size[0]} by {size[1]}, milliseconds; {memory:.0f} MB",
            ("", "middle", "95 %"),
            rows,
        )
    )
    assert memory < MEMORY
