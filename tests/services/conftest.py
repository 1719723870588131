"""A desk of a branch that is open every day, on a Monday morning of the sportlov week; files that need another make their own."""

from datetime import UTC, datetime

import pytest

from fritids.db.engine import Database
from fritids.services.desk import Desk
from tests.builders import FixedClock, a_branch, a_desk
from tests.copies import CopyOf, empty


@pytest.fixture
def clock() -> FixedClock:
    """Half past ten in Stockholm."""
    return FixedClock(datetime(2026, 2, 16, 9, 30, tzinfo=UTC))


@pytest.fixture
def database_url(copy_of: CopyOf, request: pytest.FixtureRequest) -> str:
    """The address of a database of the test's own with the branch of `a_desk`, or with the empty schema for `no_branch`."""
    return copy_of(a_branch if request.node.get_closest_marker("no_branch") is None else empty)[0]


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> Desk:
    """A desk of a branch that is open every day."""
    return a_desk(database, name="one", clock=clock)
