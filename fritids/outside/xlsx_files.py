"""Tables as Excel files. Formulas are neither run nor written: what is read is the value Excel last saved, what is written is text.

A file from outside may be made to hurt: a kilobyte that unpacks to gigabytes, an entity that names another file, a cell in the
last row of the last column. So the archive is looked at before anything is unpacked, and rows are taken one by one.
"""

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from fritids.errors import UsageError
from fritids.i18n import _
from fritids.outside.table_values import MOST_CELLS, Cell, Form, Source, SourceRow, WriteRow, still_guarded

LARGEST_FILE: Final = 64 << 20
LARGEST_UNPACKED: Final = 1 << 30
"""Bytes of all parts. 100,000 articles are 45 MB; parts are read as streams, so this bounds time and not memory."""
LARGEST_HELD: Final = 128 << 20
"""Bytes of the parts that are held in memory whole: everything but the sheets."""
LARGEST_RATIO: Final = 250
"""Times a large part may grow. Sheets of real lists grow 5–40 times, deflate itself ends at 1,032."""
_SMALL_PART: Final = 4 << 20
_MOST_PARTS: Final = 2_000
_MOST_SHEETS: Final = 20
LAST_ROW: Final = 1_048_576
_EXACT: Final = 2**53
_PROLOG: Final = 4096
_WIDTH: Final = 16
"""Signs that a column shows: a barcode or a phone number whole, a name mostly."""
_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, ParseError, KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError,
    NotImplementedError, RuntimeError, OverflowError,
)  # fmt: skip
"""What openpyxl and what it stands on raise for a file that is damaged, locked, or no workbook."""


def sources(path: Path) -> tuple[Source, ...]:
    """The visible sheets, in their order. Raises UsageError for what is no workbook, or one that would hurt."""
    _inspect(path)
    with _workbook(path) as book:
        names = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not names:
        raise _damaged(path)
    return tuple(Source(path, Form.XLSX, sheet=name) for name in names[:_MOST_SHEETS])


@contextmanager
def reading(source: Source) -> Iterator["_XlsxReader"]:
    """The rows of the sheet; empty rows are left out."""
    with _workbook(source.path) as book:
        yield _XlsxReader(book[source.sheet], source.path)


@contextmanager
def writing(path: Path, headers: Sequence[str]) -> Iterator[WriteRow]:
    """Gives what adds one row below `headers`, which stay in sight and can be filtered by."""
    from openpyxl import Workbook  # noqa: PLC0415  # 170 ms, for Excel files only
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415  # 170 ms, for Excel files only
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415  # 170 ms, for Excel files only
    from openpyxl.styles import Font  # noqa: PLC0415  # 170 ms, for Excel files only
    from openpyxl.utils import get_column_letter  # noqa: PLC0415  # 170 ms, for Excel files only

    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(path.name.strip(".").partition(".")[0][:31] or "1")
    sheet.freeze_panes = "A2"
    last = get_column_letter(max(1, len(headers)))
    for place in range(1, len(headers) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTH

    def text(value: str) -> Any:
        cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
        # Without this openpyxl makes a formula of "=1+1" and an error of "#N/A".
        cell.data_type = "s"
        return cell

    lines = 1

    def write(row: Sequence[Cell]) -> None:
        nonlocal lines
        lines += 1
        sheet.append([text(still_guarded(cell)) if isinstance(cell, str) else cell for cell in row])

    top = [text(header) for header in headers]
    for cell in top:
        cell.font = Font(bold=True)
    sheet.append(top)
    try:
        yield write
        sheet.auto_filter.ref = f"A1:{last}{lines}"
        whole = (
            BytesIO()
        )  # openpyxl leaves its archive open on a full disk, and Python then complains on the screen
        book.save(whole)
        path.write_bytes(whole.getbuffer())
    finally:
        if not sheet.closed:
            sheet.close()


class _XlsxReader:
    def __init__(self, sheet: Any, path: Path) -> None:
        self._sheet = sheet
        self._path = path
        self.done = 0
        self.total = min(sheet.max_row or 0, LAST_ROW)
        # What the file says of its size is often wrong, and rows would be cut or filled up by it.
        sheet.reset_dimensions()

    def __iter__(self) -> Iterator[SourceRow]:
        try:
            for line, values in enumerate(self._sheet.iter_rows(values_only=True), start=1):
                self.done = line
                if line > LAST_ROW:
                    return
                cells = [_text(value) for value in values[:MOST_CELLS]]
                if any(cells):
                    yield SourceRow(line, cells)
        except _BROKEN as error:
            raise _damaged(self._path) from error


@contextmanager
def _workbook(path: Path) -> Iterator[Any]:
    from openpyxl import load_workbook  # noqa: PLC0415  # 170 ms, for Excel files only

    with warnings.catch_warnings():
        # "Data Validation extension is not supported" and the like: of what is left out, nothing is a value.
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        except _BROKEN as error:
            raise _damaged(path) from error
        try:
            yield book
        finally:
            book.close()


def _inspect(path: Path) -> None:
    """Raises UsageError unless the archive is a workbook of a size that can be meant."""
    if path.stat().st_size > LARGEST_FILE:
        raise _too_large(path)
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise _too_large(path)
            if sum(part.file_size for part in parts if not _SHEET.fullmatch(part.filename)) > LARGEST_HELD:
                raise _too_large(path)
            names = {part.filename for part in parts}
            if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
                raise _damaged(path)
            for part in parts:
                if part.file_size > max(_SMALL_PART, LARGEST_RATIO * part.compress_size):
                    raise _too_large(path)
                _refuse_declarations(archive, part, path)
    except _BROKEN as error:
        raise _damaged(path) from error


def _refuse_declarations(archive: zipfile.ZipFile, part: zipfile.ZipInfo, path: Path) -> None:
    """No part of a workbook declares a document type; one that does wants entities put in. Also none is UTF-16, where it could hide."""
    if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
        return
    with archive.open(part) as file:
        start = file.read(_PROLOG)
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start or b"\0" in start:
        raise _damaged(path)


def _damaged(path: Path) -> UsageError:
    return UsageError(
        _("{path} is damaged or is no Excel file. Save it again as .xlsx, or as CSV.").format(path=path),
        code="unreadable",
    )


def _too_large(path: Path) -> UsageError:
    return UsageError(
        _("{path} is too large to be a list. Save only the sheet that is meant, as CSV.").format(path=path),
        code="too_large",
    )


def _text(value: object) -> str:
    """A cell as a person would have typed it: whole numbers without decimals, days as 2026-02-16."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "1" if value else "0"
        case float() if value.is_integer() and abs(value) < _EXACT:
            return str(int(value))
        case datetime() if value.time() == time(0):
            return value.date().isoformat()
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return ""
        case _:
            return str(value)
