"""Tables as JSON: one list of objects, written row by row so that its length costs no memory."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Final

from fritids.outside.table_values import Cell, WriteRow

_OBEYED: Final = re.compile(r"[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Controls and bidirectional marks that JSON lets stand as they are, and a terminal would obey."""


def text(document: object, *, indent: int | None = None) -> str:
    """The document in readable letters, with every sign that a terminal would obey escaped: the same values to a program."""
    written = json.dumps(document, ensure_ascii=False, indent=indent)
    return _OBEYED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", written)


@contextmanager
def writing(path: Path, keys: Sequence[str]) -> Iterator[WriteRow]:
    """Gives what adds one object with these keys. Empty text is null; days and times are ISO 8601."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("[")
        before = "\n"

        def write(row: Sequence[Cell]) -> None:
            nonlocal before
            found = dict(zip(keys, map(_plain, row), strict=True))
            file.write(before + text(found))
            before = ",\n"

        yield write
        file.write("\n]\n")


def _plain(cell: Cell) -> str | float | bool | None:
    if isinstance(cell, (date, datetime)):
        return cell.isoformat()
    return None if cell == "" else cell
