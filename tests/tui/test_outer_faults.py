"""What is wrong around the counter and not in it: another program at the file, a clock that went back. It is said, and lending goes on."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fritids.config.backup_table import BackupSettings
from fritids.db import record, sqlite
from fritids.services.backup_rounds import When, keep
from tests.power.table import trying
from tests.tui.conftest import NOW, Branch
from tests.tui.counter import Desk, at_counter

if TYPE_CHECKING:
    from fritids.db.engine import Database

HOLDER = """
import sys
from fritids.db.engine import Database
with Database.open(sys.argv[1]).write():
    print("held", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def held(url: str) -> Iterator[None]:
    """Another program, a process of its own, has the file for writing until the block ends."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield
        assert holder.stdin is not None
        holder.stdin.write("\n")


@pytest.mark.one_engine
def test_a_scan_meets_a_file_that_another_program_holds_for_long(
    branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said not to be done, nothing that was scanned meanwhile is lost, and Enter does it, once; also when Enter meets it too."""
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0)  # the 15 s that are waited in earnest
    codes = [one.barcode for one in branch.skates[:3]]

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        with held(branch.url):
            await desk.scan(codes[0])
            for _again in range(2):
                assert "That did not work" in desk.screen
                assert "Another program is holding" in " ".join(desk.screen.split())
                desk.post(f"{codes[1]}\r")
                await desk.enter()
            assert branch.look().loans.count() == 0
        await desk.enter()
        await desk.scan(codes[2])
        visit = desk.now.state.visit
        assert visit is not None
        done = [line.article.barcode for line in visit.done]
        assert (sorted(set(done)), len(done)) == (sorted(codes), len(codes))

    with trying("database held by another program") as tries:
        at_counter(branch.url, steps)
        tries.times = 1
    assert branch.look().loans.count() == len(codes)


@pytest.mark.parametrize(
    "moment", [datetime(2000, 1, 1, 9, tzinfo=UTC), NOW - timedelta(hours=1)], ids=["2000", "an hour back"]
)
@pytest.mark.one_engine
def test_a_clock_that_went_back_is_said_at_the_counter_and_lending_goes_on(
    branch: Branch, moment: datetime, database: "Database", tmp_path: Path
) -> None:
    """Loan, return and visit as ever, a loan is due after it began, and what is done now is what goes on the stick."""
    stick = tmp_path / "stick"
    (stick / "fritids-backups").mkdir(parents=True)
    desk = branch.look()
    desk.counter.enter(branch.anna.number, act="visit")
    desk.counter.enter(branch.skates[0].barcode, act="lent")
    keep(database, BackupSettings(), When.START, roots=[tmp_path], clock=branch.clock)
    branch.clock.moment = moment

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.bo.number)
        await desk.scan(branch.skates[1].barcode)
        assert desk.headline.startswith("Lent")
        assert "clock has gone back" in " ".join(desk.screen.split())
        await desk.enter()
        assert desk.now.state.visit is None
        await desk.scan(branch.skates[0].barcode)
        assert desk.headline.startswith("Returned"), desk.headline
        assert "clock has gone back" in " ".join(desk.screen.split())

    from fritids.tui.opening import Opening

    with trying("clock gone back") as tries:
        at_counter(branch.url, steps, opening=Opening(branch.url, desk="one", clock=branch.clock))
        tries.times = 1
    (loan,) = desk.loans.list(limit=5)
    assert loan.due >= loan.lent_at.date()
    made = keep(database, BackupSettings(), When.CLOSING, roots=[tmp_path], clock=branch.clock)
    assert made.made is not None
    assert f"{moment:%Y%m%d-%H%M%S}" in made.made.path.name
    assert [path.name.removeprefix("fritidsbanken") for path in made.second] == [
        made.made.path.name.removeprefix(database.path.stem if database.path else "")
    ]
    with database.read() as connection:
        assert list(record.verify(connection)) == []
