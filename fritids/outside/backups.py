"""Where backups lie, what they are called, and which of them are kept. Knows files and times, and nothing of what is in them."""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from fritids.outside.files import PARTIAL

FOLDER: Final = "backups"
NEWEST_KEPT: Final = 5
DAYS_KEPT: Final = 14
_STAMP: Final = "%Y%m%d-%H%M%S"
_ABANDONED: Final = timedelta(days=1)


def folder_beside(database: Path) -> Path:
    """The folder for the backups of a database file."""
    return database.parent / FOLDER


def new_name(folder: Path, stem: str, at: datetime, suffix: str, *, what: str = "") -> Path:
    """A name in `folder` that nothing has: `fritids-20260216-093104.db`."""
    first = f"{stem}{'-' + what if what else ''}-{at.astimezone(UTC):{_STAMP}}"
    taken = (folder / f"{first}{'-' + str(n) if n else ''}{suffix}" for n in range(10_000))
    return next(path for path in taken if not path.exists())


def made_here(folder: Path, stem: str, suffix: str) -> list[Path]:
    """The backups that the program named by itself, newest first. What people put there, and what a restore kept, is none."""
    pattern = re.compile(rf"{re.escape(stem)}-[0-9]{{8}}-[0-9]{{6}}(?:-[0-9]+)?{re.escape(suffix)}")
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted((path for path in found if pattern.fullmatch(path.name)), key=_age, reverse=True)


def superfluous(newest_first: Iterable[Path]) -> list[Path]:
    """Which backups may go: all but the newest five, and the last one of each of the fourteen newest days that have one."""
    days: set[str] = set()
    gone = []
    for place, path in enumerate(newest_first):
        day = _stamp(path)[:8]
        last_of_day = day not in days and len(days) < DAYS_KEPT
        days.add(day)
        if place >= NEWEST_KEPT and not last_of_day:
            gone.append(path)
    return gone


def remove(paths: Iterable[Path]) -> int:
    """Remove files; how many. One that cannot be removed stays for the next time."""
    count = 0
    for path in paths:
        with suppress(OSError):
            path.unlink()
            count += 1
    return count


def sweep(folder: Path, now: datetime) -> None:
    """Remove what killed programs left unfinished more than a day ago; younger ones may be in the making."""
    old = (now - _ABANDONED).timestamp()
    if folder.is_dir():
        for path in folder.glob(f".*{PARTIAL}*"):
            with suppress(OSError):
                if path.stat().st_mtime < old:
                    path.unlink()


def _stamp(path: Path) -> str:
    found = re.search(r"[0-9]{8}-[0-9]{6}(?:-[0-9]+)?$", path.stem)
    return found[0] if found else ""


def _age(path: Path) -> tuple[str, int]:
    day, time, *again = _stamp(path).split("-")
    return day + time, int(again[0]) if again else 0
