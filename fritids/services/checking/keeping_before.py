"""A copy of the database before something is done to it that cannot be undone, also of one that is not sound: so it is held against the original, not against the rules."""

from datetime import datetime
from pathlib import Path
from typing import Final

from fritids.config import backup_folder
from fritids.db import copies, soundness
from fritids.db.engine import Database
from fritids.errors import DatabaseUnavailableError
from fritids.i18n import _
from fritids.outside import backups, files
from fritids.services import server_backups

BEFORE_REPAIR: Final = "before-repair"


def keep(database: Database, now: datetime, what: str) -> Path:
    """A copy that was read back, its owner's alone, in the folder for backups. Raises FritidsError where it cannot be made, and then nothing may be done."""
    if database.path is None:
        folder, stem, suffix = (
            backup_folder(),
            f"fritids-{database.url.database or 'postgres'}",
            server_backups.SUFFIX,
        )
    else:
        path = database.path.resolve()
        folder, stem, suffix = backups.folder_beside(path), path.stem, path.suffix or ".db"
    with files.saying_why(folder):
        files.private_folder(folder)
    target = backups.new_name(folder, stem, now, suffix, what=what)
    with files.replacing(target, private=True) as partial:
        if database.path is None:
            server_backups.dump(database, partial)
        else:
            _copy(database, database.path, partial)
    return target


def _copy(database: Database, path: Path, target: Path) -> None:
    with database.read() as connection:
        before = soundness.counts(connection)
        copies.copy(path, target, live=True)
    with copies.opened(target) as connection:
        # What another desk did between the two is in the copy too.
        missing = [name for name, count in soundness.counts(connection).items() if count < before[name]]
    if missing:
        raise DatabaseUnavailableError(
            _(
                "The copy does not hold all that the database holds, so nothing was done. Close the counter at every desk, then do it again."
            )
        )
