"""`datum DAG` and `date DAY` at the line mode's desk: another date for the visit's loans, or for those just made."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from tests.cli.conftest import Branch, Run


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    """A Monday morning that does not pass."""
    with time_machine.travel(datetime(2026, 2, 16, 9, 31, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def family(branch: Branch) -> list[str]:
    """Two sleds and a phone number."""
    branch.borrower("Anna Berg", "070-174 06 05")
    return [branch.article("sledge"), branch.article("sledge"), "0701740605"]


def desk(run: Run, *lines: str, lang: str = "en", status: int = 0) -> list[str]:
    """The answers to these lines, without the greeting."""
    result = run("desk", "--lang", lang, stdin="".join(f"{line}\n" for line in lines))
    assert result.status == status, result.err
    return result.lines[1:]


def dues(run: Run) -> set[str]:
    return {loan["due"] for loan in run("loans", "--json").document}


@pytest.mark.parametrize("words", ["date 20/3", "datum 20 mars", "DATE 2026-03-20", "date +32"])
def test_the_visits_loans_are_given_another_date(
    family: list[str], branch: Branch, run: Run, words: str
) -> None:
    said = desk(run, *family, words, "")
    assert said[6:9] == [
        "Another date: 2 articles.",
        "Due back Friday 20 March.",
        "Anna Berg: 2 articles, due back Friday 20 March.",
    ]
    assert dues(run) == {"2026-03-20"}


def test_with_nobody_here_it_is_for_what_was_lent_last(family: list[str], branch: Branch, run: Run) -> None:
    """Also once more; after anything else there is nothing that it could be for."""
    said = desk(run, *family, "", "date 20/3", "date 19/3", "skates", "date 18/3")
    assert said[7:11] == [
        "Another date: 2 articles.",
        "Due back Friday 20 March.",
        "Another date: 2 articles.",
        "Due back Thursday 19 March.",
    ]
    assert said[-1] == "There is nothing that this word fits. Write “help” for the words."
    assert dues(run) == {"2026-03-19"}


def test_a_closed_day_is_asked_about(family: list[str], branch: Branch, run: Run) -> None:
    """Yes takes it, no leaves it, another date is judged anew; a scan waits until that is done."""
    run("branch", "hours", *(f"{day}=10:00-18:00" for day in ("mon", "tue", "wed", "thu", "fri")))
    asked = "The branch is closed on Sat 21 Mar. Choose another day, or accept. Write “yes” for this date all the same, or “no”."
    said = desk(run, *family[1:], "date 21/3", "no", "date 21/3", "date 20/3")
    assert said[4:] == [
        "The date is not changed: Sledge.",
        asked,
        "Cancelled. Nothing was done.",
        "The date is not changed: Sledge.",
        asked,
        "Another date: Sledge.",
        "Due back Friday 20 March.",
        "Anna Berg has a visit open.",
    ]
    assert dues(run) == {"2026-03-20"}
    said = desk(run, "date 21/3", family[0], "yes")
    assert said[3].startswith(f"{family[0]} waits.")
    assert said[4:7] == ["Another date: Sledge.", "Due back Saturday 21 March.", "Lent: Sledge."]
    assert dues(run) == {"2026-03-21", "2026-03-02"}


def test_what_cannot_be_is_said_in_a_line(family: list[str], branch: Branch, run: Run) -> None:
    said = desk(run, family[2], "date 20/3", family[0], "date soon", "date 15/2 2026", "datum 2/3")
    assert said[1:3] == ["The date is not changed.", "Nothing that was lent in the visit is out."]
    assert said[5].startswith("“soon” is no day. Write it as 20/3, ")
    assert said[7] == "The due date Sun 15 Feb is too early. Give a later date."
    assert said[9] == "The loan already runs to Mon 2 Mar. Nothing is changed."
    assert dues(run) == {"2026-03-02"}


def test_it_is_undone_as_anything_else(family: list[str], branch: Branch, run: Run) -> None:
    said = desk(run, *family, "datum fre", "ångra", lang="sv")
    assert said[6:9] == [
        "Nytt datum: 2 artiklar.",
        "Tillbaka senast fredag 20 februari.",
        "Ångrat, 2 steg: Pulka, Pulka.",
    ]
    assert dues(run) == {"2026-03-02"}
