"""Changing the record of events as no part of the program can: with the triggers that refuse it taken off."""

from collections.abc import Iterator
from contextlib import contextmanager

from fritids.db.engine import Connection, Database
from fritids.db.tables.record_triggers import TABLES, statements


@contextmanager
def record_by_hand(database: Database) -> Iterator[Connection]:
    """A transaction in which lines and links can be changed and removed."""
    with database.write() as connection:
        for statement in _off(database):
            connection.exec_driver_sql(statement)
        yield connection
        if database.is_sqlite:
            for statement in statements("sqlite"):
                connection.exec_driver_sql(statement)
        else:
            for table in TABLES:
                connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _off(database: Database) -> list[str]:
    if database.is_sqlite:
        return [f"DROP TRIGGER {statement.split()[2]}" for statement in statements("sqlite")]
    return [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in TABLES]
