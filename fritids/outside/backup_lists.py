"""What lies beside the backups in each folder: where the record of events stood in each, and who was erased since. No person stands in either.

Short texts, each replaced as a whole, so that a stick that is pulled out leaves the one before. A line that cannot be read is passed over.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from fritids.domain.anchor import Anchor, read_anchor
from fritids.domain.calendar import iso_utc
from fritids.outside import files

RECORD: Final = "fritids-record.txt"
ERASED: Final = "fritids-erased.txt"
MOST_ANCHORS: Final = 500
_KEY: Final = re.compile(r"[ -~]{1,64}")
_MOST_BYTES: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class AnchorLine:
    """Where the record stood in one backup."""

    at: datetime
    """When the backup was made."""
    name: str
    """What the backup is called."""
    anchor: Anchor


def anchors(folder: Path) -> list[AnchorLine]:
    """What the folder's list says, oldest first; nothing where there is no list, or none that can be read."""
    found = []
    for at, name, anchor in (parts for parts in _lines(folder / RECORD) if len(parts) == 3):  # noqa: PLR2004
        with suppress(ValueError):
            found.append(AnchorLine(_moment(at), name, read_anchor(anchor)))
    return found


def add_anchor(folder: Path, line: AnchorLine) -> None:
    """The list holds this line too, at its end; the oldest go when there are very many. Raises FritidsError where the disk refuses."""
    held = anchors(folder)
    if line not in held:
        lines = [*held, line][-MOST_ANCHORS:]
        _write(folder / RECORD, [f"{iso_utc(each.at)}\t{each.name}\t{each.anchor}" for each in lines])


def erased(folder: Path) -> dict[str, datetime]:
    """The keys of people who were erased, and when; nothing where there is no list, or none that can be read."""
    found = {}
    for key, at in (parts for parts in _lines(folder / ERASED) if len(parts) == 2):  # noqa: PLR2004
        if _KEY.fullmatch(key):
            with suppress(ValueError):
                found[key] = _moment(at)
    return found


def add_erased(folder: Path, keys: Mapping[str, datetime]) -> None:
    """The list holds these keys too. Raises FritidsError where the disk refuses."""
    held = erased(folder)
    if not keys.keys() <= held.keys():
        merged = {**keys, **held}
        _write(folder / ERASED, [f"{key}\t{iso_utc(at)}" for key, at in sorted(merged.items())])


def _lines(path: Path) -> list[list[str]]:
    try:
        if not path.is_file():  # a pipe would be waited for
            return []
        with path.open("rb") as file:
            text = file.read(_MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return []
    return [line.split("\t") for line in text.splitlines()]


def _write(path: Path, lines: list[str]) -> None:
    with files.replacing(path, private=True, follow=False) as partial:
        partial.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
