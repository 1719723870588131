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

from sqlalchemy import URL, Connection, create_engine, func, inspect, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from fritids.db import branches, record, schema, sqlite
from fritids.db.engine import do_last_things
from fritids.db.faults import translated
from fritids.db.schema import SchemaState
from fritids.db.tables import Event, EventLink, NumberSeries
from fritids.domain.anchor import Anchor
from fritids.domain.calendar import USUAL_ZONE
from fritids.errors import DatabaseUnavailableError
from fritids.i18n import _

_EVENT = Event.__table__
_SERIES = NumberSeries.__table__
_BESIDE: Final = ("-wal", "-shm", "-journal")
"""What SQLite keeps next to a database. One that belongs to another database would be played into it."""
_WAIT_SECONDS: Final = 2
_MAGIC: Final = b"SQLite format 3\0"
_HEADER: Final = 20
_NO_LOG: Final = b"\1\1"
"""Where the header of a database in use has 2 and 2, for the write-ahead log."""


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


def lies_still(path: Path) -> bool:
    """Whether the file is a database that nobody works with: all of it in the one file, as `copy` leaves it, and not open anywhere."""
    with path.open("rb") as file:
        start = file.read(_HEADER)
    in_one_file = start[: len(_MAGIC)] == _MAGIC and start[-2:] == _NO_LOG
    return in_one_file and not any(_beside(path)) and not _open_elsewhere(path)


def look(path: Path, *, quick: bool = False, called: Path | None = None) -> CopyFacts:
    """What the database at `path` holds. Raises DatabaseUnavailableError, which names `called`, if it is damaged or is none; it is not changed.

    Reads all of it: pages, rows and references, and that each index says what its table says (100 MB: 2.5 s; without it, `quick`, 0.5 s).
    """
    check, called = "PRAGMA quick_check(1)" if quick else "PRAGMA integrity_check(1)", called or path
    with opened(path, called=called) as connection:
        broken = connection.execute(text(check)).scalar_one()
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


def head(connection: Connection) -> Anchor | None:
    """Where the chain of the record stands; None for an empty one, and in a copy of a version that had none."""
    return record.head(connection) if inspect(connection).has_table(EventLink.__tablename__) else None


def settle(path: Path) -> None:
    """A copy that was worked on is one file again with nothing beside it."""
    with _saying_where(path), closing(_connect(path, "rw")) as connection:
        _in_one_file(connection)


def raise_numbers(connection: Connection, numbers: Mapping[str, int]) -> None:
    """No series goes on below where it was in another copy: the labels of those numbers are out in the world."""
    for name, number in numbers.items():
        connection.execute(
            update(_SERIES)
            .where(_SERIES.c.name == name, _SERIES.c.next_number < number)
            .values(next_number=number)
        )


@contextmanager
def opened(
    path: Path, *, writable: bool = False, live: bool = False, called: Path | None = None
) -> Iterator[Connection]:
    """The database at `path` itself, with its journal mode left alone; committed when the block ends, if `writable`.

    Others may be using a `live` one; any other file that is only read is taken to stand still. Errors name it as `called`.
    """
    with translated(_url(called or path)), _open(path, writable=writable, live=live) as connection:
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
                do_last_things(connection)
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
        if not _is_damage(error):
            raise _told(error, live) from error
        _keep_damaged(live, kept)
        sync_folder(kept.parent)
        fresh.replace(live)
    sync_folder(live.parent)
    return True


def put_anew(fresh: Path, live: Path) -> None:
    """`fresh` stands at `live`, and nothing is kept of what stood there. Raises as `alone`."""
    with alone(live):
        for beside in _beside(live):
            beside.unlink()
        fresh.replace(live)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Nobody else has the database open; one that is damaged or not there counts as free.

    Raises DatabaseUnavailableError, code `in_use`, if another program has it open.
    """
    module = sqlite.driver()
    if not path.exists():
        yield
        return
    with closing(_connect(path, "rw")) as lock:
        try:
            _hold(lock, path)
        except module.DatabaseError as error:
            if not _is_damage(error):
                raise _told(error, path) from error
        if os.name == "nt":
            lock.close()
        yield


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
    for beside in _beside(live):
        beside.replace(kept.with_name(kept.name + beside.name.removeprefix(live.name)))


def _beside(path: Path) -> list[Path]:
    """What lies next to a database and belongs to it."""
    return [beside for suffix in _BESIDE if (beside := path.with_name(path.name + suffix)).exists()]


def _in_one_file(connection: Any) -> None:
    """Take the database out of the write-ahead log, so that it needs nothing beside it and can be read from a read-only disk."""
    connection.execute("PRAGMA journal_mode=DELETE")


def _way_to_read(path: Path) -> str:
    """Without a log or a journal beside it the file is all there is, and can be read where nothing may be written.

    With a journal that a power cut left, what stands in the file is half of a transaction.
    """
    return (
        "ro"
        if any(path.with_name(path.name + end).exists() for end in ("-wal", "-journal"))
        else "ro&immutable=1"
    )


def _connect(path: Path, mode: str) -> Any:
    return sqlite.driver().connect(
        f"file:{quote(os.fsencode(path))}?mode={mode}", uri=True, isolation_level=None
    )


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


def _told(error: Exception, live: Path) -> DatabaseUnavailableError:
    """What a person is told of a fault of the driver on the way to a database that nobody else may have open."""
    if _is_busy(error):
        return _in_use(live)
    try:
        with translated(_url(live)):
            raise _translatable(error) from error
    except DatabaseUnavailableError as told:
        return told


def _in_use(live: Path) -> DatabaseUnavailableError:
    return DatabaseUnavailableError(
        _(
            "Another program has the database {path} open. Close the counter at every desk, then do it again."
        ).format(path=live),
        code="in_use",
    )
