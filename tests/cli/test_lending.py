"""The desk's verbs for scripts: what they do, the JSON they promise, and their exit status; on both engines."""

import re
from pathlib import Path

import pytest
from sqlalchemy import text

from fritids.db.engine import Database
from tests.cli.conftest import Branch, Run

LENT = {"barcode", "article", "borrower", "lent_at", "due", "accepted", "told"}
RETURNED = {"barcode", "article", "borrower", "lent_at", "returned_at", "days_late", "told"}
REASON = {"code", "severity", "message"}


def codes(refusal: dict[str, list[dict[str, str]]]) -> list[str]:
    return [reason["code"] for reason in refusal["reasons"]]


def test_a_family_borrows_and_brings_back(branch: Branch, run: Run) -> None:
    skates, sled = branch.article("hockey-skates", "38"), branch.article("sledge")
    anna = branch.borrower("Anna Berg", "070-174 06 05")
    lent = run("lend", "--to", "0701740605", skates, sled, "--json")
    assert lent.status == 0
    assert set(lent.document) == {"lent", "returned", "refused"}
    assert [line["barcode"] for line in lent.document["lent"]] == [skates, sled]
    assert all(set(line) == LENT for line in lent.document["lent"])
    assert {line["borrower"] for line in lent.document["lent"]} == {anna}
    assert lent.document["returned"] == lent.document["refused"] == []

    back = run("return", sled, skates, "--json")
    assert back.status == 0
    assert set(back.document) == {"returned", "found", "refused"}
    assert [line["barcode"] for line in back.document["returned"]] == [sled, skates]
    assert all(set(line) == RETURNED for line in back.document["returned"])


def test_one_that_is_refused_does_not_hold_up_the_others(branch: Branch, run: Run) -> None:
    skates, sled = branch.article("hockey-skates", "38"), branch.article("sledge")
    run("article", "discard", sled, "--reason", "broken")
    anna = branch.borrower("Anna Berg")
    lent = run("lend", "--to", anna, "99999999", skates, sled, "--json")
    assert lent.status == 1
    assert [line["barcode"] for line in lent.document["lent"]] == [skates]
    assert [line["barcode"] for line in lent.document["refused"]] == ["99999999", sled]
    assert [codes(line) for line in lent.document["refused"]] == [["unknown_article"], ["discarded"]]
    assert all(set(reason) == REASON for line in lent.document["refused"] for reason in line["reasons"])


def test_a_question_needs_an_answer_and_is_then_stored(branch: Branch, run: Run) -> None:
    sled = branch.article("sledge")
    run("branch", "set", "loan_limit=1")
    anna = branch.borrower("Anna Berg")
    assert run("lend", "--to", anna, branch.article("sledge")).status == 0
    asked = run("lend", "--to", anna, sled, "--json")
    assert asked.status == 3
    assert asked.document["lent"] == []
    assert codes(asked.document["refused"][0]) == ["limit_reached"]
    assert asked.document["refused"][0]["reasons"][0]["severity"] == "ask"
    done = run("lend", "--to", anna, sled, "--accept", "limit_reached", "--json")
    assert done.status == 0
    assert done.document["lent"][0]["accepted"] == ["limit_reached"]


def test_what_is_refused_weighs_more_than_what_is_asked(branch: Branch, run: Run) -> None:
    run("branch", "set", "loan_limit=1")
    anna = branch.borrower("Anna Berg")
    run("lend", "--to", anna, branch.article("sledge"))
    assert run("lend", "--to", anna, branch.article("sledge"), "99999999").status == 1


def test_a_repeated_barcode_counts_once_and_the_order_stays(branch: Branch, run: Run) -> None:
    one, other = branch.article("sledge"), branch.article("sledge")
    lent = run("lend", "--to", branch.borrower("Anna"), one, other, one, f" {one} ", "--json")
    assert lent.status == 0
    assert [line["barcode"] for line in lent.document["lent"]] == [one, other]


