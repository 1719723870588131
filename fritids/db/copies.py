"""Copies of a SQLite database: making one while it is in use, looking whether one can be trusted, and putting one in its place.

Everything goes through SQLite's own backup interface and the driver that the program uses elsewhere. A database file is never opened
as a plain file while a connection of this process holds it: closing such a file drops all of the process's locks on it.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import URL, Connection, create_engine, func, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from fritids.db import branches, schema, sqlite
from fritids.db.faults import translated
from fritids.db.schema import SchemaState
from fritids.db.tables import Event, NumberSeries
from fritids.domain.calendar import USUAL_ZONE
from fritids.errors import DatabaseUnavailableError
from fritids.i18n import _

_EVENT = Event.__table__
_SERIES = NumberSeries.__table__
_BESIDE: Final = ("-wal", "-shm", "-journal")
"""What SQLite keeps next to a database. One that belongs to another database would be played into it."""
_WAIT_SECONDS: Final = 2


@dataclass(frozen=True, slots=True)
class CopyFacts:
    """What a sound database holds."""

    state: SchemaState
    revision: str
    events: int
    newest_event: int
    newest_act: str | None
    newest_at: datetime | None
    numbers: Mapping[str, int]
    """The next number of each series."""
    timezone: str = USUAL_ZONE
    """The first branch's."""


def copy(source: Path, target: Path, *, live: bool) -> None:
    """`target` holds what was committed in `source`, as one file with nothing beside it. Other programs go on using a `live` one."""
    module = sqlite.driver()
    with (
        _saying_where(source),
        closing(_connect(source, "rw" if live else _way_to_read(source))) as old,
        closing(module.connect(str(target))) as new,
    ):
        old.execute(f"PRAGMA busy_timeout={sqlite.BUSY_SECONDS * 1000}")
        with _saying_where(target):
            old.backup(new)
            _in_one_file(new)


def look(path: Path, *, called: Path | None = None) -> CopyFacts:
    """What the database at `path` holds. Raises DatabaseUnavailableError, which names `called`, if it is damaged or is none; it is not changed.

    Reads all of it: pages, indexes and references are compared (100 MB: about 1 s).
    """
    called = called or path
    with translated(_url(called)), _open(path) as connection:
        broken = connection.execute(text("PRAGMA integrity_check(1)")).scalar_one()
        stray = connection.execute(text("PRAGMA foreign_key_check")).first()
        if broken != "ok" or stray is not None:
            raise DatabaseUnavailableError(
                _(
                    "The file {path} is damaged. Take another backup; the newest ones are in the folder {folder}."
                ).format(path=called, folder=called.parent)
            )
        return facts(connection)


def facts(connection: Connection) -> CopyFacts:
    """What an open database of this program holds; of any other, only its state."""
    state = schema.state(connection)
    if state in {SchemaState.EMPTY, SchemaState.FOREIGN}:
        return CopyFacts(state, "", 0, 0, None, None, {})
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    count, newest = connection.execute(select(func.count(), func.coalesce(func.max(_EVENT.c.id), 0))).one()
    last = connection.execute(select(_EVENT.c.act_key, _EVENT.c.at).where(_EVENT.c.id == newest)).first()
    series = connection.execute(select(_SERIES.c.name, _SERIES.c.next_number))
    return CopyFacts(
        state, revision, count, newest, last.act_key if last else None, last.at if last else None,
        {row.name: row.next_number for row in series}, *(branch.timezone for branch in branches.find(connection, None)[:1]),
    )  # fmt: skip


def events_since(connection: Connection, backup: CopyFacts) -> int:
    """How many lines of the record the backup does not have; all of them if it is of another database."""
    known = connection.execute(select(_EVENT.c.act_key).where(_EVENT.c.id == backup.newest_event)).scalar()
    since = backup.newest_event if known == backup.newest_act else 0
    return connection.execute(select(func.count()).where(_EVENT.c.id > since)).scalar_one()


def raise_numbers(connection: Connection, numbers: Mapping[str, int]) -> None:
    """No series goes on below where it was in another copy: the labels of those numbers are out in the world."""
    for name, number in numbers.items():
        connection.execute(
            update(_SERIES)
            .where(_SERIES.c.name == name, _SERIES.c.next_number < number)
            .values(next_number=number)
        )


@contextmanager
def opened(path: Path, *, writable: bool = False, live: bool = False) -> Iterator[Connection]:
    """The database at `path` itself, with its journal mode left alone; committed when the block ends, if `writable`.

    Others may be using a `live` one; any other file that is only read is taken to stand still.
    """
    with translated(_url(path)), _open(path, writable=writable, live=live) as connection:
        yield connection


