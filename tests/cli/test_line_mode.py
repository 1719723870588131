"""The counter without a screen: each line answered in one or two plain lines, with the meaning the box has."""

from datetime import UTC, datetime

import pytest
import time_machine

from fritids.cli.line_words import _WITH_MORE, _WORDS
from fritids.errors import DatabaseUnavailableError
from fritids.services.counter import Counter
from fritids.services.results import Answer
from tests.cli.conftest import Branch, Result, Run


def desk(run: Run, *lines: str, lang: str = "en") -> list[str]:
    """The answers to these lines, without the greeting."""
    result = run("desk", "--lang", lang, stdin="".join(f"{line}\n" for line in lines))
    assert result.status == 0, result.err
    assert result.err == ""
    return result.lines[1:]


def out(run: Run) -> list[str]:
    return [loan["barcode"] for loan in run("loans", "--json").document]


def test_a_family_is_served_by_scans_a_number_and_an_empty_line(branch: Branch, run: Run) -> None:
    skates, sled = branch.article("hockey-skates", "38", "--brand", "Bauer"), branch.article("sledge")
    branch.borrower("Anna Berg", "070-174 06 05")
    said = desk(run, skates, sled, "0701740605", "")
    assert said[0] == "In the basket: Hockey skates 38 Bauer."
    assert said[1] == "Who borrows it?"
    assert said[4] == "Anna Berg borrows."
    assert said[5].startswith("2 articles lent, due back ")
    assert said[6].startswith("Anna Berg: 2 articles, due back ")
    assert sorted(out(run)) == sorted([skates, sled])


def test_every_answer_is_one_or_two_plain_lines(branch: Branch, run: Run) -> None:
    skates = branch.article("hockey-skates", "38")
    branch.borrower("Anna Berg", "070-174 06 05")
    for lines in (
        [skates],
        ["99999999"],
        ["skates"],
        ["0701740606"],
        ["help"],
        [""],
        ["x" * 10_000],
        ["\x1b[2J"],
    ):
        said = desk(run, *lines)
        assert 1 <= len([line for line in said if "basket." not in line]) <= 2, said
        assert all("\x1b" not in line for line in said)


def test_both_languages_words_always_hold(branch: Branch, run: Run) -> None:
    sled, anna = branch.article("sledge"), branch.borrower("Anna Berg")
    said = desk(run, anna, sled, "ångra", sled, "undo", sled, "klar", lang="en")
    assert [line for line in said if line.startswith("Undone")] == ["Undone, no longer lent: Sledge."] * 2
    assert out(run) == [sled]


def test_a_new_number_asks_for_the_name_and_the_scan_meanwhile_waits(branch: Branch, run: Run) -> None:
    sled = branch.article("sledge")
    said = desk(run, "0701740605", sled, "Åsa Öberg", "")
    assert said[0] == "New number: 070-174 06 05."
    assert said[1].endswith("Write the borrower's name, or “cancel”.")
    assert said[2] == f"{sled} waits. Write the borrower's name, or “cancel”."
    assert said[3] == "Åsa Öberg borrows."
    assert said[4] == "Lent: Sledge."
    assert run("find", "Åsa", "--json").document["borrowers"][0]["phone"] == "+46701740605"
    assert out(run) == [sled]


def test_leaving_a_question_works_off_what_waited(branch: Branch, run: Run) -> None:
    sled = branch.article("sledge")
    said = desk(run, "0701740605", sled, "avbryt")
    assert "In the basket: Sledge." in said
    assert run("borrower", "list", "--json").document == []


def test_a_number_that_two_share_is_answered_by_a_digit(branch: Branch, run: Run) -> None:
    sled = branch.article("sledge")
    branch.borrower("Anna Berg", "070-174 06 05")
    branch.borrower("Bo Berg", "070-174 06 05")
    said = desk(run, sled, "0701740605", sled, "2", "")
    assert said[2] == "Which borrower?"
    assert "1. Anna Berg" in said[3]
    assert "2. Bo Berg" in said[3]
    assert said[4].startswith(f"{sled} waits.")
    assert said[5] == "Bo Berg borrows."
    assert run("loans", "--json").document[0]["name"] == "Bo Berg"


