"""Giving the role of a server's desks what they need, by whoever owns the tables."""

from enum import Enum, auto

from fritids.db import record_guard, schema
from fritids.db.engine import Database


class RoleState(Enum):
    """What became of it."""

    GIVEN = auto()
    NO_SERVER = auto()
    UNKNOWN = auto()
    OWNER = auto()


def give(where: str, role: str) -> RoleState:
    """The role may do all that desks do, and only add to the record of events; or why that cannot be, with nothing changed.

    Raises SchemaError for a database of another version, DatabaseUnavailableError where it does not own the tables.
    """
    database = Database.open(where)
    try:
        if database.is_sqlite:
            return RoleState.NO_SERVER
        schema.check(database)
        with database.write() as connection:
            free = record_guard.role_is_free(connection, role)
            if free is None:
                return RoleState.UNKNOWN
            if not free:
                return RoleState.OWNER
            record_guard.grant(connection, role)
        return RoleState.GIVEN
    finally:
        database.close()
