"""report YEAR --lock and --verify, as somebody types them in January and, after something was entered later, in March."""

import pytest

from tests.cli.conftest import Run
from tests.copies import CopyOf
from tests.report_world import one_branch

pytestmark = pytest.mark.one_engine


@pytest.fixture(autouse=True)
def network(copy_of: CopyOf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRITIDS_DATABASE", copy_of(one_branch)[0])


def test_a_year_is_locked_and_what_was_entered_later_is_told(run: Run) -> None:
    assert run("report", "2025", "--verify").status == 2
    locked = run("report", "2025", "--lock", "--json").document
    assert (locked["again"], locked["changed"]) == (False, 0)
    held = run("report", "2025", "--verify", "--json")
    assert (held.status, held.document["holds"], held.document["changed"]) == (0, True, [])
    assert run("report", "--locks", "--json").document["locks"] == [locked["locked"]]
    article = run("article", "add", "--type", "tent", "--json").document["barcode"]
    person = run("borrower", "add", "--name", "Kim Lund", "--json").document["number"]
    lent = run("lend", "--to", person, article, "--at", "2025-06-03 12:00")
    assert lent.status == 0, lent.out
    told = run("report", "2025", "--verify", "--lang", "sv")
    assert told.status == 1
    for place in ("Utlån", "Utlån, Månad 2025-06", "Utlån, Veckodag Tisdag", "Utlån, Typ Tält"):
        assert any(line.startswith(f"  {place}: låst ") for line in told.lines), place
    # Figures in a row that were moved by one act have it told once.
    whys = [line for line in told.lines if "utlånat, infört i efterhand" in line]
    assert whys
    assert len(whys) < len([line for line in told.lines if ": låst " in line]) / 4
    again = run("report", "2025", "--lock", "--json").document
    assert again["changed"] > 5
    assert run("report", "2025", "--verify").status == 0


@pytest.mark.parametrize("words", [("--lock", "--verify"), ("--lock", "-o", "x.pdf"), ("--verify", "--full")])
def test_what_does_not_go_together_is_refused(run: Run, words: tuple[str, ...]) -> None:
    assert run("report", "2025", *words).status == 2
