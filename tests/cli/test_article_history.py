"""An article's history and photo by command."""

from pathlib import Path

from PIL import Image

from tests.cli.conftest import Branch, Run

LINE = {
    "at", "kind", "ended_at", "borrower", "name", "due", "days_late", "renewals", "state", "reason", "service", "outcome", "note", "part",
    "quantity", "code", "sheet", "from", "to",
}  # fmt: skip


def test_the_history_of_an_article_and_its_photo(branch: Branch, run: Run, tmp_path: Path) -> None:
    code = branch.article("hockey-skates", "38")
    run("lend", "--to", branch.borrower("Anna"), code)
    picture = tmp_path / "bild.jpg"
    Image.new("RGB", (9, 9)).save(picture)
    assert run("article", "edit", code, "--photo", str(picture)).status == 0
    shown = run("article", "history", code, "--json").document
    assert set(shown) == {
        "barcode", "article", "type", "photo", "loans", "last_lent", "loans_per_year", "history",
    }  # fmt: skip
    assert (shown["photo"], shown["loans"]) == (str(picture), 1)
    assert [set(line) for line in shown["history"]] == [LINE, LINE]
    assert [(line["kind"], line["name"]) for line in shown["history"]] == [
        ("loan", "Anna"),
        ("registered", None),
    ]
    people = run("article", "history", code, "--lang", "sv")
    assert any(line.split()[3:5] == ["Utlånad:", "Anna"] for line in people.lines)
    bad = run("article", "edit", code, "--photo", "nix.jpg", "--lang", "sv")
    assert (bad.status, bad.err.count("\n")) == (2, 1)
    assert "Det finns ingen fil" in bad.err
    page = run("export", "catalogue", str(tmp_path / "stock.html"), "--json")
    assert page.document == {"kind": "catalogue", "file": str(tmp_path / "stock.html"), "rows": 1}
    picture.unlink()
    page = run("export", "catalogue", str(tmp_path / "stock.html"))
    assert (page.status, str(picture) in page.err) == (0, True)
    assert run("export", "loans", str(tmp_path / "stock.html")).status == 2
    assert run("article", "history", "nothing").status == 1
