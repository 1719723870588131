"""Paper slips: every bar code on the page is read back as the slip's number, and the same numbers give the same bytes."""

from pathlib import Path

import pypdfium2
import zxingcpp

from fritids.domain.barcode import Series, article_code, borrower_code, series, slip_code, slip_number, swaps
from fritids.outside.slip_pages import write_slips


def test_the_bars_of_every_slip_are_read_in_black_and_white(tmp_path: Path) -> None:
    """At 150 dots an inch and without any grey, as a worn printer has it; two pages for four slips."""
    path = tmp_path / "slips.pdf"
    assert write_slips(path, "Fritidsbanken Åre", range(99, 103), None) == 2
    read = []
    for page in pypdfium2.PdfDocument(str(path)):
        picture = page.render(scale=150 / 72).to_pil().convert("1", dither=0).convert("L")
        read += sorted((found.position.top_left.y, found.text) for found in zxingcpp.read_barcodes(picture))
    assert [slip_number(text) for _y, text in read] == [99, 100, 101, 102]
    again = tmp_path / "again.pdf"
    write_slips(again, "Fritidsbanken Åre", range(99, 103), None)
    assert again.read_bytes() == path.read_bytes()


def test_a_branch_reads_its_own_language_and_one_without_reads_both(tmp_path: Path) -> None:
    """The texts of the page."""
    said = {}
    for language in ("sv", "en", None):
        path = tmp_path / f"{language}.pdf"
        write_slips(path, "Fritidsbanken", range(1, 2), language)
        said[language] = pypdfium2.PdfDocument(str(path))[0].get_textpage().get_text_range()
    assert "Återlämnat" in said["sv"]
    assert "Returned" not in said["sv"]
    assert "Återlämnat" not in said["en"]
    assert "Återlämnat / Returned" in said[None]


def test_a_slip_is_taken_for_no_article_and_no_borrower() -> None:
    """The first digit says what it is; and two swapped digits of a label lead back to it."""
    for number in (1, 14, 999_999, 1_000_000):
        assert series(slip_code(number)) is Series.SLIP
        assert slip_number(f"]C0{slip_code(number)}") == number
        assert slip_number(article_code(number)) is slip_number(borrower_code(number)) is None
    code = article_code(124_578)
    assert code in swaps(code[:3] + code[4] + code[3] + code[5:])
    assert swaps(code) == ()
