"""What is measured of an act, and how: contenders in alternating blocks, medians, and statements counted by the database itself."""

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fritids.db.engine import Database

LONG = bool(os.environ.get("FRITIDS_LONG_BENCHMARKS"))
"""The long form: a million loans, more acts. The short one is part of every run of the tests."""

Act = Callable[[int], object]


@dataclass(slots=True)
class Timed:
    """What one act cost, in microseconds."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    """One figure a block, per act: the clock of CPU time is too coarse for one."""

    @property
    def median(self) -> float:
        """The middle act's wall time."""
        return statistics.median(self.wall)

    @property
    def median_cpu(self) -> float:
        """The middle block's CPU time per act."""
        return statistics.median(self.cpu)

    def at(self, share: float) -> float:
        """The wall time that this share of the acts stayed under."""
        return percentile(self.wall, share)


def percentile(figures: Iterable[float], share: float) -> float:
    """The figure that this share of all stays under or reaches."""
    ordered = sorted(figures)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def alternate(acts: Mapping[str, Act], *, blocks: int, size: int) -> dict[str, Timed]:
    """Run the acts in blocks by turns, so that whatever else the machine does meets all of them alike; act `i` gets number `i`.

    The first block of each warms it up and is not counted.
    """
    timed = {name: Timed() for name in acts}
    for block in range(blocks + 1):
        numbers = range(block * size + 1, (block + 1) * size + 1)
        for name, act in acts.items():
            walls, cpu = run(act, numbers)
            if block:
                timed[name].wall += walls
                timed[name].cpu.append(cpu)
    return timed


def run(act: Act, numbers: Sequence[int]) -> tuple[list[float], float]:
    """The wall time of each act and the CPU time per act, in microseconds."""
    walls = []
    began = time.thread_time_ns()
    for number in numbers:
        start = time.perf_counter_ns()
        act(number)
        walls.append((time.perf_counter_ns() - start) / 1000)
    return walls, (time.thread_time_ns() - began) / 1000 / len(numbers)


@dataclass(slots=True)
class Statements:
    """What a database was asked, in order, each with its values filled in or beside it."""

    sql: list[tuple[str, Any]] = field(default_factory=list)
    commits: int = 0

    @property
    def count(self) -> int:
        """How many, with the one that begins and the one that commits."""
        return len(self.sql)


@contextmanager
def watched(database: Database) -> Iterator[Statements]:
    """Collects what the database is asked inside the block. On SQLite it is SQLite that says so, below every library."""
    seen = Statements()
    driver = _driver(database)
    if database.is_sqlite:

        def traced(statement: str) -> None:
            seen.sql.append((statement, None))
            seen.commits += statement.startswith("COMMIT")

        driver.set_trace_callback(traced)
        try:
            yield seen
        finally:
            driver.set_trace_callback(None)
        return

    class Traced(driver.cursor_factory):  # type: ignore[name-defined,misc]  # whatever the driver makes by itself
        def execute(self, statement: Any, values: Any = None, **how: Any) -> Any:
            seen.sql.append((statement, values))
            return super().execute(statement, values, **how)

    usual, commit = driver.cursor_factory, driver.commit

    def counted() -> None:
        seen.sql.append(("COMMIT", None))
        seen.commits += 1
        commit()

    driver.cursor_factory, driver.commit = Traced, counted
    try:
        yield seen
    finally:
        driver.cursor_factory = usual
        del driver.commit


def _driver(database: Database) -> Any:
    """The one connection of the pool, which the next transaction of this thread will use too."""
    borrowed = database._engine.raw_connection()
    try:
        return borrowed.dbapi_connection
    finally:
        borrowed.close()


@contextmanager
def worked(database: Database) -> Iterator[list[int]]:
    """Counts, in hundreds, the instructions that SQLite carries out inside the block, as the one number of the list.

    The same on every machine and at every load, so that it can be asserted where a time cannot.
    """
    hundreds = [0]
    driver = _driver(database)

    def hundred() -> None:
        hundreds[0] += 1

    driver.set_progress_handler(hundred, 100)
    try:
        yield hundreds
    finally:
        driver.set_progress_handler(None, 100)


def plans(database: Database, seen: Statements) -> list[str]:
    """How the database goes about each statement, one line a step."""
    asked = [
        (sql, values) for sql, values in seen.sql if re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)", sql)
    ]
    steps = []
    with database.read() as connection:
        for sql, values in asked:
            if database.is_sqlite:
                steps += [row[3] for row in _driver_of(connection).execute("EXPLAIN QUERY PLAN " + sql)]
            else:
                cursor = _driver_of(connection).cursor()
                cursor.execute("EXPLAIN (FORMAT JSON) " + sql, values)
                steps += _nodes(cursor.fetchone()[0])
    return steps


def _driver_of(connection: Any) -> Any:
    return connection.connection.dbapi_connection


def _nodes(plan: Any) -> list[str]:
    """Every step of a plan of PostgreSQL, in SQLite's words for the ones that read all of a table."""
    found = json.loads(plan) if isinstance(plan, str) else plan
    steps = []
    waiting = [found[0]["Plan"]]
    while waiting:
        node = waiting.pop()
        kind = "SCAN" if node["Node Type"] == "Seq Scan" else node["Node Type"]
        steps.append(f"{kind} {node.get('Relation Name', '')}".strip())
        waiting += node.get("Plans", [])
    return steps


def scans(steps: Iterable[str], *tables: str) -> list[str]:
    """The steps that read all of one of these tables."""
    return [step for step in steps if (found := re.match(r"SCAN (\w+)", step)) and found[1] in tables]


def syncs(arguments: Sequence[str]) -> list[int] | None:
    """How often a child process had its files put on the disk in each stretch between two of its marks; None where nobody can count it.

    The child marks with `os.sched_yield`, which nothing else in it calls. strace reads the calls from outside, so neither the
    driver nor the library between can miss one.
    """
    tracer = shutil.which("strace")
    if tracer is None:
        return None
    report = Path(arguments[-1]).with_suffix(".syncs")
    done = subprocess.run(
        [tracer, "-f", "-e", "trace=fsync,fdatasync,sched_yield", "-o", report, sys.executable, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    calls = re.findall(r"(fsync|fdatasync|sched_yield)\(", report.read_text() if report.exists() else "")
    if done.returncode or "sched_yield" not in calls:  # tracing is forbidden here, as in many containers
        return None
    counts: list[int] = []
    for call in calls:
        if call == "sched_yield":
            counts.append(0)
        elif counts:
            counts[-1] += 1
    return counts[:-1]


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Figures in columns."""
    lines = [list(columns), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(columns))]
    return "\n".join(
        [
            title,
            *("  " + line[0].ljust(widths[0]) + "".join(map(_right, line[1:], widths[1:])) for line in lines),
        ]
    )


def _right(cell: str, width: int) -> str:
    return "  " + cell.rjust(width)
