"""A document on paper, read back: every value, nothing outside the margins, and what a reader and a screen reader are told of it."""

import ctypes
from dataclasses import dataclass, replace
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

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
from fritids.outside.documents.pdf import _set_section, pdf
from fritids.outside.documents.pdf_columns import plan
from fritids.outside.documents.pdf_flow import Flow
from fritids.outside.documents.pdf_page import MARGIN, Part
from fritids.outside.documents.pdf_tables import set_table
from fritids.outside.documents.picture import Letters
from fritids.outside.documents.values import shown

MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
CATEGORIES = (
    "Alpint & snowboard", "Längdskidor & snö", "Is", "Rullande", "Cykel", "Vatten", "Friluft & camping",
    "Bollsport", "Racket & precision", "Träning & spel", "Ridning & övriga sporter", "Parasport & hjälpmedel",
)  # fmt: skip
EVIL = "<b>Åre & [/] {x} %s</b> &amp; \\(paren ł Жук"
ENDLESS = "Donaudampfschiffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3
ARABIC = "مرحبا بك"


def figures(title: str, names: tuple[str, ...], heads: tuple[str, ...], *, note: str | None = None) -> Table:
    """A table of figures that are all different, with a withheld one in each third row."""
    rows: list[tuple[Value, ...]] = []
    for row, name in enumerate(names):
        values = [10_000 * (row + 1) + 7 * column for column in range(len(heads))]
        cells: list[Value] = [name, *values]
        if row % 3 == 1:
            cells[-1] = Gap.WITHHELD
        rows.append(tuple(cells))
    total: tuple[Value, ...] = ("Tillsammans", *(1_234_567 + column for column in range(len(heads))))
    columns = (Column("name", "Namn", Form.TEXT), *(Column(head, head) for head in heads))
    return Table(title, title, columns, tuple(rows), total, note)


YEAR = Section(
    "year",
    "Året på en sida",
    (
        Paragraph(f"Under 2026 lånades 12\xa0345 artiklar ut. {EVIL} {ENDLESS}"),
        figures("Nyckeltal", tuple(f"Mått {n}" for n in range(26)), ("2026", "2025")),
        Chart(
            "months", "Utlån per månad", ChartKind.COLUMNS, "Månad", "Utlån", MONTHS,
            (Series("2026", (None, *map(float, range(11)))), Series("2025", tuple(map(float, range(12))))),
        ),
    ),
)  # fmt: skip
MANY = Section(
    "many",
    "Många rader",
    (
        figures("Per typ", tuple(f"Typ {n}" for n in range(95)), ("Utlån", "Låntagare"), note="En fotnot."),
        Table(
            "forms", "Former",
            (
                Column("a", "Text", Form.TEXT), Column("b", "Tal", Form.DECIMAL),
                Column("c", "Andel", Form.PERCENT), Column("d", "Dag", Form.DATE), Column("e", "Källa", Form.TEXT),
            ),
            (
                (EVIL, 1234.56, -0.034, Gap.NONE, ENDLESS),
                (ENDLESS, Gap.NONE, 1.0, Gap.WITHHELD, "en lång källa med många ord " * 60),
                ("", 0.0, 0.0, Gap.NONE, "ett ord " * 700),
            ),
        ),
    ),
)  # fmt: skip
WIDE = Section(
    "wide",
    "Breda tabeller",
    (
        figures("Kategori och månad", CATEGORIES, (*MONTHS, "Tillsammans")),
        figures("Månad och kategori", MONTHS, CATEGORIES),
        figures("Mycket bred", MONTHS, tuple(f"Kolumn {n} med ett långt namn" for n in range(45))),
        Table("empty", "Tom", (Column("a", "Sak", Form.TEXT), Column("b", "Antal")), ()),
    ),
)
DOCUMENT = Document(
    "fritids-2026",
    "Årsrapport 2026 – <i>siffror</i>",
    "Utlån & bestånd",
    "sv",
    "Fritidsbanken Ånäset (ł)",
    (("Tid", "2026-01-01 – 2026-12-31"), (EVIL, ENDLESS)),
    (YEAR, MANY, WIDE),
    tuple(Definition(f"Begrepp {n} {EVIL}", "Vad det betyder. " * 9, "En källa") for n in range(12)),
    "Definitioner och källor",
    "·· står där en siffra inte visas.",
)


