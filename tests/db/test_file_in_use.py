"""The SQLite file under an open desk: what is told as done is in the file that has the name, and only its owner may read it."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Timer
from types import SimpleNamespace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from fritids.db import schema, sqlite
from fritids.db.engine import Database, as_url
from fritids.errors import DatabaseUnavailableError, UsageError
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.results import Lent
from tests import large_branch


@pytest.fixture(params=[True, False], ids=["log", "journal"])
def file(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A branch in a file, with a SQLite whose write-ahead log is safe, and as on an old one."""
    if not request.param:
        monkeypatch.setattr(sqlite, "has_safe_wal", lambda _version: False)
    path = tmp_path / "branch.db"
    database = Database.open(str(path))
    schema.create(database)
    large_branch.make(database, past_loans=0, articles=5, borrowers=2, bookings=0)
    database.close()
    return path


def lend(desk: Desk, number: int) -> object:
    return desk.lending.lend(large_branch.Benchmarked().code(number), 1, act=new_act_key())


def loans(path: Path) -> int:
    database = Database.open(str(path))
    with database.read() as connection:
        count: int = connection.execute(text("SELECT count(*) FROM loan")).scalar_one()
    database.close()
    return count


def remove(path: Path) -> None:
    path.unlink()


def move(path: Path) -> None:
    path.rename(path.with_name("elsewhere.db"))


def replace(path: Path) -> None:
    shutil.copyfile(path, path.with_name("copy.db"))
    path.with_name("copy.db").replace(path)


@pytest.mark.parametrize("taken_away", [remove, move, replace])
def test_nothing_is_done_in_a_file_that_was_taken_away(
    file: Path, taken_away: Callable[[Path], object]
) -> None:
    desk = Desk.open(str(file))
    assert isinstance(lend(desk, 1), Lent)
    taken_away(file)
    for _ in range(2):
        with pytest.raises(DatabaseUnavailableError, match="was removed, moved or replaced"):
            lend(desk, 2)
    with pytest.raises(DatabaseUnavailableError, match="was removed, moved or replaced"):
        desk.loans.count()
    desk.close()


def test_what_was_written_while_the_file_was_taken_away_is_not_told_as_done(file: Path) -> None:
    database = Database.open(str(file))

    def work() -> None:
        with database.write() as connection:
            connection.execute(text("UPDATE branch SET name = 'lost'"))
            file.rename(file.with_name("elsewhere.db"))

    with pytest.raises(DatabaseUnavailableError):
        work()
    database.close()


def test_a_file_that_is_put_back_goes_on(file: Path) -> None:
    desk = Desk.open(str(file))
    assert isinstance(lend(desk, 1), Lent)
    move(file)
    with pytest.raises(DatabaseUnavailableError):
        lend(desk, 2)
    file.with_name("elsewhere.db").rename(file)
    assert isinstance(lend(desk, 2), Lent)
    desk.close()
    assert loans(file) == 2


def test_every_connection_is_set_up_alike_also_after_the_pool_was_emptied(file: Path) -> None:
    database = Database.open(str(file))
    names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")

    def settings() -> list[object]:
        with database.read() as connection:
            return [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    safe = sqlite.has_safe_wal(sqlite.driver().sqlite_version_info)
    expected = ["wal", 2] if safe else ["delete", 3]
    expected += [1, 1, sqlite.BUSY_SECONDS * 1000]
    with database.read():
        assert settings() == expected
    with database.alter():
        pass
    assert settings() == expected
    database.close()
    assert settings() == expected
    database.close()


def test_where_a_disk_has_no_write_ahead_log_the_journal_is_synced_all_the_way(tmp_path: Path) -> None:
    """As on some network disks, where SQLite answers with the mode it goes on using."""
    connection = sqlite.driver().connect(":memory:")
    sqlite.prepare(connection, sqlite.driver())
    assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "memory"
    assert connection.execute("PRAGMA synchronous").fetchone()[0] == 3
    connection.close()


@pytest.mark.parametrize("how", ["new", "behind a link", "empty"])
def test_a_new_database_is_its_owners_alone(tmp_path: Path, how: str) -> None:
    """People's names are in it; an empty file that somebody put there keeps the rights it was given."""
    path = tmp_path / "branch.db"
    if how == "behind a link":
        path.symlink_to(tmp_path / "disk.db")
    if how == "empty":
        path.touch(0o640)
        path.chmod(0o640)
    before = os.umask(0)
    try:
        database = Database.open(str(path))
        schema.create(database)
        with database.read():
            assert {each.stat().st_mode & 0o777 for each in tmp_path.glob("*.db*")} == {
                0o640 if how == "empty" else 0o600
            }
        database.close()
    finally:
        os.umask(before)


@pytest.mark.parametrize(
    "address",
    ["sqlite://", "sqlite:///", "sqlite:///:memory:", "sqlite:///b.db?mode=ro", "postgresql://desk:secret@host:port/b", "://b"],
)  # fmt: skip
def test_an_address_that_means_no_database_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="address cannot be read") as caught:
        as_url(address)
    assert "secret" not in caught.value.message


@pytest.mark.parametrize(
    "address", ["sqlite+aiosqlite:///b.db", "mysql://host/b", "postgresql+asyncpg://host/b"]
)
def test_an_address_of_another_kind_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="Only SQLite files"):
        as_url(address)


@pytest.mark.parametrize(
    "address", ["postgres://host/b", "POSTGRESQL://host/b", "postgresql+psycopg://host/b"]
)
def test_the_spellings_of_one_server_are_one(address: str) -> None:
    assert as_url(address).drivername == "postgresql"


@pytest.mark.parametrize("name", [":memory:", "file:b.db", "b.db?mode=ro", "b%20.db", "b#.db", "å ö.db"])
def test_a_file_may_be_called_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    database = Database.open(name)
    assert schema.create(database)
    database.close()
    assert (tmp_path / name).stat().st_size
    schema.check(Database.open(name))


def test_a_disk_without_room_even_to_open_a_database_is_called_full(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite says no more than that the disk failed."""
    database = Database.open(str(file))

    def fail(*_args: object) -> None:
        raise DBAPIError(None, None, sqlite.driver().OperationalError("disk I/O error"))

    for free, says in ((0, "The disk is full"), (10**9, "does not answer")):
        monkeypatch.setattr(shutil, "disk_usage", lambda _path, free=free: SimpleNamespace(free=free))
        with pytest.raises(DatabaseUnavailableError, match=says), database.read():
            fail()
    database.close()


def test_a_new_file_that_another_program_is_writing_to_is_waited_for(tmp_path: Path) -> None:
    """Two programs that make the same database at once: SQLite itself does not wait where the log begins."""
    path, module = tmp_path / "new.db", sqlite.driver()
    if sqlite.journal_mode(module) != "wal":
        pytest.skip("this SQLite keeps no log")
    other = module.connect(str(path), isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE thing (id INTEGER)")
    other.execute("BEGIN IMMEDIATE")
    other.execute("INSERT INTO thing VALUES (1)")
    later = Timer(0.2, other.execute, ("COMMIT",))
    later.start()
    ours = module.connect(str(path))
    sqlite.prepare(ours, module)
    later.join()
    assert ours.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    ours.close()
    other.close()
