"""Files and servers that cannot be used: one sentence each that says what to do, and nothing of what was there is lost."""

import json
import os
import random
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from fritids.db import schema, sqlite
from fritids.db.engine import Database
from fritids.errors import DatabaseUnavailableError, SchemaError
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.results import Lent
from tests import large_branch

ARTICLES = 60


def sentence(error: BaseException) -> str:
    """What a person is shown; fails if it is anything but one line in plain words."""
    assert isinstance(error, DatabaseUnavailableError)
    said = error.message
    assert error.status == 4
    assert said == said.strip()
    assert said.endswith((".", "fritids init", "fritids upgrade", "fritids restore FILE"))
    assert not {"\n", "sqlite3", "psycopg", "Error", "SELECT"} & {said, *said.split(), *said}
    return said


def refused(act: Callable[[], object]) -> str:
    """The sentence with which an act fails."""
    with pytest.raises(DatabaseUnavailableError) as caught:
        act()
    return sentence(caught.value)


def opened(where: Path | str) -> str:
    """The sentence with which a desk does not open."""
    return refused(lambda: Desk.open(str(where)))


@pytest.fixture
def file(tmp_path: Path, sqlite_template: Path) -> Path:
    """A database with a branch, closed; all of it is in the one file."""
    path = tmp_path / "branch.db"
    shutil.copyfile(sqlite_template, path)
    database = Database.open(str(path))
    large_branch.make(database, past_loans=2_000, articles=ARTICLES, borrowers=20, bookings=0)
    database.close()
    return path


def lend(desk: Desk, number: int) -> object:
    return desk.lending.lend(large_branch.Benchmarked().code(number), 1, act=new_act_key())


def loans_out(path: Path) -> int:
    database = Database.open(str(path))
    with database.read() as connection:
        count: int = connection.execute(
            text("SELECT count(*) FROM loan WHERE returned_at IS NULL")
        ).scalar_one()
    database.close()
    return count


def test_a_missing_file_is_not_made_by_looking(tmp_path: Path) -> None:
    assert opened(tmp_path / "none.db").startswith("There is no database at")
    assert not list(tmp_path.glob("none*"))


def test_a_missing_folder(tmp_path: Path) -> None:
    database = Database.open(str(tmp_path / "none" / "branch.db"))
    assert "cannot be opened" in refused(lambda: schema.create(database))


def test_a_directory(tmp_path: Path) -> None:
    assert "is a folder. Write the name of a file." in opened(tmp_path)


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    assert opened(tmp_path / "empty.db").startswith("There is no database at")


@pytest.mark.parametrize(
    "content", [b"Dear diary,\n" * 500, b"\x00" * 8192, random.Random(1).randbytes(8192)]
)
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "diary.db"
    path.write_bytes(content)
    assert "is damaged or is no fritids database" in opened(path)
    assert path.read_bytes() == content


def test_a_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "addresses.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE address (name)")
    connection.commit()
    connection.close()
    assert "belongs to another program" in opened(path)
    database = Database.open(str(path))
    with pytest.raises(SchemaError, match="belongs to another program"):
        schema.create(database)
    database.close()


def test_a_file_cut_short(file: Path) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2 + 100])

    def work() -> None:
        desk = Desk.open(str(file))
        try:
            for number in range(1, ARTICLES):
                lend(desk, number)
        finally:
            desk.close()

    assert "is damaged" in refused(work)


