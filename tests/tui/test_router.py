"""The router on a screen without a terminal: keys posted as a scanner posts them, with no wait between them."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from textual import events
from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import Button, Input

from fritids.domain.barcode import article_code
from fritids.tui.router import BoxChanged, DigitChosen, EmptyEnter, LineEntered, RoutedApp

CODES = [article_code(number) for number in range(1, 41)]


class Recorder(RoutedApp[None]):
    """An App with everything on it that would take keys away, and a record of what the router reports."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.scanned: list[bool] = []
        self.other: list[Message] = []
        self.shown: list[str] = []

    def compose(self) -> ComposeResult:
        yield Input()
        yield Button("press")

    def on_line_entered(self, message: LineEntered) -> None:
        self.lines.append(message.line.text)
        self.scanned.append(message.line.scanned)

    def on_empty_enter(self, message: EmptyEnter) -> None:
        self.other.append(message)

    def on_digit_chosen(self, message: DigitChosen) -> None:
        self.other.append(message)

    def on_button_pressed(self, message: Button.Pressed) -> None:
        self.other.append(message)

    def on_box_changed(self, message: BoxChanged) -> None:
        self.shown.append(message.text)


def burst(app: App[None], text: str) -> None:
    """Post keys to the driver as its reading thread does, all at once."""
    names = {"\r": "enter", "\n": "ctrl+j", "\t": "tab"}
    for character in text:
        event = events.Key(names.get(character, character), character)
        event.set_sender(app)
        assert app._driver is not None
        app._driver.send_message(event)


async def let_pass(seconds: float) -> None:
    """Let time pass as part of what is tested: that nothing follows a digit."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(asyncio.Event().wait(), seconds)


def run(steps: Callable[[Recorder, Pilot[None]], Awaitable[None]]) -> Recorder:
    """Run an App through `steps` and return it with its record."""

    async def session() -> Recorder:
        app = Recorder()
        async with app.run_test() as pilot:
            await steps(app, pilot)
            await pilot.pause()
        return app

    return asyncio.run(session())


def test_forty_scans_without_a_pause_and_with_the_focus_elsewhere() -> None:
    """A focused text field or button gets nothing, and presses nothing."""

    async def steps(app: Recorder, pilot: Pilot[None]) -> None:
        burst(app, "".join(code + "\r" for code in CODES[:20]))
        app.query_one(Button).focus()
        burst(app, "".join(code + "\r\n" for code in CODES[20:]))
        await pilot.pause()
        assert app.query_one(Input).value == ""

    app = run(steps)
    assert app.lines == CODES
    assert all(app.scanned)
    assert all(isinstance(message, EmptyEnter) and not message.deliberate for message in app.other)
    assert app.shown[-1] == ""


def test_the_box_is_empty_before_its_line_is_reported() -> None:
    """Whoever handles a line sees a box that is free for the next."""

    async def steps(app: Recorder, pilot: Pilot[None]) -> None:
        burst(app, CODES[0])
        await pilot.pause()
        assert app.box_text == CODES[0]
        burst(app, "\r")
        await pilot.pause()
        assert app.box_text == ""

    app = run(steps)
    assert app.lines == CODES[:1]
    assert app.shown[-1] == ""


def test_the_box_can_be_corrected_and_cleared() -> None:
    async def steps(app: Recorder, pilot: Pilot[None]) -> None:
        await pilot.press(*"070-174", "space", *"06", "space", *"05", "backspace", "6", "enter")
        await pilot.press(*"Anna")
        app.clear_box()
        app.clear_box()
        await pilot.press("enter")

    app = run(steps)
    assert app.lines == ["070-174 06 06"], "and Enter on the box that was emptied enters nothing"
    assert app.shown[-1] == ""


def test_a_digit_chooses_only_when_nothing_follows() -> None:
    """Typed alone it is a choice; with Enter too; as a scan's first key, or when not on offer, it is text."""

    async def steps(app: Recorder, pilot: Pilot[None]) -> None:
        app.choose_from("12")
        burst(app, CODES[0] + "\r")
        await pilot.press("2")
        await let_pass(0.4)
        await pilot.press("1", "enter")
        await pilot.press("3", "enter")
        app.choose_from("")
        await pilot.press("1")
        await let_pass(0.4)
        await pilot.press("enter")

    app = run(steps)
    assert app.lines == [CODES[0], "3", "1"]
    assert [message.digit for message in app.other if isinstance(message, DigitChosen)] == [2, 1]


def test_a_digit_right_after_a_function_key_is_for_what_that_key_asks_later() -> None:
    """A busy machine asks later than a practised hand answers; without the key before it, it stays text, as a scan does."""

    async def steps(app: Recorder, pilot: Pilot[None]) -> None:
        await pilot.press("f12", "2")
        app.choose_from("12")
        await let_pass(0.4)
        app.choose_from("")
        await pilot.press("1")
        app.choose_from("12")
        await let_pass(0.4)
        app.clear_box()
        app.choose_from("")
        await pilot.press("f12", "2")
        app.choose_from("12")
        burst(app, CODES[0][1:] + "\r")
        await let_pass(0.4)

    app = run(steps)
    assert [message.digit for message in app.other if isinstance(message, DigitChosen)] == [2]
    assert app.lines == [CODES[0]]


def test_a_digit_that_waits_behind_a_busy_screen_is_not_taken_for_a_choice() -> None:
    """The time is up before the keys in the queue were seen; they are seen first."""

    async def steps(app: Recorder, pilot: Pilot[None]) -> None:
        app.choose_from("2")
        burst(app, "2")
        await pilot.pause()
        gate = asyncio.Event()
        app.call_later(gate.wait)
        await let_pass(0.4)
        burst(app, CODES[0][1:] + "\r")
        gate.set()
        await let_pass(0.4)

    app = run(steps)
    assert app.lines == [CODES[0]]
    assert app.other == []


def test_a_cleared_box_has_no_choice_waiting() -> None:
    """Esc after the digit takes it back."""

    async def steps(app: Recorder, pilot: Pilot[None]) -> None:
        app.choose_from("2")
        burst(app, "2")
        await pilot.pause()
        app.clear_box()
        await let_pass(0.4)

    assert run(steps).other == []
