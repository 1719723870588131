"""The card of an article: all that happened to it, and its photo where the terminal can show one."""

from pathlib import Path

import pytest
from PIL import Image

from fritids.services.acts import new_act_key
from fritids.tui.counter.situation import View
from fritids.tui.widgets import photo
from tests.tui.conftest import Branch
from tests.tui.counter import Desk, at_counter

pytestmark = pytest.mark.one_engine


def test_the_card_shows_what_happened_and_takes_a_photo(
    branch: Branch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl+F asks for the file, says what is wrong with it, and the picture stands beside the facts; a hyphen takes it away.

    The page for the web is written from the menu.
    """
    look, skates = branch.look(), branch.skates[0]
    look.lending.lend(skates.barcode, branch.bo.id, act=new_act_key())
    look.returns.take_back(skates.barcode, act=new_act_key())
    Image.new("RGB", (600, 400), (255, 0, 0)).save(tmp_path / "red.jpg")
    monkeypatch.setattr(photo, "can_show", lambda _app: True)

    async def steps(desk: Desk) -> None:
        async def card() -> list[str]:
            await desk.enter("skates 36")
            assert desk.at(View.ARTICLE)
            return desk.screen.splitlines()

        await desk.scan(skates.barcode)
        for keys in (("right",), ("down", "right")):  # of what was scanned, and of what is marked
            await desk.press(*keys)
            assert desk.at(View.ARTICLE)
            await desk.press("escape")
        await desk.press("escape", "escape")
        lines = await card()
        assert "1 loan, on Mon 16 Feb   2026 █ 1" in lines[9]
        assert [line.split()[3:] for line in lines[11:13]] == [
            ["Lent:", "Bo", "Ek", "returned", "Mon", "16", "Feb"],
            ["Registered"],
        ]
        await desk.press("ctrl+f")
        await desk.enter("/nothing/here.jpg")
        assert "There is no file /nothing/here.jpg." in desk.screen
        await desk.enter(str(tmp_path / "red.jpg"))
        assert desk.headline == "Photo kept: Hockey skates 36 Bauer"
        assert "▀▀▀▀" in (await card())[5]
        monkeypatch.setattr(photo, "can_show", lambda _app: False)
        assert any(line.split() == ["Photo:", "there", "is", "one"] for line in await card())
        monkeypatch.setattr(photo, "can_show", lambda _app: True)
        await desk.press("ctrl+f")
        await desk.enter("-")
        assert desk.headline == "Without a photo now: Hockey skates 36 Bauer"
        assert not any("▀▀" in line for line in await card())
        await desk.press("escape")
        await desk.more("web")
        await desk.enter(str(tmp_path / "page"))
        assert desk.headline == "The page is written: 6 articles"
        await desk.enter(str(tmp_path / "nowhere" / "page.html"))
        assert "does not exist" in desk.headline

    at_counter(branch.url, steps, clock=branch.clock)
    assert "<title>To borrow at Fritidsbanken</title>" in (tmp_path / "page.html").read_text("utf-8")
