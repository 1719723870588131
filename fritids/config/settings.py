"""Which database and which desk: an option of the command line, else the environment, else the configuration file, else the usual.

The configuration file is TOML with the keys `database`, `branch`, `desk` and `operator`. A key that is none of these is refused
rather than passed over: a misspelt `database` would otherwise open another one in silence.
"""

import platform
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fritids.config.places import config_path, default_database
from fritids.errors import UsageError
from fritids.i18n import _

_KEYS: Final = ("database", "branch", "desk", "operator")


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says; None where it says nothing."""

    database: str | None = None
    branch: str | None = None
    desk: str | None = None
    operator: str | None = None
    language: str | None = None
    json: bool = False


@dataclass(frozen=True, slots=True)
class Config:
    """What holds for this run."""

    database: str
    """A path or a URL."""
    branch: str | None
    """The branch's code; None where the database has only one."""
    desk: str
    operator: str | None
    language: str | None
    """The language of the command line; None leaves it to the branch, then to the machine."""
    json: bool = False
    is_default_database: bool = False
    """Nobody named the database: it is the one in the user's data folder."""


def load(options: Options, env: Mapping[str, str]) -> Config:
    """What holds for this run. Raises UsageError for a configuration file that cannot be understood."""
    file = _read(config_path())
    said = {
        key: getattr(options, key) or env.get(f"FRITIDS_{key.upper()}") or file.get(key) or None
        for key in _KEYS
    }
    return Config(
        database=said["database"] or str(default_database()),
        branch=said["branch"],
        desk=said["desk"] or platform.node() or "desk",
        operator=said["operator"],
        language=options.language,
        json=options.json,
        is_default_database=said["database"] is None,
    )


def _read(path: Path) -> dict[str, str]:
    try:
        with path.open("rb") as file:
            found = tomllib.load(file)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UsageError(
            _("The configuration file {path} cannot be read. Ask for the right to read it.").format(path=path)
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(
            _(
                "The configuration file {path} is not written as TOML ({reason}). Correct it or remove it."
            ).format(path=path, reason=error)
        ) from error
    for key, value in found.items():
        if key in _KEYS and not isinstance(value, str):
            raise UsageError(
                _(
                    'In the configuration file {path} the value of {key} is no text. Write {key} = "…".'
                ).format(path=path, key=key)
            )
        if key not in _KEYS:
            raise UsageError(
                _(
                    "The configuration file {path} has a setting that is not known: {key}. The settings are {keys}."
                ).format(path=path, key=key, keys=", ".join(_KEYS))
            )
    if (database := found.get("database")) and "://" not in database:
        found["database"] = str(path.parent / Path(database).expanduser())
    return found
