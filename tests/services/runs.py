"""How many lives a model is taken through."""

from fritids.db.engine import Database
from tests.benchmarks.measure import LONG

SHARE = 3
"""PostgreSQL gets one in so many. The rules are the same code; each of its statements is met in the first few lives, and costs up to three times as much there."""
LONGER = 20
"""The long form, FRITIDS_LONG_BENCHMARKS, takes so many times as many on each engine."""


def runs(database: Database, ordinary: int) -> int:
    """How many lives this machine has on this database."""
    if LONG:
        return ordinary * LONGER
    return ordinary if database.is_sqlite else ordinary // SHARE
