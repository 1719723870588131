"""article parts, and what a lending says of them: JSON, words in both languages, and what is refused."""

import pytest

from tests.cli.conftest import Branch, Run

LOST = {
    "barcode", "article", "part", "name", "quantity", "noted_at", "lent_at", "returned_at", "borrower"
}  # fmt: skip


def test_two_balls_are_missing_found_and_told(branch: Branch, run: Run) -> None:
    boule, anna = branch.article("boule"), branch.borrower("Anna Berg")
    assert "Lämna ut: 8 klot, 1 lille." in run("lend", "--to", anna, boule, "--lang", "sv").out
    run("return", boule)
    noted = run("article", "parts", boule, "--missing", "klot=2", "--json")
    assert noted.status == 0
    assert set(noted.document) == {"barcode", "article", "parts", "missing"}
    assert noted.document["parts"] == [
        {"part": 1, "name": "balls", "count": 8, "missing": 2},
        {"part": 2, "name": "jack", "count": 1, "missing": 0},
    ]
    assert run("article", "check", "--json").document == {"checks": []}
    (lost,) = run("article", "parts", "--json").document["missing"]
    assert set(lost) == LOST
    assert (lost["barcode"], lost["quantity"], lost["borrower"]) == (boule, 2, anna)
    assert run("lend", "--to", anna, boule, "--json").document["lent"][0]["told"] == [
        "parts",
        "parts_missing",
    ]
    shown = run("article", "show", boule, "--lang", "sv").out
    assert "Delar som saknas: 2 av 8 klot" in shown
    run("article", "parts", boule, "--found", "1=1")
    assert "1 of 8 balls" in run("article", "parts").out
    run("article", "parts", boule, "--given-up", "balls")
    assert run("article", "parts", "--json").document == {"missing": []}


@pytest.mark.one_engine
def test_what_cannot_be_meant_is_one_sentence(branch: Branch, run: Run) -> None:
    boule = branch.article("boule")
    for words, status in (
        ((boule, "--missing", "pegs"), 2),
        ((boule, "--missing", "klot=x"), 2),
        ((boule, "--missing", "klot=9"), 2),
        ((boule, "--missing", "1", "--found", "2"), 2),
        ((boule, "--found", "1"), 2),
        (("--missing", "1"), 2),
        (("nobody",), 1),
    ):
        said = run("article", "parts", *words)
        assert (said.status, said.out, len(said.err.splitlines())) == (status, "", 1), words
    assert run("article", "parts", boule, "--json").document["missing"] == []


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("word", "part", "said"), [("saknas", "2 klot", "2 av 8 klot"), ("missing", "jack", "lille")]
)
def test_the_line_mode_notes_one_part_after_the_other(
    branch: Branch, run: Run, word: str, part: str, said: str
) -> None:
    boule, anna = branch.article("boule"), branch.borrower("Anna Berg")
    run("lend", "--to", anna, boule)
    lines = run("desk", "--lang", "sv", stdin=f"{boule}\nändå\n{word}\n{word} {part}\n{word} klot 1\n").lines
    assert "Delarna är: 1 klot, 2 lille." in lines
    assert f"Saknas till Boule: {said}." in lines
    assert "Saknas till Boule: 1 av 8 klot." in lines
