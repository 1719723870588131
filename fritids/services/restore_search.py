"""Finding the newest backup where nobody names one."""

import shlex
from collections.abc import Sequence
from pathlib import Path

from fritids.config.backup_table import BackupSettings
from fritids.db.engine import Database
from fritids.domain.backup_keeping import in_order_of_trust
from fritids.outside import backups, second_places
from fritids.services.backups import place
from fritids.services.clock import Clock, SystemClock


def found_backups(
    where: str, settings: BackupSettings, *, roots: Sequence[Path] | None = None, clock: Clock | None = None
) -> list[Path]:
    """The backups that could stand in for the database at `where`, the one to take first; what a restore kept is none of them."""
    database = Database.open(where)
    database.close()
    folder, stem, suffix = place(database)
    found = backups.made_here(folder, stem, suffix)
    for each in second_places.reachable(settings.folders, roots):
        found += backups.lying_in(each, suffix)
    return in_order_of_trust(found, backups.made_at, (clock or SystemClock()).now())


def restore_command(where: str) -> str:
    """What is typed on another computer to restore this database; a server's address without its password."""
    database = Database.open(where)
    database.close()
    if database.is_sqlite:
        return "fritids restore"
    address = database.url.set(password=None).render_as_string()
    return f"fritids restore --database {shlex.quote(address)}"
