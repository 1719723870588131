"""`fritids slips`: printing, typing in, what is missing and what does not fit, for scripts."""

from pathlib import Path

from tests.cli.conftest import Branch, Run

SLIP = {
    "slip", "code", "state", "printed_at", "written_at", "written_by", "entered_at", "entered_by", "voided_at", "reason", "borrower", "lines"
}  # fmt: skip
LINE = {
    "slip", "at", "act", "barcode", "article", "borrower", "done", "reasons", "message", "since", "other_slip", "perhaps", "settled_at", "note"
}  # fmt: skip


def test_an_evening_of_slips(branch: Branch, run: Run, tmp_path: Path) -> None:
    """Every key is always there; the status says whether a conflict is left; the second time is refused."""
    skates, bo = branch.article("hockey-skates", "38"), branch.borrower("Bo Ek", "0701234567")
    printed = run("slips", "print", "--count", "5", "-o", str(tmp_path / "pad.pdf"), "--json", "--act", "p")
    assert printed.document == {"file": str(tmp_path / "pad.pdf"), "first": 1, "last": 5, "pages": 2}
    again = run("slips", "print", "--count", "5", "-o", str(tmp_path / "two.pdf"), "--json", "--act", "p")
    assert (again.document["first"], again.document["last"]) == (1, 5)
    assert (tmp_path / "two.pdf").read_bytes() == (tmp_path / "pad.pdf").read_bytes()
    now = printed_at(run)
    done = run("slips", "enter", "1", skates, "--to", bo, "--at", now, "--by", "EK", "--json")
    assert done.status == 0, done.out
    assert set(done.document) == SLIP | {"registered", "others"}
    assert set(done.document["lines"][0]) == LINE
    assert (done.document["written_by"], done.document["borrower"]) == ("EK", bo)
    twice = run("slips", "enter", "1", skates, "--to", bo, "--at", now, "--json")
    assert (twice.status, twice.document["error"]["code"]) == (2, "slip_entered")
    odd = run("slips", "enter", "4", "--returned", "20000099", "--at", now, "--json")
    assert (odd.status, odd.document["lines"][0]["reasons"]) == (1, ["unknown_article"])
    assert run("slips", "void", "2-3", "--reason", "wet", "--json").document[1]["state"] == "void"
    shown = run("slips", "conflicts", "--json").document
    assert (shown["printed"], shown["entered"], shown["voided"], shown["missing"]) == (5, 2, 2, [])
    assert len(shown["conflicts"]) == 1
    assert run("slips", "retry").status == 1
    noted = run("slips", "settle", "4", "20000099", "--note", "was a library book", "--json")
    assert noted.document["note"] == "was a library book"
    assert "No slip has a conflict." in run("slips", "conflicts", "--lang", "en").out
    assert [one["slip"] for one in run("slips", "list", "--open", "--json").document] == [5]


def printed_at(run: Run) -> str:
    """When the pad was printed: a time that may stand on it."""
    return str(run("slips", "list", "--json").document[0]["printed_at"])
