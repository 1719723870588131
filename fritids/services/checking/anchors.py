"""Places in the record that were written down outside the database: each backup holds the newest one of its time."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from fritids.config import backup_folder
from fritids.config.backup_table import BackupSettings
from fritids.db import agreement, copies, record
from fritids.db.engine import Database
from fritids.db.schema import SchemaState
from fritids.domain.anchor import Anchor
from fritids.errors import FritidsError
from fritids.outside import backups, postgres_tools
from fritids.services import backup_rounds
from fritids.services.server_backups import SUFFIX

_LOOKED_AT: Final = 5
_LOOKED_AT_OF_SERVER: Final = 1
"""To read a table out of a dump, all of it has to be read."""


def written_down(
    database: Database, settings: BackupSettings, *, roots: Sequence[Path] | None = None
) -> tuple[Anchor, ...]:
    """All that is known, each once: what the lists beside backups say, in every place that is there, and what the newest backups hold."""
    found = [*backup_rounds.anchors(database, settings, roots=roots), *of_backups(database)]
    return tuple(dict.fromkeys(found))


class _Place(NamedTuple):
    """The newest place in the record that a backup knows of."""

    anchor: Anchor
    act_key: str | None
    """The act whose line stands there; None where it was not looked for."""


def of_backups(database: Database) -> list[Anchor]:
    """The newest place that each of the newest backups knows of. One that cannot be read says nothing.

    A backup of before a restore may be of a history that was left; whether it is, its newest line tells: it is not here. So a line
    that says there was a restore, put in by hand, does not keep the backups from telling what else was done by hand.
    """
    with database.read() as connection:
        restored = agreement.newest_restore(connection)
    if database.path is None:
        made = backups.made_here(backup_folder(), f"fritids-{database.url.database or 'postgres'}", SUFFIX)
        read, most = _of_dump, _LOOKED_AT_OF_SERVER
    else:
        path = database.path.resolve()
        made = backups.made_here(backups.folder_beside(path), path.stem, path.suffix or ".db")
        read, most = _of_file, _LOOKED_AT
    found: list[Anchor] = []
    for each in islice(made, most):
        before = restored is not None and _made_at(each) <= restored
        place = read(each, with_act=before)
        if place is not None and (not before or _is_here(database, place)):
            found.append(place.anchor)
    return found


def _is_here(database: Database, place: _Place) -> bool:
    with database.read() as connection:
        return place.act_key is not None and agreement.has_act(connection, place.act_key)


def _of_file(path: Path, *, with_act: bool) -> _Place | None:
    try:
        with copies.opened(path) as connection:
            if copies.facts(connection).state is not SchemaState.CURRENT:
                return None
            anchor = record.head(connection)
            if anchor is None:
                return None
            return _Place(anchor, agreement.act_at(connection, anchor.seq) if with_act else None)
    except FritidsError:
        return None


def _of_dump(path: Path, *, with_act: bool) -> _Place | None:
    try:
        if "event_link" not in postgres_tools.tables(path):
            return None
        newest: tuple[Anchor, str] | None = None
        with postgres_tools.rows(path, "event_link") as rows:
            for row in rows:
                seq = int(row["seq"])
                if newest is None or seq > newest[0].seq:
                    anchor = Anchor(seq, bytes.fromhex(row["hash"].lstrip("\\").removeprefix("x")))
                    newest = anchor, row["event_id"]
        if newest is None:
            return None
        act_key = None
        if with_act:
            with postgres_tools.rows(path, "event") as rows:
                act_key = next((row["act_key"] for row in rows if row["id"] == newest[1]), None)
        return _Place(newest[0], act_key)
    except (FritidsError, OSError, ValueError):
        return None


def _made_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
