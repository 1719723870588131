"""One label as a picture and as orders for a label printer."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import zxingcpp
from PIL import Image

from fritids.domain.label_sheets import Sheet, free_sheet
from fritids.outside.labels.layout import Label, LabelText, lay_out
from fritids.outside.labels.pictures import png, svg
from fritids.outside.labels.zpl import zpl

EVIL = r"Skridskor ^XZ~JR\_<b>&"


def label(code: str = "20000011", kind: str = EVIL, *, qr: bool = False) -> Label:
    sheet = free_sheet("57x32")
    assert isinstance(sheet, Sheet)
    return lay_out(LabelText(code, "Ånäset", kind, "EU 38"), sheet, qr=qr)


@pytest.mark.parametrize("code", ["20000011", "7350012345679", "ab>^~_1", "Ål-17"])
@pytest.mark.parametrize("dpi", [203, 300])
def test_a_picture_is_read_back(code: str, dpi: int, tmp_path: Path) -> None:
    png(label(code), tmp_path / "one.png", dpi)
    with Image.open(tmp_path / "one.png") as image:
        assert image.mode == "1"
        assert image.size == (round(57 * dpi / 25.4), round(32 * dpi / 25.4))
        assert [found.text for found in zxingcpp.read_barcodes(image.convert("L"))] == [code]


def test_a_drawing_says_the_words_as_they_are_and_each_keeps_its_width() -> None:
    root = ET.fromstring(svg(label()))
    assert root.get("width") == "57mm"
    words = [element for element in root if element.tag.endswith("text")]
    assert [element.text for element in words] == [EVIL, "EU 38", "Ånäset", "20000011"]
    assert all(
        float(element.get("x", "")) + float(element.get("textLength", "")) <= 57 - 1.5 + 0.01
        for element in words
    )


def test_a_label_printer_gets_words_that_it_cannot_take_for_orders() -> None:
    orders = zpl(label(), 203)
    assert orders.startswith("^XA\n^CI28\n")
    assert orders.endswith("^XZ\n")
    assert orders.count("^XA") == orders.count("^XZ") == 1
    assert "~" not in orders
    assert r"^FH^FDSkridskor _5EXZ_7EJR_5C_5F<b>&^FS" in orders
    assert "^FH^FDÅnäset^FS" in orders
    assert "^PW456\n^LL256\n" in orders
    fields = re.findall(r"\^FO(\d+),(\d+)", orders)
    assert all(12 <= int(x) < 456 - 12 and 0 < int(y) < 256 - 12 for x, y in fields)


@pytest.mark.parametrize(
    ("code", "order"),
    [
        ("20000011", r"\^BY4\^BCN,106,N,N,N\^FH\^FD>;20000011\^FS"),
        ("735001234", r"\^BY\d\^BCN,106,N,N,N\^FH\^FD>;73500123>64\^FS"),
        ("FB001234", r"\^BY\d\^BCN,106,N,N,N\^FH\^FD>:FB>5001234\^FS"),
        ("ab>^~_1", r"\^BY\d\^BCN,106,N,N,N\^FH\^FD>:ab>0><>=_5F1\^FS"),
        ("7350012345679", r"\^BY\d\^BEN,106,N,N\^FH\^FD735001234567\^FS"),
        ("Ål_17", r"\^BQN,2,\d\^FH\^FDMA,Ål_5F17\^FS"),
    ],
)
def test_the_printers_own_bars_hold_the_code(code: str, order: str) -> None:
    """By the sign table of Zebra's guide: `>;` digits, `>:` letters, `>5` and `>6` change over, `>0 >< >=` are > ^ ~."""
    assert re.search(order, zpl(label(code, "Is"), 203))


def test_the_smallest_roll_gets_the_short_code() -> None:
    sheet = free_sheet("25.4x10")
    assert isinstance(sheet, Sheet)
    assert "^B8N,29,N,N^FH^FD2000001^FS" in zpl(
        lay_out(LabelText("20000011", "Ån", "Is", "38"), sheet, qr=False), 203
    )
