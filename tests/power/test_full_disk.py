"""A disk that is full at the commit, at every kind of act: it is said, nothing is half, and with room the same act is done."""

import json
import os
import subprocess
import sys
from pathlib import Path

from fritids.db import schema
from fritids.db.engine import Database
from tests import large_branch
from tests.power.recording import recorder
from tests.power.table import trying


def test_every_kind_of_act_on_a_full_disk(tmp_path: Path) -> None:
    """In a real process, whose disk answers as a full one does."""
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
    assert len(acts) == 8
    with trying("disk full at commit") as tries:
        for name, full, broken, again in acts:
            tries.times += 1
            assert full is not None, f"{name} needed no room"
            assert full.startswith("The disk is full"), f"{name}: {full}"
            assert not broken
            assert again is None, f"{name}: {again}"
