"""What is seen: both languages at run time, three looks, 80 by 24 cells, and texts from people as nothing but text."""

import re
from itertools import count

import pytest
from rich.color import Color, ColorSystem

from fritids.services.acts import new_act_key
from fritids.services.forms import NewArticle
from fritids.tui.counter import keys
from fritids.tui.counter.situation import View
from fritids.tui.screen import PRESSED
from fritids.tui.themes import THEMES
from fritids.tui.views.help import key_lines
from tests.builders import a_borrower, an_article
from tests.conftest import REPOSITORY
from tests.tui.conftest import Branch
from tests.tui.counter import Desk, at_counter

pytestmark = pytest.mark.one_engine

PLACES = {"f7": View.OUT, "f9": View.TODAY, "f10": View.ACTS, "f1": View.HELP}
HOSTILE = (
    "[/]",
    "[@click=app.quit]Anna[/]",
    "\x1b[31mRed\x07\x9b2J",
    "Ann\u202ea \u2066Berg",
    "日本 花子",
    "A" * 90,
)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_each_view_shows_its_keys_in_both_languages(branch: Branch, size: tuple[int, int]) -> None:
    """F2 in the settings changes the language at once, and nothing stays in the old one."""
    english = re.compile(r"\b(Help|Returns|Out|Undo|Today|Latest|Settings|Counter|loans|Lent|Due|Borrower)\b")

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.scan(*(skates.barcode for skates in branch.skates[:3]))
        for key, view in PLACES.items():
            await desk.press(key)
            assert desk.at(view)
            assert "F1  Help" in desk.foot or "F1 Help" in desk.foot
            await desk.press("escape")
        await desk.more("settings")
        assert desk.at(View.SETTINGS)
        await desk.press("f2")
        for key, view in PLACES.items():
            if not desk.at(view):
                await desk.press(key)
            assert not english.search(desk.screen), desk.screen
            await desk.press("escape")
        assert not english.search(desk.screen), desk.screen

    at_counter(branch.url, steps, clock=branch.clock, size=size)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_only_text_wherever_it_is_shown(branch: Branch, name: str) -> None:
    """As a borrower, a note, a brand, a scanned line and a hit: no markup, no control character, no crash."""
    look = branch.look()
    numbers = count(60)
    person = a_borrower(look, name=name, phone=f"070-174 06 {next(numbers)}", note=name)
    brand = look.articles.add(
        NewArticle(type="snow-racer", brand=f"Skidor [/150cm] {name}"[:40]), act=new_act_key()
    )[0]
    look.lending.lend(branch.skates[0].barcode, person.id, act=new_act_key())

    async def steps(desk: Desk) -> None:
        seen = []
        await desk.scan(brand.barcode)
        await desk.enter(person.number)
        seen.append(desk.screen)
        await desk.press("right")
        seen.append(desk.screen)
        for key in ("f7", "f9", "f10"):
            await desk.press(key)
            seen.append(desk.screen)
        await desk.press("escape")
        await desk.enter(f"{name}x")
        seen.append(desk.screen)
        await desk.press("escape")
        await desk.enter()
        seen.append(desk.screen)
        for screen in seen:
            assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", screen)
        if name.isascii() and name.isprintable():
            assert name[:20] in seen[0]

    at_counter(branch.url, steps, clock=branch.clock, size=(110, 30))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_nothing_of_weight_is_cut_on_a_small_screen(branch: Branch, language: str) -> None:
    """At 80 by 24: the due date whole, the keys of the moment whole, no line longer than the screen.

    Ctrl+D, Ctrl+N and Ctrl+K stand there only where there is room for one more; the receipt always does when the visit is over.
    """
    long = an_article(branch.look(), type="classic-skis", size="205", brand="Fischer Speedmax Classic")

    async def steps(desk: Desk) -> None:
        await desk.enter(branch.anna.number)
        await desk.scan(long.barcode, *(skates.barcode for skates in branch.skates))
        text = " ".join(desk.screen.split())
        assert (
            ("tillbaka senast måndag 2 mars" in text.lower())
            if language == "sv"
            else ("due back monday 2 march" in text.lower())
        )
        assert all(len(line) <= 80 for line in desk.screen.splitlines())
        for hint in keys.at_counter(desk.now):
            assert hint.key in {"ctrl+d", "ctrl+n", "ctrl+k"} or hint.label in desk.foot, desk.foot
        await desk.enter()
        assert "7 " in desk.screen
        assert "Ctrl+K" in desk.foot

    at_counter(branch.url, steps, clock=branch.clock, language=language)


