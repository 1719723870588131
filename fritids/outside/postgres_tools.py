"""PostgreSQL's own programs for copies, run as child processes: `pg_dump` and `pg_restore`.

They come with the server's package and need not be installed; whoever calls is told in one sentence. The password goes by the
environment, since anybody on the machine can read the arguments of a process.
"""

import logging
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from fritids.errors import FritidsError, UsageError
from fritids.i18n import _

log = logging.getLogger("fritids.backups")
MAGIC: Final = b"PGDMP"
"""How a dump in the custom form begins."""
_QUOTED: Final = str.maketrans({"\\": "\\\\", "'": "\\'"})


def is_installed() -> bool:
    """Whether a copy can be made and read back here."""
    return all(shutil.which(name) for name in ("pg_dump", "pg_restore"))


def not_installed(name: str) -> FritidsError:
    """What is said where one of the programs is missing."""
    return FritidsError(
        _(
            "The program {program} is not installed on this computer. Install PostgreSQL's client programs, or run it on the server."
        ).format(program=name),
        code="postgres_tools",
    )


def dump(address: Mapping[str, str], target: Path) -> None:
    """`target` holds the whole database as it was at one moment; others go on using it."""
    _run(
        "pg_dump",
        ["--format=custom", "--no-owner", "--no-privileges", f"--file={target}", _where(address)],
        address,
    )


def tables(path: Path) -> set[str]:
    """The tables whose rows a dump holds. Raises UsageError if it is damaged or is none."""
    if not is_dump(path):
        raise _no_dump(path)
    listed = _output("pg_restore", ["--list", str(path)])
    if listed is None:
        raise _no_dump(path)
    return {
        words[-2] for line in listed.splitlines() if " TABLE DATA " in line and len(words := line.split()) > 1
    }


def is_dump(path: Path) -> bool:
    """Whether the file begins as a dump does."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


@contextmanager
def rows(path: Path, table: str) -> Iterator[Iterator[dict[str, str]]]:
    """The rows of one table of a dump, as texts by column, one by one. Raises UsageError if the dump ends too early."""
    with _program("pg_restore", ["--data-only", f"--table={table}", "--file=-", str(path)]) as child:
        assert child.stdout is not None
        yield _copied(child.stdout)
        child.stdout.read()
        if child.wait():
            raise _no_dump(path)


def restore(address: Mapping[str, str], path: Path) -> None:
    """The database holds what the dump holds; on any fault, what it held before (one transaction)."""
    _run(
        "pg_restore",
        ["--clean", "--if-exists", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", _where(address), str(path)],
        address,
    )  # fmt: skip


def _copied(lines: IO[str]) -> Iterator[dict[str, str]]:
    columns: list[str] = []
    for line in lines:
        if columns and line == "\\.\n":
            return
        if columns:
            yield dict(zip(columns, line.rstrip("\n").split("\t"), strict=True))
        elif line.startswith("COPY "):
            columns = [name.strip(' "') for name in line[line.index("(") + 1 : line.index(")")].split(",")]


def _run(name: str, arguments: Sequence[str], address: Mapping[str, str]) -> None:
    done = subprocess.run(  # noqa: S603  # no shell; the arguments are ours, and a path
        [_path_of(name), "--no-password", *arguments],
        capture_output=True, text=True, errors="replace", check=False, stdin=subprocess.DEVNULL, env=_environment(address),
    )  # fmt: skip
    if done.returncode:
        log.warning("%s ended with %s: %s", name, done.returncode, done.stderr.strip())
        raise FritidsError(_sentence(done.stderr).format(program=name), code="postgres_tools")


def _output(name: str, arguments: Sequence[str]) -> str | None:
    with _program(name, arguments) as child:
        out, _errors = child.communicate()
        return out if child.returncode == 0 else None


@contextmanager
def _program(name: str, arguments: Sequence[str]) -> Iterator["subprocess.Popen[str]"]:
    child = subprocess.Popen(  # noqa: S603  # as above
        [_path_of(name), *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
        encoding="utf-8", errors="replace",
    )  # fmt: skip
    try:
        yield child
    finally:
        if child.poll() is None:
            child.kill()
        child.wait()
        if child.stdout is not None:
            child.stdout.close()


def _path_of(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise not_installed(name)
    return found


def _where(address: Mapping[str, str]) -> str:
    """The address as libpq reads it, without the password."""
    return "--dbname=" + " ".join(
        f"{name}='{value.translate(_QUOTED)}'" for name, value in address.items() if name != "password"
    )


def _environment(address: Mapping[str, str]) -> dict[str, str]:
    own = dict(os.environ)
    if "password" in address:
        own["PGPASSWORD"] = address["password"]
    return own


def _sentence(errors: str) -> str:
    if "version mismatch" in errors or "unsupported version" in errors:
        return _(
            "{program} is older than the database server. Install PostgreSQL's client programs of the server's version."
        )
    if "No space left" in errors:
        return _("The disk is full. {program} could not finish; make room, then do it again.")
    return _("{program} could not do it. The log file says why; nothing was changed.")


def _no_dump(path: Path) -> UsageError:
    return UsageError(
        _("{path} is damaged or is no backup of a PostgreSQL. Choose another one.").format(path=path),
        code="no_backup",
    )
