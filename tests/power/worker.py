"""A desk whose disk is watched: `python -m tests.power.worker ORDERS`, with the recorder in front of the C library.

It does each of the ordered scenarios in a folder of its own and says on standard output what is done as soon as it is: that is what a
person was told. The recording is beside the folder. Each line is JSON: a word, then what a test asks of it.
"""

import ctypes
import json
import os
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from fritids.config.backup_table import BackupSettings
from fritids.db import sqlite
from fritids.db.engine import Database
from fritids.services.acts import new_act_key
from fritids.services.backup_rounds import When, keep
from fritids.services.backups import back_up
from fritids.services.desk import Desk
from fritids.services.restoring import restore
from tests import large_branch
from tests.power.recording import STICK
from tests.services.desk_process import lines

SYNC_PRAGMA = {"off": "OFF", "normal": "NORMAL"}
BORROWERS = [1, 2]


def say(*line: object) -> None:
    """Tell it, in one write: what is told is told."""
    os.write(1, (json.dumps(line) + "\n").encode())


def work(desk: Desk, acts: int, first: int = 1) -> None:
    """Lend, lend on and take back; then a visit with things in it, and a basket."""
    codes = [large_branch.Benchmarked().code(number) for number in range(first, first + 10)]
    orders: dict[str, Any] = {"do": "work", "codes": codes, "borrowers": BORROWERS}
    for _n, line in zip(range(acts), lines(desk, orders), strict=False):
        say("act", line[-1])
    for code in (large_branch.Benchmarked().code(30 + first), large_branch.Benchmarked().code(31 + first)):
        act = new_act_key()
        desk.counter.enter(code, act=act)
        say("basket", code)


def day(where: Path, acts: int) -> None:
    """A day at the desk, with a look changed, and a backup at closing."""
    desk = Desk.open(str(where), name="one")
    say("began")
    work(desk, acts)
    prefer(where.parent)
    done = keep(desk.context.database, BackupSettings(), When.CLOSING, roots=[where.parent / STICK.parts[0]])
    desk.close()
    assert done.made is not None
    assert not done.faults
    (second,) = done.second
    say("backup", done.made.path.name)
    say("backup", second.name)


def together(where: Path, acts: int) -> None:
    """Two desks at once, each in a process of its own."""
    children = []
    for place in (1, 11):
        child = os.fork()
        if not child:
            desk = Desk.open(str(where), name=f"desk {place}")
            work(desk, acts, place)
            desk.close()
            os._exit(0)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]


def put_back(where: Path, acts: int) -> None:
    """An hour's work after a backup, and the backup is restored."""
    made = back_up(str(where), where.parent / "stick.db")
    desk = Desk.open(str(where), name="one")
    work(desk, acts)
    desk.close()
    say("restoring", made.path.name)
    restore(str(where), made.path)
    say("restored", made.path.name)
    desk = Desk.open(str(where), name="one")
    work(desk, 6, 11)
    desk.close()


def upgraded(where: Path, acts: int) -> None:
    """An older database is brought to this version, and worked with."""
    from fritids.db.upgrade import upgrade

    database = Database.open(str(where))
    say("upgrading")
    upgrade(database)
    say("upgraded")
    desk = Desk.on(database, name="one")
    work(desk, acts)
    desk.close()


def prefer(folder: Path) -> None:
    """The counter's looks are changed, twice."""
    from fritids.tui import preferences
    from fritids.tui.preferences import Preferences

    os.environ["XDG_DATA_HOME"] = str(folder)
    for theme in ("light", "plain"):
        preferences.save(Preferences(theme=theme))
        say("preferred", theme)


SCENARIOS: dict[str, Callable[[Path, int], None]] = {
    "day": day,
    "together": together,
    "restore": put_back,
    "upgrade": upgraded,
}


def as_ordered(journal: str, sync: str) -> None:
    """Keep the journal in this way; and with a `sync` that is none of ours, be as careless as that."""
    sqlite.has_safe_wal = lambda _version: journal == "wal"  # type: ignore[assignment]  # which way of the two is meant
    if sync in SYNC_PRAGMA:
        careful = sqlite.prepare

        def careless(connection: Any, module: Any) -> None:
            careful(connection, module)
            connection.execute(f"PRAGMA synchronous={SYNC_PRAGMA[sync]}")

        sqlite.prepare = careless


def main() -> None:
    """Do what is ordered."""
    recorder = ctypes.CDLL(os.environ["LD_PRELOAD"])
    driver = sqlite.driver()
    sqlite.driver = lambda: driver  # the one in use, whatever the ordered journal makes of its version
    numbers = count()
    for order in json.loads(sys.argv[1]):
        folder = Path(order["folder"])
        as_ordered(order["journal"], order["sync"])
        recorder.power_record(os.fsencode(folder), os.fsencode(folder.with_suffix(".log")))
        SCENARIOS[order["do"]](folder / "branch.db", order["acts"])
        recorder.power_record(None, None)
        say("done", next(numbers))


if __name__ == "__main__":
    main()