@dataclass(frozen=True)
class Printed:
    """A PDF as pypdfium2 reads it."""

    pages: tuple[str, ...]
    letters: tuple[tuple[float, float, float, float, float, float], ...]
    """Of each sign: width and height of its page, then left, bottom, right, top."""
    outline: tuple[tuple[int, str, int], ...]
    """Level, title, page (1 is the first)."""
    facts: dict[str, str]
    tagged: bool


def read(data: bytes) -> Printed:
    with pypdfium2.PdfDocument(data) as document:
        pages, letters = [], []
        for page in document:
            text = page.get_textpage()
            pages.append(text.get_text_bounded())
            wide, high = page.get_size()
            letters += [
                (wide, high, *text.get_charbox(place))
                for place in range(text.count_chars())
                if chr(pdfium.FPDFText_GetUnicode(text, place)).strip()
            ]
        outline = [
            (entry.level, entry.get_title(), (entry.get_dest().get_index() or 0) + 1)
            for entry in document.get_toc()
        ]
        tagged = bool(pdfium.FPDFCatalog_IsTagged(document))
        return Printed(tuple(pages), tuple(letters), tuple(outline), document.get_metadata_dict(), tagged)


def bare(text: str) -> str:
    """Without white space, and without the soft hyphen that pdfium makes of a hyphen at the end of a line."""
    return "".join(text.split())


@pytest.fixture(scope="module")
def data() -> bytes:
    return pdf(DOCUMENT)


@pytest.fixture(scope="module")
def printed(data: bytes) -> Printed:
    return read(data)


def tables() -> list[Table]:
    return [block for section in DOCUMENT.sections for block in section.blocks if isinstance(block, Table)]


@pytest.mark.parametrize(
    "table", [each for each in tables() if each.key not in {"Mycket bred", "forms"}], ids=lambda t: t.key
)
def test_every_row_of_a_table_is_read_back_whole(table: Table, printed: Printed) -> None:
    pages = [bare(page) for page in printed.pages]
    for row in (*table.rows, *((table.total,) if table.total else ())):
        cells = [shown(value, column.form, "sv") for value, column in zip(row, table.columns, strict=True)]
        whole = bare("".join(cells))
        assert any(whole in page for page in pages), cells


def test_a_table_too_wide_for_a_turned_page_is_set_in_parts_with_its_names_in_each(printed: Printed) -> None:
    parts = [page for page in printed.pages if "Mycket bred (del" in page]
    assert parts
    table = next(each for each in tables() if each.key == "Mycket bred")
    together = bare("".join(parts))
    for row in table.rows:
        assert together.count(str(row[0])) >= len(parts)
        for value in row[1:]:
            assert bare(shown(value, Form.INTEGER, "sv")) in together


def test_a_row_as_tall_as_several_pages_loses_nothing(printed: Printed) -> None:
    pages = [page for page in printed.pages if "Former" in page]
    together = bare("".join(pages))
    assert len(pages) >= 3
    assert together.count("ettord") == 700
    assert together.count("långkälla") == 60
    for cell in ("1\xa0234,6", "−3\xa0%", "100\xa0%"):
        assert bare(cell) in together


def test_texts_are_data(printed: Printed) -> None:
    assert bare(EVIL) in bare(printed.pages[0])
    assert ENDLESS in bare(printed.pages[0])
    year = bare("".join(printed.pages))
    assert bare(f"ut. {EVIL} {ENDLESS}") in year


def test_what_cannot_be_set_is_seen_to_be_missing_and_explained(printed: Printed) -> None:
    hostile = replace(DOCUMENT, sections=(Section("a", f"Hej {ARABIC}", (figures("T", (ARABIC,), ("n",)),)),))
    page = read(pdf(hostile)).pages[2]
    assert "Hej □" in page
    assert "□ står för skrivtecken" in page
    assert all("□" not in page for page in printed.pages)


