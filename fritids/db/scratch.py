"""Room for what a count works on: rows that are read once and counted many times, gone with the count.

PostgreSQL has temporary tables for it. SQLite has them too, but some builds keep them in memory whatever is asked for (SQLITE_TEMP_STORE=3,
as in the wheel pysqlite3): the loans of 140 branches' year took 700 MB there. So on SQLite it is a file of its own, attached for the
while, which its owner alone may read; it holds keys and codes and nobody's name. Nothing in it is ever synced or committed.
"""

from typing import Final

from sqlalchemy import Connection

NAME: Final = "scratch"
"""The schema under which the file is attached (`Database.read_with_room`)."""
SETTINGS: Final = ("journal_mode=MEMORY", "synchronous=OFF", "cache_size=-32768")
"""A journal there has to be, or SQLite finds a torn file when the transaction is rolled back; of pages that are new nothing is written to it."""


def schema_of(connection: Connection) -> str | None:
    """The schema in which tables can be made until the transaction ends; None where they are to be temporary ones."""
    if connection.dialect.name != "sqlite":
        return None
    attached = connection.exec_driver_sql("SELECT name FROM pragma_database_list").scalars()
    return NAME if NAME in set(attached) else None
