"""What it costs to take in a large branch's whole stock, and to put it in a file again.

The long form reads 100,000 articles. Times are printed and not asserted; memory is, since it is the same on any machine and must
hardly grow with the length of the list.
"""

import csv
import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fritids.outside import tabular
from fritids.services.reference import article_types
from tests.benchmarks.measure import LONG

pytestmark = [] if LONG else [pytest.mark.counted]
"""What is asserted is memory. Beside other tests the times that are printed are longer; the long form gives true ones."""

ROWS = 100_000 if LONG else 6_000
MEMORY = 300
"""MB that the whole process may take."""
HEADERS = ["Streckkod", "Artikeltyp", "Storlek", "Märke", "Modell", "Anteckning", "Status", "Inkom"]
MEASURED = """
import json, resource, sys, time
from pathlib import Path
from fritids.db.engine import Database
from fritids.services.clock import SystemClock
from fritids.services.context import Context
from fritids.services.exporting import Exporter, ExportKind
from fritids.services.importing.importer import Importer
from fritids.services.setup import init_branch

where, path, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
database = Database.open(where)
init_branch(database, "Ån")
context = Context(database, 1, "desk", None, SystemClock())
importer = Importer(context)
times = [time.perf_counter()]
phases = {}
plan = importer.plan(path)
times.append(time.perf_counter())
report = importer.run(plan, progress=lambda step: phases.setdefault(step.phase, time.perf_counter()))
times.append(time.perf_counter())
exported = Exporter(context).export(ExportKind.ARTICLES, out)
times.append(time.perf_counter())
database.close()
status = Path("/proc/self/status")
if status.exists():  # getrusage counts what the parent had when it forked, which under pytest is far more than ours
    peak = next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)
print(json.dumps({
    "added": report.added, "problems": report.problem_count, "exported": exported.rows, "peak": peak,
    "plan": times[1] - times[0], "import": times[2] - times[1], "locked": times[2] - phases["writing"], "export": times[3] - times[2],
}))
"""


def rows() -> list[list[str]]:
    """Believable articles, the same each time."""
    chance = random.Random(1)
    types = [row.name_sv for row in article_types()]
    brands, notes = ["Åsnes", "Bauer", "Atomic", ""], ["", "sliten i ena kanten"]
    return [
        [
            f"73{n:09d}", chance.choice(types), str(chance.randint(20, 200)), chance.choice(brands), f"Modell {chance.randint(1, 900)}",
            chance.choice(notes), "i lager", f"20{chance.randint(10, 25)}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}",
        ]
        for n in range(ROWS)
    ]  # fmt: skip


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_large_stock_comes_in_within_a_steady_amount_of_memory(
    blank_url: str, tmp_path: Path, suffix: str, show: Callable[[str], None]
) -> None:
    path = tmp_path / f"stock.{suffix}"
    if suffix == "csv":
        with path.open("w", encoding="cp1252", newline="") as file:
            csv.writer(file, delimiter=",").writerows([HEADERS, *rows()])
    else:
        with tabular.writing(path, HEADERS) as write:
            for row in rows():
                write(row)
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, blank_url, str(path), str(tmp_path / f"out.{suffix}")],
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    assert (found["added"], found["problems"], found["exported"]) == (ROWS, 0, ROWS)
    show(
        f"{ROWS} articles from {suffix} into {blank_url.partition(':')[0]}: shown after {found['plan']:.1f} s, in after"
        f" {found['import']:.1f} s more, of which {found['locked']:.1f} s other desks waited; {found['peak']:.0f} MB;"
        f" out again in {found['export']:.1f} s"
    )
    assert found["peak"] < MEMORY
