"""A day's work survives the machine: copies that can be trusted, put back without losing what they replace."""

import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import select, text, update

from fritids.db import branches, events, schema
from fritids.db.engine import Database
from fritids.db.tables import Branch, Event, NumberSeries
from fritids.db.upgrade import config
from fritids.domain.words import ActKind
from fritids.errors import DatabaseUnavailableError, FritidsError, UsageError
from fritids.services.backups import back_up
from fritids.services.restoring import plan_restore, restore
from fritids.services.setup import init_branch

pytestmark = pytest.mark.no_branch

NOW = datetime(2026, 2, 16, 9, 31, 4, tzinfo=UTC)
EVENT = Event.__table__


class Clock:
    """Moves on a minute each time it is looked at."""

    def __init__(self) -> None:
        self._now = NOW

    def now(self) -> datetime:
        self._now += timedelta(minutes=1)
        return self._now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def programs(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's own programs are found, as where its client package is installed."""
    if "postgresql" in request.node.name:
        from tests.postgres import _wheel

        monkeypatch.setenv("PATH", f"{_wheel() / 'bin'}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def where(database_url: str) -> str:
    """A branch with one act in its record; no connection is open to it."""
    work(database_url, "first")
    return database_url


def work(url: str, act: str, *, numbers: int = 1) -> None:
    """Do something that stands in the record, and give numbers away."""
    database = Database.open(url)
    init_branch(database, "Ån")
    with database.write() as connection:
        branches.take_numbers(connection, "article", numbers)
        events.add(
            connection,
            {
                "act_key": act, "line": 0, "at": NOW, "branch_id": 1, "desk": "d", "operator": None, "kind": ActKind.SETTING.value,
            },
        )  # fmt: skip
    database.close()


def acts(url: str) -> list[str]:
    """What the record says was done; a restoring by its kind."""
    database = Database.open(url)
    with database.read() as connection:
        rows = connection.execute(select(EVENT.c.act_key, EVENT.c.kind).order_by(EVENT.c.id)).all()
    database.close()
    return ["restore" if row.kind == "restore" else row.act_key for row in rows]


def next_article(url: str) -> int:
    database = Database.open(url)
    series = NumberSeries.__table__
    with database.read() as connection:
        number: int = connection.execute(
            select(series.c.next_number).where(series.c.name == "article")
        ).scalar_one()
    database.close()
    return number


def path_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def beside(path: Path) -> list[str]:
    return sorted(each.name for each in path.parent.iterdir() if each.name.startswith((path.name + "-", ".")))


def test_a_backup_is_put_back_and_what_it_replaced_is_a_backup_too(
    where: str, tmp_path: Path, clock: Clock
) -> None:
    target = tmp_path / "copy.bak"
    made = back_up(where, target, clock=clock)
    assert (made.path, made.size) == (target, target.stat().st_size)
    assert target.stat().st_mode & 0o777 == 0o600
    work(where, "second", numbers=30)
    plan = plan_restore(where, target)
    assert (plan.lost, plan.newest_at, plan.lost_newest_at, plan.timezone) == (
        1,
        NOW,
        NOW,
        "Europe/Stockholm",
    )
    assert acts(where) == ["first", "second"]
    done = restore(where, target, clock=clock)
    assert acts(where) == ["first", "restore"]
    assert done.kept is not None
    back = restore(where, done.kept, clock=clock)
    assert acts(where) == ["first", "second", "restore"]
    assert back.plan.lost == 2


def test_numbers_that_were_given_after_the_backup_are_not_given_again(
    where: str, tmp_path: Path, clock: Clock
) -> None:
    """Their labels are out in the branch."""
    back_up(where, tmp_path / "copy.bak", clock=clock)
    work(where, "second", numbers=30)
    after = next_article(where)
    restore(where, tmp_path / "copy.bak", clock=clock)
    assert next_article(where) == after == 32


def test_a_backup_of_an_older_version_is_noted_too(where: str, tmp_path: Path, clock: Clock) -> None:
    """Else whatever was said and given since would be said and given again after the upgrade (`services.reminders`)."""
    if not where.startswith("sqlite"):
        return
    old = Database.open(str(tmp_path / "old.bak"))
    with old.alter() as connection:
        command.upgrade(config(connection), schema.KNOWN[-2])
        connection.execute(
            text("INSERT INTO branch (id, code, name, timezone, revision) VALUES (1, 'main', 'Ån', 'UTC', 1)")
        )
        connection.execute(text("INSERT INTO number_series (name, next_number) VALUES ('article', 2)"))
    old.close()
    work(where, "second", numbers=30)
    assert restore(where, tmp_path / "old.bak", clock=clock).plan.upgrade_needed
    assert acts(where) == ["restore"]
    assert next_article(where) == 32


def test_a_backup_is_made_while_somebody_works(where: str, tmp_path: Path, clock: Clock) -> None:
    database = Database.open(where)
    with database.write() as connection:
        connection.execute(update(Branch.__table__).values(name="not yet said to be done"))
        back_up(where, tmp_path / "copy.bak", clock=clock)
    database.close()
    assert plan_restore(where, tmp_path / "copy.bak").lost == 0
    restore(where, tmp_path / "copy.bak", clock=clock)
    database = Database.open(where)
    with database.read() as connection:
        assert branches.find(connection, None)[0].name == "Ån"
    database.close()


def test_nothing_is_restored_while_another_program_has_the_database_open(
    where: str, tmp_path: Path, clock: Clock
) -> None:
    back_up(where, tmp_path / "copy.bak", clock=clock)
    script = (
        "import sys; from fritids.db.engine import Database; from sqlalchemy import text\n"
        "with Database.open(sys.argv[1]).read() as c:\n"
        "    c.execute(text('SELECT 1 FROM branch')).all(); print('open', flush=True); sys.stdin.read()\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", script, where], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdin is not None
    assert other.stdout is not None
    assert other.stdout.readline() == "open\n"
    with pytest.raises(DatabaseUnavailableError, match="Close the counter at every desk"):
        restore(where, tmp_path / "copy.bak", clock=clock)
    other.communicate()
    assert acts(where) == ["first"]
    restore(where, tmp_path / "copy.bak", clock=clock)
    assert acts(where) == ["first", "restore"]


def test_a_file_that_is_no_backup_changes_nothing(where: str, tmp_path: Path, clock: Clock) -> None:
    back_up(where, tmp_path / "copy.bak", clock=clock)
    whole = (tmp_path / "copy.bak").read_bytes()
    bad = {
        "none": None, "empty": b"", "text": b"no backup", "torn": whole[: len(whole) // 2],
        "header": whole[:1000], "bent": whole[:4096] + bytes(4096) + whole[8192:],
    }  # fmt: skip
    for name, content in bad.items():
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(FritidsError) as caught:
            restore(where, path, clock=clock)
        assert caught.value.message.count("\n") == 0
    assert acts(where) == ["first"]


def test_a_backup_takes_the_place_of_an_earlier_one_and_of_nothing_else(
    where: str, tmp_path: Path, clock: Clock
) -> None:
    target = tmp_path / "copy.bak"
    back_up(where, target, clock=clock)
    back_up(where, target, clock=clock)
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear", encoding="utf-8")
    with pytest.raises(UsageError, match="is no backup"):
        back_up(where, letter, clock=clock)
    assert letter.read_text("utf-8") == "Dear"
    folder = tmp_path / "usb"
    folder.mkdir()
    assert back_up(where, folder, clock=clock).path.parent == folder
    with pytest.raises(FritidsError, match="does not exist"):
        back_up(where, tmp_path / "none" / "copy.bak", clock=clock)
    assert not list(tmp_path.glob("**/*.partial"))


def test_without_the_server_s_programs_one_sentence_says_so(
    postgres: Any, postgres_template: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FritidsError, match="pg_dump is not installed"):
        back_up(postgres.url(postgres_template), tmp_path / "copy.dump")
    assert list(tmp_path.glob("*.dump")) == []


class TestFile:
    """What only a database in a file can meet with."""

    @pytest.fixture
    def where(self, tmp_path: Path) -> str:
        url = str(tmp_path / "branch" / "fritids.db")
        (tmp_path / "branch").mkdir()
        work(url, "first")
        return url

    def test_a_damaged_database_is_kept_as_it_is_and_replaced(
        self, where: str, tmp_path: Path, clock: Clock
    ) -> None:
        back_up(where, tmp_path / "copy.db", clock=clock)
        live = path_of(where)
        live.write_bytes(b"scrambled" * 1000)
        (live.parent / "fritids.db-wal").write_bytes(b"left over")
        done = restore(where, tmp_path / "copy.db", clock=clock)
        assert (done.plan.lost, done.plan.replaces) == (None, True)
        assert acts(where) == ["first", "restore"]
        assert done.kept is not None
        assert done.kept.read_bytes() == b"scrambled" * 1000

    def test_a_log_left_by_a_lost_database_is_not_played_into_the_new_one(
        self, where: str, tmp_path: Path, clock: Clock
    ) -> None:
        back_up(where, tmp_path / "copy.db", clock=clock)
        live = path_of(where)
        database = Database.open(where)
        with database.write() as connection:
            connection.execute(update(Branch.__table__).values(name="later"))
        logs = {name: (live.parent / name).read_bytes() for name in beside(live)}
        database.close()
        live.unlink()
        for name, content in logs.items():
            (live.parent / name).write_bytes(content)
        done = restore(where, tmp_path / "copy.db", clock=clock)
        assert (done.kept, done.plan.replaces) == (None, False)
        assert acts(where) == ["first", "restore"]

    def test_to_a_machine_that_has_no_database_yet(self, where: str, tmp_path: Path, clock: Clock) -> None:
        back_up(where, tmp_path / "copy.db", clock=clock)
        new = tmp_path / "new" / "machine" / "fritids.db"
        restore(str(new), tmp_path / "copy.db", clock=clock)
        assert acts(str(new)) == ["first", "restore"]
        assert new.stat().st_mode & 0o777 == 0o600

    def test_from_a_disk_that_cannot_be_written(self, where: str, tmp_path: Path, clock: Clock) -> None:
        folder = tmp_path / "read-only"
        folder.mkdir()
        raw = folder / "fritids.db"
        shutil.copyfile(path_of(where), raw)
        raw.chmod(0o400)
        folder.chmod(0o500)
        assert plan_restore(where, raw).lost == 0
        restore(where, raw, clock=clock)
        assert [path.name for path in folder.iterdir()] == ["fritids.db"]
        folder.chmod(0o700)

    def test_the_database_itself_is_neither_target_nor_backup(self, where: str, clock: Clock) -> None:
        for act in (back_up, restore):
            with pytest.raises(UsageError, match="the database itself"):
                act(where, path_of(where), clock=clock)

    def test_a_database_of_another_program_or_of_a_newer_one_is_refused(
        self, where: str, tmp_path: Path, clock: Clock
    ) -> None:
        foreign, newer = tmp_path / "foreign.db", tmp_path / "newer.db"
        with sqlite3.connect(foreign) as connection:
            connection.execute("CREATE TABLE song (name TEXT)")
        connection.close()
        back_up(where, newer, clock=clock)
        with sqlite3.connect(newer) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.close()
        with pytest.raises(UsageError, match="no database of this program"):
            restore(where, foreign, clock=clock)
        with pytest.raises(UsageError, match="newer fritids"):
            restore(where, newer, clock=clock)
        assert acts(where) == ["first"]

    def test_a_row_that_refers_to_nothing_makes_a_copy_unsound(
        self, where: str, tmp_path: Path, clock: Clock
    ) -> None:
        torn = tmp_path / "torn.db"
        back_up(where, torn, clock=clock)
        with sqlite3.connect(torn) as connection:
            connection.execute("DELETE FROM branch")
        connection.close()
        with pytest.raises(DatabaseUnavailableError, match="is damaged"):
            restore(where, torn, clock=clock)

    def test_a_copy_is_one_file_that_needs_nothing_beside_it(
        self, where: str, tmp_path: Path, clock: Clock
    ) -> None:
        back_up(where, tmp_path / "copy.db", clock=clock)
        assert beside(tmp_path / "copy.db") == []
        with sqlite3.connect(tmp_path / "copy.db") as connection:
            assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        connection.close()

    def test_no_database_no_backup(self, tmp_path: Path, clock: Clock) -> None:
        with pytest.raises(DatabaseUnavailableError, match="no database"):
            back_up(str(tmp_path / "none.db"), tmp_path / "copy.db", clock=clock)
        assert list(tmp_path.glob("*.db")) == []

    @pytest.mark.parametrize("act", ["back_up", "restore"])
    def test_killed_at_any_line_leaves_a_whole_database_and_no_half_backup(
        self, where: str, tmp_path: Path, act: str, clock: Clock
    ) -> None:
        back_up(where, tmp_path / "copy.db", clock=clock)
        work(where, "second")
        killed = subprocess.run(
            [sys.executable, "-c", KILLED, where, str(tmp_path / "copy.db"), act, STEP],
            capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip
        assert killed.returncode == 0, killed.stdout + killed.stderr
        assert int(killed.stdout) > 20


STEP = "1" if os.environ.get("FRITIDS_NIGHTLY") else "3"
"""Every so manieth line: each is a process of its own."""
KILLED = """
import os, shutil, signal, sys
from pathlib import Path
from fritids.db import own_schema, schema, sqlite
from fritids.services import backups, restoring

own_schema._made(schema.HEAD)  # what the children would each find out again
live, copy, act, step = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
folder, start = live.parent, live.with_suffix(".start")
driver = sqlite.driver()
shutil.copyfile(live, start)
OURS = ("/db/copies.py", "/outside/files.py", "/outside/backups.py", "/services/backups.py", "/services/restoring.py", "/outside/backup_lists.py")

def content(path):
    connection = driver.connect(f"file:{path}?mode=rw", uri=True)
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok", path
    found = [row[0] for row in connection.execute("SELECT kind FROM event ORDER BY id")]
    connection.close()
    return found

def run(last_line):
    seen = set()  # a line of a loop counts once
    def trace(frame, event, argument):
        if not frame.f_code.co_filename.endswith(OURS):
            return None
        if event == "line":
            seen.add((frame.f_code.co_filename, frame.f_lineno))
            if len(seen) == last_line:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace
    sys.settrace(trace)
    backups.back_up(str(live)) if act == "back_up" else restoring.restore(str(live), copy)
    os._exit(0)

line, ended = 0, False
while not ended:
    line += step
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path != start:
            path.unlink()
    shutil.copyfile(start, live)
    child = os.fork()
    if not child:
        run(line)
    status = os.waitpid(child, 0)[1]
    ended = status == 0
    assert ended or os.WTERMSIG(status) == signal.SIGKILL, status
    found = content(live)
    old, new = ["setting", "setting"], ["setting", "restore"]
    assert found == old or (act == "restore" and found == new), (line, found)
    kept = [path for path in (folder / "backups").glob("*.db")] if (folder / "backups").is_dir() else []
    for path in kept:
        assert content(path) == old, (line, path)
    if found == new:
        assert len(kept) == 1, line
print(line)
"""
