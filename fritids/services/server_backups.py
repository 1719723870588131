"""Backups of a PostgreSQL: what `backups` does with a file, done with the server's own programs."""

from datetime import datetime
from pathlib import Path
from typing import Final

from fritids.db import copies, servers
from fritids.db.engine import Database
from fritids.db.schema import HEAD, KNOWN, SchemaState
from fritids.domain.anchor import Anchor
from fritids.errors import DatabaseUnavailableError
from fritids.i18n import _
from fritids.outside import postgres_tools

SUFFIX: Final = ".dump"
_OURS: Final = frozenset({"alembic_version", "branch", "article", "loan", "event"})


def dump(database: Database, target: Path) -> None:
    """`target` holds the database, and was read back."""
    postgres_tools.dump(servers.libpq_address(database), target)
    postgres_tools.tables(target)


def restore(database: Database, backup: Path) -> None:
    """The database holds what the dump holds, or on any fault what it held before. No connection may be open in this process."""
    postgres_tools.restore(servers.libpq_address(database), backup)


def look(backup: Path) -> copies.CopyFacts:
    """What a dump holds, read out of it without restoring it. Raises UsageError for a damaged one."""
    if not postgres_tools.tables(backup) >= _OURS:
        return copies.CopyFacts(SchemaState.FOREIGN, "", 0, 0, None, None, {})
    with postgres_tools.rows(backup, "alembic_version") as rows:
        revision = next((row["version_num"] for row in rows), "")
    with postgres_tools.rows(backup, "branch") as rows:
        zones = [row["timezone"] for row in rows]
    count, newest = 0, {"id": "0", "act_key": "", "at": ""}
    with postgres_tools.rows(backup, "event") as rows:
        for row in rows:
            count += 1
            if int(row["id"]) > int(newest["id"]):
                newest = row
    state = (
        SchemaState.CURRENT
        if revision == HEAD
        else SchemaState.OLD
        if revision in KNOWN
        else SchemaState.NEWER
    )
    at = datetime.fromisoformat(newest["at"]) if newest["at"] else None
    return copies.CopyFacts(
        state, revision, count, int(newest["id"]), newest["act_key"] or None, at, {}, *zones[:1]
    )


def head(backup: Path) -> Anchor | None:
    """Where the chain of the record stands in a dump; None for an empty one, and of a version that had none."""
    newest: Anchor | None = None
    if "event_link" in postgres_tools.tables(backup):
        with postgres_tools.rows(backup, "event_link") as rows:
            for row in rows:
                if newest is None or int(row["seq"]) > newest.seq:
                    newest = Anchor(
                        int(row["seq"]), bytes.fromhex(row["hash"].lstrip("\\").removeprefix("x"))
                    )
    return newest


def now_there(database: Database, held: copies.CopyFacts) -> tuple[copies.CopyFacts, int]:
    """What the database holds now, and how many lines of its record the dump has not."""
    with database.read() as connection:
        facts = copies.facts(connection)
        return facts, copies.events_since(connection, held) if facts.revision else 0


def refuse_others(database: Database) -> None:
    """Return if nobody else uses the database. Raises DatabaseUnavailableError."""
    if servers.others_connected(database):
        raise DatabaseUnavailableError(
            _("Other desks are using the database. Close the counter at every desk, then do it again."),
            code="in_use",
        )
