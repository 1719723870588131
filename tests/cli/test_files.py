"""What goes in and out as files: lists, exports, backups."""

import json
from pathlib import Path

from tests.cli.conftest import Branch, Run

STOCK = (
    "Artikeltyp;Storlek;Märke;Streckkod;Kategori\nHockeyskridskor;38;Bauer;7350012345678;Is\nPulka;;Stiga;;\n"
)


def write(tmp_path: Path, text: str, encoding: str = "utf-8") -> str:
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode(encoding))
    return str(path)


def test_a_list_is_shown_as_it_is_understood_and_then_taken_in(
    branch: Branch, run: Run, tmp_path: Path
) -> None:
    path = write(tmp_path, STOCK, "cp1252")
    trial = run("import", path, "--dry-run", "--lang", "sv")
    assert trial.status == 0
    assert "artikeltyp" in trial.out
    assert "2 artiklar skulle läsas in. Inget är skrivet än." in trial.lines
    assert run("article", "list", "--json").document == []
    done = run("import", path, "--json")
    assert done.status == 0
    assert done.document["added"] == 2
    assert done.document["problems"] == []
    assert {"header": "Kategori", "column": None, "ignored": "derived"} in done.document["columns"]
    assert len(run("article", "list", "--json").document) == 2
    again = run("import", path, "--json")
    assert (again.document["added"], again.document["already_there"]) == (0, 2)


def test_one_bad_row_and_nothing_is_taken_in(branch: Branch, run: Run, tmp_path: Path) -> None:
    path = write(tmp_path, STOCK + "Rymdraket;1;;;\n")
    result = run("import", path, "--lang", "en")
    assert result.status == 1
    assert any(
        line.startswith("Line 4, column Artikeltyp: There is no article type") for line in result.lines
    )
    assert result.lines[-1].startswith("Nothing was taken in.")
    as_json = run("import", path, "--json")
    assert as_json.status == 1
    problem = as_json.document["problems"][0]
    assert (problem["line"], problem["column"], problem["code"]) == (4, "Artikeltyp", "unknown_type")
    assert as_json.document["added"] == 0
    assert run("article", "list", "--json").document == []


def test_a_heading_can_be_said_to_mean_something(branch: Branch, run: Run, tmp_path: Path) -> None:
    path = write(tmp_path, "Grej;Hur stor\nHockeyskridskor;38\n")
    assert run("import", path).status == 2
    mapped = run(
        "import", path, "--kind", "articles", "--map", "Grej=type", "--map", "Hur stor=size", "--json"
    )
    assert mapped.status == 0
    assert run("article", "list", "--json").document[0]["size"] == "38"
    assert run("import", path, "--map", "Grej=nonsense").status == 2


def test_a_list_that_is_no_list_is_said_to_be_so(branch: Branch, run: Run, tmp_path: Path) -> None:
    for words in (("import", str(tmp_path / "nothing.csv")), ("import", str(tmp_path))):
        result = run(*words, "--json")
        assert result.status == 2
        assert result.document["error"]["message"]


def test_what_is_exported_can_be_taken_in_elsewhere(branch: Branch, run: Run, tmp_path: Path) -> None:
    branch.article("hockey-skates", "38", "--brand", "=1+1")
    branch.borrower("Åsa Öberg", "070-174 06 05")
    for what in ("articles", "borrowers", "loans", "catalogue"):
        path = tmp_path / f"{what}.csv"
        done = run("export", what, str(path), "--json")
        assert done.status == 0
        assert done.document == {"kind": what, "file": str(path), "rows": 0 if what == "loans" else 1}
    assert "'=1+1" in (tmp_path / "articles.csv").read_text(encoding="utf-8-sig")
    there = f"sqlite:///{tmp_path / 'there.db'}"
    assert run("--database", there, "init").status == 0
    for what in ("articles", "borrowers"):
        assert run("--database", there, "import", str(tmp_path / f"{what}.csv")).status == 0
    assert (
        run("--database", there, "article", "list", "--json").document
        == run("article", "list", "--json").document
    )
    assert (
        run("--database", there, "borrower", "list", "--json").document
        == run("borrower", "list", "--json").document
    )
    assert run("export", "articles", str(tmp_path / "x.doc")).status == 2


def test_a_backup_brings_back_what_was_there(run: Run, tmp_path: Path) -> None:
    where = ("--database", str(tmp_path / "branch.db"))
    run(*where, "init", "--name", "Prov")
    kept = run(*where, "article", "add", "--type", "sledge", "--json").document["barcode"]
    copy = tmp_path / "copy.db"
    made = run(*where, "backup", str(copy), "--json")
    assert made.status == 0
    assert made.document["file"] == str(copy)
    run(*where, "article", "add", "--type", "sledge")
    trial = run(*where, "restore", str(copy), "--dry-run", "--json")
    assert trial.status == 0
    assert trial.document["lost"] == 1
    assert len(run(*where, "article", "list", "--json").document) == 2
    done = run(*where, "restore", str(copy), "--lang", "sv")
    assert done.status == 0
    assert "Säkerhetskopian används nu." in done.lines
    assert [one["barcode"] for one in run(*where, "article", "list", "--json").document] == [kept]
    assert run(*where, "backup").status == 0


def test_what_is_no_backup_replaces_nothing(run: Run, tmp_path: Path) -> None:
    where = ("--database", str(tmp_path / "branch.db"))
    run(*where, "init")
    bad = tmp_path / "bad.db"
    bad.write_text("hej", encoding="utf-8")
    result = run(*where, "restore", str(bad), "--json")
    assert result.status in {2, 4}
    assert set(json.loads(result.out)) == {"error"}
    assert run(*where, "article", "list").status == 0


def test_an_upgrade_of_what_is_new_changes_nothing(branch: Branch, run: Run) -> None:
    assert run("upgrade", "--json").document == {"upgraded": False, "copy": None}
