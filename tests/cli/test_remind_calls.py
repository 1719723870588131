"""The call list on the command line, as text, as JSON and on paper."""

from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest

from fritids.db.engine import Database
from fritids.services.desk import Desk
from tests.cli.conftest import Branch, Run
from tests.unreached import a_message

pytestmark = pytest.mark.one_engine


@pytest.fixture
def late(branch: Branch, run: Run, database: Database) -> tuple[str, str, str]:
    """Numbers of Anna, who has two things of which one is private, of one in another script, and of a protected one."""
    people = (
        branch.borrower("Nguyễn Anna", "070-174 06 05"),
        branch.borrower("فاطمة", "070-174 06 06"),
        branch.borrower("Hemlig Person", "070-174 06 07", "--protected"),
    )
    desk = Desk.on(database, name="disk1")
    for number, kinds in zip(
        people, (("hockey-skates", "sports-wheelchair"), ("sledge",), ("sledge",)), strict=True
    ):
        codes = [branch.article(kind, "38" if kind == "hockey-skates" else None) for kind in kinds]
        at = f"{desk.today() - timedelta(days=24)}T10:00"
        accepted = ("--accept", "binding_not_set", "--binding-by", "Kalle", "--sole", "305")
        assert run("lend", "--to", number, *codes, "--at", at, *accepted).status == 0
        borrower = desk.borrowers.by_number_or_phone(number)[0]
        a_message(desk, desk.borrowers.loans_of(borrower.id), channel="sms", state="failed", reason="refused")
    return people


def test_the_list_is_read_noted_and_printed(late: tuple[str, str, str], run: Run, tmp_path: Path) -> None:
    anna, fatima, hidden = late
    listed = run("remind", "calls", "--json").document
    assert (listed["file"], listed["pages"]) == (None, None)
    first = next(line for line in listed["calls"] if line["borrower"] == anna)
    assert {key: first[key] for key in first if key not in {"loans", "days_late"}} == {
        "borrower": anna, "name": "Nguyễn Anna", "phone": "+46701740605", "reason": "refused", "channel": "sms",
        "tries": 0, "contacts": [],
    }  # fmt: skip
    assert len(first["loans"]) == 2, "on the screen, for staff, private things have their names"
    secret = next(line for line in listed["calls"] if line["borrower"] == hidden)
    assert (secret["name"], secret["phone"], secret["loans"][0]["name"]) == (None, None, None)

    noted = run("remind", "called", fatima, "no_reply", "--note", "ringer igen i kväll", "--json").document
    assert (noted["borrower"], noted["outcome"], noted["promised_on"]) == (fatima, "no_reply", None)
    path = tmp_path / "ring.pdf"
    printed = run("remind", "calls", "-o", str(path), "--lang", "sv")
    assert printed.status == 0, printed.err
    assert f"se dem på skärmen: {fatima}" in printed.lines[-1]
    with pypdfium2.PdfDocument(path) as document:
        words = "\n".join(page.get_textpage().get_text_range() for page in document)
    for shown in (
        "Ringlista, Fritidsbanken Prov", "3 att ringa", "Nguyen Anna", "070-174 06 05", f"låntagare {fatima}", f"låntagare {hidden}",
        "1 sak som inte nämns på papper", "inget svar (ringer igen i kväll)", "Sida 1 av 1", "fel nummer", "lovat, till:",
    ):  # fmt: skip
        assert shown in words, words
    for kept in ("Hemlig", "06 07", "rullstol"):
        assert kept not in words

    assert run("remind", "called", anna, "promised", "--on", "2020-01-01").status == 2
    assert run("remind", "calls", "-o", str(tmp_path / "ring.txt")).status == 2
    assert run("remind", "called", anna, "promised").status == 0
    assert [line["borrower"] for line in run("remind", "calls", "--json").document["calls"]] == [
        fatima,
        hidden,
    ]
    card = run("borrower", "show", anna, "--lang", "en")
    assert any(line.startswith("Calls: ") and line.endswith("promised to come") for line in card.lines)
