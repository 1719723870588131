"""A branch full of the table's texts, and every list and paper that leaves it; and the line mode that is told each of them."""

import csv
import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path

import pytest
from openpyxl import load_workbook

from fritids.errors import UsageError
from fritids.services.acts import new_act_key
from tests.builders import a_borrower, an_article
from tests.doors.fuzz import LONG
from tests.doors.test_command_line import a_desk_on, run
from tests.hostile import ALL, SHORT, harm_in

EVERY = 1 if LONG else 7
CODES = "<codes>"
"""Stands for the codes of a few of the branch's articles."""
OUTPUTS = (
    ("export", "articles", "a.csv"), ("export", "articles", "a.xlsx"), ("export", "articles", "a.json"), ("export", "borrowers", "b.csv"),
    ("export", "borrowers", "b.xlsx"), ("export", "loans", "l.csv"), ("export", "catalogue", "c.html"), ("export", "surplus", "s.csv"),
    ("labels", CODES, "--sheet", "L7160", "--output", "l.pdf"), ("labels", CODES, "--output", "l.zpl"), ("labels", CODES, "--sheet", "50x30", "--output", "l.svg"),
    ("labels", CODES, "--sheet", "50x30", "--output", "l.png"), ("remind", "calls", "--output", "calls.pdf"),
    ("remind", "texts", "--preview", "sv", "--borrower", "0701740605", "--html", "t.html"), ("receipt", "0701740605", "--output", "r.pdf"),
    ("receipt", "0701740605", "--output", "r.ics"), ("receipt", "0701740605", "--output", "r.txt"), ("report", "2026", "--output", "r.html"),
    ("report", "2026", "--output", "r.xlsx"), ("stock", "--still", "1", "--output", "s.xlsx"), ("slips", "print", "--output", "p.pdf"),
    ("article", "list"), ("borrower", "list"), ("loans",), ("find", "Kim"), ("booking", "list"), ("gift", "list"), ("request", "list"), ("transfer", "list"),
    ("branch", "show"), ("record",), ("article", "list", "--json"), ("loans", "--json"), ("record", "--json"), ("borrower", "show", "0701740605"),
)  # fmt: skip
FILES = {word for words in OUTPUTS for word in words if re.fullmatch(r"[a-z]+\.[a-z]+", word)}
ORDERS = {
    "^XA",
    "^CI",
    "^LH",
    "^PW",
    "^LL",
    "^FO",
    "^BY",
    "^BC",
    "^B8",
    "^BE",
    "^BQ",
    "^FH",
    "^FD",
    "^FS",
    "^A0",
    "^XZ",
}
"""What a label printer is asked to do."""
ISOLATES = {"\u2068", "\u2069"}
"""Round a name in a text that is written from the right."""
FORMULA = re.compile(r"[=+\-@＝＋－＠\t\r]")


class Page(HTMLParser):
    """Everything of a page that acts, or is fetched from elsewhere."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.acting: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at its attributes."""
        for name, value in attrs:
            outside = re.match(r"\s*(https?:|//|javascript:|data:text)", value or "", re.IGNORECASE)
            if name.startswith("on") or (
                outside and name in {"src", "href", "action", "srcset", "data", "poster"}
            ):
                self.acting.append(f"<{tag} {name}={value}>")
        if tag in {"iframe", "object", "embed", "base", "x", "b"}:
            self.acting.append(f"<{tag}>")


def a_full_branch(folder: Path) -> list[str]:
    """A branch whose texts are the table's, with one borrower who has much out, and late; the codes of a few articles."""
    desk = a_desk_on(folder)
    main_one = a_borrower(desk, name="<script>alert(1)</script>Kim", phone="070-174 06 05")
    desk.counter.open_visit(main_one.id, act=new_act_key())
    codes = []
    for place, text in enumerate(SHORT[::EVERY]):
        try:
            article = an_article(desk, brand=f"{text} {place}" if place % 2 else text[:60], size="38")
            a_borrower(desk, name=text[:90])
        except UsageError:
            continue
        codes.append(article.barcode)
        if place % 3 == 0:
            desk.counter.enter(article.barcode, act=new_act_key())
    desk.close()
    with closing(sqlite3.connect(folder / "branch.db")) as connection, connection:
        connection.execute(
            "UPDATE loan SET lent_on = date(lent_on, '-60 days'), due = date(due, '-60 days'), lent_at = datetime(lent_at, '-60 days')"
        )
    return codes


def test_what_leaves_the_house_is_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No formula in a sheet, no script or fetched thing on a page, no order to a printer, no second line in a calendar."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FRITIDS_DATABASE", str(tmp_path / "branch.db"))
    codes = a_full_branch(tmp_path)
    wrong: list[str] = []
    for words in OUTPUTS:
        few = codes[:1] if words[-1].endswith(("svg", "png")) else codes[:24]
        status, said = run(
            ["--lang", "en", *(each for word in words for each in (few if word == CODES else [word]))],
            monkeypatch,
        )
        if status != 0 or harm_in(said):
            wrong.append(f"{words}: {status} {said[:200]!r}")
        if words[-1] == "--json":
            json.loads(said)
    for name in sorted(FILES):
        wrong += [f"{name}: {one}" for one in LOOKS[Path(name).suffix](tmp_path / name)]
    assert not wrong, "\n".join(wrong)


