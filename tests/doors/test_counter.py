"""The counter's box, with everything that can be pasted or scanned into it."""

from pathlib import Path

from fritids.services.desk import Desk as Branch
from tests.builders import a_borrower, an_article
from tests.doors.fuzz import LONG
from tests.doors.test_command_line import a_desk_on
from tests.hostile import ALL, HARMFUL
from tests.tui.counter import Desk, at_counter

TRIED = ALL if LONG else ALL[::9]
"""Shortly, a ninth of the table: a paste that is looked up and painted takes 0.1 s."""


def test_the_counter_takes_every_text_as_a_text(tmp_path: Path) -> None:
    """Pasted one after the other, with the Esc of a person between them; then an ordinary family is lent to."""
    made = a_desk_on(tmp_path)
    code = an_article(made, size="38").barcode
    number = a_borrower(made, name="Anna Berg", phone="070-174 06 05").number

    async def steps(desk: Desk) -> None:
        from textual import events

        for text in TRIED:
            desk.app.post_message(events.Paste(text[:200_000] + "\n"))
            await desk.settle()
            assert not set(desk.screen) & (HARMFUL - {"\n"}), ascii(text[:80])
            assert not desk.app._exit, ascii(text[:80])
            await desk.press("escape", "escape")
        await desk.scan(number, code)
        assert "Lent" in desk.headline

    at_counter(str(tmp_path / "branch.db"), steps)
    assert [loan.article.barcode for loan in made.loans.list(limit=9)] == [code]
    made.close()


def test_what_a_person_writes_comes_back_as_it_was_and_is_found(tmp_path: Path) -> None:
    """Names and notes: the table's texts, without what is not seen. What is found by its own words is no other row."""
    from fritids.domain.search import clean
    from fritids.errors import UsageError

    made: Branch = a_desk_on(tmp_path)
    refused = 0
    for text in ALL:
        try:
            one = a_borrower(made, name=f"Kim {text} Berg")
        except UsageError:
            refused += 1
            continue
        assert one.name == clean(f"Kim {text} Berg"), ascii(text[:80])
        if not any(character.isdigit() for character in text):
            assert one.id in [each.id for each in made.borrowers.search(one.name, limit=500)], ascii(
                text[:80]
            )
    assert refused < len(ALL) / 2
    assert made.borrowers.search("%", limit=500) != made.borrowers.search("Kim", limit=500), (
        "a sign of LIKE is a letter"
    )
    made.close()
