"""The whole counter in a real terminal, as it is started from the command line."""

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from fritids.db import schema
from fritids.db.engine import Database
from fritids.services.desk import Desk
from tests.builders import a_borrower, a_desk, an_article
from tests.tui.terminal import Terminal

MOST_MEMORY = 130e6
"""Bytes; the issue's limit."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A branch in a file of its own."""
    database = Database.open(str(tmp_path / "branch.db"))
    schema.create(database)
    made = a_desk(database, name="beside")
    yield made
    made.close()


def counter(where: Path, *, columns: int = 80, lines: int = 24) -> Terminal:
    """The counter on a terminal, in English."""
    return Terminal(
        [sys.executable, "-m", "fritids", "--database", where / "branch.db", "--lang", "en", "--desk", "one"],
        columns=columns,
        lines=lines,
    )


def test_a_burst_of_scans_from_before_the_first_paint_is_lent_in_order(desk: Desk, tmp_path: Path) -> None:
    """Forty codes with no rest, a number, an Enter; then the program is killed, and all of it is on the disk (R9)."""
    codes = [an_article(desk, size=str(20 + n % 28)).barcode for n in range(40)]
    a_borrower(desk, name="Anna Berg", phone="070-174 06 05")
    with counter(tmp_path) as terminal:
        terminal.type("".join(f"{code}\r\n" for code in codes))
        terminal.until_shown("In the basket: 40 articles")
        terminal.type("0701740605\r")
        terminal.until_shown("40 articles lent")
        memory = psutil.Process(terminal.process.pid).memory_info().rss
    assert memory < MOST_MEMORY
    loans = desk.loans.list(limit=100)
    assert [loan.article.barcode for loan in sorted(loans, key=lambda loan: loan.id)] == codes


def test_no_control_byte_of_a_persons_text_reaches_the_terminal(desk: Desk, tmp_path: Path) -> None:
    """Names with markup and escape codes are shown, and do nothing."""
    nasty = a_borrower(
        desk, name="[@click=app.quit]Ann\x1b]0;pwned\x07\x1b[5m\x9b31ma[/]", phone="070-174 06 05"
    )
    with counter(tmp_path) as terminal:
        terminal.until_shown("Scan an article")
        terminal.type(f"{nasty.number}\r")
        terminal.until_shown("[@click=app.quit]")
        terminal.paste("\x1b[5mEvil\x9b[/] words\n")
        terminal.until_shown("Nothing fits")
    for sequence in (b"\x1b]0;pwned", b"\x1b[5m", "\x9b".encode(), b"\x07pwned"):
        assert sequence not in terminal.written


def test_two_counters_on_one_branch_each_keep_their_own_visit(desk: Desk, tmp_path: Path) -> None:
    """What one lends the other is told of."""
    code = an_article(desk, size="38").barcode
    numbers = [a_borrower(desk, name=name).number for name in ("Anna Berg", "Bo Ek")]
    with counter(tmp_path) as first:
        first.until_shown("Scan an article")
        first.type(f"{numbers[0]}\r")
        first.until_shown("Anna Berg borrows")
        first.type(f"{code}\r")
        first.until_shown("Lent: Hockey skates 38")
        second = Terminal(
            [
                sys.executable,
                "-m",
                "fritids",
                "--database",
                tmp_path / "branch.db",
                "--lang",
                "en",
                "--desk",
                "two",
            ]
        )
        with second:
            second.until_shown("Scan an article")
            second.type(f"{numbers[1]}\r")
            second.until_shown("Bo Ek borrows")
            second.type(f"{code}\r")
            second.until_shown("Not lent: Hockey skates 38")


def test_closing_leaves_the_terminal_as_it_was_and_a_backup_behind(desk: Desk, tmp_path: Path) -> None:
    """Ctrl+Q closes; the exit status says that all is well."""
    an_article(desk)
    with counter(tmp_path) as terminal:
        terminal.until_shown("Scan an article")
        terminal.send(b"\x11")
        terminal.until(lambda: terminal.process.poll() is not None, "the end")
        assert terminal.process.returncode == 0
    assert b"\x1b[?1049l" in terminal.written
    assert [path for path in tmp_path.rglob("*.db") if "backup" in str(path.parent)]


def test_a_database_that_cannot_be_used_ends_with_its_sentence_and_status(tmp_path: Path) -> None:
    """On the screen while it is open, and on the terminal when it is closed."""
    (tmp_path / "branch.db").write_bytes(b"no database at all " * 500)
    with counter(tmp_path) as terminal:
        terminal.until_shown("The database cannot be used")
        terminal.send(b"\x11")
        terminal.until(lambda: terminal.process.poll() is not None, "the end")
        terminal.pass_time(0.1)
        assert terminal.process.returncode == 4
        assert b"fritids restore FILE" in terminal.written.rpartition(b"\x1b[?1049l")[2]


FAILING = """
import sys
from textual.content import Content
from fritids.tui.widgets.verdict import Verdict
def paint(self, width, height):
    name = "Anna Berg"
    if self.now.ready:
        raise ZeroDivisionError(name)
    return Content("")
Verdict.paint = paint
from fritids.main import main
sys.exit(main(["--database", sys.argv[1], "--lang", "en"]))
"""


def test_a_fault_in_the_program_ends_with_one_sentence_and_no_traceback(
    desk: Desk, tmp_path: Path, isolation: Path
) -> None:
    """The log file names the place; no value of any variable is written anywhere."""
    an_article(desk)
    with Terminal.python("-c", FAILING, tmp_path / "branch.db") as terminal:
        terminal.until(lambda: terminal.process.poll() is not None, "the end")
        terminal.pass_time(0.1)
        assert terminal.process.returncode == 4
        shown = " ".join(" ".join(terminal.screen.display).split())
    assert "Something went wrong in the program" in shown
    assert b"Traceback" not in terminal.written
    assert b"Anna Berg" not in terminal.written
    (log,) = isolation.rglob("*.log")
    text = log.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in text
    assert "Anna Berg" not in text


@pytest.mark.parametrize("how", ["SIGTERM", "SIGHUP"])
def test_a_window_that_is_closed_leaves_a_backup_and_a_tidy_terminal(
    desk: Desk, tmp_path: Path, how: str
) -> None:
    """As Ctrl+Q does; many close a program by its window, and would never have a backup."""
    number = a_borrower(desk, name="Anna Berg").number
    with counter(tmp_path) as terminal:
        terminal.until_shown("Scan an article")
        terminal.type(f"{number}\r")
        terminal.until_shown("Anna Berg borrows")
        terminal.process.send_signal(getattr(signal, how))
        terminal.until(lambda: terminal.process.poll() is not None, "the end")
        terminal.pass_time(0)
    assert terminal.process.returncode == 0
    assert b"\x1b[?1049l" in terminal.written
    assert len(list((tmp_path / "backups").glob("branch-*.db"))) == 1
    assert Desk.open(str(tmp_path / "branch.db"), name="one").counter.state().visit is not None
