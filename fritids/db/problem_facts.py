"""How much is in a database and how it is set, for somebody who helps from afar: counts, sizes and switches, no row and no text of a person."""

from typing import Final

from sqlalchemy import Connection, func, select, text

from fritids.db import schema
from fritids.db.engine import Database
from fritids.db.schema import SchemaState
from fritids.db.tables import metadata

_SERVER_SETTINGS: Final = (
    "server_version",
    "fsync",
    "full_page_writes",
    "synchronous_commit",
    "data_checksums",
)
_FILE_SETTINGS: Final = ("journal_mode", "synchronous", "page_size", "page_count", "freelist_count")
_MUST_BE_ON: Final = ("fsync", "full_page_writes")


def facts(database: Database) -> list[str]:
    """The lines of a report. Raises DatabaseUnavailableError for a database that cannot be read."""
    with database.read() as connection:
        found = schema.state(connection)
        lines = [
            f"engine: {'SQLite' if database.is_sqlite else 'PostgreSQL'}",
            f"schema: {found.name.lower()}",
        ]
        lines += _file(connection, database) if database.is_sqlite else _server(connection)
        if found is SchemaState.CURRENT:
            lines += [
                f"rows of {table.name}: {connection.execute(select(func.count()).select_from(table)).scalar_one()}"
                for table in metadata.sorted_tables
            ]
    return lines


def _file(connection: Connection, database: Database) -> list[str]:
    assert database.path is not None
    lines = [f"{name}: {connection.execute(text(f'PRAGMA {name}')).scalar()}" for name in _FILE_SETTINGS]
    whole = connection.execute(text("PRAGMA quick_check(1)")).scalar() == "ok"
    rights = database.path.stat().st_mode & 0o777
    return [
        *lines,
        f"whole: {'yes' if whole else 'no'}",
        f"bytes: {database.path.stat().st_size}",
        f"rights: {rights:o}",
    ]


def _server(connection: Connection) -> list[str]:
    lines = [f"{name}: {connection.execute(text(f'SHOW {name}')).scalar()}" for name in _SERVER_SETTINGS]
    size = connection.execute(text("SELECT pg_database_size(current_database())")).scalar()
    return [*lines, f"bytes: {size}"]


def careless_settings(connection: Connection) -> tuple[str, ...]:
    """Which settings of a PostgreSQL server let a power cut take what it has said is saved; none for SQLite, whose are our own.

    `synchronous_commit` is none of them: every connection of this program turns it on for itself.
    """
    if connection.dialect.name != "postgresql":
        return ()
    return tuple(
        name for name in _MUST_BE_ON if connection.execute(text(f"SHOW {name}")).scalar_one() != "on"
    )
