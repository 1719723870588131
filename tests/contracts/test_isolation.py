"""The tests touch nobody's data, not even each other's, and leave nothing running."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
from sqlalchemy import text

from fritids.db.engine import Database
from tests.postgres import PostgresServer

_SERVER_ALONE = """
from tests.postgres import PostgresServer
server = PostgresServer()
print(server.keeper_id, server.folder, flush=True)
input()
"""


def test_home_is_empty_and_of_this_test_alone(isolation: Path, tmp_path: Path) -> None:
    assert Path.home() == isolation
    assert tmp_path in isolation.parents
    assert not list(isolation.iterdir())


def test_no_setting_of_the_person_who_runs_the_tests_is_seen() -> None:
    personal = [name for name in os.environ if name.startswith(("FRITIDS_", "LC_")) or name in {"LANG", "TZ"}]
    assert not personal


def test_a_child_process_finds_the_package_from_any_folder(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", "import fritids"], cwd=tmp_path, check=True)


def test_each_database_is_one_of_its_own(new_database_url: Callable[[], str]) -> None:
    first, second = (Database.open(new_database_url()) for _ in range(2))
    with first.write() as connection:
        connection.execute(text("CREATE TABLE only_here (number INTEGER)"))
    with second.write() as connection:
        connection.execute(text("CREATE TABLE only_here (number INTEGER)"))
    first.close()
    second.close()


def test_a_database_starts_with_the_schema_and_no_rows(database: Database) -> None:
    with database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM loan")).scalar() == 0
        assert connection.execute(text("SELECT count(*) FROM branch")).scalar() == 0


def test_the_server_goes_when_the_tests_are_killed() -> None:
    """Also by a signal that lets nobody tidy up."""
    tests = subprocess.Popen(
        [sys.executable, "-c", _SERVER_ALONE], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert tests.stdout is not None
    keeper_id, folder = tests.stdout.readline().decode().split()
    keeper = psutil.Process(int(keeper_id))
    started = keeper.children(recursive=True)
    assert started
    tests.send_signal(signal.SIGKILL)
    tests.communicate()
    keeper.wait(30)
    assert not [process for process in started if process.is_running()]
    assert not Path(folder).exists()


def test_the_server_is_not_in_the_zone_of_the_branch(postgres: PostgresServer) -> None:
    """A time that leans on the server's zone is then hours off, and a test sees it."""
    name = postgres.create()
    database = Database.open(postgres.url(name))
    with database.read() as connection:
        assert connection.execute(text("SHOW timezone")).scalar() == "Pacific/Auckland"
    database.close()
    postgres.drop(name)
