"""A desk in a process of its own, for tests in which desks meet or die: `python -m tests.services.desk_process ORDERS`.

ORDERS is JSON. The process opens the database, says `ready`, waits for a line on its standard input, does what it was told as fast
as it can, and says each result on a line of its own as soon as it has it: what was said is what a screen would have shown.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from itertools import cycle
from types import TracebackType
from typing import Any, Self

from fritids.db.engine import Database
from fritids.services.acts import new_act_key
from fritids.services.desk import Desk
from fritids.services.results import Lent, NotLent, NotRenewed, NotTakenBack, Renewed, TakenBack, VisitOpened
from fritids.services.setup import init_branch


def said(result: object) -> list[object]:
    """A result as one line: a word, then what a test asks of it."""
    match result:
        case Lent():
            return ["lent", result.loan.id, result.repeated]
        case NotLent() | NotRenewed() | NotTakenBack():
            return ["not", *(finding.code.value for finding in result.findings)]
        case Renewed():
            return ["renewed", result.loan.id, result.repeated]
        case TakenBack():
            return ["returned", result.loan.id, result.repeated]
        case _:
            return [type(result).__name__]


def lines(desk: Desk, orders: dict[str, Any]) -> Iterator[list[object]]:
    """Do what the orders say, one act at a time; what is to be said of each."""
    codes: Sequence[str] = orders["codes"]
    if orders["do"] == "work":
        yield from _work(desk, codes, orders["borrowers"])
        return
    if orders["do"] == "baskets":
        yield from _baskets(desk, codes, orders["borrowers"], orders["rounds"])
        return
    acts: Sequence[str] = orders.get("acts") or [new_act_key() for _ in codes]
    borrowers: Sequence[int] = orders.get("borrowers", ())
    for place, (code, act) in enumerate(zip(codes, acts, strict=True)):
        match orders["do"]:
            case "lend":
                at = datetime.fromisoformat(orders["at"]) if "at" in orders else None
                yield said(desk.lending.lend(code, borrowers[place % len(borrowers)], act=act, at=at))
            case "renew":
                yield said(desk.renewals.renew(code, act=act))
            case "return":
                yield said(desk.returns.take_back(code, act=act))
            case "scan":
                yield said(desk.counter.enter(code, act=act))
            case "count":
                yield [desk.stocktaking.scan(code, act=act).says.value]
            case other:
                raise ValueError(other)


def _baskets(
    desk: Desk, codes: Sequence[str], borrowers: Sequence[int], rounds: int
) -> Iterator[list[object]]:
    """So many times: a basket for one borrower, the whole visit moved to the other, moved back by undoing, and undone."""
    first, second = borrowers
    for _ in range(rounds):
        for code in codes:
            desk.counter.to_basket(code, act=new_act_key())
        opened = desk.counter.open_visit(first, act=new_act_key())
        yield said(opened)
        if isinstance(opened, VisitOpened):
            yield said(desk.moving.move_visit(opened.visit_id, second, act=new_act_key()))
            yield said(desk.undoing.undo_last(act=new_act_key()))
            yield said(desk.undoing.undo_visit(opened.visit_id, act=new_act_key()))
        yield said(desk.counter.enter_empty(act=new_act_key()))


def _work(desk: Desk, codes: Sequence[str], borrowers: Sequence[int]) -> Iterator[list[object]]:
    """Without end: lend a thing to one borrower, then to another, who has it from the first, then take it back; each act by its key."""
    first, second = borrowers
    for code in cycle(codes):
        act = new_act_key()
        yield [*said(desk.lending.lend(code, first, act=act)), act]
        act = new_act_key()
        yield [*said(desk.lending.lend(code, second, act=act)), act]
        act = new_act_key()
        yield [*said(desk.returns.take_back(code, act=act)), act]


def main() -> None:
    """Run the orders of the command line."""
    orders = json.loads(sys.argv[1])
    if orders["do"] == "init":
        database = Database.open(orders["url"])
        _wait()
        _say([init_branch(database, "Ån")])
        database.close()
        return
    desk = Desk.open(orders["url"], name=orders["desk"])
    _wait()
    for line in lines(desk, orders):
        _say(line)
    if orders.get("stay"):
        sys.stdin.readline()
    desk.close()


def _wait() -> None:
    _say(["ready"])
    sys.stdin.readline()


def _say(line: list[object]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


class DeskProcess:
    """Such a process, seen from a test."""

    def __init__(self, url: str, do: str, *, desk: str = "one", **orders: object) -> None:
        words = json.dumps({"url": url, "do": do, "desk": desk, **orders})
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.services.desk_process", words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.communicate()

    def wait_until_ready(self) -> None:
        """It has opened the database and does nothing yet."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line == '["ready"]\n', line + (self.process.stderr.read() if self.process.stderr else "")

    def go(self) -> None:
        """Let it begin."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def next_line(self) -> list[Any]:
        """The next thing it says."""
        assert self.process.stdout is not None
        line: list[Any] = json.loads(self.process.stdout.readline())
        return line

    def kill_within(self, seconds: float) -> None:
        """Let it work on for so long, and kill it, wherever it stands."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
        self.process.kill()

    def rest(self) -> tuple[list[list[Any]], str, int]:
        """All it said from here on, what it said of faults, and its status, once it has ended."""
        out, faults = self.process.communicate()
        whole = out[: out.rfind("\n") + 1]
        return [json.loads(line) for line in whole.splitlines()], faults, self.process.returncode


def at_once(*desks: DeskProcess) -> list[list[list[Any]]]:
    """What each desk said, when all of them begin at the same moment; fails if one of them had any fault."""
    with ExitStack() as stack:
        for desk in desks:
            stack.enter_context(desk)
        for desk in desks:
            desk.wait_until_ready()
        for desk in desks:
            desk.go()
        ended = [desk.rest() for desk in desks]
    for _lines, faults, status in ended:
        assert (status, faults) == (0, "")
    return [lines for lines, _faults, _status in ended]


def now() -> datetime:
    """The moment, for acts entered later."""
    return datetime.now(UTC)


if __name__ == "__main__":
    main()
