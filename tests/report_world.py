"""A network of three branches with a year of loans: a large one, one of three borrowers, one that has lent nothing. Names in it are hostile."""

from datetime import UTC, datetime, timedelta
from typing import Final

from fritids.db.engine import Database
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.results import Lent
from fritids.services.setup import init_branch
from tests.builders import FixedClock, a_borrower, an_article

HOSTILE: Final = "=cmd|'/C calc'!A1 <b>&[red]"
NORTH, SOUTH, EMPTY = "north", "south", "empty"
NAME: Final = "Skyddad Hemligsson"
"""Part of the name of everybody who borrows, and of nothing else."""
_TYPES: Final = ("hockey-skates", "football", "sleeping-bag", "kubb")
_ASKED: Final = {"ask_birth_year": "on", "ask_gender": "on", "ask_postcode": "on"}


def a_network(database: Database) -> None:
    """The branches, and loans from 2024 to January 2026: enough in some cells of each table, too few in others."""
    for code, name in ((NORTH, HOSTILE), (SOUTH, "Fritidsbanken Söder"), (EMPTY, "Fritidsbanken Tom")):
        init_branch(database, name, code=code, settings=_ASKED)
    clock = FixedClock(datetime(2024, 11, 1, 9, tzinfo=UTC))
    for code, people in ((NORTH, 14), (SOUTH, 3)):
        desk = Desk.on(database, branch=code, name="one", clock=clock)
        _lend(desk, clock, people)


def _lend(desk: Desk, clock: FixedClock, people: int) -> None:
    for n in range(people):
        whole = n % 7 == 6
        who = (
            a_borrower(desk, name=f"{NAME} skola {n}", kind="school")
            if whole
            else a_borrower(
                desk,
                name=f"{NAME} {n}",
                birth_year=(2015, 1980, 1950)[n % 3],
                gender=("woman", "man")[n % 2],
                postcode="60221" if n < 9 else "60311",
            )
        )
        for year in (2024, 2025, 2026):
            for each, type_code in enumerate(_TYPES[: 1 + n % 4]):
                day = datetime(year, 1, 8, 9 + n % 3, tzinfo=UTC) + timedelta(
                    days=30 * each if year < 2026 else 0
                )
                clock.moment = day
                article = an_article(desk, type=type_code)
                lent = desk.lending.lend(article.barcode, who.id, act=new_act_key())
                assert isinstance(lent, Lent)
                clock.moment = day + timedelta(days=10 if n % 5 else 20)
                desk.returns.take_back(article.barcode, act=new_act_key())
