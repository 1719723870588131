"""Which language is in use, and its catalogue.

Only the .po is committed. It is compiled on first use into a file beside it whose name holds a hash of the .po, so that a
changed catalogue is never read from an old file; where the folder cannot be written, it is compiled in memory each time.
Rejected: a .mo in the repository (two truths), and a build step (a clone would start in English without it).
"""

import os
import sys
from contextlib import suppress
from gettext import GNUTranslations, NullTranslations
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES: Final = ("sv", "en")
"""What the program speaks. English needs no catalogue: the messages are written in it."""

_FOLDER: Final = Path(__file__).parent.parent / "locale"
_HASH = 16
"""Bytes before a compiled catalogue that say whether the rest is whole."""
_WINDOWS_SWEDISH: Final = 0x1D
"""The primary language number of Swedish in a Windows language identifier (its low ten bits)."""

_language = "en"
_words: NullTranslations = NullTranslations()


def _(message: str) -> str:
    """The message in the language in use."""
    return _words.gettext(message)


def n_(singular: str, plural: str, n: int) -> str:
    """The form of the message that fits `n`, in the language in use."""
    return _words.ngettext(singular, plural, n)


def p_(context: str, message: str) -> str:
    """The message as it is used in `context`, where one English word has several Swedish ones."""
    return _words.pgettext(context, message)


def language() -> str:
    """The language in use: `sv` or `en`."""
    return _language


def set_language(code: str) -> None:
    """From now on every message is in the language `code`. Raises ValueError for one the program does not speak."""
    global _language, _words
    if code not in LANGUAGES:
        raise ValueError(code)
    _words = NullTranslations() if code == "en" else _load(_FOLDER / f"{code}.po")
    _language = code


def machine_language(env: "Mapping[str, str] | None" = None) -> str:
    """Swedish where the machine is Swedish, otherwise English."""
    env = os.environ if env is None else env
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := env.get(name):
            return "sv" if value.casefold().startswith("sv") else "en"
    return "sv" if sys.platform == "win32" and _windows_is_swedish() else "en"


def _windows_is_swedish() -> bool:
    import ctypes  # noqa: PLC0415  # only on Windows

    windows: object = getattr(ctypes, "windll", None)
    kernel = getattr(windows, "kernel32", None)
    if kernel is None:
        return False
    identifier: int = kernel.GetUserDefaultUILanguage()
    return identifier & 0x3FF == _WINDOWS_SWEDISH


def _load(source: Path) -> NullTranslations:
    text = source.read_bytes()
    digest = blake2b(text, digest_size=8).hexdigest()
    compiled = source.with_name(f".{source.stem}-{digest}.mo")
    with suppress(OSError):
        held = compiled.read_bytes()
        # One that a power cut left short, or that was spoilt, raises whatever comes when it is read; so it is known by its hash.
        if held[:_HASH] == _hash(held[_HASH:]):
            return GNUTranslations(BytesIO(held[_HASH:]))
    return _compile(source, compiled)


def _hash(content: bytes) -> bytes:
    return blake2b(content, digest_size=_HASH).digest()


def _compile(source: Path, compiled: Path) -> NullTranslations:
    import polib  # noqa: PLC0415  # 20 ms, and as much again to read the .po: only where there is no compiled file

    binary = polib.pofile(str(source)).to_binary()
    unfinished = compiled.with_name(f"{compiled.name}.{os.getpid()}")
    with suppress(OSError):  # a folder that cannot be written costs 40 ms at each start, and nothing else
        with unfinished.open("xb") as file:  # never through a link that somebody laid there
            file.write(_hash(binary) + binary)
        unfinished.replace(compiled)
        for old in source.parent.glob(f".{source.stem}-*.mo"):
            if old != compiled:
                old.unlink(missing_ok=True)
    with suppress(OSError):
        unfinished.unlink(missing_ok=True)
    return GNUTranslations(BytesIO(binary))
