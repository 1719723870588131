"""Reminders that an open counter sends: by itself at the branch's hour, where that is turned on, or because somebody asked.

They go out on the thread of what leaves the house (`sending`), so lending goes on meanwhile. What came of it is said in passing; the
whole of it stands under F12, Reminders.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from fritids.domain.calendar import local_date
from fritids.domain.words import Channel
from fritids.errors import FritidsError
from fritids.i18n import _
from fritids.present import Said, Tone
from fritids.present.reminders import run_said, sending_line
from fritids.services.acts import new_act_key
from fritids.services.results.reminders import AlreadyRunning, RunPlan, RunResult
from fritids.tui.counter.situation import Shown, View

if TYPE_CHECKING:
    from fritids.outside.gateway_setup import GatewaySetup
    from fritids.services.desk import Desk
    from fritids.tui.screen import DeskScreen

LOOK: Final = timedelta(minutes=5)
"""How often a counter looks whether it is time: what another desk set holds here within these minutes."""
AGAIN: Final = timedelta(hours=1)
"""After a run, what had to wait is tried again."""

Progress = Callable[[int, int], None]


class Reminding:
    """Sends the reminders of one screen's branch."""

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        self._looked: datetime | None = None
        self._ran: datetime | None = None
        self._on = False

    @property
    def channels(self) -> frozenset[Channel]:
        """By what this machine can send; empty where its configuration names no gateway."""
        return self._screen.counter_app.sending.channels

    @property
    def is_on(self) -> bool:
        """A run of this counter's is under way."""
        return self._on

    async def named(self, plan: RunPlan) -> RunPlan:
        """The plan with the name that text messages come from, and what one costs. Raises FritidsError."""

        def work(_desk: "Desk", setup: "GatewaySetup") -> RunPlan:
            return replace(plan, sender=setup.sender, price=setup.price)

        return await self._screen.counter_app.sending.run(work)

    def start(self, act: str) -> None:
        """All that is due goes out from now on, in the background; how far it is and what came of it is said. Nothing while a run is on."""
        if not self._on:
            self._on = True
            self._screen.run_worker(self._run(act, asked=True), group="sending", name="reminders")

    def tick(self) -> None:
        """Look whether it is time for a run by itself; called every few seconds."""
        screen = self._screen
        now = screen.opening.clock.now()
        if self._on or not screen.now.ready or not self.channels:
            return
        if self._looked is not None and now - self._looked < LOOK:
            return
        self._looked = now
        self._on = True
        screen.run_worker(self._run(new_act_key(), asked=False), group="sending", name="reminders")

    async def _run(self, act: str, *, asked: bool) -> None:
        loop = asyncio.get_running_loop()

        def progress(done: int, whole: int) -> None:
            loop.call_soon_threadsafe(self._show_progress, done, whole)

        def work(desk: "Desk", setup: "GatewaySetup") -> tuple[RunResult | AlreadyRunning | None, Said | None]:
            if not asked and not self._is_time(desk):
                return None, None
            from fritids.services.message_texts import load_texts

            result = desk.reminders.run(
                setup.gateways, texts=load_texts(), act=act, progress=progress if asked else None
            )
            return result, None if isinstance(result, AlreadyRunning) else run_said(result, desk.policy.reminders)

        try:
            result, said = await self._screen.counter_app.sending.run(work)
        except FritidsError as error:
            self._ran = self._screen.opening.clock.now()
            self._tell(Said(_("The reminders were not sent"), (error.message,), Tone.NO))
            return
        finally:
            self._on = False
        if result is None:
            return
        self._ran = self._screen.opening.clock.now()
        if isinstance(result, AlreadyRunning):
            from fritids.present.reminders import already_running_said

            said = already_running_said() if asked else None
        elif not asked and not _worth_saying(result):
            said = None
        if said is not None:
            self._tell(said)
        self._screen.changed()

    def _is_time(self, desk: "Desk") -> bool:
        rules, now = desk.policy.reminders, self._screen.opening.clock.now()
        local = now.astimezone(desk.policy.zone)
        if not rules.at_counter or local.time().replace(tzinfo=None) < rules.at:
            return False
        ran = self._ran
        return ran is None or now - ran >= AGAIN or local_date(ran, desk.policy.zone) != local.date()

    def _show_progress(self, done: int, whole: int) -> None:
        self._screen.remark(lambda: sending_line(done, whole))

    def _tell(self, said: Said) -> None:
        """As the last result if nobody is being served; otherwise in passing, since somebody's things are on the screen."""
        screen, shown = self._screen, Shown(lambda: said)
        now = screen.now
        if now.at_rest or now.view is not View.COUNTER or now.job is not None:
            screen.remark(None)
            screen.show(shown, quiet=True)
        else:
            screen.set(remark=lambda: ". ".join((said.headline, *said.details)), recent=(shown, *now.recent))


def _worth_saying(result: RunResult) -> bool:
    return bool(
        result.sent or result.failed or result.unknown or result.to_call or result.stopped
    )
