"""The screen for taking in gifts: as few keys as it is made for, and nothing lost whatever arrives."""

import pytest

from fritids.domain.barcode import article_code, borrower_code
from fritids.domain.words import ServiceKind
from tests.tui.conftest import Branch
from tests.tui.counter import Desk, at_counter

pytestmark = pytest.mark.one_engine

READY = [article_code(500 + n) for n in range(3)]


def stock(branch: Branch) -> list[tuple[str, str | None, str | None]]:
    """What came of the newest gift, the newest first."""
    look = branch.look()
    gift = look.gifts.get(look.gifts.list()[0].id)
    return [(one.type.code, one.size, one.brand) for one in gift.articles]


def test_a_repeat_of_type_and_maker_takes_three_keys_and_the_same_again_one(branch: Branch) -> None:
    """Ten things of one kind in 18 keys; another maker, another type and three alike say only what is new."""
    keys = 0

    async def steps(desk: Desk) -> None:
        nonlocal keys
        await desk.more("gifts")
        await desk.enter("hockey skates 38 bauer")
        for line in ("39", "", "40", "41", "", "3x", "42"):
            await desk.enter(line)
            keys += len(line) + 1
        assert "Taken in: 10" in desk.screen
        await desk.enter("42 ccm")
        await desk.enter("3*ski helmet 54-58")
        assert desk.headline == "Taken in: 3 × Ski helmet 54-58"
        await desk.scan("2x56")  # as fast as a scanner, over a remote terminal
        assert desk.headline == "Taken in: 2 × Ski helmet 56"
        assert "16 wait for a label." in desk.screen
        await desk.press("ctrl+d")
        assert desk.headline == "The gift is done: 16 taken in"

    at_counter(branch.url, steps, clock=branch.clock)
    assert keys / 9 <= 3
    helmets, skates = (
        [*[("ski-helmet", "56", None)] * 2, *[("ski-helmet", "54-58", None)] * 3],
        "hockey-skates",
    )
    sizes = ["42", "41", "41", "41", "41", "41", "40", "39", "39", "38"]
    assert stock(branch) == [*helmets, (skates, "42", "CCM"), *((skates, size, "Bauer") for size in sizes)]


async def _next_morning(desk: Desk) -> None:
    """The gift goes on; what was slipped is undone, and another line is understood in the question, too."""
    await desk.more("gåvor")
    assert "Inlagda: 2" in desk.screen
    assert "En till 38" in desk.foot
    await desk.enter()
    assert desk.headline == "Inlagd: Hockeyskridskor 38"
    await desk.press("f8")
    assert desk.headline == "Ångrat, inte längre inlagd: Hockeyskridskor 38"
    await desk.enter()  # what was slipped is not taken in again
    await desk.press("f2")
    await desk.enter("xyzzy")
    assert "Hockeyskridskor" in desk.screen
    await desk.enter("längdskidor, skate 190 fischer")
    assert desk.headline == "Inlagd: Längdskidor, skate 190 Fischer"
    await desk.press("f8")
    await desk.enter("pulka")
    await desk.enter()
    assert desk.headline == "Inlagd: Pulka"
    await desk.press("f2")
    assert "1  Längdskidor, skate" in desk.screen
    await desk.press("escape", "f8", "escape")
    assert desk.now.job is None


def test_ready_labels_odd_sizes_and_what_is_not_taken(branch: Branch) -> None:
    """A label is for the next thing; one that is taken, or a person's, registers nothing and loses nothing. All of it goes on after a fault."""

    async def steps(desk: Desk) -> None:
        await desk.more("gifts")
        await desk.enter("hockey skates")
        assert "Write the size" in desk.screen
        await desk.scan(READY[0])
        await desk.enter("380")
        assert "does not look like a size" in " ".join(desk.screen.split())
        await desk.enter()  # the first reading is marked
        assert desk.headline == "Taken in: Hockey skates 38"
        await desk.scan(branch.skates[0].barcode)
        assert desk.headline.startswith("This label is on another article")
        await desk.scan(borrower_code(7))
        assert desk.headline == "This is a borrower's card"
        await desk.scan(READY[0])
        assert desk.headline.startswith("Taken in already")
        await desk.scan(READY[1])
        await desk.enter("2x")
        assert "for one thing" in desk.headline
        await desk.enter()
        await desk.press("f4", "f5", "f5")
        assert desk.headline == "To recycling: 2 things"
        await desk.press("f8")
        assert "Recycling: 1" in desk.screen
        await desk.press("f6")
        await desk.enter("sharpened")
        assert desk.headline == "Set aside to sharpen: Hockey skates 38"
        await desk.enter("xyzzy")
        assert "no type that is known" in desk.headline
        await desk.press("f1")
        assert "3x takes in three" in desk.screen

    at_counter(branch.url, steps, clock=branch.clock)
    at_counter(branch.url, _next_morning, clock=branch.clock, language="sv")
    contents = branch.look().gifts.open()
    assert contents is not None
    gift = contents.gift
    assert branch.look().service.waiting() == {ServiceKind.SHARPEN: 1}
    assert (gift.taken_in, gift.refused, gift.recycled, contents.without_label) == (2, 1, 1, 0)
    assert [(one.barcode, one.state.value) for one in contents.articles] == [
        (READY[1], "in_service"),
        (READY[0], "available"),
    ]
