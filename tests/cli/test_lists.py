"""Stock, borrowers, bookings, the branch, and what is out: the JSON that is promised, and lists that people can read."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import make_url

from fritids.present import cell_width
from tests.cli.conftest import Branch, Run

LOAN = {"barcode", "article", "type", "borrower", "name", "phone", "lent_at", "due", "days_late", "renewals"}
ARTICLE = {"barcode", "article", "type", "category", "size", "brand", "state", "due"}
BORROWER = {"number", "name", "phone", "kind", "open_loans"}


def test_loans_are_by_due_date_then_barcode_with_every_key(branch: Branch, run: Run) -> None:
    one, two, three = (branch.article("sledge") for _ in range(3))
    anna = branch.borrower("Anna Berg", "070-174 06 05")
    run("lend", "--to", anna, three, one, "--at", "2026-03-20T12:00")
    run("lend", "--to", anna, two, "--at", "2026-03-19T12:00")
    found = run("loans", "--json").document
    assert [loan["barcode"] for loan in found] == [two, one, three]
    assert all(set(loan) == LOAN for loan in found)
    assert found[0] | {"article": None, "days_late": None} == {
        "barcode": two, "article": None, "type": "sledge", "borrower": anna, "name": "Anna Berg", "phone": "+46701740605",
        "lent_at": "2026-03-19T11:00:00Z", "due": "2026-04-02", "days_late": None, "renewals": 0,
    }  # fmt: skip
    assert found[0]["days_late"] > 0


def test_a_day_of_another_year_bears_its_year(branch: Branch, run: Run) -> None:
    """What is years late is not taken for this winter's."""
    run("lend", "--to", branch.borrower("Anna Berg"), branch.article("sledge"), "--at", "2024-12-11T12:00")
    assert run("loans").out.count("2024") == 2


def test_loans_can_be_narrowed(branch: Branch, run: Run) -> None:
    sled, skates = branch.article("sledge"), branch.article("hockey-skates", "38")
    anna, bo = branch.borrower("Anna Berg"), branch.borrower("Bo Ek")
    run("lend", "--to", anna, sled, "--at", "2026-03-19T23:30")
    run("lend", "--to", bo, skates)

    def barcodes(*words: str) -> list[str]:
        return [loan["barcode"] for loan in run("loans", *words, "--json").document]

    assert barcodes("--late") == [sled]
    assert barcodes("--borrower", "bo ek") == [skates]
    assert barcodes("--type", "HOCKEYSKRIDSKOR") == barcodes("--type", "hockey-skates") == [skates]
    assert barcodes("--since", "2026-03-19", "--until", "2026-03-19") == [sled]
    assert barcodes("--until", "2026-03-18") == []
    run("return", sled)
    everything = run("loans", "--all", "--json").document
    assert {loan["barcode"]: loan["returned_at"] is None for loan in everything} == {
        sled: False,
        skates: True,
    }
    assert all(set(loan) == LOAN | {"returned_at"} for loan in everything)


def test_what_is_not_known_is_not_taken_for_nothing(branch: Branch, run: Run) -> None:
    nobody = run("loans", "--borrower", "nobody at all", "--json")
    assert (nobody.status, nobody.document["error"]["code"]) == (1, "unknown_borrower")
    no_type = run("loans", "--type", "spaceship", "--json")
    assert (no_type.status, no_type.document["error"]["code"]) == (2, "unknown_type")


def test_finding_gives_articles_and_borrowers(branch: Branch, run: Run) -> None:
    skates = branch.article("hockey-skates", "38", "--brand", "Bauer")
    branch.article("hockey-skates", "40")
    anna = branch.borrower("Åsa Öberg", "070-174 06 05")
    found = run("find", "skridskor", "38", "--json")
    assert found.status == 0
    assert set(found.document) == {"articles", "borrowers"}
    assert [one["barcode"] for one in found.document["articles"]] == [skates]
    assert set(found.document["articles"][0]) == ARTICLE
    by_name = run("find", "asa", "--json").document
    assert [one["number"] for one in by_name["borrowers"]] == [anna]
    assert set(by_name["borrowers"][0]) == BORROWER
    run("lend", "--to", anna, skates)
    assert run("find", "bauer", "--available", "--json").document["articles"] == []
    assert run("find", "hockeyskridskor", "--size", "40", "--json").document["articles"][0]["size"] == "40"
    assert run("find", "zzzz", "--json").document == {"articles": [], "borrowers": []}


