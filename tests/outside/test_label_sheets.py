"""Proof that what is printed can be read: sheet, PDF, dots, and a real decoder, also after rough handling."""

import random
from collections.abc import Iterator
from pathlib import Path
from time import process_time

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter

from fritids.domain.barcode import article_code
from fritids.domain.label_sheets import Sheet, SheetFault, free_sheet
from fritids.domain.scanner_test import TEST_CODES, Symbol
from fritids.errors import InvalidValueError
from fritids.outside.labels import pages
from fritids.outside.labels.draw import Drawing
from fritids.outside.labels.layout import FINEST, LabelText, lay_out
from fritids.outside.labels.pdf import write_labels
from fritids.outside.labels.symbols import Bars
from fritids.outside.paper.fonts import readable
from fritids.services.label_sheets import known_sheets

MM = 25.4
LONG = "Längdskidor med stighudar och fästvalla för nybörjare"


def texts(sheet: Sheet) -> list[LabelText]:
    """A full page: numbers of both lengths, a foreign label now and then, and words that do not fit."""
    return [
        LabelText(
            article_code(n if n % 5 else 1_000_000 + n) if n % 7 else "7350012345679",
            "Fritidsbanken Ånäset i Årjäng",
            LONG if n % 3 else "Åäö",
            "EU 38 1/3" if n % 2 else "",
        )
        for n in range(1, sheet.cells + 1)
    ]


def printed(path: Path, sheet: Sheet, wanted: list[LabelText], *, qr: bool = False) -> Path:
    labels = [lay_out(text, sheet, qr=qr) for text in wanted]
    assert all(label.code.module >= FINEST for label in labels)
    write_labels(
        path, sheet, labels, first=1, count=len(labels), shift=(0.0, 0.0), report=lambda _done, _all: None
    )
    return path


def dots(path: Path, dpi: int) -> Image.Image:
    with pypdfium2.PdfDocument(path) as document:
        image: Image.Image = document[0].render(scale=dpi / 72, grayscale=True).to_pil()
        return image.convert("L")


def cells(page: Image.Image, sheet: Sheet, dpi: int) -> Iterator[Image.Image]:
    for cell in range(1, sheet.cells + 1):
        left, top = (corner * dpi / MM for corner in sheet.corner(cell))
        right, bottom = left + sheet.width * dpi / MM, top + sheet.height * dpi / MM
        yield page.crop((round(left), round(top), round(right), round(bottom)))


def read(image: Image.Image) -> list[str]:
    """What a scanner makes of it; one in the hand looks many times and sees finer than dots, this one looks twice."""
    for larger in (1, 2):
        seen = image.resize((image.width * larger, image.height * larger), Image.Resampling.BICUBIC)
        if found := zxingcpp.read_barcodes(seen):
            return [one.text for one in found]
    return []


def blurred(image: Image.Image) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(1.0))


def noisy(image: Image.Image) -> Image.Image:
    grains = Image.frombytes("L", image.size, random.Random(7).randbytes(image.width * image.height))
    return Image.blend(image, grains, 0.25)


def turned(image: Image.Image) -> Image.Image:
    return image.rotate(10, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)


@pytest.mark.parametrize("name", known_sheets())
def test_every_label_of_every_sheet_is_read_and_keeps_off_the_edge(name: str, tmp_path: Path) -> None:
    sheet = known_sheets()[name]
    wanted = texts(sheet)
    path = printed(tmp_path / "sheet.pdf", sheet, wanted)
    pages_of_dots = {dpi: dots(path, dpi) for dpi in (203, 300)}
    for dpi, page in pages_of_dots.items():
        found = [read(cell) for cell in cells(page, sheet, dpi)]
        assert found == [[text.code] for text in wanted], dpi
    inset_x, inset_y = sheet.inset
    fine = pages_of_dots[300]
    draw = ImageDraw.Draw(fine)
    for cell in range(1, sheet.cells + 1):
        left, top = sheet.corner(cell)
        inside = (left + inset_x, top + inset_y, left + sheet.width - inset_x, top + sheet.height - inset_y)
        x, y, right, bottom = (corner * 300 / MM for corner in inside)
        draw.rectangle((int(x) - 1, int(y) - 1, int(right) + 1, int(bottom) + 1), fill=255)
    assert fine.getextrema() == (255, 255), "ink outside the inner part of a cell"


@pytest.mark.parametrize("qr", [False, True], ids=["bars", "qr"])
@pytest.mark.parametrize("name", ["L7160", "L7651", "L4731"])
def test_a_label_is_read_after_rough_handling(name: str, qr: bool, tmp_path: Path) -> None:
    """Out of focus, on grey and speckled paper, held askew: each by itself, and blurred and turned at once."""
    sheet = known_sheets()[name]
    wanted = texts(sheet)[: sheet.columns]
    page = dots(printed(tmp_path / "sheet.pdf", sheet, wanted, qr=qr), 300)
    for text, cell in zip(wanted, cells(page, sheet, 300), strict=False):
        for change in (blurred, noisy, turned, lambda image: turned(blurred(image))):
            assert read(change(cell)) == [text.code]


