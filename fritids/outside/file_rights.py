"""Who may read what the program keeps: on a computer that several use, its files are its user's alone. Nothing to do on Windows, where a user's folder is closed already."""

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from fritids.config.faultlog import log_path
from fritids.config.places import backup_folder, config_path, data_folder
from fritids.outside.backups import FOLDER
from fritids.outside.files import OWNER_ONLY

SECRETS: Final = "secrets.env"
"""A file beside the configuration file with the passwords as systemd reads them: NAME=value, a line each."""
_BESIDE: Final = ("", "-wal", "-shm", "-journal")
_OWN_FOLDER: Final = 0o700
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def private_files(database: Path | None) -> list[Path]:
    """The files that hold names, numbers, passwords or keys, as far as they are there; `database` is None for a server."""
    found = [config_path(), config_path().parent / SECRETS]
    with suppress(OSError):
        found += sorted(path for path in config_path().parent.glob("*") if _looks_secret(path))
    with suppress(OSError):
        found += sorted(data_folder().glob("*.key"))
        found += sorted(log_path().parent.glob(f"{log_path().name}*"))
    folders = [backup_folder()]
    if database is not None:
        path = database.resolve()
        found += [path.with_name(path.name + suffix) for suffix in _BESIDE]
        found += sorted(path.parent.glob("*.key"))
        folders.append(path.parent / FOLDER)
    for folder in folders:
        with suppress(OSError):
            found += sorted(each for each in folder.rglob("*") if each.is_file())
    return [path for path in dict.fromkeys(found) if path.is_file()]


def private_folders(database: Path | None) -> list[Path]:
    """The folders that are the program's own; never one that somebody else made for other things too."""
    found = [config_path().parent, data_folder(), log_path().parent, backup_folder()]
    if database is not None:
        found.append(database.resolve().parent / FOLDER)
    return [path for path in dict.fromkeys(found) if path.is_dir()]


def wide(paths: Iterable[Path]) -> Iterator[Path]:
    """Those of them that others than their owner may read, write or enter."""
    if os.name != "posix":
        return
    for path in paths:
        with suppress(OSError):
            if path.stat().st_mode & _OTHERS:
                yield path


def close(paths: Iterable[Path]) -> None:
    """They are their owner's alone; what belongs to somebody else stays as it is."""
    for path in paths:
        with suppress(OSError):
            path.chmod(_OWN_FOLDER if path.is_dir() else OWNER_ONLY)


def _looks_secret(path: Path) -> bool:
    """Whether it is among what the configuration points to: files of passwords, keys."""
    return path.is_file() and path.suffix in {".key", ".env", ".txt", ".toml", ".pem"}