def test_another_person_can_be_registered_on_a_shared_number(branch: Branch, run: Run) -> None:
    branch.borrower("Anna Berg", "070-174 06 05")
    branch.borrower("Bo Berg", "070-174 06 05")
    said = desk(run, "0701740605", "new", "Cia Berg")
    assert "Cia Berg borrows." in said


def test_words_give_hits_that_a_digit_chooses_and_a_scan_passes_over(branch: Branch, run: Run) -> None:
    skates, sled = branch.article("hockey-skates", "38"), branch.article("sledge")
    branch.borrower("Anna Berg")
    said = desk(run, "anna", "1", "skates 38", sled, "", "1")
    assert said[2] == "Anna Berg borrows."
    assert "Lent: Sledge." in said
    assert out(run) == [sled]
    assert skates not in out(run)


def test_what_is_asked_about_waits_for_yes_or_no(branch: Branch, run: Run) -> None:
    run("branch", "set", "loan_limit=1")
    one, two, three = (branch.article("sledge") for _ in range(3))
    anna = branch.borrower("Anna Berg")
    said = desk(run, anna, one, two, "yes", three, "", "nej", "")
    assert "Not lent yet: Sledge." in said
    assert any(line.endswith("Write “yes” to lend it, or “no”.") for line in said)
    assert "1 article waits for an answer." in said
    assert "1 article is not lent: Sledge. Put it back." in said
    assert sorted(out(run)) == sorted([one, two])


def test_a_second_empty_line_ends_the_visit_without_what_waits(branch: Branch, run: Run) -> None:
    run("branch", "set", "loan_limit=1")
    one, two = branch.article("sledge"), branch.article("sledge")
    said = desk(run, branch.borrower("Anna Berg"), one, two, "", "")
    assert any("was not lent" in line for line in said)
    assert out(run) == [one]


def test_a_scan_never_reverses_what_was_just_done_but_the_word_does(branch: Branch, run: Run) -> None:
    sled, anna = branch.article("sledge"), branch.borrower("Anna Berg")
    said = desk(run, anna, sled, sled)
    assert said[-3] == "Just lent: Sledge."
    assert out(run) == [sled]
    desk(run, sled, "ändå")
    assert out(run) == []


def test_an_article_of_another_is_taken_back_and_lent_or_only_taken_back(branch: Branch, run: Run) -> None:
    sled, anna, bo = branch.article("sledge"), branch.borrower("Anna Berg"), branch.borrower("Bo Ek")
    desk(run, anna, sled, "")
    said = desk(run, bo, sled, "bara retur")
    assert "Lent: Sledge." in said
    assert any(line.endswith("Write “only return” to keep just the return.") for line in said)
    assert out(run) == []


def test_ones_own_loan_is_taken_back_or_renewed_instead(branch: Branch, run: Run) -> None:
    sled, anna = branch.article("sledge"), branch.borrower("Anna Berg")
    run("lend", "--to", anna, sled, "--at", "2026-03-20T12:00")
    said = desk(run, anna, sled, "förläng")
    assert any(line.startswith("Returned: Sledge") for line in said)
    assert any(line.startswith("Renewed: Sledge") for line in said)
    assert run("loans", "--json").document[0]["renewals"] == 1


def test_a_pile_of_returns_only_ever_takes_back(branch: Branch, run: Run) -> None:
    sled, other = branch.article("sledge"), branch.article("sledge")
    run("lend", "--desk", "disk2", "--to", branch.borrower("Anna Berg"), sled)
    said = desk(run, "retur", sled, "ångra", sled, other, "retur", other)
    assert said[0].startswith("Only returns")
    assert "Returned: Sledge." in said
    assert "Was not on loan: Sledge." in said
    assert said.count("Anna Berg: 1 article returned, nothing more out.") == 1
    assert "In the basket: Sledge." in said