@contextmanager
def _open(path: Path, *, writable: bool = False, live: bool = False) -> Iterator[Connection]:
    module = sqlite.driver()
    mode = "rw" if writable or live else _way_to_read(path)
    engine = create_engine(
        "sqlite://", module=module, creator=lambda: _connect(path, mode), poolclass=NullPool
    )
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writable else "BEGIN")
            yield connection
            if writable:
                connection.commit()
    finally:
        engine.dispose()


def exchange(fresh: Path, live: Path, kept: Path, sync_folder: Callable[[Path], None]) -> bool:
    """`fresh` stands at `live`, and what stood there at `kept`; False if nothing stood there.

    `sync_folder` puts changed names on the disk. Killed at any point, `live` is wholly the old or wholly the new database. Raises DatabaseUnavailableError, with nothing changed,
    if another program has the database open. A damaged database is kept as it is, with what lies beside it.
    """
    if not live.exists():
        _set_aside(live, kept)
        fresh.replace(live)
        return False
    shutil.copymode(live, fresh)
    module = sqlite.driver()
    try:
        with closing(_connect(live, "rw")) as lock:
            _hold(lock, live)
            partial = kept.with_name(f".{kept.name}.partial")
            partial.touch(mode=0o600)
            with closing(module.connect(str(partial))) as copied:
                lock.backup(copied)
                _in_one_file(copied)
            partial.replace(kept)
            sync_folder(kept.parent)
            if os.name == "nt":
                lock.close()
            fresh.replace(live)
    except module.DatabaseError as error:
        if _is_busy(error):
            raise _in_use(live) from error
        if not _is_damage(error):
            raise _translatable(error) from error
        _keep_damaged(live, kept)
        sync_folder(kept.parent)
        fresh.replace(live)
    sync_folder(live.parent)
    return True


def _hold(lock: Any, live: Path) -> None:
    """Nobody else can open the database until `lock` is closed, and nothing lies beside it."""
    lock.execute(f"PRAGMA busy_timeout={_WAIT_SECONDS * 1000}")
    lock.execute("PRAGMA locking_mode=EXCLUSIVE")
    # Leaving the write-ahead log takes that nobody else is connected, busy or not, and plays all of it into the file.
    lock.execute("PRAGMA journal_mode=DELETE")
    lock.execute("BEGIN EXCLUSIVE")
    lock.execute("COMMIT")
    if _open_elsewhere(live):
        raise _in_use(live)


def _open_elsewhere(live: Path) -> bool:
    """Whether another process has the file open, where the system tells (Linux); without the write-ahead log no lock does."""
    own, name = str(os.getpid()), str(live.resolve())
    for process in Path("/proc").glob("[0-9]*"):
        if process.name != own:
            with suppress(OSError):
                if any(_target(entry) == name for entry in (process / "fd").iterdir()):
                    return True
    return False


def _target(entry: Path) -> str:
    try:
        return str(entry.readlink())
    except OSError:
        return ""


def _keep_damaged(live: Path, kept: Path) -> None:
    _set_aside(live, kept)
    try:
        os.link(live, kept)
    except OSError:
        shutil.copy2(live, kept)


def _set_aside(live: Path, kept: Path) -> None:
    for suffix in _BESIDE:
        beside = live.with_name(live.name + suffix)
        if beside.exists():
            beside.replace(kept.with_name(kept.name + suffix))


def _in_one_file(connection: Any) -> None:
    """Take the database out of the write-ahead log, so that it needs nothing beside it and can be read from a read-only disk."""
    connection.execute("PRAGMA journal_mode=DELETE")


def _way_to_read(path: Path) -> str:
    """Without a log beside it the file is all there is, and can be read where nothing may be written."""
    return "ro" if path.with_name(path.name + "-wal").exists() else "ro&immutable=1"


def _connect(path: Path, mode: str) -> Any:
    return sqlite.driver().connect(f"file:{quote(str(path))}?mode={mode}", uri=True, isolation_level=None)


def _url(path: Path) -> URL:
    return URL.create("sqlite", database=str(path))


@contextmanager
def _saying_where(path: Path) -> Iterator[None]:
    """Name `path` in the sentence about a fault of the driver."""
    module = sqlite.driver()
    with translated(_url(path)):
        try:
            yield
        except module.Error as error:
            raise _translatable(error) from error


def _translatable(error: Exception) -> DBAPIError:
    return DBAPIError(None, None, error)


def _is_busy(error: Exception) -> bool:
    return any(word in str(error).lower() for word in ("locked", "busy"))


def _is_damage(error: Exception) -> bool:
    return any(word in str(error).lower() for word in ("not a database", "malformed", "corrupt"))


def _in_use(live: Path) -> DatabaseUnavailableError:
    return DatabaseUnavailableError(
        _(
            "Another program has the database {path} open. Close the counter at every desk, then do it again."
        ).format(path=live),
        code="in_use",
    )
