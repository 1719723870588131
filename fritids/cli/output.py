"""Standard output is data, standard error is talk. The only module of the program that writes to either."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from getpass import getpass
from io import TextIOWrapper
from pathlib import Path
from typing import Final, TextIO, TypeAlias

from fritids.errors import FritidsError
from fritids.i18n import _
from fritids.outside import json_files
from fritids.present import Said, Table, render

Document: TypeAlias = "dict[str, Document] | list[Document] | str | int | float | bool | None"
"""What JSON can hold."""

_HARMLESS: Final = dict.fromkeys(
    (
        *range(0x20), *range(0x7F, 0xA0), 0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2060, 0x2070),
        *range(0xD800, 0xE000), 0xFEFF, *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080),
    )
)  # fmt: skip
"""Controls, reading directions, what is not seen, and halves of letters, which no stream takes (an argument that is no UTF-8). Taken out of every line for people, though what made the line has done so already: a terminal obeys what it is sent."""


class OutputError(FritidsError):
    """What was asked for could not be written to standard output. What was done is done."""

    code = "output"


class Output:
    """Where a command says what it has done: lines for people, or one JSON document."""

    def __init__(self, stdout: TextIO, stderr: TextIO, *, as_json: bool) -> None:
        self.as_json = as_json
        self._gave_up = False
        self._stdout = stdout
        self._stderr = stderr
        for stream in (stdout, stderr):
            if isinstance(stream, TextIOWrapper):
                # An old terminal that has no sign for å or ✓ gets a question mark in its place, not a fault.
                stream.reconfigure(errors="replace")

    @property
    def to_person(self) -> bool:
        """Whether somebody looks at standard output rather than a file or another program."""
        return self._stdout.isatty()

    def document(self, document: Document) -> None:
        """Write the one JSON document, in UTF-8 whatever the terminal's own coding."""
        text = json_files.text(document, indent=2) + "\n"
        if isinstance(self._stdout, TextIOWrapper):
            self._stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
        with self._meeting_a_full_disk():
            self._stdout.write(text)

    def line(self, text: str = "") -> None:
        """Write a line for people."""
        with self._meeting_a_full_disk():
            self._stdout.write(text.translate(_HARMLESS) + "\n")

    def said(self, said: Said) -> None:
        """Write an answer: sign and headline, the rest below."""
        self.line(f"{said.tone.sign} {said.headline}")
        for detail in said.details:
            self.line(f"  {detail}")

    def table(self, table: Table, width: int | None = None) -> None:
        """Write a list in columns."""
        for line in render(table, width):
            self.line(line)

    def lines(self, texts: Iterable[str]) -> None:
        """Write lines for people."""
        for text in texts:
            self.line(text)

    def talk(self, text: str) -> None:
        """Say something that is not the result, after what was written of that: on a terminal in this order, and not at all where it could not be written."""
        with self._meeting_a_full_disk():
            self._stdout.flush()
        with suppress(OSError):  # nobody can be told that nobody can be told anything
            self._stderr.write(text.translate(_HARMLESS) + "\n")

    def ask_secret(self, prompt: str) -> str | None:
        """What a person types without it being seen, after a prompt on standard error; None at the end of input."""
        self.flush()
        try:
            return getpass(prompt, stream=self._stderr)
        except EOFError:
            return None

    def fault(self, code: str, message: str) -> None:
        """Say why nothing came of it: a JSON document, or one line of talk."""
        if self.as_json and not self._gave_up:
            self.document({"error": {"code": code, "message": message}})
        else:
            self.talk(f"fritids: {message}")

    def progress(self, text: str) -> None:
        """Show how far a long task is, on one line that is written over; nothing where nobody looks."""
        if self._stderr.isatty():
            self._stderr.write(f"\r{text.translate(_HARMLESS)}\x1b[K")
            self._stderr.flush()

    def flush(self) -> None:
        """See to it that everything has left the program."""
        with self._meeting_a_full_disk():
            self._stdout.flush()
        with suppress(OSError):
            self._stderr.flush()

    @contextmanager
    def _meeting_a_full_disk(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            raise
        except OSError as error:
            self.give_up()
            raise OutputError(
                _(
                    "The answer could not be written: the disk is full, or the place cannot be written to. Make room, or write it elsewhere."
                )
            ) from error

    def give_up(self) -> None:
        """Nobody reads any more: send the rest nowhere, so that the interpreter's own flush at the end is silent."""
        self._gave_up = True
        with suppress(OSError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stdout.fileno())
            os.close(nowhere)


def make_output(*, as_json: bool) -> Output:
    """The output of this process."""
    return Output(sys.stdout or _nowhere(), sys.stderr or _nowhere(), as_json=as_json)


def _nowhere() -> TextIO:
    """What stands in for a stream that was closed before the program began; Python has none there."""
    return Path(os.devnull).open("w", encoding="utf-8")
