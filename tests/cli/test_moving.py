"""What was asked for in vain, and what goes to other branches, on the command line: keys, statuses, one sentence for what is wrong."""

from pathlib import Path

from tests.cli.conftest import Branch, Run


def test_what_was_not_had_is_noted_and_listed_with_all_its_keys(branch: Branch, run: Run) -> None:
    noted = run("request", "add", "hockeyskridskor 33 x2", "--json")
    assert noted.status == 0
    (line,) = noted.document["noted"]
    assert {name: line[name] for name in ("count", "type", "size", "asked", "stock", "next_due")} == {
        "count": 2, "type": "hockey-skates", "size": "33", "asked": 2, "stock": 0, "next_due": None,
    }  # fmt: skip
    doubted = run("request", "add", "hockey-skates", "--size", "380", "--json")
    assert (doubted.status, doubted.document["refused"][0]["reasons"][0]["code"]) == (3, "doubtful_size")
    assert run("request", "add", "skridskor 33", "--json").document["error"]["code"] == "ambiguous"
    (listed,) = run("request", "list", "--json").document
    assert set(listed) == set(line) - {"count"}
    assert "Hockeyskridskor 33" in run("request", "list", "--lang", "sv").out


def test_a_box_has_its_keys_and_statuses(branch: Branch, run: Run, tmp_path: Path) -> None:
    code, other = branch.article("sledge"), branch.article("sledge")
    number = branch.borrower("Bo")
    run("lend", "--to", number, other)
    file = tmp_path / "box.json"
    sent = run("transfer", "send", code, other, "--to", "Järfälla", "--file", str(file), "--json")
    assert (sent.status, sent.document["file"]) == (1, str(file))
    assert [one["barcode"] for one in sent.document["sent"]] == [code]
    assert sent.document["refused"][0]["reasons"][0]["code"] == "on_loan"
    lent = run("lend", "--to", number, code, "--json")
    assert "Järfälla" in lent.document["refused"][0]["reasons"][0]["message"]
    received = run("transfer", "receive", code, "--json")
    assert (received.status, set(received.document)) == (0, {"received", "already", "refused"})
    assert set(received.document["received"][0]) == set(sent.document["sent"][0])
    assert run("transfer", "receive", code).status == 1
    assert run("transfer", "receive", str(tmp_path / "none.json")).status == 2
    assert run("transfer", "receive", str(tmp_path)).status == 1
    (tmp_path / "folder.json").mkdir()
    assert run("transfer", "receive", str(tmp_path / "folder.json")).status == 2
    third = branch.article("sledge")
    assert run("transfer", "send", code, "--to", "Järfälla", "--act", "k").status == 0
    used = run("transfer", "send", third, "--to", "Järfälla", "--act", "k", "--json")
    assert (used.status, list(used.document)) == (2, ["error"]), "a refusal without a reason helps nobody"
    assert len(run("transfer", "list", "--json").document) == 3
    assert run("transfer", "list", "--late", "--json").document == []
    assert set(run("transfer", "surplus", "--json").document) == {"rule", "months", "keep", "articles"}
    assert run("export", "surplus", str(tmp_path / "s.csv")).status == 0
