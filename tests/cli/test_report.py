"""report on the command line: to read, as JSON, and as files that are whole or not there."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.copies import CopyOf
from tests.report_world import NAME, NORTH, one_branch

pytestmark = pytest.mark.one_engine


@pytest.fixture(autouse=True)
def network(copy_of: CopyOf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRITIDS_DATABASE", copy_of(one_branch)[0])


def test_the_year_is_read_in_the_terminal_as_json_and_in_files_with_the_same_figures(
    run: Run, tmp_path: Path
) -> None:
    read = run("report", "2025", "--lang", "sv")
    assert read.status == 0
    assert "Fritidsbanken =1+1 <b>" in read.lines
    machine = run("report", "2025", "--json").document
    loans = machine["totals"]["loans"]["value"]
    assert any(line.split()[:2] == ["Utlån", str(loans)] for line in read.lines)
    assert NAME not in read.out
    names = [str(tmp_path / f"året.{form}") for form in ("json", "csv", "svg")]
    made = run("report", "2025", *(word for name in names for word in ("-o", name)), "--json")
    assert (made.status, made.document["full"], made.document["files"][:2]) == (0, False, names[:2])
    assert json.loads(Path(names[0]).read_text(encoding="utf-8")) == machine
    assert f";{loans};0" in Path(names[1]).read_text(encoding="utf-8-sig").splitlines()[1]
    pictures = [Path(name) for name in made.document["files"][2:]]
    assert pictures[0].name == "året-loans_month.svg"
    assert all(picture.read_text(encoding="utf-8").startswith("<svg") for picture in pictures)


def test_a_branch_is_chosen_by_its_code_and_full_is_said_aloud(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    made = run("report", "2025", "--branch", NORTH, "--full", "-o", str(path))
    assert made.status == 0
    assert made.lines == [f"The report is in {path}."]
    assert made.err.splitlines() == [
        "This holds small numbers, by which people can be told. Do not pass it on."
    ]
    rows = path.read_text(encoding="utf-8-sig").splitlines()
    assert {row.split(";")[0] for row in rows[1:]} == {NORTH}
    assert {row.rsplit(";", 1)[1] for row in rows[1:]} == {"0"}


def test_what_cannot_be_is_one_sentence_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "a folder.csv"
    folder.mkdir()
    good = tmp_path / "good.json"
    for words in (
        (),
        ("2025", "-o", str(good), "-o", str(tmp_path / "a.docx")),
        ("2025", "-o", str(good), "-o", str(good)),
        ("2025", "-o", str(good), "-o", str(folder)),
        ("2025", "-o", str(good), "-o", str(tmp_path / "none" / "a.csv")),
        ("1999", "-o", str(good)),
        ("9999", "-o", str(good)),
        ("99999", "-o", str(good)),
        ("2025", "--branch", "nowhere", "-o", str(good)),
        ("i fjol", "-o", str(good)),
    ):
        said = run("report", *words, "--lang", "sv")
        assert (said.status, said.out, len(said.err.splitlines())) == (2, "", 1), words
    assert list(run("report", "1999", "--json").document) == ["error"]
    assert list(tmp_path.glob("*.json*")) == []
