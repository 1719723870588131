"""Runs the program as the shell does, in this process: words in, two streams and a status out."""

import io
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import pytest

from fritids.i18n import language, set_language


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


@pytest.fixture
def branch(run: Run, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """A branch in the test's database, on which every run of the test then works."""
    monkeypatch.setenv("FRITIDS_DATABASE", database_url)
    monkeypatch.setenv("FRITIDS_DESK", "disk1")
    made = run("init", "--name", "Fritidsbanken Prov", "--json")
    assert made.status == 0, made.err
    return lambda: database_url
