"""Places in the record that were written down outside the database: beside the backups, wherever those are, and in the backups themselves."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Final

from fritids.config.backup_table import BackupSettings
from fritids.db import agreement, copies, record
from fritids.db.engine import Database
from fritids.db.schema import SchemaState
from fritids.domain.anchor import Anchor
from fritids.errors import FritidsError
from fritids.outside import backups
from fritids.services import backup_rounds

_LOOKED_AT: Final = 5


def written_down(
    database: Database, settings: BackupSettings, *, roots: Sequence[Path] | None = None
) -> tuple[Anchor, ...]:
    """All that is known, each once. Of a server only what the lists say: to read a table out of a dump, all of it has to be read."""
    found = [*backup_rounds.anchors(database, settings, roots=roots), *_of_backups(database)]
    return tuple(dict.fromkeys(found))


def _of_backups(database: Database) -> list[Anchor]:
    """The newest place that each of the newest backups knows of, should its list be gone. One that cannot be read, or is of before a restore, says nothing."""
    if database.path is None:
        return []
    with database.read() as connection:
        restored = agreement.newest_restore(connection)
    path = database.path.resolve()
    made = backups.made_here(backups.folder_beside(path), path.stem, path.suffix or ".db")
    since = (each for each in made if restored is None or _made_at(each) > restored)
    found = (_of_file(each) for each in islice(since, _LOOKED_AT))
    return [anchor for anchor in found if anchor is not None]


def _of_file(path: Path) -> Anchor | None:
    try:
        with copies.opened(path) as connection:
            return record.head(connection) if copies.facts(connection).state is SchemaState.CURRENT else None
    except FritidsError:
        return None


def _made_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