def test_a_check_is_answered_by_a_word(branch: Branch, run: Run) -> None:
    helmet, other = branch.article("ski-helmet", "54-58"), branch.article("ski-helmet", "54-58")
    run("lend", "--desk", "disk2", "--to", branch.borrower("Anna Berg"), helmet, other)
    said = desk(run, "retur", helmet, "bra", other, "fel sprucken")
    assert any(line.endswith("Write “well”, or “bad” and what is wrong.") for line in said)
    assert run("article", "show", helmet, "--json").document["state"] == "available"
    assert run("article", "show", other, "--json").document["state"] == "in_service"
    assert run("article", "check", "--json").document == {"checks": []}


def test_an_unknown_code_is_registered_on_the_spot_and_lent(branch: Branch, run: Run) -> None:
    said = desk(run, branch.borrower("Anna Berg"), "7350012345678", "lägg in hockeyskridskor 38", "")
    assert said[1] == "Unknown code: 7350012345678."
    assert "Lent: Hockey skates 38." in said
    assert out(run) == ["7350012345678"]


def test_the_basket_is_emptied_when_asked_twice(branch: Branch, run: Run) -> None:
    sled = branch.article("sledge")
    said = desk(run, sled, "avbryt", "avbryt", branch.borrower("Anna Berg"), "")
    assert "The basket is empty." in said
    assert out(run) == []


def test_the_end_of_the_input_leaves_the_visit_open_for_the_next_time(branch: Branch, run: Run) -> None:
    sled, other = branch.article("sledge"), branch.article("sledge")
    said = desk(run, branch.borrower("Anna Berg"), sled)
    assert said[-1] == "Anna Berg has a visit open."
    again = run("desk", "--lang", "en", stdin=f"{other}\nsluta\n{sled}\n")
    assert again.lines[1] == "Anna Berg has a visit open."
    assert sorted(out(run)) == sorted([sled, other])


def test_the_language_changes_on_the_way(branch: Branch, run: Run) -> None:
    said = desk(run, "språk", "99999999", "language", "99999999")
    assert said[0] == "Svenska från och med nu."
    assert said[1] == "Okänd kod: 99999999."
    assert "English from now on." in said
    assert said[-2] == "Unknown code: 99999999."


def test_a_scanners_endings_are_all_one(branch: Branch, run: Run) -> None:
    one, two, three, anna = *(branch.article("sledge") for _ in range(3)), branch.borrower("Anna Berg")
    run("desk", stdin=f"{anna}\r\n{one}\r{two}\t\n]C0{three}\n\n")
    assert sorted(out(run)) == sorted([one, two, three])


def test_identity_numbers_are_refused_in_a_sentence(branch: Branch, run: Run) -> None:
    assert desk(run, "19811218-9876")[0] == "No personal identity numbers."


def test_a_json_document_cannot_be_had_from_a_conversation(branch: Branch, run: Run) -> None:
    result: Result = run("desk", "--json")
    assert result.status == 2
    assert result.document["error"]["code"] == "usage"


@pytest.mark.parametrize("name", ["[/]", "{borrower}", "Anna\x1b[2J"])
def test_names_are_data_on_a_line_too(branch: Branch, run: Run, name: str) -> None:
    said = desk(run, branch.borrower(name), "")
    assert said[0] == name.replace("\x1b", "") + " borrows."


def test_a_visit_left_alone_ends_by_itself_before_the_next_line(branch: Branch, run: Run) -> None:
    sled, other = branch.article("sledge"), branch.article("sledge")
    anna = branch.borrower("Anna Berg")
    with time_machine.travel(datetime(2026, 2, 16, 9, 31, tzinfo=UTC), tick=False) as clock:
        desk(run, anna, sled)
        clock.shift(3600)
        said = run("desk", "--lang", "en", stdin=f"{other}\n").lines
    assert said[1].startswith("Anna Berg: 1 article, due back ")
    assert said[2] == "The visit ended by itself."
    assert said[3] == "In the basket: Sledge."