def test_nothing_lies_outside_the_margins(printed: Printed) -> None:
    assert len(printed.letters) > 10_000
    for wide, high, left, bottom, right, top in printed.letters:
        assert left >= MARGIN - 1
        assert right <= wide - MARGIN + 1
        assert bottom >= MARGIN - 3
        assert top <= high - MARGIN + 1


def test_the_first_section_stands_on_one_page_of_its_own(printed: Printed) -> None:
    with_year = [page for page in printed.pages[2:] if "Nyckeltal" in page or "Utlån per månad" in page]
    assert len(with_year) == 1
    assert "Året på en sida" in with_year[0]
    assert "Många rader" not in with_year[0]
    assert "Månad\r\n" in with_year[0]


def test_every_section_and_table_has_a_bookmark_and_a_line_in_the_contents(printed: Printed) -> None:
    titles = [(level, title) for level, title, _page in printed.outline]
    wanted = [(0, "Innehåll")]
    for section in DOCUMENT.sections:
        wanted.append((0, section.title))
        wanted += [(1, block.title) for block in section.blocks if isinstance(block, Table)]
    assert titles == [*wanted, (0, "Definitioner och källor")]
    contents = bare(printed.pages[1])
    for _level, title, page in printed.outline[1:]:
        assert bare(title) in bare(printed.pages[page - 1])
        assert bare(f"{title}{page}") in contents


def test_the_file_says_what_it_is(printed: Printed, data: bytes) -> None:
    assert printed.facts["Title"] == DOCUMENT.title
    assert printed.facts["Author"] == DOCUMENT.author
    assert printed.facts["Subject"] == DOCUMENT.subtitle
    assert b"/Lang (sv)" in data
    assert printed.tagged
    assert b"/Helvetica" not in data


def test_a_screen_reader_is_told_what_is_a_table_and_what_a_picture_shows(data: bytes) -> None:
    with pypdfium2.PdfDocument(data) as document:
        roles: dict[str, int] = {}
        told: list[str] = []
        for page in document:
            tree = pdfium.FPDF_StructTree_GetForPage(page)
            for child in range(pdfium.FPDF_StructTree_CountChildren(tree)):
                _walk(pdfium.FPDF_StructTree_GetChildAtIndex(tree, child), roles, told)
            pdfium.FPDF_StructTree_Close(tree)
    assert {"H1", "P", "Table", "TR", "TH", "TD", "Figure", "TOC"} <= set(roles)
    assert any(
        "Stapeldiagram. Månad, Utlån. jan, 2026: –; jan, 2025: 0; feb, 2026: 0" in text for text in told
    )


def _walk(element: object, roles: dict[str, int], told: list[str]) -> None:
    role = _string(pdfium.FPDF_StructElement_GetType, element)
    roles[role] = roles.get(role, 0) + 1
    alternative = _string(pdfium.FPDF_StructElement_GetAltText, element)
    if alternative:
        told.append(alternative)
    for child in range(pdfium.FPDF_StructElement_CountChildren(element)):
        inner = pdfium.FPDF_StructElement_GetChildAtIndex(element, child)
        if inner:
            _walk(inner, roles, told)


def _string(get: object, element: object) -> str:
    assert callable(get)
    length = get(element, None, 0)
    buffer = ctypes.create_string_buffer(length)
    get(element, buffer, length)
    return buffer.raw.decode("utf-16-le").rstrip("\0")


def test_each_page_says_which_it_is_and_what_its_signs_mean(printed: Printed) -> None:
    count = len(printed.pages)
    for number, page in enumerate(printed.pages, start=1):
        assert (f"Sida {number} av {count}" in page) == (number > 1)
        cells = "··" in page.replace("·· visas inte", "").replace("·· står där", "")
        assert ("·· visas inte: färre än fem" in page) == cells, number


def test_a_long_table_has_its_header_on_every_page_and_its_total_beside_a_row(printed: Printed) -> None:
    pages = [page for page in printed.pages[2:] if "Per typ" in page]
    assert len(pages) >= 2
    assert all("Namn" in page and "Låntagare" in page for page in pages)
    assert all("Per typ (forts.)" in page for page in pages[1:])
    assert "Typ 94" in pages[-1]
    assert "Tillsammans" in pages[-1]
    assert "En fotnot." in pages[-1]


