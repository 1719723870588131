"""A sheet of an Excel file as it is filled from the top: headings, tables with real numbers and dates, notes; and how it is printed."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from fritids.outside.documents.colours import BLUE, FAINT_INK
from fritids.outside.documents.model import Column, Document, Form, Gap, Table, Value
from fritids.outside.documents.texts import tidy
from fritids.outside.documents.values import NO_FIGURE_SIGN, WITHHELD_SIGN, is_a_little, settled, shown
from fritids.outside.documents.words import word

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.chart import Chart as ExcelChart
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LONGEST_TEXT: Final = 32_767
"""Signs of a cell, as UTF-16 counts them; Excel repairs a file that has more by leaving them out."""
_NUMBERS: Final = {
    Form.INTEGER: "#,##0",
    Form.DECIMAL: "#,##0.0",
    Form.PERCENT: "0%",
    Form.DATE: "yyyy-mm-dd",
    Form.TEXT: "0",
}
"""Excel sets the signs between thousands and before decimals of whoever looks."""
_LESS_THAN_ONE: Final = '"<1%"'
"""Shown for a share that would be 0 %, while the cell has the share."""
_NARROWEST: Final = 7.5
_WIDEST: Final = 48.0
_WIDEST_HEADER: Final = 14.0
_LINE: Final = 15.0
"""Points of a row."""
_FILTERED_FROM: Final = 13
"""Rows from which a filter helps; the months of a year are seen at once."""
_TALLEST: Final = 409.0
"""Points of a row, at most, in Excel."""
_BROKEN_AT: Final = 0.9
"""Of the signs that a width is meant for, what surely stands on a line."""
_A4: Final = 9
_TITLE: Final = 16
_HEADING: Final = 13
_LONGEST_FOOTER: Final = 80
_HEADER_LINE: Final = "#7F7F7F"
_BAND: Final = "#EAF1F7"


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a table stands on its sheet, counted from 0."""

    header: int
    first: int
    """Its first row below the header."""
    last: int
    """Its last row, without the one of all together."""
    columns: int


