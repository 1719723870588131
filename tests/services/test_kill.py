"""A desk that is killed at any moment: what it said is done is there, and nothing is half. On both engines, in real processes."""

import os
import random
from collections import Counter
from contextlib import ExitStack

import pytest
from sqlalchemy import text

from fritids.db import record
from fritids.db.engine import Database
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from tests import large_branch
from tests.builders import a_borrower, a_desk, an_article
from tests.power.table import trying
from tests.record_by_hand import record_by_hand
from tests.services.desk_process import DeskProcess

pytestmark = pytest.mark.no_branch

KILLS = int(os.environ.get("FRITIDS_KILLS", "15"))
"""How many desks die in one run, on each engine."""
TOGETHER = 3 if KILLS < 100 else 8
LONGEST = 0.2
"""The most seconds that a desk works before it dies: some hundred acts."""

HALF = {
    "a loan without the line that says who lent it": (
        "SELECT count(*) FROM loan WHERE NOT EXISTS (SELECT 1 FROM event WHERE kind = 'lend' AND loan_id = loan.id)"
    ),
    "a line of a loan that is not there": (
        "SELECT count(*) FROM event WHERE kind IN ('lend', 'return')"
        " AND NOT EXISTS (SELECT 1 FROM loan WHERE loan.id = event.loan_id)"
    ),
    "a loan that ended without a line": (
        "SELECT count(*) FROM loan WHERE returned_at IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM event WHERE kind = 'return' AND loan_id = loan.id)"
        " AND id NOT IN (SELECT returned_loan_id FROM event WHERE returned_loan_id IS NOT NULL)"
    ),
    "a line of a return whose loan is open": (
        "SELECT count(*) FROM event JOIN loan ON loan.id = coalesce(returned_loan_id, CASE WHEN kind = 'return' THEN loan_id END)"
        " WHERE loan.returned_at IS NULL"
    ),
    "a visit in which nothing happened": (
        "SELECT count(*) FROM visit WHERE NOT EXISTS (SELECT 1 FROM loan WHERE visit_id = visit.id)"
    ),
    "an article that is out twice": (
        "SELECT count(*) FROM (SELECT article_id FROM loan WHERE returned_at IS NULL GROUP BY article_id HAVING count(*) > 1) twice"
    ),
}


def half(database: Database) -> dict[str, int]:
    """What is half done in the database, which should be nothing; on SQLite also whether the file itself is whole."""
    with database.read() as connection:
        found = {what: connection.execute(text(query)).scalar_one() for what, query in HALF.items()}
        if database.is_sqlite:
            found["the file"] = connection.execute(text("PRAGMA integrity_check")).scalars().all() != ["ok"]
            found["the references"] = bool(connection.execute(text("PRAGMA foreign_key_check")).all())
    return {what: count for what, count in found.items() if count}


def unchained(database: Database) -> Counter[str]:
    """What does not fit in the record of events, which should be nothing: a line with no link, a link with no line."""
    with database.read() as connection:
        return Counter(f"the record: {fault.kind.value}" for fault in record.verify(connection))


def missing(database: Database, told: set[str]) -> set[str]:
    """The acts that were told as done and are not in the record."""
    with database.read() as connection:
        return told - set(connection.execute(text("SELECT act_key FROM event")).scalars())


def test_what_was_told_as_done_is_there_and_nothing_is_half(
    database: Database, database_url: str, engine_name: str
) -> None:
    """Desks that lend, lend on and take back, some at once, each killed at a moment of its own."""
    branch = large_branch.make(
        database, past_loans=0, articles=40 * TOGETHER, borrowers=2 * TOGETHER, bookings=0
    )
    chance = random.Random(2026)
    told: set[str] = set()
    with trying(f"kill -9 of a desk, {engine_name}") as tries:
        while tries.times < KILLS:
            told |= _killed_at_work(database_url, branch, chance)
            tries.times += TOGETHER
            gone, broken = missing(database, told), {**half(database), **unchained(database)}
            tries.lost = len(gone) + sum(broken.values())
            assert not gone
            assert not broken
            _take_all_back(database)
    assert told


def _killed_at_work(url: str, branch: large_branch.Benchmarked, chance: random.Random) -> set[str]:
    """The acts that the desks told before they died, all at once."""
    told: set[str] = set()
    with ExitStack() as stack:
        desks = [
            stack.enter_context(
                DeskProcess(
                    url,
                    "work",
                    desk=f"desk {place}",
                    codes=[branch.code(40 * place + number) for number in range(1, 41)],
                    borrowers=[2 * place + 1, 2 * place + 2],
                )
            )
            for place in range(TOGETHER)
        ]
        for desk in desks:
            desk.wait_until_ready()
        for desk in desks:
            desk.go()
        first = desks[0].next_line()  # on a machine with much to do the others may have done nothing yet
        told |= {first[-1]}
        for desk in desks:
            desk.kill_within(chance.uniform(0, LONGEST / TOGETHER))
        for desk in desks:
            lines, faults, status = desk.rest()
            assert (faults, status) == ("", -9)
            told |= {line[-1] for line in lines if line[0] in {"lent", "returned"}}
    return told


def _take_all_back(database: Database) -> None:
    """So that the next round finds everything in: a desk that died may have left one thing out."""
    desk = Desk.on(database, name="afterwards")
    with database.read() as connection:
        out = connection.execute(
            text("SELECT label FROM article JOIN loan ON article_id = article.id WHERE returned_at IS NULL")
        )
        labels = list(out.scalars())
    for label in labels:
        desk.returns.take_back(label, act=new_act_key())


@pytest.mark.parametrize("told", ["a loan", "an event"])
def test_the_search_for_half_acts_finds_them(database: Database, told: str) -> None:
    branch = large_branch.make(database, past_loans=3, articles=5, borrowers=2, bookings=0)
    assert branch.articles == 5
    assert not half(database)
    with record_by_hand(database) as connection:
        if told == "a loan":
            connection.execute(text("DELETE FROM event WHERE kind = 'lend' AND loan_id = 2"))
        else:
            connection.execute(text("UPDATE loan SET returned_at = NULL, returned_on = NULL WHERE id = 2"))
    assert len(half(database)) == 1


def test_an_open_visit_and_a_basket_come_back_after_a_fault(database: Database, database_url: str) -> None:
    """At two desks that both die: one with a family before it, one with things in the basket and nobody yet."""
    here = a_desk(database, name="one")
    family = a_borrower(here, name="Åsa Öberg")
    lent, basket = ([an_article(here).barcode for _ in range(2)] for _ in range(2))
    with (
        DeskProcess(database_url, "scan", desk="one", codes=[family.number, *lent], stay=True) as one,
        DeskProcess(database_url, "scan", desk="two", codes=basket, stay=True) as two,
    ):
        for desk, words in ((one, ["VisitOpened", "lent", "lent"]), (two, ["Basketed", "Basketed"])):
            desk.wait_until_ready()
            desk.go()
            assert [desk.next_line()[0] for _ in words] == words
            desk.kill_within(0)
            assert desk.rest()[2] == -9

    first, second = (Desk.on(database, name=name).counter.state() for name in ("one", "two"))
    assert first.visit is not None
    assert first.visit.borrower.number == family.number
    assert {line.article.barcode for line in first.visit.done} == set(lent)
    assert not first.basket
    assert second.visit is None
    assert [article.barcode for article in second.basket] == basket
