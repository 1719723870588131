"""From what somebody wrote in one go, `skridskor 33` or `hjälm 52 x2`, to types, a size and how many."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fritids.domain.search import clean, fold
from fritids.domain.sizes import wanted_size
from fritids.services.results import TypeView
from fritids.services.type_names import MOST_CANDIDATES, TypeNames

LONGEST_WORDS = 100
_COUNT = re.compile(r"\s+(?:[x×*]\s?(\d{1,2})|(\d{1,2})\s?st\.?)$", re.IGNORECASE)
_JOINED = re.compile(r"(?<=\d)\s*[-–]\s*(?=\d)")
_SIZE_WORDS = frozenset({"storlek", "stl", "strl", "str", "size"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the words may mean: none or several types, best first."""

    types: tuple[TypeView, ...]
    size: str | None = None
    quantity: int = 1


def read_wanted(names: TypeNames, text: str) -> Wanted:
    """What `text` means among types of these names. The type comes first; what is left is the size, whether or not it looks like one."""
    words, quantity = clean(text)[:LONGEST_WORDS], 1
    if found := _COUNT.search(words):
        words, quantity = words[: found.start()], int(found[1] or found[2])
    tokens = _JOINED.sub("-", words).split()
    for kind, size in (*_splits(tokens, sized=True), *_splits(tokens, sized=False)):
        if types := _meant(names, kind):
            return Wanted(types, size or None, quantity)
    return Wanted((), None, quantity)


def _splits(tokens: list[str], *, sized: bool) -> Iterator[tuple[str, str]]:
    """Ways to part type from size: first those whose end is a size, then all of it as a type, then any."""
    if sized:
        for at in range(1, len(tokens)):
            start = at + 1 if fold(tokens[at]) in _SIZE_WORDS else at
            if wanted_size(" ".join(tokens[start:])) is not None:
                yield " ".join(tokens[:at]), " ".join(tokens[start:])
    else:
        for at in range(len(tokens), 0, -1):
            yield " ".join(tokens[:at]), " ".join(tokens[at:])


def _meant(names: TypeNames, words: str) -> tuple[TypeView, ...]:
    each = fold(words).split()
    if not each:
        return ()
    if (exact := names.named(words)) is not None:
        return (exact,)
    if found := names.like(words, MOST_CANDIDATES):
        # "skates" is a word of hockey skates, and only the beginning of one of "skateskidor".
        whole = set.intersection(*(set(names.holding(word, whole=True)) for word in each))
        return tuple(sorted(found, key=lambda view: view.code not in whole))
    # "hjälmar" stands in no name, and means those in which "hjälm" does.
    meant = set.intersection(*(set(names.holding(word)) for word in each))
    return tuple(view for code, view in names.types.items() if code in meant)[:MOST_CANDIDATES]
