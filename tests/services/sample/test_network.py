"""A made-up network holds what it says, and is a database like any other."""

from datetime import date

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.schema import CreateTable

from fritids.db.engine import Database
from fritids.db.tables import BorrowerYear, Loan, Visit
from fritids.errors import InvalidValueError
from fritids.services.desk import Desk
from fritids.services.forms import NewBorrowerData
from fritids.services.sample.network_slots import slots
from fritids.services.sample.store import init_network
from tests.db.test_migrations import described

AS_OF = date(2026, 2, 24)
LOAN, VISIT, YEAR = Loan.__table__, Visit.__table__, BorrowerYear.__table__


@pytest.mark.no_branch
def test_it_has_exactly_so_many_loans_and_is_whole(database: Database) -> None:
    before = described(database)
    init_network(database, 3, 24_000, AS_OF)
    assert described(database) == before, "indexes and references are back"
    assert "FOREIGN KEY(article_id)" in str(CreateTable(LOAN)), "and in tables that are made later"
    with database.read() as connection:
        by_branch = {
            row.branch_id: row.n
            for row in connection.execute(
                select(LOAN.c.branch_id, func.count().label("n")).group_by(LOAN.c.branch_id)
            )
        }
        keyed = select(func.count()).select_from(
            LOAN.join(YEAR, (YEAR.c.borrower_id == LOAN.c.borrower_id) & (YEAR.c.key == LOAN.c.borrower_key))
        )
        in_two = select(YEAR.c.key).where(
            select(func.count(LOAN.c.branch_id.distinct()))
            .where(LOAN.c.borrower_key == YEAR.c.key)
            .scalar_subquery()
            > 1
        )
        strange = (
            select(func.count())
            .select_from(LOAN.join(VISIT, VISIT.c.id == LOAN.c.visit_id))
            .where((VISIT.c.borrower_id != LOAN.c.borrower_id) | (VISIT.c.branch_id != LOAN.c.branch_id))
        )
        assert sum(by_branch.values()) == 24_000
        assert by_branch[1] < by_branch[2] < by_branch[3]
        assert connection.execute(keyed).scalar_one() == 24_000, "each under its borrower's key of the year"
        assert connection.execute(in_two).first() is not None, "somebody borrows at two branches"
        assert connection.execute(strange).scalar_one() == 0
        assert connection.execute(text("SELECT count(*) FROM event")).scalar_one() == 3
    desk = Desk.on(database, branch="b002")
    assert desk.borrowers.add(NewBorrowerData(name="Ny Låntagare"), act="new").open_loans == 0, (
        "numbers go on"
    )


@pytest.mark.parametrize(("branches", "loans"), [(0, 10), (1_000, 5_000), (10, 9), (2, 60_000_000)])
def test_numbers_that_nobody_can_mean_are_refused(branches: int, loans: int) -> None:
    with pytest.raises(InvalidValueError):
        slots(branches, loans, 20_000)


def test_every_branch_gets_its_share() -> None:
    made = slots(140, 10_000_000, 20_033)
    assert sum(count for slot in made for _ago, count in slot.eras) == 10_000_000
    assert {slot.branch_id for slot in made} == set(range(1, 141))
    assert [slot.number for slot in made] == list(range(len(made)))
