"""The only way to the database: one connection for reading or for writing, on either engine.

`read()` rolls back at the end whatever happened, `write()` commits once or not at all. All differences between SQLite and PostgreSQL
that a connection knows of stand here and in `sqlite.py`. Chosen: Core connections on prebuilt statements; an ORM session costs about five times the
time of a lending (unit of work and statement building), and hands out rows that outlive their transaction.
"""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import QueuePool

from fritids.db import scratch, sqlite
from fritids.db.faults import AlreadyThereError, cannot_be_opened, host_of, translated
from fritids.errors import DatabaseUnavailableError, UsageError
from fritids.i18n import _

CONNECT_SECONDS = 3
_IN_MEMORY = ":memory:"
_FILE = "fritids_file"
"""Under which a connection keeps which file it opened."""
_LAST = "fritids_last"
"""Under which a connection keeps what has to be done last in its transaction."""
LastThing: TypeAlias = Callable[[Connection, list[Any]], None]
_DRIVERS = {
    "sqlite": "sqlite", "sqlite+pysqlite": "sqlite",
    "postgresql": "postgresql", "postgres": "postgresql", "postgresql+psycopg": "postgresql",
}  # fmt: skip


class Database:
    """An open database. Threads may share it; each transaction is used by one thread."""

    def __init__(self, engine: Engine, url: URL) -> None:
        self._engine = engine
        self.url = url
        self.is_sqlite = is_sqlite(url)
        """Whether this is a file of our own rather than a server."""
        self.path = Path(url.database or "") if self.is_sqlite else None
        """The file of a SQLite database; None for a server."""

    @classmethod
    def open(cls, where: str) -> "Database":
        """Open `where`, a path or a URL. Nothing is read or made yet: a SQLite file that is missing is made by the first transaction.

        Raises UsageError for a URL that cannot be used, DatabaseUnavailableError for a path at which no file can be.
        """
        url = as_url(where)
        if is_sqlite(url):
            _check_path(Path(url.database or ""))
        return cls(_sqlite_engine(url) if is_sqlite(url) else _postgresql_engine(url), url)

    @property
    def place(self) -> str:
        """Where it is, for sentences: the file, or the server's name; never a password."""
        return str(self.path or host_of(self.url))

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view of the database; anything written in it is rolled back."""
        with translated(self.url), self._engine.connect() as connection:
            self._begin(connection, "BEGIN")
            yield connection

    @contextmanager
    def read_with_room(self) -> Iterator[Connection]:
        """As `read`, with room for tables to work on (`fritids.db.scratch`), which is gone when the block ends."""
        if not self.is_sqlite:
            with self.read() as connection:
                yield connection
            return
        with (
            TemporaryDirectory(prefix="fritids-", ignore_cleanup_errors=True) as folder,
            translated(self.url),
            self._engine.connect() as connection,
        ):
            # Attached and taken off outside the transaction: SQLite lets go of no file that was written in it.
            path = str(Path(folder) / "rows.db").replace("'", "''")
            self._by_the_driver(connection, f"ATTACH DATABASE '{path}' AS {scratch.NAME}")
            try:
                for setting in scratch.SETTINGS:
                    self._by_the_driver(connection, f"PRAGMA {scratch.NAME}.{setting}")
                self._begin(connection, "BEGIN")
                yield connection
            finally:
                connection.rollback()
                self._by_the_driver(connection, f"DETACH DATABASE {scratch.NAME}")

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One durable transaction: committed when the block ends, rolled back when it raises. On SQLite it holds the write lock from the start.

        Raises DatabaseUnavailableError also for a SQLite file that was taken away meanwhile: what was written went with it.
        """
        with translated(self.url), self._engine.connect() as connection:
            self._begin(connection, "BEGIN IMMEDIATE")
            yield connection
            do_last_things(connection)
            connection.commit()
            self._check_file(connection)

    @contextmanager
    def write_if_free(self, milliseconds: int) -> Iterator[Connection]:
        """As `write`, for what may be left undone: it waits no longer than this for another writer of a SQLite file."""
        if not self.is_sqlite:
            with self.write() as connection:
                yield connection
            return
        with translated(self.url), self._engine.connect() as connection:
            self._by_the_driver(connection, f"PRAGMA busy_timeout={milliseconds}")
            try:
                self._begin(connection, "BEGIN IMMEDIATE")
                yield connection
                do_last_things(connection)
                connection.commit()
            finally:
                connection.rollback()
                self._by_the_driver(connection, f"PRAGMA busy_timeout={sqlite.BUSY_SECONDS * 1000}")

    @contextmanager
    def alter(self) -> Iterator[Connection]:
        """As `write`, for changes of the schema: references are looked at once before the commit, not row by row.

        SQLite changes a table by making it anew, which its references forbid as soon as one row refers to it; and it heeds
        `foreign_keys` only between transactions.
        """
        if not self.is_sqlite:
            with self.write() as connection:
                yield connection
            return
        with translated(self.url), self._engine.connect() as connection:
            self._by_the_driver(connection, "PRAGMA foreign_keys=OFF")
            try:
                self._begin(connection, "BEGIN IMMEDIATE")
                yield connection
                do_last_things(connection)
                if broken := self._by_the_driver(connection, "PRAGMA foreign_key_check"):
                    raise AlreadyThereError(
                        f"a row of {broken[0]} refers to a row of {broken[2]} that is not there"
                    )
                connection.commit()
            finally:
                connection.rollback()
                self._by_the_driver(connection, "PRAGMA foreign_keys=ON")

    @contextmanager
    def standing(self) -> Iterator[Connection]:
        """A connection to a server of its own that is in no transaction, for what lasts as long as a connection. It is really closed at the end."""
        with translated(self.url), self._engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").detach()
            yield connection

    def drain(self) -> None:
        """What was removed is out of SQLite's write-ahead log too; later, if another program is reading for long just now."""
        if self.is_sqlite:
            with translated(self.url), self._engine.connect() as connection:
                driver: Any = connection.connection.dbapi_connection
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def _begin(self, connection: Connection, statement: str) -> None:
        """Begin a transaction. On SQLite by `statement`, since its driver is told to begin none by itself; psycopg always does.

        Rejected: a listener for "begin". With any listener on an engine every statement looks for listeners six times over, a
        sixth of the CPU of a lending.
        """
        connection.begin()
        connection.info.pop(_LAST, None)  # of a transaction that was rolled back
        if self.is_sqlite:
            self._check_file(connection)
            self._by_the_driver(connection, statement)

    @staticmethod
    def _by_the_driver(connection: Connection, statement: str) -> tuple[Any, ...] | None:
        """Run a statement outside SQLAlchemy's transactions; its first row. Its faults are those of any other statement."""
        driver: Any = connection.connection.dbapi_connection
        faults: Any = connection.dialect.dbapi
        try:
            row: tuple[Any, ...] | None = driver.execute(statement).fetchone()
        except faults.Error as error:
            raise DBAPIError.instance(
                statement, None, error, faults.Error, dialect=connection.dialect
            ) from error
        return row

    def _check_file(self, connection: Connection) -> None:
        """Return if the file that the connection has open is the one at the database's path; always for a server.

        A file that was removed, moved or replaced goes on taking writes in the write-ahead log, and is gone when it is closed.
        """
        if self.path is not None and connection.connection.info[_FILE] != file_at(self.path):
            raise DatabaseUnavailableError(
                _(
                    "The database {path} was removed, moved or replaced while it was in use. Put it back; or close the program and restore a backup with: fritids restore FILE"
                ).format(path=self.path)
            )

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()


