"""labels on the command line: the files, the JSON, and the pages that set something right."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Branch, Run


def test_unprinted_new_and_again(branch: Branch, run: Run, tmp_path: Path) -> None:
    skates = branch.article("hockey-skates", "38")
    path = str(tmp_path / "etiketter.pdf")
    printed = run("labels", "--unprinted", "--new", "2", "--from-cell", "20", "-o", path, "--json")
    assert printed.status == 0
    document = printed.document
    assert document["labels"][0] == {"barcode": skates, "article": "Hockey skates 38"}
    assert [label["article"] for label in document["labels"]][1:] == [None, None]
    assert {key: document[key] for key in document if key != "labels"} == {
        "file": path, "sheet": "L7160", "pages": 2, "first_cell": 20, "next_cell": 2, "qr_instead": 0, "left_out": None,
    }  # fmt: skip
    again = run("labels", skates, "--sheet", "L4731", "-o", path, "--lang", "sv")
    assert again.lines == [
        "✓ 1 etikett är klar att skriva ut",
        f"  Filen är {path}",
        "  1 ark L4731, från ruta 1. Nästa lediga ruta är 2.",
        "  Skriv ut filen i 100 %, utan ”anpassa till sidan”.",
    ]
    nothing = run("labels", "--unprinted", "-o", path, "--json")
    assert (nothing.status, nothing.document["file"], nothing.document["labels"]) == (0, None, [])


CANNOT_BE = (
    ("--new", "1", "--from-cell", "99"),
    ("--new", "99999999999999999999"),
    ("--new", "1", "--offset", "50,0"),
    ("--new", "1", "--sheet", "3474", "--offset=-6,0"),
    ("--test-page", "--sheet", "L7160", "--offset", "0,18"),
    ("--scanner-test", "--unprinted"),
    ("4711",),
    ("--test-page", "--new", "1"),
)


@pytest.mark.one_engine
def test_what_cannot_be_is_one_sentence_in_either_form(branch: Branch, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    for words in CANNOT_BE:
        said = run("labels", *words, "-o", str(path), "--lang", "sv")
        assert (said.status, said.out, len(said.err.splitlines())) == (2, "", 1)
        machine = run("labels", *words, "-o", str(path), "--json")
        assert (machine.status, list(machine.document)) == (2, ["error"])
        assert not path.exists()


@pytest.mark.one_engine
def test_the_pages_that_set_something_right(branch: Branch, run: Run, tmp_path: Path) -> None:
    page = run("labels", "--test-page", "--offset=-1,0.5", "-o", str(tmp_path / "test.pdf"), "--json")
    assert page.document == {"file": str(tmp_path / "test.pdf"), "sheet": "L7160", "cells": 21}
    codes = run("labels", "--scanner-test", "-o", str(tmp_path / "scanner.pdf"), "--json").document["codes"]
    assert [code["trial"] for code in codes] == ["digits", "letters", "signs", "ean", "square"]
    assert json.dumps(codes, ensure_ascii=False).isascii()
    assert run("branch", "set", "label_offset=1.5,-0.5").status == 0
    assert run("branch", "set", "label_offset=1.5;-0.5").status == 2
