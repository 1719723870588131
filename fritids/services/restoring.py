"""Putting a backup back without losing what it replaces, and without bringing back who was erased since.

These use cases need no `Desk`: a database that cannot be opened is the very reason to restore one. Everything is done to a copy beside the
database, which takes its place at the end in one step; on a server in one transaction of `pg_restore`, and what follows it in another,
which is done by the next counter that opens if it was not (`backup_rounds`).
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from fritids.config.secrets import Secret
from fritids.db import branches, copies, events, message_reports, own_schema, record_guard, schema
from fritids.db.engine import Connection, Database
from fritids.db.schema import SchemaState
from fritids.domain.words import ActKind
from fritids.errors import DatabaseUnavailableError, FritidsError, NotAllowedError, UsageError
from fritids.i18n import _
from fritids.outside import backup_lists, backups, files, sealed
from fritids.services import server_backups
from fritids.services.acts import new_act_key
from fritids.services.backup_values import Restored, RestorePlan
from fritids.services.backups import erased_keys, place
from fritids.services.clock import Clock, SystemClock
from fritids.services.forgetting_again import forget_again

log = logging.getLogger("fritids.backups")


def plan_restore(where: str, backup: Path, *, key: Secret | None = None) -> RestorePlan:
    """What restoring `backup` over the database at `where` would do; nothing is changed. `key` opens a locked one.

    Raises UsageError for a file that is no backup of this program or of a newer version, or that is locked and the key is missing
    (code `key_needed`) or another one; DatabaseUnavailableError for a damaged one.
    """
    backup = Path(backup)
    _check_file(backup)
    database = Database.open(where)
    try:
        with _readable(database, backup, key) as plain:
            plan = (
                _plan_server(database, plain)[0]
                if database.path is None
                else _plan_file(database.path.resolve(), plain)[0]
            )
        return replace(plan, backup=backup)
    finally:
        database.close()


def restore(
    where: str,
    backup: Path,
    *,
    key: Secret | None = None,
    places: Sequence[Path] = (),
    clock: Clock | None = None,
    desk: str = "desk",
    operator: str | None = None,
) -> Restored:
    """The database at `where` is what `backup` was, of this program's version; what it replaced is kept in the folder for backups.

    Numbers on labels and cards given since go on being taken, and who was erased since is erased again: whom the replaced database, or a
    list in one of `places`, beside the backup or in the folder for backups names. No connection to the database may be open in this
    process. Raises as `plan_restore`, and DatabaseUnavailableError, with nothing changed, while another program has the database open.
    """
    backup, now = Path(backup), (clock or SystemClock()).now()
    _check_file(backup)
    database = Database.open(where)
    try:
        erased = {
            at_key: at
            for folder in (place(database)[0], backup.parent, *places)
            for at_key, at in backup_lists.erased(folder).items()
        }
        erased |= erased_keys(database)
        database.close()
        task = _Task(now, erased, desk, operator)
        with _readable(database, backup, key) as plain:
            if database.path is None:
                done = task.to_server(database, plain)
            else:
                done = task.to_file(database.path.resolve(), plain)
    finally:
        database.close()
    return replace(done, plan=replace(done.plan, backup=backup))


class _Task:
    """One restoring."""

    def __init__(
        self, now: datetime, erased: Mapping[str, datetime], desk: str, operator: str | None
    ) -> None:
        self._now = now
        self._erased = erased
        self._desk = desk
        self._operator = operator

    def to_file(self, live: Path, backup: Path) -> Restored:
        plan, numbers = _plan_file(live, backup)
        folder = backups.folder_beside(live)
        with files.saying_why(live):
            live.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        backups.sweep(live.parent, self._now)
        kept = backups.new_name(folder, live.stem, self._now, live.suffix, what=backups.REPLACED)
        fresh = files.partial_beside(live)
        try:
            with files.saying_why(live):
                fresh.touch(mode=files.OWNER_ONLY)
                copies.copy(backup, fresh, live=False)
                again = self._finish(fresh, plan, numbers)
                copies.look(fresh)
                files.sync(fresh)
                replaced = copies.exchange(fresh, live, kept, files.sync_folder)
        finally:
            backups.remove(fresh.parent.glob(f"{fresh.name}*"))
        return Restored(plan, kept if replaced else None, again, plan.upgrade_needed)

    def to_server(self, database: Database, backup: Path) -> Restored:
        plan, numbers = _plan_server(database, backup)
        server_backups.refuse_others(database)
        with database.read() as connection:
            if not record_guard.may_replace(connection):
                raise NotAllowedError(
                    _(
                        "Only whoever owns the tables on the server can put a backup back. Do it as that role: fritids --database postgresql://OWNER@SERVER/NAME restore"
                    )
                )
        folder, stem, suffix = place(database)
        with files.saying_why(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept = None
        if plan.replaces:
            kept = backups.new_name(folder, stem, self._now, suffix, what=backups.REPLACED)
            with files.replacing(kept, private=True) as partial:
                server_backups.dump(database, partial)
        database.close()
        # Now, since the restored database itself says nothing of them: the next counter erases them if this program is killed meanwhile.
        backup_lists.add_erased(folder, self._erased)
        server_backups.restore(database, backup)
        again = self._complete(database, plan, numbers)
        return Restored(plan, kept, again, plan.upgrade_needed)

    def _finish(self, fresh: Path, plan: RestorePlan, numbers: Mapping[str, int]) -> int:
        database = Database.open(str(fresh))
        try:
            again = self._complete(database, plan, numbers)
            database.drain()
        finally:
            database.close()
        copies.settle(fresh)
        return again

    def _complete(self, database: Database, plan: RestorePlan, numbers: Mapping[str, int]) -> int:
        """The restored database is of this version, knows that it was restored, and holds nobody who was erased; how many were erased again."""
        if plan.upgrade_needed:
            from fritids.db.upgrade import upgrade  # noqa: PLC0415  # loads Alembic

            done = upgrade(database)
            if done is not None and done.copy is not None:
                backups.remove([done.copy])  # the backup itself is the copy
        with database.write() as connection:
            self._note(connection, numbers)
            return forget_again(connection, self._erased, self._now, desk=self._desk, operator=self._operator)

    def _note(self, connection: Connection, numbers: Mapping[str, int]) -> None:
        """The record says that it was restored, no number is given again, and no message that may have gone out since the backup is sent again."""
        copies.raise_numbers(connection, numbers)
        message_reports.put_back(connection, self._now)
        branch = next(iter(branches.find(connection, None)), None)
        if branch is not None:
            anchor = copies.head(connection)
            events.add(
                connection,
                {
                    "act_key": new_act_key(),
                    "line": 0,
                    "at": self._now,
                    "branch_id": branch.id,
                    "desk": self._desk,
                    "operator": self._operator,
                    "kind": ActKind.RESTORE.value,
                },
                None if anchor is None else {"from": str(anchor)},
            )


@contextmanager
def _readable(database: Database, backup: Path, key: Secret | None) -> Iterator[Path]:
    """The backup as it can be read: itself, or for a locked one a copy that is opened, its owner's alone, and gone at the end."""
    with files.saying_why(backup):
        locked = sealed.is_sealed(backup)
    if not locked:
        yield backup
        return
    if key is None:
        raise UsageError(
            _(
                "{path} is locked. Its key is on the key page: scan it, or name a file with --key-file."
            ).format(path=backup),
            code="key_needed",
        )
    folder = place(database)[0]
    with files.saying_why(folder):
        if database.path is not None:  # first: the mode is that of the last folder alone
            database.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    plain = files.partial_beside(folder / backup.name)
    try:
        with files.saying_why(plain):
            plain.touch(mode=files.OWNER_ONLY)
        sealed.open_into(backup, plain, key)
        yield plain
    except FritidsError as error:
        error.message = error.message.replace(str(plain), str(backup))
        raise
    finally:
        backups.remove(plain.parent.glob(f"{plain.name}*"))


