"""Where there is more than fits: it is counted, its pages are turned, and what is marked or has to be read out is never out of sight."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from fritids.db.engine import Database
from fritids.services.acts import new_act_key
from tests.builders import a_borrower, an_article
from tests.tui.conftest import Branch
from tests.tui.counter import Desk, at_counter

pytestmark = pytest.mark.one_engine


def test_every_family_of_a_pile_can_be_read(branch: Branch) -> None:
    """Twenty families on a small screen: PgDn shows those that do not fit, and how many lines they are stands there."""
    look = branch.look()
    codes = []
    for n in range(20):
        who = a_borrower(look, name=f"Familj Nummer{n:02}")
        codes.append(an_article(look, type="skate-helmet", size="54").barcode)
        look.lending.lend(codes[-1], who.id, act=new_act_key())
    branch.clock.moment += timedelta(minutes=5)

    async def steps(desk: Desk) -> None:
        await desk.press("f3")
        await desk.scan(*codes)
        await desk.enter()
        assert "Nummer00" in desk.screen
        assert "↓ PgDn: " in desk.screen
        # Advice takes no room from what waits.
        assert desk.screen.count("? Skat") > 10
        seen = desk.screen
        for _ in range(8):
            await desk.press("pagedown")
            seen += desk.screen
        assert all(f"Nummer{n:02}" in seen for n in range(20))
        assert "PgDn" not in desk.screen
        await desk.press("pageup", "down")
        assert "▸" in desk.screen

    at_counter(branch.url, steps, clock=branch.clock)


def test_what_is_marked_is_seen_among_hits_and_choices(branch: Branch) -> None:
    """With more of them than rows the lines move."""
    look = branch.look()
    for n in range(12):
        a_borrower(look, name=f"Skates Karlsson {n}")

    async def steps(desk: Desk) -> None:
        await desk.write("skates")
        for n in range(len(desk.now.hits)):
            await desk.press("down")
            (line,) = (line for line in desk.screen.splitlines() if "▸" in line)
            assert desk.now.hits[n].text[:20] in line
        await desk.press("escape")
        await desk.enter("skates")
        await desk.press("end")
        assert "▸  9" in desk.screen

    at_counter(branch.url, steps, clock=branch.clock)
    at_counter(branch.url, steps, clock=branch.clock, size=(40, 14))


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
def test_each_due_date_of_a_visit_is_there_to_be_read_out(
    branch: Branch, database: Database, size: tuple[int, int]
) -> None:
    """How many articles on which day, whole, however small the screen; also where the next borrower is already here."""
    helmet, other = (an_article(branch.look(), type="skate-helmet", size="54").barcode for _ in range(2))
    with database.write() as connection:
        connection.execute(text("UPDATE article_type SET loan_days = 7 WHERE code = 'skate-helmet'"))

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.scan(helmet, *(skates.barcode for skates in branch.skates[:2]))
        await desk.enter()
        read_out = " ".join(desk.screen.split())
        for words in ("3 articles", "1 BACK BY MONDAY 23 FEBRUARY", "2 BACK BY MONDAY 2 MARCH"):
            assert words in read_out
        await desk.enter(branch.anna.number)
        await desk.scan(branch.skates[3].barcode, other)
        await desk.enter(branch.bo.number)
        if size == (80, 24):
            said = " ".join(desk.screen.split())
            assert "1 article lent, due back Monday 23 February." in said
            assert "1 article lent, due back Monday 2 March." in said

    at_counter(branch.url, steps, clock=branch.clock, size=size)


def test_what_was_renewed_is_read_out_with_its_own_day(branch: Branch, database: Database) -> None:
    """Beside what was lent; each day stands there once, with how many fall on it."""
    look = branch.look()
    helmet = an_article(look, type="skate-helmet", size="54").barcode
    with database.write() as connection:
        connection.execute(text("UPDATE article_type SET loan_days = 7 WHERE code = 'skate-helmet'"))
    look.lending.lend(branch.skates[0].barcode, branch.anna.id, act=new_act_key())
    branch.clock.moment += timedelta(days=7)

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.press("f2")
        await desk.scan(helmet)
        await desk.enter()
        words = ("1 article", "1 loan renewed", "1 BACK BY MONDAY 2 MARCH", "1 BACK BY MONDAY 9 MARCH")
        lines = [line.strip() for line in desk.screen.splitlines()]
        assert all(any(line.endswith(one) for line in lines) for one in words)
        assert "due back" not in desk.screen

    at_counter(branch.url, steps, clock=branch.clock)


def test_the_field_that_is_asked_for_is_seen_on_the_smallest_screen(branch: Branch) -> None:
    """Of a form with many fields the answered ones give way."""
    branch.look().branch.set({f"ask_{one}": "on" for one in ("email", "birth_year", "postcode")}, act="ask")

    async def steps(desk: Desk) -> None:
        await desk.enter("070-174 06 77")
        await desk.enter("Nils Ek")
        await desk.enter()
        await desk.enter()
        assert "▸ Postcode:" in desk.screen

    at_counter(branch.url, steps, clock=branch.clock, size=(40, 12))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_key_in_force_stands_at_the_foot(branch: Branch, language: str) -> None:
    """At 80 by 24, in the visit and the views that have most of them; and Enter only where it does something."""
    look = branch.look()
    for n in range(2):
        a_borrower(look, name=f"Delad Telefon {n}", phone="070-174 06 88")
    skis = an_article(look, type="alpine-skis", size="150").barcode
    helmet = an_article(look, type="skate-helmet", size="54").barcode
    for code in (helmet, branch.skates[0].barcode):
        look.lending.lend(code, branch.bo.id, act=new_act_key())
    branch.clock.moment += timedelta(minutes=5)

    async def steps(desk: Desk) -> None:
        def look_at_foot() -> None:
            foot = " ".join(desk.foot.split())
            for hint in desk.app.desk_screen.hints()[0]:
                assert hint.label in foot, (hint.label, desk.screen)

        await desk.press("f7")
        look_at_foot()
        await desk.write("bo")
        look_at_foot()
        await desk.press("escape", "escape")
        await desk.enter(branch.bo.number)
        await desk.scan(skis, helmet)
        look_at_foot()
        await desk.scan("99999999")
        look_at_foot()
        await desk.press("right")
        look_at_foot()
        await desk.press("escape")
        await desk.enter("0701740688")
        assert "Enter" not in desk.foot
        await desk.press("down")
        assert "Enter" in desk.foot

    at_counter(branch.url, steps, clock=branch.clock, language=language)


def test_a_borrower_with_very_many_loans_has_all_of_them_counted(branch: Branch) -> None:
    """Only some of them are read for the panel; the number is the true one."""
    look = branch.look()
    for skates in branch.skates[:3]:
        look.lending.lend(skates.barcode, branch.anna.id, act=new_act_key())
    branch.clock.moment += timedelta(minutes=5)

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        assert "Still out from before: 3" in desk.screen
        visit = desk.now.state.visit
        assert visit is not None
        many = replace(visit, borrower=replace(visit.borrower, open_loans=500))
        desk.app.desk_screen.set(state=replace(desk.now.state, visit=many))
        await desk.settle()
        assert "Still out from before: 500" in desk.screen

    at_counter(branch.url, steps, clock=branch.clock)


def test_renewing_all_says_the_new_date(branch: Branch) -> None:
    """It is read out like the first one."""
    look = branch.look()
    for skates in branch.skates[:2]:
        look.lending.lend(skates.barcode, branch.anna.id, act=new_act_key())
    branch.clock.moment += timedelta(days=7)

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.press("f2")
        assert "New due date: Monday 9 March." in " ".join(desk.screen.split())

    at_counter(branch.url, steps, clock=branch.clock, size=(120, 30))


def test_the_terminals_cursor_stands_where_text_goes(branch: Branch) -> None:
    """It is hidden, but screen readers and input methods follow it."""

    async def steps(desk: Desk) -> None:
        for written in ("", "Åsa 日本"):
            await desk.write(written)
            x, y = desk.app.cursor_position
            assert desk.screen.splitlines()[y].index("█") + (2 if written else 0) == x

    at_counter(branch.url, steps, clock=branch.clock)
