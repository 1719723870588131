"""How many text messages a text is, and how a text is kept from becoming more of them than it need be. Pure.

3GPP TS 23.038: a text all of whose characters stand in the GSM 7-bit default alphabet (6.2.1) takes a septet for each, and two for one
of the extension table (6.2.1.1), which an escape goes before; any other text takes 16 bits a character (UCS2, 6.2.3), and phones read
pairs of surrogates in it. A message holds 140 octets: 160 septets or 70 units. In a longer text each part gives six octets to the header
that joins them (TS 23.040, 9.2.3.24.1), which leaves 153 septets or 67 units. The national tables (6.2.1.2) are not counted with: gateways do not use them.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

GSM_BASIC: Final = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ"
    " !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The default alphabet in its order, without the escape (1B)."""
GSM_EXTENSION: Final = "\f^{}\\[~]|€"
"""What costs two septets."""

_SINGLE_SEPTETS: Final = 160
_JOINED_SEPTETS: Final = 153
_SINGLE_UNITS: Final = 70
_JOINED_UNITS: Final = 67
_ESCAPE: Final = "\x1b"
_UNIT: Final = 2
"""Octets of a UTF-16 unit."""

_ALL_GSM: Final = re.compile(f"[{re.escape(GSM_BASIC + GSM_EXTENSION)}]*")
_EXTENDED: Final = re.compile(f"[{re.escape(GSM_EXTENSION)}]")

_PLAIN: Final = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−⁃", "-"),
        **dict.fromkeys("‘’‚‛′`´ʹʼ‹›", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys(
            "\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
            " ",
        ),
        **dict.fromkeys("\u2028\u2029\u0085\v", "\n"),
        # Soft hyphen, zero width and direction marks: nothing is seen of them among letters that all run one way.
        **dict.fromkeys(
            "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff",
            "",
        ),
        "…": "...",
        "•": "-",
        "·": ".",
        "×": "x",
        "⁄": "/",
        "½": "1/2",
        "¼": "1/4",
        "¾": "3/4",
    }
)


@dataclass(frozen=True, slots=True)
class Segments:
    """What a text costs to send."""

    count: int
    """How many messages it is sent and paid as; 0 for no text."""
    is_unicode: bool
    """Some character is not in the GSM alphabet, so that each message holds 70 rather than 160."""
    characters: int
    """Septets or, where `is_unicode`, UTF-16 units: what the limits count."""


def is_gsm(text: str) -> bool:
    """Whether each character of it stands in the GSM alphabet or its extension."""
    return _ALL_GSM.fullmatch(text) is not None


def split(text: str) -> tuple[str, ...]:
    """The messages that a text is sent as; joined they are the text. No extension character and no surrogate pair is cut in two."""
    if is_gsm(text):
        return _split_gsm(text)
    return _split_units(text)


def segments(text: str) -> Segments:
    """How many messages a text is, and how many of the alphabet's units it takes."""
    if is_gsm(text):
        return Segments(
            len(_split_gsm(text)), is_unicode=False, characters=len(text) + len(_EXTENDED.findall(text))
        )
    return Segments(len(_split_units(text)), is_unicode=True, characters=len(_utf16(text)) // _UNIT)


def plain_text(text: str) -> str:
    """The text with dashes, quotes, dots and spaces of the printer's kind as those of the GSM alphabet, where all of it then stands in that alphabet.

    Otherwise the text as it is: in Arabic or Ukrainian, or beside a name that needs it, an apostrophe belongs to its word and nothing would be won.
    Letters are never changed, only put together (`a` and a ring above it are `å`).
    """
    if is_gsm(text):
        return text
    plain = unicodedata.normalize("NFC", text).translate(_PLAIN)
    return plain if is_gsm(plain) else text


def _split_gsm(text: str) -> tuple[str, ...]:
    septets = _EXTENDED.sub(_ESCAPE + r"\g<0>", text)
    if len(septets) <= _SINGLE_SEPTETS:
        return (text,) if text else ()
    parts: list[str] = []
    start = 0
    while start < len(septets):
        end = start + _JOINED_SEPTETS
        if end < len(septets) and septets[end - 1] == _ESCAPE:
            end -= 1
        parts.append(septets[start:end].replace(_ESCAPE, ""))
        start = end
    return tuple(parts)


def _split_units(text: str) -> tuple[str, ...]:
    octets = _utf16(text)
    if len(octets) <= _SINGLE_UNITS * _UNIT:
        return (text,)
    parts: list[str] = []
    start = 0
    while start < len(octets):
        end = start + _JOINED_UNITS * _UNIT
        if end < len(octets) and 0xD8 <= octets[end - _UNIT] <= 0xDB:  # noqa: PLR2004  # the first half of a pair
            end -= _UNIT
        parts.append(octets[start:end].decode("utf-16-be", "surrogatepass"))
        start = end
    return tuple(parts)


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-be", "surrogatepass")
