"""What the counter looks after by itself: an older database, backups, the weekly check, and forgetting."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from pypdfium2 import PdfDocument
from sqlalchemy import text

from fritids.config import Config
from fritids.db import sqlite
from fritids.domain.soundness import Fault
from fritids.outside.own_process import OwnProcess
from fritids.services.checking import standing
from fritids.services.clock import SystemClock
from fritids.tui import upkeep
from fritids.tui.opening import Opening
from tests.tui.conftest import Branch
from tests.tui.counter import Desk, at_counter

OLD = Path(__file__).parents[1] / "db" / "versions" / "0004.sqlite.sql"


@pytest.mark.one_engine
def test_an_older_database_is_upgraded_by_a_key_after_a_copy_and_a_newer_one_is_refused(
    tmp_path: Path,
) -> None:
    where = tmp_path / "branch.db"
    with closing(sqlite.driver().connect(str(where))) as plain:
        plain.executescript(OLD.read_text(encoding="utf-8"))
        plain.execute("PRAGMA journal_mode=WAL")
    before = where.read_bytes()

    async def left_alone(desk: Desk) -> None:
        assert "The program is newer than the database" in desk.screen
        await desk.press("escape")
        assert "The database cannot be used" in desk.screen

    at_counter(str(where), left_alone)
    assert where.read_bytes() == before
    assert not (tmp_path / "branch-0004.db").exists()

    async def upgraded(desk: Desk) -> None:
        await desk.scan("20000011")
        await desk.enter()
        assert desk.now.ready
        assert desk.now.recent[0].speak().headline == "The database is of this version now"
        assert "branch-0004.db" in desk.now.recent[0].speak().in_passing
        assert desk.headline  # what was scanned meanwhile was worked off

    at_counter(str(where), upgraded)
    assert (tmp_path / "branch-0004.db").stat().st_mode & 0o077 == 0
    with closing(sqlite.driver().connect(str(where))) as plain:
        plain.execute("UPDATE alembic_version SET version_num = '9999'")
        plain.commit()

    async def newer(desk: Desk) -> None:
        assert "made by a newer fritids" in " ".join(desk.screen.split())
        assert not desk.now.ready
        await desk.enter()
        assert not desk.now.ready

    at_counter(str(where), newer)


class Minutes:
    """Lets the counter's upkeep look, as it does while time goes by."""

    def __init__(self, desk: Desk, branch: Branch) -> None:
        self._desk, self._branch = desk, branch

    async def go(self, hours: float = 1) -> None:
        """So much time goes by, and each job has had its look."""
        self._branch.clock.moment += timedelta(hours=hours)
        for _ in (*upkeep.JOBS, None):
            self._desk.app.desk_screen.upkeep.tick()
            await self._desk.settle()


@pytest.mark.one_engine
def test_the_counter_checks_once_a_week_and_tells_who_may_mend_it(
    branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a process of its own; the same is not said every hour. A volunteer is not told."""
    run, ran = OwnProcess.run, list[str]()
    branch.clock.moment = SystemClock().now()  # the other process has no clock but this one

    def counted(self: OwnProcess, words: Any, said: Any) -> None:
        ran.extend(words[:1])
        run(self, words, said)

    monkeypatch.setattr(OwnProcess, "run", counted)
    desk_beside = branch.look()
    with desk_beside.context.database.write() as connection:
        connection.execute(text("UPDATE article SET search = ' other ' WHERE id = 1"))
    path = desk_beside.context.database.path
    for each in () if path is None else path.parent.glob(f"{path.name}*"):
        each.chmod(0o600)

    async def steps(desk: Desk) -> None:
        minutes = Minutes(desk, branch)
        await minutes.go(0)
        assert ran == [], "the first scans of a day have the disk to themselves"
        signed = desk.now.signed
        desk.app.desk_screen.set(signed=signed._replace(open_door=False, volunteers=True))
        await minutes.go()
        assert ran == ["check"]
        assert desk.now.shown is None
        desk.app.desk_screen.set(signed=signed)
        await minutes.go(0.1)
        assert desk.headline == "The check of the database found 1 thing"
        assert desk.now.shown is not None
        assert "not found by what it is called" in desk.now.shown.speak().in_passing
        await desk.scan(branch.skates[1].barcode)
        await minutes.go()
        assert ran == ["check"]
        assert len(desk.now.recent) == 1, "it is said once"

    at_counter(branch.url, steps, clock=branch.clock)
    report = standing(branch.url, branch.clock).report
    assert report is not None
    assert [one.fault for one in report.found] == [Fault.SEARCH_WRONG]


def test_it_forgets_by_itself_only_where_that_is_on(branch: Branch, monkeypatch: pytest.MonkeyPatch) -> None:
    """What runs beside it is asked for the branch of this desk; what it could not do is said in its own words."""
    asked: list[tuple[list[str], dict[str, str]]] = []
    monkeypatch.setattr(OwnProcess, "run", lambda _self, words, said: asked.append((list(words), said)))
    desk_beside = branch.look()

    async def steps(desk: Desk) -> None:
        minutes = Minutes(desk, branch)
        await minutes.go(0)
        await minutes.go()
        assert [words for words, _said in asked] == [["check", "--if-due"]]
        asked.clear()
        desk_beside.branch.set({"forget_by_itself": "on"}, act="forget")
        await minutes.go()
        assert [words[0] for words, _said in asked] == ["check", "forget"]
        assert asked[1][1]["FRITIDS_DESK"] == "one"

    at_counter(branch.url, steps, clock=branch.clock)


def test_closing_does_not_wait_for_what_runs_beside_the_counter(tmp_path: Path) -> None:
    own, begun = OwnProcess(), Event()

    def work() -> None:
        begun.set()
        own.run(["desk"], {"FRITIDS_DATABASE": str(tmp_path / "none.db")})

    thread = Thread(target=work)
    thread.start()
    begun.wait(10)
    own.stop()
    thread.join(10)
    assert not thread.is_alive()


@pytest.mark.one_engine
def test_a_backup_on_the_stick_and_the_page_are_made_from_the_menu(
    branch: Branch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "media" / "STICK" / "fritids-backups"
    stick.mkdir(parents=True)
    monkeypatch.setenv("FRITIDS_MEDIA", str(tmp_path / "media"))
    config = Config(branch.url, None, "one", None, None)

    async def steps(desk: Desk) -> None:
        await desk.more("Backups")
        assert "no backup yet" in " ".join(desk.screen.split())
        await desk.enter()
        assert desk.headline == "The backup is made, here and in a second place"
        assert len(list(stick.glob("*.db"))) == 1
        await desk.press("f2")
        assert desk.headline == "The page is written: print it"
        assert desk.now.shown is not None
        path = Path(desk.now.shown.speak().details[0])
        document = PdfDocument(path)
        assert "fritids restore" in document[0].get_textpage().get_text_range()
        document.close()
        await desk.scan(branch.skates[0].barcode)
        assert desk.now.job is None
        assert len(desk.now.state.basket) == 1

    at_counter(branch.url, steps, opening=Opening.of(config))
