"""Whether there is a database with a branch where the counter is to open, and making one where there is none.

The counter alone needs this: a command that finds no database says how to make one instead of asking.
"""

from pathlib import Path

from fritids.db import branches, schema
from fritids.db.engine import Database
from fritids.errors import DatabaseUnavailableError
from fritids.i18n import _
from fritids.outside import backups
from fritids.services.setup import init_branch, make_folder


def has_branch(where: str) -> bool:
    """Whether the database at `where` (a path or a URL) holds a branch. False for none, and for an empty one.

    Makes nothing. Raises SchemaError for one of another program or version, DatabaseUnavailableError for one that cannot be read, or of
    which only backups are left.
    """
    database = Database.open(where)
    try:
        path = database.path
        if path is not None and (not path.exists() or (path.is_file() and path.stat().st_size == 0)):
            _look_for_backups(path)
            return False
        with database.read() as connection:
            if schema.state(connection) is schema.SchemaState.EMPTY:
                return False
        schema.check(database)
        with database.read() as connection:
            return bool(branches.find(connection, None))
    finally:
        database.close()


def _look_for_backups(path: Path) -> None:
    """Return if nothing tells of a database that was here: whoever names a new branch in its place does not look for the old one any more."""
    whole = path.resolve()
    if backups.made_here(backups.folder_beside(whole), whole.stem, whole.suffix or ".db"):
        raise DatabaseUnavailableError(
            _(
                "The database {path} is gone or empty, and there are backups of it. Restore one with: fritids restore FILE"
            ).format(path=path)
        )


def make_branch(where: str, name: str, *, code: str | None = None) -> None:
    """The database at `where` is there and holds a branch of this name; folders that are missing are made, for the user alone.

    Raises InvalidValueError for a name that cannot be used, DatabaseUnavailableError where no file can be made.
    """
    database = Database.open(where)
    try:
        if database.path is not None:
            make_folder(database.path.parent)
        init_branch(database, name, code=code)
    finally:
        database.close()
