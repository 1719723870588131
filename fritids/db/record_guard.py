"""Whether the database itself keeps the record of events from being changed, and giving a server's role of the desks just what it needs."""

from sqlalchemy import Connection, text

from fritids.db.tables import metadata, record_triggers

_OWNER = "(SELECT relowner FROM pg_class WHERE oid = to_regclass('event'))"
_ROLE_IS_FREE = text(
    f"SELECT NOT rolsuper AND NOT pg_has_role(oid, {_OWNER}, 'MEMBER') FROM pg_roles WHERE rolname = :role"  # noqa: S608
)
_MAY_CHANGE = text(
    "SELECT bool_or(pg_has_role(current_user, c.relowner, 'MEMBER') OR r.rolsuper"
    " OR has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE') OR has_any_column_privilege(c.oid, 'UPDATE'))"
    " FROM pg_class c JOIN pg_roles r ON r.rolname = current_user"
    " WHERE c.oid IN (to_regclass('event'), to_regclass('event_link'))"
)
_TRIGGERS = text(
    "SELECT count(*) FROM pg_trigger WHERE tgrelid IN (to_regclass('event'), to_regclass('event_link'))"
    " AND tgname LIKE 'record\\_%' AND tgenabled IN ('O', 'A')"
)


def record_is_guarded(connection: Connection) -> bool:
    """Whether lines of the record can only be added here: its triggers stand, and on a server this role could not take them away.

    A SQLite file can do no more than its triggers: who may write the file may write all of it.
    """
    if connection.dialect.name == "sqlite":
        wanted = record_triggers.statements("sqlite")
        there = set(
            connection.execute(text("SELECT sql FROM sqlite_master WHERE type = 'trigger'")).scalars()
        )
        return there.issuperset(wanted)
    if connection.execute(_TRIGGERS).scalar_one() < len(record_triggers.TABLES):
        return False
    return not connection.execute(_MAY_CHANGE).scalar_one()


def role_is_free(connection: Connection, role: str) -> bool | None:
    """Whether a role can be held to what it is granted; False for a superuser and for whoever owns the tables, None if there is no such role."""
    found: bool | None = connection.execute(_ROLE_IS_FREE, {"role": role}).scalar()
    return found


def grant(connection: Connection, role: str) -> None:
    """The role may read and write every table, and of the record only read it and add to it; what more it had there is taken from it.

    Only whoever owns the tables can give this.
    """
    quote = connection.dialect.identifier_preparer.quote
    name = connection.dialect.identifier_preparer.quote_identifier(role)
    schema = connection.execute(text("SELECT current_schema()")).scalar_one()
    tables = {table.name for table in metadata.tables.values()} - set(record_triggers.TABLES)
    for statement in (
        f"GRANT USAGE ON SCHEMA {quote(schema)} TO {name}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(map(quote, sorted(tables)))} TO {name}",
        f"GRANT SELECT ON alembic_version TO {name}",
        f"REVOKE ALL ON {', '.join(record_triggers.TABLES)} FROM {name}",
        f"GRANT SELECT, INSERT ON {', '.join(record_triggers.TABLES)} TO {name}",
        f"GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA {quote(schema)} TO {name}",
    ):
        connection.exec_driver_sql(statement)
