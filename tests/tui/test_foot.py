"""The foot of the screen: what matters now is never what is cut (80 cells, both languages)."""

from datetime import timedelta

import pytest

from fritids.i18n import set_language
from fritids.services.acts import new_act_key
from fritids.tui.counter.situation import View
from tests.builders import an_article
from tests.tui.conftest import Branch
from tests.tui.counter import Desk, at_counter

pytestmark = pytest.mark.one_engine

LANGUAGES = ("en", "sv")


def _at_the_foot(desk: Desk, *keys: str) -> bool:
    return all(f" {key} " in f" {desk.foot} " for key in keys)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_keys_of_a_return_with_questions_stand_there(branch: Branch, language: str) -> None:
    """In the mode for returns: end it, renew instead, well, not well."""
    helmets = [an_article(branch.look(), type="ski-helmet", size="54") for _ in range(2)]
    for helmet in helmets:
        branch.look().lending.lend(helmet.barcode, branch.anna.id, act=new_act_key())
    branch.clock.moment += timedelta(hours=1)

    async def steps(desk: Desk) -> None:
        await desk.press("f3")
        await desk.scan(*(helmet.barcode for helmet in helmets))
        assert _at_the_foot(desk, "Enter", "F2", "F5", "F6", "F8")

    at_counter(branch.url, steps, clock=branch.clock, language=language)
    set_language("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_keys_of_a_card_and_of_the_list_stand_there(branch: Branch, language: str) -> None:
    """Correcting a borrower who has things out; sorting what is out."""
    branch.look().lending.lend(branch.skates[0].barcode, branch.anna.id, act=new_act_key())

    async def steps(desk: Desk) -> None:
        await desk.press("f7")
        assert _at_the_foot(desk, "Enter", "F2", "F6", "F4", "F5", "Esc")
        await desk.enter()
        assert desk.at(View.BORROWER)
        assert _at_the_foot(desk, "Enter", "F2", "F5", "F6", "F4", "Esc")

    at_counter(branch.url, steps, clock=branch.clock, language=language)
    set_language("en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("rows", "height"), [(24, 3), (16, 2)])
def test_a_low_screen_keeps_the_keys_of_the_moment_and_drops_steady_ones(
    branch: Branch, language: str, rows: int, height: int
) -> None:
    """What is always there gives way, to stand in the help; a screen with rows to spare has one more for all of them."""
    look = branch.look()
    skis = an_article(look, type="alpine-skis", size="150")
    helmet = an_article(look, type="skate-helmet", size="54")
    for article in (helmet, branch.skates[0]):
        look.lending.lend(article.barcode, branch.anna.id, act=new_act_key())
    branch.clock.moment += timedelta(hours=1)

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        assert len(desk.foot.splitlines()) == 2
        await desk.scan(skis.barcode, helmet.barcode)
        foot = " ".join(desk.foot.split())
        hints, steady = desk.app.desk_screen.hints()
        own = [hint for hint in hints[: len(hints) - steady] if not hint.extra]
        assert all(hint.label in foot for hint in own)
        assert all(hint.label in foot for hint in hints) == (rows == 24)
        assert desk.app.desk_screen.foot.size.height == height

    at_counter(branch.url, steps, clock=branch.clock, language=language, size=(80, rows))
