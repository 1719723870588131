"""Every version of the database that was ever in use becomes one of today with all that is in it, or, whatever happens meanwhile, stays what it was.

`versions` holds a small branch of each, with rows in all its tables, as its own program wrote it, for both engines.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from fritids.db import schema, sqlite
from fritids.db.engine import Database
from fritids.db.upgrade import upgrade
from fritids.errors import FritidsError
from fritids.services import upgrading
from fritids.services.desk import Desk
from tests.postgres import PostgresServer

VERSIONS = Path(__file__).parent / "versions"
OLD = schema.KNOWN[:-1]
EVERY = bool(os.environ.get("FRITIDS_NIGHTLY"))
"""Die at every statement of every version; in CI at some of the oldest one's."""
OFTEN = 9


@pytest.fixture
def make(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    """Gives the address of a database of an old version."""
    made: list[str] = []

    def sqlite_file(version: str) -> str:
        path = tmp_path / f"old-{version}-{len(made)}.db"
        made.append(str(path))
        path.touch(mode=0o600)
        with closing(sqlite.driver().connect(str(path))) as plain:
            plain.executescript((VERSIONS / f"{version}.sqlite.sql").read_text(encoding="utf-8"))
        return str(path)

    def server_database(version: str) -> str:
        name = server.create()
        made.append(name)
        opened = Database.open(server.url(name))
        with opened.write() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute((VERSIONS / f"{version}.postgresql.sql").read_text(encoding="utf-8"))
        opened.close()
        return server.url(name)

    if engine_name == "sqlite":
        yield sqlite_file
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    yield server_database
    for name in made:
        server.drop_later(name)


def held(where: str) -> dict[str, list[str]]:
    """All rows of all tables, in words; of a database of any version."""
    database = Database.open(where)
    try:
        with database.read() as connection:
            query = (
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                if database.is_sqlite
                else "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            )
            names = connection.execute(text(query)).scalars().all()
            return {
                name: sorted(
                    repr(sorted(row._mapping.items()))
                    for row in connection.execute(text(f'SELECT * FROM "{name}"'))
                )
                for name in names
            }
    finally:
        database.close()


def rows_of(where: str, table: str, columns: str) -> list[Any]:
    database = Database.open(where)
    try:
        with database.read() as connection:
            return list(connection.execute(text(f"SELECT {columns} FROM {table} ORDER BY 1")))
    finally:
        database.close()


LOANS = "id, article_id, borrower_id, lent_on, due, returned_on, undone_at, borrower_key, first_ever, age_band, type_code, category_code"


@pytest.mark.parametrize("version", OLD)
def test_every_version_becomes_todays_with_all_that_is_in_it(make: Any, version: str) -> None:
    where = make(version)
    before, loans = held(where), rows_of(where, "loan", LOANS)
    assert len(loans) > 3
    assert all(before[name] for name in before), "no table of it is empty"
    database = Database.open(where)
    try:
        assert upgrade(database) is not None
    finally:
        database.close()
    assert rows_of(where, "loan", LOANS) == loans
    after = held(where)
    assert {name: len(rows) for name, rows in before.items()} == {name: len(after[name]) for name in before}
    desk = Desk.open(where)
    try:
        assert desk.checking.check().found == ()
    finally:
        desk.close()


def _die_at(where: str, number: int, how: str) -> bool:
    """Whether a process that upgrades was killed at its statement of this number, before or after it; False if it has fewer."""
    child = os.fork()
    if child == 0:
        try:
            database = Database.open(where)
            count = 0

            @event.listens_for(database._engine, f"{how}_cursor_execute")
            def _count(*_said: Any) -> None:
                nonlocal count
                count += 1
                if count == number:
                    os.kill(os.getpid(), signal.SIGKILL)

            upgrade(database)
            os._exit(0)
        finally:
            os._exit(1)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is killed at each statement")
@pytest.mark.parametrize("version", OLD if EVERY else OLD[:1])
def test_an_upgrade_that_is_killed_at_any_statement_leaves_the_old_version_whole(
    make: Any, version: str
) -> None:
    """And the next one finds its way, past what the killed one left lying about."""
    where = make(version)
    before = held(where)
    step = 1 if EVERY else 37
    number, died = 1, 0
    while _die_at(where, number, "after" if number % 2 else "before"):
        assert held(where) == before, number
        number += step
        died += 1
    assert died >= (OFTEN if EVERY else 3), "it was killed at some of them at least"
    assert rows_of(where, "alembic_version", "version_num") == [(schema.HEAD,)], (
        "the one that lived has done it all"
    )


def test_a_server_is_upgraded_only_after_a_backup_or_when_told_that_there_is_one(
    make: Any, engine_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = make("0004")
    monkeypatch.setenv("PATH", "")
    if engine_name == "sqlite":
        done = upgrading.upgrade(where)
        assert done is not None
        assert done.copy is not None
        assert done.copy.stat().st_mode & 0o077 == 0
        assert rows_of(str(done.copy), "alembic_version", "version_num") == [("0004",)]
        return
    before = held(where)
    with pytest.raises(FritidsError, match="--without-backup"):
        upgrading.upgrade(where)
    assert held(where) == before
    assert upgrading.is_old(where)
    assert upgrading.upgrade(where, without_backup=True) is not None
    assert not upgrading.is_old(where)


@pytest.mark.one_engine
def test_a_damaged_database_is_not_upgraded(make: Any, engine_name: str) -> None:
    where = make("0004")
    with Path(where).open("r+b") as file:
        file.seek(4096 * 20)
        file.write(b"\xff" * 4096)
    with pytest.raises(FritidsError, match="damaged"):
        upgrading.upgrade(where)
    assert not list(Path(where).parent.glob("old-*-0004.db")), "no copy has a name that somebody would trust"
