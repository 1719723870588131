"""Setting up the second place for backups, its key and the printed page, on this computer. The opening half of a key is never kept here."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from fritids.config.backup_table import BackupSettings, with_table
from fritids.config.places import config_path
from fritids.errors import UsageError
from fritids.i18n import _
from fritids.outside import files, second_places

_MOST_BYTES: Final = 1_000_000


def add_place(
    folder: Path, settings: BackupSettings, *, roots: Sequence[Path] | None = None
) -> tuple[BackupSettings, Path]:
    """Backups go to this folder too from now on; the settings then, and the folder they go to.

    What is plugged in gets a folder of its own name and is found wherever it is plugged in again; any other folder is written down in
    the configuration file. Raises UsageError or FritidsError for a folder that cannot be made or written.
    """
    folder = folder.expanduser().absolute()
    on_stick = second_places.is_stick(folder, roots)
    target = folder / second_places.MARKER if on_stick and folder.name != second_places.MARKER else folder
    with files.saying_why(target):
        if target.exists() and not target.is_dir():
            raise UsageError(
                _("{path} is a file. Name a folder for the backups.").format(path=target), code="unwritable"
            )
        target.mkdir(mode=0o700, exist_ok=True)
        probe = files.partial_beside(target / "try")
        probe.touch(mode=files.OWNER_ONLY)
        probe.unlink()
    if not on_stick and target not in settings.folders:
        settings = replace(settings, folders=(*settings.folders, target))
        save(settings)
    return settings, target


def save(settings: BackupSettings) -> None:
    """The configuration file says so, and only its owner may read it. Raises UsageError where it cannot be changed by itself."""
    path = config_path()
    with files.saying_why(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        text = ""
        if path.exists():
            with path.open("rb") as file:
                text = file.read(_MOST_BYTES).decode("utf-8", "replace")
    written = with_table(text, settings)
    with files.replacing(path, private=True) as partial:
        partial.write_text(written, encoding="utf-8")
