"""`fritids goal`, `inhabitants` and `survey`: every key always there, one sentence where something is wrong, and outcomes counted from the loans."""

from datetime import date

import pytest

from tests.cli.conftest import Branch, Run

YEAR = str(date.today().year)  # noqa: DTZ011  # the command's own year
GOAL = {"id", "branch", "year", "target_group", "goal", "indicator", "area", "target"}
ADD = ("goal", "add", "--year", YEAR, "--for", "Alla", "--goal", "Fler", "--act", "g")


def test_a_goal_is_counted_from_the_loans_and_small_numbers_stay_in_the_house(
    branch: Branch, run: Run
) -> None:
    skates = branch.article("hockey-skates", "38")
    run("lend", skates, "--to", branch.borrower("Kim Lund"))
    run("return", skates)
    made = run(*ADD, "--indicator", "loans", "--target", "1", "--json").document
    assert set(made) == GOAL
    assert run(*ADD, "--indicator", "loans", "--target", "1", "--json").document == made
    assert "1 loans, the target is 1: reached" in run("goal", "list").out
    (listed,) = run("goal", "list", "--json").document
    assert set(listed) == GOAL | {"value", "withheld", "outcome"}
    assert (listed["value"], listed["withheld"], listed["outcome"]) == (None, True, "not_said")
    (true,) = run("goal", "list", "--json", "--full").document
    assert (true["value"], true["withheld"], true["outcome"]) == (1, False, "reached")

    noted = run("survey", "add", skates, "--otherwise", "no", "--json", "--act", "s").document
    assert noted == {"category": "ice", "age_band": "unknown", "otherwise": False, "bought": None}
    assert run("survey", "add", skates, "--otherwise", "no", "--json", "--act", "s").document == noted
    told = run("survey", "list", "--json").document
    assert set(told) == {"year", "questions", "answers"}
    first = told["questions"][0]
    assert first == {
        "question": "otherwise", "answers": None, "yes": None, "no": None, "share_no": None, "withheld": True
    }  # fmt: skip
    full = run("survey", "list", "--json", "--full").document
    assert (full["questions"][0]["no"], full["answers"][0]["otherwise_no"]) == (1, 1)
    assert "Ice" in run("survey", "list").out

    set_ = run("inhabitants", "set", "602", YEAR, "12000", "--source", "SCB", "--json").document
    assert set_ == {"area": "602", "year": int(YEAR), "people": 12000, "source": "SCB"}
    assert run("inhabitants", "list", "--json").document == [set_]
    assert run("inhabitants", "remove", "602", YEAR).status == 0
    assert run("goal", "remove", str(made["id"])).status == 0
    assert run("goal", "list", "--json").document == run("inhabitants", "list", "--json").document == []


UNCLEAR = (
    ([*ADD, "--indicator", "loans", "--target", "many"], "in figures, such as 5000"),
    ([*ADD, "--indicator", "loans", "--target", "0"], "above 0"),
    ([*ADD, "--indicator", "on_time", "--target", "120"], "from 1 to 100"),
    ([*ADD, "--indicator", "loans_per_1000", "--target", "9"], "say which"),
    (["goal", "add", "--year", "26", *ADD[4:], "--indicator", "loans", "--target", "1"], "four digits"),
    (["goal", "remove", "9"], "no goal number 9"),
    (["inhabitants", "set", "60212", YEAR, "9", "--source", "SCB"], "first three digits"),
    (["inhabitants", "set", "602", YEAR, "0", "--source", "SCB"], "from 1 to"),
    (["inhabitants", "set", "602", YEAR, "9", "--source", " "], "where the number comes from"),
    (["inhabitants", "remove", "602", YEAR], "Nothing is entered"),
    (["survey", "add", "20000017", "--otherwise", "yes"], "no article"),
    (["survey", "list", "--year", "1"], "four digits"),
)


@pytest.mark.one_engine
def test_what_cannot_be_is_refused_in_one_sentence(branch: Branch, run: Run) -> None:
    lent = branch.article("sledge")
    run("lend", lent, "--to", branch.borrower("Kim Lund"))
    for words, said in (
        *UNCLEAR,
        (["survey", "add", lent, "--bought", "no"], "not come back"),
        (["survey", "add", lent], "at least one"),
    ):
        result = run(*words, "--json")
        assert result.status == 2, words
        assert said in result.document["error"]["message"]
    assert run("goal", "list", "--json").document == run("inhabitants", "list", "--json").document == []
