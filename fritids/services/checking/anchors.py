"""Places in the record that were written down outside the database: each backup holds the newest one of its time."""

from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Final

from fritids.config import backup_folder
from fritids.db import agreement, copies, record
from fritids.db.engine import Database
from fritids.db.schema import SchemaState
from fritids.domain.anchor import Anchor
from fritids.errors import FritidsError
from fritids.outside import backups, postgres_tools
from fritids.services.server_backups import SUFFIX

_LOOKED_AT: Final = 5
_LOOKED_AT_OF_SERVER: Final = 1
"""To read a table out of a dump, all of it has to be read."""


def of_backups(database: Database) -> list[Anchor]:
    """The newest place that each of the newest backups knows of. One that cannot be read, or is of before a restore, says nothing."""
    with database.read() as connection:
        restored = agreement.newest_restore(connection)
    if database.path is None:
        made = backups.made_here(backup_folder(), f"fritids-{database.url.database or 'postgres'}", SUFFIX)
        read, most = _of_dump, _LOOKED_AT_OF_SERVER
    else:
        path = database.path.resolve()
        made = backups.made_here(backups.folder_beside(path), path.stem, path.suffix or ".db")
        read, most = _of_file, _LOOKED_AT
    since = (each for each in made if restored is None or _made_at(each) > restored)
    found = (read(each) for each in islice(since, most))
    return [anchor for anchor in found if anchor is not None]


def _of_file(path: Path) -> Anchor | None:
    try:
        with copies.opened(path) as connection:
            return record.head(connection) if copies.facts(connection).state is SchemaState.CURRENT else None
    except FritidsError:
        return None


def _of_dump(path: Path) -> Anchor | None:
    try:
        if "event_link" not in postgres_tools.tables(path):
            return None
        newest: Anchor | None = None
        with postgres_tools.rows(path, "event_link") as rows:
            for row in rows:
                seq = int(row["seq"])
                if newest is None or seq > newest.seq:
                    newest = Anchor(seq, bytes.fromhex(row["hash"].lstrip("\\").removeprefix("x")))
    except (FritidsError, OSError, ValueError):
        return None
    return newest


def _made_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
