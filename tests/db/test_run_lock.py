"""One run of the reminders at a time, of each branch."""

from fritids.db.engine import Database
from fritids.db.run_lock import run_lock


def test_a_branch_has_one_run_at_a_time_and_does_not_wait_for_another_branch(database: Database) -> None:
    with run_lock(database, 1) as first, run_lock(database, 1) as second, run_lock(database, 2) as other:
        assert (first, second, other) == (True, False, True)
    with run_lock(database, 1) as again:
        assert again
