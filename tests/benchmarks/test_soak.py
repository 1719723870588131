"""A day's load on the real screen (the issue's point 9): memory stays, and the last answers come as soon as the first.

FRITIDS_SOAK_SCANS says how many; 50,000 is the nightly size, which takes an hour and is held to the issue's own figures. The short
one asserts no time: a shared machine has no clock to hold anybody to. Its last answers are held to its first ones, and objects are
counted instead of megabytes, which show a leak only after hours.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text

from fritids.db.engine import Database
from tests import large_branch
from tests.benchmarks.measure import percentile, table
from tests.benchmarks.soak import REFUSED, Day, Script, Watched, soak

SCANS = int(os.environ.get("FRITIDS_SOAK_SCANS", "120"))
NIGHTLY = 20_000
"""From so many scans on, the issue's own limits hold."""
MOST_GROWN = 20.0
"""Megabytes; the issue's limit."""
SLOWEST = 150.0
"""Milliseconds that 99 of 100 answers stay under; the issue's limit."""
SOME_KEPT = 20
"""Objects of one type that may be more for another reason. A leak is one a scan."""
OURS = (
    "fritids.",
    "asyncio.",
    "_asyncio.",
    "sqlalchemy.",
    "textual.timer.",
    "textual.worker.",
    "textual.events.",
)
"""Whose objects are counted in a short day: what is drawn goes on filling the screen's own caches for a thousand scans."""
SOME = 20.0
"""Milliseconds more that the machine may take for its own."""


def branch(file: Path, *, articles: int, borrowers: int, lent: int, past: int) -> large_branch.Benchmarked:
    """In which every article has a brand of its own, so that its name on the screen is that article's answer."""
    database = Database.open(str(file))
    made = large_branch.make(database, past_loans=past, articles=articles, borrowers=borrowers, bookings=0)
    large_branch.lend_much(database, made, borrower_id=1, past=0, out=lent)
    with database.write() as connection:
        connection.execute(text("UPDATE article SET brand = 'Brand' || id || '.'"))
        connection.execute(
            text(f"UPDATE loan SET borrower_id = id % {made.borrowers} + 1")
        )  # as many people as things
        connection.execute(
            text(
                "UPDATE article SET state = 'discarded', discard_reason = 'worn_out' WHERE id BETWEEN :first AND :last"
            ),
            {"first": articles - lent - REFUSED + 1, "last": articles - lent},
        )
    database.close()
    return made


def test_a_days_scans_leave_memory_and_pace_as_they_were(
    tmp_path: Path, sqlite_template: Path, show: Callable[[str], None]
) -> None:
    file, report = tmp_path / "branch.db", tmp_path / "objects.json"
    shutil.copyfile(sqlite_template, file)
    long = SCANS >= NIGHTLY
    lent = 2_000 if long else 100
    made = branch(
        file, articles=2 * lent + 2 * REFUSED, borrowers=lent, lent=lent, past=10_000 if long else 500
    )
    every = max(SCANS // 50, 10)

    def look(day: Day) -> None:
        day.objects.append(terminal.counted(report))

    with Watched.counting(file, report) as terminal:
        # Each list once in the first third: what a list holds is kept for the next look at it.
        looks = range(500, SCANS, 500) if long else (10, 20, 30)
        day = soak(terminal, Script(made, lent), SCANS, every=every, looks=looks, told=look)
    part = min(1000, SCANS // 3)
    first, last = day.answers[:part], day.answers[-part:]
    grown, kept = day.grown(warm=every), day.kept()
    rows = [
        (what, *(f"{percentile(figures, share):.0f}" for share in (0.5, 0.95, 0.99)))
        for what, figures in ((f"the first {part}", first), (f"the last {part}", last))
    ]
    steps = ", ".join(f"{scans}: {held:.1f}" for scans, held in day.memory[:: max(1, len(day.memory) // 10)])
    most = ", ".join(f"{kind} {more:+}" for kind, more in sorted(kept.items(), key=lambda one: -one[1])[:3])
    title = (
        f"A day's load: {SCANS} scans in {day.seconds:.0f} s, milliseconds from Enter to the answer;"
        f" MB {steps}; grown {grown:.1f}; objects kept: {most}"
    )
    show(table(title, ("", "middle", "95 %", "99 %"), rows))
    assert grown < MOST_GROWN
    counted = {kind: more for kind, more in kept.items() if long or kind.startswith(OURS)}
    assert {kind: more for kind, more in counted.items() if more > SOME_KEPT + SCANS // 100} == {}
    assert percentile(last, 0.5) < 2 * percentile(first, 0.5) + SOME
    if long:
        assert percentile(last, 0.99) < SLOWEST
