"""What is sent to somebody who helps from afar: what runs here, how much there is, and what the log says. Nothing about people.

Nothing that a person wrote is in it: of settings only those that are numbers, switches and choices of ours, of names and places none. The
log has no names by itself (`config.faultlog`); what could be one all the same is taken out once more.
"""

import platform
import re
import sys
from collections.abc import Collection
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Final

import fritids
from fritids.config.faultlog import log_path
from fritids.db import problem_facts, sqlite
from fritids.db.engine import Database
from fritids.errors import FritidsError
from fritids.outside import files
from fritids.services.clock import Clock, SystemClock

if TYPE_CHECKING:
    from fritids.services.desk import Desk

_LOG_BYTES: Final = 100_000
"""Of each log file so much from its end: a fault's last hundred lines are what helps."""
_LONGEST_LINE: Final = 1000
"""Of the log: in a longer one stands what somebody handed to the program, and to look for names in it takes minutes."""
_PACKAGES: Final = ("textual", "sqlmodel", "sqlalchemy", "psycopg", "pysqlite3-binary")
_PERSONAL: Final = re.compile(r"'[^']*'|\"[^\"]*\"|\S+@\S+|\+?\d[\d \-]{5,}\d|\d{6,}")
_PROGRAM: Final = re.compile(r"(?:[A-Za-z]:)?[/\\][^\s,;:]*[/\\](?=(?:fritids|site-packages|lib|Lib)[/\\])")
_PLACE: Final = re.compile(r"(?<![\w.<])(?:[A-Za-z]:)?[/\\][^\s,;:]*")
_STAMP: Final = re.compile(r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?:,\d{3})?")


@dataclass(frozen=True, slots=True)
class Problem:
    """A report, before it is written."""

    text: str
    """All of it, as it will be sent."""


def report_problem(where: str, tables: Collection[str] = (), *, clock: Clock | None = None) -> Problem:
    """The report on this computer and the database at `where`; `tables` are the parts of the configuration file. Never raises for a database that cannot be used: that is in it, by its kind."""
    now = (clock or SystemClock()).now()
    parts = [
        ("report", [f"made: {now:%Y-%m-%dT%H:%M:%SZ}"]),
        ("program", _program()),
        ("database", _database(where, tables)),
        ("log", _log()),
    ]
    return Problem("\n".join(line for name, lines in parts for line in (f"[{name}]", *lines, "")))


def report_of(desk: "Desk") -> Problem:
    """The report on the database that a desk is open on."""
    return report_problem(desk.context.database.url.render_as_string(hide_password=False))


def write_problem(problem: Problem, path: Path) -> None:
    """The report stands at `path`, for its owner alone to read. Raises UsageError or FritidsError where it cannot."""
    with files.replacing(path, private=True) as partial:
        partial.write_text(problem.text, encoding="utf-8")


def _program() -> list[str]:
    module = sqlite.driver()
    lines = [
        f"fritids: {fritids.__version__}",
        f"python: {platform.python_version()}",
        f"system: {platform.system()} {platform.release()} {platform.machine()}",
        f"encoding: {sys.getfilesystemencoding()}",
        f"sqlite: {module.sqlite_version}, journal {sqlite.journal_mode(module)}",
    ]
    for name in _PACKAGES:
        try:
            lines.append(f"{name}: {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            lines.append(f"{name}: none")
    return lines


def _database(where: str, tables: Collection[str]) -> list[str]:
    lines = [f"set up: {', '.join(sorted(tables)) or 'nothing to send or print with'}"]
    try:
        database = Database.open(where)
        try:
            if database.path is not None and not database.path.exists():
                return [*lines, "engine: SQLite", "there is none"]
            lines += problem_facts.facts(database)
        finally:
            database.close()
    except FritidsError as error:
        lines.append(f"cannot be used: {type(error).__name__}, {error.code}")
    return lines


def _log() -> list[str]:
    lines: list[str] = []
    for path in sorted(log_path().parent.glob(f"{log_path().name}*"), reverse=True):
        try:
            text = path.read_bytes()[-_LOG_BYTES:].decode("utf-8", errors="replace")
        except OSError:
            lines.append(f"{path.name} cannot be read")
            continue
        lines += [f"-- {path.name}", *(nameless(line) for line in text.splitlines())]
    return lines or ["empty"]


def nameless(line: str) -> str:
    """A line of the log without quoted texts, addresses, long numbers, and folders: an account is mostly called as its owner is."""
    line = line[:_LONGEST_LINE]
    stamp = _STAMP.match(line)
    head = stamp[0] if stamp else ""
    rest = _PROGRAM.sub("", line[len(head) :])
    return head + _PERSONAL.sub("…", _PLACE.sub("…", rest))
