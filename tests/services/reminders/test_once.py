"""The promise of once, where it is broken: two runs at the same moment, runs killed anywhere, with real processes and a server that counts."""

import random
from collections import Counter
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from fritids.db.engine import Database
from fritids.domain.words import MessageState
from fritids.services.desk import Desk
from fritids.services.message_texts import MessageTexts
from tests import large_branch
from tests.builders import FixedClock
from tests.services.reminders.late import late_loans
from tests.services.reminders.paper import Post
from tests.services.reminders.run_process import Counting, RunProcess, counting

pytestmark = pytest.mark.no_branch
LOANS = 12
DAY = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


@pytest.fixture
def late(database: Database) -> Database:
    """Twelve borrowers who are a day late."""
    large_branch.make(database, past_loans=0, articles=LOANS, borrowers=LOANS, bookings=0)
    late_loans(database, LOANS)
    return database


def told(server: Counting) -> Counter[str]:
    """How many messages each borrower's telephone got."""
    return Counter(to for _key, to, _text in server.got)


def stored(database: Database, texts: MessageTexts) -> Counter[MessageState]:
    """How the messages stand."""
    return Counter(Post(Desk.on(database, clock=FixedClock(DAY)), texts).states())


@pytest.mark.parametrize("locks", [True, False], ids=["with the lock", "with the lock lost"])
def test_runs_at_the_same_moment_send_each_message_once(
    late: Database, database_url: str, texts: MessageTexts, *, locks: bool
) -> None:
    """As from two machines. With the lock the others say that one is under way; without it they share the work and nothing is sent twice."""
    with counting() as server, ExitStack() as stack:
        runs = [
            stack.enter_context(RunProcess(database_url, server.port, DAY, locks=locks)) for _ in range(3)
        ]
        for run in runs:
            run.wait_until_ready()
        for run in runs:
            run.go()
        said = [run.result() for run in runs]
    assert told(server) == Counter({f"+4670{1_000_000 + number}": 1 for number in range(1, LOANS + 1)})
    assert stored(late, texts) == Counter({MessageState.SENT: LOANS})
    if locks:
        assert sum(f"sent={LOANS}" in each for each in said) == 1, said


@pytest.mark.parametrize("asks", [False, True], ids=["a gateway that cannot be asked", "one that can"])
def test_killed_anywhere_each_message_goes_out_at_most_once(
    late: Database, database_url: str, texts: MessageTexts, *, asks: bool
) -> None:
    """Killed while a message is at the gateway and before its answer is stored, and at any other moment; then run until nothing is left.

    What the gateway had when the program died is never sent again: it is `unknown`, or `sent` where the gateway can be asked.
    """
    chance = random.Random(2026)
    with counting() as server:
        for place, number in enumerate((1, None, 5)):
            at = DAY + timedelta(minutes=10 * place)
            with RunProcess(database_url, server.port, at, asks=asks) as run:
                run.wait_until_ready()
                server.reached = partial(kill_at, run, number)
                run.go()
                if number is None:
                    run.kill_within(chance.uniform(0, 0.1))
                run.result()
        server.reached = lambda _count: None
        said = "AlreadyRunning()"
        while said == "AlreadyRunning()":  # a server may need a moment to see that the other one is dead
            with RunProcess(database_url, server.port, DAY + timedelta(hours=1), asks=asks) as run:
                run.wait_until_ready()
                run.go()
                said = run.result()
    assert set(told(server).values()) == {1}
    found = stored(late, texts)
    assert found.total() == LOANS
    if asks:
        assert found == Counter({MessageState.SENT: LOANS})
        assert told(server).total() == LOANS
    else:
        assert set(found) == {MessageState.SENT, MessageState.UNKNOWN}
        assert found[MessageState.SENT] <= told(server).total() <= LOANS


def kill_at(run: RunProcess, number: int | None, count: int) -> None:
    """The run is dead as soon as so many messages have reached the server, which has not answered the last one yet."""
    if number is not None and count >= number:
        run.kill()
