"""Backups: a checked copy while the desks go on working, and putting one back without losing what it replaces.

These use cases need no `Desk`: a database that cannot be opened is the very reason to restore one. Nothing here is ever half
done: copies are made under another name, checked, synced and renamed.
"""

import logging
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from fritids.config import backup_folder
from fritids.db import branches, copies, events, message_reports, schema
from fritids.db.engine import Connection, Database
from fritids.db.schema import SchemaState
from fritids.domain.words import ActKind
from fritids.errors import DatabaseUnavailableError, FritidsError, UsageError
from fritids.i18n import _
from fritids.outside import backups, files, postgres_tools
from fritids.services import server_backups
from fritids.services.acts import new_act_key
from fritids.services.backup_values import BackupMade, Restored, RestorePlan
from fritids.services.clock import Clock, SystemClock

log = logging.getLogger("fritids.backups")
_REPLACED: Final = "replaced"
_OURS: Final = frozenset({SchemaState.CURRENT, SchemaState.OLD, SchemaState.NEWER})


def back_up(where: str, target: Path | None = None, *, clock: Clock | None = None) -> BackupMade:
    """A checked copy of the database at `where` (path or URL) stands at `target`; without one, in the folder for backups.

    A folder as `target` gets a file with a name of its own. Only an earlier backup is ever replaced. Raises
    DatabaseUnavailableError for a database that is missing or damaged, UsageError or FritidsError where no file can be written.
    """
    database = Database.open(where)
    try:
        return _back_up(database, target, (clock or SystemClock()).now())
    finally:
        database.close()


def backup_at_closing(database: Database, *, clock: Clock | None = None) -> BackupMade | FritidsError | None:
    """The backup that the program makes by itself when it closes; None if the newest one holds everything already.

    A server is left alone: it has many desks that close, and somebody who looks after its backups.
    Never raises for a backup that could not be made: closing goes on, and the error is returned, to be said, and logged.
    """
    try:
        if not database.is_sqlite or not _changed(database):
            return None
        return _back_up(database, None, (clock or SystemClock()).now(), quick=True)
    except FritidsError as error:
        log.warning("no backup at closing: %s", error.message)
        return error


def plan_restore(where: str, backup: Path) -> RestorePlan:
    """What restoring `backup` over the database at `where` would do; nothing is changed.

    Raises UsageError for a file that is no backup of this program or of a newer version, DatabaseUnavailableError for a
    damaged one.
    """
    backup = Path(backup)
    _check_file(backup)
    database = Database.open(where)
    try:
        if database.path is None:
            return _plan_server(database, backup)[0]
        return _plan_file(database.path.resolve(), backup)[0]
    finally:
        database.close()


def restore(
    where: str, backup: Path, *, clock: Clock | None = None, desk: str = "desk", operator: str | None = None
) -> Restored:
    """The database at `where` is what `backup` was; what it replaced is kept in the folder for backups.

    Numbers on labels and cards given since go on being taken. No connection to the database may be open in this process.
    Raises as `plan_restore`, and DatabaseUnavailableError, with nothing changed, while another program has the database open.
    """
    backup, now = Path(backup), (clock or SystemClock()).now()
    _check_file(backup)
    database = Database.open(where)
    try:
        if database.path is None:
            return _restore_server(database, backup, now, desk, operator)
    finally:
        database.close()
    return _restore_file(database.path.resolve(), backup, now, desk, operator)


def _back_up(database: Database, target: Path | None, now: datetime, *, quick: bool = False) -> BackupMade:
    suffix = server_backups.SUFFIX if database.path is None else database.path.suffix or ".db"
    folder, stem = _place(database)
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
        else:
            copies.copy(database.path, partial, live=True)
            held = copies.look(partial, quick=quick, called=database.path)
            if held.state not in {SchemaState.CURRENT, SchemaState.OLD}:
                raise schema.unusable(database, held.state)
        size = partial.stat().st_size
    removed = (
        backups.remove(backups.superfluous(backups.made_here(folder, stem, suffix))) if target is None else 0
    )
    return BackupMade(path, size, removed)


def _changed(database: Database) -> bool:
    """Whether anything was done since the newest backup that the program made by itself."""
    assert database.path is not None
    folder, stem = _place(database)
    newest = next(iter(backups.made_here(folder, stem, database.path.suffix or ".db")), None)
    if newest is None:
        return True
    try:
        with copies.opened(newest) as connection:
            before = copies.facts(connection)
    except DatabaseUnavailableError:
        return True
    with database.read() as connection:
        now = copies.facts(connection)
    return (now.events, now.newest_act, now.numbers) != (before.events, before.newest_act, before.numbers)


