"""Which SQLite is in use, and how every connection to it is set up.

Versions 3.7.0–3.51.2 (save 3.44.6 and 3.50.7) can corrupt a write-ahead-log database that two connections write and checkpoint at the
same moment (sqlite.org, "WAL-reset bug", fixed in 3.51.3). Python's own SQLite is mostly older, so the wheel `pysqlite3` is
taken where it is newer; where neither is safe, the rollback journal with synchronous=EXTRA is used: four to five syncs a commit instead of one.
"""

import sqlite3
import time
from types import ModuleType
from typing import Any, Final

SAFE_FROM: Final = (3, 51, 3)
SAFE_BACKPORTS: Final = frozenset({(3, 44, 6), (3, 50, 7)})
BUSY_SECONDS: Final = 15
"""How long a writer waits for another one before it is an error. Longer than any act of ours takes; imports hold the lock longest."""


def has_safe_wal(version: tuple[int, ...]) -> bool:
    """Whether the write-ahead log of this SQLite version is free of the reset bug."""
    return version >= SAFE_FROM or version in SAFE_BACKPORTS


def driver() -> ModuleType:
    """The module to open SQLite files with: Python's own if its SQLite is safe, else pysqlite3 if installed, else Python's own."""
    if has_safe_wal(sqlite3.sqlite_version_info):
        return sqlite3
    try:
        import pysqlite3  # noqa: PLC0415  # only where Python's own SQLite is old
    except ImportError:
        return sqlite3
    return pysqlite3 if has_safe_wal(pysqlite3.sqlite_version_info) else sqlite3


def journal_mode(module: ModuleType) -> str:
    """`wal` where that is safe, else `delete`."""
    return "wal" if has_safe_wal(module.sqlite_version_info) else "delete"


def prepare(connection: Any, module: ModuleType) -> None:
    """Set a fresh DB-API connection up: no implicit transactions, durable commits, enforced references, deleted text overwritten."""
    mode = journal_mode(module)
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")
    mode = _switched(cursor, module, mode)
    cursor.execute(f"PRAGMA synchronous={'FULL' if mode == 'wal' else 'EXTRA'}")
    # What a long day lets the program grow by. A page that has left it is read again from the system's own cache: microseconds.
    cursor.execute("PRAGMA cache_size=-8192")
    cursor.close()


def _switched(cursor: Any, module: ModuleType, mode: str) -> str:
    """The journal mode that the file has now: `mode`, or another where a disk has no log.

    To switch, SQLite needs the file for itself, and does not wait for it as `busy_timeout` says: another program that makes or opens the
    same new file at that moment is waited for here.
    """
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            found: str = cursor.execute("PRAGMA journal_mode").fetchone()[0]
            return found if found == mode else cursor.execute(f"PRAGMA journal_mode={mode}").fetchone()[0]
        except module.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.01)
