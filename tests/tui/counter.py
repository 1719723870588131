"""A counter on a screen without a terminal, driven as a scanner and a person drive it, and a text of what it shows.

Keys are posted as the driver's thread posts them, each with a time of its own: a scan takes 2 ms a key, a person's Enter comes
a second later. So nothing here waits for the clock, and no pause is too short on a slow machine. Textual's own pilot does: after
each key it sleeps until the process has been idle for 20 ms, which is most of a test's time. Here it is asked what is left to do.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeAlias
from unittest.mock import patch

from textual import events
from textual.pilot import Pilot

from fritids.i18n import set_language
from fritids.services.clock import Clock
from fritids.tui.app import CounterApp
from fritids.tui.counter.situation import Situation, View
from fritids.tui.opening import Opening
from fritids.tui.preferences import Preferences, Sound

NAMES = {"\r": "enter", "\n": "ctrl+j", " ": "space"}
LONGEST = 60.0
"""Seconds after which a test gives up. No assertion depends on it."""
SHORT = 0.005
"""Seconds after the last key until what was typed is looked up: a person's 0.08 would be waited for after each word."""
CALM = 3
"""How often in a row nothing may be left to do before a test goes on: what has just been painted may ask for something."""


class Desk:
    """The counter of a test."""

    def __init__(self, app: CounterApp, pilot: "Pilot[None]") -> None:
        self.app = app
        self.pilot = pilot
        self._time = 1000.0

    @property
    def now(self) -> Situation:
        """How things stand."""
        return self.app.desk_screen.now

    def at(self, view: View) -> bool:
        """Whether this view is at the front."""
        return self.now.view is view

    @property
    def screen(self) -> str:
        """Every line of the screen, as a person reads it."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    @property
    def headline(self) -> str:
        """The last result in words."""
        return "" if self.now.shown is None else self.now.shown.speak().headline

    @property
    def foot(self) -> str:
        """The keys at the foot."""
        return "\n".join(self.screen.splitlines()[-self.app.desk_screen.foot.size.height :])

    def post(self, text: str, gap: float = 0.002) -> None:
        """Keys as a scanner sends them, not waiting for anything."""
        for character in text:
            self._time += gap
            event = events.Key(NAMES.get(character, character), character)
            event.time = self._time
            event.set_sender(self.app)
            assert self.app._driver is not None
            self.app._driver.send_message(event)

    async def scan(self, *codes: str, apart: float = 3.0) -> None:
        """Scan the codes `apart` seconds after each other, and let all be worked off."""
        for code in codes:
            self._time += apart
            self.post(f"{code}\r")
        await self.settle()

    async def write(self, text: str) -> None:
        """Write at a person's speed, without Enter."""
        self._time += 1.0
        self.post(text, 0.15)
        await self.settle()

    async def enter(self, text: str = "") -> None:
        """Write, and press Enter as a person does."""
        if text:
            await self.write(text)
        self._time += 1.0
        self.post("\r")
        await self.settle()

    async def more(self, word: str) -> None:
        """Choose a line of the menu by a word of it, without its digit."""
        await self.press("f12")
        await self.enter(word)

    async def press(self, *keys: str) -> None:
        """Press keys that are no text."""
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    @property
    def _busy(self) -> bool:
        """Something is in line or on a thread, for which the screen too can only wait."""
        desk = self.app.desk_screen
        reading = any(worker.group != "flow" and not worker.is_finished for worker in desk.workers)
        return reading or not desk.inbox.at_rest

    @property
    def _unpainted(self) -> bool:
        """A message waits, or something that changed is not on the screen."""
        front = self.app.screen
        queued = any(pump._message_queue.qsize() for pump in (self.app, front))
        asked = front._layout_required or front._repaint_required
        return queued or asked or bool(front._dirty_widgets or front._callbacks)

    async def settle(self) -> None:
        """Until all that arrived is done, as far as no answer is waited for."""
        calm, end = 0, time.monotonic() + LONGEST
        while calm < CALM:
            assert time.monotonic() < end, f"never came to rest\n{self.screen}"
            await self.pilot._wait_for_screen()
            while self._busy and time.monotonic() < end:
                calm = 0
                await asyncio.sleep(0.002)
            self.app.screen._on_timer_update()
            calm = 0 if self._unpainted else calm + 1


async def _at_once(_shortest: float = 0.0, _longest: float = 0.0) -> None:
    """In place of Textual's wait for an idle process after each key that is pressed; `settle` sees what is left to do."""
    await asyncio.sleep(0)


Steps: TypeAlias = Callable[[Desk], Awaitable[None]]


def at_counter(
    where: str,
    steps: Steps,
    *,
    clock: Clock | None = None,
    language: str = "en",
    size: tuple[int, int] = (80, 24),
    opening: Opening | None = None,
    desk_class: type[Desk] = Desk,
    name: str = "one",
) -> None:
    """Run the counter of the desk `name` on the database at `where` through `steps`."""

    async def session() -> None:
        app = CounterApp(opening or Opening(where, desk=name, clock=clock), language_asked=language)
        app.preferences = Preferences(sound=Sound.OFF)
        try:
            async with app.run_test(size=size) as pilot:
                desk = desk_class(app, pilot)
                await desk.settle()
                await steps(desk)
        finally:
            app.sending.close()
            app.desk_screen.counting.close()
            app.bridge.close()

    set_language(language)
    try:
        with (
            patch("textual.app.wait_for_idle", _at_once),
            patch("fritids.tui.typed.PAUSE", SHORT),
            patch("fritids.tui.views.out.PAUSE", SHORT),
        ):
            asyncio.run(session())
    finally:
        set_language("en")