def _plan_file(live: Path, backup: Path) -> tuple[RestorePlan, Mapping[str, int]]:
    """What restoring would do, and where the series of the database that is replaced are."""
    _check_schema(backup)
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


def _check_file(backup: Path) -> None:
    if not backup.is_file():
        raise UsageError(_("There is no file {path}.").format(path=backup), code="no_backup")


def _check_schema(backup: Path) -> None:
    """Return if the file brings nothing but rows. Before anything else is asked of it: a view can stand in the place of a table."""
    with copies.opened(backup) as connection:
        is_known = schema.state(connection) in {SchemaState.CURRENT, SchemaState.OLD}
        if is_known and not own_schema.is_ours(connection, schema.revision(connection) or ""):
            log.warning("not restored, since its schema is not that of this program: %s", backup.name)
            raise UsageError(
                _(
                    "{path} was changed by something other than fritids, so it was not restored. Take another backup; the newest ones are in the folder {folder}."
                ).format(path=backup, folder=backup.parent),
                code="no_backup",
            )


def _check_ours(held: copies.CopyFacts, path: Path) -> None:
    if held.state in {SchemaState.EMPTY, SchemaState.FOREIGN}:
        raise UsageError(_("{path} is no database of this program.").format(path=path), code="no_backup")
    if held.state is SchemaState.NEWER:
        raise UsageError(
            _("{path} was made by a newer fritids. Install that version, then restore it.").format(path=path),
            code="no_backup",
        )
