"""Queries on whether what the database promises of itself still holds: pages, indexes, references, constraints.

Rows can come in past a constraint: through a program that opens the file with references off, a server's replica role, a constraint
that was taken off for a moment, a disk that turned a bit. So nothing here trusts that the engine would have refused. Each table is
read once for its own constraints, and once for each reference and each unique index; the whole check of a million loans took 17 s of computing,
90 s on a machine that was busy with much else.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Index,
    String,
    Table,
    UniqueConstraint,
    and_,
    case,
    create_engine,
    exists,
    func,
    literal_column,
    or_,
    select,
    text,
    type_coerce,
)

from fritids.db import sqlite
from fritids.db.record_guard import standing_triggers
from fritids.db.tables import figure_triggers, metadata, record_triggers
from fritids.domain.soundness import Fault, Found

OUT_TWICE: Final = "uq_loan_open"
"""The unique index that has a finding of its own."""
_INDEX_WORDS: Final = ("missing from index", "entries in index", "non-unique entry in index")
_OF_ROWS: Final = ("NULL value in", "CHECK constraint failed", "non-unique entry")
"""What SQLite's own check says of rows, which is counted here anyway, and by name."""
_LINES: Final = 1000
_GOES_WITH_IT: Final = frozenset({"CASCADE"})


def file_faults(connection: Connection) -> Iterator[Found]:
    """What the engine itself finds in its pages and indexes. On a server that is whether all indexes are usable; it checks pages as it reads them."""
    if connection.dialect.name != "sqlite":
        bad = connection.execute(
            text(
                "SELECT count(*) FROM pg_index JOIN pg_class ON pg_class.oid = indrelid"
                " WHERE NOT (indisvalid AND indisready) AND relnamespace = current_schema()::regnamespace"
            )
        ).scalar_one()
        if bad:
            yield Found(Fault.INDEX_WRONG, bad)
        return
    said = connection.execute(text(f"PRAGMA integrity_check({_LINES})")).scalars().all()
    lines = [line for line in said if line != "ok" and not any(word in line for word in _OF_ROWS[:2])]
    of_index = [line for line in lines if any(word in line for word in _INDEX_WORDS)]
    unique = [line for line in of_index if _OF_ROWS[2] in line]
    if wrong := len(of_index) - len(unique):
        yield Found(Fault.INDEX_WRONG, wrong)
    if damaged := len(lines) - len(of_index):
        yield Found(Fault.FILE_DAMAGED, damaged)


_FUNCTION: Final = re.compile(r"\s*CREATE (?:OR REPLACE )?FUNCTION (?P<name>\w+)\(")
_TRIGGER: Final = re.compile(
    r"\s*CREATE (?:CONSTRAINT )?TRIGGER (?P<name>\w+)\b.*? ON (?P<table>\w+)\b.*EXECUTE FUNCTION (?P<calls>\w+)\(",
    re.DOTALL,
)


def missing_objects(connection: Connection) -> list[str]:
    """Indexes and triggers that this version has and the database has not.

    A trigger that is turned off, or one of the record's that has the right name and does something else, is not there.
    """
    return sorted(set(_wanted(connection)) - _there(connection))


def make_missing(connection: Connection) -> None:
    """They are there; but for a unique index whose table has two rows of a kind, which somebody has to look at first."""
    wanted, twice = _wanted(connection), _twice(connection)
    for name in missing_objects(connection):
        if name not in twice:
            wanted[name](connection)


def _twice(connection: Connection) -> set[str]:
    """The unique indexes and constraints that rows break."""
    return {
        OUT_TWICE if found.fault is Fault.OUT_TWICE else str(found.where)
        for table in metadata.sorted_tables
        for found in _unique_faults(connection, table)
    }


def _wanted(connection: Connection) -> dict[str, Callable[[Connection], Any]]:
    made: dict[str, Callable[[Connection], Any]] = {}
    for table in metadata.sorted_tables:
        for index in table.indexes:
            made[str(index.name)] = _creator(index)
    if connection.dialect.name == "sqlite":
        fresh = create_engine("sqlite://", module=sqlite.driver())
        with fresh.begin() as whole:
            metadata.create_all(whole)
            rows = whole.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
            for name, sql in rows:
                made[name] = _runner(f'DROP TRIGGER IF EXISTS "{name}"', sql)
        fresh.dispose()
    else:
        made.update(_server_triggers())
        for name, statements in record_triggers.anew().items():
            made[name] = _runner(*statements)
    return made


def _server_triggers() -> dict[str, Callable[[Connection], Any]]:
    """Each trigger of a server with what makes it and its function, in place of one that is there and turned off."""
    functions, made = {}, {}
    for statement in figure_triggers.statements("postgresql"):
        if function := _FUNCTION.match(statement):
            functions[function["name"]] = _FUNCTION.sub(
                r"CREATE OR REPLACE FUNCTION \g<name>(", statement, count=1
            )
        elif trigger := _TRIGGER.match(statement):
            drop = f"DROP TRIGGER IF EXISTS {trigger['name']} ON {trigger['table']}"
            made[trigger["name"]] = _runner(functions[trigger["calls"]], drop, statement)
    return made


def _creator(index: Index) -> Callable[[Connection], Any]:
    return index.create


def _runner(*statements: str) -> Callable[[Connection], Any]:
    def run(connection: Connection) -> None:
        for statement in statements:
            connection.exec_driver_sql(statement)

    return run


