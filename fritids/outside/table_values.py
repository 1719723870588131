"""What every form of table shares: rows as they are read, cells as they are written, and the guard against formulas (R13)."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple, Protocol, TypeAlias

Cell: TypeAlias = str | int | float | bool | date | datetime | None
"""What can be written. Times are local and naive: a spreadsheet has no zones."""
WriteRow: TypeAlias = Callable[[Sequence[Cell]], None]

MOST_CELLS: Final = 256
"""Cells of a row that are read; what stands further right is no list that a person keeps."""
_RUNNABLE: Final = "=+-@\t\r\n＝＋－＠"
"""The wide forms are run by spreadsheets in East Asian settings."""
_SHIELDED: Final = re.compile(r'="(?:[^"]|"")*"')
"""How old programs keep a spreadsheet from turning `0012` into 12: a formula that gives a text."""
_GUARDED: Final = re.compile(rf"'+[{re.escape(_RUNNABLE)}]")


class Form(StrEnum):
    """What a file is made of; also the suffixes that can be written."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Source:
    """One table in a file, and how it is read. A file may hold several: sheets, or one reading for each delimiter."""

    path: Path
    form: Form
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""


class RowFault(StrEnum):
    """Why a row could not be taken apart."""

    QUOTES = "quotes"
    TOO_LONG = "too_long"


class SourceRow(NamedTuple):
    """A row of a table as it stands there. `line` is what an editor or the spreadsheet shows, counted from 1."""

    line: int
    cells: list[str]
    fault: RowFault | None = None
    """Why the row could not be taken apart; its cells are empty then."""


class Reader(Protocol):
    """The rows of a source, from the first to the last."""

    def __iter__(self) -> Iterator[SourceRow]: ...

    @property
    def done(self) -> int:
        """How far it has come, in the unit of `total`."""

    @property
    def total(self) -> int:
        """How far there is to go; 0 where nobody knows."""


def guarded(text: str) -> str:
    """`text` with a `'` before it if a spreadsheet would run it. Several `'` before such a sign get one more, so that none is lost."""
    return "'" + text if text[:1] and (text[0] in _RUNNABLE or _GUARDED.match(text)) else text


def unguarded(text: str) -> str:
    """`text` without the `'` that `guarded` put before it; `'70s jacket` keeps its own. `="0012"` is the text in it."""
    if text[:1] == "'" and _GUARDED.match(text):
        return text[1:]
    return text[2:-1].replace('""', '"') if text[:1] == "=" and _SHIELDED.fullmatch(text) else text


def still_guarded(text: str) -> str:
    """`text` for a form in which nothing is run (cells that say they are text): only what `unguarded` would cut gets its `'`."""
    return "'" + text if unguarded(text) != text else text
