"""Backups by themselves: when one is made, the second place it is put in, and what is said when that has not been reached.

One look (`keep`) is made by an open counter at its start, while it is in use and at closing, on a thread of its own. It makes a backup when
something was done since the last one, at most one an hour while the counter is open (over all desks, by a row in the database), and puts
the newest in every second place that is there and lacks it.
"""

import json
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import Enum, auto
from pathlib import Path
from typing import Final

from fritids.config.backup_table import BackupSettings
from fritids.config.places import demo_database
from fritids.db import branches, copies, loans, record, upkeep
from fritids.db.engine import Database
from fritids.domain.anchor import Anchor
from fritids.domain.backup_keeping import superfluous
from fritids.domain.calendar import USUAL_ZONE
from fritids.errors import DatabaseUnavailableError, FritidsError
from fritids.outside import backup_lists, backups, files, postgres_tools, sealed, second_places
from fritids.services.backup_values import BackupMade, BackupStatus, PlaceState, Round
from fritids.services.backups import erased_keys, make, note_beside, place
from fritids.services.clock import Clock, SystemClock
from fritids.services.forgetting_again import forget_again

log = logging.getLogger("fritids.backups")
EVERY: Final = timedelta(hours=1)
OVERDUE: Final = timedelta(days=7)
"""Without a second place for longer than this, the counter says so."""
_MADE: Final = "backup"
_SECOND: Final = "second_place"
_FAULT: Final = "backup_fault"


class When(Enum):
    """Why a look is made."""

    START = auto()
    USE = auto()
    CLOSING = auto()
    ASKED = auto()
    """By a person: a backup is made whether something was done or not, and what goes wrong is said each time."""


def keep_at(
    where: str,
    settings: BackupSettings,
    when: When,
    *,
    roots: Sequence[Path] | None = None,
    clock: Clock | None = None,
    desk: str = "desk",
) -> Round:
    """As `keep`, of the database at `where` (path or URL), on connections of its own. Raises FritidsError for one that cannot be opened too."""
    database = Database.open(where)
    try:
        return keep(database, settings, when, roots=roots, clock=clock, desk=desk)
    finally:
        database.close()


def status_at(where: str, settings: BackupSettings, *, roots: Sequence[Path] | None = None) -> BackupStatus:
    """As `status`, of the database at `where`."""
    database = Database.open(where)
    try:
        return status(database, settings, roots=roots)
    finally:
        database.close()


def keep(
    database: Database,
    settings: BackupSettings,
    when: When,
    *,
    roots: Sequence[Path] | None = None,
    clock: Clock | None = None,
    desk: str = "desk",
) -> Round:
    """The backups are as they should be, as far as that can be; `faults` says what could not, each once until it is put right.

    Raises FritidsError only for `ASKED`, where no backup could be made.
    """
    now = (clock or SystemClock()).now()
    made: BackupMade | None = None
    faults: list[FritidsError] = []
    second = _second_places(database, settings, roots)
    again = 0
    try:
        if when is When.START:
            again = _erase_again(database, settings.folders, now, desk)
        if when is When.ASKED or _is_due(database, when, now):
            made = make(database, None, now, quick=when is not When.ASKED)
            _note_made(database, now)
    except FritidsError as error:
        if when is When.ASKED:
            raise
        log.warning("no backup: %s", error.message)
        faults.append(error)
    copied: list[Path] = []
    for folder in second or ():
        try:
            copied += _put(database, folder, settings.key, now)
        except FritidsError as error:
            log.warning("no backup in a second place: %s", error.message)
            faults.append(error)
        except OSError as error:  # pulled out between two looks at it
            log.warning("a second place went away: %s", error)
    overdue = None
    try:
        told = faults if when is When.ASKED else _not_said_yet(database, faults, now)
        if second is not None:
            reached = any(_holds_newest(database, folder, now) for folder in second)
            overdue = _note_second(database, settings, now, reached=reached)
    except DatabaseUnavailableError as error:
        told = faults or [error]
    return Round(made, tuple(copied), tuple(told), overdue, again)


def status(
    database: Database,
    settings: BackupSettings,
    *,
    roots: Sequence[Path] | None = None,
    clock: Clock | None = None,
) -> BackupStatus:
    """How the backups stand; nothing is changed. Also of a database that cannot be read, as far as folders tell."""
    now = (clock or SystemClock()).now()
    folder, stem, suffix = place(database)
    named = [*settings.folders, *second_places.marked(roots)]
    zone, reached, overdue = USUAL_ZONE, None, None
    try:
        with database.read() as connection:
            zone = next((each.timezone for each in branches.find(connection, None)), zone)
            row = upkeep.last(connection, _SECOND)
            if row is not None:
                reached = row.at if _outcome(row.outcome).get("reached") else None
                overdue = _overdue(row, now, settings, server=database.path is None)
    except FritidsError:
        pass
    return BackupStatus(
        _state(folder, backups.made_here(folder, stem, suffix)),
        tuple(_state(each, backups.lying_in(each, suffix)) for each in dict.fromkeys(named)),
        reached,
        overdue,
        settings.key is not None,
        zone,
    )


