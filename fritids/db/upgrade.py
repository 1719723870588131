"""Bringing an older database to this program's version: all of it or nothing, and only after a copy that was looked at.

The only module that imports Alembic, and imported only where an upgrade was asked for: an ordinary start compares one row with
`schema.HEAD`. There is no way down: whoever wants the older version back takes the copy.
"""

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from fritids.db import copies, schema
from fritids.db.engine import Database, make_private
from fritids.db.schema import SchemaState

SCRIPTS = "fritids.db:migrations"


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What an upgrade did."""

    before: str
    """The revision the database had."""
    copy: Path | None
    """The database as it was before; None for a server of which somebody else keeps backups."""


def upgrade(database: Database, keep: Callable[[str], Path | None] | None = None) -> Upgraded | None:
    """The database is of this program's version; None if it was so already.

    `keep` is told the old revision, copies a server's database, and says where to; it is called while nobody can write. A SQLite
    file is always copied, and the copy checked. Programs that upgrade at once take turns. On any fault, and however the program
    dies, nothing is changed. Raises SchemaError for a database that is empty, foreign or newer than the program,
    DatabaseUnavailableError if there is no room for the copy or the database is damaged.
    """
    if database.path is not None and not database.path.exists():
        schema.check(database)
    with database.alter() as connection:
        schema.lock(connection)
        found = schema.state(connection)
        if found is SchemaState.CURRENT:
            return None
        if found is not SchemaState.OLD:
            raise schema.unusable(database, found)
        before: str = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        if database.path is not None:
            copy: Path | None = _copy(database.path, before)
        else:
            _hold_writers(connection)
            copy = None if keep is None else keep(before)
        command.upgrade(config(connection), "head")
        return Upgraded(before, copy)


def _hold_writers(connection: Connection) -> None:
    """Until the transaction ends nobody else writes; reading, as a backup does, goes on."""
    query = "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
    names = ", ".join(connection.execute(text(query)).scalars())
    connection.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))


def config(connection: Connection, **attributes: Any) -> Config:
    """Alembic's configuration for a transaction that the caller has begun and will commit."""
    made = Config()
    made.set_main_option("script_location", SCRIPTS)
    made.attributes.update(connection=connection, **attributes)
    return made


def _copy(path: Path, revision: str) -> Path:
    """Copy the database as it was last committed, and look at the copy; the caller holds the write lock, so nothing can come in between."""
    target = path.with_name(f"{path.stem}-{revision}{path.suffix}")
    partial = path.with_name(f".{target.name}.partial")
    partial.unlink(missing_ok=True)
    make_private(partial)
    copies.copy(path, partial, live=True)
    copies.look(partial, called=path)
    with partial.open("rb+") as file:
        os.fsync(file.fileno())
    # Only a whole copy ever has the name, also where one of an earlier try stands.
    partial.replace(target)
    target.chmod(stat.S_IRUSR | stat.S_IWUSR)
    return target