def test_the_same_act_sent_twice_is_done_once(branch: Branch, run: Run) -> None:
    one, other, anna = branch.article("sledge"), branch.article("sledge"), branch.borrower("Anna")
    first = run("lend", "--to", anna, one, other, "--act", "k1", "--json")
    again = run("lend", "--to", anna, one, other, "--act", "k1", "--json")
    assert (first.status, again.status) == (0, 0)
    assert first.document == again.document
    assert len(run("loans", "--all", "--json").document) == 2
    assert (
        run("return", one, "--act", "k2", "--json").document
        == run("return", one, "--act", "k2", "--json").document
    )


def test_an_article_lent_to_another_is_taken_back_first(branch: Branch, run: Run) -> None:
    sled, anna, bo = branch.article("sledge"), branch.borrower("Anna"), branch.borrower("Bo")
    run("lend", "--to", anna, sled)
    lent = run("lend", "--to", bo, sled, "--json")
    assert lent.status == 0
    assert lent.document["lent"][0]["told"] == ["lent_to_other"]
    assert [set(line) for line in lent.document["returned"]] == [RETURNED]
    assert lent.document["returned"][0]["borrower"] == anna


def test_nobody_is_chosen_among_several(branch: Branch, run: Run) -> None:
    sled = branch.article("sledge")
    numbers = {branch.borrower("Anna Berg", "070-174 06 05"), branch.borrower("Bo Berg", "0701740605")}
    result = run("lend", "--to", "+46 70 174 06 05", sled, "--json")
    assert result.status == 1
    assert codes(result.document["refused"][0]) == ["ambiguous"]
    assert all(number in result.document["refused"][0]["reasons"][0]["message"] for number in numbers)
    assert run("loans", "--json").document == []


def test_an_unknown_borrower_is_said_beside_what_the_article_alone_gives_to_say(
    branch: Branch, run: Run
) -> None:
    sled = branch.article("sledge")
    run("article", "discard", sled, "--reason", "broken")
    result = run("lend", "--to", "nobody at all", sled, "--json")
    assert result.status == 1
    assert codes(result.document["refused"][0]) == ["unknown_borrower", "discarded"]


def test_an_unknown_borrower_and_an_unknown_article_are_both_said(branch: Branch, run: Run) -> None:
    result = run("lend", "--to", "nobody at all", "99999999", "--json")
    assert result.status == 1
    assert codes(result.document["refused"][0]) == ["unknown_borrower", "unknown_article"]


def test_a_return_that_is_none_is_refused_and_a_missing_article_is_found(branch: Branch, run: Run) -> None:
    sled, skates = branch.article("sledge"), branch.article("hockey-skates", "38")
    run("article", "edit", skates, "--state", "missing")
    result = run("return", sled, skates, "--json")
    assert result.status == 1
    assert codes(result.document["refused"][0]) == ["not_on_loan"]
    assert [set(line) for line in result.document["found"]] == [{"barcode", "article"}]
    assert result.document["found"][0]["barcode"] == skates


def test_a_due_date_by_hand_and_an_earlier_act(branch: Branch, run: Run) -> None:
    sled, anna = branch.article("sledge"), branch.borrower("Anna")
    early = run("lend", "--to", anna, sled, "--at", "2026-03-20T23:30", "--json")
    assert early.document["lent"][0]["due"] == "2026-04-03"
    assert early.document["lent"][0]["lent_at"] == "2026-03-20T22:30:00Z"
    back = run("return", sled, "--at", "2026-04-05T10:00+02:00", "--json")
    assert back.document["returned"][0]["returned_at"] == "2026-04-05T08:00:00Z"
    assert back.document["returned"][0]["days_late"] == 2
    by_hand = run("lend", "--to", anna, sled, "--at", "2026-04-06T10:00Z", "--due", "2026-04-08", "--json")
    assert by_hand.document["lent"][0]["due"] == "2026-04-08"


