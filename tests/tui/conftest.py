"""A branch to stand at: a clock that stands still, a few things, and two families."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from fritids.db.engine import Database
from fritids.services.desk import Desk as ServiceDesk
from fritids.services.results import ArticleView, BorrowerView
from tests.builders import FixedClock, a_borrower, a_desk, an_article


@dataclass
class Branch:
    """What the tests of the counter stand on."""

    url: str
    clock: FixedClock
    skates: tuple[ArticleView, ...]
    anna: BorrowerView
    bo: BorrowerView
    look: Callable[[], ServiceDesk]
    """The same desk, to see what is in the database."""


@pytest.fixture
def branch(database: Database, database_url: str) -> Branch:
    """A branch with six pairs of skates; Anna's number is 070-174 06 05, and so is nobody else's."""
    clock = FixedClock(datetime(2026, 2, 16, 9, 31, tzinfo=UTC))
    desk = a_desk(database, name="one", clock=clock)
    desk.branch.set({f"ask_{field}": "off" for field in ("birth_year", "gender", "postcode")}, act="settings")
    skates = tuple(an_article(desk, size=str(36 + n), brand="Bauer") for n in range(6))
    anna = a_borrower(desk, name="Anna Berg", phone="070-174 06 05")
    bo = a_borrower(desk, name="Bo Ek", phone="070-174 06 06")
    return Branch(database_url, clock, skates, anna, bo, lambda: desk)
