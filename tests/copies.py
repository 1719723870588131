"""Databases that are prepared once in a test process and copied for each test: a copy takes a fraction of making it anew.

A preparation is a function that fills a database and returns what a test wants to know of it. What it returns is shared by the
tests, so it is frozen.
"""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from tests.postgres import PostgresServer

if TYPE_CHECKING:
    from fritids.db.engine import Database

T = TypeVar("T")
Prepare = Callable[["Database"], T]


class CopyOf(Protocol):
    def __call__(self, prepare: Prepare[T]) -> tuple[str, T]: ...


def empty(database: "Database") -> None:
    """The empty schema at head."""
    from fritids.db import schema

    schema.create(database)


class SqliteCopies:
    """Files in a folder of their own; never opened once they are prepared, only copied."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[Callable[..., Any], tuple[Path, Any]] = {}

    def prepared(self, prepare: Prepare[T]) -> tuple[Path, T]:
        """The prepared file, made if this is the first time, and what its preparation returned."""
        if prepare not in self._made:
            folder = Path(tempfile.mkdtemp(dir=self._folder))
            path = folder / "prepared.db"
            if prepare is not empty:
                shutil.copyfile(self.prepared(empty)[0], path)
            self._made[prepare] = (path, _filled(f"sqlite:///{path}", prepare))
            left = [beside.name for beside in folder.iterdir() if beside != path]
            assert not left, f"not all is in the file that is copied: {left}"
        return self._made[prepare]

    def copy(self, prepare: Prepare[T], path: Path) -> tuple[str, T]:
        """The address of a copy at `path`, and what the preparation returned."""
        source, told = self.prepared(prepare)
        shutil.copyfile(source, path)
        return f"sqlite:///{path}", told


class PostgresCopies:
    """Databases of one server; never connected to once they are prepared, only copied."""

    def __init__(self, server: PostgresServer) -> None:
        self.server = server
        self._made: dict[Callable[..., Any], tuple[str, Any]] = {}

    def prepared(self, prepare: Prepare[T]) -> tuple[str, T]:
        """The name of the prepared database, made if this is the first time, and what its preparation returned."""
        if prepare not in self._made:
            name = (
                self.server.create()
                if prepare is empty
                else self.server.create(template=self.prepared(empty)[0])
            )
            self._made[prepare] = (name, _filled(self.server.url(name), prepare))
        return self._made[prepare]

    def copy(self, prepare: Prepare[T], made: list[str]) -> tuple[str, T]:
        """The address of a copy, whose name is added to `made`, and what the preparation returned."""
        source, told = self.prepared(prepare)
        made.append(self.server.create(template=source))
        return self.server.url(made[-1]), told


def _filled(url: str, prepare: Prepare[T]) -> T:
    from fritids.db.engine import Database

    database = Database.open(url)
    try:
        return prepare(database)
    finally:
        database.close()
