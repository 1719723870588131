"""Triggers that refuse to change or remove a line of the record of events, or a link of its chain.

They stop a slip, ours or of somebody with a database tool; who means harm can take them away, and the chain then tells. A migration
that makes `event` or `event_link` anew on SQLite (batch mode) drops them with the old table, and has to make them again. What is here
must stand in a migration as it is: a test compares.
"""

from typing import Final

from fritids.db.tables.base import with_the_tables

TABLES: Final = ("event", "event_link")
SAID: Final = "the record of events is only ever added to"
BODY: Final = f"BEGIN RAISE EXCEPTION '{SAID}'; END"
"""What PostgreSQL runs instead of the change."""


def statements(dialect: str) -> list[str]:
    """What makes the triggers on an engine, once the tables are there."""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER record_{table}_{act.lower()} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
            for table in TABLES
            for act in ("UPDATE", "DELETE")
        ]
    return [
        f"CREATE FUNCTION record_kept() RETURNS trigger LANGUAGE plpgsql AS $${BODY}$$",
        *(
            f"CREATE TRIGGER record_{table} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION record_kept()"
            for table in TABLES
        ),
    ]


def names(dialect: str) -> set[str]:
    """What the triggers are called."""
    return {
        statement.split()[2] for statement in statements(dialect) if statement.startswith("CREATE TRIGGER")
    }


def anew() -> dict[str, tuple[str, ...]]:
    """For each trigger on PostgreSQL what makes it again where it is gone, turned off or another one."""
    function, *triggers = statements("postgresql")
    return {
        f"record_{table}": (
            function.replace("CREATE", "CREATE OR REPLACE", 1),
            f"DROP TRIGGER IF EXISTS record_{table} ON {table}",
            trigger,
        )
        for table, trigger in zip(TABLES, triggers, strict=True)
    }


for _dialect in ("sqlite", "postgresql"):
    with_the_tables(statements(_dialect), _dialect)