def at_the_end(connection: Connection, work: LastThing) -> list[Any]:
    """The list that `work` will be given when everything else in this transaction is done, just before it is committed; for the caller to add to.

    Nothing comes of it if the transaction is rolled back.
    """
    waiting: dict[LastThing, list[Any]] = connection.info.setdefault(_LAST, {})
    return waiting.setdefault(work, [])


class Part:
    """What is done in a transaction from here on, to be kept or taken back alone, with what it has put off until the end."""

    def __init__(self, connection: Connection) -> None:
        self._waiting: dict[LastThing, list[Any]] = connection.info.setdefault(_LAST, {})
        self._before = {work: len(given) for work, given in self._waiting.items()}
        self._part = connection.begin_nested()

    def commit(self) -> None:
        """It is kept, if the transaction is."""
        self._part.commit()

    def rollback(self) -> None:
        """It was never done: no link is added to the record for a line that is not there."""
        self._part.rollback()
        for work, given in self._waiting.items():
            del given[self._before.get(work, 0) :]


def do_last_things(connection: Connection) -> None:
    """What had to wait for the end of the transaction is done. For whoever commits a connection of their own."""
    waiting: dict[LastThing, list[Any]] = connection.info.pop(_LAST, {})
    for work, given in waiting.items():
        work(connection, given)


