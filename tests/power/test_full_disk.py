"""A disk that is full at the commit, or read-only in the middle of the work, at every kind of act: it is said, nothing is half, and afterwards the same act is done."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from fritids.db import schema
from fritids.db.engine import Database
from tests import large_branch
from tests.power.recording import recorder
from tests.power.table import trying

SAYS = {"full": r"The disk is full\.", "read-only": r".* (may not be written|does not answer)\."}


def test_every_kind_of_act_on_a_disk_that_cannot_be_written(tmp_path: Path) -> None:
    """In a real process, whose disk answers as such a one does."""
    path = tmp_path / "desk" / "branch.db"
    path.parent.mkdir()
    database = Database.open(str(path))
    schema.create(database)
    large_branch.make(database, past_loans=40, articles=10, borrowers=2, bookings=0)
    database.close()
    done = subprocess.run(
        [sys.executable, "-m", "tests.power.full_disk", path],
        env={**os.environ, "LD_PRELOAD": str(recorder(tmp_path)), "LANG": "en_US.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    acts = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(acts) == 8 * len(SAYS)
    for fault, says in SAYS.items():
        with trying(f"disk {fault} at commit") as tries:
            for _fault, name, said, broken, again in [act for act in acts if act[0] == fault]:
                tries.times += 1
                assert said is not None, f"{name} needed no disk"
                assert re.match(says, said), f"{name}: {said}"
                assert not broken
                assert again is None, f"{name}: {again}"
