"""Bringing an older database to this version, with a backup before it: from the command line, and by one key at the counter."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from fritids.config import backup_folder
from fritids.db import schema
from fritids.db.engine import Database
from fritids.db.schema import SchemaState
from fritids.errors import FritidsError
from fritids.i18n import _
from fritids.outside import backups, files
from fritids.services import server_backups
from fritids.services.clock import Clock, SystemClock

if TYPE_CHECKING:
    from fritids.db.upgrade import Upgraded

_BEFORE: Final = "before-upgrade"


def is_old(where: str) -> bool:
    """Whether the database at `where` is of an older version of this program, and can be upgraded. False for none, and for one that cannot be read."""
    try:
        database = Database.open(where)
        try:
            if database.path is not None and not database.path.is_file():
                return False
            with database.read() as connection:
                return schema.state(connection) is SchemaState.OLD
        finally:
            database.close()
    except FritidsError:
        return False


def upgrade(where: str, *, without_backup: bool = False, clock: Clock | None = None) -> "Upgraded | None":
    """The database at `where` is of this version, and what it was before is kept; None if it was so already.

    All of it or nothing. `without_backup` concerns a server alone, of which somebody else keeps backups; a file is always copied. Raises as `fritids.db.upgrade`, and FritidsError,
    with nothing changed, where a server cannot be copied.
    """
    from fritids.db.upgrade import upgrade as bring_up  # noqa: PLC0415  # Alembic, 140 ms

    database, now = Database.open(where), (clock or SystemClock()).now()

    def keep(revision: str) -> Path:
        folder = backup_folder()
        with files.saying_why(folder):
            files.private_folder(folder)
        stem = f"fritids-{database.url.database or 'postgres'}"
        target = backups.new_name(folder, stem, now, server_backups.SUFFIX, what=f"{_BEFORE}-{revision}")
        with files.replacing(target, private=True) as partial:
            server_backups.dump(database, partial)
        return target

    try:
        return bring_up(database, None if without_backup else keep)
    except FritidsError as error:
        if error.code != "postgres_tools":
            raise
        said = _(
            "{problem} Nothing was upgraded. If the server has backups of its own, go on with: fritids upgrade --without-backup"
        )
        raise FritidsError(said.format(problem=error.message), code=error.code) from error
    finally:
        database.close()
