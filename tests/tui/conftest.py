"""A branch to stand at: a clock that stands still, a few things, and two families."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from fritids.db.engine import Database
from fritids.services.desk import Desk as ServiceDesk
from fritids.services.results import ArticleView, BorrowerView
from tests.builders import FixedClock, a_borrower, a_desk, an_article
from tests.copies import CopyOf

NOW = datetime(2026, 2, 16, 9, 31, tzinfo=UTC)


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


@dataclass(frozen=True)
class Furnished:
    """What is in the database when a test begins."""

    skates: tuple[ArticleView, ...]
    anna: BorrowerView
    bo: BorrowerView


def furnish(database: Database) -> Furnished:
    """Six pairs of skates; Anna's number is 070-174 06 05, and so is nobody else's."""
    desk = a_desk(database, name="one", clock=FixedClock(NOW))
    desk.branch.set({f"ask_{field}": "off" for field in ("birth_year", "gender", "postcode")}, act="settings")
    return Furnished(
        tuple(an_article(desk, size=str(36 + n), brand="Bauer") for n in range(6)),
        a_borrower(desk, name="Anna Berg", phone="070-174 06 05"),
        a_borrower(desk, name="Bo Ek", phone="070-174 06 06"),
    )


@pytest.fixture
def furnished(copy_of: CopyOf) -> tuple[str, Furnished]:
    """The address of a furnished database of the test's own, and what is in it."""
    return copy_of(furnish)


@pytest.fixture
def database_url(furnished: tuple[str, Furnished]) -> str:
    """The address of the test's own furnished database."""
    return furnished[0]


@pytest.fixture
def branch(database: Database, furnished: tuple[str, Furnished]) -> Branch:
    """The furnished branch, with the desk "one" open beside the counter."""
    url, found = furnished
    clock = FixedClock(NOW)
    desk = a_desk(database, name="one", clock=clock)
    return Branch(url, clock, found.skates, found.anna, found.bo, lambda: desk)
