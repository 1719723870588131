"""The only way to the database: one connection for reading or for writing, on either engine.

`read()` rolls back at the end whatever happened, `write()` commits once or not at all. All differences between SQLite and PostgreSQL
that a connection knows of stand here and in `sqlite.py`. Chosen: Core connections on prebuilt statements; an ORM session costs about five times the
time of a lending (unit of work and statement building), and hands out rows that outlive their transaction.
"""

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import QueuePool

from fritids.db import sqlite
from fritids.db.faults import AlreadyThereError, cannot_be_opened, translated
from fritids.errors import DatabaseUnavailableError, UsageError
from fritids.i18n import _

CONNECT_SECONDS = 3


class Database:
    """An open database. Threads may share it; each transaction is used by one thread."""

    def __init__(self, engine: Engine, url: URL) -> None:
        self._engine = engine
        self.url = url

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
    def path(self) -> Path | None:
        """The file of a SQLite database; None for a server."""
        return Path(self.url.database) if is_sqlite(self.url) and self.url.database else None

    @property
    def where(self) -> str:
        """The file, or the server's name, for sentences; never a password."""
        return str(self.path or self.url.host or "localhost")

    @property
    def is_sqlite(self) -> bool:
        """Whether this is a file of our own rather than a server."""
        return is_sqlite(self.url)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view of the database; anything written in it is rolled back."""
        with translated(self.url), self._engine.connect() as connection:
            self._begin(connection, "BEGIN")
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One durable transaction: committed when the block ends, rolled back when it raises. On SQLite it holds the write lock from the start."""
        with translated(self.url), self._engine.connect() as connection:
            self._begin(connection, "BEGIN IMMEDIATE")
            yield connection
            connection.commit()

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
                if broken := self._by_the_driver(connection, "PRAGMA foreign_key_check"):
                    raise AlreadyThereError(
                        f"a row of {broken[0]} refers to a row of {broken[2]} that is not there"
                    )
                connection.commit()
            finally:
                connection.rollback()
                self._by_the_driver(connection, "PRAGMA foreign_keys=ON")

    def _begin(self, connection: Connection, statement: str) -> None:
        """Begin a transaction. On SQLite by `statement`, since its driver is told to begin none by itself; psycopg always does.

        Rejected: a listener for "begin". With any listener on an engine every statement looks for listeners six times over, a
        sixth of the CPU of a lending.
        """
        connection.begin()
        if self.is_sqlite:
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

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()


def as_url(where: str) -> URL:
    """`where` as a URL: a path is a SQLite file. Raises UsageError for a URL that cannot be used."""
    if "://" not in where:
        try:
            return URL.create("sqlite", database=str(Path(where).expanduser()))
        except RuntimeError as error:  # ~NAME of somebody who is not there
            raise DatabaseUnavailableError(cannot_be_opened(where)) from error
    try:
        url = make_url(where)
    except ArgumentError as error:
        raise UsageError(
            _("The database address cannot be read. Write a file path or postgresql://user@host/name.")
        ) from error
    if url.drivername == "postgres":
        url = url.set(drivername="postgresql")
    if url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise UsageError(_("Only SQLite files and postgresql:// addresses can be used as database."))
    return url


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
    def _prepare(connection: Any, _record: object) -> None:
        sqlite.prepare(connection, module)

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
                "application_name": "fritids",
            },
        )
    except (NoSuchModuleError, ImportError) as error:
        raise UsageError(
            _("PostgreSQL needs the package psycopg. Install it with: pip install 'psycopg[binary]'")
        ) from error


def secure_file(path: Path) -> None:
    """Make the file readable by its owner alone; where the system has no such rights nothing happens."""
    try:
        path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    except OSError:
        return


__all__ = ["Connection", "DBAPIError", "Database", "as_url", "is_sqlite", "secure_file"]