def as_url(where: str) -> URL:
    """`where` as a URL: a path is a SQLite file. Raises UsageError for a URL that cannot be used."""
    if "://" not in where:
        try:
            path = Path(where).expanduser()
        except RuntimeError as error:  # ~NAME of somebody who is not there
            raise DatabaseUnavailableError(cannot_be_opened(where)) from error
        # A file may be called so; SQLite must not take it for a database in memory.
        return URL.create("sqlite", database=str(path.absolute() if where == _IN_MEMORY else path))
    try:
        url = make_url(where)
    except (ArgumentError, ValueError) as error:  # a port that is no number is the latter
        raise UsageError(_unreadable()) from error
    drivername = _DRIVERS.get(url.drivername.lower())
    if drivername is None:
        raise UsageError(_("Only SQLite files and postgresql:// addresses can be used as database."))
    if drivername == "sqlite" and (not url.database or url.database == _IN_MEMORY or url.query or url.host):
        raise UsageError(_unreadable())
    return url.set(drivername=drivername)


def _unreadable() -> str:
    return _("The database address cannot be read. Write a file path or postgresql://user@host/name.")


def file_at(path: Path) -> tuple[int, int] | None:
    """Which file is at `path`, whatever it is called; None if there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116  # twice in every act: half the time of Path.stat
    except OSError:
        return None
    return found.st_dev, found.st_ino


def is_sqlite(url: URL) -> bool:
    """Whether the URL means a SQLite file."""
    return url.get_backend_name() == "sqlite"


def _check_path(path: Path) -> None:
    """Return if a database may be at `path`. A folder, a name that is too long and a folder that may not be entered each have a fault of their own."""
    try:
        is_folder = path.is_dir()
    except (OSError, ValueError) as error:
        raise DatabaseUnavailableError(cannot_be_opened(path)) from error
    if is_folder:
        raise DatabaseUnavailableError(_("{path} is a folder. Write the name of a file.").format(path=path))


def _sqlite_engine(url: URL) -> Engine:
    module = sqlite.driver()
    engine = create_engine(url, module=module, poolclass=QueuePool, pool_size=4)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, record: Any) -> None:
        sqlite.prepare(connection, module)
        record.info[_FILE] = file_at(Path(url.database or ""))

    return engine


def _postgresql_engine(url: URL) -> Engine:
    try:
        return create_engine(
            url.set(drivername="postgresql+psycopg"),
            pool_size=4,
            pool_pre_ping=True,
            connect_args={
                "connect_timeout": CONNECT_SECONDS,
                "keepalives_idle": 10,
                "keepalives_interval": 3,
                "keepalives_count": 3,
                # Keepalives are silent while something sent has no answer: without this a pulled cable is noticed after 15 minutes.
                "tcp_user_timeout": 20_000,
                "application_name": "fritids",
                # Whatever the server is set to: what is told as done waits for its disk.
                "options": "-c synchronous_commit=on",
            },
        )
    except ImportError as error:
        raise UsageError(
            _("PostgreSQL needs the package psycopg. Install it with: pip install 'psycopg[binary]'")
        ) from error


def make_private(path: Path) -> None:
    """An empty file that its owner alone may read is at `path`, unless something is there; what cannot be made is left to SQLite to tell."""
    # Not for a file that is there: closing it would drop the locks that this process has on it.
    if not path.exists():
        with suppress(OSError):
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, stat.S_IRUSR | stat.S_IWUSR))


__all__ = [
    "Connection",
    "DBAPIError",
    "Database",
    "as_url",
    "at_the_end",
    "do_last_things",
    "file_at",
    "is_sqlite",
    "make_private",
]
