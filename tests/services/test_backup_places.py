"""Where a backup may be put, and who may have a database open: nothing that somebody works with is ever written over."""

import os
import shutil
import sqlite3
import stat
from pathlib import Path

import pytest

from fritids.db import copies, schema, sqlite
from fritids.db.engine import Database
from fritids.errors import DatabaseUnavailableError, FritidsError, UsageError
from fritids.services.acts import new_act_key
from fritids.services.backups import back_up
from fritids.services.desk import Desk
from fritids.services.restoring import restore
from fritids.services.results import Lent
from tests import large_branch

pytestmark = pytest.mark.no_branch


def a_branch(path: Path) -> str:
    """A branch of its own in a file, closed."""
    database = Database.open(str(path))
    schema.create(database)
    large_branch.make(database, past_loans=0, articles=5, borrowers=2, bookings=0)
    database.close()
    return str(path)


def lend(desk: Desk, number: int) -> object:
    return desk.lending.lend(large_branch.Benchmarked().code(number), 1, act=new_act_key())


@pytest.fixture
def where(tmp_path: Path) -> str:
    return a_branch(tmp_path / "branch.db")


def test_a_backup_never_takes_the_place_of_another_branch(where: str, tmp_path: Path) -> None:
    """Neither while somebody works there nor when they have closed."""
    other = a_branch(tmp_path / "other.db")
    desk = Desk.open(other)
    assert isinstance(lend(desk, 1), Lent)
    with pytest.raises(UsageError, match="is no backup"):
        back_up(where, Path(other))
    assert isinstance(lend(desk, 2), Lent)
    desk.close()
    with pytest.raises(UsageError, match="is no backup"):
        back_up(where, Path(other))
    desk = Desk.open(other)
    assert desk.loans.count() == 2
    desk.close()


def test_on_an_old_sqlite_neither_while_somebody_works_there(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There a database in use looks like a backup but for who has it open; another process, as other counters are."""
    monkeypatch.setattr(sqlite, "has_safe_wal", lambda _version: False)
    other = a_branch(tmp_path / "other.db")
    monkeypatch.setattr(copies, "_open_elsewhere", lambda path: path == Path(other))
    with pytest.raises(UsageError, match="is no backup"):
        back_up(where, Path(other))


def test_a_backup_never_takes_the_place_of_another_program_s_database(where: str, tmp_path: Path) -> None:
    cookies = tmp_path / "cookies.sqlite"
    connection = sqlite3.connect(cookies)
    connection.execute("CREATE TABLE cookie (name)")
    connection.commit()
    connection.close()
    before = cookies.read_bytes()
    with pytest.raises(UsageError, match="is no backup"):
        back_up(where, cookies)
    assert cookies.read_bytes() == before


def test_an_empty_file_and_an_earlier_backup_are_replaced(where: str, tmp_path: Path) -> None:
    target = tmp_path / "copy.bak"
    target.touch()
    back_up(where, target)
    back_up(where, target)
    with copies.opened(target) as connection:
        assert schema.state(connection) is schema.SchemaState.CURRENT


def test_a_pipe_is_no_place_for_a_backup_and_holds_nobody_up(where: str, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(UsageError, match="is no backup"):
        back_up(where, pipe)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_backup_goes_where_a_link_points(where: str, tmp_path: Path) -> None:
    """A link on the desktop to the stick: the backup belongs on the stick."""
    stick = tmp_path / "stick"
    stick.mkdir()
    link = tmp_path / "to the stick"
    link.symlink_to(stick / "branch.db")
    for _ in range(2):
        back_up(where, link)
        assert link.is_symlink()
        assert (stick / "branch.db").stat().st_size


def test_a_restore_that_finds_no_room_is_one_sentence_and_changes_nothing(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the last step, when what is replaced is to be kept."""
    back_up(where, tmp_path / "copy.bak")
    desk = Desk.open(where)
    lend(desk, 1)
    desk.close()
    hold = copies._hold

    def full(lock: object, live: Path) -> None:
        hold(lock, live)
        raise sqlite.driver().OperationalError("database or disk is full")

    monkeypatch.setattr(copies, "_hold", full)
    with pytest.raises(FritidsError, match="The disk is full"):
        restore(where, tmp_path / "copy.bak")
    monkeypatch.undo()
    desk = Desk.open(where)
    assert desk.loans.count() == 1
    desk.close()


def test_a_database_that_somebody_has_open_is_not_made_anew(tmp_path: Path) -> None:
    """And one that is damaged, or has a log of its own beside it, is."""
    where = tmp_path / "demo.db"
    desk = Desk.open(a_branch(where))
    lend(desk, 1)
    fresh = tmp_path / "fresh.db"
    with pytest.raises(DatabaseUnavailableError, match="Close the counter") as caught:
        copies.put_anew(Path(a_branch(fresh)), where)
    assert caught.value.code == "in_use"
    assert isinstance(lend(desk, 2), Lent)
    desk.close()
    copies.put_anew(fresh, where)
    desk = Desk.open(str(where))
    assert desk.loans.count() == 0
    lend(desk, 1)
    shutil.copyfile(f"{where}-wal", tmp_path / "log")
    desk.close()
    where.write_bytes(b"no database" * 1000)
    shutil.copyfile(tmp_path / "log", f"{where}-wal")
    copies.put_anew(Path(a_branch(fresh)), where)
    desk = Desk.open(str(where))
    assert desk.loans.count() == 0
    desk.close()
