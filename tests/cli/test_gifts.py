"""`fritids gift`: whole gifts from a script, the list, and a donor's name that goes again."""

import pytest

from tests.cli.conftest import Branch, Run

GIFT = {
    "gift", "received_at", "received_on", "ended_at", "desk", "operator", "donor", "note", "taken_in", "refused", "recycled"
}  # fmt: skip


def test_a_gift_is_taken_in_listed_and_loses_its_donor(branch: Branch, run: Run) -> None:
    """Every key is always there; the articles keep the order in which they were named."""
    words = ("gift", "add", "hockey-skates 38 bauer", "2* ski-helmet 54-58 Head", "compass")
    made = run(*words, "--donor", "Eva Ek", "--recycled", "2", "--json", "--act", "g")
    assert made.status == 0, made.out
    assert set(made.document) == GIFT | {"by_type", "without_label", "articles"}
    assert [(one["type"], one["size"], one["brand"]) for one in made.document["articles"]] == [
        ("hockey-skates", "38", "Bauer"),
        ("ski-helmet", "54-58", "Head"),
        ("ski-helmet", "54-58", "Head"),
        ("compass", None, None),
    ]
    assert run(*words, "--act", "g", "--json").document == made.document
    more = run("article", "add", "--type", "sledge", "--gift", str(made.document["gift"]), "--json")
    assert more.status == 0
    (listed,) = run("gift", "list", "--json").document
    assert set(listed) == GIFT
    assert (listed["donor"], listed["taken_in"], listed["refused"], listed["recycled"]) == ("Eva Ek", 5, 0, 2)
    edited = run("gift", "edit", str(listed["gift"]), "--donor", "", "--json")
    assert edited.document["donor"] is None
    shown = run("gift", "show", str(listed["gift"]))
    assert "5 articles taken in" in shown.out
    assert "Eva" not in shown.out + run("gift", "list").out
    assert run("gift", "list", "--until", "2020-01-01", "--json").document == []


UNCLEAR = (
    (["gift", "add", "hockey-skates 380"], "doubtful_size", "perhaps 38?"),
    (["gift", "add", "skates 38"], "unknown_type", "may be several types"),
    (["gift", "add", "xyzzy 38"], "unknown_type", "names no article type"),
    (["gift", "add"], "usage", "Say what was handed in"),
    (["gift", "add", "compass", "--refused", "1001"], "invalid", "between 1 and 1000"),
    (["gift", "show", "7"], "unknown_gift", "no gift with this number"),
    (["gift", "show", "7350012345679735"], "usage", "not a whole number"),
    (["gift", "edit", "7"], "usage", "Say what is to be changed"),
    (["article", "add", "--type", "sledge", "--gift", "7"], "invalid", "no gift with this number"),
)


@pytest.mark.one_engine
def test_what_is_not_clear_takes_in_nothing(branch: Branch, run: Run) -> None:
    """One sentence that says what to do, status 2, and not a row."""
    for words, code, said in UNCLEAR:
        result = run(*words, "--json")
        assert (result.status, result.document["error"]["code"]) == (2, code), words
        assert said in result.document["error"]["message"]
    assert run("gift", "list", "--json").document == []
    assert run("article", "list", "--json").document == []