def test_a_damaged_page_in_the_middle(file: Path) -> None:
    """Each page of the file in turn would be too many: every third of those that hold loans and their indexes."""
    whole = bytearray(file.read_bytes())
    for page in range(20, len(whole) // 4096, 3):
        whole[page * 4096 : (page + 1) * 4096] = random.Random(page).randbytes(4096)
    file.write_bytes(whole)

    def work() -> None:
        desk = Desk.open(str(file))
        try:
            for number in range(1, ARTICLES):
                lend(desk, number)
        finally:
            desk.close()

    assert "is damaged" in refused(work)


@contextmanager
def ordinary_account() -> Iterator[None]:
    """Be somebody whom the rights of a file bind; root they do not."""
    if os.geteuid() != 0:
        yield
        return
    os.setegid(65534)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other accounts can enter, which pytest's own are not."""
    with tempfile.TemporaryDirectory(prefix="fritids-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


@pytest.mark.parametrize("what", ["file", "folder", "both"])
def test_a_place_that_may_only_be_read(file: Path, open_folder: Path, what: str) -> None:
    path = open_folder / "branch.db"
    shutil.copyfile(file, path)
    before = path.read_bytes()
    path.chmod(0o444 if what != "folder" else 0o666)
    open_folder.chmod(0o555 if what != "file" else 0o777)

    def work() -> None:
        desk = Desk.open(str(path))
        try:
            lend(desk, 1)
        finally:
            desk.close()

    with ordinary_account():
        said = refused(work)
    assert "may not be written" in said or "cannot be opened" in said
    assert "may be written" in said or "right to write" in said
    assert path.read_bytes() == before


def test_a_file_that_may_not_be_read(file: Path, open_folder: Path) -> None:
    path = open_folder / "branch.db"
    shutil.copyfile(file, path)
    path.chmod(0o000)
    with ordinary_account():
        assert "cannot be opened" in opened(path)


FULL_DISK = """
import ctypes, json, os, shutil, sys
from pathlib import Path
source, folder = map(Path, sys.argv[1:])
libc = ctypes.CDLL(None, use_errno=True)
NEW_MOUNTS, NEW_ACCOUNTS, PRIVATE, ALL_BELOW = 0x20000, 0x10000000, 1 << 18, 1 << 14
# A disk of its own for this process alone, which is gone when the process is; as an ordinary account by way of an account space.
small = (
    libc.unshare(NEW_MOUNTS if os.geteuid() == 0 else NEW_MOUNTS | NEW_ACCOUNTS) == 0
    and libc.mount(b"none", b"/", None, PRIVATE | ALL_BELOW, None) == 0
    and libc.mount(b"tmpfs", bytes(folder), b"tmpfs", 0, b"size=%d" % (source.stat().st_size + 700_000)) == 0
)
path = folder / "branch.db"
shutil.copyfile(source, path)

from fritids.db.engine import Database
from fritids.errors import DatabaseUnavailableError
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from tests import large_branch

branch = large_branch.Benchmarked()
database = Database.open(str(path))
desk = Desk.on(database, name="one")
lend = lambda number: desk.lending.lend(branch.code(number), 1, act=new_act_key())
back = lambda number: desk.returns.take_back(branch.code(number), act=new_act_key())
lend(1)
filler = folder / "filler"
if small:
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
else:  # no disk of our own to be had here: SQLite's own limit gives the same answer
    driver = database._engine.raw_connection().dbapi_connection
    driver.execute("PRAGMA max_page_count = 1")
done, said = 1, None
try:
    for number in range(2, 60):
        lend(number)
        done += 1
    for _ in range(2000):
        back(number), lend(number)
except DatabaseUnavailableError as error:
    said = error.message
if small:
    filler.unlink()
else:
    driver.execute("PRAGMA max_page_count = 1073741823")
with database.read() as connection:
    out = connection.exec_driver_sql("SELECT count(*) FROM loan WHERE returned_at IS NULL").scalar()
    whole = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
again = type(lend(60)).__name__
print(json.dumps([small, done, out, said, whole, again]))
"""


def test_a_full_disk(file: Path, tmp_path: Path) -> None:
    """What was done before stays, and with room again lending goes on in the same program."""
    folder = tmp_path / "small"
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, file, folder], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    _small, told, out, said, whole, again = json.loads(done.stdout)
    assert said.startswith("The disk is full.")
    assert out in {told, told - 1}, "at most the one thing that was just handed in is missing"
    assert (whole, again) == ("ok", "Lent")


def test_a_file_that_another_program_holds(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0)
    desk = Desk.open(str(file))
    holder = Database.open(str(file))
    with holder.write():
        assert "Another program is holding" in refused(lambda: lend(desk, 1))
    assert isinstance(lend(desk, 1), Lent)
    holder.close()
    desk.close()
    assert loans_out(file) == 1


def test_a_server_that_is_not_there() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: nobody answers, and nobody else can
        port = taken.getsockname()[1]
        assert "127.0.0.1 cannot be reached" in opened(f"postgresql://desk@127.0.0.1:{port}/fritids")


def test_a_server_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fritids.db.engine.CONNECT_SECONDS", 2)  # the least that the driver takes
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert "127.0.0.1 cannot be reached" in opened(f"postgresql://desk@127.0.0.1:{port}/fritids")


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_a_connection_that_the_server_dropped_between_two_acts_is_not_noticed(database: Database) -> None:
    """A counter stands open over night, and the server was started anew."""
    large_branch.make(database, past_loans=0, articles=5, borrowers=2, bookings=0)
    desk = Desk.on(database, name="one")
    _drop_connections(database)
    assert isinstance(lend(desk, 1), Lent)


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_a_connection_that_breaks_within_an_act_is_said_and_nothing_is_written(database: Database) -> None:
    large_branch.make(database, past_loans=0, articles=5, borrowers=2, bookings=0)

    def work() -> None:
        with database.write() as connection:
            connection.execute(text("UPDATE branch SET name = 'lost'"))
            _drop_connections(database)
            connection.execute(text("SELECT 1"))

    assert "cannot be reached" in refused(work)
    with database.read() as connection:
        assert connection.execute(text("SELECT name FROM branch")).scalar_one() == "Ån"


def _drop_connections(database: Database) -> None:
    other = Database.open(database.url.render_as_string(hide_password=False))
    with other.read() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    other.close()
