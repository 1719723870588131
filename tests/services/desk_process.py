"""A desk in a process of its own, for tests in which desks meet or die.

It is told what to do in JSON. The process opens the database, says `ready`, waits for a line on its standard input, does what it was told as fast
as it can, and says each result on a line of its own as soon as it has it: what was said is what a screen would have shown.
"""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from functools import cache
from itertools import cycle
from types import TracebackType
from typing import Any, NoReturn, Self

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


def run(orders: dict[str, Any]) -> None:
    """Do what is ordered."""
    if orders["do"] == "init":
        database = Database.open(orders["url"])
        _wait()
        _say([init_branch(database, "Ån")])
        database.close()
        return
    if orders["do"] == "remind":
        from tests.services.reminders.run_process import remind  # the other desks do without

        remind(orders, _wait, _say)
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


class _Nursery:
    """A process that has loaded the program once and makes desks of itself by forking, 20 ms instead of 600.

    Nothing is open in it, so each desk opens the database for itself, as one that was started by itself does.
    """

    def __init__(self) -> None:
        self._calls, its = socket.socketpair()
        with its:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.services.desk_process", str(its.fileno())],
                pass_fds=[its.fileno()],
            )
        atexit.register(self._close)

    def start(self, orders: dict[str, object], streams: Sequence[int]) -> int:
        """The id of a new process that has these three streams and the test's own home, and does what it is told."""
        return self._ask({"start": orders, "environment": dict(os.environ)}, streams)

    def status(self, process_id: int) -> int:
        """How a process ended, as `subprocess` says it; waits until it has."""
        return self._ask({"status": process_id})

    def _ask(self, call: dict[str, object], streams: Sequence[int] = ()) -> int:
        # The descriptors go with the first byte; the rest may take several pieces.
        socket.send_fds(self._calls, [b"\n"], streams)
        self._calls.sendall(json.dumps(call).encode() + b"\n")
        with self._calls.makefile(encoding="utf-8") as answers:
            return int(answers.readline())

    def _close(self) -> None:
        self._calls.close()
        self._process.wait()


@cache
def _nursery() -> _Nursery:
    """The one of this test process, which it does not outlive."""
    return _Nursery()


def nurse(calls: socket.socket) -> None:
    """Start desks and say how they ended, until nobody asks any more."""
    while True:
        begun, streams, _flags, _address = socket.recv_fds(calls, 1, 3)
        if not begun:
            return
        with calls.makefile(encoding="utf-8") as lines:
            call = json.loads(lines.readline())
        if "status" in call:
            answer = os.waitstatus_to_exitcode(os.waitpid(call["status"], 0)[1])
        else:
            answer = os.fork()
            if not answer:
                calls.close()
                _be_a_desk(call, streams)
            for stream in streams:
                os.close(stream)
        calls.sendall(f"{answer}\n".encode())


def _be_a_desk(call: dict[str, Any], streams: Sequence[int]) -> NoReturn:
    """Do what is ordered, on streams and in surroundings of its own; a fault goes to standard error and gives status 1."""
    status = 1
    try:
        for place, stream in enumerate(streams):
            os.dup2(stream, place)
            os.close(stream)
        os.environ.clear()
        os.environ.update(call["environment"])
        run(call["start"])
        status = 0
    except BaseException:  # noqa: BLE001  # it is said where the test reads it
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


class DeskProcess:
    """Such a process, seen from a test."""

    def __init__(self, url: str, do: str, *, desk: str = "one", **orders: object) -> None:
        pipes = [os.pipe() for _ in range(3)]
        (its_in, ours_in), (ours_out, its_out), (ours_faults, its_faults) = pipes
        self._in = os.fdopen(ours_in, "w", encoding="utf-8")
        self._out = os.fdopen(ours_out, encoding="utf-8")
        self._faults = os.fdopen(ours_faults, encoding="utf-8")
        its = (its_in, its_out, its_faults)
        self._id = _nursery().start({"url": url, "do": do, "desk": desk, **orders}, its)
        self._status: int | None = None
        for stream in its:
            os.close(stream)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._kill()
        self._ended()
        for stream in (self._in, self._out, self._faults):
            with suppress(BrokenPipeError):
                stream.close()

    def wait_until_ready(self) -> None:
        """It has opened the database and does nothing yet."""
        line = self._out.readline()
        assert line == '["ready"]\n', line + self._faults.read()

    def go(self) -> None:
        """Let it begin."""
        self._in.write("\n")
        self._in.flush()

    def next_line(self) -> list[Any]:
        """The next thing it says."""
        line: list[Any] = json.loads(self._out.readline())
        return line

    def kill_within(self, seconds: float) -> None:
        """Let it work on for so long, and kill it, wherever it stands."""
        time.sleep(seconds)
        self._kill()

    def rest(self) -> tuple[list[list[Any]], str, int]:
        """All it said from here on, what it said of faults, and its status, once it has ended."""
        with suppress(BrokenPipeError):
            self._in.close()
        out, faults = self._out.read(), self._faults.read()
        whole = out[: out.rfind("\n") + 1]
        return [json.loads(line) for line in whole.splitlines()], faults, self._ended()

    def _kill(self) -> None:
        if self._status is None:  # until its status is asked for, its id is nobody else's
            os.kill(self._id, signal.SIGKILL)

    def _ended(self) -> int:
        if self._status is None:
            self._status = _nursery().status(self._id)
        return self._status


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
    with socket.socket(fileno=int(sys.argv[1])) as calls:
        nurse(calls)