def of_csv(path: Path) -> Iterator[str]:
    """A cell that a spreadsheet would reckon."""
    for row in csv.reader(path.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"):
        yield from (
            cell for cell in row if FORMULA.match(cell) and not re.fullmatch(r"[+-]?[\d,. ]+|-", cell)
        )


def of_xlsx(path: Path) -> Iterator[str]:
    """A formula of somebody else's, and a link."""
    for sheet in load_workbook(path):
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.data_type == "f" and "evil" in str(cell.value):
                yield str(cell.value)
            if cell.hyperlink and cell.hyperlink.target:
                yield f"link {cell.hyperlink.target}"


def of_page(path: Path) -> Iterator[str]:
    """A script, something fetched, or a sign that is not seen."""
    text = path.read_text(encoding="utf-8")
    yield from Page(text).acting
    yield from ["a script of a person"] * ("<script>alert" in text)
    usual = set("\r\t\u200e\u200f\u2068\u2069\u2066\u2067\xad")
    yield from (ascii(sign) for sign in harm_in(text) - usual)


def of_zpl(path: Path) -> Iterator[str]:
    """An order that no label has."""
    text = path.read_text(encoding="utf-8")
    assert text.count("^XA") > 10 or EVERY > 1
    yield from set(re.findall(r"[\^~].{2}", text, re.DOTALL)) - ORDERS
    yield from map(ascii, harm_in(text))


def of_pdf(path: Path) -> Iterator[str]:
    """What acts when it is opened."""
    whole = path.read_bytes()
    yield from (
        str(sign) for sign in (b"/JavaScript", b"/JS", b"/Launch", b"/URI", b"/OpenAction") if sign in whole
    )


def of_calendar(path: Path) -> Iterator[str]:
    """A property that we do not write, and a thing that rings or fetches."""
    lines = path.read_bytes().replace(b"\r\n ", b"").decode().split("\r\n")
    known = {
        "BEGIN", "END", "VERSION", "PRODID", "METHOD", "CALSCALE", "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION",
        "SEQUENCE", "STATUS", "TRANSP", "CLASS", "CATEGORIES", "TRIGGER", "ACTION", "CONTACT", "DURATION",
    }  # fmt: skip
    yield from (line for line in lines if line and re.split("[:;]", line)[0] not in known)
    yield from (line for line in lines if re.match(r"ATTACH|ACTION:(?!DISPLAY)|METHOD:(?!PUBLISH)", line))
    yield from map(ascii, harm_in("\n".join(lines)) - ISOLATES)


def of_text(path: Path) -> Iterator[str]:
    """A sign that a terminal obeys."""
    yield from map(ascii, harm_in(path.read_text(encoding="utf-8")) - ISOLATES - {"\t"})


def of_picture(path: Path) -> Iterator[str]:
    """Words beside the picture."""
    from PIL import Image

    with Image.open(path) as picture:
        yield from (f"{key}={value}" for key, value in picture.info.items() if isinstance(value, str))


LOOKS: dict[str, Callable[[Path], Iterator[str]]] = {
    ".csv": of_csv, ".xlsx": of_xlsx, ".html": of_page, ".svg": of_page, ".zpl": of_zpl, ".pdf": of_pdf, ".ics": of_calendar, ".txt": of_text,
    ".json": of_text, ".png": of_picture,
}  # fmt: skip


def test_no_text_is_an_order_to_a_receipt_printer() -> None:
    """One beginning, one cut at the end, no drawer and no question, whatever a branch and its things are called."""
    from fritids.config.receipts import receipt_settings
    from fritids.outside.receipts.printer import codes
    from fritids.outside.receipts.slip import Slip

    settings = receipt_settings({"printer": "network:192.0.2.1"}).printer
    assert settings is not None
    plain = codes(Slip("Ån", ("a\n- b",)), settings)
    for text in SHORT:
        sent = codes(Slip(text, (f"{text}\n- {text}",)), settings)
        for order in (b"\x1b@", b"\x1dV"):
            assert sent.count(order) == plain.count(order), ascii(text)
        for order in (b"\x10", b"\x1bp", b"\x1d(", b"\x1c(", b"\x1b="):
            assert sent.count(order) == plain.count(order), ascii(text)


def test_the_line_mode_takes_every_text_as_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And goes on: the last line is an ordinary loan."""
    desk = a_desk_on(tmp_path)
    code = an_article(desk).barcode
    number = a_borrower(desk, name="Anna Berg").number
    monkeypatch.setenv("FRITIDS_DATABASE", str(tmp_path / "branch.db"))
    lines = [text for text in ALL[::EVERY] if "quit" not in text]
    status, said = run(
        ["desk", "--lang", "en"], monkeypatch, stdin="\n".join([*lines, "", "cancel", "", number, code, ""])
    )
    assert status in {0, 1}
    assert not harm_in(said)
    assert "Something went wrong" not in said
    assert [loan.article.barcode for loan in desk.loans.list(limit=9)] == [code]
    desk.close()