def test_every_look_can_be_chosen_and_is_kept(branch: Branch) -> None:
    """The next start has it again."""

    async def steps(desk: Desk) -> None:
        await desk.more("settings")
        for _ in THEMES:
            await desk.press("f4")
            await desk.press("escape")
            await desk.more("settings")
        await desk.press("f4")
        assert desk.app.theme == THEMES[1].name

    async def later(desk: Desk) -> None:
        assert desk.app.theme == THEMES[1].name

    at_counter(branch.url, steps, clock=branch.clock)
    at_counter(branch.url, later, clock=branch.clock)


def test_colours_of_answers_can_be_read() -> None:
    """Letters on their ground have a contrast of 4.5, in the contrast look 7 (WCAG 2.2, 1.4.3 and 1.4.6)."""
    for theme in THEMES:
        least = 7.0 if theme.name == "contrast" else 4.5
        pairs = [
            (theme.variables[f"{tone}-fore"], theme.variables[f"{tone}-back"])
            for tone in ("yes", "no", "ask", "info", "key", "mark")
        ]
        grounds = [theme.background, theme.surface, theme.panel]
        pairs += [
            (theme.variables[name], str(ground))
            for name in ("quiet", "yes-soft", "no-soft", "ask-soft", "info-soft")
            for ground in grounds
        ]
        for fore, back in pairs:
            assert contrast(fore, str(back)) >= least, (theme.name, fore, back)


def test_on_sixteen_colours_a_yes_is_green_and_a_no_is_not() -> None:
    """An old terminal, or one in a virtual machine: the ground of each answer is the nearest of its colours."""

    def nearest(colour: str) -> int | None:
        return Color.parse(colour).downgrade(ColorSystem.STANDARD).number

    for theme in THEMES:
        grounds = {tone: nearest(theme.variables[f"{tone}-back"]) for tone in ("yes", "no", "ask", "info")}
        assert grounds["yes"] in {2, 10}, theme.name
        assert grounds["no"] == (15 if theme.name == "contrast" else 1), theme.name
        assert len(set(grounds.values())) == len(grounds), (theme.name, grounds)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours written as #rrggbb (WCAG 2.2, "contrast ratio")."""

    def luminance(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_help_names_every_key() -> None:
    """What can be pressed stands on the page."""
    named = " ".join(key for key, _words in key_lines())
    missing = [
        keys.KEY_NAMES[key]
        for key in PRESSED
        if key.startswith(("f", "ctrl")) and keys.KEY_NAMES[key] not in named.split()
    ]
    assert not missing


def test_the_readme_has_the_keys_of_the_help() -> None:
    """Word for word, in English."""
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    table = readme.partition("<!-- keys: begin -->")[2].partition("<!-- keys: end -->")[0]
    assert table.strip().splitlines()[2:] == [f"| {key} | {words} |" for key, words in key_lines()]


def test_one_key_does_one_thing_in_a_view(branch: Branch) -> None:
    """At every moment each key stands at the foot once."""

    async def steps(desk: Desk) -> None:
        async def look() -> None:
            pressed = [hint.key for hint in desk.app.desk_screen.hints()[0]]
            assert len(pressed) == len(set(pressed)), pressed

        await desk.enter(branch.anna.number)
        await desk.scan(branch.skates[0].barcode)
        await look()
        for key in PLACES:
            await desk.press(key)
            await look()
        await desk.press("f3")
        await look()

    at_counter(branch.url, steps, clock=branch.clock)
