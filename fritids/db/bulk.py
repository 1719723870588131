"""Rows by the hundred thousand, for imports and for the sample branch; and questions about more rows than one statement takes.

On SQLite Core's insert with many parameter sets (10 µs a row). On PostgreSQL one COPY, in a fifth of the time of that insert.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any, Final

from sqlalchemy import Connection, Table, func, insert, select, text
from sqlalchemy.exc import DBAPIError

_AT_ONCE: Final = 5_000
"""Rows handed to SQLite together; more gain nothing and are held in memory."""

_MOST_ASKED: Final = 500


def parts(ids: Collection[int]) -> Iterator[list[int]]:
    """These ids in rising order, as many at a time as one statement may ask about on either engine."""
    every = sorted(ids)
    return (every[first : first + _MOST_ASKED] for first in range(0, len(every), _MOST_ASKED))


def insert_many(connection: Connection, table: Table, rows: Iterable[Mapping[str, object]]) -> int:
    """Add rows that all have the same columns; how many there were. Only columns that are named are filled in.

    Rows are taken one by one, so a generator of any length does. Raises IntegrityError like any insert. Whoever gives ids of
    their own and did not get them from `take_ids` has to call `count_on` after the last row.
    """
    stream = iter(rows)
    first = next(stream, None)
    if first is None:
        return 0
    alike = _alike(table, len(first), chain([first], stream))
    if connection.dialect.name == "postgresql":
        return _copy(connection, table, list(first), alike)
    count = 0
    statement = insert(table)
    while batch := list(islice(alike, _AT_ONCE)):
        connection.execute(statement, batch)
        count += len(batch)
    return count


def take_ids(connection: Connection, table: Table, count: int) -> Sequence[int]:
    """Ids that no other transaction gets, in rising order; for rows that have to name each other before they are stored."""
    if count == 0:
        return range(0)
    if connection.dialect.name == "postgresql":
        # One by one out of the sequence: moving it on by `count` could meet another desk in between.
        query = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
        return list(connection.execute(query, {"name": _quoted(connection, table), "count": count}).scalars())
    highest: int = connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
    if table.dialect_options["sqlite"]["autoincrement"]:
        # The highest may have been taken away since, and is not to be given twice.
        query = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        highest = max(highest, connection.execute(query, {"name": table.name}).scalar() or 0)
    return range(highest + 1, highest + 1 + count)


def count_on(connection: Connection, table: Table) -> None:
    """Let the next row without an id get one above all that are there; SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    highest = connection.execute(select(func.max(table.c.id))).scalar()
    if highest is not None:
        connection.execute(
            text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :highest)"),
            {"name": _quoted(connection, table), "highest": highest},
        )


def _alike(
    table: Table, columns: int, rows: Iterable[Mapping[str, object]]
) -> Iterator[Mapping[str, object]]:
    for row in rows:
        if len(row) != columns:
            raise ValueError(f"a row of {table.name} has other columns than the first one")
        yield row


def _tuples(
    connection: Connection, table: Table, names: list[str], rows: Iterable[Mapping[str, object]]
) -> Iterator[list[Any]]:
    """The rows as the driver wants their values."""
    dialect = connection.dialect
    changes: list[tuple[int, Callable[[Any], Any]]] = []
    for place, name in enumerate(names):
        change = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
        if change is not None:
            changes.append((place, change))
    for row in rows:
        values = [row[name] for name in names]
        for place, step in changes:
            values[place] = step(values[place])
        yield values


def _copy(
    connection: Connection, table: Table, names: list[str], rows: Iterable[Mapping[str, object]]
) -> int:
    quote = connection.dialect.identifier_preparer.quote
    statement = f"COPY {_quoted(connection, table)} ({', '.join(map(quote, names))}) FROM STDIN"
    driver: Any = connection.connection.driver_connection
    dialect: Any = connection.dialect
    count = 0
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for values in _tuples(connection, table, names, rows):
                copy.write_row(values)
                count += 1
    except dialect.dbapi.Error as error:
        raise DBAPIError.instance(statement, None, error, dialect.dbapi.Error, dialect=dialect) from error
    return count


def _quoted(connection: Connection, table: Table) -> str:
    return connection.dialect.identifier_preparer.format_table(table)