def test_an_article_from_its_label_to_the_bin(branch: Branch, run: Run) -> None:
    made = run("article", "add", "--type", "Hockeyskridskor", "--size", "38", "--brand", "Bauer", "--json")
    assert made.status == 0
    assert set(made.document) == ARTICLE
    code = made.document["barcode"]
    assert (made.document["type"], made.document["category"]) == ("hockey-skates", "ice")
    edited = run("article", "edit", code, "--size", "39", "--barcode", "7350012345678", "--json")
    assert edited.status == 0
    assert (edited.document["size"], edited.document["barcode"]) == ("39", "7350012345678")
    assert run("article", "show", code, "--json").document["barcode"] == "7350012345678"
    run("lend", "--to", branch.borrower("Anna"), code)
    shown = run("article", "show", code, "--json").document
    assert set(shown) == ARTICLE | {"loans"}
    assert shown["state"] == "on_loan"
    assert [set(loan) for loan in shown["loans"]] == [LOAN | {"returned_at"}]
    gone = run("article", "discard", code, "--reason", "worn_out", "--json")
    assert gone.status == 0
    assert run("article", "list", "--state", "on_loan", "--json").document[0]["barcode"] == "7350012345678"
    assert run("article", "show", "nothing", "--json").document["error"]["code"] == "unknown_article"
    assert run("article", "edit", code).status == 2


def test_a_barcode_stands_for_one_article(branch: Branch, run: Run) -> None:
    branch.article("sledge", None, "--barcode", "7350012345678")
    taken = run("article", "add", "--type", "sledge", "--barcode", "7350012345678", "--json")
    assert (taken.status, taken.document["error"]["code"]) == (2, "invalid")
    several = run("article", "add", "--type", "sledge", "--count", "3", "--json")
    assert len({one["barcode"] for one in several.document}) == 3


def test_a_borrower_from_the_first_day_to_the_last(branch: Branch, run: Run) -> None:
    made = run("borrower", "add", "--name", "Åsa Öberg", "--phone", "0701740605", "--json")
    assert set(made.document) == BORROWER
    number = made.document["number"]
    assert made.document == {
        "number": number, "name": "Åsa Öberg", "phone": "+46701740605", "kind": "person", "open_loans": 0,
    }  # fmt: skip
    assert (
        run("borrower", "edit", number, "--name", "Åsa Ek", "--phone", "", "--json").document["phone"] is None
    )
    assert run("borrower", "card", number, "LIB-0042").status == 0
    sled = branch.article("sledge")
    assert run("lend", "--to", "lib-0042", sled).status == 0
    shown = run("borrower", "show", "Åsa Ek", "--json").document
    assert set(shown) == BORROWER | {"loans", "contacts"}
    assert [loan["barcode"] for loan in shown["loans"]] == [sled]
    held = run("borrower", "erase", number, "--json")
    assert (held.status, held.document["error"]["code"]) == (1, "loans_open")
    run("return", sled)
    assert run("borrower", "export", number).document["name"] == "Åsa Ek"
    assert run("borrower", "erase", number, "--json").status == 0
    assert run("borrower", "show", number).status == 1
    assert run("loans", "--all", "--json").document[0]["name"] is None


def test_two_of_one_person_become_one(branch: Branch, run: Run) -> None:
    one, other = branch.borrower("Anna Berg", "070-174 06 05"), branch.borrower("Ana Berg")
    sled = branch.article("sledge")
    run("lend", "--to", other, sled)
    assert run("borrower", "merge", one, other, "--json").document["open_loans"] == 1
    assert run("borrower", "show", other, "--json").document["number"] == one


def test_a_protected_borrower_stands_in_no_list_by_name(branch: Branch, run: Run) -> None:
    number = branch.borrower("Hemlig Person", "070-174 06 05", "--protected")
    run("lend", "--to", number, branch.article("sledge"))
    loan = run("loans", "--json").document[0]
    assert (loan["borrower"], loan["name"], loan["phone"]) == (number, None, None)
    assert "Hemlig" not in run("loans").out + run("borrower", "list").out + run("find", "hemlig").out
    assert run("borrower", "show", "0701740605", "--json").document["name"] == "Hemlig Person"


def test_identity_numbers_are_refused_everywhere(branch: Branch, run: Run) -> None:
    for words in (
        ("borrower", "add", "--name", "19811218-9876"),
        ("borrower", "add", "--name", "Anna", "--note", "811218-9876"),
        ("borrower", "add", "--name", "Anna", "--card", "198112189876"),
    ):
        result = run(*words, "--json")
        assert result.status == 2
        assert "9876" not in result.out
    assert run("borrower", "list", "--json").document == []
    searched = run("find", "skis", "19811218-9876", "--json")
    assert (searched.status, searched.document["error"]["code"]) == (1, "not_allowed")
    assert "9876" not in searched.out


