"""What it costs to plan the reminders of ten thousand late loans, each of another borrower, and to hand them to a server (fewer in the short form).

No time is asserted; what is asserted is that the plan asks the database as often for many as for few, and that a message costs one commit and as many
statements wherever it stands in a run.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from fritids.db.engine import Database
from fritids.domain.words import Channel
from fritids.services.desk import Desk
from fritids.services.message_texts import load_texts
from fritids.services.results.reminders import RunResult
from tests import large_branch
from tests.benchmarks.measure import LONG, table, watched
from tests.builders import FixedClock
from tests.services.reminders.late import late_loans
from tests.services.reminders.run_process import Loopback, counting

FEW, MANY = 20, 10_000 if LONG else 400
TEXTS = load_texts()


def measured(url: str, count: int) -> dict[str, float]:
    """Seconds, and how often the database was asked, for so many loans."""
    database = Database.open(url)
    large_branch.make(database, past_loans=0, articles=count, borrowers=count, bookings=0)
    late_loans(database, count)
    desk = Desk.on(database, clock=FixedClock(datetime(2026, 3, 3, 9, 0, tzinfo=UTC)))
    began = time.perf_counter()
    plan = desk.reminders.plan(texts=TEXTS, set_up=[Channel.SMS])
    planned = time.perf_counter() - began
    assert len(plan.messages) == count
    with watched(database) as asked:
        desk.reminders.plan(texts=TEXTS, set_up=[Channel.SMS])
    begun: list[float] = []
    with counting() as server:
        gateway = Loopback(server.port)
        began = time.perf_counter()
        with watched(database) as sending:
            result = desk.reminders.run(
                [gateway], texts=TEXTS, act="run", progress=lambda *_: begun.append(time.perf_counter())
            )
        sent = time.perf_counter() - began
        gateway.close()
    database.close()
    assert isinstance(result, RunResult)
    assert (result.sent, len({to for _key, to, _text in server.got}), len(server.got)) == (count,) * 3
    return {
        "planned": planned,
        "asked": asked.count,
        "written": begun[0] - began,
        "sent": sent,
        "statements": sending.count,
        "commits": sending.commits,
    }


def test_planning_and_sending(
    engine_name: str, new_database_url: Callable[[], str], show: Callable[[str], None]
) -> None:
    few, many = (measured(new_database_url(), count) for count in (FEW, MANY))
    show(
        table(
            f"Reminders of {MANY} late loans, {engine_name}, seconds",
            (
                "planned with texts",
                "planned and written down",
                "handed over, all in all",
                "milliseconds each",
            ),
            [
                (
                    f"{many['planned']:.2f}",
                    f"{many['written']:.2f}",
                    f"{many['sent']:.2f}",
                    f"{(many['sent'] - many['written']) / MANY * 1000:.1f}",
                )
            ],
        )
    )
    assert many["asked"] == few["asked"]
    if (
        engine_name == "sqlite"
    ):  # on a server the connection that is watched is the one that holds the lock of the run
        assert (many["commits"] - few["commits"]) / (MANY - FEW) == 1
        # Beginning, reading the message and its loans, marking it, storing the last answer, committing.
        assert (many["statements"] - few["statements"]) / (MANY - FEW) <= 8
