"""Tables in files: one way to read and one way to write them, whatever the file is made of.

Gives rows of texts and takes rows of values; knows nothing of articles and borrowers, nor what a column means. Text from
people leaves so that no spreadsheet runs it, and what was put before it for that is taken off when it comes back (R13).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from fritids.errors import UsageError
from fritids.i18n import _
from fritids.outside import csv_files, json_files, xlsx_files
from fritids.outside.files import replacing
from fritids.outside.table_values import Cell, Form, Reader, Source, SourceRow, WriteRow, guarded, unguarded

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files of the old Excel begin, and new ones with a password."""


def sources(path: Path) -> tuple[Source, ...]:
    """Every table that the file may be read as; at least one. Raises UsageError for what is no table we can read."""
    path = Path(path)
    if path.is_dir():
        raise UsageError(
            _("{path} is a folder. Write the name of a file.").format(path=path), code="unreadable"
        )
    if not path.is_file():
        raise UsageError(_("There is no file {path}.").format(path=path), code="unreadable")
    try:
        with path.open("rb") as file:
            start = file.read(8)
        if start.startswith(_OLE):
            raise UsageError(
                _(
                    "{path} is an old or a locked Excel file. Save it as .xlsx without a password, or as CSV."
                ).format(path=path),
                code="unreadable",
            )
        if not start:
            raise UsageError(_("The file {path} is empty.").format(path=path), code="unreadable")
        return xlsx_files.sources(path) if start.startswith(_ZIP) else csv_files.sources(path)
    except OSError as error:
        raise UsageError(
            _("The file {path} may not be read. Ask for the right to.").format(path=path), code="unreadable"
        ) from error


@contextmanager
def reading(source: Source) -> Iterator[Reader]:
    """The rows of a source; the file is closed when the block ends."""
    with (xlsx_files if source.form == Form.XLSX else csv_files).reading(source) as reader:
        yield reader


@contextmanager
def writing(path: Path, headers: Sequence[str], *, keys: Sequence[str] = ()) -> Iterator[WriteRow]:
    """Gives what writes one row; when the block ends the file stands at `path`, whole, and what was there is gone.

    The suffix says the form: `.csv` (UTF-8 with byte order mark, `;`, CRLF: what a Swedish Excel opens by a double click and
    an English one through its import), `.xlsx`, or `.json` (a list of objects with `keys`, else `headers`, as names).
    When the block raises, `path` is as it was. Raises UsageError for another suffix.
    """
    suffix = Path(path).suffix.lower().removeprefix(".")
    if suffix not in set(Form):
        raise UsageError(_("The name of the file has to end in .csv, .xlsx or .json."), code="unknown_form")
    form = Form(suffix)
    with replacing(Path(path)) as partial:
        if form == Form.JSON:
            with json_files.writing(partial, keys or headers) as write:
                yield write
        else:
            with (xlsx_files if form == Form.XLSX else csv_files).writing(partial, headers) as write:
                yield write


__all__ = [
    "Cell",
    "Form",
    "Reader",
    "Source",
    "SourceRow",
    "WriteRow",
    "guarded",
    "reading",
    "sources",
    "unguarded",
    "writing",
]
