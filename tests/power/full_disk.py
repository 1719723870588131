"""Each kind of act on a disk that is full: `python -m tests.power.full_disk DATABASE`, with the recorder in front of the C library.

Says for each act, in JSON: its name, what was said at the full disk (null for done), what is half then, and what was said with room again.
"""

import ctypes
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
    database = Database.open(str(path))
    desk, code = Desk.on(database, name="one"), large_branch.Benchmarked().code
    acts: dict[str, Callable[[str], Any]] = {
        "lend": lambda act: desk.lending.lend(code(1), 1, act=act),
        "return": lambda act: desk.returns.take_back(code(1), act=act),
        "basket": lambda act: desk.counter.to_basket(code(2), act=act),
        "visit": lambda act: desk.counter.open_visit(1, act=act),
        "end": lambda act: desk.counter.enter_empty(act=act),
        "register": lambda act: desk.borrowers.add(NewBorrowerData("Bo Ek"), act=act),
        "backup": lambda act: back_up(str(path), path.parent / f"{act}.db"),
        # Last: after it the line of the return it took back has an open loan, which the search for halves takes for one.
        "undo": lambda act: desk.undoing.undo_last(act=act),
    }
    recorder.power_record(os.fsencode(path.parent), os.fsencode(path.with_suffix(".log")))
    for name, do in acts.items():
        database.drain()
        act = new_act_key()
        recorder.power_fill(0)
        said = _said(do, act)
        recorder.power_fill(-1)
        print(json.dumps([name, said, half(database), _said(do, act)]), flush=True)  # noqa: T201


def _said(do: Callable[[str], Any], act: str) -> str | None:
    try:
        do(act)
    except FritidsError as error:
        return error.message
    return None


if __name__ == "__main__":
    main()
