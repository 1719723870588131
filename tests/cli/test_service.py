"""`service`: what scripts get, and how the run ends."""

from tests.cli.conftest import Branch, Run


def test_things_go_to_service_and_back_on_the_shelf(run: Run, branch: Branch) -> None:
    """Each by itself, the same thing once; every key is always there."""
    skates = branch.article("hockey-skates", "38", "--brand", "Bauer")
    sent = run("service", "add", skates, skates, "NIX", "--kind", "sharpen", "--note", "blunt", "--json")
    assert sent.status == 1
    assert sent.document["sent"] == [
        {
            "barcode": skates, "article": sent.document["sent"][0]["article"], "state": "in_service",
            "kind": "sharpen", "already": False,
        }
    ]  # fmt: skip
    assert [one["reasons"][0]["code"] for one in sent.document["refused"]] == ["unknown_article"]
    (line,) = run("service", "list", "--json").document
    assert {**line, "article": "", "since": ""} == {
        "barcode": skates, "article": "", "type": "hockey-skates", "kind": "sharpen", "note": "blunt", "since": "",
        "recalled": False, "state": "in_service", "borrower": None, "name": None, "phone": None, "due": None,
    }  # fmt: skip
    done = run("service", "done", skates, "--json")
    assert (done.status, done.document["done"][0]["left"]) == (0, [])
    again = run("service", "done", skates, "--json")
    assert (again.status, again.document["refused"][0]["reasons"][0]["code"]) == (1, "not_in_service")
    assert run("service", "list", "--lang", "sv").lines == ["Inget väntar på åtgärd."]


def test_what_was_dropped_was_not_done_whatever_the_key(run: Run, branch: Branch) -> None:
    skates = branch.article("hockey-skates", "38")
    run("service", "add", skates, "--kind", "mend")
    assert run("service", "drop", skates, "--act", "k").status == 0
    assert run("service", "drop", skates, "--act", "k").status == 0
    assert run("service", "done", skates, "--act", "k", "--json").document["error"]["code"] == "usage"


def test_a_recall_says_who_has_one(run: Run, branch: Branch) -> None:
    helmets = [branch.article("ski-helmet", "54", "--brand", "Giro", "--model", "Nine") for _ in range(2)]
    anna = branch.borrower("Anna Berg", "070-174 06 05")
    assert run("lend", "--to", anna, helmets[0]).status == 0
    words = ("service", "recall", "--brand", "Giro", "--type", "Skidhjälm")
    looked = run(*words, "--dry-run", "--json").document
    assert (looked["done"], looked["in_house"], looked["on_loan"]) == (False, 1, 1)
    done = run(*words, "--note", "Buckle", "--lang", "en")
    assert done.status == 0
    assert "070-174 06 05" in done.out
    told = run("return", helmets[0], "--lang", "en")
    assert "It is recalled: Buckle. Put it on the service shelf." in told.out
    assert run("service", "recall", "--json").document["error"]["code"] == "usage"
    assert run("service", "recall", "--brand", "Uvex", "--json").status == 1


def test_a_branch_says_itself_when_a_turn_comes(run: Run, branch: Branch) -> None:
    skates = branch.article("hockey-skates", "38")
    words = ("service", "rule", "hockey-skates", "sharpen")
    assert run(*words, "--after", "1", "--json").document == [
        {"type": "hockey-skates", "kind": "sharpen", "after": 1, "season": None, "own": True}
    ]
    run("lend", "--to", branch.borrower("Anna Berg"), skates)
    assert run("return", skates, "--json").document["returned"][0]["told"] == ["service_due"]
    (due,) = run("service", "list", "--due", "--json").document
    assert {**due, "article": ""} == {
        "barcode": skates, "article": "", "type": "hockey-skates", "kind": "sharpen", "loans": 1, "season": None,
        "state": "available",
    }  # fmt: skip
    assert run(*words, "--never", "--after", "2").status == 2
    assert run(*words, "--season", "02-30").status == 2
    assert run(*words, "--usual", "--json").document[0]["own"] is False
