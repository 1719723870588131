"""The counter in a real terminal where things are scarce: a window of 60 by 15, a home folder that cannot be used, a window closed in mid-scan."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fritids.db import schema
from fritids.db.engine import Database
from fritids.services.desk import Desk
from tests.builders import a_borrower, a_desk, an_article
from tests.power.table import trying
from tests.services.test_kill import half, unchained
from tests.tui.terminal import Terminal


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
    command: list[str | Path] = [sys.executable, "-m", "fritids", "--database", where / "branch.db", "--lang", "en", "--desk", "one"]  # fmt: skip
    return Terminal(command, columns=columns, lines=lines)


def test_a_small_window_and_no_home_folder_are_enough_to_lend(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """60 columns, 15 lines, and nowhere to keep looks, log or settings: somebody is registered, borrows, undoes, is helped, and the next thing is scanned."""
    codes = [an_article(desk, size=str(30 + n), brand="Bauer").barcode for n in range(3)]
    desk.branch.set({f"ask_{field}": "off" for field in ("birth_year", "gender", "postcode")}, act="settings")
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, "/proc/none/home")  # where not even root can make a folder
    with trying("no home folder, 60 x 15") as tries, counter(tmp_path, columns=60, lines=15) as terminal:
        terminal.until_shown("Scan an article")
        terminal.type("0701740605\r")
        terminal.until_shown("Name")
        terminal.type("Anna Berg\r", gap=0.1)
        terminal.until_shown("Anna Berg")
        terminal.type("".join(f"{code}\r" for code in codes))
        terminal.until_shown("skates 32")
        terminal.send(b"\x1b[19~")
        terminal.until(lambda: desk.loans.count() == 2, "the last loan undone")
        terminal.send(b"\x1bOP")
        terminal.until_shown("›  Help")
        terminal.send(b"\x1b")
        terminal.until_shown("Scan the next article")
        terminal.type("\r")
        terminal.until_shown("Scan an article")
        terminal.type(f"{codes[2]}\r")
        terminal.until_shown("Empty the basket")
        terminal.send(b"\x11")
        terminal.until(lambda: terminal.process.poll() is not None, "the end")
        assert terminal.process.returncode == 0
        tries.times = 1
    assert b"Traceback" not in terminal.written


def test_a_window_closed_in_the_middle_of_a_scan_leaves_each_act_whole(desk: Desk, tmp_path: Path) -> None:
    """The code that came in half is nothing, those before it are done or not, and the visit is there at the next start."""
    codes = [an_article(desk, size=str(20 + n)).barcode for n in range(20)]
    a_borrower(desk, name="Anna Berg", phone="070-174 06 05")
    with trying("terminal closed in mid-scan") as tries:
        with counter(tmp_path) as terminal:
            terminal.until_shown("Scan an article")
            terminal.type("0701740605\r")
            terminal.until_shown("Anna Berg borrows")
            terminal.type("".join(f"{code}\r" for code in codes[:12]) + codes[12][:5])
            terminal.until(lambda: desk.loans.count() > 0, "the first loan")
            terminal.hang_up()
            terminal.process.wait(30)
        done = [loan.article.barcode for loan in sorted(desk.loans.list(limit=30), key=lambda loan: loan.id)]
        assert done == codes[: len(done)], "in their order, and none that came in half"
        assert not half(desk.context.database)
        assert not unchained(desk.context.database)
        with counter(tmp_path) as terminal:
            terminal.until_shown(f"Done now: {len(done)}")
            terminal.type(f"{codes[19]}\r")
            terminal.until_shown("Lent: Hockey skates 39")
        tries.times = 1
