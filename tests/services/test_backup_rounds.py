"""Backups by themselves, in a second place and locked; and whom a restored one must not bring back."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from fritids.config.backup_table import BackupSettings
from fritids.db import schema
from fritids.db.engine import Database
from fritids.db.tables import Borrower, Event, Loan
from fritids.errors import FritidsError, UsageError
from fritids.outside import backup_lists, sealed
from fritids.services.acts import new_act_key
from fritids.services.backup_rounds import When, anchors, keep, status
from fritids.services.backups import back_up
from fritids.services.desk import Desk
from fritids.services.restoring import plan_restore, restore
from tests import large_branch

pytestmark = pytest.mark.no_branch
NOW = datetime(2026, 2, 16, 9, 31, 4, tzinfo=UTC)
LOAN, BORROWER, EVENT = Loan.__table__, Borrower.__table__, Event.__table__


class Clock:
    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at

    def later(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def programs(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "postgresql" in request.node.name:
        from tests.postgres import _wheel

        monkeypatch.setenv("PATH", f"{_wheel() / 'bin'}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def where(database_url: str) -> str:
    database = Database.open(database_url)
    large_branch.make(database, past_loans=0, articles=8, borrowers=4, bookings=0)
    database.close()
    return database_url


@pytest.fixture
def database(where: str) -> Iterator[Database]:
    opened = Database.open(where)
    yield opened
    opened.close()


def do(where: str, clock: Clock, number: int, borrower: int = 1) -> None:
    desk = Desk.open(where, clock=clock)
    desk.lending.lend(large_branch.Benchmarked().code(number), borrower, act=new_act_key())
    desk.close()


def test_one_an_hour_while_in_use_and_only_when_something_was_done(
    where: str, database: Database, clock: Clock
) -> None:
    def look(when: When) -> bool:
        done = keep(database, BackupSettings(), when, roots=[], clock=clock)
        assert done.faults == ()
        return done.made is not None

    assert look(When.START)
    clock.later(hours=2)
    assert not look(When.USE)
    do(where, clock, 1)
    assert look(When.USE)
    do(where, clock, 2)
    clock.later(minutes=50)
    assert not look(When.USE)
    assert look(When.CLOSING) is database.is_sqlite
    clock.later(minutes=20)
    assert look(When.USE) is not database.is_sqlite
    do(where, clock, 3)
    clock.at = datetime(2000, 1, 1, tzinfo=UTC)
    assert look(When.USE)


def test_a_server_without_its_programs_is_told_once(
    where: str, database: Database, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.is_sqlite:
        return
    monkeypatch.setenv("PATH", str(tmp_path))
    for told in (1, 0, 0):
        done = keep(database, BackupSettings(), When.USE, roots=[], clock=clock)
        assert len(done.faults) == told
        clock.later(hours=2)


def test_the_stick_gets_a_locked_copy_once_and_a_week_without_it_is_told(
    where: str, database: Database, clock: Clock, tmp_path: Path
) -> None:
    public, secret = sealed.new_key()
    settings = BackupSettings(key=public)
    stick = tmp_path / "media" / "STICK"
    (stick / "fritids-backups").mkdir(parents=True)
    roots = [tmp_path / "media"]
    copy = keep(database, settings, When.START, roots=roots, clock=clock).second[0]
    assert copy.parent == stick / "fritids-backups"
    assert copy.stat().st_mode & 0o077 == 0
    assert b"Testbanken" not in copy.read_bytes()
    assert keep(database, settings, When.USE, roots=roots, clock=clock).second == ()
    with pytest.raises(UsageError, match="locked") as caught:
        plan_restore(where, copy)
    assert caught.value.code == "key_needed"
    with pytest.raises(UsageError, match="another key"):
        plan_restore(where, copy, key=sealed.new_key()[1])
    assert plan_restore(where, copy, key=secret).lost == 0
    whole = copy.read_bytes()
    copy.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(FritidsError, match="damaged"):
        plan_restore(where, copy, key=secret)
    stick.rename(tmp_path / "pulled out")
    clock.later(days=6)
    assert keep(database, settings, When.USE, roots=roots, clock=clock).overdue_days is None
    clock.later(days=3)
    assert keep(database, settings, When.USE, roots=roots, clock=clock).overdue_days == 9
    held = status(database, settings, roots=roots, clock=clock)
    assert (held.overdue_days, held.reached_at, held.second) == (9, NOW, ())
    assert not list(tmp_path.rglob("*.partial*"))


@pytest.mark.one_engine
def test_an_empty_branch_does_not_stand_before_the_old_computers_backups(
    where: str, database: Database, clock: Clock, tmp_path: Path
) -> None:
    """Set up anew beside the stick of a computer that died: what is restored from it is still the branch with the loans."""
    stick = tmp_path / "STICK" / "fritids-backups"
    stick.mkdir(parents=True)
    settings = BackupSettings(folders=(stick,))
    do(where, clock, 1)
    keep(database, settings, When.ASKED, roots=[], clock=clock)
    (tmp_path / "new").mkdir()
    anew = str(tmp_path / "new" / "anew.db")
    new = Database.open(anew)
    schema.create(new)
    large_branch.make(new, past_loans=0, articles=8, borrowers=4, bookings=0)
    clock.later(days=1)
    assert keep(new, settings, When.ASKED, roots=[], clock=clock).second == ()
    do(anew, clock, 2)
    clock.later(hours=2)
    assert len(keep(new, settings, When.ASKED, roots=[], clock=clock).second) == 1
    new.close()


@pytest.mark.one_engine
def test_a_full_stick_is_told_once_and_keeps_what_it_has(
    where: str, database: Database, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = BackupSettings(folders=(tmp_path / "share",))
    settings.folders[0].mkdir()
    keep(database, settings, When.START, roots=[], clock=clock)
    before = sorted(settings.folders[0].iterdir())

    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    whole = os.fsync
    do(where, clock, 1)
    clock.later(hours=2)
    made = back_up(where, clock=clock)
    monkeypatch.setattr(os, "fsync", full)
    done = keep(database, settings, When.USE, roots=[], clock=clock)
    assert "full" in done.faults[0].message
    assert sorted(settings.folders[0].iterdir()) == before
    assert keep(database, settings, When.USE, roots=[], clock=clock).faults == ()
    monkeypatch.setattr(os, "fsync", whole)
    again = keep(database, settings, When.USE, roots=[], clock=clock)
    assert again.second[0].read_bytes() == made.path.read_bytes()


def test_who_was_erased_since_is_erased_again_and_figures_stay(
    where: str, database: Database, clock: Clock, tmp_path: Path
) -> None:
    """Also on a new computer, from what lies on the stick; what they had out in the backup is back on its shelf."""
    settings = BackupSettings(folders=(tmp_path / "share",))
    settings.folders[0].mkdir()
    do(where, clock, 1, borrower=2)
    old = back_up(where, tmp_path / "old.copy", clock=clock).path
    clock.later(hours=1)
    desk = Desk.open(where, clock=clock)
    desk.returns.take_back(large_branch.Benchmarked().code(1), act=new_act_key())
    desk.borrowers.erase(2, act=new_act_key())
    desk.close()
    with database.read() as connection:
        key = connection.execute(
            select(EVENT.c.borrower_key).where(EVENT.c.kind == "borrower_erase")
        ).scalar_one()
        counted = connection.execute(select(func.count()).select_from(LOAN)).scalar_one()
    keep(database, settings, When.ASKED, roots=[], clock=clock)
    assert backup_lists.erased(settings.folders[0]) == {key: clock.now()}
    database.close()
    if database.is_sqlite:  # a new computer, which has nothing but the stick
        where = str(tmp_path / "new" / "fritids.db")
    erased_at = clock.now()
    clock.later(days=1)
    done = restore(where, old, places=settings.folders, clock=clock)
    assert done.erased_again == 1
    new = Database.open(where)
    with new.read() as connection:
        assert connection.execute(select(BORROWER.c.id).where(BORROWER.c.event_key == key)).first() is None
        loan = connection.execute(select(LOAN)).one()
        assert (loan.borrower_id, loan.returned_at) == (None, erased_at)
        assert connection.execute(select(func.count()).select_from(LOAN)).scalar_one() == counted
        kinds = connection.execute(select(EVENT.c.kind).order_by(EVENT.c.id)).scalars().all()
        assert kinds[-3:] == ["restore", "return", "borrower_erase"]
    # A copy that somebody put in place by hand, with no restoring: the next start sees to it.
    assert keep(new, settings, When.START, roots=[], clock=clock).erased_again == 0
    new.close()


@pytest.mark.one_engine
def test_a_database_put_in_place_by_hand_forgets_too(
    where: str, database: Database, clock: Clock, tmp_path: Path
) -> None:
    old = back_up(where, tmp_path / "old.copy", clock=clock).path
    desk = Desk.open(where, clock=clock)
    desk.borrowers.erase(2, act=new_act_key())
    desk.close()
    keep(database, BackupSettings(), When.CLOSING, roots=[], clock=clock)
    database.close()
    assert database.path is not None
    shutil.copyfile(old, database.path)
    assert keep(database, BackupSettings(), When.START, roots=[], clock=clock).erased_again == 1


@pytest.mark.one_engine
def test_anchors_are_read_from_all_places_without_a_key(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    from fritids.domain.anchor import Anchor
    from fritids.outside.backup_lists import AnchorLine

    settings = BackupSettings(folders=(tmp_path / "share",), key=sealed.new_key()[0])
    settings.folders[0].mkdir()
    done = keep(database, settings, When.START, roots=[], clock=clock)
    assert done.made is not None
    here, there = Anchor(1, bytes(32)), Anchor(2, bytes(32))
    backup_lists.add_anchor(done.made.path.parent, AnchorLine(NOW, done.made.path.name, here))
    backup_lists.add_anchor(settings.folders[0], AnchorLine(NOW, done.second[0].name, there))
    with (settings.folders[0] / backup_lists.RECORD).open("a", encoding="utf-8") as file:
        file.write("torn\tli")
    found = anchors(database, settings, roots=[])
    assert {here, there} <= set(found)


@pytest.mark.one_engine
def test_killed_while_the_stick_is_written_leaves_no_broken_newest(
    where: str, database: Database, clock: Clock, tmp_path: Path
) -> None:
    folder = tmp_path / "share"
    folder.mkdir()
    made = back_up(where, clock=clock).path
    target = folder / "copy.db.age"
    public, secret = sealed.new_key()
    for point in ("fsync", "replace", "sync_folder"):
        script = (
            "import os, signal, sys; from pathlib import Path; from fritids.outside import files, sealed\n"
            "def end(*_): os.kill(os.getpid(), signal.SIGKILL)\n"
            f"owner = {{'fsync': os, 'replace': Path, 'sync_folder': files}}['{point}']\n"
            f"setattr(owner, '{point}', end)\n"
            "sealed.put(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])\n"
        )
        killed = subprocess.run([sys.executable, "-c", script, str(made), str(target), public], check=False)
        assert killed.returncode == -9
        assert target.exists() == (point == "sync_folder")
    assert plan_restore(where, target, key=secret).lost == 0
