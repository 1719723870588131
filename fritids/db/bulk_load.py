"""A whole history into an empty database: tens of millions of rows, for a network made up to try the program on.

Indexes that are kept up row by row cost ten times the rows themselves once they outgrow the memory, and PostgreSQL looks up each
reference alone. So both are taken off the tables first and made again when all rows are there, in the same transaction: what does
not fit together is refused then, and nothing stays half loaded.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, Final

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import AddConstraint, DropConstraint

from fritids.db.tables import metadata

_AT_ONCE: Final = 20_000


@contextmanager
def unindexed(connection: Connection, names: Iterable[str]) -> Iterator[None]:
    """Within the block these tables have neither indexes nor, on PostgreSQL, references; after it they have all of them again.

    Raises IntegrityError at its end if the rows do not satisfy them. SQLite checks references row by row all along: it cannot take
    them off a table, and its rowids make it cheap.
    """
    tables = [metadata.tables[name] for name in names]
    indexes = [index for table in tables for index in sorted(table.indexes, key=lambda one: str(one.name))]
    references = [] if connection.dialect.name == "sqlite" else _references(tables)
    for reference in references:
        connection.execute(DropConstraint(reference))
    for index in indexes:
        index.drop(connection)
    yield
    for index in indexes:
        index.create(connection)
    for reference in references:
        # Else SQLAlchemy leaves it out of every table that this process makes from then on.
        connection.execute(AddConstraint(reference, isolate_from_table=False))


def _references(tables: Sequence[Table]) -> list[Any]:
    return [
        reference
        for table in tables
        for reference in sorted(table.foreign_key_constraints, key=lambda one: str(one.name))
    ]


def load(connection: Connection, name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Add rows, each in the order of `columns`, to the table `name`; how many there were. They are taken one by one.

    Straight through the driver: a third of the time of `bulk.insert_many`, which takes rows by name.
    """
    table = metadata.tables[name]
    values = _as_stored(connection, table, columns, rows)
    quote = connection.dialect.identifier_preparer.quote
    into = f"{connection.dialect.identifier_preparer.format_table(table)} ({', '.join(map(quote, columns))})"
    driver: Any = connection.connection.driver_connection
    dialect: Any = connection.dialect
    count = 0
    try:
        if dialect.name == "postgresql":
            with driver.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
                    count += 1
            return count
        statement = f"INSERT INTO {into} VALUES ({', '.join('?' * len(columns))})"  # noqa: S608  # names of our own tables
        while batch := list(islice(values, _AT_ONCE)):
            driver.executemany(statement, batch)
            count += len(batch)
    except dialect.dbapi.Error as error:
        raise DBAPIError.instance(into, None, error, dialect.dbapi.Error, dialect=dialect) from error
    return count


def _as_stored(
    connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> Iterator[Sequence[object]]:
    """The rows as the driver wants them; a value that came before is not worked out again, since days and moments repeat."""
    cached: list[tuple[int, Any, dict[object, object]]] = [
        (place, step, {})
        for place, name in enumerate(columns)
        if (step := table.c[name].type.dialect_impl(connection.dialect).bind_processor(connection.dialect))
    ]
    for row in rows:
        stored = list(row)
        for place, step, known in cached:
            value = stored[place]
            try:
                stored[place] = known[value]
            except KeyError:
                if len(known) > _AT_ONCE:
                    known.clear()
                stored[place] = known[value] = step(value)
        yield stored
