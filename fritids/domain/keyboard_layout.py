"""What a scanner on a US layout sends, and what a computer on the Swedish one makes of it.

A scanner is a keyboard: it sends key positions, not characters. Left on its factory setting (US) at a Swedish
computer it types digits and letters right and most signs wrong: ``-`` arrives as ``+``. The table here is the
key positions of both layouts side by side, from xkeyboard-config's ``symbols/us`` ("basic") and
``symbols/se`` ("basic", which takes ``latin(type2)``). This module knows characters only; what a code is
stands in `barcode`.
"""

import unicodedata
from types import MappingProxyType
from typing import Final

_US_ROWS: Final = (
    "`1234567890-=",  # TLDE, AE01..AE12
    "~!@#$%^&*()_+",
    "[]",  # AD11, AD12
    "{}",
    ";'\\",  # AC10, AC11, BKSL
    ':"|',
    ",./",  # AB08..AB10
    "<>?",
)
_SE_ROWS: Final = ("§1234567890+\u00b4", '½!"#¤%&/()=?`', "å¨", "Å^", "öä'", "ÖÄ*", ",.-", ";:_")

US_TO_SE: Final = MappingProxyType(dict(zip("".join(_US_ROWS), "".join(_SE_ROWS), strict=True)))
"""The character a Swedish host shows for the key that is this character on a US board. Letters are the same.

The acute, the grave, ``¨`` and ``^`` are dead keys in Sweden; they stand for what most systems type when
nothing can be joined with them.
"""

SE_TO_US: Final = MappingProxyType({swedish: us for us, swedish in US_TO_SE.items()})
"""`US_TO_SE` backwards. No Swedish character stands for two keys, so nothing is lost on the way."""

_TO_US: Final = str.maketrans(dict(SE_TO_US))
_TO_SE: Final = str.maketrans(dict(US_TO_SE))
_DEAD_KEYS: Final = MappingProxyType({"\u0301": "\u00b4", "\u0300": "`", "\u0308": "¨", "\u0302": "^"})
_OWN_KEYS: Final = frozenset("åäöÅÄÖ")
"""Letters with a key of their own in Sweden: a mark on them is no dead key."""


def meant_on_us(text: str) -> str:
    """Return what a US-layout scanner meant, given what a Swedish host showed.

    A letter with an accent that no Swedish key has (``Ë``) is a dead key that met a letter: it comes out as
    the two keys (``]E``).
    """
    return "".join(map(_apart, unicodedata.normalize("NFC", text))).translate(_TO_US)


def shown_on_se(text: str) -> str:
    """Return what a Swedish host shows of `text` sent by a US-layout scanner, dead keys as plain signs."""
    return text.translate(_TO_SE)


def first_key_dead(text: str) -> str | None:
    """Return `text` with its first letter taken apart into dead key and letter; None if it has no such mark.

    Unlike `meant_on_us` this also takes ``Ä`` apart: at the head of a scan it may be the ``]A`` of a prefix.
    """
    head, rest = unicodedata.normalize("NFD", text[:1]), text[1:]
    if rest[:1] in _DEAD_KEYS:  # a mark that stayed beside its letter, because no single character has both
        head, rest = head + rest[:1], rest[1:]
    if len(head) != len("X\u0308") or head[1] not in _DEAD_KEYS:
        return None
    return _DEAD_KEYS[head[1]] + head[0] + rest


def _apart(character: str) -> str:
    """One shown character as the keys that were pressed: usually itself."""
    if character in _OWN_KEYS:
        return character
    parts = unicodedata.normalize("NFD", character)
    letter, marks = parts[0], parts[1:]
    return _DEAD_KEYS[marks] + letter if marks in _DEAD_KEYS and letter.isascii() else character
