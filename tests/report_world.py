"""Two branches with a few loans of 2024 to 2026: one of eight borrowers and one of three; a third has lent nothing."""

from datetime import UTC, datetime, timedelta
from typing import Final

from fritids.db.engine import Database
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.results import Lent
from fritids.services.setup import init_branch
from tests.builders import FixedClock, a_borrower, an_article

NORTH, SOUTH, EMPTY = "north", "south", "empty"
NAME: Final = "Skyddad Hemligsson"
"""Part of the name of everybody who borrows, and of nothing else."""
TODAY: Final = datetime(2026, 2, 16, 9, 30, tzinfo=UTC)


def one_branch(database: Database) -> None:
    """The branch of eight borrowers alone."""
    _branch(database, NORTH, "Fritidsbanken =1+1 <b>", 8)


def three_branches(database: Database) -> None:
    """All three."""
    one_branch(database)
    _branch(database, SOUTH, "Fritidsbanken Söder", 3)
    _branch(database, EMPTY, "Fritidsbanken Tom", 0)


def _branch(database: Database, code: str, name: str, people: int) -> None:
    clock = FixedClock(TODAY)
    init_branch(database, name, code=code)
    desk = Desk.on(database, branch=code, name="one", clock=clock)
    for n in range(people):
        who = a_borrower(desk, name=f"{NAME} {n}", kind="person" if n < 6 else "school").id
        article = an_article(desk, type=("hockey-skates", "football")[n % 2]).barcode
        for year in (2024, 2025, 2026) if n == 0 else (2025,):
            clock.moment = datetime(year, 1, 8 + n, 9, tzinfo=UTC)
            assert isinstance(desk.lending.lend(article, who, act=new_act_key()), Lent)
            clock.moment += timedelta(days=10)
            desk.returns.take_back(article, act=new_act_key())
