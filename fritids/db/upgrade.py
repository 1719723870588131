"""Bringing an older database to this program's version: all of it or nothing, and a SQLite file is copied first.

The only module that imports Alembic, and imported only where an upgrade was asked for: an ordinary start compares one row with
`schema.HEAD`. There is no way down: whoever wants the older version back takes the copy.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from fritids.db import schema, sqlite
from fritids.db.engine import Database, make_private
from fritids.db.schema import SchemaState

SCRIPTS = "fritids.db:migrations"


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What an upgrade did."""

    before: str
    """The revision the database had."""
    copy: Path | None
    """The SQLite file as it was before; a server has backups of its own."""


def upgrade(database: Database) -> Upgraded | None:
    """The database is of this program's version; None if it was so already.

    Programs that upgrade at once take turns. On any fault nothing is changed. Raises SchemaError for a database that is
    empty, foreign or newer than the program, DatabaseUnavailableError if there is no room for the copy.
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
        copy = None if database.path is None else _copy(database.path, before)
        command.upgrade(config(connection), "head")
        return Upgraded(before, copy)


def config(connection: Connection, **attributes: Any) -> Config:
    """Alembic's configuration for a transaction that the caller has begun and will commit."""
    made = Config()
    made.set_main_option("script_location", SCRIPTS)
    made.attributes.update(connection=connection, **attributes)
    return made


def _copy(path: Path, revision: str) -> Path:
    """Copy the database as it was last committed; the caller holds the write lock, so nothing can come in between."""
    target = path.with_name(f"{path.stem}-{revision}{path.suffix}")
    module = sqlite.driver()
    make_private(target)
    source, made = module.connect(path), module.connect(target)
    try:
        source.backup(made)
    finally:
        made.close()
        source.close()
    return target
