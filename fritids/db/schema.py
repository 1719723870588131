"""Whether a database is of this program's version, and making a new one.

An ordinary start reads one row and compares it with `HEAD`; Alembic (+140 ms of import) is loaded only by `upgrade`.
A test holds `HEAD` equal to the newest migration and what `create` makes equal to what the migrations make.
"""

from enum import Enum, auto
from typing import Final

from sqlalchemy import Connection, text

from fritids.db.engine import Database, make_private
from fritids.errors import SchemaError
from fritids.i18n import _

HEAD: Final = "0005"
KNOWN: Final = ("0001", "0002", "0003", "0004", "0005")
"""Every revision ever landed, oldest first."""
CREATE_LOCK: Final = 7_340_118
"""Key of the advisory lock under which PostgreSQL lets one program at a time make or upgrade the schema."""


class SchemaState(Enum):
    """What a database turned out to hold."""

    EMPTY = auto()
    CURRENT = auto()
    OLD = auto()
    NEWER = auto()
    FOREIGN = auto()


def state(connection: Connection) -> SchemaState:
    """What the database behind `connection` holds."""
    names = _table_names(connection)
    if not names:
        return SchemaState.EMPTY
    if not {"alembic_version", "branch", "article", "loan"} <= names:
        return SchemaState.FOREIGN
    version = revision(connection)
    if version == HEAD:
        return SchemaState.CURRENT
    return SchemaState.OLD if version in KNOWN else SchemaState.NEWER


def revision(connection: Connection) -> str | None:
    """Which version of the schema a database of this program says that it has; None if it says nothing."""
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _table_names(connection: Connection) -> set[str]:
    if connection.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'table'"
    else:
        query = "SELECT tablename FROM pg_tables WHERE schemaname = ANY (current_schemas(false))"
    return set(connection.execute(text(query)).scalars())


def check(database: Database) -> None:
    """Return if the database is of this version. Raises SchemaError, whose text is the cure, for any other."""
    if database.path is not None and not database.path.exists():
        raise SchemaError(_no_database().format(where=database.path))
    with database.read() as connection:
        found = state(connection)
    if found is not SchemaState.CURRENT:
        raise unusable(database, found)


def unusable(database: Database, found: SchemaState) -> SchemaError:
    """The error for a database in any state but `CURRENT`; its text is the cure."""
    return SchemaError(_sentences()[found].format(where=database.place))


def _no_database() -> str:
    return _("There is no database at {where}. Make one with: fritids init")


def _sentences() -> dict[SchemaState, str]:
    return {
        SchemaState.EMPTY: _no_database(),
        SchemaState.OLD: _(
            "The database at {where} is of an older version. Upgrade it with: fritids upgrade"
        ),
        SchemaState.NEWER: _(
            "The database at {where} was made by a newer fritids. Install that version on this computer too."
        ),
        SchemaState.FOREIGN: _(
            "What is at {where} belongs to another program. Choose another database with --database."
        ),
    }


def lock(connection: Connection) -> None:
    """Let no other program make or upgrade the schema until this transaction ends (SQLite's write lock does that by itself)."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CREATE_LOCK})


def create(database: Database) -> bool:
    """Make the tables in an empty database and stamp them; False if they were there already. Raises SchemaError for a foreign or other version.

    A file that is made by this is its owner's alone: it holds people's names and numbers.
    """
    from fritids.db.tables import metadata  # noqa: PLC0415  # an ordinary start of an existing database needs no metadata here

    if database.path is not None:
        make_private(database.path)
    with database.write() as connection:
        lock(connection)
        found = state(connection)
        if found is SchemaState.EMPTY:
            metadata.create_all(connection)
            connection.execute(
                text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
            )
            connection.execute(
                text("INSERT INTO alembic_version (version_num) VALUES (:head)"), {"head": HEAD}
            )
            return True
    if found is not SchemaState.CURRENT:
        raise unusable(database, found)
    return False
