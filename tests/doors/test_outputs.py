"""A branch full of the table's texts, and every list and paper that leaves it; and the line mode that is told each of them."""

import csv
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from openpyxl import load_workbook

from fritids.errors import UsageError
from fritids.services.acts import new_act_key
from tests.builders import a_borrower, an_article
from tests.doors.test_command_line import LONG, a_desk_on, run
from tests.hostile import ALL, SHORT, harm_in

EVERY = 1 if LONG else 3
OUTPUTS = (
    ("export", "articles", "a.csv"), ("export", "articles", "a.xlsx"), ("export", "articles", "a.json"), ("export", "borrowers", "b.csv"),
    ("export", "borrowers", "b.xlsx"), ("export", "loans", "l.csv"), ("export", "catalogue", "c.html"), ("export", "surplus", "s.csv"),
    ("labels", "--unprinted", "--sheet", "L7160", "--output", "l.pdf"), ("labels", "--unprinted", "--output", "l.zpl"), ("labels", "--unprinted", "--output", "l.svg"),
    ("remind", "calls", "--output", "calls.pdf"), ("remind", "calls", "--output", "calls.csv"), ("remind", "texts", "--html", "t.html"),
    ("receipt", "0701740605", "--output", "r.pdf"), ("receipt", "0701740605", "--output", "r.ics"), ("receipt", "0701740605", "--output", "r.txt"),
    ("report", "2026", "--output", "r.html"), ("report", "2026", "--output", "r.xlsx"), ("stock", "--output", "s.html"), ("stock", "--output", "s.xlsx"),
    ("article", "list"), ("borrower", "list"), ("loans",), ("find", "Kim"), ("booking", "list"), ("gift", "list"), ("request", "list"), ("transfer", "list"),
    ("branch", "show"), ("article", "list", "--json"), ("loans", "--json"), ("borrower", "show", "0701740605"),
)  # fmt: skip
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


def test_what_leaves_the_house_is_text(  # noqa: C901  # one branch a form of file
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No formula in a sheet, no script or fetched thing on a page, no order to a printer, no second line in a calendar."""
    desk = a_desk_on(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FRITIDS_DATABASE", str(tmp_path / "branch.db"))
    main_one = a_borrower(desk, name="<script>alert(1)</script>Kim", phone="070-174 06 05")
    for place, text in enumerate(SHORT[::EVERY]):
        try:
            article = an_article(desk, brand=f"{text} {place}" if place % 2 else text[:60], size="38")
            if place % 3 == 0:
                desk.counter.open_visit(main_one.id, act=new_act_key())
                desk.counter.enter(article.barcode, act=new_act_key())
            a_borrower(desk, name=text[:90])
        except UsageError:
            continue
    desk.close()
    wrong: list[str] = []
    for words in OUTPUTS:
        status, said = run(["--lang", "en", *words], monkeypatch)
        if status not in {0, 1, 2} or "Something went wrong" in said or harm_in(said):
            wrong.append(f"{words}: {status} {said[:200]!r}")
        if words[-1] == "--json":
            json.loads(said)
    for path in sorted(tmp_path.iterdir()):
        if path.suffix == ".csv":
            for row in csv.reader(path.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"):
                wrong += [
                    f"{path.name}: {cell!r}"
                    for cell in row
                    if FORMULA.match(cell) and not re.fullmatch(r"[+-]?[\d,. ]+|-", cell)
                ]
        elif path.suffix == ".xlsx":
            for sheet in load_workbook(path):
                wrong += [
                    f"{path.name}: {cell.value!r}"
                    for row in sheet.iter_rows()
                    for cell in row
                    if cell.data_type == "f" and "evil" in str(cell.value)
                ]
                wrong += [
                    f"{path.name}: link {cell.hyperlink.target}"
                    for row in sheet.iter_rows()
                    for cell in row
                    if cell.hyperlink and cell.hyperlink.target
                ]
        elif path.suffix in {".html", ".svg"}:
            text = path.read_text(encoding="utf-8")
            wrong += [f"{path.name}: {one}" for one in Page(text).acting]
            wrong += [f"{path.name}: a script of a person"] * ("<script>alert" in text)
            usual = set("\r\t\u200e\u200f\u2068\u2069\u2066\u2067\xad")
            wrong += [f"{path.name}: {sign!a}" for sign in harm_in(text) - usual]
        elif path.suffix == ".zpl":
            orders = set(re.findall(r"[\^~][A-Z@]{1,2}", path.read_text(encoding="utf-8")))
            wrong += [f"{path.name}: {order}" for order in orders & {"~J", "~JR", "^JU", "^DF"}]
        elif path.suffix == ".pdf":
            wrong += [
                f"{path.name}: {sign!r}"
                for sign in (b"/JavaScript", b"/JS", b"/Launch", b"/URI")
                if sign in path.read_bytes()
            ]
    assert not wrong, "\n".join(wrong)
    assert {"a.csv", "a.xlsx", "b.csv", "c.html", "l.csv"} <= {path.name for path in tmp_path.iterdir()}


def test_the_line_mode_takes_every_text_as_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And goes on: the last line is an ordinary loan."""
    desk = a_desk_on(tmp_path)
    code = an_article(desk).barcode
    number = a_borrower(desk, name="Anna Berg").number
    monkeypatch.setenv("FRITIDS_DATABASE", str(tmp_path / "branch.db"))
    lines = [text for text in ALL[::EVERY] if text.strip() not in {"q", "quit"}]
    status, said = run(
        ["desk", "--lang", "en"], monkeypatch, stdin="\n".join([*lines, "", "", number, code, ""])
    )
    assert status in {0, 1}
    assert not harm_in(said)
    assert "Something went wrong" not in said
    assert [loan.article.barcode for loan in desk.loans.list(limit=9)] == [code]
    desk.close()
