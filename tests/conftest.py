"""What every test stands on: a home of its own, and fresh databases on both engines.

A test that asks for `database_url` or `database` runs twice, on a SQLite file and on a real PostgreSQL. Nothing here is
skipped where an engine is missing: both come with requirements.lock, so a missing one is a failure.
"""

import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.copies import CopyOf, PostgresCopies, SqliteCopies, empty
from tests.postgres import PostgresServer, in_memory

if TYPE_CHECKING:
    from fritids.db.engine import Database

REPOSITORY = Path(__file__).resolve().parent.parent
"""The clone: where README.md, pyproject.toml and data/ are."""

ENGINES = ("sqlite", "postgresql")

_OURS = ("FRITIDS_", "XDG_", "LC_", "PG")
_PERSONAL = (
    "APPDATA", "LOCALAPPDATA", "LANG", "LANGUAGE", "TZ", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "CLICOLOR",
    "PYTHONSTARTUP", "PYTHONOPTIMIZE", "PYTHONWARNINGS", "PYTHONDONTWRITEBYTECODE", "TEXTUAL", "TEXTUAL_THEME",
)  # fmt: skip

settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, max_examples=200, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that is marked `one_engine` on SQLite alone: no statement of its own depends on the engine."""
    if "engine_name" in metafunc.fixturenames and metafunc.definition.get_closest_marker("one_engine"):
        metafunc.definition.add_marker(
            pytest.mark.parametrize("engine_name", ENGINES[:1], indirect=True, scope="function")
        )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the benchmarks, keep those that measure time on one worker, and run them last: they are not to measure each other."""
    folder = REPOSITORY / "tests" / "benchmarks"
    timed = set[pytest.Item]()
    for item in items:
        if folder in item.path.parents:
            item.add_marker("benchmarks")
            if item.get_closest_marker("counted") is None:
                item.add_marker(pytest.mark.xdist_group("benchmarks"))
                timed.add(item)
    items.sort(key=timed.__contains__)


def pytest_configure() -> None:
    """Let the tests' folders lie in memory, where a SQLite file is as soon on the disk as it is written; 3 ms a commit otherwise."""
    if (memory := in_memory()) is not None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", memory)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the benchmarks measured, also when all is well and from whichever worker."""
    reports = [each for outcome in ("passed", "failed") for each in terminalreporter.getreports(outcome)]
    measured = [text for each in reports for name, text in each.user_properties if name == "measured"]
    if measured:
        terminalreporter.section("measured")
        for text in measured:
            terminalreporter.write_line(str(text))


@pytest.fixture(autouse=True)
def isolation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The test's own empty home folder; nothing of the person who runs the tests is read or written.

    Child processes inherit it, and find the package from any folder.
    """
    home = tmp_path / "home"
    home.mkdir()
    for name in os.environ:
        if name.startswith(_OURS) or name in _PERSONAL:
            monkeypatch.delenv(name)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    for name, folder in {
        "XDG_DATA_HOME": ".local/share",
        "XDG_CONFIG_HOME": ".config",
        "XDG_STATE_HOME": ".local/state",
        "XDG_CACHE_HOME": ".cache",
        "XDG_RUNTIME_DIR": ".run",
        "APPDATA": "AppData/Roaming",
        "LOCALAPPDATA": "AppData/Local",
    }.items():
        monkeypatch.setenv(name, str(home / folder))
    monkeypatch.setenv("PYTHONPATH", str(REPOSITORY))
    return home


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """`sqlite` and `postgresql` in turn."""
    name: str = request.param
    return name


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """The PostgreSQL of this test process, started when the first test asks for it."""
    with PostgresServer() as server, pytest.MonkeyPatch.context() as patch:
        if server.careless:  # on purpose, and a check is not to say so of every database
            patch.setattr("fritids.db.problem_facts._MUST_BE_ON", ())
        yield server


@pytest.fixture(scope="session")
def postgres_copies(postgres: PostgresServer) -> PostgresCopies:
    """Prepared PostgreSQL databases and copies of them; only ever copied, never worked on."""
    return PostgresCopies(postgres)


@pytest.fixture(scope="session")
def sqlite_copies(tmp_path_factory: pytest.TempPathFactory) -> SqliteCopies:
    """Prepared SQLite files and copies of them; only ever copied, never worked on."""
    return SqliteCopies(tmp_path_factory.mktemp("prepared"))


@pytest.fixture(scope="session")
def postgres_template(postgres_copies: PostgresCopies) -> str:
    """The name of a PostgreSQL database that holds the empty schema."""
    return postgres_copies.prepared(empty)[0]


@pytest.fixture(scope="session")
def sqlite_template(sqlite_copies: SqliteCopies) -> Path:
    """A SQLite file that holds the empty schema."""
    return sqlite_copies.prepared(empty)[0]


@pytest.fixture
def blank_url(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database with nothing in it: on SQLite no file yet, on PostgreSQL no table."""
    if engine_name == "sqlite":
        yield f"sqlite:///{tmp_path / 'blank.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    name = server.create()
    yield server.url(name)
    server.drop_later(name)


@pytest.fixture
def copy_of(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[CopyOf]:
    """Gives the address of one more database of the test's own each time it is called, and what the preparation returned."""
    if engine_name == "sqlite":
        files: SqliteCopies = request.getfixturevalue("sqlite_copies")
        numbers = count()
        yield lambda prepare: files.copy(prepare, tmp_path / f"fritids-{next(numbers)}.db")
        return
    server: PostgresCopies = request.getfixturevalue("postgres_copies")
    made: list[str] = []
    yield lambda prepare: server.copy(prepare, made)
    for name in made:
        server.server.drop_later(name)


@pytest.fixture
def new_database_url(copy_of: CopyOf) -> Callable[[], str]:
    """Gives the address of one more fresh database with the empty schema each time it is called."""
    return lambda: copy_of(empty)[0]


@pytest.fixture
def database_url(new_database_url: Callable[[], str]) -> str:
    """The address of the test's own fresh database: the empty schema at head."""
    return new_database_url()


@pytest.fixture
def database(database_url: str) -> "Iterator[Database]":
    """The test's own fresh database, open."""
    from fritids.db.engine import Database  # here, since the tests of the domain do without SQLModel

    opened = Database.open(database_url)
    yield opened
    opened.close()
