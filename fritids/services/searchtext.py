"""The folded text in which articles and borrowers are searched; whoever writes one of their columns writes this one too.

It begins and ends with a blank, so that a whole word is found as `' word '` and a part of one as it is.
"""

from collections.abc import Iterable

from fritids.domain.barcode import key
from fritids.domain.search import fold

_SWEDEN = "+46"


def article_text(*, brand: str | None, model: str | None, size: str | None, codes: Iterable[str]) -> str:
    """What an article is found by besides the names of its type; `codes` are those of all its labels, as written there."""
    return _joined([brand, model, size, *codes, *(key(code) for code in codes)])


def borrower_text(*, name: str, number: str, phone: str | None, cards: Iterable[str]) -> str:
    """What a borrower is found by while typing; the name comes first, so that ordering by this text is ordering by name."""
    return _joined([name, number, *_spellings(phone), *cards])


def phone_part(text: str) -> str | None:
    """The digits of a part of a phone number as they stand in `borrower_text`, or None if the text is no such part."""
    digits = "".join(character for character in text if character.isdecimal())
    if len(digits) < _SHORTEST_PART or not all(c.isdecimal() or c in "+-() /" for c in text):
        return None
    return digits.removeprefix("00") if digits.startswith("00") else digits


_SHORTEST_PART = 3


def _spellings(phone: str | None) -> list[str]:
    if phone is None:
        return []
    national = ["0" + phone.removeprefix(_SWEDEN)] if phone.startswith(_SWEDEN) else []
    return [*national, phone.removeprefix("+")]


def _joined(parts: Iterable[str | None]) -> str:
    words = " ".join(fold(part) for part in parts if part).split()
    return f" {' '.join(dict.fromkeys(words))} " if words else ""
