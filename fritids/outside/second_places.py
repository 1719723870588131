"""Where a backup lies outside this computer's own disk: folders that the configuration names, and sticks that bear a folder of a known name.

A folder that is not there is out of reach and is never made: where a share is not mounted it would be made on this computer's own disk.
"""

import os
import string
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

MARKER: Final = "fritids-backups"
"""The folder on a stick that makes it one for backups."""


def sticks(roots: Sequence[Path] | None = None) -> list[Path]:
    """What is plugged in, each by its uppermost folder. With `roots` every folder in them counts as one."""
    if roots is not None:
        return [folder for root in roots for folder in _folders(root)]
    if sys.platform == "win32":
        return [drive for letter in string.ascii_uppercase[3:] if (drive := Path(f"{letter}:\\")).exists()]
    if sys.platform == "darwin":
        return _mounted([Path("/Volumes")], 1)
    return _mounted([Path("/media"), Path("/run/media"), Path("/mnt")], 2)


def marked(roots: Sequence[Path] | None = None) -> list[Path]:
    """The folders for backups on what is plugged in. A link is none: it could lead to any folder of this computer."""
    return [
        folder for stick in sticks(roots) if _is_folder(folder := stick / MARKER) and not _is_link(folder)
    ]


def reachable(folders: Iterable[Path], roots: Sequence[Path] | None = None) -> list[Path]:
    """The second places that are there now, each once: those named, then those on sticks."""
    found: list[Path] = []
    for folder in (*filter(_is_folder, folders), *marked(roots)):
        if not any(_same(folder, other) for other in found):
            found.append(folder)
    return found


def is_stick(folder: Path, roots: Sequence[Path] | None = None) -> bool:
    """Whether the folder is what is plugged in itself, or the folder for backups on it."""
    return any(_same(folder, each) or _same(folder, each / MARKER) for each in sticks(roots))


def _mounted(
    roots: Iterable[Path], depth: int, is_mount: Callable[[Path], bool] = os.path.ismount
) -> list[Path]:
    """The mounted folders at most so deep below these: a folder left over from a stick is none."""
    found: list[Path] = []
    for root in roots:
        for folder in _folders(root):
            if is_mount(folder):
                found.append(folder)
            elif depth > 1:
                found += _mounted([folder], depth - 1, is_mount)
        if root == Path("/mnt") and is_mount(root):
            found.append(root)
    return found


def _folders(root: Path) -> list[Path]:
    with suppress(OSError):
        return sorted(path for path in root.iterdir() if _is_folder(path))
    return []


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _is_link(path: Path) -> bool:
    try:
        return path.is_symlink()
    except OSError:
        return True


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
