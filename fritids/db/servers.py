"""What a copy of a PostgreSQL has to ask the server for: its address in the form of libpq's own programs, and who else is there."""

from sqlalchemy import text

from fritids.db.engine import Database


def libpq_address(database: Database) -> dict[str, str]:
    """The parts of the server's address by libpq's names; several hosts are joined by commas, as libpq wants them."""
    url = database.url
    given = {
        "host": url.host,
        "port": url.port,
        "user": url.username,
        "password": url.password,
        "dbname": url.database,
    }
    parts = {name: str(value) for name, value in given.items() if value}
    for name, value in url.query.items():
        parts[name] = value if isinstance(value, str) else ",".join(value)
    return parts


def others_connected(database: Database) -> int:
    """How many other connections this program has to the database, from any computer."""
    query = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND application_name = 'fritids'"
    )
    with database.read() as connection:
        count: int = connection.execute(query).scalar_one()
    return count
