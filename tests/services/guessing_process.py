"""A process that guesses at somebody's PIN as fast as it may. Arguments: database, name of the desk, how often. Writes what came of it."""

import sys
from collections import Counter
from datetime import UTC, datetime

from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.results import SignOnRefused
from tests.builders import FixedClock


def main(where: str, name: str, times: int) -> None:
    desk = Desk.open(where, name=name, clock=FixedClock(datetime(2026, 2, 16, 9, 30, tzinfo=UTC)))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()  # until all are
    came: Counter[str] = Counter()
    for n in range(times):
        result = desk.operators.sign_on("1", f"{700_000 + n}", act=new_act_key())
        came[result.reason.value if isinstance(result, SignOnRefused) else "in"] += 1
    sys.stdout.write(f"{came['wrong']} {came['wait']} {came['in']}\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
