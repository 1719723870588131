"""`fritids fit`: the measures in, what fits and is in out."""

import pytest

from tests.cli.conftest import Branch, Run

FITS = {
    "type", "article", "use", "size_kind", "low", "high", "first", "by", "hint", "skill_would_help", "notes", "sources",
    "available", "out", "late", "next_due", "articles",
}  # fmt: skip


def test_a_program_is_told_all_of_it_with_the_sources(branch: Branch, run: Run) -> None:
    skis = branch.article("alpine-skis", "122")
    found = run("fit", "--height", "142", "--skill", "some", "--for", "alpine", "--json")
    assert found.status == 0
    document = found.document
    assert set(document) == {"person", "fits", "unsaid", "bindings"}
    assert document["person"] == {
        "height": {"low": 142, "high": 142}, "weight": None, "shoe": None, "age": None, "head": None, "skill": "some",
    }  # fmt: skip
    assert all(set(one) == FITS for one in document["fits"])
    (alpine,) = (one for one in document["fits"] if one["type"] == "alpine-skis")
    assert (alpine["low"], alpine["high"], alpine["available"]) == (117, 127, 1)
    assert alpine["sources"][0].startswith("https://")
    assert [(one["barcode"], one["binding"]) for one in alpine["articles"]] == [(skis, None)]
    assert "release value" in document["bindings"]
    assert {"type": "alpine-boots", "article": "Alpine boots", "use": None, "lacking": ["shoe"]} in document[
        "unsaid"
    ]


def test_a_person_reads_it_in_their_language(branch: Branch, run: Run) -> None:
    branch.article("classic-skis", "160", "--brand", "Fischer")
    found = run("fit", "--height", "142", "--for", "längdskidor, klassisk", "--lang", "sv")
    assert "Längdskidor, klassisk 152–167 cm: 1 inne" in found.lines
    assert any("160 Fischer" in line for line in found.lines)
    assert "Källor: stahlsportshop.com, kids.britannica.com" in found.lines


@pytest.mark.one_engine
def test_what_cannot_be_is_said_in_one_sentence(branch: Branch, run: Run) -> None:
    for words, code in {
        "--height 1420": "invalid",
        "--shoe 380": "invalid",
        "--skill good": "no_measure",
        "--height 142 --for kubb": "no_rule",
        "--height 142 --for xyzzy": "unknown_type",
    }.items():
        found = run("fit", *words.split(), "--json")
        assert (found.status, found.document["error"]["code"]) == (2, code), words


def test_everything_that_can_be_wanted_has_a_name_and_stands_in_the_help(run: Run) -> None:
    from fritids.present.fit import purpose_name
    from fritids.services.fit_rules import purposes

    told = run("fit", "--help", "--lang", "en").out
    for purpose in purposes():
        assert purpose_name(purpose) != purpose
        assert purpose in told
