"""What this computer remembers of the counter's looks and sounds. A file of its own in the user's data folder.

Neither a setting of the branch (two desks may differ) nor worth an error: a file that cannot be read counts as not there, and
one that cannot be written is not written. It is written whole or not at all, so that a power cut leaves the one or the other look.
"""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from fritids.config import data_folder
from fritids.errors import FritidsError


class Sound(StrEnum):
    """When the terminal's bell is rung."""

    PROBLEMS = "problems"
    """Once for a question, twice for a no; a yes is the scanner's own beep."""
    ALL = "all"
    """Once for a yes, too; a question and a no twice."""
    OFF = "off"


_LONGEST = 10_000
"""Bytes; more was not written here."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """How this desk looks and sounds."""

    theme: str = "dark"
    sound: Sound = Sound.PROBLEMS


def _path() -> Path:
    return data_folder() / "counter.json"


def load() -> Preferences:
    """What was kept last, or what is usual."""
    try:
        if not _path().is_file():  # nothing; or a pipe, which would be waited for
            return Preferences()
        with _path().open("rb") as file:
            kept = json.loads(file.read(_LONGEST))
        return Preferences(theme=str(kept["theme"]), sound=Sound(kept["sound"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return Preferences()


def save(preferences: Preferences) -> None:
    """Keep it for the next start, where that is possible."""
    from fritids.outside.files import replacing  # here, since no start has to wait for it

    with suppress(OSError, FritidsError):
        _path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with replacing(_path()) as partial:
            partial.write_text(json.dumps(asdict(preferences)), encoding="utf-8")
