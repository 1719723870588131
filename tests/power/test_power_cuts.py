"""The power goes at any moment: what was told as done is on the disk, and nothing is half. On simulated disks of a real process."""

import json
import os
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import text

from fritids.db import copies, schema, sqlite
from fritids.db.engine import Database
from fritids.db.schema import SchemaState
from fritids.db.upgrade import upgrade
from fritids.errors import FritidsError
from fritids.services.desk import Desk
from tests import large_branch
from tests.db.test_migrations import migrated
from tests.power.disks import lay_out
from tests.power.recording import STICK, Order, Recording, record, recorder
from tests.power.table import trying
from tests.services.test_kill import half, unchained

CUTS = int(os.environ.get("FRITIDS_POWER_CUTS", "60"))
"""How many disks are tried in one run, on both ways to keep the journal together."""
JOURNALS: Final = ("wal", "delete")
SHARES: Final = {"day": 0.35, "together": 0.25, "restore": 0.2, "upgrade": 0.2}
CARELESS: Final = (("wal", "off"), ("delete", "off"), ("wal", "normal"))
OLDER: Final = "0004"


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> dict[Order, Recording]:
    """Of each scenario with each journal, and of a day with a disk that is not waited for."""
    folder = tmp_path_factory.mktemp("power")
    shim = recorder(folder)
    now, older = folder / "now.db", folder / "older.db"
    database = Database.open(str(older))
    migrated(database, OLDER)
    large_branch.make(database, past_loans=40, articles=60, borrowers=2, bookings=0)
    database.close()
    shutil.copyfile(older, now)
    database = Database.open(str(now))
    migrated(database)
    database.close()
    for path in (older, now):  # both journals begin with the same file
        sqlite.driver().connect(path).execute("PRAGMA journal_mode=DELETE").connection.close()
    orders = {Order(do, journal): older if do == "upgrade" else now for journal in JOURNALS for do in SHARES}
    orders |= {Order("day", journal, sync): now for journal, sync in CARELESS}
    return record(orders, shim, folder)


@pytest.fixture
def journal(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The way to keep the journal with which a disk is opened again."""
    driver = sqlite.driver()
    monkeypatch.setattr(sqlite, "driver", lambda: driver)
    monkeypatch.setattr(sqlite, "has_safe_wal", lambda _version: request.param == "wal")
    return str(request.param)


def lost(found: dict[str, bytes], told: list[Any], recording: Recording, folder: Path) -> list[str]:
    """What is missing or half on a disk, opened again by the program itself."""
    lay_out(found, recording.folder, folder)
    try:
        return [
            *_of_the_database(folder / "branch.db", told),
            *_of_the_copies(folder, told),
            *_of_the_looks(folder, told),
        ]
    except FritidsError as error:
        return [error.message]
    finally:
        shutil.rmtree(folder)


def _of_the_database(path: Path, told: list[Any]) -> Iterator[str]:
    words = [word for word, *_rest in told]
    database = Database.open(str(path))
    try:
        with database.read() as connection:
            state = schema.state(connection)
        if state is SchemaState.OLD:
            if "upgraded" in words:
                yield "the upgrade"
            upgrade(database)
        yield from (*half(database), *unchained(database))
        with database.read() as connection:
            there = set(connection.execute(text("SELECT act_key FROM event")).scalars())
        old, new = _acts(told, before="restoring"), _acts(told, after="restored")
        if "restoring" not in words:
            yield from ("an act" for _act in old - there)
        elif "restored" in words:
            yield from ("an act after the restore" for _act in new - there)
            yield from ("the restore" for _act in old & there)
        elif old & there:
            yield from ("an act before the restore" for _act in old - there)
        desk = Desk.on(database, name="one")
        if "began" in words:
            basket = {line[1] for line in told if line[0] == "basket"}
            yield from (
                "the basket" for _code in basket - {one.barcode for one in desk.counter.state().basket}
            )
    finally:
        database.close()


def _last(words: list[str], word: str) -> int:
    return len(words) - words[::-1].index(word) if word in words else 0


def _acts(told: list[Any], *, before: str = "", after: str = "") -> set[str]:
    words = [line[0] for line in told]
    start = _last(words, after) if after else 0
    end = words.index(before) if before and before in words else len(words)
    return {line[1] for line in told[start:end] if line[0] == "act"}


def _of_the_copies(folder: Path, told: list[Any]) -> Iterator[str]:
    """A backup that has its name is whole, and one that was told of is there and holds the acts until then."""
    places = (folder / "backups", folder / STICK)
    made = {path.name: path for place in places for path in place.glob("[!.]*.db")}
    if (stick := folder / "stick.db").exists():
        made[stick.name] = stick
    for path in made.values():
        copies.look(path)
    for place, line in enumerate(told):
        if line[0] == "backup":
            if line[1] not in made:
                yield "a backup"
                continue
            with copies.opened(made[line[1]]) as connection:
                there = set(connection.execute(text("SELECT act_key FROM event")).scalars())
            yield from ("an act in the backup" for _act in _acts(told[:place]) - there)
    if any(line[0] == "restored" for line in told):
        kept = [path for name, path in made.items() if "replaced" in name]
        if not kept:
            yield "what was replaced"


def _of_the_looks(folder: Path, told: list[Any]) -> Iterator[str]:
    chosen = [line[1] for line in told if line[0] == "preferred"]
    path = folder / "fritids" / "counter.json"
    if chosen or path.exists():
        themes = ["light", "plain"][max(len(chosen) - 1, 0) :]
        if not path.exists() or json.loads(path.read_text() or "{}").get("theme") not in themes:
            yield "the looks"


@pytest.mark.parametrize("journal", JOURNALS, indirect=True)
@pytest.mark.parametrize("scenario", SHARES)
def test_what_was_told_is_there_after_a_power_cut(
    recordings: dict[Order, Recording], journal: str, scenario: str, tmp_path: Path
) -> None:
    """Desks at work, a backup at closing, looks changed, a backup restored, an upgrade."""
    recording = recordings[Order(scenario, journal)]
    times = max(1, round(CUTS * SHARES[scenario] / len(JOURNALS)))
    chance = random.Random(f"{scenario} {journal}")
    found = Counter[str]()
    told: list[Any] = []
    with trying(f"power cut: {scenario}, journal {journal}") as tries:
        for disk, told in recording.cuts(times, chance):
            found.update(lost(disk, told, recording, tmp_path / str(tries.times)))
            tries.times += 1
            tries.lost = found.total()
        assert not found
    assert told, "no cut came after the first act"


@pytest.mark.parametrize(("journal", "sync"), CARELESS, indirect=["journal"])
def test_the_simulator_finds_what_a_careless_program_loses(
    recordings: dict[Order, Recording], journal: str, sync: str, tmp_path: Path
) -> None:
    """The same day without waiting for the disk loses acts; with a log and few syncs it loses acts, and breaks nothing."""
    recording = recordings[Order("day", journal, sync)]
    found = Counter[str]()
    for n, (disk, told) in enumerate(recording.cuts(20, random.Random(7))):
        found.update(lost(disk, told, recording, tmp_path / str(n)))
    assert found
    if sync == "normal":
        assert all("act" in what or what == "the basket" for what in found), found
