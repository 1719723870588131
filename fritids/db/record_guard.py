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
# 58: before updating, deleting or emptying, once for a statement. Its function must still raise what ours does.
_TRIGGERS = text(
    "SELECT t.tgname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
    " WHERE t.tgrelid IN (to_regclass('event'), to_regclass('event_link')) AND t.tgname LIKE 'record\\_%'"
    " AND t.tgenabled IN ('O', 'A') AND t.tgtype = 58 AND t.tgqual IS NULL AND p.prosrc = :body"
)


def record_is_guarded(connection: Connection) -> bool:
    """Whether lines of the record can only be added here: its triggers stand, and on a server this role could not take them away.

    A SQLite file can do no more than its triggers: who may write the file may write all of it.
    """
    if not standing_triggers(connection).issuperset(record_triggers.names(connection.dialect.name)):
        return False
    return connection.dialect.name == "sqlite" or not connection.execute(_MAY_CHANGE).scalar_one()


def standing_triggers(connection: Connection) -> set[str]:
    """The names of the record's triggers that stand and do what they are there for."""
    if connection.dialect.name == "sqlite":
        wanted = set(record_triggers.statements("sqlite"))
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
        return {name for name, sql in rows if sql in wanted}
    return set(connection.execute(_TRIGGERS, {"body": record_triggers.BODY}).scalars())


def may_replace(connection: Connection) -> bool:
    """Whether a backup can be put in place of a server's tables by the role at work: it owns them, or there are none."""
    query = text(
        "SELECT pg_has_role(current_user, relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('event')"
    )
    return connection.execute(query).scalar() is not False


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