def test_a_booking_is_made_asked_about_and_cancelled(branch: Branch, run: Run) -> None:
    sled, anna, bo = branch.article("sledge"), branch.borrower("Anna"), branch.borrower("Bo")
    far = ("--from", "2999-01-01", "--until", "2999-01-05")
    made = run("booking", "add", "--to", anna, "--article", sled, *far, "--json")
    assert made.status == 0
    booking = made.document[0]
    assert (booking["barcode"], booking["borrower"], booking["first_day"]) == (sled, anna, "2999-01-01")
    assert run("booking", "list", "--json").document == [booking]
    assert run("booking", "list", "--borrower", bo, "--json").document == []
    assert run("booking", "cancel", str(booking["booking"])).status == 0
    assert run("booking", "list", "--json").document == []
    assert run("booking", "cancel", "999", "--json").status == 1
    assert run("booking", "add", "--to", anna, *far).status == 2


def test_the_branch_says_when_it_is_open_and_due_dates_follow(branch: Branch, run: Run) -> None:
    sled, anna = branch.article("sledge"), branch.borrower("Anna")
    hours = run("branch", "hours", "mon=12:00-18:00", "sat=10:00-14:00", "--json")
    assert hours.status == 0
    assert [span["weekday"] for span in hours.document["hours"]] == [0, 5]
    lent = run("lend", "--to", anna, sled, "--at", "2026-03-17T12:00", "--json")
    assert lent.document["lent"][0]["due"] == "2026-04-04"
    touched = run("branch", "close", "2026-04-03", "2026-04-05", "--dry-run", "--json")
    assert touched.document["moved"] == [
        {"barcode": sled, "borrower": anna, "due": "2026-04-04", "new_due": "2026-04-06"}
    ]
    assert run("branch", "close", "2026-04-03", "2026-04-05", "--note", "Påsk").status == 0
    assert run("loans", "--json").document[0]["due"] == "2026-04-06"
    assert run("branch", "open", "2026-04-03", "2026-04-05", "--json").document["closed"] == []
    assert run("loans", "--json").document[0]["due"] == "2026-04-06"
    assert run("branch", "hours", "monday").status == 2


def test_settings_are_checked_and_shown(branch: Branch, run: Run) -> None:
    changed = run("branch", "set", "loan_days=7", "name=Ny", "language=sv", "--json")
    assert changed.document["settings"]["loan_days"] == "7"
    assert changed.document["name"] == "Ny"
    for wrong in ("loan_days=many", "nonsense=1", "loan_days", "timezone=Mars/Base"):
        assert run("branch", "set", wrong).status == 2
    assert run("branch", "list", "--json").document == [{"code": "main", "name": "Ny"}]


def test_the_loan_period_of_a_type_is_set_and_shown(branch: Branch, run: Run) -> None:
    """By code or name; a hyphen gives the branch's own back, and what cannot be is wrong use."""
    with time_machine.travel(datetime(2026, 2, 16, 9, 31, tzinfo=UTC), tick=False):
        changed = run("article", "period", "Tält", "3", "--act", "k", "--json")
        assert (changed.status, changed.document["type"], changed.document["loan_days"]) == (0, "tent", 3)
        assert run("article", "period", "tent", "3", "--act", "k", "--json").document == changed.document
        types = {one["type"]: one["loan_days"] for one in run("article", "types", "--json").document}
        assert (types["tent"], types["sledge"]) == (3, None)
        shown = run("article", "types").lines
        assert shown[0].split() == ["Code", "Type", "Category", "Loan", "days"]
        assert next(line for line in shown if line.startswith("tent ")).rstrip().endswith(" 3")
        lent = run("lend", "--to", branch.borrower("Anna"), branch.article("tent"), "--json")
        assert lent.document["lent"][0]["due"] == "2026-02-19"
    assert run("article", "period", "tent", "1").lines == ["Tent: 1 day"]
    assert run("article", "period", "tent", "7", "--lang", "sv").lines == ["Tält: 7 dagar"]
    assert run("article", "period", "tent", "-").lines == ["Tent: 14 days, as the branch says"]
    for wrong in ("0", "367", "-3", "3.5", "many", "", "9" * 5000, "³"):
        assert run("article", "period", "tent", wrong).status == 2, wrong
    assert run("article", "period", "nothing-like-it", "3").status == 2


def test_lists_for_people_stand_in_columns(branch: Branch, run: Run) -> None:
    branch.article("hockey-skates", "38", "--brand", "漢字")
    branch.article("hockey-skates", "40", "--brand", "Bauer")
    lines = run("article", "list", "--lang", "sv").lines
    assert lines[0].split() == ["Kod", "Artikel", "Läge", "Åter"]
    places = {cell_width(line[: line.index("tillgänglig")]) for line in lines[1:]}
    assert len(places) == 1


def test_a_day_of_another_year_is_shown_with_its_year(branch: Branch, run: Run) -> None:
    run("lend", "--to", branch.borrower("Anna"), branch.article("sledge"), "--at", "2020-02-03T12:00")
    for words in (("loans",), ("loans", "--all"), ("find", "sledge"), ("article", "list")):
        assert "Mon 17 Feb 2020" in run(*words, "--lang", "en").out


