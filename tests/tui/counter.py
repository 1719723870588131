"""A counter on a screen without a terminal, driven as a scanner and a person drive it, and a text of what it shows.

Keys are posted as the driver's thread posts them, each with a time of its own: a scan takes 2 ms a key, a person's Enter comes
a second later. So nothing here sleeps, and no pause is too short on a slow machine.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from textual import events
from textual.pilot import Pilot

from fritids.i18n import set_language
from fritids.services.clock import Clock
from fritids.tui.app import CounterApp
from fritids.tui.counter.situation import Situation, View
from fritids.tui.opening import Opening
from fritids.tui.preferences import Preferences, Sound

NAMES = {"\r": "enter", "\n": "ctrl+j", " ": "space"}
LONGEST = 4000
"""Turns of the loop after which a test gives up. No assertion depends on it."""


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
    def _at_rest(self) -> bool:
        screen = self.app.desk_screen
        reading = any(worker.group != "flow" and not worker.is_finished for worker in screen.workers)
        return screen.inbox.at_rest and not reading

    async def settle(self) -> None:
        """Until all that arrived is done, as far as no answer is waited for."""
        for _ in range(LONGEST):
            await self.pilot.pause()
            if self._at_rest and not self.app._message_queue.qsize():
                await self.pilot.pause()
                if self._at_rest:
                    return
            await asyncio.sleep(0)
        raise AssertionError(f"never came to rest\n{self.screen}")


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
            app.bridge.close()

    set_language(language)
    try:
        asyncio.run(session())
    finally:
        set_language("en")