def test_what_has_not_been_yet_is_refused(branch: Branch, run: Run) -> None:
    sled, anna = branch.article("sledge"), branch.borrower("Anna")
    future = run("lend", "--to", anna, sled, "--at", "2999-01-01T10:00", "--json")
    assert future.status == 1
    assert codes(future.document["refused"][0]) == ["time_in_future"]
    run("lend", "--to", anna, sled)
    before = run("return", sled, "--at", "2020-01-01T10:00", "--json")
    assert before.status == 1
    assert codes(before.document["refused"][0]) == ["time_before_loan"]


def test_renewing_moves_the_date_once_a_day(branch: Branch, run: Run) -> None:
    sled, anna = branch.article("sledge"), branch.borrower("Anna")
    run("lend", "--to", anna, sled, "--at", "2026-03-20T12:00")
    renewed = run("renew", sled, "--json")
    assert renewed.status == 0
    assert set(renewed.document) == {"renewed", "refused"}
    assert set(renewed.document["renewed"][0]) == {"barcode", "due", "renewals", "told"}
    assert renewed.document["renewed"][0]["renewals"] == 1
    again = run("renew", "--borrower", anna, "--json")
    assert again.status == 1
    assert codes(again.document["refused"][0]) == ["not_moved"]
    unknown = run("renew", "--borrower", "nobody at all", "--json")
    assert unknown.status == 1
    assert codes(unknown.document["refused"][0]) == ["unknown_borrower"]


def test_undoing_takes_back_the_newest_step_and_then_the_one_before(branch: Branch, run: Run) -> None:
    # Registered at another desk: that can be undone too, where it was done.
    sled, skates, anna = (
        branch.article("sledge", None, "--desk", "store"),
        branch.article("hockey-skates", "38", "--desk", "store"),
        branch.borrower("Anna"),
    )
    run("lend", "--to", anna, sled)
    run("return", sled)
    undone = run("undo", "--json")
    assert undone.status == 0
    assert set(undone.document) == {"undone", "refused"}
    assert undone.document["undone"] == [{"act": "return", "barcode": sled, "borrower": anna}]
    assert run("undo", "--json").document["undone"][0]["act"] == "lend"
    nothing = run("undo", "--json")
    assert nothing.status == 1
    assert codes(nothing.document["refused"][0]) == ["nothing_to_undo"]
    run("lend", "--to", anna, sled, skates)
    visit = run("undo", "--visit", "--json")
    assert sorted(line["barcode"] for line in visit.document["undone"]) == sorted([sled, skates])
    assert run("loans", "--json").document == []


def test_undoing_is_for_the_desk_that_did_it(branch: Branch, run: Run) -> None:
    run("lend", "--to", branch.borrower("Anna"), branch.article("sledge"))
    assert run("--desk", "disk2", "undo").status == 1
    assert run("undo", "--desk", "disk1").status == 0


def test_a_loan_can_be_for_a_child_of_the_borrower(branch: Branch, run: Run) -> None:
    anna = branch.borrower("Anna")
    assert run("borrower", "co-borrower", anna, "--name", "Alva").status == 0
    assert run("lend", "--to", anna, branch.article("sledge"), "--for", "alva").status == 0
    wrong = run("lend", "--to", anna, branch.article("sledge"), "--for", "Nils", "--json")
    assert wrong.status == 2
    assert wrong.document["error"]["code"] == "unknown_co_borrower"


def test_a_binding_is_never_merely_accepted(branch: Branch, run: Run) -> None:
    skis, anna = branch.article("alpine-skis", "140"), branch.borrower("Anna")
    merely = run("lend", "--to", anna, skis, "--accept", "binding_not_set", "--json")
    assert merely.status == 3
    assert "binding_not_set" in codes(merely.document["refused"][0])
    assert run("lend", "--to", anna, skis, "--binding-by", "Kalle").status == 2
    assert run("lend", "--to", anna, skis, "--binding-by", "Kalle", "--sole", "305").status == 0