class Styles:
    """The looks of cells, each made once for a file."""

    def __init__(self, book: "Workbook") -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def of(self, **looks: Any) -> "Format":
        """The format with these properties."""
        key = tuple(sorted(looks.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(looks)
        return self._made[key]


class Sheet:
    """Filled from the top; `row` is the next that is free."""

    def __init__(self, sheet: "Worksheet", styles: Styles, document: Document) -> None:
        self.sheet = sheet
        self.name: str = sheet.get_name()
        self.row = 0
        self._styles = styles
        self._document = document
        self._widths: dict[int, float] = {}

    def title(self, title: str, below: str) -> None:
        """What the sheet is, and of what."""
        self._line(title, bold=True, font_size=_TITLE, font_color=BLUE)
        self.sheet.set_row(self.row - 1, _TITLE * 1.5)
        if below:
            self._line(below, font_color=FAINT_INK)
        self.row += 1

    def heading(self, text: str) -> None:
        """Over a part of the sheet."""
        self._line(text, bold=True, font_size=_HEADING)
        self.sheet.set_row(self.row - 1, _HEADING * 1.5)

    def fact(self, name: str, value: str) -> None:
        """A name, and beside it what it is."""
        self._text(self.row, 0, name, font_color=FAINT_INK)
        self._text(self.row, 1, value)
        self.row += 1

    def link(self, text: str, sheet: str) -> None:
        """A line that leads to another sheet of this file."""
        quoted = sheet.replace("'", "''")
        looks = self._styles.of(font_color=BLUE, underline=1)
        self.sheet.write_url(self.row, 0, f"internal:'{quoted}'!A1", looks, _cell_text(text))
        self.row += 1

    def chart(self, row: int, column: int, drawn: "ExcelChart", alternative: str) -> None:
        """The chart with its upper left corner in that cell; a screen reader says `alternative`."""
        self.sheet.insert_chart(row, column, drawn, {"description": alternative, "object_position": 2})

    def paragraph(self, text: str, columns: int) -> None:
        """Running text over the first columns, as high as it needs to be."""
        looks = self._styles.of(text_wrap=True, valign="top", font_color=FAINT_INK)
        text = _cell_text(text)
        if columns > 1:
            self.sheet.merge_range(self.row, 0, self.row, columns - 1, "", looks)
        self.sheet.write_string(self.row, 0, text, looks)
        room = sum(self._widths.get(column, _NARROWEST) for column in range(columns))
        self.sheet.set_row(self.row, min(_LINE * _lines(text, room * _BROKEN_AT), _TALLEST))
        self.row += 1

    def widen(self, column: int, width: float) -> None:
        """The column is at least as wide."""
        self._widths[column] = max(self._widths.get(column, 0.0), width)

    def width(self, columns: int) -> float:
        """Of the first columns together."""
        return sum(self._widths.get(column, _NARROWEST) for column in range(columns))

    def table(self, table: Table, *, widest: float = _WIDEST) -> Placed:
        """The table from the next free row on, with its notes below it. A column of texts is at most `widest` signs wide."""
        header = self.row
        filtered = len(table.rows) >= _FILTERED_FROM
        for place in range(len(table.columns)):
            width = _column_width(table, place, self._document.language, filtered=filtered)
            self.widen(place, min(width, widest))
        self._header(table.columns)
        for row in table.rows:
            self._values(table, row)
        placed = Placed(header, header + 1, self.row - 1, len(table.columns))
        if not table.rows:
            self._line(word("no rows", self._document.language), font_color=FAINT_INK)
        if table.total is not None:
            self._values(table, table.total, bold=True, top=1, bg_color=_BAND)
        if filtered:
            self.sheet.autofilter(header, 0, placed.last, placed.columns - 1)
        self.row += 1
        for note in _notes(table, self._document):
            self.paragraph(note, placed.columns)
        return placed

    def finish(self, header: int | None = None, *, on_one_page: bool = False, upright: bool = False) -> None:
        """The columns are as wide as they have to be; with `header` that row stays in sight and stands on each printed page."""
        for column, width in self._widths.items():
            self.sheet.set_column(column, column, width)
        if header is not None:
            self.sheet.freeze_panes(header + 1, 1)
            self.sheet.repeat_rows(header)
        self.sheet.hide_gridlines(2)
        if not upright:
            self.sheet.set_landscape()
        self.sheet.set_paper(_A4)
        self.sheet.fit_to_pages(1, 1 if on_one_page else 0)
        named = tidy(self._document.title)[:_LONGEST_FOOTER].replace("&", "&&")
        self.sheet.set_footer(f"&L{named}&C&A&R&P / &N")

    def _line(self, text: str, **looks: Any) -> None:
        """In the first column; it runs on over the next ones."""
        self._text(self.row, 0, text, **looks)
        self.row += 1

    def _text(self, row: int, column: int, text: str, **looks: Any) -> None:
        """A text in a cell. It stays one, whatever it begins with."""
        self.sheet.write_string(row, column, _cell_text(text), self._styles.of(**looks))

    def _header(self, columns: Sequence[Column]) -> None:
        lines = 1
        for place, column in enumerate(columns):
            self._text(
                self.row, place, column.title, bold=True, text_wrap=True, valign="bottom", bottom=1,
                bottom_color=_HEADER_LINE, bg_color=_BAND, align=_side(place, column.form), **_indented(place, column.form),
            )  # fmt: skip
            lines = max(lines, _lines(column.title, self._widths[place] * _BROKEN_AT))
        self.sheet.set_row(self.row, _LINE * lines)
        self.row += 1

    def _values(self, table: Table, row: Sequence[Value], **looks: Any) -> None:
        lines = 1
        for place, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            self._value(place, value, column.form, looks)
            if isinstance(value, str):
                lines = max(lines, _lines(value, self._widths[place] * _BROKEN_AT))
        if lines > 1:
            # Excel would do it by itself, but other programs leave the row as it is, and lines lie over one another.
            self.sheet.set_row(self.row, min(_LINE * lines, _TALLEST))
        self.row += 1

    def _value(self, place: int, value: Value, form: Form, looks: dict[str, Any]) -> None:
        side = _side(place, form)
        match value:
            case Gap():
                sign = WITHHELD_SIGN if value is Gap.WITHHELD else NO_FIGURE_SIGN
                self._text(self.row, place, sign, **looks, valign="top", align=side, font_color=FAINT_INK)
            case str():
                self._text(
                    self.row,
                    place,
                    value,
                    **looks,
                    **_indented(place, form),
                    align=side,
                    valign="top",
                    text_wrap=True,
                )
            case date():
                style = self._styles.of(**looks, valign="top", align=side, num_format=_NUMBERS[Form.DATE])
                self.sheet.write_datetime(self.row, place, value, style)
            case _:
                number_format = _LESS_THAN_ONE if is_a_little(value, form) else _NUMBERS[settled(form, value)]
                style = self._styles.of(**looks, valign="top", align=side, num_format=number_format)
                self.sheet.write_number(self.row, place, value, style)


def _side(place: int, form: Form) -> str:
    return "left" if form is Form.TEXT or place == 0 else "right"


def _indented(place: int, form: Form) -> dict[str, int]:
    """A text behind a column of numbers, which end where it would begin, stands a little apart."""
    return {"indent": 1} if form is Form.TEXT and place else {}


def _notes(table: Table, document: Document) -> list[str]:
    notes = [] if table.note is None else [table.note]
    gaps = {value for row in (*table.rows, table.total or ()) for value in row if isinstance(value, Gap)}
    if Gap.WITHHELD in gaps:
        notes.append(word("withheld", document.language))
    if Gap.NONE in gaps:
        notes.append(word("none", document.language))
    return notes


def _column_width(table: Table, place: int, language: str, *, filtered: bool) -> float:
    """Wide enough for every value, and for the header on a few lines."""
    column = table.columns[place]
    values = [row[place] for row in (*table.rows, *([table.total] if table.total else []))]
    widest = max((len(shown(value, column.form, language)) for value in values), default=0)
    words = max(map(len, column.title.split()), default=0) + (5 if filtered else 2)
    header = max(min(len(column.title) + 2, _WIDEST_HEADER), words)
    return max(_NARROWEST, widest * 1.1 + 2, header)


def _cell_text(text: str) -> str:
    """What a cell may hold: no control signs, no more than Excel takes."""
    return tidy(text).encode("utf-16-le")[: 2 * LONGEST_TEXT].decode("utf-16-le", "ignore")


def _lines(text: str, room: float) -> int:
    return max(1, len(textwrap.wrap(text, max(8, int(room)))))
