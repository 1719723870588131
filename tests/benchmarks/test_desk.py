"""What a lend and a return cost, beside the same written by hand on the driver, in one run.

No time is asserted: this machine's is not the next one's, and neither is what else it does. What is asserted holds anywhere:
statements, commits, syncs, and that no statement reads more of a table than what it asks for.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fritids.db import branches, sqlite
from fritids.db.engine import Database
from fritids.services.acts import new_act_key
from fritids.services.clock import Clock
from fritids.services.desk import Desk
from tests import large_branch as branch
from tests.benchmarks.desks import Handwritten, UseCases
from tests.benchmarks.measure import (
    LONG,
    Act,
    Statements,
    Timed,
    alternate,
    plans,
    scans,
    syncs,
    table,
    watched,
    worked,
)
from tests.builders import FixedClock
from tests.copies import CopyOf

BLOCKS, SIZE = (60, 60) if LONG else (12, 40)
MANY_LOANS = 1_000_000 if LONG else 60_000
FEW_LOANS = 10_000
DAY = 22 * 3600.0
"""Seconds of a day that a desk is open at most, from midnight in UTC and so within one day of Stockholm too."""
STATEMENTS = 10
"""The most that an act may ask the database, its beginning and its commit included."""
LARGE = (
    "loan",
    "event",
    "article",
    "borrower",
    "barcode",
    "visit",
    "renewal",
    "check_question",
    "borrower_year",
)
"""The tables that grow without end, or with the stock."""

Show = Callable[[str], None]


def micro(figure: float) -> str:
    return f"{figure:.0f}"


@pytest.fixture
def prepared(tmp_path: Path, sqlite_template: Path) -> Path:
    """A SQLite file with a benchmarked branch and an open visit, closed."""
    path = tmp_path / "prepared.db"
    shutil.copyfile(sqlite_template, path)
    database = Database.open(str(path))
    branch.make(database, past_loans=FEW_LOANS)
    branch.open_visit(database)
    database.close()
    return path


@pytest.fixture
def small(database: Database) -> Database:
    """A benchmarked branch of ordinary size, on each engine."""
    branch.make(database, past_loans=FEW_LOANS)
    return database


def with_school(database: Database, loans: int) -> None:
    """A branch with so many loans, where borrower 1 has 500 articles out and has had 20,000."""
    made = branch.make(database, past_loans=loans - 20_000)
    branch.lend_much(database, made, borrower_id=1, past=20_000, out=500)


def very_many(database: Database) -> None:
    """Very many loans."""
    with_school(database, MANY_LOANS)


@pytest.fixture
def large(copy_of: CopyOf) -> Iterator[Database]:
    """A branch with very many loans, and a school among its borrowers."""
    database = Database.open(copy_of(very_many)[0])
    yield database
    database.close()


def open_visit_of(path: Path) -> int:
    database = Database.open(str(path))
    with database.read() as connection:
        visit: int = connection.exec_driver_sql("SELECT max(id) FROM visit").scalar_one()
    database.close()
    return visit


def test_an_act_beside_the_same_act_written_by_hand(prepared: Path, tmp_path: Path, show: Show) -> None:
    """Each has a file of its own, the same byte by byte at the start, and they take turns in blocks."""
    made, visit = branch.Benchmarked(), open_visit_of(prepared)
    ours_file, theirs_file, traced_file = (tmp_path / f"{name}.db" for name in ("ours", "theirs", "traced"))
    for copy in (ours_file, theirs_file, traced_file):
        shutil.copyfile(prepared, copy)
    database = Database.open(str(ours_file))
    ours = UseCases(database, made, borrower_id=branch.BORROWER, visit_id=visit)
    theirs = Handwritten(theirs_file, made, borrower_id=branch.BORROWER, visit_id=visit)
    acts = {
        "lend, use case": ours.lend,
        "lend, by hand": theirs.lend,
        "return, use case": ours.take_back,
        "return, by hand": theirs.take_back,
    }
    timed = alternate(acts, blocks=BLOCKS, size=SIZE)

    counted: dict[str, Statements] = {}
    for name in ("lend, use case", "return, use case"):
        with watched(database) as counted[name]:
            acts[name](1)
    theirs.close()
    database.close()
    synced = syncs(["-m", "tests.benchmarks.desk_syncs", "10", str(visit), str(traced_file)])

    rows = []
    for name, figures in timed.items():
        by_hand = timed[name.split(",")[0] + ", by hand"]
        seen = counted.get(name)
        rows.append(
            (
                name, micro(figures.median), micro(figures.at(0.95)), micro(figures.median_cpu),
                f"{figures.median / by_hand.median:.2f}", f"{figures.median_cpu / by_hand.median_cpu:.2f}",
                seen.count if seen else "", seen.commits if seen else "",
                "" if not seen else "not counted" if synced is None else max(synced[:10] if "lend" in name else synced[10:]),
            )
        )  # fmt: skip
    show(
        table(
            f"A lend and a return, {BLOCKS * SIZE} of each, SQLite {sqlite.driver().sqlite_version} "
            f"({sqlite.journal_mode(sqlite.driver())}); microseconds",
            ("act", "median", "95 %", "CPU", "ratio", "CPU ratio", "statements", "commits", "syncs"),
            rows,
        )
    )
    for name, seen in counted.items():
        assert seen.count <= STATEMENTS, (name, seen.sql)
        assert seen.commits == 1, (name, seen.sql)
    if synced is not None and sqlite.journal_mode(sqlite.driver()) == "wal":
        assert set(synced) == {1}, "one sync an act, wherever it can be counted"


def compared(acts: Mapping[str, Act]) -> dict[str, Timed]:
    return alternate(acts, blocks=BLOCKS // 2, size=SIZE)


def test_much_out_and_a_large_file_cost_nothing(small: Database, large: Database, show: Show) -> None:
    """A school with 500 things out and 20,000 behind it, in a file with very many loans, beside an ordinary person in a small one."""
    ordinary = UseCases(
        small, branch.Benchmarked(), borrower_id=branch.BORROWER, visit_id=branch.open_visit(small)
    )
    school = UseCases(
        large, branch.Benchmarked(), borrower_id=1, visit_id=branch.open_visit(large, borrower_id=1)
    )
    acts = {
        "lend, small": ordinary.lend,
        "lend, large": school.lend,
        "return, small": ordinary.take_back,
        "return, large": school.take_back,
    }
    timed = compared(acts)
    counts = {}
    for name, act in acts.items():
        with watched(small if "small" in name else large) as seen:
            act(1)
        counts[name] = seen.count
    show(
        table(
            f"500 out, 20,000 behind, {MANY_LOANS:,} loans in the database; {_engine(small)}; microseconds",
            ("act", "median", "95 %", "CPU", "times slower"),
            [
                (
                    name, micro(figures.median), micro(figures.at(0.95)), micro(figures.median_cpu),
                    f"{figures.median / timed[name.replace('large', 'small')].median:.2f}",
                )
                for name, figures in timed.items()
            ],
        )
    )  # fmt: skip
    assert counts["lend, large"] == counts["lend, small"] <= STATEMENTS
    assert counts["return, large"] == counts["return, small"] <= STATEMENTS


@pytest.mark.counted
def test_no_statement_of_an_act_reads_a_whole_table(database: Database) -> None:
    """Also where the branch has set how much anybody may have out, which has to be counted."""
    with_school(database, 25_000)
    with database.write() as connection:
        branches.set_settings(connection, 1, {"loan_limit": "600"})
    desk = UseCases(
        database, branch.Benchmarked(), borrower_id=1, visit_id=branch.open_visit(database, borrower_id=1)
    )
    with watched(database) as seen:
        desk.lend(1)
        desk.take_back(1)
    steps = plans(database, seen)
    assert any("loan" in step for step in steps), "the plans were read"
    # PostgreSQL may rightly read all of a few pages of bookings; SQLite, which keeps no figures of what is in a table, may not.
    assert not scans(steps, *LARGE, *(("booking",) if database.is_sqlite else ())), steps
    with watched(database) as seen, database.read() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM loan WHERE told = 'x'").scalar()
    assert scans(plans(database, seen), *LARGE), "a scan would have been found"


def counter_work(database: Database, clock: Clock | None = None) -> dict[str, int]:
    """What SQLite has to do for each thing that a counter does in its day, at the desk that has done everything before."""
    made = branch.Benchmarked()
    desk = Desk.on(database, name=branch.DESK, clock=clock)
    school = str(50_000_000 + 1)
    acts: dict[str, Callable[[], object]] = {
        "what stands beside the empty box": desk.counter.state,
        "an article into the basket": lambda: desk.counter.enter(made.code(1), act=new_act_key()),
        "the borrower": lambda: desk.counter.enter(school, act=new_act_key()),
        "an article in the visit": lambda: desk.counter.enter(made.code(2), act=new_act_key()),
        "the same again": lambda: desk.counter.enter(made.code(2), act=new_act_key()),
        "what stands beside the box": desk.counter.state,
        "the end of the visit": lambda: desk.counter.enter_empty(act=new_act_key()),
        "a return": lambda: desk.returns.take_back(made.code(1), act=new_act_key()),
        "a renewal": lambda: desk.renewals.renew(made.code(2), act=new_act_key()),
        "an undoing": lambda: desk.undoing.undo_last(act=new_act_key()),
        "the acts that can be undone": desk.undoing.recent,
        "today by hour": desk.loans.today,
        "an unknown code": lambda: desk.counter.enter("ABC-123", act=new_act_key()),
    }
    done = {}
    for name, act in acts.items():
        with worked(database) as hundreds:
            act()
        done[name] = hundreds[0]
    return done


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_nothing_at_the_counter_is_more_work_in_a_large_file(
    small: Database, large: Database, show: Show
) -> None:
    """For a school that has 500 things out, here with nothing behind it and there with 20,000.

    Counted in SQLite's own instructions, beside the benchmarks that measure time since it shares their file: an index can be walked from end to end too, and a plan does not say so.
    """
    branch.lend_much(small, branch.Benchmarked(), borrower_id=1, past=0, out=500)
    few, many = counter_work(small), counter_work(large)
    show(
        table(
            f"Work at the counter, hundreds of SQLite's instructions; {FEW_LOANS:,} and {MANY_LOANS:,} loans",
            ("", "few", "many"),
            [(name, few[name], many[name]) for name in few],
        )
    )
    assert {name for name in few if many[name] > 2 * few[name] + 20} == set()


def busy_day(database: Database, acts: int) -> None:
    """A day at the one desk with so many lendings, and as many returns."""
    made = branch.make(database, past_loans=0)
    with database.write() as connection:
        branch.lend_past(
            connection, database, acts, borrower="i % :borrowers + 1", borrowers=made.borrowers,
            articles=made.articles, seconds=DAY,
        )  # fmt: skip
    branch.lend_much(database, made, borrower_id=1, past=0, out=50)


def longest_day(database: Database) -> None:
    """So many scans that no desk has ever had them."""
    busy_day(database, 10_000)


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_the_last_scan_of_the_longest_day_is_as_little_work_as_the_first(
    database: Database, copy_of: CopyOf, show: Show
) -> None:
    """Whatever asks for "today" must not walk through all of it, as the questions beside the empty box once did: 2 ms of a scan became 60."""
    busy_day(database, 100)
    longest = Database.open(copy_of(longest_day)[0])
    clock = FixedClock(datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=DAY))
    few, many = counter_work(database, clock), counter_work(longest, clock)
    longest.close()
    show(
        table(
            "Work at the counter, hundreds of SQLite's instructions; after 200 and 20,000 acts of one day",
            ("", "few", "many"),
            [(name, few[name], many[name]) for name in few],
        )
    )
    counts_the_day = {"today by hour"}
    assert {name for name in few if many[name] > 2 * few[name] + 30} - counts_the_day == set()


def _engine(database: Database) -> str:
    return "SQLite" if database.is_sqlite else "PostgreSQL, without syncs"