def anchors(
    database: Database, settings: BackupSettings, *, roots: Sequence[Path] | None = None
) -> tuple[Anchor, ...]:
    """Where the record of this database stood in its backups, in all places that are there, by number.

    Those of backups that are newer than one that was restored since are left out: the chain went on from the restored one, and its line
    in the record says so.
    """
    folder, stem, suffix = place(database)
    own = {path.name for path in backups.made_here(folder, stem, suffix)}
    lines = [
        line for line in backup_lists.anchors(folder) if line.name in own or line.name.startswith(f"{stem}-2")
    ]
    for each in _second_places(database, settings, roots) or ():
        slug = _slug(database)
        lines += [line for line in backup_lists.anchors(each) if line.name.startswith(f"{slug}-2")]
    with database.read() as connection:
        restored = upkeep.restorings(connection)
    return tuple(
        sorted(
            {
                line.anchor
                for line in lines
                if not any(line.at <= at and line.anchor.seq > seq for at, seq in restored)
            },
            key=lambda anchor: (anchor.seq, anchor.hash),
        )
    )


def _second_places(
    database: Database, settings: BackupSettings, roots: Sequence[Path] | None
) -> list[Path] | None:
    """The second places that are there; None for the sample branch, which needs none."""
    if database.path is not None and database.path.resolve() == demo_database().resolve():
        return None
    own = place(database)[0]
    return [each for each in second_places.reachable(settings.folders, roots) if each.resolve() != own]


def _is_due(database: Database, when: When, now: datetime) -> bool:
    if not _changed(database):
        return False
    if database.path is None:
        if not postgres_tools.is_installed():
            raise postgres_tools.not_installed("pg_dump")
    elif when is not When.USE:
        return True
    with database.write() as connection:
        return upkeep.claim(connection, _MADE, now, EVERY)


def _changed(database: Database) -> bool:
    """Whether anything was done since the newest backup."""
    folder, stem, suffix = place(database)
    if database.path is not None and not database.path.exists():
        return False
    with database.read() as connection:
        now = copies.facts(connection)
        row = upkeep.last(connection, _MADE)
    if database.path is None:
        return row is None or _outcome(row.outcome).get("facts") != _facts(now)
    newest = next(iter(backups.made_here(folder, stem, suffix)), None)
    if newest is None:
        return True
    try:
        with copies.opened(newest) as connection:
            return _facts(copies.facts(connection)) != _facts(now)
    except DatabaseUnavailableError:
        return True


def _facts(held: copies.CopyFacts) -> list[object]:
    return [held.events, held.newest_act, dict(held.numbers)]


def _note_made(database: Database, now: datetime) -> None:
    with database.write() as connection:
        upkeep.note(connection, _MADE, now, json.dumps({"facts": _facts(copies.facts(connection))}))


def _put(database: Database, folder: Path, key: str | None, now: datetime) -> list[Path]:
    """The newest backup stands in the folder too; nothing if it did already."""
    own, stem, suffix = place(database)
    newest = _newest(database, now)
    if newest is None:
        return []
    slug = _slug(database)
    target = folder / f"{slug}{newest.name.removeprefix(stem)}{sealed.SUFFIX if key else ''}"
    backups.sweep(folder, now)
    keys = {**backup_lists.erased(own), **erased_keys(database)}
    if target.exists():
        backup_lists.add_erased(folder, keys)
        return []
    if _is_bare(database) and _is_anothers(database, folder, slug):
        # A new computer that was set up anew beside the stick of the old one: its empty branch would be the newest to restore.
        return []
    with files.saying_why(target):
        sealed.put(newest, target, key)
    anchor = next((line.anchor for line in backup_lists.anchors(own) if line.name == newest.name), None)
    note_beside(folder, target.name, now, anchor, keys)
    mine = [path for path in backups.lying_in(folder, suffix) if _is_of(path, slug)]
    backups.remove(each for each in superfluous(mine, backups.made_at, now) if each != target)
    if key is not None:
        _lock_older(
            folder, [each for each in mine if each.suffix != sealed.SUFFIX and each.exists()], key, now
        )
    return [target]


