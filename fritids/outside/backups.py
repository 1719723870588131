"""Where backups lie and what they are called (which are kept: `domain.backup_keeping`). Knows files and times, and nothing of what is in them."""

import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from fritids.outside.files import PARTIAL

FOLDER: Final = "backups"
REPLACED: Final = "replaced"
"""Stands in the name of what a restore kept."""
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


def name_part(text: str) -> str:
    """A branch's name as every disk takes it in a file's name: small letters, figures and hyphens; `fritids` where nothing is left."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "fritids"


def made_here(folder: Path, stem: str, suffix: str) -> list[Path]:
    """The backups that the program named by itself, newest first. What people put there, and what a restore kept, is none."""
    pattern = re.compile(rf"{re.escape(stem)}-[0-9]{{8}}-[0-9]{{6}}(?:-[0-9]+)?{re.escape(suffix)}")
    return _found(folder, pattern)


def made_at(path: Path) -> datetime:
    """When a backup was made, by its name; the beginning of time for any other."""
    day = _stamp(path)[:15]
    try:
        return datetime.strptime(day, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


def lying_in(folder: Path, suffix: str) -> list[Path]:
    """The backups of any branch in a folder, locked ones too, newest first; what a restore kept is none."""
    pattern = re.compile(
        rf"(?!.*-{REPLACED}-).+-[0-9]{{8}}-[0-9]{{6}}(?:-[0-9]+)?{re.escape(suffix)}(?:\.age)?"
    )
    return _found(folder, pattern)


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


def _found(folder: Path, pattern: re.Pattern[str]) -> list[Path]:
    try:
        return sorted(
            (path for path in folder.iterdir() if pattern.fullmatch(path.name)), key=_age, reverse=True
        )
    except OSError:  # not there, or pulled out this moment
        return []


def _stamp(path: Path) -> str:
    found = re.search(r"-([0-9]{8}-[0-9]{6}(?:-[0-9]+)?)\.[a-z0-9.]+$", path.name, re.IGNORECASE)
    return found[1] if found else ""


def _age(path: Path) -> tuple[str, int]:
    day, time, *again = _stamp(path).split("-")
    return day + time, int(again[0]) if again else 0
