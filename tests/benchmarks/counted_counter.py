"""The counter, which on a signal writes down how many objects of each type it holds: `python -m tests.benchmarks.counted_counter REPORT WORDS...`.

Memory itself shows a leak only after hours: the pages of a file and what is drawn often are kept, up to a bound, and pymalloc gives
nothing back. One object a scan too many shows within a hundred scans.
"""

import gc
import json
import signal
import sys
from collections import Counter
from pathlib import Path
from types import FrameType

from fritids.main import console


def write_counts(report: Path) -> None:
    """The file at `report` holds how many objects of each type there are that the collector looks after and that came since the desk opened."""
    gc.collect()
    kinds = Counter(f"{type(one).__module__}.{type(one).__qualname__}" for one in gc.get_objects())
    partial = report.with_suffix(".partial")
    partial.write_text(json.dumps(kinds), encoding="utf-8")
    partial.replace(report)


def main() -> None:
    """Run the counter with the words after the first, which is where the counts go."""
    report = Path(sys.argv.pop(1))

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        write_counts(report)

    signal.signal(signal.SIGUSR1, on_signal)
    console()


if __name__ == "__main__":
    main()