def _is_bare(database: Database) -> bool:
    """Whether nothing was ever lent."""
    with database.read() as connection:
        return not loans.exist(connection)


def _is_anothers(database: Database, folder: Path, slug: str) -> bool:
    """Whether the folder knows places of a record under this branch's name, and none of them is in this database's."""
    known = [line.anchor for line in backup_lists.anchors(folder) if line.name.startswith(f"{slug}-2")]
    with database.read() as connection:
        return bool(known) and not any(record.holds(connection, anchor) for anchor in known)


def _lock_older(folder: Path, older: Sequence[Path], key: str, now: datetime) -> None:
    """What was put there before there was a key is locked too: who finds the stick would read that instead. It stays until it is read back."""
    anchors = {line.name: line.anchor for line in backup_lists.anchors(folder)}
    for plain in older:
        locked = plain.with_name(plain.name + sealed.SUFFIX)
        with files.saying_why(locked):
            sealed.put(plain, locked, key)
        note_beside(folder, locked.name, now, anchors.get(plain.name), {})
        backups.remove([plain])


def _newest(database: Database, now: datetime) -> Path | None:
    """The backup in the own place that holds what was done last. By a clock that went back it is the newest until now, not one of before."""
    found = backups.made_here(*place(database))
    return next((each for each in found if backups.made_at(each) <= now), next(iter(found), None))


def _holds_newest(database: Database, folder: Path, now: datetime) -> bool:
    _own, stem, _suffix = place(database)
    newest = _newest(database, now)
    if newest is None:
        return False
    name = f"{_slug(database)}{newest.name.removeprefix(stem)}"
    try:
        return any((folder / each).exists() for each in (name, name + sealed.SUFFIX))
    except OSError:
        return False


def _slug(database: Database) -> str:
    """How the names of a branch's backups begin in a second place, which several branches may share."""
    with database.read() as connection:
        found = branches.find(connection, None)
    return backups.name_part(found[0].name) if found else "fritids"


def _is_of(path: Path, slug: str) -> bool:
    rest = path.name.removeprefix(f"{slug}-")
    return rest != path.name and rest[:8].isdigit()


def _erase_again(database: Database, named: Sequence[Path], now: datetime, desk: str) -> int:
    """Nobody whom the lists say was erased is in the database: it may have been put in place by hand, or a restoring was cut off.

    The lists of this computer and of the folders that its configuration names. Not of whatever stick is plugged in: whoever can read the
    borrowers' keys in a backup that is not locked could write them into its list, and nobody is asked here, as before a restoring.
    """
    keys: dict[str, datetime] = {}
    for folder in (*named, place(database)[0]):
        keys |= backup_lists.erased(folder)
    if not keys:
        return 0
    with database.write() as connection:
        count = forget_again(connection, keys, now, desk=desk, operator=None)
    if count:
        database.drain()
    return count


def _not_said_yet(database: Database, faults: list[FritidsError], now: datetime) -> list[FritidsError]:
    """Those that are not the same as the last time; and the row that remembers them is up to date."""
    codes = sorted({error.code for error in faults})
    with database.read() as connection:
        row = upkeep.last(connection, _FAULT)
    before = [] if row is None else _outcome(row.outcome).get("codes", [])
    if codes != before:
        with database.write() as connection:
            upkeep.note(connection, _FAULT, now, json.dumps({"codes": codes}))
    return [error for error in faults if not isinstance(before, list) or error.code not in before]


def _note_second(database: Database, settings: BackupSettings, now: datetime, *, reached: bool) -> int | None:
    """The row says when a second place was last reached; for how many days none has been, if that is too long."""
    with database.read() as connection:
        row = upkeep.last(connection, _SECOND)
    if reached or row is None:
        with database.write() as connection:
            upkeep.note(connection, _SECOND, now, json.dumps({"reached": reached}))
        return None
    return _overdue(row, now, settings, server=database.path is None)


def _overdue(row: upkeep.UpkeepDone, now: datetime, settings: BackupSettings, *, server: bool) -> int | None:
    """A server, which somebody looks after, has to have a second place only where one was set up."""
    wanted = not server or settings.folders or _outcome(row.outcome).get("reached")
    gone = now - row.at
    return gone.days if wanted and gone > OVERDUE else None


def _outcome(text: str | None) -> Mapping[str, object]:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _state(folder: Path, newest_first: Sequence[Path]) -> PlaceState:
    newest = next(iter(newest_first), None)
    try:
        there = folder.is_dir()
    except OSError:
        there = False
    return PlaceState(
        folder,
        there,
        newest,
        None if newest is None else backups.made_at(newest),
        len(newest_first),
        newest is not None and newest.name.endswith(sealed.SUFFIX),
    )
