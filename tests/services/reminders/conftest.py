"""A branch with reminders: open Mondays to Fridays, its texts, and gateways that keep what they are handed."""

import pytest

from fritids.db.engine import Database
from fritids.services.desk import Desk
from fritids.services.message_texts import MessageTexts, load_texts
from fritids.services.overviews import OpeningSpan
from tests.builders import FixedClock, a_desk
from tests.services.reminders.paper import Post


@pytest.fixture(scope="session")
def texts() -> MessageTexts:
    """Those that come with the program."""
    return load_texts()


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> Desk:
    """A desk of a branch that is open on weekdays; it is half past ten on a Monday."""
    made = a_desk(database, name="one", clock=clock)
    made.branch.set_hours([OpeningSpan(day, "14:00", "18:00") for day in range(5)], act="hours")
    made.branch.set({"ask_email": "on"}, act="ask")
    return made


@pytest.fixture
def post(desk: Desk, texts: MessageTexts) -> Post:
    """Runs of the reminders at this desk."""
    return Post(desk, texts)
