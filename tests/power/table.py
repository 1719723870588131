"""What was tried and what was lost: each test of a fault adds a line, and `python -m tests.power.table FILE` adds them up."""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FILE: Final = os.environ.get("FRITIDS_TRIED")
"""The file of the lines, None where nothing is kept. Read here and now: while a test runs, its surroundings have no variable of ours."""


@dataclass(slots=True)
class Tries:
    """How often a test tried a fault so far, and how much was lost by it."""

    times: int = 0
    lost: int = 0


@contextmanager
def trying(fault: str) -> Iterator[Tries]:
    """Add a line to the table of this run when the block ends, also by a failure, which counts as one loss at least."""
    tries = Tries()
    try:
        yield tries
    except KeyboardInterrupt:  # somebody stopped it: what was tried until then stands
        raise
    except BaseException:
        tries.lost = max(tries.lost, 1)
        raise
    finally:
        _add(fault, tries)


def _add(fault: str, tries: Tries) -> None:
    if FILE:
        with Path(FILE).open("a", encoding="utf-8") as file:  # one write, since tests run side by side
            file.write(f"{fault}\t{tries.times}\t{tries.lost}\n")


def table(path: Path) -> str:
    """Fault, times tried, lost; in the order of the alphabet."""
    times, lost = Counter[str](), Counter[str]()
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        fault, n, missing = line.split("\t")
        times[fault] += int(n)
        lost[fault] += int(missing)
    width = max((len(fault) for fault in times), default=5)
    lines = [f"{'fault':{width}}  {'times tried':>11}  {'lost':>5}"]
    lines += [f"{fault:{width}}  {times[fault]:>11}  {lost[fault]:>5}" for fault in sorted(times)]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(table(Path(sys.argv[1])) + "\n")
