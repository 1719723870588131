"""What it costs to make the sample branch, which `fritids demo` does before anything is seen."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from fritids.db.engine import Database
from fritids.services.sample.generator import generate
from fritids.services.sample.store import init_sample

AS_OF = date(2026, 2, 24)


def test_the_sample_branch_is_small_and_quickly_made(tmp_path: Path, show: Callable[[str], None]) -> None:
    """Schema, two years of lending and all; no time is asserted, since a demonstration has 5 s and this takes a third of them."""
    database = Database.open(str(tmp_path / "demo.db"))
    began = time.perf_counter()
    init_sample(database, AS_OF)
    total = time.perf_counter() - began
    database.close()
    began = time.perf_counter()
    sample = generate(AS_OF)
    made = time.perf_counter() - began
    rows = sum(len(table.values) for table in sample.tables)
    show(f"The sample branch: {rows} rows made in {made:.2f} s, made and stored on SQLite in {total:.2f} s")
    assert (tmp_path / "demo.db").stat().st_size < 40_000_000
