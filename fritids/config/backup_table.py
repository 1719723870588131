"""Where backups go besides the folder beside the database, and the half of the key that locks them: the table `backup` of the configuration file.

The half that opens them is on paper, and never here. The rest of the file, with what people wrote in it, is left as it stands.
"""

import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fritids.config.places import beside_config, config_path
from fritids.config.table_values import Values
from fritids.errors import UsageError
from fritids.i18n import _

_KEYS: Final = ("folder", "key")
_PUBLIC: Final = re.compile(r"age1[02-9ac-hj-np-z]{58}")
_HEADING: Final = re.compile(r"\s*\[+\s*(?P<name>[^\]]*?)\s*\]+\s*(?:#.*)?")
_OURS: Final = re.compile(r"\s*(?:folder|key)\s*=")
MEDIA: Final = "FRITIDS_MEDIA"
"""Where sticks are mounted, for a system that mounts them elsewhere; several are separated as in PATH."""


@dataclass(frozen=True, slots=True)
class BackupSettings:
    """What holds for backups on this computer."""

    folders: tuple[Path, ...] = ()
    key: str | None = None
    """What locks the backups outside the computer (age's public key); None: they are not locked."""


def backup_settings(table: Mapping[str, object] | None) -> BackupSettings:
    """The settings that `table` stands for. Raises UsageError, with what to write, for the first thing that cannot be."""
    if table is None:
        return BackupSettings()
    values = Values("backup", table, _KEYS)
    folders = values.get("folder")
    named = [folders] if isinstance(folders, str) else [] if folders is None else folders
    if not isinstance(named, list) or not all(
        isinstance(each, str) and each and "\0" not in each for each in named
    ):
        values.wrong("folder", '"/media/usb/fritids-backups"')
    key = values.text("key", "", example='"age1…"')
    if key and _PUBLIC.fullmatch(key) is None:
        raise UsageError(
            _(
                "In [backup] of {path}, key is no key that backups can be locked with. Take it out, and make one with: fritids backup --make-key"
            ).format(path=config_path())
        )
    return BackupSettings(tuple(beside_config(str(each)) for each in named), key or None)


def with_table(text: str, settings: BackupSettings) -> str:
    """The configuration file `text` with these settings for backups; every other line is as it was. Raises UsageError where that cannot be."""
    ours = [f"folder = [{', '.join(_quoted(str(each)) for each in settings.folders)}]"]
    if settings.key is not None:
        ours.append(f"key = {_quoted(settings.key)}")
    lines = text.splitlines()
    kept: list[str] = []
    inside = placed = False
    for line in lines:
        if heading := _HEADING.fullmatch(line):
            inside = heading["name"] == "backup"
            kept.append(line)
            if inside and not placed:
                kept += ours
                placed = True
        elif not (inside and _OURS.match(line)):
            kept.append(line)
    if not placed:
        kept += [*([""] if kept else []), "[backup]", *ours]
    written = "\n".join(kept) + "\n"
    try:
        again = backup_settings(tomllib.loads(written).get("backup"))
    except (ValueError, UsageError):
        again = None
    if again is None or again.key != settings.key or len(again.folders) != len(settings.folders):
        raise UsageError(
            _(
                "The part [backup] of the configuration file {path} cannot be changed by itself. Write in it: {lines}"
            ).format(path=config_path(), lines=" · ".join(ours))
        )
    return written


def media_roots(env: Mapping[str, str] = os.environ) -> Sequence[Path] | None:
    """Where sticks are mounted if somebody said so; None for where this system does."""
    said = env.get(MEDIA)
    return None if said is None else [Path(each) for each in said.split(os.pathsep) if each]


def _quoted(text: str) -> str:
    escaped = "".join(
        {"\\": "\\\\", '"': '\\"'}.get(sign, sign if sign.isprintable() else f"\\u{ord(sign):04X}")
        for sign in text
    )
    return f'"{escaped}"'
