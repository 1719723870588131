"""`fritids stock`: its JSON is what its schema says, whatever was asked for; the tables; and the lists as files."""

import json
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from tests.cli.conftest import Branch, Run

SCHEMA = json.loads(files("fritids").joinpath("schemas/stock.schema.json").read_text(encoding="utf-8"))


@pytest.mark.one_engine
def test_the_stock_in_a_shape_that_stays(branch: Branch, run: Run, tmp_path: Path) -> None:
    skates = branch.article("hockey-skates", "38", "--brand", "Bauer")
    worn = branch.article("sledge")
    who = branch.borrower("Kim Lund")
    run("lend", "--to", who, skates)
    run("article", "discard", worn, "--reason", "worn_out")
    run("request", "add", "hockey-skates 33")
    valid = Draft202012Validator(SCHEMA, format_checker=FormatChecker())
    valid.check_schema(SCHEMA)
    for words in ([], ["--sizes", "--still", "1", "--worn", "--short", "--full"], ["--type", "sledge"]):
        made = run("stock", *words, "--json")
        assert made.status == 0, made.out
        valid.validate(made.document)
    document = run("stock", "--category", "is", "--sizes", "--worn", "--json").document
    assert document["categories"] == []
    assert [(one["type"], one["size"], one["on_loan"]) for one in document["sizes"]] == [
        ("hockey-skates", "38", 1)
    ]
    assert document["total"]["loans"] is None, "small numbers of loans tell of people"
    assert run("stock", "--full", "--json").document["total"]["loans"] == 1
    assert document["asked_for"] == [{"type": "hockey-skates", "size": "33", "asked": 1}]
    assert document["worn_out"] == []
    (gone,) = run("stock", "--worn", "--json").document["worn_out"]
    assert (gone["barcode"], gone["times_lent"]) == (worn, 0)

    table = run("stock", "--lang", "sv")
    assert table.lines[0].split() == [
        "Artikel",
        "Inne",
        "Ute",
        "Service",
        "Saknas",
        "Stilla",
        "Slitna",
        "Lån",
        "Per",
        "st",
    ]
    assert any(line.split() == ["Is", "·", "1", "·", "·", "·", "·", "1", "1,0"] for line in table.lines)
    written = run("stock", "--worn", "-o", str(tmp_path / "worn.csv"), "--json")
    assert written.document == {"file": str(tmp_path / "worn.csv"), "rows": 1}
    assert worn in (tmp_path / "worn.csv").read_text(encoding="utf-8-sig")
    short = run("stock", "--short", "--lang", "en")
    assert "nothing to look back on" in short.out


UNCLEAR = (
    (["--category", "nowhere"], "unknown_category", "There are: "),
    (["--type", "nowhere"], "unknown_type", "no article type"),
    (["--category", "is", "--type", "sledge"], "usage", "Leave out one"),
    (["--still", "0"], "invalid", "between 1 and 600"),
    (["--at", "2199-01-01"], "usage", "has not come"),
    (["--short", "2199"], "invalid", "Say a year up to"),
    (["--short", "--at", "2020-01-01"], "usage", "--short looks at a whole"),
    (["-o", "x.csv"], "usage", "one list"),
    (["--worn", "-o", "x.pdf"], "unknown_form", ".csv, .xlsx or .json"),
)


@pytest.mark.one_engine
def test_what_is_not_clear_is_said(branch: Branch, run: Run) -> None:
    """One sentence that says what to do, status 2."""
    branch.article("sledge")
    for words, code, said in UNCLEAR:
        result = run("stock", *words, "--json")
        assert (result.status, result.document["error"]["code"]) == (2, code), words
        assert said in result.document["error"]["message"]
