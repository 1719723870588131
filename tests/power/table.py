"""What was tried and what was lost: each test of a fault adds a line, and `python -m tests.power.table FILE` adds them up."""

import os
import sys
from collections import Counter
from pathlib import Path

FILE = "FRITIDS_TRIED"
"""The variable that names the file of the lines; without it nothing is kept."""


def tried(fault: str, times: int, lost: int) -> None:
    """Add a line to the table of this run: one write, since tests run side by side."""
    if path := os.environ.get(FILE):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(f"{fault}\t{times}\t{lost}\n")


def table(path: Path) -> str:
    """Fault, times tried, lost; in the order of the alphabet."""
    times, lost = Counter[str](), Counter[str]()
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        fault, n, missing = line.split("\t")
        times[fault] += int(n)
        lost[fault] += int(missing)
    width = max((len(fault) for fault in times), default=5)
    lines = [f"{'fault':{width}}  {'tried':>6}  {'lost':>5}"]
    lines += [f"{fault:{width}}  {times[fault]:>6}  {lost[fault]:>5}" for fault in sorted(times)]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(table(Path(sys.argv[1])) + "\n")
