"""Making a backup: a checked copy while the desks go on working. Nothing is ever half done: made under another name, checked, synced and renamed.

These use cases need no `Desk`: a database that cannot be opened is the very reason to have one. When they are made by themselves
is `backup_rounds`, putting one back `restoring`.
"""

import logging
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from fritids.config import backup_folder
from fritids.db import copies, erased, schema
from fritids.db.engine import Database
from fritids.db.schema import SchemaState
from fritids.domain.anchor import Anchor
from fritids.domain.backup_keeping import superfluous
from fritids.errors import DatabaseUnavailableError, UsageError
from fritids.i18n import _
from fritids.outside import backup_lists, backups, files, postgres_tools
from fritids.outside.backup_lists import AnchorLine
from fritids.services import server_backups
from fritids.services.backup_values import BackupMade
from fritids.services.clock import Clock, SystemClock

log = logging.getLogger("fritids.backups")
OURS: Final = frozenset({SchemaState.CURRENT, SchemaState.OLD, SchemaState.NEWER})


def back_up(where: str, target: Path | None = None, *, clock: Clock | None = None) -> BackupMade:
    """A checked copy of the database at `where` (path or URL) stands at `target`; without one, in the folder for backups.

    A folder as `target` gets a file with a name of its own. Only an earlier backup is ever replaced. Raises
    DatabaseUnavailableError for a database that is missing or damaged, UsageError or FritidsError where no file can be written.
    """
    database = Database.open(where)
    try:
        return make(database, target, (clock or SystemClock()).now())
    finally:
        database.close()


def make(database: Database, target: Path | None, now: datetime, *, quick: bool = False) -> BackupMade:
    """As `back_up`, of an open database; `quick` does not look whether each index says what its table says."""
    folder, stem, suffix = place(database)
    if database.path is None:
        with database.read():  # so that a server that cannot be used is told by its own sentence
            pass
    else:
        _check_there(database.path)
    path = target
    if path is None:
        with files.saying_why(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = backups.new_name(folder, stem, now, suffix)
    elif path.is_dir():
        path = backups.new_name(path, stem, now, suffix)
    _check_target(path, database)
    backups.sweep(path.parent, now)
    with files.replacing(path, private=True) as partial:
        if database.path is None:
            server_backups.dump(database, partial)
            anchor = server_backups.head(partial)
        else:
            copies.copy(database.path, partial, live=True)
            held = copies.look(partial, quick=quick, called=database.path)
            if held.state not in {SchemaState.CURRENT, SchemaState.OLD}:
                raise schema.unusable(database, held.state)
            with copies.opened(partial, called=database.path) as connection:
                anchor = copies.head(connection)
        size = partial.stat().st_size
    removed = 0
    if target is None:
        mine = backups.made_here(folder, stem, suffix)
        removed = backups.remove(each for each in superfluous(mine, backups.made_at, now) if each != path)
        note_beside(folder, path.name, now, anchor, erased_keys(database))
    return BackupMade(path, size, removed, anchor)


def note_beside(
    folder: Path, name: str, at: datetime, anchor: Anchor | None, keys: Mapping[str, datetime]
) -> None:
    """The lists in a folder for backups know of this backup, and of who was erased. Raises FritidsError where the disk refuses."""
    if anchor is not None:
        backup_lists.add_anchor(folder, AnchorLine(at, name, anchor))
    backup_lists.add_erased(folder, keys)


def erased_keys(database: Database) -> dict[str, datetime]:
    """The keys of all whom the database says were erased, and when; none of one that cannot be read."""
    try:
        if database.path is not None and not database.path.exists():
            return {}
        with database.read() as connection:
            return erased.keys(connection) if schema.state(connection) in OURS else {}
    except DatabaseUnavailableError:
        return {}


def place(database: Database) -> tuple[Path, str, str]:
    """The folder for the backups of a database, and how their names begin and end."""
    if database.path is None:
        return backup_folder(), f"fritids-{database.url.database or 'postgres'}", server_backups.SUFFIX
    path = database.path.resolve()
    return backups.folder_beside(path), path.stem, path.suffix or ".db"


def _check_there(path: Path) -> None:
    if not path.exists():
        raise DatabaseUnavailableError(
            _("There is no database at {where}. Make one with: fritids init").format(where=path)
        )


def _check_target(path: Path, database: Database) -> None:
    """A slip of the finger must not put a backup in place of something else."""
    if not path.exists():
        return
    if database.path is not None and database.path.exists() and path.samefile(database.path):
        raise UsageError(
            _("This is the database itself. Name another file for the backup."), code="no_backup"
        )
    with files.saying_why(path):
        replaceable = path.is_file() and (path.stat().st_size == 0 or _is_backup(path))
    if not replaceable:
        raise UsageError(
            _("{path} is there already and is no backup. Name another file.").format(path=path),
            code="no_backup",
        )


def _is_backup(path: Path) -> bool:
    """Whether the file is a backup of this program, and no database that somebody works with."""
    if postgres_tools.is_dump(path):
        return server_backups.look(path).state in OURS
    try:
        if not copies.lies_still(path):
            return False
        with copies.opened(path) as connection:
            return copies.facts(connection).state in OURS
    except DatabaseUnavailableError:
        return False
