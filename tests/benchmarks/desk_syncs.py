"""A child process that lends and takes back between two marks each, for whoever counts its syncs from outside.

Its arguments are how many acts, the open visit, and the database, which holds a benchmarked branch.
"""

import os
import sys

from fritids.db.engine import Database
from tests.benchmarks.desks import UseCases
from tests.large_branch import BORROWER, Benchmarked


def main() -> None:
    """Lend and take back `argv[1]` articles, each act between two calls that nothing else makes."""
    count, visit_id, path = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    desk = UseCases(Database.open(path), Benchmarked(), borrower_id=BORROWER, visit_id=visit_id)
    desk.lend(count + 1)  # the first commit to a fresh log puts the log's head on the disk as well
    for number in range(1, count + 1):
        os.sched_yield()
        desk.lend(number)
    for number in range(1, count + 1):
        os.sched_yield()
        desk.take_back(number)
    os.sched_yield()


if __name__ == "__main__":
    main()
