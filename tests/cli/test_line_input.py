"""Lines as they arrive at the line mode: what ends them, and what of it is a person's."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

from fritids.cli.line_input import lines
from fritids.db import schema
from fritids.db.engine import Database
from tests.builders import a_borrower, a_desk, an_article
from tests.tui.terminal import Terminal


class Typed(io.TextIOWrapper):
    """A terminal that gives its pieces one after the other, and a clock that says when each was read."""

    def __init__(self, *pieces: tuple[float, bytes]) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8")
        self._pieces = list(pieces)
        self.now = 0.0

    def isatty(self) -> bool:
        return True

    @property
    def buffer(self) -> "Typed":  # type: ignore[override]  # it is read from here
        return self

    def read1(self, _size: int) -> bytes:
        """The next piece, at its time."""
        if not self._pieces:
            return b""
        self.now, piece = self._pieces.pop(0)
        return piece


def of(data: bytes) -> list[str]:
    """The lines of a file or a pipe."""
    return list(lines(io.TextIOWrapper(io.BytesIO(data), encoding="ascii", newline="\n")))


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n", b"\n\r", b"\t\n", b"\t\r\n"])
def test_every_end_of_a_line_is_one(end: bytes) -> None:
    """Also where the last line has none; an empty line is one more end."""
    assert of(b"20000011" + end + b"20000028" + end) == ["20000011", "20000028"]
    assert of(b"20000011" + end + b"20000028") == ["20000011", "20000028"]
    assert of(b"20000011" + end + end + b"20000028") == ["20000011", "", "20000028"]


def test_what_is_no_text_is_replaced_and_a_mark_of_order_taken_off() -> None:
    """A byte of Latin-1, a NUL, the mark with which some programs begin a file."""
    assert of(b"\xef\xbb\xbfundo\n\xe5\n2000\x000011\n") == ["undo", "\ufffd", "2000\x000011"]


def test_a_line_of_any_length_is_cut() -> None:
    """What is kept is more than a code or a name; the next line is sound."""
    assert [len(line) for line in of(b"7" * 1_000_000 + b"\r20000011\r")] == [4000, 8]


def test_a_line_is_there_as_soon_as_its_end_is() -> None:
    """A lone CR too: nothing has to follow it."""
    stdin = Typed((1.0, b"2000"), (1.1, b"0011\r"), (9.0, b"20000028\r"))
    read = lines(stdin, lambda: stdin.now)
    assert (next(read), stdin.now) == ("20000011", 1.1)
    assert (next(read), stdin.now) == ("20000028", 9.0)


def test_the_second_half_of_a_suffix_is_no_empty_line_of_a_person() -> None:
    """A terminal makes two line ends of CR and LF; a person's Enter comes half a second after the answer or later."""
    stdin = Typed((1.0, b"20000011\n"), (1.01, b"\n"), (1.02, b"20000028\n\n"), (2.0, b"\n"), (2.1, b"\n"))
    assert list(lines(stdin, lambda: stdin.now)) == ["20000011", "20000028", "", ""]


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_scans_at_the_line_mode_in_a_terminal(tmp_path: Path, end: str) -> None:
    """Whatever the suffix, the visit stays open over the scans, and a person's Enter ends it."""
    where = tmp_path / "branch.db"
    database = Database.open(str(where))
    schema.create(database)
    desk = a_desk(database, name="beside")
    codes = [an_article(desk, size=str(20 + n)).barcode for n in range(5)]
    anna = a_borrower(desk, name="Anna Berg")
    with Terminal.python(
        "-m", "fritids", "--database", where, "--lang", "en", "--desk", "one", "desk"
    ) as terminal:
        terminal.until_shown("Write “help” for the words")
        terminal.type("".join(f"{code}{end}" for code in (anna.number, *codes)), 0.004)
        terminal.until_shown("Lent: Hockey skates 24")
        terminal.pass_time(0.6)
        terminal.type("\r")
        terminal.until_shown("Anna Berg: 5 articles, due back")
    assert [
        loan.article.barcode for loan in sorted(desk.loans.list(limit=9), key=lambda loan: loan.id)
    ] == codes
    desk.close()


def test_scans_through_a_pipe_that_end_with_cr_alone(tmp_path: Path) -> None:
    """As a scanner at a serial line sends them: Python's own standard input would take all of it for one line."""
    where = tmp_path / "branch.db"
    database = Database.open(str(where))
    schema.create(database)
    desk = a_desk(database, name="beside")
    codes = [an_article(desk, size=str(20 + n)).barcode for n in range(3)]
    anna = a_borrower(desk, name="Anna Berg")
    done = subprocess.run(
        [sys.executable, "-m", "fritids", "--database", where, "--lang", "en", "desk"],
        input="".join(f"{code}\r" for code in (anna.number, *codes)).encode(),
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode().count("Lent: ") == 3
    assert desk.loans.count() == 3
    desk.close()
