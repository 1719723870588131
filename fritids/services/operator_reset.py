"""The way back when a PIN is lost: for whoever holds the machine on which the database is.

It asks for no right, since nobody may be left who has it. What it asks for instead is what a right cannot give: to be the owner of
the database file, or the owner of the tables on the server. Whoever is that could as well write to them without this program.
"""

import os

from fritids.db import branches, events, operators, schema
from fritids.db.engine import Connection, Database
from fritids.domain.words import ActKind
from fritids.errors import InvalidValueError, NotAllowedError
from fritids.i18n import _
from fritids.services import pins
from fritids.services.clock import Clock, SystemClock
from fritids.services.operator_values import plain_key, view_of
from fritids.services.results import OperatorView


def reset_pin(
    where: str, key: str, pin: str, *, act: str, desk: str, clock: Clock | None = None
) -> OperatorView:
    """The operator has this PIN and may sign on again, wrong guesses count no more, and the record says so.

    Raises NotAllowedError for whoever does not own the database, InvalidValueError for an unknown key or a PIN that is too easy.
    """
    stored = pins.hashed(pin)
    database = Database.open(where)
    try:
        schema.check(database)
        with database.write() as connection:
            if not _holds(database, connection):
                raise NotAllowedError(
                    _(
                        "Only whoever owns the database may do this: log in to the machine as the user whose file {place} is, or on a server as the role that owns the tables."
                    ).format(place=database.place)
                )
            row = operators.by_key(connection, plain_key(key))
            if row is None:
                keys = ", ".join(one.key for one in operators.all_of_them(connection)) or "–"
                raise InvalidValueError(
                    _("No operator has this key. The keys are: {keys}.").format(keys=keys), field="key"
                )
            operators.change(connection, row.id, pin_hash=stored, active=True)
            operators.forget_guesses(connection, row.id)
            operators.branches_hear(connection)
            values: dict[str, object] = {
                "act_key": act,
                "line": 0,
                "at": (clock or SystemClock()).now(),
                "branch_id": row.branch_id or branches.find(connection, None)[0].id,
                "desk": desk,
                "operator": None,
                "kind": ActKind.OPERATOR_EDIT.value,
            }
            events.add(
                connection, values, {"operator": row.key, "fields": ["active", "pin"], "by": "machine"}
            )
            changed = operators.by_id(connection, row.id)
            assert changed is not None
            return view_of(changed)
    finally:
        database.close()


def _holds(database: Database, connection: Connection) -> bool:
    path = database.path
    if path is None:
        return operators.owns_tables(connection)
    if not hasattr(os, "geteuid"):  # Windows, where whoever may write the file holds it
        return os.access(path, os.W_OK)
    return os.geteuid() in {path.stat().st_uid, 0}
