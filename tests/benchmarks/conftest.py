"""Benchmarks hand their figures in with `show`; tests/conftest.py prints all of them after the last test."""

from collections.abc import Callable

import pytest


@pytest.fixture
def show(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Puts a text among what the run prints at its end, from whichever worker."""
    return lambda text: record_property("measured", text)
