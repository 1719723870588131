"""Recordings of a desk at work, made by a real process with the recorder in front of its C library."""

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.power.disks import Disk, Entry, read

SOURCE = Path(__file__).with_name("recorder.c")
STICK = Path("media", "stick", "fritids-backups")
"""Where in the folder of a recording the second place for backups is."""


def recorder(folder: Path) -> Path:
    """The recorder, built into `folder`; where there is no compiler the test is skipped, but fails on the machine that decides."""
    if sys.platform != "linux":
        pytest.skip("the recorder is built for Linux alone")
    if (compiler := shutil.which("cc") or shutil.which("gcc")) is None:
        assert not os.environ.get("CI"), "a C compiler has to be here, so that power cuts are tried"
        pytest.skip("no C compiler, so no power cut is tried")
    built = folder / "recorder.so"
    done = subprocess.run(
        [compiler, "-O1", "-shared", "-fPIC", "-o", built, SOURCE, "-ldl", "-lpthread"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return built


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be recorded."""

    do: str
    journal: str
    sync: str = ""
    acts: int = 24

    @property
    def name(self) -> str:
        """Its folder."""
        return f"{self.do}-{self.journal}{self.sync}"


@dataclass(frozen=True, slots=True)
class Recording:
    """What a desk did to its folder, from how the folder was before."""

    order: Order
    folder: Path
    before: dict[str, tuple[int, bytes]]
    entries: list[Entry]

    def cuts(self, times: int, chance: random.Random) -> Iterator[tuple[dict[str, bytes], list[Any]]]:
        """So many disks after a cut at a moment of chance, each with what had been told until then, in the order of the moments.

        Half of the moments lie beside something else than a write: there the promises are.
        """
        edges = [place for place, entry in enumerate(self.entries) if entry.kind != "W"]
        moments = sorted(
            chance.choice(edges) + chance.randrange(2) if n % 2 else chance.randrange(len(self.entries) + 1)
            for n in range(times)
        )
        disk, at = Disk(self.before), 0
        for moment in moments:
            for entry in self.entries[at:moment]:
                disk.do(entry)
            at = moment
            yield disk.after_a_cut(chance), [json.loads(line) for line in disk.said]


def record(orders: dict[Order, Path], shim: Path, into: Path) -> dict[Order, Recording]:
    """Do what is ordered, each on a copy of its database, and what the disk was asked for meanwhile."""
    told, before = [], {}
    for order, database in orders.items():
        folder = into / order.name
        (folder / STICK).mkdir(parents=True)
        shutil.copyfile(database, folder / "branch.db")
        before[order] = {
            str(path): (path.stat().st_ino, path.read_bytes()) for path in folder.rglob("*") if path.is_file()
        }
        told.append(
            {
                "folder": str(folder),
                "do": order.do,
                "journal": order.journal,
                "sync": order.sync,
                "acts": order.acts,
            }
        )
    done = subprocess.run(
        [sys.executable, "-m", "tests.power.worker", json.dumps(told)],
        env={**os.environ, "LD_PRELOAD": str(shim)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {
        order: Recording(
            order, into / order.name, before[order], read((into / order.name).with_suffix(".log"))
        )
        for order in orders
    }
