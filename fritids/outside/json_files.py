"""Tables as JSON: one list of objects, written row by row so that its length costs no memory."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from fritids.outside.table_values import Cell, WriteRow


@contextmanager
def writing(path: Path, keys: Sequence[str]) -> Iterator[WriteRow]:
    """Gives what adds one object with these keys. Empty text is null; days and times are ISO 8601."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("[")
        before = "\n"

        def write(row: Sequence[Cell]) -> None:
            nonlocal before
            found = dict(zip(keys, map(_plain, row), strict=True))
            file.write(before + json.dumps(found, ensure_ascii=False))
            before = ",\n"

        yield write
        file.write("\n]\n")


def _plain(cell: Cell) -> str | float | bool | None:
    if isinstance(cell, (date, datetime)):
        return cell.isoformat()
    return None if cell == "" else cell
