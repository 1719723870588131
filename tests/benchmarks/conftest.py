"""Benchmarks hand their figures in with `show`; tests/conftest.py prints all of them after the last test."""

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """On the disk, as a branch's file is, and not in memory: a sync is part of what an act costs."""
    with TemporaryDirectory(prefix="fritids-") as folder:
        yield Path(folder)


@pytest.fixture
def show(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Puts a text among what the run prints at its end, from whichever worker."""
    return lambda text: record_property("measured", text)
