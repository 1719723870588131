"""Passwords for what leaves the house: from the environment, else from a file that only its owner may read, else from the system's keyring.

They stand in no configuration file, which people copy and send to each other, in no database, log or backup; and a text that a password
is put into by mistake shows dots.
"""

import importlib.util
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from fritids.config.places import beside_config, config_path
from fritids.errors import UsageError
from fritids.i18n import _

_MOST_BYTES: Final = 4096
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


class Secret:
    """A password. Shown anywhere it is dots; `reveal` gives it to whoever signs in with it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The password itself."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(…)"

    def __str__(self) -> str:
        return "…"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __reduce__(self) -> str:
        raise TypeError("a secret is not written down")  # pickled, copied to another process


def read_secret(
    part: str, table: Mapping[str, object], env: Mapping[str, str], *, variable: str, account: str
) -> Secret | None:
    """The password of `account` for the part `part` of the configuration (`mail`, `sms`), or None where there is none.

    `variable` of the environment comes first, then `password_file` of `table` (a relative one is beside the configuration file), then the keyring's entry `fritids-PART` for the account.
    Raises UsageError where the file says `password` itself, and where `password_file` cannot be used.
    """
    if "password" in table:
        raise UsageError(
            _(
                "A password does not belong in the configuration file {path}: take it out of [{part}], and set {variable} in the environment or"
                " write it to a file of its own that password_file names."
            ).format(path=config_path(), part=part, variable=variable)
        )
    if said := env.get(variable):
        return Secret(said)
    if (name := table.get("password_file")) is not None:
        if not isinstance(name, str) or not name:
            raise UsageError(
                _("In the configuration file, password_file of [{part}] is the name of a file.").format(
                    part=part
                )
            )
        return _from_file(beside_config(name))
    return _from_keyring(f"fritids-{part}", account)


def _from_file(path: Path) -> Secret:
    if not _may_be_file(path):
        raise UsageError(
            _(
                "There is no password file {path}. Make it with the password in it, or correct password_file."
            ).format(path=path)
        )
    try:
        with path.open("rb") as file:
            _refuse_readable_by_others(path, os.fstat(file.fileno()).st_mode)
            text = file.read(_MOST_BYTES).decode("utf-8-sig").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            _(
                "The password file {path} cannot be read. It is a text file that belongs to you and holds the password."
            ).format(path=path)
        ) from error
    if not text.strip() or len(text.splitlines()) > 1:
        raise UsageError(
            _(
                "The password file {path} holds one line, the password, and nothing else. Write it anew."
            ).format(path=path)
        )
    return Secret(text)


def _may_be_file(path: Path) -> bool:
    """False for what is certainly none: a folder, a pipe, nothing. What may not be looked at is said when it is opened."""
    try:
        return path.is_file()
    except OSError:
        return True


def _refuse_readable_by_others(path: Path, mode: int) -> None:
    """Windows keeps rights elsewhere; there a file in the user's folder is the user's."""
    if os.name != "nt" and mode & _OTHERS:
        raise UsageError(
            _("Others may read the password file {path}. Close it to them: chmod 600 {path}").format(
                path=path
            )
        )


def _from_keyring(service: str, account: str) -> Secret | None:
    """What the system's keyring has, if the package `keyring` is installed and a keyring is open; a run by a timer often has none."""
    if importlib.util.find_spec("keyring") is None:
        return None
    keyring = importlib.import_module("keyring")
    errors = importlib.import_module("keyring.errors")
    try:
        found = keyring.get_password(service, account)
    except (errors.KeyringError, OSError, RuntimeError):
        return None
    return Secret(found) if isinstance(found, str) and found else None
