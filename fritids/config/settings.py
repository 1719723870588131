"""Which database and which desk: an option of the command line, else the environment, else the configuration file, else the usual.

The configuration file is TOML with the keys `database`, `branch`, `desk` and `operator`, and a table each for what leaves the house: `mail`,
`sms` and `receipt`, and one for `backup`. A key that is none of these is refused rather than passed over: a misspelt `database` would otherwise open
another one in silence. What stands in a table is looked at by whoever needs it, so that a fault in one of them stops no lending.
"""

import platform
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

from fritids.config.places import beside_config, config_path, default_database
from fritids.errors import UsageError
from fritids.i18n import _

_LONGEST: Final = 1_000_000
"""Bytes; a configuration is one or two thousand."""
_KEYS: Final = ("database", "branch", "desk", "operator")
_TABLES: Final = ("mail", "sms", "receipt", "backup")
Table: TypeAlias = Mapping[str, object]


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
    tables: Mapping[str, Table] = field(default_factory=dict)
    """What the configuration file says of `mail`, `sms`, `receipt` and `backup`, as it stands there."""


def load(options: Options, env: Mapping[str, str]) -> Config:
    """What holds for this run. Raises UsageError for a configuration file that cannot be understood."""
    file = _read(config_path())
    said = {
        key: getattr(options, key) or env.get(f"FRITIDS_{key.upper()}") or _text(file.get(key))
        for key in _KEYS
    }
    return Config(
        database=said["database"] or str(default_database()),
        branch=_whole(said["branch"]),
        desk=_whole(said["desk"] or platform.node()) or "desk",
        operator=_whole(said["operator"]),
        language=options.language,
        json=options.json,
        is_default_database=said["database"] is None,
        tables={key: value for key in _TABLES if isinstance(value := file.get(key), dict)},
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _whole(text: str | None) -> str | None:
    """With a question mark for bytes of a command line or an environment that are no text: no database takes them."""
    return None if text is None else text.encode(errors="replace").decode()


def _text_of(path: Path) -> str:
    """What is in the file. Raises OSError for what is none, ValueError for one that is no configuration."""
    if path.exists() and not path.is_file():  # a folder; or a pipe or a device, which would be waited for
        raise IsADirectoryError(path)
    with path.open("rb") as file:
        text = file.read(_LONGEST + 1)
    if len(text) > _LONGEST:
        raise ValueError(_("it is far too large"))
    return text.decode()


def _read(path: Path) -> dict[str, object]:
    try:
        found = tomllib.loads(_text_of(path))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UsageError(
            _("The configuration file {path} cannot be read. Ask for the right to read it.").format(path=path)
        ) from error
    # ValueError: the library's own fault, bytes that are no UTF-8, or a number of 5,000 digits. RecursionError: so many brackets.
    except (ValueError, RecursionError) as error:
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
        if key in _TABLES and not isinstance(value, dict):
            raise UsageError(
                _(
                    "In the configuration file {path}, {key} is a part of its own. Begin it with [{key}]."
                ).format(path=path, key=key)
            )
        if key not in (*_KEYS, *_TABLES):
            raise UsageError(
                _(
                    "The configuration file {path} has a setting that is not known: {key}. The settings are {keys}."
                ).format(path=path, key=key, keys=", ".join((*_KEYS, *_TABLES)))
            )
    if (database := _text(found.get("database"))) and "://" not in database:
        found["database"] = str(beside_config(database))
    return found
