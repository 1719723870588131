"""What each way into the program may load, seen in a clean interpreter: this is what its start-up time hangs on."""

import json
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.conftest import REPOSITORY

DATABASE_LIBRARIES = {"sqlmodel", "sqlalchemy", "alembic", "psycopg", "pydantic"}

_REPORT = """
import json, runpy, sys
try:
    {code}
except SystemExit as left:
    status = left.code or 0
else:
    status = 0
print()
print(json.dumps([status, sorted(sys.modules)]))
"""


def loaded_by(code: str, *, status: int = 0) -> set[str]:
    """The modules that are loaded after `code` has run in a fresh interpreter; fails if it leaves with another status."""
    done = subprocess.run(
        [sys.executable, "-c", _REPORT.format(code=code)],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stderr
    left_with, modules = json.loads(done.stdout.splitlines()[-1])
    assert left_with == status, done.stdout + done.stderr
    return set(modules)


def command(*arguments: str) -> str:
    """Code that does what `fritids ARGUMENTS` does."""
    return f"sys.argv = ['fritids', *{arguments!r}]; runpy.run_module('fritids', run_name='__main__')"


def test_the_version_is_told_without_screen_or_database() -> None:
    assert not loaded_by(command("--version")) & {"textual", "rich", *DATABASE_LIBRARIES}


def test_help_is_shown_without_screen_or_database() -> None:
    assert not loaded_by(command("--help")) & {"textual", *DATABASE_LIBRARIES}


def test_the_package_itself_loads_nothing_but_the_standard_library() -> None:
    ours = {name for name in loaded_by("import fritids") if name.split(".")[0] == "fritids"}
    assert ours == {"fritids"}


def test_the_counter_paints_before_the_database_libraries_are_loaded() -> None:
    """They cost as much as all of Textual; the first scan must not wait for them."""
    modules = loaded_by("import fritids.tui.app")
    assert "textual.app" in modules
    assert not modules & DATABASE_LIBRARIES


def test_the_rules_load_nothing_that_has_to_be_installed() -> None:
    rules = sorted(path.stem for path in (REPOSITORY / "fritids" / "domain").glob("[a-z]*.py"))
    modules = loaded_by("import " + ", ".join(f"fritids.domain.{name}" for name in rules))
    foreign = {name.split(".")[0] for name in modules} & set(packages_distributions()) - {"fritids"}
    # A virtual environment loads some of its own at every start.
    assert not foreign - loaded_by("pass")


def test_results_and_their_sentences_know_no_table_row() -> None:
    """The counter shows them, so they may not pull the database in behind its back."""
    modules = loaded_by("import fritids.services.results, fritids.present")
    assert not modules & {"textual", *DATABASE_LIBRARIES}


def test_the_backups_of_an_open_counter_load_nothing_for_paper() -> None:
    """The first is made while people scan: 146 modules more were 8 MB, and a third of a second in which no scan was answered."""
    modules = loaded_by("import fritids.services.backup_rounds, fritids.present.backups")
    assert not modules & {"textual", "reportlab", "PIL", "segno"}


def test_an_ordinary_command_loads_neither_migrations_nor_screen(tmp_path: Path) -> None:
    """On a database that is up to date; Alembic alone costs 0.14 s, on each scan of a script."""
    database = str(tmp_path / "branch.db")
    assert not loaded_by(command("--database", database, "init", "--name", "Ån")) & {"textual"}
    for arguments in (("loans",), ("find", "skridskor"), ("return", "7350012345678")):
        status = 1 if arguments[0] == "return" else 0
        modules = loaded_by(command("--database", database, "--json", *arguments), status=status)
        assert "sqlalchemy" in modules
        assert not modules & {"alembic", "textual", "psycopg", "openpyxl", "reportlab", "PIL"}
