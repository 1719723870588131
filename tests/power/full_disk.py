"""Each kind of act on a disk that cannot be written: `python -m tests.power.full_disk DATABASE`, with the recorder in front of the C library.

First the disk is full, then it is made read-only in the middle of the work, as a system does with a disk that fails.
Says for each act, in JSON: the fault, its name, what was said then (null for done), what is half then, and what was said once it was over.
"""

import ctypes
import errno
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fritids.db.engine import Database
from fritids.errors import FritidsError
from fritids.services.acts import new_act_key
from fritids.services.backups import back_up
from fritids.services.desk import Desk
from fritids.services.forms import NewBorrowerData
from tests import large_branch
from tests.services.test_kill import half


def main() -> None:
    """Try each act without room, then with room and the same key."""
    path = Path(sys.argv[1])
    recorder = ctypes.CDLL(os.environ["LD_PRELOAD"])
    recorder.power_fill.argtypes = [ctypes.c_longlong]
    recorder.power_refuse.argtypes = [ctypes.c_int]
    faults: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {
        "full": (lambda: recorder.power_fill(0), lambda: recorder.power_fill(-1)),
        "read-only": (lambda: recorder.power_refuse(errno.EROFS), lambda: recorder.power_refuse(0)),
    }
    database = Database.open(str(path))
    desk, code = Desk.on(database, name="one"), large_branch.Benchmarked().code
    acts: dict[str, Callable[[str], Any]] = {
        "lend": lambda act: desk.lending.lend(code(1), 1, act=act),
        "return": lambda act: desk.returns.take_back(code(1), act=act),
        "basket": lambda act: desk.counter.to_basket(code(2), act=act),
        "visit": lambda act: desk.counter.open_visit(1, act=act),
        "end": lambda act: desk.counter.enter_empty(act=act),
        "register": lambda act: desk.borrowers.add(NewBorrowerData(f"Bo Ek {act}"), act=act),
        "backup": lambda act: back_up(str(path), path.parent / f"{act}.db"),
        # After it the line of the return it took back has an open loan, which the search for halves takes for one.
        "undo": lambda act: desk.undoing.undo_last(act=act),
    }
    recorder.power_record(os.fsencode(path.parent), os.fsencode(path.with_suffix(".log")))
    for fault, (begin, end) in faults.items():
        for name, do in acts.items():
            database.drain()
            act, before = new_act_key(), half(database)
            begin()
            said = _said(do, act)
            end()
            broken = {what: count for what, count in half(database).items() if before.get(what) != count}
            print(json.dumps([fault, name, said, broken, _said(do, act)]), flush=True)  # noqa: T201


def _said(do: Callable[[str], Any], act: str) -> str | None:
    try:
        do(act)
    except FritidsError as error:
        return error.message
    return None


if __name__ == "__main__":
    main()
