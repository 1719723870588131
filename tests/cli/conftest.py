"""Runs the program as the shell does, in this process: words in, two streams and a status out."""

import io
import json
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from typing import Any, Protocol

import pytest

from fritids.db.engine import Database
from fritids.i18n import language, set_language
from tests.copies import CopyOf


@dataclass(frozen=True)
class Result:
    """What came of a run."""

    out: str
    err: str
    status: int

    @property
    def document(self) -> Any:
        """Standard output as JSON; talk on it would break this."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


class Run(Protocol):
    def __call__(self, *words: str, stdin: str = "") -> Result: ...


@pytest.fixture(autouse=True)
def same_language() -> Iterator[None]:
    before = language()
    yield
    set_language(before)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run("loans", "--json")` with the test's own environment."""
    from fritids.main import main

    def call(*words: str, stdin: str = "") -> Result:
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n") for _ in range(2))
        with monkeypatch.context() as during:
            during.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
            during.setattr(sys, "stdout", out)
            during.setattr(sys, "stderr", err)
            status = main(words)
        texts = []
        for stream in (out, err):
            stream.flush()
            buffer = stream.buffer
            assert isinstance(buffer, io.BytesIO)
            texts.append(buffer.getvalue().decode())
        return Result(texts[0], texts[1], status)

    return call


class Branch:
    """A branch in the test's database, on which every run of the test then works."""

    def __init__(self, run: Run, url: str) -> None:
        self.url = url
        self._run = run

    def article(self, type_code: str, size: str | None = None, *more: str) -> str:
        """A new article's barcode."""
        sized = () if size is None else ("--size", size)
        made = self._run("article", "add", "--type", type_code, *sized, *more, "--json")
        assert made.status == 0, made.out
        return str(made.document["barcode"])

    def borrower(self, name: str, phone: str | None = None, *more: str) -> str:
        """A new borrower's number."""
        called = () if phone is None else ("--phone", phone)
        made = self._run("borrower", "add", "--name", name, *called, *more, "--json")
        assert made.status == 0, made.out
        return str(made.document["number"])


def address(database: Database) -> str:
    """Where the database is, for `--database`."""
    return database.url.render_as_string(hide_password=False)


def initialised(database: Database) -> None:
    """What `fritids init` makes of an empty database."""
    from fritids.main import main

    with redirect_stdout(io.StringIO()) as said:
        assert main(("--database", address(database), "init", "--name", "Fritidsbanken Prov")) == 0, (
            said.getvalue()
        )


@pytest.fixture
def database_url(copy_of: CopyOf) -> str:
    """The address of the test's own database with a branch."""
    return copy_of(initialised)[0]


@pytest.fixture
def branch(run: Run, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Branch:
    monkeypatch.setenv("FRITIDS_DATABASE", database_url)
    monkeypatch.setenv("FRITIDS_DESK", "disk1")
    return Branch(run, database_url)