def _plan_file(live: Path, backup: Path) -> tuple[RestorePlan, Mapping[str, int]]:
    """What restoring would do, and where the series of the database that is replaced are."""
    held = copies.look(backup)
    _check_ours(held, backup)
    lost: int | None = 0
    newest: datetime | None = None
    numbers: Mapping[str, int] = {}
    replaces = live.exists()
    if replaces:
        if live.samefile(backup):
            raise UsageError(_("This is the database itself. Name the backup to restore."), code="no_backup")
        try:
            with copies.opened(live, live=True) as connection:
                now = copies.facts(connection)
                newest, numbers = now.newest_at, now.numbers
                lost = copies.events_since(connection, held) if now.revision else 0
        except DatabaseUnavailableError:
            lost = None
    plan = RestorePlan(
        backup,
        held.newest_at,
        lost,
        newest if lost else None,
        replaces,
        upgrade_needed=held.state is SchemaState.OLD,
        timezone=held.timezone,
    )
    return plan, numbers


def _restore_file(live: Path, backup: Path, now: datetime, desk: str, operator: str | None) -> Restored:
    plan, numbers = _plan_file(live, backup)
    folder = backups.folder_beside(live)
    with files.saying_why(live):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        live.parent.mkdir(parents=True, exist_ok=True)
    backups.sweep(live.parent, now)
    kept = backups.new_name(folder, live.stem, now, live.suffix, what=_REPLACED)
    fresh = files.partial_beside(live)
    try:
        with files.saying_why(live):
            fresh.touch(mode=files.OWNER_ONLY)
            copies.copy(backup, fresh, live=False)
            with copies.opened(fresh, writable=True) as connection:
                _note(connection, plan, numbers, now, desk=desk, operator=operator)
            copies.look(fresh)
            files.sync(fresh)
            replaced = copies.exchange(fresh, live, kept, files.sync_folder)
    finally:
        backups.remove([fresh] if fresh.exists() else [])
    return Restored(plan, kept if replaced else None)


def _plan_server(database: Database, backup: Path) -> tuple[RestorePlan, Mapping[str, int]]:
    held = server_backups.look(backup)
    _check_ours(held, backup)
    now, lost = server_backups.now_there(database, held)
    plan = RestorePlan(
        backup,
        held.newest_at,
        lost,
        now.newest_at if lost else None,
        replaces=bool(now.revision),
        upgrade_needed=held.state is SchemaState.OLD,
        timezone=held.timezone,
    )
    return plan, now.numbers


def _restore_server(
    database: Database, backup: Path, now: datetime, desk: str, operator: str | None
) -> Restored:
    plan, numbers = _plan_server(database, backup)
    server_backups.refuse_others(database)
    folder, stem = _place(database)
    with files.saying_why(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = (
        backups.new_name(folder, stem, now, server_backups.SUFFIX, what=_REPLACED) if plan.replaces else None
    )
    if kept is not None:
        with files.replacing(kept, private=True) as partial:
            server_backups.dump(database, partial)
    database.close()
    server_backups.restore(database, backup)
    with database.write() as connection:
        _note(connection, plan, numbers, now, desk=desk, operator=operator)
    return Restored(plan, kept)


def _note(
    connection: Connection,
    plan: RestorePlan,
    numbers: Mapping[str, int],
    now: datetime,
    *,
    desk: str,
    operator: str | None,
) -> None:
    """The record says that it was restored, no number is given again, and no message that may have gone out since the backup is sent again.

    The tables that this touches are alike in all versions but for the messages, which an older one has not.
    """
    copies.raise_numbers(connection, numbers)
    if not plan.upgrade_needed:
        message_reports.put_back(connection, now)
    branch = next(iter(branches.find(connection, None)), None)
    if branch is not None:
        events.add(
            connection,
            {
                "act_key": new_act_key(),
                "line": 0,
                "at": now,
                "branch_id": branch.id,
                "desk": desk,
                "operator": operator,
                "kind": ActKind.RESTORE.value,
            },
            linked=not plan.upgrade_needed,
        )


def _place(database: Database) -> tuple[Path, str]:
    """The folder for the backups of a database, and how their names begin."""
    if database.path is None:
        return backup_folder(), f"fritids-{database.url.database or 'postgres'}"
    path = database.path.resolve()
    return backups.folder_beside(path), path.stem


def _check_there(path: Path) -> None:
    if not path.exists():
        raise DatabaseUnavailableError(
            _("There is no database at {where}. Make one with: fritids init").format(where=path)
        )


def _check_file(backup: Path) -> None:
    if not backup.is_file():
        raise UsageError(_("There is no file {path}.").format(path=backup), code="no_backup")


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
        return server_backups.look(path).state in _OURS
    try:
        if not copies.lies_still(path):
            return False
        with copies.opened(path) as connection:
            return copies.facts(connection).state in _OURS
    except DatabaseUnavailableError:
        return False


def _check_ours(held: copies.CopyFacts, path: Path) -> None:
    if held.state in {SchemaState.EMPTY, SchemaState.FOREIGN}:
        raise UsageError(_("{path} is no database of this program.").format(path=path), code="no_backup")
    if held.state is SchemaState.NEWER:
        raise UsageError(
            _("{path} was made by a newer fritids. Install that version, then restore it.").format(path=path),
            code="no_backup",
        )
