"""A backup that somebody made to hurt, and what lies beside the backups on a stick that others have had."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fritids.config.backup_table import BackupSettings
from fritids.db import schema
from fritids.db.engine import Database
from fritids.errors import UsageError
from fritids.outside import backup_lists, second_places
from fritids.services.backup_rounds import When, keep
from fritids.services.backups import back_up
from fritids.services.restoring import plan_restore, restore
from tests.builders import a_borrower
from tests.doors.test_command_line import a_desk_on

BODY = "BEGIN UPDATE borrower SET name = 'evil'; END"
SPOILT = {
    "a trigger": f"CREATE TRIGGER evil AFTER INSERT ON event {BODY}",
    "a trigger of a usual name": f"DROP TRIGGER record_event_update; CREATE TRIGGER record_event_update AFTER INSERT ON event {BODY}",
    "a view": "CREATE VIEW evil AS SELECT * FROM borrower",
    "a view for a table": (
        "ALTER TABLE upkeep RENAME TO other;"
        "CREATE VIEW upkeep AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS kind, i AS at, i AS outcome FROM n"
    ),
    "a table": "CREATE TABLE evil (id REFERENCES borrower (id))",
    "a table of another kind": "CREATE VIRTUAL TABLE evil USING fts5(x)",
    "a column that is reckoned": "ALTER TABLE borrower ADD COLUMN evil TEXT AS (hex(zeroblob(9999)))",
    "an index that is reckoned": "CREATE UNIQUE INDEX evil ON loan (abs(0))",
    "no table": "PRAGMA foreign_keys=OFF; DROP TABLE slip",
}


@pytest.fixture
def branch(tmp_path: Path) -> Path:
    """A branch with one borrower."""
    desk = a_desk_on(tmp_path)
    a_borrower(desk, name="Anna Berg")
    desk.close()
    return tmp_path / "branch.db"


def names(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM borrower")]


def _refused(attempt: Callable[[str, Path], object], where: str, backup: Path) -> str:
    """The sentence, or nothing if it was not refused."""
    try:
        attempt(where, backup)
    except UsageError as error:
        return f"fritids: {error.message}" if error.code == "no_backup" else ""
    return ""


def test_a_backup_brings_rows_and_no_orders(branch: Path, tmp_path: Path) -> None:
    """Each of these passes SQLite's own checks. It is refused in a sentence, and the database stays as it was."""
    whole = back_up(str(branch), tmp_path / "whole.db").path
    for what, orders in SPOILT.items():
        spoilt = tmp_path / "spoilt.db"
        shutil.copy(whole, spoilt)
        with closing(sqlite3.connect(spoilt)) as connection:
            connection.executescript(orders)
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",), what
        for attempt in (plan_restore, restore):
            assert "fritids" in _refused(attempt, str(branch), spoilt), what
    assert names(branch) == ["Anna Berg"]
    restore(str(branch), whole)


@pytest.mark.parametrize("version", [schema.KNOWN[0], schema.KNOWN[-2]])
def test_a_backup_of_an_older_version_is_still_ours(version: str, branch: Path, tmp_path: Path) -> None:
    """With what was made by their scripts; one trigger more, and they are not."""
    old = tmp_path / "old.db"
    rows = (Path(__file__).parent.parent / "db" / "versions" / f"{version}.sqlite.sql").read_text("utf-8")
    with closing(sqlite3.connect(old)) as connection:
        connection.executescript(rows)
    assert plan_restore(str(branch), old).upgrade_needed
    with closing(sqlite3.connect(old)) as connection:
        connection.executescript(SPOILT["a trigger"])
    with pytest.raises(UsageError, match="changed by something other"):
        plan_restore(str(branch), old)


def test_a_stick_erases_nobody_and_leads_nowhere(branch: Path, tmp_path: Path) -> None:
    """Its lists are texts of whoever had it: no key in them reaches the database in use, no pipe is waited for, no link is followed."""
    with closing(sqlite3.connect(branch)) as connection:
        ((key,),) = connection.execute("SELECT event_key FROM borrower")
    stick = tmp_path / "media" / "stick" / second_places.MARKER
    stick.mkdir(parents=True)
    (stick / backup_lists.ERASED).write_text(f"{key}\t2026-01-01T00:00:00Z\n" + "x\ty\n" * 9999)
    own = tmp_path / "own.txt"
    own.write_text("mine")
    (stick / backup_lists.RECORD).symlink_to(own)
    (tmp_path / "media" / "other").mkdir()
    (tmp_path / "media" / "other" / second_places.MARKER).symlink_to(tmp_path / "home")
    database = Database.open(str(branch))
    done = keep(database, BackupSettings(), When.START, roots=[tmp_path / "media"])
    assert (done.erased_again, done.faults) == (0, ())
    assert done.second
    assert names(branch) == ["Anna Berg"]
    assert own.read_text() == "mine"
    assert not list((tmp_path / "home").glob("*.db"))
    for name in (backup_lists.ERASED, backup_lists.RECORD):
        (stick / name).unlink()
        os.mkfifo(stick / name)
    assert backup_lists.erased(stick) == {}
    assert backup_lists.anchors(stick) == []
    # In a folder that the configuration names the same line counts.
    listed = tmp_path / "share"
    listed.mkdir()
    backup_lists.add_erased(listed, {key: datetime(2026, 1, 1, tzinfo=UTC)})
    assert keep(database, BackupSettings(folders=(listed,)), When.START, roots=[]).erased_again == 1
    database.close()