def test_a_booking_number_that_is_none_is_refused(branch: Branch, run: Run) -> None:
    for number in ("0", "-1", "3000000000", "9" * 30):
        result = run("booking", "cancel", number, "--json")
        assert (result.status, result.document["error"]["code"]) == (1, "unknown_booking")


def test_making_the_branch_again_changes_nothing(branch: Branch, run: Run) -> None:
    first = run("init", "--json")
    assert first.status == 0
    url = make_url(branch.url)
    assert first.document == {
        "database": url.database if url.drivername == "sqlite" else url.query["host"],
        "branch": "main",
        "name": "Fritidsbanken Prov",
    }
    assert run("init", "--name", "Fritidsbanken Prov").status == 0
    assert len(run("branch", "list", "--json").document) == 1


@pytest.mark.parametrize(
    "words",
    [
        ("article", "edit", "{code}", "--brand", "Bauer", "--barcode", "TAKEN"),
        ("article", "edit", "{code}", "--barcode", "NEW", "--state", "missing", "--size", "x" * 99),
        ("branch", "set", "loan_days=21", "name=Annan", "timezone=Nowhere"),
        ("branch", "set", "name=Annan", "loan_days=x"),
    ],
)
def test_a_change_of_several_things_is_made_whole_or_not_at_all(
    branch: Branch, run: Run, words: tuple[str, ...]
) -> None:
    code = branch.article("sledge")
    branch.article("sledge", None, "--barcode", "TAKEN")
    shown = ("article", "show", code, "--json"), ("branch", "show", "--json")
    before = [run(*asked).document for asked in shown]
    assert run(*(word.format(code=code) for word in words)).status == 2
    assert [run(*asked).document for asked in shown] == before
    assert run("article", "show", "NEW").status == 1


def test_several_things_are_changed_at_once(branch: Branch, run: Run) -> None:
    code = branch.article("sledge")
    changed = ("--brand", "Stiga", "--barcode", "NEW", "--state", "missing")
    first = run("article", "edit", code, *changed, "--act", "k", "--json")
    assert [first.document[key] for key in ("brand", "barcode", "state")] == ["Stiga", "NEW", "missing"]
    assert run("article", "edit", code, *changed, "--act", "k", "--json").document == first.document
    assert run("return", code, "--json").document["found"][0]["barcode"] == "NEW"
    shown = run("branch", "set", "loan_days=21", "name=Annan", "timezone=Europe/Helsinki", "--json").document
    assert (shown["settings"]["loan_days"], shown["name"], shown["timezone"]) == (
        "21",
        "Annan",
        "Europe/Helsinki",
    )


@pytest.mark.parametrize("code", ["", "a b", "a\x1b[31m", "x" * 31])
def test_a_branch_gets_a_code_that_can_be_typed(branch: Branch, run: Run, code: str) -> None:
    made = run("init", "--name", "Norr", f"--branch={code}", "--json")
    if code:
        assert (made.status, made.document["error"]["code"]) == (2, "invalid")
    assert [one["code"] for one in run("branch", "list", "--json").document][:1] == ["main"]
    assert len(run("branch", "list", "--json").document) == (1 if code else 2)


def test_several_branches_need_to_be_told_apart(branch: Branch, run: Run) -> None:
    assert run("init", "--name", "Fritidsbanken Norr").status == 0
    assert run("loans").status == 2
    assert run("--branch", "main", "loans").status == 0
    assert run("--branch", "nowhere", "loans").status == 2


@pytest.mark.parametrize(
    "words", [("init", "--sample", "--as-of", "2026-02-16"), ("demo",)], ids=["init", "demo"]
)
def test_a_sample_branch_is_there_to_try_everything_on(
    run: Run, words: tuple[str, ...], isolation: Path
) -> None:
    made = run(*words)
    if words[0] == "demo":
        assert made.status == 2
        assert "fritids desk" in made.err
    else:
        assert made.status == 0
    where = isolation / ".local" / "share" / "fritids" / ("demo.db" if words[0] == "demo" else "fritids.db")
    assert where.exists()
    assert [path.name for path in where.parent.iterdir()] == [where.name]
    opened = ("--database", str(where))
    assert len(run(*opened, "article", "list", "--json").document) >= 2400
    assert len(run(*opened, "loans", "--json").document) > 50
    assert run(*opened, "init", "--sample").status == 2


def test_a_program_gets_every_hit_and_a_person_is_told_of_more(branch: Branch, run: Run) -> None:
    run("article", "add", "--type", "sledge", "--count", "60")
    assert len(run("find", "sledge", "--json").document["articles"]) == 60
    shown = run("find", "sledge", "--lang", "en")
    assert len(shown.lines) == 1 + 50
    assert "More than 50 fit" in shown.err
