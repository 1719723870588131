"""Two desks at the same moment: real processes, each with a connection of its own, on both engines."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from fritids.db import branches, schema
from fritids.db.engine import Database
from fritids.db.tables import Branch, Event, Loan, Renewal
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.results import Undone
from tests import large_branch
from tests.services.desk_process import DeskProcess, at_once, now

pytestmark = pytest.mark.no_branch

ARTICLES = 200
LOAN, EVENT, RENEWAL = Loan.__table__, Event.__table__, Renewal.__table__


@pytest.fixture
def branch(database: Database) -> large_branch.Benchmarked:
    """A branch with 200 articles and 40 borrowers, none of whom has anything."""
    return large_branch.make(database, past_loans=0, articles=ARTICLES, borrowers=40, bookings=0)


def counted(database: Database, query: str) -> int:
    with database.read() as connection:
        number: int = connection.execute(text(query)).scalar_one()
    return number


def test_of_two_desks_that_lend_one_article_one_lends_it_and_the_other_is_told(
    database: Database, database_url: str, branch: large_branch.Benchmarked
) -> None:
    """Two hundred times, as fast as both can."""
    codes = [branch.code(number) for number in range(1, ARTICLES + 1)]
    first, second = at_once(
        DeskProcess(database_url, "lend", desk="one", codes=codes, borrowers=[1]),
        DeskProcess(database_url, "lend", desk="two", codes=codes, borrowers=[2]),
    )
    for one, two in zip(first, second, strict=True):
        lent, told = sorted((one, two), key=lambda line: line[0] != "lent")
        assert lent[0] == "lent"
        assert told[0] == "not"
        assert "just_lent" in told
    assert counted(database, "SELECT count(*) FROM loan") == ARTICLES
    assert counted(database, "SELECT count(*) FROM event") == ARTICLES


def test_two_desks_do_not_both_lend_the_last_thing_that_a_limit_allows(
    database: Database, database_url: str, branch: large_branch.Benchmarked
) -> None:
    """Ten borrowers who may have two things and have one; each desk lends each of them one more, of its own."""
    with database.write() as connection:
        branches.set_settings(connection, 1, {"loan_limit": "2"})
    people = list(range(1, 11))
    held, ours, theirs = ([branch.code(start + number) for number in people] for start in (0, 20, 40))
    at_once(DeskProcess(database_url, "lend", codes=held, borrowers=people))
    first, second = at_once(
        DeskProcess(database_url, "lend", desk="one", codes=ours, borrowers=people),
        DeskProcess(database_url, "lend", desk="two", codes=theirs, borrowers=people),
    )
    for one, two in zip(first, second, strict=True):
        assert sorted(line[0] for line in (one, two)) == ["lent", "not"]
        assert "limit_reached" in [*one, *two]
    assert counted(database, "SELECT count(*) FROM loan") == 2 * len(people)


def test_of_two_first_loans_at_two_desks_one_is_the_borrowers_first(
    database: Database, database_url: str, branch: large_branch.Benchmarked
) -> None:
    """Also where a loan that was undone has left the key of the year, which otherwise lets one of the two desks in only."""
    people = list(range(1, 41))
    undone, ours, theirs = ([branch.code(start + number) for number in people] for start in (0, 40, 80))
    at_once(DeskProcess(database_url, "lend", codes=undone, borrowers=people))
    desk = Desk.on(database, name="one")
    for _ in people:
        assert isinstance(desk.undoing.undo_last(act=new_act_key()), Undone)
    at_once(
        DeskProcess(database_url, "lend", desk="one", codes=ours, borrowers=people),
        DeskProcess(database_url, "lend", desk="two", codes=theirs, borrowers=people),
    )
    with database.read() as connection:
        first = connection.execute(
            select(LOAN.c.borrower_id, func.count())
            .where(LOAN.c.first_ever)
            .group_by(LOAN.c.borrower_id)
            .order_by(LOAN.c.borrower_id)
        )
        assert [tuple(row) for row in first] == [(person, 1) for person in people]


def test_two_desks_that_renew_one_loan_renew_it_once(
    database: Database, database_url: str, branch: large_branch.Benchmarked
) -> None:
    codes = [branch.code(number) for number in range(1, 21)]
    earlier = (now() - timedelta(days=5)).isoformat()
    at_once(DeskProcess(database_url, "lend", codes=codes, borrowers=[1], at=earlier))
    first, second = at_once(
        DeskProcess(database_url, "renew", desk="one", codes=codes),
        DeskProcess(database_url, "renew", desk="two", codes=codes),
    )
    for one, two in zip(first, second, strict=True):
        assert sorted(line[0] for line in (one, two)) == ["not", "renewed"]
        assert "not_moved" in [*one, *two]
    with database.read() as connection:
        assert connection.execute(select(func.count()).select_from(RENEWAL)).scalar_one() == len(codes)
        assert set(connection.execute(select(RENEWAL.c.seq)).scalars()) == {1}


def test_an_article_scanned_at_two_desks_is_taken_back_once(
    database: Database, database_url: str, branch: large_branch.Benchmarked
) -> None:
    codes = [branch.code(number) for number in range(1, 41)]
    at_once(DeskProcess(database_url, "lend", codes=codes, borrowers=[1]))
    first, second = at_once(
        DeskProcess(database_url, "return", desk="one", codes=codes),
        DeskProcess(database_url, "return", desk="two", codes=codes),
    )
    for one, two in zip(first, second, strict=True):
        assert sorted(line[0] for line in (one, two)) == ["not", "returned"]
        assert "not_on_loan" in [*one, *two]
    assert counted(database, "SELECT count(*) FROM event WHERE kind = 'return'") == len(codes)


def test_an_act_that_arrives_twice_at_once_is_done_once(
    database: Database, database_url: str, branch: large_branch.Benchmarked
) -> None:
    """Both are told that it is done, and only one of them that it was done just now (R9)."""
    codes = [branch.code(number) for number in range(1, 61)]
    acts = [new_act_key() for _ in codes]
    first, second = at_once(
        DeskProcess(database_url, "lend", codes=codes, borrowers=[1], acts=acts),
        DeskProcess(database_url, "lend", codes=codes, borrowers=[1], acts=acts),
    )
    for one, two in zip(first, second, strict=True):
        assert one[:2] == two[:2]
        assert one[0] == "lent"
        assert {one[2], two[2]} == {True, False}
    assert counted(database, "SELECT count(*) FROM loan") == len(codes)
    assert counted(database, "SELECT count(*) FROM event") == len(codes)


def test_programs_that_make_the_same_new_database_at_once_make_one(blank_url: str) -> None:
    said = at_once(*(DeskProcess(blank_url, "init") for _ in range(3)))
    assert said == [[["main"]]] * 3
    database = Database.open(blank_url)
    schema.check(database)
    with database.read() as connection:
        assert connection.execute(select(Branch.__table__.c.name)).scalars().all() == ["Ån"]
    database.close()


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_acts_on_many_articles_never_stop_each_other(
    database: Database, database_url: str, branch: large_branch.Benchmarked
) -> None:
    """Baskets scanned in opposite orders, lent and undone as visits, and visits moved to and fro: each waits its turn, none is broken off."""
    codes = [branch.code(number) for number in range(1, 7)]
    said = at_once(
        *(
            DeskProcess(
                database_url, "baskets", desk=f"desk {n}", codes=codes[:: 1 if n % 2 else -1], borrowers=[n, 5 - n], rounds=3
            )
            for n in range(1, 5)
        )
    )  # fmt: skip
    assert all(lines for lines in said)
    assert counted(database, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()") == 0
