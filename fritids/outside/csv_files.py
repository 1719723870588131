"""Tables as text with delimiters, as Excel, LibreOffice and old programs write them.

The encoding is found out by reading the whole file once (10 MB: 20 ms), because a file that is UTF-8 up to the last row and
then not would otherwise come in half. Chosen over guessing by frequency: a wrong guess turns names into others in silence.
"""

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from io import BufferedReader, TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import Final, cast

from fritids.errors import UsageError
from fritids.i18n import _
from fritids.outside.table_values import (
    MOST_CELLS,
    Cell,
    Form,
    RowFault,
    Source,
    SourceRow,
    WriteRow,
    guarded,
)

DELIMITERS: Final = (";", ",", "\t")
LONGEST_LINE: Final = 1 << 20
"""Characters of a line; a longer one is no list, and would be held in memory whole."""
_CHUNK: Final = 1 << 20
_LOOKED_AT: Final = 20
_SEP_LINE: Final = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SWEDISH_IN_UTF8: Final = re.compile(rb"\xc3[\xa5\xa4\xb6\x85\x84\x96\xa9]")
"""å, ä, ö, Å, Ä, Ö, é in UTF-8; in Windows-1252 they would be pairs of signs that no list holds."""
_MANY_NULS: Final = 0.3
"""A greater part of every second byte: text of two bytes a letter."""
_STRAY_NULS: Final = 0.05
"""A smaller part is dirt in a list, and is taken out of its cell; a greater one is a file of another kind."""


def sources(path: Path) -> tuple[Source, ...]:
    """The file read with each delimiter that gives more than one column; one of them if none does."""
    encoding = _encoding(path)
    start = Source(path, Form.CSV, encoding, ";")
    with path.open(encoding=encoding, newline="") as file:
        declared = _SEP_LINE.fullmatch(file.readline(LONGEST_LINE))
    if declared:
        return (Source(path, Form.CSV, encoding, declared[1]),)
    found = []
    for delimiter in DELIMITERS:
        source = Source(path, Form.CSV, encoding, delimiter)
        with reading(source) as reader:
            widest = max((len(row.cells) for row in islice(reader, _LOOKED_AT)), default=0)
        if widest > 1:
            found.append(source)
    return tuple(found) or (start,)


@contextmanager
def reading(source: Source) -> Iterator["_CsvReader"]:
    """The rows of the file; empty lines are left out."""
    with source.path.open(encoding=source.encoding, newline="") as file:
        yield _CsvReader(file, source)


@contextmanager
def writing(path: Path, headers: Sequence[str]) -> Iterator[WriteRow]:
    """Gives what adds one row below `headers`. Form: `tabular.writing`."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")

        def write(row: Sequence[Cell]) -> None:
            writer.writerow(map(_written, row))

        write(headers)
        yield write


class _CsvReader:
    def __init__(self, file: TextIOWrapper, source: Source) -> None:
        self._file = file
        self._bytes = cast("BufferedReader", file.buffer)
        self._source = source
        self._line = 0
        self._fault: RowFault | None = None
        self.total = source.path.stat().st_size

    @property
    def done(self) -> int:
        return self._bytes.tell()

    def __iter__(self) -> Iterator[SourceRow]:
        lines = self._lines()
        ended = False
        while not ended:
            # A row with a stray quote ends this reader; a fresh one goes on below it, so that all bad rows are named.
            rows = csv.reader(lines, delimiter=self._source.delimiter, strict=True)
            first = self._line + 1
            try:
                for cells in rows:
                    if any(cells):
                        yield SourceRow(first, cells[:MOST_CELLS])
                    first = self._line + 1
                ended = True
            except csv.Error:
                yield SourceRow(first, [], self._fault or RowFault.QUOTES)
                ended = self._fault is not None

    def _lines(self) -> Iterator[str]:
        first = True
        while line := self._file.readline(LONGEST_LINE):
            self._line += 1
            if len(line) == LONGEST_LINE:
                self._fault = RowFault.TOO_LONG
                raise csv.Error
            if not (first and _SEP_LINE.fullmatch(line)):
                yield line
            first = False


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4096)
    for mark, name in _BYTE_ORDER_MARKS:
        if start.startswith(mark):
            return _checked(path, name)
    for place, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = start[place::2]
        if half.count(0) > _MANY_NULS * len(half):
            return _checked(path, name)
    if start.count(0) > _STRAY_NULS * len(start):
        raise _no_text(path)
    bad = _first_bad_byte(path, "utf-8")
    if bad is None:
        return "utf-8"
    if b"\0" in start:
        raise _no_text(path)
    if _has_swedish_utf8(path):
        raise UsageError(
            _(
                "{path} is partly UTF-8 and partly not (line {line}). Open it, check the letters å, ä and ö, and save it as UTF-8."
            ).format(path=path, line=bad),
            code="unreadable",
        )
    return _checked(path, "cp1252")


def _checked(path: Path, encoding: str) -> str:
    if _first_bad_byte(path, encoding) is not None:
        raise _no_text(path)
    return encoding


def _no_text(path: Path) -> UsageError:
    return UsageError(
        _("{path} is no table that can be read. Save it as CSV (UTF-8) or as .xlsx.").format(path=path),
        code="unreadable",
    )


def _first_bad_byte(path: Path, encoding: str) -> int | None:
    """The line that holds the first bytes which are no text in this encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            try:
                line += decoder.decode(chunk).count("\n")
            except UnicodeDecodeError as error:
                return line + chunk.count(b"\n", 0, error.start)
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return line
    return None


def _has_swedish_utf8(path: Path) -> bool:
    with path.open("rb") as file:
        before = b""
        while chunk := file.read(_CHUNK):
            if _SWEDISH_IN_UTF8.search(before + chunk):
                return True
            before = chunk[-1:]
    return False


def _written(cell: Cell) -> str | float | None:
    if isinstance(cell, str):
        return guarded(cell)
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    return cell
