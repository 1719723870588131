"""A document as an Excel file: first what it is and its key figures, then a sheet for each table, then how things were counted.

Numbers and days are real ones with a format, so that they can be counted on. Every text is a string, whatever it begins with, and no cell is
a formula: nothing that people typed is ever run. Charts are Excel's own and draw the cells of their table.
"""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Final

from fritids.outside.documents.model import Column, Document, Form, Table
from fritids.outside.documents.texts import tidy
from fritids.outside.documents.words import word
from fritids.outside.documents.xlsx_charts import Cells, excel_chart, height
from fritids.outside.documents.xlsx_names import sheet_names
from fritids.outside.documents.xlsx_plan import Leaf, plan
from fritids.outside.documents.xlsx_sheet import Placed, Sheet, Styles

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_MADE: Final = datetime(2000, 1, 1)  # noqa: DTZ001  # dates in Excel have no zone
"""Stands as the day the file was made: the same document gives the same bytes whenever that is."""
_NOTHING_IS_RUN: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_FIRST_WIDTHS: Final = (36.0, 14.0, 14.0, 14.0, 14.0)
"""Columns of the first sheet, in signs."""
_BESIDE: Final = 100.0
"""Signs of a table up to which its charts stand beside it, and both fit on a printed page; they stand below a wider one."""
_WIDEST_TEXT: Final = 56.0
"""Signs in a line of a definition."""
_ROWS_OF_A_PAGE: Final = 40
"""Rows of a table that still can be read on one page with its charts."""
_ROW: Final = 20
"""Pixels."""


def xlsx(document: Document) -> bytes:
    """The Excel file. The same document gives the same bytes."""
    from xlsxwriter import Workbook  # noqa: PLC0415  # 60 ms, and only where one is written

    whole = BytesIO()
    book = Workbook(whole, {"in_memory": True, **_NOTHING_IS_RUN})
    properties = {"title": document.title, "subject": document.subtitle, "author": document.author}
    book.set_properties({**{name: tidy(text) for name, text in properties.items()}, "created": _MADE})
    _write(book, document)
    book.close()
    return whole.getvalue()


def _write(book: "Workbook", document: Document) -> None:
    planned = plan(document)
    titles = [leaf.table.title for leaf in planned.rest]
    if document.definitions:
        titles.append(document.definitions_title or word("definitions", document.language))
    names = sheet_names([word("overview", document.language), *titles])
    styles = Styles(book)
    sheets = [Sheet(book.add_worksheet(name), styles, document) for name in names]
    first = sheets[0]
    _first_sheet(book, first, planned.first, document)
    _contents(first, document, names[1:], titles)
    first.finish(on_one_page=True, upright=True)
    for sheet, leaf in zip(sheets[1:], planned.rest, strict=False):
        sheet.title(
            leaf.table.title, " · ".join(filter(None, (document.title, document.author, leaf.section)))
        )
        placed = _table(book, sheet, leaf)
        sheet.finish(placed.header, on_one_page=bool(leaf.charts) and len(leaf.table.rows) <= _ROWS_OF_A_PAGE)
    if document.definitions:
        _definitions(sheets[-1], titles[-1], document)


def _first_sheet(book: "Workbook", sheet: Sheet, blocks: Sequence[Leaf | str], document: Document) -> None:
    for column, width in enumerate(_FIRST_WIDTHS):
        sheet.widen(column, width)
    sheet.title(document.title, document.subtitle)
    for name, value in document.facts:
        sheet.fact(name, value)
    if document.facts:
        sheet.row += 1
    for block in blocks:
        if isinstance(block, str):
            sheet.paragraph(block, len(_FIRST_WIDTHS))
            sheet.row += 1
        else:
            sheet.heading(block.table.title)
            _table(book, sheet, block)
    if document.withheld_note:
        sheet.paragraph(document.withheld_note, len(_FIRST_WIDTHS))
        sheet.row += 1


def _contents(sheet: Sheet, document: Document, names: Sequence[str], titles: Sequence[str]) -> None:
    if names:
        sheet.heading(word("sheets", document.language))
    for name, title in zip(names, titles, strict=True):
        sheet.link(title, name)


def _table(book: "Workbook", sheet: Sheet, leaf: Leaf) -> Placed:
    """The table with its notes, and its charts beside or below it."""
    placed = sheet.table(leaf.table)
    notes = [
        drawn.chart.note for drawn in leaf.charts if drawn.chart.note and drawn.chart.note != leaf.table.note
    ]
    for text in (*leaf.texts, *dict.fromkeys(notes)):
        sheet.paragraph(text, placed.columns)
    beside = sheet.width(placed.columns) <= _BESIDE
    row = placed.header if beside else sheet.row + 1
    for drawn in leaf.charts:
        cells = Cells(sheet.name, placed.first + drawn.first_row, drawn.columns)
        sheet.chart(
            row, placed.columns + 1 if beside else 0, excel_chart(book, drawn.chart, cells), drawn.chart.title
        )
        row += height(drawn.chart) // _ROW + 2
    sheet.row = max(sheet.row + 1, row if leaf.charts else 0)
    return placed


def _definitions(sheet: Sheet, title: str, document: Document) -> None:
    columns = tuple(
        Column(key, word(key, document.language), Form.TEXT) for key in ("term", "meaning", "sources")
    )
    rows = tuple((each.term, each.text, each.source or "") for each in document.definitions)
    sheet.title(title, f"{document.title} · {document.author}")
    placed = sheet.table(Table("definitions", title, columns, rows), widest=_WIDEST_TEXT)
    sheet.finish(placed.header)