def test_a_total_never_stands_alone_on_a_page() -> None:
    for count in range(25, 45):
        flow = Flow("sv", Part("Document"))
        set_table(flow, figures("T", tuple(f"Rad {n}" for n in range(count)), ("Utlån",)), "t")
        last = [
            mark.text for piece in flow.pages[-1].pieces for mark in piece.marks if isinstance(mark, Letters)
        ]
        assert "Tillsammans" in last
        assert any(text.startswith("Rad") for text in last), count


@pytest.mark.parametrize(
    "sentences", [(), (Paragraph("En mening. " * 30),)], ids=["at once", "after sentences"]
)
@pytest.mark.parametrize(
    "first", [YEAR.blocks[2], figures("Sedan", MONTHS, ("Utlån",))], ids=["chart", "table"]
)
def test_a_heading_stands_on_the_page_of_what_it_is_over(
    first: Chart | Table, sentences: tuple[Paragraph, ...]
) -> None:
    for count in range(8, 40, 2):
        root = Part("Document")
        flow = Flow("sv", root)
        set_table(flow, figures("Först", tuple(f"Rad {n}" for n in range(count)), ("Utlån",)), "t")
        _set_section(flow, Section("s", "Rubrik", (*sentences, first)), root, 1)
        for page in flow.pages:
            words = {mark.text for piece in page.pieces for mark in piece.marks if isinstance(mark, Letters)}
            assert ("Rubrik" in words) == (first.title in words), count


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.key)
def test_no_table_is_set_too_small_to_be_read_or_wider_than_the_page(table: Table) -> None:
    how = plan(table, "sv", 8.5)
    room = (841.89 if how.turned else 595.28) - 2 * MARGIN
    assert all(grid.size >= 7 and grid.across <= room + 0.1 for grid in how.grids)
    kept = {"Kategori och månad": (True, 1), "Månad och kategori": (True, 1), "Nyckeltal": (False, 1)}
    assert (how.turned, len(how.grids)) == kept.get(table.key, (how.turned, len(how.grids)))


def test_figures_of_a_column_end_at_one_line(data: bytes, printed: Printed) -> None:
    number = next(page for _level, title, page in printed.outline if title == "Per typ")
    with pypdfium2.PdfDocument(data) as document:
        text = document[number - 1].get_textpage()
        ends = set()
        for row in (0, 2, 3, 5, 11):
            figure = shown(10_000 * (row + 1), Form.INTEGER, "sv").replace("\xa0", " ")
            place, length = text.search(figure).get_next() or (0, 0)
            ends.add(round(text.get_charbox(place + length - 1)[2]))
    assert len(ends) == 1


def test_the_same_document_gives_the_same_bytes(data: bytes) -> None:
    english = pdf(replace(DOCUMENT, language="en", sections=(YEAR,), definitions=()))
    assert pdf(DOCUMENT) == data
    page = read(english).pages
    assert "Contents" in page[1]
    assert f"Page 2 of {len(page)}" in page[1]
    assert any("10,000" in each for each in page)


def test_a_report_of_nothing_is_a_report() -> None:
    empty = Document("k", "T", "S", "en", "A", (), ())
    assert len(read(pdf(empty)).pages) == 2
    bald = replace(empty, sections=(Section("a", "Nothing", ()), Section("b", "Chart", (_many_bars(),))))
    assert len(read(pdf(bald)).pages) == 4


def _many_bars() -> Chart:
    return Chart(
        "k",
        "T",
        ChartKind.BARS,
        "Type",
        "Loans",
        tuple(ENDLESS[:80] + str(n) for n in range(90)),
        (Series("2026", (1.0,) * 90),),
    )


def test_pages_of_a_section_follow_each_other(printed: Printed) -> None:
    pages = [page for _level, _title, page in printed.outline]
    assert all(one <= other for one, other in pairwise(pages))
