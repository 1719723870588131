"""What a terminal should not send, through a real one: the counter stays, and the scans around it are lent."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fritids.db import schema
from fritids.db.engine import Database
from fritids.services.desk import Desk
from tests.builders import a_borrower, a_desk, an_article
from tests.tui.terminal import Terminal


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A branch in a file of its own."""
    database = Database.open(str(tmp_path / "branch.db"))
    schema.create(database)
    made = a_desk(database, name="beside")
    yield made
    made.close()


def counter(where: Path) -> Terminal:
    """The counter on a terminal, in English."""
    return Terminal(
        [sys.executable, "-m", "fritids", "--database", where / "branch.db", "--lang", "en", "--desk", "one"]
    )


def lent(desk: Desk) -> list[str]:
    """The codes of all that was lent, in order."""
    return [loan.article.barcode for loan in sorted(desk.loans.list(limit=300), key=lambda loan: loan.id)]


NOISE = (
    b"\xe5\r",  # a letter of Latin-1
    b"\xc3\r",  # half a letter
    b"\xff\xfe\x80\r",
    b"\x1b[1114112u",  # a key that there is not, as terminals number them
    b"\x1b[9999999999999999u",
    b"\x1b[:u",
)


def test_bytes_that_mean_nothing_neither_stop_the_counter_nor_cost_a_scan(desk: Desk, tmp_path: Path) -> None:
    """A different noise in front of each scan."""
    codes = [an_article(desk, size=str(20 + n)).barcode for n in range(len(NOISE))]
    a_borrower(desk, name="Anna Berg", phone="070-174 06 05")
    with counter(tmp_path) as terminal:
        terminal.until_shown("Scan an article")
        terminal.send(b"0701740605\r")
        terminal.until_shown("Anna Berg borrows")
        for noise, code in zip(NOISE, codes, strict=True):
            terminal.send(noise + code.encode() + b"\r")
        terminal.until_shown("Lent: Hockey skates 25")
        assert lent(desk) == codes
    assert b"Traceback" not in terminal.written


def test_a_scan_on_the_heels_of_escape_keeps_its_first_characters(desk: Desk, tmp_path: Path) -> None:
    """Esc as kitty and others send it, so that nothing has to be waited for; the box is empty, or words stand in it."""
    codes = [an_article(desk, size=str(20 + n)).barcode for n in range(20)]
    a_borrower(desk, name="Anna Berg", phone="070-174 06 05")
    with counter(tmp_path) as terminal:
        terminal.until_shown("Scan an article")
        terminal.send(b"0701740605\r")
        terminal.until_shown("Anna Berg borrows")
        terminal.type("".join(f"{'ann' * (n % 2)}\x1b[27u{code}\r" for n, code in enumerate(codes)))
        terminal.until_shown("Lent: Hockey skates 39")
        assert lent(desk) == codes


def test_a_terminal_that_goes_without_a_signal_ends_the_program(desk: Desk, tmp_path: Path) -> None:
    """In the middle of a scan. What was said is on the disk, and no processor is kept busy by nobody's desk."""
    codes = [an_article(desk, size=str(20 + n)).barcode for n in range(3)]
    a_borrower(desk, name="Anna Berg", phone="070-174 06 05")
    with counter(tmp_path) as terminal:
        terminal.until_shown("Scan an article")
        terminal.send(b"0701740605\r")
        terminal.until_shown("Anna Berg borrows")
        terminal.send(f"{codes[0]}\r{codes[1]}\r".encode())
        terminal.until_shown("Lent: Hockey skates 21")
        terminal.send(codes[2][:4].encode())
        terminal.hang_up()
        assert terminal.process.wait(60) == 0
    assert lent(desk) == codes[:2]