def test_a_database_that_is_gone_for_a_moment_does_not_end_the_desk(
    branch: Branch, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    sled, anna = branch.article("sledge"), branch.borrower("Anna Berg")
    real, calls = Counter.enter, iter([True, False, False])

    def enter(self: Counter, text: str, *, act: str, returns_only: bool = False) -> Answer:
        if next(calls):
            raise DatabaseUnavailableError("The server is asleep.")
        return real(self, text, act=act, returns_only=returns_only)

    monkeypatch.setattr(Counter, "enter", enter)
    result = run("desk", "--lang", "en", stdin=f"{anna}\n{anna}\n{sled}\n\n")
    assert result.lines[1] == "The server is asleep."
    assert result.lines[2] == "Anna Berg borrows."
    assert result.status == 4
    assert out(run) == [sled]


def test_a_sentence_ends_with_one_full_stop(branch: Branch, run: Run) -> None:
    assert desk(run, "nobody by this name")[-1].endswith("number.")
    assert not desk(run, "nobody by this name")[-1].endswith("..")


def test_what_was_scanned_waits_while_a_new_person_is_added_to_a_shared_number(
    branch: Branch, run: Run
) -> None:
    """The code that came before the word is not lost, and nobody says that nobody has the number."""
    sled = branch.article("sledge")
    branch.borrower("Anna Berg", "070-174 06 05")
    branch.borrower("Bo Ek", "070-174 06 05")
    said = desk(run, "0701740605", sled, "ny", "Cy Alm", "")
    assert not any("Nobody has it" in line for line in said)
    assert "Cy Alm borrows." in said
    assert out(run) == [sled]


def test_codes_that_a_scanner_ends_with_a_tab_are_each_read(branch: Branch, run: Run) -> None:
    sled, other = branch.article("sledge"), branch.article("sledge")
    desk(run, f"{branch.borrower('Anna')}\t{sled}\t{other}\t")
    assert sorted(out(run)) == sorted([sled, other])


def test_several_sentences_stand_apart(branch: Branch, run: Run) -> None:
    sled, other = branch.article("sledge"), branch.article("sledge")
    said = desk(run, branch.borrower("Anna"), sled, other, "", "undo visit")
    assert said[-1] == "Undone, no longer lent: Sledge. Undone, no longer lent: Sledge."


def test_the_summary_of_a_pile_names_no_protected_borrower(branch: Branch, run: Run) -> None:
    sled, number = branch.article("sledge"), branch.borrower("Hemlig Person", None, "--protected")
    run("lend", "--desk", "disk2", "--to", number, sled)
    said = desk(run, "returns", sled, "returns")
    assert f"borrower {number}: 1 article returned, nothing more out." in said
    assert not any("Hemlig" in line for line in said)


def test_a_pile_of_returns_takes_back_also_what_had_to_be_asked_about(branch: Branch, run: Run) -> None:
    """A code that is both an article's and a person's, and one that is registered meanwhile, are not lent in this mode."""
    anna, sled = branch.borrower("Anna"), branch.article("sledge", None, "--barcode", "BOTH-1")
    run("borrower", "card", anna, "BOTH-1")
    said = desk(run, anna, "returns", "BOTH-1", "1", "NEW-1", "register sledge")
    assert said[-3:-1] == ["Registered: Sledge (NEW-1).", "Put it on its shelf."]
    assert said.count("Was not on loan: Sledge.") == 1
    assert run("loans", "--json").document == []
    assert run("article", "show", sled, "--json").document["state"] == "available"


def test_what_waits_behind_a_question_outlives_a_database_that_is_gone_for_a_moment(
    branch: Branch, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer is given again; and of the lines that waited, only the one that met the fault is named as not done."""
    one, two, three = (branch.article("sledge") for _ in range(3))
    for name in ("Anna Berg", "Bo Berg"):
        branch.borrower(name, "0701740610")
    failing = {"open": [True, False], "enter": [False, False, True, False]}
    real_open, real_enter = Counter.open_visit, Counter.enter

    def open_visit(self: Counter, borrower_id: int, *, act: str) -> Answer:
        if failing["open"].pop(0):
            raise DatabaseUnavailableError("The server is asleep.")
        return real_open(self, borrower_id, act=act)

    def enter(self: Counter, text: str, *, act: str, returns_only: bool = False) -> Answer:
        if failing["enter"].pop(0):
            raise DatabaseUnavailableError("The server is asleep.")
        return real_enter(self, text, act=act, returns_only=returns_only)

    monkeypatch.setattr(Counter, "open_visit", open_visit)
    monkeypatch.setattr(Counter, "enter", enter)
    said = run("desk", "--lang", "en", stdin=f"0701740610\n{one}\n{two}\n{three}\n1\n1\n").lines
    assert said[6] == "The server is asleep."
    assert said[7] == "Anna Berg borrows."
    assert f"{two}: The server is asleep." in said
    assert sorted(out(run)) == sorted([one, three])


def test_a_binding_can_be_found_out_from_the_answers(branch: Branch, run: Run) -> None:
    """A yes does not set it: what is to be written is said, also when only a yes was tried, and when it lay in the basket."""
    skis = branch.article("alpine-skis", "140")
    anna = branch.borrower("Anna Berg")
    wanted = (
        "When the binding is set, write “binding NAME MM”: who set it, and the sole in mm. Or write “no”."
    )
    said = desk(run, anna, skis, "yes", "", "binding Kim 305")
    assert [line.endswith(wanted) for line in (said[2], said[4])] == [True, True]
    assert said[6].endswith(wanted + " An empty line ends the visit without what waits.")
    assert not any("Write “yes”" in line for line in said)
    assert out(run) == [skis]
    run("return", skis, "--desk", "disk2")
    said = desk(run, "", skis, branch.borrower("Bo Ek"))
    assert said[-2].endswith(wanted)


def test_what_waits_for_a_yes_and_what_for_a_binding_are_both_named(branch: Branch, run: Run) -> None:
    run("branch", "set", "loan_limit=1")
    sled, other, skis = branch.article("sledge"), branch.article("sledge"), branch.article("alpine-skis")
    said = desk(run, branch.borrower("Anna Berg"), sled, other, skis, "")
    assert "Write “yes” to lend it, or “no”. When the binding is set, write “binding NAME MM”" in said[8]


def test_a_return_within_a_basket_is_said_not_to_lie_in_it_also_when_it_is_to_be_looked_at(
    branch: Branch, run: Run
) -> None:
    helmet, sled = branch.article("ski-helmet", "54-58"), branch.article("sledge")
    run("lend", "--desk", "disk2", "--to", branch.borrower("Anna Berg"), helmet)
    said = desk(run, sled, helmet, "into basket")
    assert (
        "It is not in the basket; write “into basket” to add it. Write “well”, or “bad” and what is wrong."
        in said[3]
    )
    assert said[4] == "In the basket: Ski helmet 54-58."


def test_what_passes_from_one_to_another_is_looked_at_too(branch: Branch, run: Run) -> None:
    helmet, anna, bo = branch.article("ski-helmet"), branch.borrower("Anna"), branch.borrower("Bo")
    said = desk(run, anna, helmet, bo, helmet)
    assert (
        "Write “only return” to keep just the return. Write “well”, or “bad” and what is wrong." in said[-2]
    )


def test_an_answer_to_a_check_says_what_it_was_about(branch: Branch, run: Run) -> None:
    """What was asked last; and what was asked earlier only once it has been named, since it may be another family's."""
    helmet, other, third = (branch.article("ski-helmet", size) for size in ("50", "54", "58"))
    run("lend", "--desk", "disk2", "--to", branch.borrower("Anna Berg"), helmet, other, third)
    said = desk(run, "returns", helmet, other, third, "bad cracked", "well", "well", "well")
    assert said[-5:] == [
        "In service now, with your note: Ski helmet 58. Put it on the service shelf.",
        " ".join(f"Check Ski helmet {n}: has it taken a knock, is anything broken?" for n in (54, 50)),
        "Write “well” if all of it is, or “bad” and what is wrong with the first.",
        "Good. Can be lent again: Ski helmet 54, Ski helmet 50.",
        "There is nothing to check.",
    ]


def test_what_is_registered_is_said_with_its_code(branch: Branch, run: Run) -> None:
    said = desk(run, "7350012345678", "register hockey skates 38")
    assert said[2:4] == [
        "In the basket: Hockey skates 38.",
        "Registered: Hockey skates 38 (7350012345678). Who borrows it?",
    ]


def test_an_empty_line_ends_a_pile_with_its_sum_as_enter_does(branch: Branch, run: Run) -> None:
    sled, other = branch.article("sledge"), branch.article("sledge")
    run("lend", "--desk", "disk2", "--to", branch.borrower("Anna Berg"), sled)
    said = desk(run, "returns", sled, "", other)
    assert said[0] == "Only returns from now on. An empty line ends the pile."
    assert said[3:6] == [
        "Anna Berg: 1 article returned, nothing more out.",
        "Lending and returns again.",
        "In the basket: Sledge.",
    ]


def test_whoever_goes_is_told_before_whoever_comes(branch: Branch, run: Run) -> None:
    run("branch", "set", "loan_limit=1")
    sled, other = branch.article("sledge"), branch.article("sledge")
    said = desk(run, branch.borrower("Anna Berg"), sled, other, branch.borrower("Bo Ek"))
    assert said[5].startswith("Anna Berg: 1 article, due back ")
    assert "was not lent" in said[5]
    assert said[6] == "Bo Ek borrows."


def test_the_help_names_every_word(branch: Branch, run: Run) -> None:
    elsewhere = {"done", "klar", "help", "hjälp", "?"}
    for lang, n in (("en", -1), ("sv", 0)):
        listed = desk(run, "help", lang=lang)[1].rstrip(".").split(": ", 1)[1].split(", ")
        words = {spellings[n].strip() for spellings in [*_WORDS.values(), *_WITH_MORE.values()]}
        assert words - set(listed) <= elsewhere


def test_what_is_late_and_what_goes_back_is_named_at_the_end(branch: Branch, run: Run) -> None:
    anna, sled, *late = branch.borrower("Anna Berg"), *(branch.article("sledge") for _ in range(5))
    helmet = branch.article("ski-helmet", "54")
    with time_machine.travel(datetime(2026, 2, 16, 9, 31, tzinfo=UTC), tick=False) as clock:
        run("lend", "--to", anna, *late, helmet)
        run("return", helmet)
        clock.shift(20 * 86400)
        said = desk(run, anna, sled, helmet, "", "")
    ending = said[-1]
    assert "1 article waited for an answer and was not lent: Ski helmet 54. Put it back." in ending
    assert ending.endswith(
        "4 articles are late: Sledge, Sledge, Sledge and 1 more. Give a friendly reminder."
    )


def test_the_sum_of_a_pile_names_what_is_still_out(branch: Branch, run: Run) -> None:
    skates, sled, helmet = (
        branch.article("hockey-skates", "38"),
        branch.article("sledge"),
        branch.article("ski-helmet"),
    )
    run("lend", "--desk", "disk2", "--to", branch.borrower("Anna Berg"), skates, sled, helmet)
    said = desk(run, "returns", sled, "")
    assert "Anna Berg: 1 article returned, 2 still out: Hockey skates 38, Ski helmet." in said
