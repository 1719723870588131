"""What a backup holds, what restoring one would lose, and what was done. Frozen values; no database, no sentences."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fritids.domain.calendar import USUAL_ZONE


@dataclass(frozen=True, slots=True)
class BackupMade:
    """A checked copy stands at `path`."""

    path: Path
    size: int
    """Bytes."""
    removed: int = 0
    """Older ones that the program had made by itself and that were removed for it."""


@dataclass(frozen=True, slots=True)
class RestorePlan:
    """A backup that was checked and can be restored, and what would be lost by it. Nothing is changed yet."""

    backup: Path
    newest_at: datetime | None
    """When the last thing in the backup was done; None if nothing ever was."""
    lost: int | None
    """Lines of the record that the database has and the backup has not; None if the database cannot be read."""
    lost_newest_at: datetime | None
    """When the newest of them was written."""
    replaces: bool
    """Whether there is a database to be replaced."""
    upgrade_needed: bool = False
    """The backup is of an older version: `fritids upgrade` has to follow."""
    timezone: str = USUAL_ZONE
    """The zone of the backup's branch, in which people read times."""


@dataclass(frozen=True, slots=True)
class Restored:
    """The database is what the backup was, with one line in its record that says so."""

    plan: RestorePlan
    kept: Path | None
    """Where what was replaced is kept; a backup like any other, unless it was damaged. None if there was nothing."""
