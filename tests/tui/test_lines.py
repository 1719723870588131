"""Lines that fit: what tells two things of a kind apart is not what is cut, and dates have room."""

import platform
from dataclasses import replace
from datetime import timedelta

import pytest

from fritids.present import cell_width
from fritids.services.acts import new_act_key
from fritids.tui.opening import Opening
from fritids.tui.widgets.lines import article_in
from tests.tui.conftest import Branch
from tests.tui.counter import Desk, at_counter

pytestmark = pytest.mark.one_engine


def test_of_a_long_name_the_type_is_cut_and_not_size_and_brand(branch: Branch) -> None:
    """In every width there is room for them in; below that the end is cut as ever."""
    article = branch.skates[0]
    long = replace(article, type=replace(article.type, name_en="ice skates for children, adjustable"))
    for room in range(20, 60):
        name = article_in(long, room)
        assert name.endswith(" 36 Bauer"), name
        assert name.startswith("Ice "), name
        assert room > cell_width("Ice skates for children, adjustable 36 Bauer") or cell_width(name) <= room


@pytest.mark.parametrize(
    ("language", "day", "lent"), [("en", "Mon 16 Feb 2026", "Lent"), ("sv", "mån 16 feb 2026", "Utlånad")]
)
def test_days_of_another_year_are_seen_whole_in_cards_and_lists(
    branch: Branch, language: str, day: str, lent: str
) -> None:
    """With a blank before what follows."""
    look = branch.look()
    look.lending.lend(branch.skates[0].barcode, branch.anna.id, act=new_act_key())
    branch.clock.moment += timedelta(days=400)

    async def steps(desk: Desk) -> None:
        desk.app.desk_screen.open_article(branch.skates[0].barcode)
        await desk.settle()
        assert f"{day}   {lent}: Anna Berg" in desk.screen
        await desk.press("f7")
        assert day in desk.screen

    at_counter(branch.url, steps, clock=branch.clock, size=(120, 40), language=language)


def test_what_was_undone_says_so_in_words_among_the_acts_of_today(branch: Branch) -> None:
    """Not by its strokes alone."""

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.scan(branch.skates[0].barcode)
        await desk.press("f8", "f9")
        assert "(undone)" in desk.screen

    at_counter(branch.url, steps, clock=branch.clock)


def test_the_machines_own_name_does_not_stand_at_the_top(branch: Branch) -> None:
    """A name that was given to the desk does."""

    async def named(desk: Desk) -> None:
        assert "north" in desk.screen.splitlines()[0]

    async def unnamed(desk: Desk) -> None:
        assert desk.screen.splitlines()[0].split()[0] == "Fritidsbanken"
        assert platform.node() not in desk.screen.splitlines()[0].split()

    at_counter(branch.url, named, opening=Opening(branch.url, desk="north", clock=branch.clock))
    at_counter(branch.url, unnamed, opening=Opening(branch.url, desk=platform.node(), clock=branch.clock))
