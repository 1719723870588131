"""The file of `fritids demo`, made and put in its place whole."""

from collections.abc import Callable
from pathlib import Path

from fritids.db import copies
from fritids.db.engine import Database
from fritids.outside import backups, files
from fritids.services.clock import SystemClock
from fritids.services.sample import store
from fritids.services.setup import make_folder


def make_demo(path: Path, *, fresh: bool, begin: Callable[[], None]) -> None:
    """The sample branch is at `path`; unless `fresh`, one that another program put there meanwhile stays.

    Made beside and put in its place when it is whole, so that one that was broken off is never taken for it. Raises
    DatabaseUnavailableError where a counter has the old one open, before `begin`: nobody waits for a refusal.
    """
    with copies.alone(path):
        begin()
    make_folder(path.parent)
    backups.sweep(path.parent, SystemClock().now())
    unfinished = files.partial_beside(path)
    database = Database.open(str(unfinished))
    try:
        store.init_sample(database)
        database.close()
        if fresh or not path.exists():
            copies.put_anew(unfinished, path)
    finally:
        database.close()
        backups.remove([unfinished])
