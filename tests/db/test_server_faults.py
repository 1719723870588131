"""What a PostgreSQL answers that cannot be used: each time the sentence that helps, and never a password."""

import logging
from collections.abc import Iterator
from urllib.parse import quote

import psycopg
import pytest
from sqlalchemy import text

from fritids.db import schema
from fritids.db.engine import Database
from fritids.db.faults import RaceLostError, server_sentence
from fritids.errors import DatabaseUnavailableError
from fritids.services.backups import back_up
from tests.postgres import PostgresServer

SECRET = "sesam-oppna-dig"


@pytest.fixture(scope="module")
def guarded() -> Iterator[PostgresServer]:
    """A server of its own that asks the user `desk` for a password and lets `stranger` never in."""
    with PostgresServer() as server:
        access = server.folder / "data" / "pg_hba.conf"
        access.write_text(f"local all desk scram-sha-256\nlocal all stranger reject\n{access.read_text()}")
        with psycopg.connect(host=str(server.folder), user="postgres", dbname="postgres") as admin:
            admin.execute("CREATE ROLE stranger LOGIN")
            admin.execute(f"CREATE ROLE desk LOGIN PASSWORD '{SECRET}'")
            admin.execute("SELECT pg_reload_conf()")
        yield server


def address(server: PostgresServer, user: str, name: str) -> str:
    return f"postgresql://{user}@/{name}?host={quote(str(server.folder), safe='')}"


def refused(url: str, statement: str = "SELECT 1") -> str:
    """The sentence with which a statement fails there."""
    database = Database.open(url)
    try:
        with pytest.raises(DatabaseUnavailableError) as caught, database.write() as connection:
            connection.execute(text(statement))
    finally:
        database.close()
    assert "\n" not in caught.value.message
    return caught.value.message


@pytest.mark.parametrize(
    ("user", "name", "says"),
    [
        (f"desk:not-{SECRET}", "postgres", "does not let this program in"),
        ("desk", "postgres", "does not let this program in"),
        ("nobody-here", "postgres", "does not let this program in"),
        ("stranger", "postgres", "does not let this program in"),
        ("postgres", "nowhere", "There is no database nowhere on the server"),
    ],
)
def test_who_is_not_let_in_is_told_so_and_no_password_is(
    guarded: PostgresServer, caplog: pytest.LogCaptureFixture, user: str, name: str, says: str
) -> None:
    url = address(guarded, user, name)
    with caplog.at_level(logging.DEBUG):
        said = refused(url)
        with pytest.raises(DatabaseUnavailableError) as caught:
            back_up(url)
    assert says in said
    assert caught.value.message == said
    assert SECRET not in said + caplog.text


def test_who_may_not_write_is_told_so(guarded: PostgresServer) -> None:
    url = address(guarded, f"desk:{SECRET}", guarded.create())
    database = Database.open(url)
    with pytest.raises(DatabaseUnavailableError, match="may not be written"):
        schema.create(database)
    database.close()
    assert "tables of fritids are missing" in refused(url, "SELECT * FROM loan")


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_a_database_that_was_dropped_under_an_open_desk_is_missed_by_its_name(
    database: Database, postgres: PostgresServer
) -> None:
    with database.read():
        pass
    assert database.url.database is not None
    postgres.drop(database.url.database)
    with pytest.raises(DatabaseUnavailableError, match="There is no database"), database.read():
        pass


@pytest.mark.parametrize(
    ("sqlstate", "says"),
    [("53100", "is full"), ("53300", "too many visitors"), ("25006", "may not be written"), ("57P01", "cannot be reached")],
)  # fmt: skip
def test_the_server_s_own_troubles(sqlstate: str, says: str) -> None:
    url = Database.open("postgresql://desk@db.example.org/fritids").url
    said = server_sentence(url, sqlstate, "anything")
    assert says in said
    assert "db.example.org" in said


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_a_lost_race_is_not_told_as_a_lost_server(database: Database) -> None:
    with pytest.raises(RaceLostError, match="Another desk was faster"), database.write() as connection:
        connection.execute(text("DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$"))


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_a_server_that_falls_silent_is_noticed_within_half_a_minute(database: Database) -> None:
    """Without a limit of its own a pulled cable holds a statement for a quarter of an hour."""
    with database.read() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        given = driver.info.get_parameters()
    assert 0 < int(given["tcp_user_timeout"]) <= 30_000
