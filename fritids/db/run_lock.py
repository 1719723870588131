"""That only one run of the reminders of a branch is under way, here or on another machine. The lock dies with the process that holds it.

It spares work and keeps the log readable; that nothing is sent twice does not rest on it (`db.messages`).
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from fritids.db.engine import Database
from fritids.errors import DatabaseUnavailableError
from fritids.i18n import _

_SUFFIX: Final = ".reminders-{branch}.lock"
_CLASS: Final = 0x46524954
"""Says whose advisory locks these are (`FRIT`), besides the branch."""


@contextmanager
def run_lock(database: Database, branch_id: int) -> Iterator[bool]:
    """Whether no other run is under way; as long as the block lasts, none begins.

    Beside a SQLite file the operating system's lock on `<database>.reminders-<branch>.lock`; on a server an advisory lock on a connection of its own, which
    the server lets go when the connection ends. One for each branch: the timers of all of them strike at the same second.
    """
    if database.path is None:
        with database.standing() as connection:
            values = {"class": _CLASS, "branch": branch_id}
            query = text("SELECT pg_try_advisory_lock(:class, :branch)")
            is_free = bool(connection.execute(query, values).scalar_one())
            try:
                yield is_free
            finally:
                # The server notices only a little later that the connection is closed. One that was lost has lost the lock too.
                with suppress(DBAPIError):
                    connection.execute(text("SELECT pg_advisory_unlock_all()"))
        return
    from filelock import FileLock, Timeout  # noqa: PLC0415  # only where there is something to send

    path = database.path.resolve()
    lock = FileLock(path.with_name(path.name + _SUFFIX.format(branch=branch_id)), timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        yield False
        return
    except OSError as error:
        raise DatabaseUnavailableError(
            _(
                "The database {path} may not be written. Ask for the right to write to the file and its folder."
            ).format(path=path)
        ) from error
    try:
        yield True
    finally:
        lock.release()
