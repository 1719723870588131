"""The parts that belong to an article and are counted when it comes and goes: tent pegs, the balls of a set."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fritids.domain.search import fold

MOST: Final = 1000
"""Pieces of one part, at most."""
_COUNTED: Final = re.compile(r"(\d{1,4})\s+(\S.*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Part:
    """One of an article's parts."""

    number: int
    """Its place among the type's parts, from 0."""
    count: int
    stated: bool
    """Whether `count` was written down. Tents differ, so of pegs it is known only where somebody counted this tent's."""
    sv: str
    en: str


def read_part(text: str) -> tuple[int, str]:
    """How many, and of what: `8 klot` → (8, "klot"); with no number it is one."""
    found = _COUNTED.fullmatch(text.strip())
    if found is None or not 1 <= int(found[1]) <= MOST:
        return 1, text.strip()
    return int(found[1]), found[2]


def parts(sv: Sequence[str], en: Sequence[str], own: Mapping[int, int] | None = None) -> tuple[Part, ...]:
    """A type's parts as its two texts name them; `own` are the counts of one article where they differ from the type's.

    A type that has fewer names in one language is read in the other for the rest.
    """
    found = []
    for number in range(max(len(sv), len(en))):
        swedish = sv[number] if number < len(sv) else en[number]
        english = en[number] if number < len(en) else swedish
        count, name = read_part(swedish)
        stated = name != swedish.strip()
        if own and number in own:
            count, stated = own[number], True
        found.append(Part(number, count, stated, name, read_part(english)[1]))
    return tuple(found)


def joined(quantities: Mapping[int, int]) -> str | None:
    """How many of which part, as it is stored: `3:2 4:1`, parts from 0; None for nothing."""
    return " ".join(f"{number}:{quantities[number]}" for number in sorted(quantities)) or None


def split(text: str | None) -> dict[int, int]:
    """What `joined` made; what is no such pair is passed over."""
    pairs = (pair.partition(":") for pair in (text or "").split())
    return {int(number): int(n) for number, _colon, n in pairs if number.isdecimal() and n.isdecimal()}


def named(text: str, among: Iterable[Part]) -> tuple[Part, ...]:
    """The parts that a person means: by its place from 1, by its name in either language, or by how a name begins."""
    listed = tuple(among)
    if text.strip().isdecimal():
        return tuple(part for part in listed if part.number == int(text) - 1)
    wanted = fold(text)
    names = [(part, {fold(part.sv), fold(part.en)}) for part in listed]
    exact = tuple(part for part, its in names if wanted in its)
    if exact or not wanted:
        return exact
    return tuple(part for part, its in names if any(f" {wanted}" in f" {name}" for name in its))
