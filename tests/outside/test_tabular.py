"""Tables from and to files: every way that Excel, LibreOffice and old programs write them."""

import csv
import gc
import json
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fritids.errors import FritidsError, UsageError
from fritids.outside import xlsx_files
from fritids.outside.table_values import RowFault
from fritids.outside.tabular import Cell, guarded, reading, sources, unguarded, writing

ROWS = [["Streckkod", "Märke"], ["20000013", "Fjällräven"], ["ABC 1", "Åsnes; Nansen"]]


def read(path: Path, source: int = 0) -> list[list[str]]:
    with reading(sources(path)[source]) as rows:
        return [row.cells for row in rows]


def write_text(path: Path, encoding: str, delimiter: str = ";", ending: str = "\r\n") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter, lineterminator=ending).writerows(ROWS)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
def test_text_is_read_whatever_program_wrote_it(
    tmp_path: Path, encoding: str, delimiter: str, ending: str
) -> None:
    path = write_text(tmp_path / "list.csv", encoding, delimiter, ending)
    found = next(source for source in sources(path) if source.delimiter == delimiter)
    with reading(found) as rows:
        assert [row.cells for row in rows] == ROWS


def test_lines_are_counted_as_an_editor_counts_them(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text('a;b\n\n1;"two\nlines"\n2;x\n', encoding="utf-8")
    with reading(sources(path)[0]) as rows:
        assert [(row.line, row.cells) for row in rows] == [
            (1, ["a", "b"]),
            (3, ["1", "two\nlines"]),
            (5, ["2", "x"]),
        ]


def test_a_formula_that_only_gives_a_text_is_that_text() -> None:
    """Old programs write `="0012"` so that a spreadsheet keeps the zeros."""
    assert unguarded('="0012"') == "0012"
    assert unguarded('="13"" wheel"') == '13" wheel'
    assert unguarded('=""') == ""
    assert unguarded('="a"&"b"') == '="a"&"b"'
    assert unguarded(guarded('="0012"')) == '="0012"'


def test_a_stray_quote_names_its_line_and_the_rows_below_are_still_read(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text('a;b\n1;"28" wheel"\n2;28" wheel\n3;x\n4;"never closed\n5;y\n', encoding="utf-8")
    with reading(sources(path)[0]) as rows:
        found = [(row.line, row.cells, row.fault) for row in rows]
    assert found == [
        (1, ["a", "b"], None),
        (2, [], RowFault.QUOTES),
        (3, ["2", '28" wheel'], None),
        (4, ["3", "x"], None),
        (5, [], RowFault.QUOTES),
    ]


def test_the_delimiter_that_excel_declares_is_taken_and_is_no_row(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("sep=|\na|b;c\n1|2,3\n", encoding="utf-8")
    assert read(path) == [["a", "b;c"], ["1", "2,3"]]


def test_a_file_that_is_partly_utf8_is_refused_with_the_line(tmp_path: Path) -> None:
    """Read as Windows-1252 it would come in with Ã¥ for å, and nobody would see it before the labels are printed."""
    path = tmp_path / "list.csv"
    path.write_bytes("namn;märke\nÅsa;x\n".encode() + "Örjan;y\n".encode("cp1252"))
    with pytest.raises(UsageError, match="line 3"):
        sources(path)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\x00\x01\x02\x00\x00binary", "no table"),
        (b"a;b\n\x81\x8d\n", "no table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old excel", "old or a locked"),
        (b"PK\x03\x04 not a zip", "no Excel file"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=says):
        sources(path)


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder"):
        sources(tmp_path)
    with pytest.raises(UsageError, match="no file"):
        sources(tmp_path / "none.csv")


def test_an_endless_line_is_no_row_and_is_not_held_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("a;b\n" + "x;" * (1 << 20), encoding="utf-8")
    with reading(sources(path)[0]) as rows:
        assert [(row.line, row.fault) for row in rows] == [(1, None), (2, RowFault.TOO_LONG)]


def test_excel_cells_come_as_a_person_would_type_them(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["a", "b", "c", "d", "e"])
    sheet.append([7300000000000, 25.5, date(2026, 2, 16), True, None])
    sheet.append([])
    sheet.append(["=1+1", "'=2", 38.0, datetime(2026, 2, 16, 9, 31), "x"])  # noqa: DTZ001  # spreadsheets have no zones
    book.save(path)
    with reading(sources(path)[0]) as rows:
        found = [(row.line, row.cells) for row in rows]
    assert found == [
        (1, ["a", "b", "c", "d", "e"]),
        (2, ["7300000000000", "25.5", "2026-02-16", "1"]),
        (4, ["", "'=2", "38", "2026-02-16 09:31:00", "x"]),
    ]


def test_a_stray_cell_in_the_last_corner_costs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["B1"], sheet["XFD1048576"] = "a", "b", "stray"
    book.save(path)
    assert read(path)[0] == ["a", "b"]


def test_every_visible_sheet_may_be_the_one(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    book = openpyxl.Workbook()
    book.create_sheet("hidden").sheet_state = "hidden"
    book.create_sheet("Artiklar")
    book.save(path)
    assert [source.sheet for source in sources(path)] == ["Sheet", "Artiklar"]


def changed(path: Path, part: str, content: bytes) -> None:
    """The workbook with one part replaced."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = content
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "list.xlsx"
    book = openpyxl.Workbook()
    book.save(path)
    return path


def test_a_bomb_is_refused_before_it_is_unpacked(workbook: Path) -> None:
    changed(workbook, "xl/worksheets/sheet1.xml", b"<x>" + b" " * (64 << 20) + b"</x>")
    assert workbook.stat().st_size < 1 << 20
    with pytest.raises(UsageError, match="too large"):
        sources(workbook)


def test_a_part_that_is_held_in_memory_may_not_be_huge(
    workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(workbook, "xl/sharedStrings.xml", b"<sst/>" + b" " * 5000)
    monkeypatch.setattr(xlsx_files, "LARGEST_HELD", 5000)
    with pytest.raises(UsageError, match="too large"):
        sources(workbook)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_entity_that_names_a_file_is_refused(workbook: Path, encoding: str) -> None:
    """Where it is declared, before anything asks for it; also in the form in which a search for its letters does not see it."""
    secret = workbook.with_name("secret.txt")
    secret.write_text("secret", encoding="utf-8")
    declared = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]><x/>'
    )
    changed(workbook, "xl/worksheets/sheet1.xml", declared.encode(encoding))
    with pytest.raises(UsageError, match="damaged"):
        sources(workbook)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"])
def test_a_damaged_part_is_one_sentence(workbook: Path, part: str) -> None:
    changed(workbook, part, b"<broken")
    with pytest.raises(UsageError, match="damaged"):
        sources(workbook)


def test_damage_in_the_middle_of_a_sheet_is_one_sentence(workbook: Path) -> None:
    changed(workbook, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row")
    with pytest.raises(UsageError, match="damaged"):
        read(workbook)


def write(path: Path, rows: list[list[Cell]], headers: list[str]) -> None:
    with writing(path, headers) as write_row:
        for row in rows:
            write_row(row)


def write_half(path: Path) -> None:
    with writing(path, ["a", "b"]) as write_row:
        write_row(["1", "2"])
        raise ZeroDivisionError


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn")), max_size=12
).map(str.strip)
HARD = st.one_of(
    TEXTS,
    st.sampled_from(
        [
            "=1+1",
            "+46701740605",
            "-5",
            "@x",
            '="1"',
            "'=1",
            "''=1",
            "'70s",
            '"',
            ";",
            "#N/A",
            "＝1",
            "a\nb",
            "TRUE",
        ]
    ),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all rounds: each file takes the place of the one before."""
    return tmp_path_factory.mktemp("round")


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@given(rows=st.lists(st.tuples(st.just("x"), HARD, HARD, st.just("y")), min_size=1, max_size=4))
def test_what_is_written_is_read_back_the_same(
    folder: Path, suffix: str, rows: list[tuple[str, ...]]
) -> None:
    path = folder / f"list.{suffix}"
    write(path, [list(row) for row in rows], ["a", "b", "c", "d"])
    assert [[unguarded(cell) for cell in row] for row in read(path)[1:]] == [list(row) for row in rows]


@given(st.text(max_size=8))
def test_the_guard_comes_off_again_whatever_the_text(text: str) -> None:
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["=1+1", "+46701740605", "-2+3", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_begins_with_a_sign_that_a_spreadsheet_runs(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.csv"
    write(path, [[text, "x"]], ["a", "b"])
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file, delimiter=";"))[1][0] == "'" + text


def test_excel_is_told_that_text_is_text(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    write(path, [["=1+1", "#N/A", 3, date(2026, 2, 16)]], ["a", "b", "c", "d"])
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert [(cell.value, cell.data_type) for cell in sheet[2]] == [
        ("=1+1", "s"),
        ("#N/A", "s"),
        (3, "n"),
        (datetime(2026, 2, 16), "d"),  # noqa: DTZ001  # spreadsheets have no zones
    ]


def test_in_excel_the_headers_stay_in_sight_and_filter(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    write(path, [["1", "2"], ["3", "4"]], ["a", "b"])
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B3")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full is made by Linux")
def test_a_full_disk_says_so_once() -> None:
    """An archive that is left open complains a second time, on the screen, when it is thrown away; pytest fails on that."""
    with pytest.raises(OSError, match="No space left"), xlsx_files.writing(Path("/dev/full"), ["a"]) as write:
        write(["b"])
    gc.collect()


def test_json_is_a_list_of_objects(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    with writing(path, ["A", "B"], keys=["a", "b"]) as write_row:
        write_row(["=å", ""])
        write_row([date(2026, 2, 16), 3])
    assert json.loads(path.read_text("utf-8")) == [{"a": "=å", "b": None}, {"a": "2026-02-16", "b": 3}]


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "json"])
def test_a_list_that_fails_half_way_leaves_the_old_file_and_nothing_else(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"list.{suffix}"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(ZeroDivisionError):
        write_half(path)
    assert path.read_text("utf-8") == "old"
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == [path.name]


def test_where_nothing_can_be_written_one_sentence_says_so(tmp_path: Path) -> None:
    for path, says in (
        (tmp_path / "none" / "list.csv", "does not exist"),
        (tmp_path, "in .csv, .xlsx or .json"),
        (tmp_path / "list.pdf", "in .csv, .xlsx or .json"),
    ):
        with pytest.raises(FritidsError, match=says), writing(path, ["a"]):
            pass


@pytest.mark.parametrize("sign", "=+-@＝＋－＠")
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(sign: str) -> None:
    """The wide signs too, which it runs in East Asian settings (R13)."""
    assert guarded(f"{sign}1+1") == f"'{sign}1+1"
    assert unguarded(f"'{sign}1+1") == f"{sign}1+1"