def test_two_thousand_labels_are_drawn_while_somebody_waits(tmp_path: Path) -> None:
    """The promise is 20 seconds for all of it, and a bar that moves. Counted on the processor, so that other tests beside it do not matter."""
    told: list[int] = []
    sheet, began = known_sheets()["L7160"], process_time()
    wanted = [(article_code(n), "Fritidsbanken Ån", LONG, "38") for n in range(1, 2001)]
    drawing = Drawing(wanted, sheet, qr=False, progress=lambda done, _whole: told.append(done))
    drawing.write(tmp_path / "all.pdf", ".pdf", first=1, shift=(0.0, 0.0), dpi=300)
    assert process_time() - began < 20
    assert told == sorted(told)
    assert len(told) > 20


def test_the_same_labels_make_the_same_file(tmp_path: Path) -> None:
    sheet = known_sheets()["L7160"]
    one, other = (printed(tmp_path / name, sheet, texts(sheet)) for name in ("one.pdf", "other.pdf"))
    assert one.read_bytes() == other.read_bytes()


def test_bars_that_would_be_too_fine_become_shorter_and_then_a_square() -> None:
    small = known_sheets()["L4731"]

    def drawn(code: str, sheet: Sheet = small) -> Symbol:
        code_drawn = lay_out(LabelText(code, "Ån", "Is", "38"), sheet, qr=False).code.drawn
        return code_drawn.symbol if isinstance(code_drawn, Bars) else Symbol.QR

    assert drawn(article_code(17)) is Symbol.EAN8
    assert drawn(article_code(17), known_sheets()["L7651"]) is Symbol.CODE128
    assert drawn("7350012345679", known_sheets()["L7651"]) is Symbol.EAN13
    assert drawn("7350012345679") is Symbol.QR
    assert drawn("Ål-17", known_sheets()["L7160"]) is Symbol.QR
    with pytest.raises(InvalidValueError, match=r"25\.4 × 10 mm"):
        drawn("ł" * 40)


def test_a_sign_that_no_font_has_is_left_out_and_told_of() -> None:
    assert readable("Мурманск łódź Ånäset") == ("Мурманск łódź Ånäset", "")
    assert readable("Ån 🛷 بنك") == ("Ån", "🛷بنك")


@pytest.mark.parametrize(
    ("written", "cells_on_it", "first"),
    [
        ("57x32", 1, (0.0, 0.0)),
        ("3x8:63,5x33,9", 24, (9.75, 12.9)),
        ("3x8:63.5×33.9:7.25x12.9:2.5x0", 24, (7.25, 12.9)),
    ],
)
def test_a_layout_can_be_written_out(written: str, cells_on_it: int, first: tuple[float, float]) -> None:
    sheet = free_sheet(written)
    assert isinstance(sheet, Sheet)
    assert sheet.cells == cells_on_it
    assert sheet.corner(1) == pytest.approx(first)


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("L9999", SheetFault.FORM),
        ("2.5x3:50x20", SheetFault.FORM),
        ("1x1:50x20:0x0:0x0:0x0", SheetFault.FORM),
        ("10x5", SheetFault.TOO_SMALL),
        ("4x8:63.5x33.9", SheetFault.OFF_THE_PAGE),
        ("3x8:63.5x33.9:10x50", SheetFault.OFF_THE_PAGE),
    ],
)
def test_a_layout_that_cannot_be_is_told_why(written: str, fault: SheetFault) -> None:
    assert free_sheet(written) is fault


def test_pages_are_filled_from_the_chosen_cell_on() -> None:
    sheet = known_sheets()["L7160"]
    assert [sheet.place(20, number) for number in range(4)] == [(0, 20), (0, 21), (1, 1), (1, 2)]
    assert (sheet.pages(20, 4), sheet.next_cell(20, 4), sheet.next_cell(20, 2)) == (2, 3, 1)


def test_the_scanners_page_holds_the_five_codes_and_the_test_page_lies_where_labels_do(
    tmp_path: Path,
) -> None:
    pages.write_scanner_page(tmp_path / "scanner.pdf")
    found = zxingcpp.read_barcodes(dots(tmp_path / "scanner.pdf", 203))
    assert [one.text for one in sorted(found, key=lambda one: one.position.top_left.y)] == [
        code.holds for code in TEST_CODES
    ]
    sheet = known_sheets()["L7160"]
    pages.write_test_page(tmp_path / "test.pdf", sheet, (2.0, 1.0))
    page = dots(tmp_path / "test.pdf", 300)
    left, top = (
        round((corner + move) * 300 / MM) for corner, move in zip(sheet.corner(1), (2.0, 1.0), strict=True)
    )
    box = page.point(lambda value: 255 if value < 200 else 0).getbbox()
    assert box is not None
    assert max(abs(box[0] - left), abs(box[1] - top)) <= 2
