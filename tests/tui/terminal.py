"""A real pseudo-terminal with a program in it, for what Textual's own pilot cannot show.

The pilot waits after every key; a scanner does not. Time passes here only as part of what is sent (so many
milliseconds between two keys), never to wait for a result: for those there is `until`.
"""

import fcntl
import os
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

from tests.conftest import REPOSITORY

LONGEST = 60.0
"""Seconds after which a test gives up. No assertion depends on it."""


class Terminal:
    """A program on a terminal of its own; `screen` is what a person would see."""

    def __init__(self, command: Sequence[str | Path], *, columns: int = 80, lines: int = 24) -> None:
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self._ours, theirs = os.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        os.set_blocking(self._ours, False)
        self.written = b""
        """Every byte the program has written to the terminal."""
        env = {**os.environ, "TERM": "xterm-256color", "PYTHONPATH": str(REPOSITORY)}
        self.process = subprocess.Popen(  # not a shell
            [str(part) for part in command],
            stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True, env=env,
        )  # fmt: skip
        os.close(theirs)

    @classmethod
    def python(cls, *arguments: str | Path) -> Self:
        """Run this Python with `arguments`."""
        return cls([sys.executable, *arguments])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.hang_up()

    def hang_up(self) -> None:
        """Close the terminal, as a window is closed; the program has it for its own no more. Harmless when done twice."""
        if self._ours >= 0:
            os.close(self._ours)
            self._ours = -1

    def pass_time(self, seconds: float) -> None:
        """Read what the program writes for so long: a pipe that nobody reads would stop it."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self._ours], [], [], left)[0]:
                self._read()

    def type(self, text: str, gap: float = 0.0) -> None:
        """Send `text`, each character `gap` seconds after the one before, or all at once."""
        if not gap:
            self.send(text.encode())
        else:
            for character in text:
                self.send(character.encode())
                self.pass_time(gap)

    def paste(self, text: str) -> None:
        """Send `text` as a terminal sends a paste to a program that has asked to be told."""
        self.send(b"\x1b[200~" + text.encode() + b"\x1b[201~")

    def send(self, data: bytes) -> None:
        """Send bytes as fast as the terminal takes them."""
        while data:
            readable, writable, _ = select.select([self._ours], [self._ours], [], LONGEST)
            if readable:
                self._read()
            if writable:
                data = data[os.write(self._ours, data[:256]) :]

    def until(self, condition: Callable[[], bool], what: str) -> None:
        """Read until `condition` holds; fail with what is on the screen if it never does."""
        end = time.monotonic() + LONGEST
        while not condition():
            assert time.monotonic() < end, f"never came: {what}\n" + "\n".join(self.screen.display)
            if select.select([self._ours], [], [], 0.02)[0]:
                self._read()

    def until_shown(self, text: str) -> None:
        """Read until `text` is on the screen."""
        self.until(lambda: any(text in line for line in self.screen.display), repr(text))

    def _read(self) -> None:
        try:
            data = os.read(self._ours, 65536)
        except BlockingIOError:
            return
        except OSError:  # Linux says EIO when the program has gone
            data = b""
        self.written += data
        self._stream.feed(data)
