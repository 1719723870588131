"""Every regular expression of the program, and texts that make a careless one try everything with everything."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from re import _constants as of  # type: ignore[attr-defined]  # its parser is the only one there is
from re import _parser as parser  # type: ignore[attr-defined]
from time import process_time
from types import ModuleType
from typing import Any, Final

import fritids

METHODS: Final = frozenset({"match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"})
PIECES: Final = 12
LENGTHS: Final = (8, 12, 16, 20, 24, 28, 40, 80, 160, 320, 640, 1280, 2560, 5120, 10_240, 20_480)
SLOW: Final = 0.1
"""Seconds of the processor. What is tried with every length of the text takes so long at 5,000 signs; with every pair of them, at 500; what doubles with each sign, at 24."""


def modules() -> Iterator[ModuleType]:
    """Those of the program's that have one."""
    package = Path(fritids.__file__).parent
    for path in sorted(package.rglob("*.py")):
        if "re.compile(" in path.read_text(encoding="utf-8"):
            yield importlib.import_module(
                ".".join(("fritids", *path.relative_to(package).with_suffix("").parts))
            )


def patterns() -> dict[str, re.Pattern[Any]]:
    """The compiled ones, also in tuples and mappings, by where they stand."""
    found: dict[str, re.Pattern[Any]] = {}
    for module in modules():
        for name, value in vars(module).items():
            held = (
                value.values()
                if isinstance(value, dict)
                else value
                if isinstance(value, tuple | list | frozenset)
                else (value,)
            )
            found |= {
                f"{module.__name__}.{name}": each
                for each in held
                if isinstance(each, re.Pattern) and each not in found.values()
            }
    return found


def ways() -> dict[str, set[str]]:
    """By which methods the patterns of each name are used."""
    found: dict[str, set[str]] = {}
    for path in Path(fritids.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in METHODS:
                named = (
                    node.value.id
                    if isinstance(node.value, ast.Name)
                    else node.value.attr
                    if isinstance(node.value, ast.Attribute)
                    else ""
                )
                found.setdefault(named, set()).add(node.attr)
    return found


def attacks(pattern: re.Pattern[Any]) -> list[tuple[str, str, str]]:
    """(begin, piece, end): the piece is repeated, what is at the end makes it fail. Pieces are signs that the pattern knows, alone, by two, and all in order."""
    flags = pattern.flags if isinstance(pattern.pattern, str) else pattern.flags & ~re.UNICODE
    signs = list(dict.fromkeys(_signs(parser.parse(pattern.pattern, flags))))
    some = signs[:: max(1, len(signs) // PIECES)][:PIECES]
    pieces = [*signs, *(a + b for a in some for b in some if a != b), "".join(signs)]
    return [
        (begin, piece, "\0!")
        for piece in dict.fromkeys(pieces)
        for begin in dict.fromkeys(("", signs[0] if signs else "", "".join(signs)))
    ]


def _signs(tree: Any) -> Iterator[str]:  # noqa: C901  # one branch a kind of part
    for kind, value in tree:
        if kind is of.LITERAL:
            yield chr(value)
        elif kind is of.NOT_LITERAL or kind is of.ANY:
            yield "a"
        elif kind is of.IN:
            yield _in(value)
        elif kind is of.SUBPATTERN:
            yield from _signs(value[3])
        elif kind in {of.MAX_REPEAT, of.MIN_REPEAT, of.POSSESSIVE_REPEAT}:
            yield from _signs(value[2])
        elif kind is of.BRANCH:
            for branch in value[1]:
                yield from _signs(branch)
        elif kind in {of.ASSERT, of.ASSERT_NOT}:
            yield from _signs(value[1])
        elif kind is of.ATOMIC_GROUP:
            yield from _signs(value)


def _in(members: list[Any]) -> str:
    kind, value = members[0]
    if kind is of.NEGATE:
        return next((sign for sign in "a1 -/(" if not re.fullmatch(_class(members[1:]), sign)), "é")
    if kind is of.LITERAL:
        return chr(value)
    if kind is of.RANGE:
        return chr(value[0])
    return {of.CATEGORY_SPACE: " ", of.CATEGORY_DIGIT: "1", of.CATEGORY_WORD: "a"}.get(value, "a")


def _class(members: list[Any]) -> str:
    words = {of.CATEGORY_SPACE: r"\s", of.CATEGORY_DIGIT: r"\d", of.CATEGORY_WORD: r"\w"}
    inside = ""
    for kind, value in members:
        inside += (
            re.escape(chr(value))
            if kind is of.LITERAL
            else f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
            if kind is of.RANGE
            else words.get(value, "")
        )
    return f"[{inside}]" if inside else r"(?!)"


def first_slow(
    pattern: re.Pattern[Any], methods: set[str], attack: tuple[str, str, str], most: int
) -> int | None:
    """At how many signs of the attack it takes `SLOW`; None if at `most` it still does not."""
    begin, piece, end = attack
    for length in (*(each for each in LENGTHS if each < most), most):
        text: Any = begin + (piece * length)[:length] + end
        if isinstance(pattern.pattern, bytes):
            text = text.encode("latin-1", "replace")
        began = process_time()
        for method in methods:
            if method in {"sub", "subn"}:
                pattern.sub(type(text)(), text)
            elif method == "finditer":
                list(pattern.finditer(text))
            else:
                getattr(pattern, method)(text)
        if process_time() - began > SLOW:
            return length
    return None
