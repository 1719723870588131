"""What somebody means who writes one line about a thing that is taken in: `38`, `38 bauer`, `3x`, `skates 38 bauer`, `-`."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from fritids.domain.search import clean, fold
from fritids.domain.sizes import SizeKind
from fritids.services.results import TypeView
from fritids.services.type_names import TypeNames, size_as

NO_SIZE: Final = "-"
"""Written for a thing of which the size is not known."""
_MOST_TYPES: Final = 9
_SHORT_NAME: Final = 3
"""Letters of a maker's name that is an abbreviation."""
Brands: TypeAlias = Callable[[], Sequence[str]]
"""Reads the makers that are known; only where words are left that may be one, since it goes through the whole stock."""
_COUNTED: Final = re.compile(r"(?P<n>\d{1,4})\s*(?P<sign>[x×*])\s*(?P<rest>.*)", re.IGNORECASE)
_MEASURES: Final = frozenset({SizeKind.DIM})
"""Kinds of which `60x40` is a size; only `60*40` counts there."""


@dataclass(frozen=True, slots=True)
class GiftWords:
    """A line as far as it is understood. What it does not say is None: the same as before."""

    count: int = 1
    types: tuple[TypeView, ...] = ()
    """Which types the words may mean, best first; empty where they name none."""
    tail: str = ""
    """What stands after the words for the type, to be read with `size_and_brand` once it is known which one is meant."""
    size: str | None = None
    """Empty for none."""
    brand: str | None = None
    unknown: str = ""
    """Words that are neither type nor size nor a maker's name that is known."""

    @property
    def repeats(self) -> bool:
        """Whether it says nothing but how many."""
        return not self.types and self.size is None and self.brand is None and not self.unknown


def read_words(names: TypeNames, text: str, now: TypeView | None, brands: Brands) -> GiftWords:
    """The line, for somebody who has been taking in things of the type `now`."""
    count, rest = _counted(clean(text), now)
    if not rest:
        return GiftWords(count)
    if now is not None and (said := size_and_brand(now, rest, brands)) is not None:
        size, brand = said
        if size is not None or _exactly(names, rest) is None:
            return GiftWords(count, size=size, brand=brand)
    words = rest.split()
    for n in range(len(words), 0, -1):
        head = " ".join(words[:n])
        exact = _exactly(names, head)
        types = (exact,) if exact is not None else names.like(head, _MOST_TYPES)
        if types:
            whole = tuple(sorted(types, key=lambda kind: not _holds_whole(kind, head)))
            return GiftWords(count, whole, " ".join(words[n:]))
    return GiftWords(count, unknown=rest)


def size_and_brand(kind: TypeView, text: str, brands: Brands) -> tuple[str | None, str | None] | None:
    """(size, maker) as they stand in the text, None for one that does not; None if the text is neither. A known maker gets the spelling in use."""
    words = text.split()
    for n in range(len(words), 0, -1):
        head, tail = " ".join(words[:n]), " ".join(words[n:])
        if is_size(kind, head):
            return ("" if head == NO_SIZE else head), (spelled(tail, brands()) if tail else None)
    known = brands()
    brand = spelled(text, known)
    return (None, brand) if brand in known else None


def is_size(kind: TypeView, text: str) -> bool:
    """Whether the text is meant for a size: one that can be read, or a number, however odd."""
    if text == NO_SIZE:
        return True
    if kind.size_kind is SizeKind.NONE:
        return False
    size = size_as(kind, text)
    return size.low is not None or bool(size.letters) or (text[:1].isdecimal() and " " not in text)


def spelled(brand: str, brands: Sequence[str]) -> str:
    """The maker's name in the spelling that is in use; a new one as written, but never in small letters alone."""
    wanted = fold(brand)
    return next((known for known in brands if fold(known) == wanted), _capitals(brand))


def _capitals(text: str) -> str:
    """`bauer` → `Bauer`, `ccm` → `CCM`: whoever registers forty things does not hold the shift key."""
    if not text.islower():
        return text
    return text.upper() if len(text) <= _SHORT_NAME else text[:1].upper() + text[1:]


def _counted(text: str, now: TypeView | None) -> tuple[int, str]:
    match = _COUNTED.fullmatch(text)
    if match is None:
        return 1, text
    rest = match["rest"]
    if match["sign"] != "*" and now is not None and now.size_kind in _MEASURES and rest[:1].isdecimal():
        return 1, text
    return int(match["n"]), rest


def _holds_whole(kind: TypeView, text: str) -> bool:
    """Whether all the words stand whole in one of the type's own names: "skates" are rather hockey skates than skate skis."""
    wanted = set(fold(text).split())
    return any(wanted <= set(fold(name).split()) for name in (kind.name_sv, kind.name_en))


def _exactly(names: TypeNames, text: str) -> TypeView | None:
    """The type whose code or own name this is; other names may be several types'."""
    found, wanted = names.named(text), fold(text)
    if found is None:
        return None
    own = (found.code, found.code.replace("-", " "), found.name_sv, found.name_en)
    return found if wanted in map(fold, own) else None
