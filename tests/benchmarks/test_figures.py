"""What counting a year costs, beside hand-written SQL on the same file and a column store on an export of the same loans.

200,000 loans of five branches; the long form a million of fourteen, on both engines. Times are printed as ratios in one run; what is
asserted is that all three count the same, that what is kept of a year costs less than counting it, and memory.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from fritids.db import branches
from fritids.db.engine import Database
from fritids.domain.figures import Cell, Period, PeriodFigures, Split
from fritids.services.desk import Desk
from fritids.services.sample.store import init_network
from tests.benchmarks.count_by_hand import ByColumns, BySqlite, Counted
from tests.benchmarks.measure import LONG, table

AS_OF = date(2026, 3, 10)
YEAR = 2025
BRANCHES, LOANS = (14, 1_000_000) if LONG else (5, 200_000)
MOST_MEGABYTES = 300
_ONLY_COUNT = """
import psutil, sys
from fritids.domain.figures import Period
from fritids.services.desk import Desk
desk = Desk.open(sys.argv[1], branch="b001")
desk.figures.whole(Period.year(2024))  # nothing is kept of it
# Not getrusage: there a program begins with the peak of the one that started it.
print(open("/proc/self/status").read().split("VmHWM:")[1].split()[0] if sys.platform == "linux" else psutil.Process().memory_info().rss >> 10)
"""


@pytest.fixture
def network(engine_name: str, new_database_url: Callable[[], str], tmp_path: Path) -> Iterator[Database]:
    """A network with nothing counted yet; a file lies on the disk."""
    if engine_name != "sqlite" and not LONG:
        pytest.skip("on PostgreSQL in the long form only: FRITIDS_LONG_BENCHMARKS=1")
    opened = Database.open(str(tmp_path / "network.db") if engine_name == "sqlite" else new_database_url())
    init_network(opened, BRANCHES, LOANS, AS_OF)
    yield opened
    opened.close()


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def test_a_year_of_all_branches(network: Database, show: Callable[[str], None], tmp_path: Path) -> None:
    desk = Desk.on(network, branch="b001")
    year, counted = Period.year(YEAR), []
    first = seconds(lambda: counted.append(desk.figures.whole(year)))
    again = min(seconds(lambda: desk.figures.whole(year)) for _ in range(3))
    of_one = seconds(lambda: desk.figures.whole(year, "b003"))
    split = min(seconds(lambda: desk.figures.split(year, (Split.CATEGORY,))) for _ in range(3))
    crossed = min(seconds(lambda: desk.figures.split(year, (Split.KIND, Split.AGE))) for _ in range(3))
    lines = [
        ("the year of all branches, counted", f"{first:.3f}"),
        ("the same again", f"{again:.4f}"),
        ("the year of one branch, counted", f"{of_one:.3f}"),
        ("by category, of all branches", f"{split:.4f}"),
        ("kind by age, which no report has", f"{crossed:.4f}"),
    ]
    if network.is_sqlite:
        assert network.path is not None
        hand = BySqlite(network.path)
        by_hand, by_columns = [], []
        took = min(seconds(lambda: by_hand.append(hand.count(YEAR, branches=True))) for _ in range(2))
        hand.export(tmp_path / "loans.csv")
        hand.close()
        columns = ByColumns(tmp_path / "loans.csv")
        columnwise = min(
            seconds(lambda: by_columns.append(columns.count(YEAR, branches=True))) for _ in range(2)
        )
        columns.close()
        for other in (by_hand[0], by_columns[0]):
            assert shape(counted[0], desk) == other, "all count the same"
        lines += [
            ("by hand in SQL", f"{took:.3f}, counted {first / took:.2f} times that, kept {again / took:.4f}"),
            (
                "DuckDB on an export",
                f"{columnwise:.3f}, counted {first / columnwise:.1f} times that, kept {again / columnwise:.3f}",
            ),
            ("memory of a program that only counts", f"{memory(network.path):.0f} MB"),
        ]
        assert again < took, "what is kept is not counted again"
    show(
        table(
            f"Counting {YEAR} of {LOANS:,} loans, {network.url.get_backend_name()}, seconds",
            ("what", ""),
            lines,
        )
    )


def shape(figures: PeriodFigures, desk: Desk) -> Counted:
    """The program's figures as the other contenders give theirs."""
    with desk.context.database.read() as connection:
        ids = {one.code: str(one.id) for one in branches.find(connection, None)}

    def codes(key: tuple[Split, ...], row: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(
            ids[code] if split is Split.BRANCH else code for split, code in zip(key, row, strict=True)
        )

    def values(cell: Cell) -> tuple[int, ...]:
        return (cell.loans, cell.visits, cell.borrowers, cell.new_borrowers, cell.on_site)

    return {
        key: {codes(key, row): values(cell) for row, cell in rows.items() if cell.loans}
        for key, rows in figures.tables.items()
    }


def memory(path: Path) -> float:
    """The peak of a process that opens the desk and counts the year, in megabytes."""
    said = subprocess.run(
        [sys.executable, "-c", _ONLY_COUNT, str(path)],
        capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )  # fmt: skip
    peak = int(said.stdout) / 1024
    assert peak < MOST_MEGABYTES
    return peak
