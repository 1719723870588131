"""A desk of a branch that is open every day, on a Monday morning of the sportlov week; files that need another make their own."""

from datetime import UTC, datetime

import pytest

from fritids.db.engine import Database
from fritids.services.desk import Desk
from tests.builders import FixedClock, a_desk


@pytest.fixture
def clock() -> FixedClock:
    """Half past ten in Stockholm."""
    return FixedClock(datetime(2026, 2, 16, 9, 30, tzinfo=UTC))


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> Desk:
    """A desk of a branch that is open every day."""
    return a_desk(database, name="one", clock=clock)
