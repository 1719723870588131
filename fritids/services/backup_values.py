"""What a backup holds, what restoring one would lose, and what was done. Frozen values; no database, no sentences."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fritids.domain.anchor import Anchor
from fritids.domain.calendar import USUAL_ZONE
from fritids.errors import FritidsError


@dataclass(frozen=True, slots=True)
class BackupMade:
    """A checked copy stands at `path`."""

    path: Path
    size: int
    """Bytes."""
    removed: int = 0
    """Older ones that the program had made by itself and that were removed for it."""
    anchor: Anchor | None = None
    """Where the chain of the record stands in it."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one look at the backups did, by itself or asked for."""

    made: BackupMade | None = None
    second: tuple[Path, ...] = ()
    """Copies that were put in second places."""
    faults: tuple[FritidsError, ...] = ()
    """What went wrong and was not said yet."""
    overdue_days: int | None = None
    """For how long no second place has been reached, if that is too long (`backup_rounds.OVERDUE`)."""
    erased_again: int = 0


@dataclass(frozen=True, slots=True)
class PlaceState:
    """A folder for backups."""

    folder: Path
    is_there: bool
    newest: Path | None = None
    newest_at: datetime | None = None
    count: int = 0
    locked: bool = False
    """Whether the newest is locked."""


@dataclass(frozen=True, slots=True)
class BackupStatus:
    """How the backups of a database stand."""

    local: PlaceState
    second: tuple[PlaceState, ...]
    reached_at: datetime | None
    """When a second place was last reached, from whichever desk."""
    overdue_days: int | None
    has_key: bool
    """Whether what goes to second places is locked."""
    timezone: str = USUAL_ZONE


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
    """The backup is of an older version, and is upgraded with it."""
    timezone: str = USUAL_ZONE
    """The zone of the backup's branch, in which people read times."""


@dataclass(frozen=True, slots=True)
class Restored:
    """The database is what the backup was, with one line in its record that says so."""

    plan: RestorePlan
    kept: Path | None
    """Where what was replaced is kept; a backup like any other, unless it was damaged. None if there was nothing."""
    erased_again: int = 0
    """People whom the backup still held and who had been erased since."""
    upgraded: bool = False
    """The backup was of an older version, and is of this one now."""