def test_people_read_sentences_in_their_language(branch: Branch, run: Run) -> None:
    skates, anna = branch.article("hockey-skates", "38"), branch.borrower("Anna")
    swedish = run("lend", "--to", anna, skates, "--at", "2026-03-24T12:00", "--lang", "sv")
    assert swedish.lines[0].startswith("✓ Utlånad: ")
    assert swedish.lines[1] == "  Tillbaka senast tisdag 7 april."
    english = run("--lang", "en", "return", skates)
    assert english.lines[0].startswith("✓ Returned: ")
    refused = run("--lang", "sv", "return", skates)
    assert refused.lines[0].startswith("✗ Var inte utlånad: ")


def test_the_branchs_language_holds_unless_another_is_asked_for(branch: Branch, run: Run) -> None:
    run("branch", "set", "language=sv")
    assert "Ingen artikel" in run("return", "99999999").out
    assert "No article" in run("return", "99999999", "--lang", "en").out


def test_json_is_the_same_in_both_languages_but_for_names_and_messages(branch: Branch, run: Run) -> None:
    skates, anna = branch.article("hockey-skates", "38"), branch.borrower("Anna")
    run("lend", "--to", anna, skates)
    one, other = (run("loans", "--json", "--lang", code).document[0] for code in ("sv", "en"))
    assert {key for key in one if one[key] != other[key]} == {"article"}


@pytest.mark.parametrize("name", ["[/]", "[@click=app.quit]Anna[/]", "Åsa\x1b[31m Öberg", "A\u202enna"])
def test_names_are_data(branch: Branch, run: Run, name: str, tmp_path: Path) -> None:
    number = branch.borrower(name)
    run("lend", "--to", number, branch.article("sledge"))
    for words in (("loans",), ("borrower", "show", number), ("borrower", "list"), ("loans", "--json")):
        out = run(*words).out
        assert "\x1b" not in out
        assert "\u202e" not in out
        assert name.replace("\x1b", "").replace("\u202e", "")[:3] in out


def test_what_another_program_wrote_into_the_database_reaches_no_terminal_as_a_command(
    branch: Branch, run: Run, database: Database
) -> None:
    """Neither in lines for people nor in JSON, which bears the text to the letter all the same (R13)."""
    name = "Anna\x9b2J\u202eBerg\x7f"
    number = branch.borrower("Anna")
    run("lend", "--to", number, branch.article("sledge"))
    with database.write() as connection:
        connection.execute(text("UPDATE borrower SET name = :name, note = :name"), {"name": name})
    for words in (
        ("loans",),
        ("borrower", "show", number),
        ("borrower", "export", number),
        ("loans", "--json"),
    ):
        assert not re.search("[\x7f-\x9f\u202a-\u202e]", run(*words).out), words
    assert run("loans", "--json").document[0]["name"] == name


def test_another_reading_or_label_of_an_article_repeats_it(branch: Branch, run: Run) -> None:
    """The scanner sends a prefix one time and not the next, or the article has an old and a new label."""
    sled, anna = branch.article("sledge", None, "--barcode", "FB-12"), branch.borrower("Anna")
    run("article", "edit", sled, "--barcode", "FB-99")
    spelled = ("FB-12", "]C0fb-12", "fb-99")
    lent = run("lend", "--to", anna, *spelled, "--json")
    assert (lent.status, len(lent.document["lent"]), lent.document["refused"]) == (0, 1, [])
    back = run("return", *spelled, "--json")
    assert (back.status, len(back.document["returned"]), back.document["refused"]) == (0, 1, [])


def test_a_code_registered_with_a_scanners_prefix_is_known_without_it(branch: Branch, run: Run) -> None:
    assert branch.article("sledge", None, "--barcode", "]C0AB-9") == "AB-9"
    for code in ("ab-9", "]E0AB-9", "]C0AB-9"):
        assert run("article", "show", code).status == 0