def _there(connection: Connection) -> set[str]:
    query = (
        "SELECT name FROM sqlite_master WHERE type IN ('index', 'trigger')"
        if connection.dialect.name == "sqlite"
        else (
            "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() UNION ALL SELECT t.tgname FROM pg_trigger t"
            " JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = current_schema() AND NOT t.tgisinternal AND t.tgenabled <> 'D'"
        )
    )
    of_record = record_triggers.names(connection.dialect.name)
    return (set(connection.execute(text(query)).scalars()) - of_record) | standing_triggers(connection)


def rebuild_indexes(connection: Connection) -> None:
    """Every index says what its table says; those of a table with two rows of a kind stay as they are."""
    twice = _twice(connection)
    for table in metadata.sorted_tables:
        own = {name for name, _columns, _where in _uniques(table)}
        if own & twice:
            continue
        whole = "" if connection.dialect.name == "sqlite" else "TABLE "
        connection.execute(text(f'REINDEX {whole}"{table.name}"'))


def constraint_faults(connection: Connection) -> Iterator[Found]:
    """Rows that a constraint of the schema forbids, by its name."""
    for table in metadata.sorted_tables:
        yield from _row_faults(connection, table)
        yield from _unique_faults(connection, table)


def _row_faults(connection: Connection, table: Table) -> Iterator[Found]:
    rules: dict[str, ColumnElement[bool]] = {
        f"{table.name}.{column.name}": column.is_(None) for column in table.columns if not column.nullable
    }
    rules |= {
        str(rule.name): literal_column(f"NOT ({rule.sqltext})", Boolean())
        for rule in table.constraints
        if isinstance(rule, CheckConstraint)
    }
    if connection.dialect.name == "sqlite":
        rules |= {
            f"{table.name}.{column.name}": _no_moment(column)
            for column in table.columns
            if isinstance(column.type, Date | DateTime)
        }
    counts = [func.sum(case((broken, 1), else_=0)) for broken in rules.values()]
    row = connection.execute(select(*counts).select_from(table)).one()
    for name, count in zip(rules, row, strict=True):
        if count:
            yield Found(Fault.CONSTRAINT_BROKEN, int(count), name)


def _no_moment(column: Any) -> ColumnElement[bool]:
    """Whether it holds no day, or no moment, as the program writes one; for SQLite, which keeps them as texts and takes any."""
    kept = type_coerce(column, String)
    if isinstance(column.type, Date):
        wrong = func.date(kept).is_distinct_from(kept)
    else:
        wrong = func.datetime(func.substr(kept, 1, 19)).is_distinct_from(func.substr(kept, 1, 19))
    return or_(column.is_(None), wrong) if not column.nullable else and_(column.is_not(None), wrong)


def _unique_faults(connection: Connection, table: Table) -> Iterator[Found]:
    for name, columns, where in _uniques(table):
        several = (
            select(func.count().label("n"))
            .select_from(table)
            .where(*(column.is_not(None) for column in columns if column.nullable), *where)
            .group_by(*columns)
            .having(func.count() > 1)
            .subquery()
        )
        count = connection.execute(select(func.count()).select_from(several)).scalar_one()
        if count:
            fault = Fault.OUT_TWICE if name == OUT_TWICE else Fault.CONSTRAINT_BROKEN
            yield Found(fault, count, None if name == OUT_TWICE else name)


def _uniques(table: Table) -> Iterator[tuple[str, list[Any], list[Any]]]:
    for rule in table.constraints:
        if isinstance(rule, UniqueConstraint):
            yield str(rule.name), list(rule.columns), []
    for index in table.indexes:
        if index.unique:
            where = index.dialect_options["sqlite"]["where"]
            yield str(index.name), list(index.columns), [] if where is None else [where]


def reference_faults(connection: Connection) -> Iterator[Found]:
    """Rows that refer to a row that is not there. One that should have gone with it is a stray row; the rest is broken."""
    for table, column, broken in _references():
        count = connection.execute(select(func.count()).select_from(table).where(broken)).scalar_one()
        if count:
            yield Found(_fault_of(column), count, f"{table.name}.{column.name}")


def remove_strays(connection: Connection) -> None:
    """Rows are gone, or refer to nothing, as the schema says of what they referred to; again, until nothing is left that hung on them."""
    changed = True
    while changed:
        changed = False
        for table, column, broken in _references():
            if _fault_of(column) is not Fault.STRAY_ROW:
                continue
            alone = _rule(column) in _GOES_WITH_IT
            act = table.delete() if alone else table.update().values({column.name: None})
            changed = bool(connection.execute(act.where(broken)).rowcount) or changed


def _references() -> Iterator[tuple[Table, Any, ColumnElement[bool]]]:
    for table in metadata.sorted_tables:
        for column in table.columns:
            for key in column.foreign_keys:
                there = key.column.table.alias("there")
                found = exists().where(there.c[key.column.name] == column)
                yield table, column, and_(column.is_not(None), ~found)


def _rule(column: Any) -> str:
    (key,) = column.foreign_keys
    return str(key.ondelete or "RESTRICT").upper()


def _fault_of(column: Any) -> Fault:
    """A row that would have gone, or let go, with what it refers to is only left over; one that kept it from going is broken."""
    return Fault.STRAY_ROW if _rule(column) in {"CASCADE", "SET NULL"} else Fault.REFERENCE_BROKEN


def counts(connection: Connection) -> dict[str, int]:
    """How many rows each table has."""
    return {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in metadata.sorted_tables
    }
