"""A branch on a fixed day, for the tests of imports and exports."""

from datetime import UTC, datetime

from fritids.db.engine import Database
from fritids.services.context import Context
from fritids.services.setup import init_branch

NOW = datetime(2026, 2, 16, 9, 31, tzinfo=UTC)


class FixedClock:
    """A clock that stands."""

    def now(self) -> datetime:
        return NOW


def context_on(database: Database, **settings: str) -> Context:
    """The first desk of a new branch."""
    init_branch(database, "Ån", settings=settings)
    context = Context(database, 1, "desk", None, FixedClock())
    with database.read() as connection:
        context.refresh(connection)
    return context