@pytest.mark.parametrize("time", ["0001-01-01T00:00", "9999-12-31T23:59", "9999-12-31T23:59+00:00"])
def test_a_time_that_no_calendar_holds_is_wrong_use(branch: Branch, run: Run, time: str) -> None:
    sled, anna = branch.article("sledge"), branch.borrower("Anna")
    lent = run("lend", "--to", anna, sled, "--at", time, "--json")
    assert lent.status == 2
    assert lent.document["error"]["code"] == "usage"


def test_a_due_date_beyond_every_calendar_is_wrong_use(branch: Branch, run: Run) -> None:
    """What is due on the last day of all could never be moved on when that day is closed."""
    sled, anna = branch.article("sledge"), branch.borrower("Anna")
    for day in ("9999-12-31", "0001-01-01"):
        assert run("lend", "--to", anna, sled, "--due", day, "--json").status == 2
        assert run("branch", "close", day, "--json").status == 2
    assert run("loans", "--json").document == []


@pytest.mark.parametrize(
    ("by", "sole"), [("", "300"), (" ", "300"), ("x" * 101, "300"), ("850709-9805", "300"), ("Bo", "99")]
)
def test_a_binding_needs_a_name_that_may_be_kept_and_a_sole(
    branch: Branch, run: Run, by: str, sole: str
) -> None:
    skis, anna = branch.article("alpine-skis"), branch.borrower("Anna")
    assert run("lend", "--to", anna, skis, "--binding-by", by, "--sole", sole, "--json").status == 2
    assert run("loans", "--json").document == []


def test_a_visit_that_cannot_be_undone_says_which_article_stands_in_the_way(branch: Branch, run: Run) -> None:
    """Nothing of it is undone, and among four articles the one that was returned is named."""
    skates = [branch.article("hockey-skates", "38") for _ in range(4)]
    run("lend", "--to", branch.borrower("Anna"), *skates)
    run("return", skates[2])
    blocked = run("undo", "--visit", "--lang", "en")
    assert blocked.status == 1
    assert f"Article {skates[2]} has been returned since. Undo the return first." in blocked.out
    assert len(run("loans", "--json").document) == len(skates) - 1


def test_undoing_a_lending_that_took_it_from_somebody_says_that_it_is_out_again(
    branch: Branch, run: Run
) -> None:
    sled, anna, bo = branch.article("sledge"), branch.borrower("Anna"), branch.borrower("Bo")
    run("lend", "--to", anna, sled)
    run("lend", "--to", bo, sled)
    undone = run("undo", "--lang", "en").out
    assert "on loan again: Sledge" in undone
    assert "Bo" not in undone, "it is not Bo's again"
    assert "no longer lent: Sledge" in run("undo", "--lang", "en").out


def test_a_return_sent_twice_tells_the_same_both_times(branch: Branch, run: Run) -> None:
    tent, sled, anna = branch.article("tent"), branch.article("sledge"), branch.borrower("Anna")
    run("lend", "--to", anna, tent, sled)
    first = run("return", tent, "--act", "k1", "--json")
    assert first.document["returned"][0]["told"] == ["check_open"]
    assert run("return", tent, "--act", "k1", "--json").document == first.document
    assert "Anna has 1 article still out." in run("return", tent, "--act", "k1", "--lang", "en").out


def test_a_lending_sent_twice_says_both_times_whom_it_was_taken_from(branch: Branch, run: Run) -> None:
    sled, anna, bo = branch.article("sledge"), branch.borrower("Anna"), branch.borrower("Bo")
    run("lend", "--to", anna, sled)
    first = run("lend", "--to", bo, sled, "--act", "k1", "--json")
    assert [line["borrower"] for line in first.document["returned"]] == [anna]
    assert run("lend", "--to", bo, sled, "--act", "k1", "--json").document == first.document
