"""Names of sheets as Excel takes them."""

import re
from collections.abc import Iterable
from typing import Final

from fritids.outside.documents.texts import tidy

LONGEST: Final = 31
"""Signs of a sheet's name, as UTF-16 counts them."""
_REFUSED: Final = re.compile(r"[\[\]:*?/\\!]")
"""And the sign that ends a sheet's name in a reference, which other programs stumble over."""
_RESERVED: Final = frozenset({"history"})
"""Excel keeps this name for itself."""
_CUT: Final = "…"


def sheet_names(titles: Iterable[str]) -> list[str]:
    """A name for each title: of at most 31 signs, none of which Excel refuses, and no two alike also where case is not looked at."""
    names: list[str] = []
    taken = set(_RESERVED)
    for title in titles:
        wanted = " ".join(_REFUSED.sub(" ", tidy(title)).split()).strip("'") or "-"
        name, n = _cut(wanted, LONGEST), 1
        while name.casefold() in taken or name.lower() in taken:
            n += 1
            name = f"{_cut(wanted, LONGEST - len(f' ({n})'))} ({n})"
        taken |= {name.casefold(), name.lower()}
        names.append(name)
    return names


def _cut(text: str, longest: int) -> str:
    """`text`, cut at a word where one ends late enough, so that the name says what it can."""
    if _length(text) <= longest:
        return text
    while _length(text) > longest - 1:
        text = text[:-1]
    words = text.rpartition(" ")[0]
    return (words if len(words) > longest // 2 else text).rstrip("' ,.-") + _CUT


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
