"""stocktake and scanner-test as scripts see them."""

from fritids.domain.scanner_test import TEST_CODES
from tests.cli.conftest import Branch, Run


def test_a_count_from_its_start_to_its_correction(run: Run, branch: Branch) -> None:
    here, away, lost, out = (branch.article("classic-skis", "190") for _ in range(4))
    branch.article("hockey-skates", "38")
    assert run("article", "edit", lost, "--state", "missing").status == 0
    assert run("lend", "--to", branch.borrower("Kim Lund"), out).status == 0
    assert run("stocktake", "show", "--json").document["error"]["code"] == "no_stocktake"
    begun = run("stocktake", "start", "--type", "classic skis", "--json").document
    assert (begun["type"], begun["counted"], begun["expected"], begun["ended_at"]) == (
        "classic-skis",
        0,
        2,
        None,
    )
    assert begun["left"] == [{"type": "classic-skis", "article": "Classic skis", "count": 2}]
    assert run("stocktake", "start", "--json").document["error"]["code"] == "stocktake_open"

    scanned = run("stocktake", "scan", here, "-", "--json", stdin=f"{lost}\r\n{out}\nXY-1\nsvamp\n{here}\n")
    assert scanned.status == 1  # the word is no code, the rest is done
    assert [(one["barcode"], one["says"], one["again"]) for one in scanned.document["scanned"]] == [
        (here, "counted", False), (lost, "missing", False), (out, "on_loan", False), ("XY-1", "unknown", False),
        (here, "counted_already", True),
    ]  # fmt: skip
    assert scanned.document["refused"][0]["barcode"] == "svamp"

    shown = run("stocktake", "show", "--json").document
    assert [one["barcode"] for one in shown["missing"]] == [away]
    assert {one["barcode"]: one["found"] for one in shown["found"]} == {
        lost: "found_missing",
        out: "found_on_loan",
    }
    assert [one["code"] for one in shown["unknown"]] == ["XY-1"]
    assert set(shown) == {*begun, "missing", "found", "unknown", "came_back", "on_loan"}
    assert "Kim" not in run("stocktake", "show").out

    assert run("stocktake", "end", "--json").document["ended_at"] is not None
    assert run("stocktake", "correct").status == 2
    corrected = run("stocktake", "correct", "--missing", "--returned", "--json").document
    assert corrected == {"missing": [away], "found": [], "returned": [out], "restored": []}
    assert run("loans", "--json").document == []
    undone = run("undo", "--json").document
    assert {one["barcode"] for one in undone["undone"]} == {away, out, None}
    assert [one["barcode"] for one in run("loans", "--json").document] == [out]
    (listed,) = run("stocktake", "list", "--json").document
    assert listed["scanned"] == 3


def test_the_scanner_doctor_reads_lines_and_needs_no_database(run: Run) -> None:
    caps_and_two_ends = "".join(f"{code.holds.swapcase()}\t\r\n" for code in TEST_CODES)
    told = run("scanner-test", "--json", stdin=caps_and_two_ends).document
    assert [one["code"] for one in told["findings"]] == ["letter_case", "two_ends"]
    assert all(one["remedy"] for one in told["findings"])
    assert [one["right"] for one in told["received"]] == [True, False, True, True, True]
    silent = run("scanner-test", "--json", stdin="").document
    assert (silent["findings"], {one["text"] for one in silent["received"]}) == ([], {None})
