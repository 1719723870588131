"""Core statements that go to the driver without SQLAlchemy's way of running them, for the few that every scan runs.

Compiled once for each engine by SQLAlchemy, typed by SQLAlchemy, and then nothing but the driver's `execute`. A statement run by
`Connection.execute` costs 35 µs more (looking the compiled form up, an execution context, a result with its keys), which was half
the CPU of a lending. Rejected: SQL written by hand for the same gain, which would have to be written twice, once for each engine.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from sqlalchemy import Connection, Dialect, Table, insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Row: TypeAlias = tuple[Any, ...]
_Step: TypeAlias = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Ready:
    """A statement as one engine's driver takes it."""

    sql: str
    names: int
    """How many values it takes."""
    fixed: Mapping[str, Any]
    """What a call need not name: null for the columns of an INSERT, and values that the statement brings with it."""
    order: tuple[str, ...] | None
    """The values' names in the order of their places; None where the driver takes them by name."""
    to_driver: tuple[tuple[str, _Step], ...]
    from_driver: tuple[tuple[int, _Step], ...]


class Prepared:
    """A SELECT, INSERT or UPDATE whose values are all `bindparam`s or columns; the values of a call are named as these."""

    def __init__(self, statement: ClauseElement, *, columns: tuple[str, ...] | None = None) -> None:
        """`columns` are the ones that an INSERT fills in; those a call does not name are null."""
        self._statement = statement
        self._columns = columns
        self._ready: dict[str, _Ready] = {}

    def first(self, connection: Connection, values: Mapping[str, Any]) -> Row | None:
        """The first row; None if there is none."""
        cursor, ready = self._execute(connection, values)
        row: Row | None = cursor.fetchone()
        cursor.close()
        if row is None:
            return None
        if ready.from_driver:
            changed = list(row)
            for place, step in ready.from_driver:
                changed[place] = step(changed[place])
            return tuple(changed)
        return row

    def run(self, connection: Connection, values: Mapping[str, Any]) -> None:
        """Do it, whatever rows it may give."""
        self._execute(connection, values)[0].close()

    def id(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """The one number that it gives, as `adding` does."""
        row = self.first(connection, values)
        assert row is not None
        return cast("int", row[0])

    def _execute(self, connection: Connection, values: Mapping[str, Any]) -> tuple[Any, _Ready]:
        dialect = connection.dialect
        ready = self._ready.get(dialect.name)
        if ready is None:
            ready = self._ready[dialect.name] = _made_ready(self._statement, self._columns, dialect)
        given = {**ready.fixed, **values}
        if len(given) != ready.names:
            raise ValueError(f"these values do not fit the statement: {sorted(given)}")
        for name, step in ready.to_driver:
            given[name] = step(given[name])
        cursor = connection.connection.cursor()
        faults: Any = dialect.dbapi
        try:
            cursor.execute(ready.sql, given if ready.order is None else [given[name] for name in ready.order])
        except faults.Error as error:
            raise DBAPIError.instance(ready.sql, None, error, faults.Error, dialect=dialect) from error
        return cursor, ready


def adding(table: Table) -> Prepared:
    """Adds one row to a table whose key is `id`, and gives that id; columns that a call does not name are null."""
    key = table.c.id
    return Prepared(
        insert(table).returning(key), columns=tuple(column.name for column in table.c if column is not key)
    )


def _made_ready(statement: ClauseElement, columns: tuple[str, ...] | None, dialect: Dialect) -> _Ready:
    compiled = statement.compile(dialect=dialect, column_keys=columns)
    assert isinstance(compiled, SQLCompiler)
    assert not compiled.post_compile_params, "a list of any length has to be written out anew for each call"
    result: list[TypeEngine[Any]] = [column.type for column in getattr(statement, "exported_columns", ())]
    return _Ready(
        compiled.string,
        len(compiled.binds),
        {
            **dict.fromkeys(columns or ()),
            **{name: bind.effective_value for name, bind in compiled.binds.items() if not bind.required},
        },
        None if compiled.positiontup is None else tuple(compiled.positiontup),
        tuple(
            (name, step)
            for name, bind in compiled.binds.items()
            if (step := bind.type.dialect_impl(dialect).bind_processor(dialect)) is not None
        ),
        tuple(
            (place, step)
            for place, kind in enumerate(result)
            if (step := kind.dialect_impl(dialect).result_processor(dialect, None)) is not None
        ),
    )
