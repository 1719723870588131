"""Reminders that an open counter sends: by itself at the branch's hour, where that is turned on, or because somebody asked.

They go out on the thread of what leaves the house (`sending`), so lending goes on meanwhile. What came of it is said in passing; the
whole of it stands under F12, Reminders.
Its words are imported when there is something to say: no first paint waits for them.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from fritids.domain.calendar import local_date
from fritids.domain.words import Channel
from fritids.errors import FritidsError
from fritids.i18n import _
from fritids.present import Said, Tone
from fritids.services.acts import new_act_key
from fritids.tui.sending import ClosingError
from fritids.tui.telling import tell

if TYPE_CHECKING:
    from fritids.outside.gateway_setup import GatewaySetup
    from fritids.services.desk import Desk
    from fritids.services.results.reminders import AlreadyRunning, RunPlan, RunResult
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

    def named(self, plan: "RunPlan") -> "RunPlan":
        """The plan with the name that text messages come from, and what one costs. Raises UsageError for a configuration that cannot be."""
        from fritids.config.text_messages import sms_settings

        config = self._screen.counter_app.sending.config
        sms = None if config is None else sms_settings(config.tables.get("sms", {}), os.environ)
        return plan if sms is None else replace(plan, sender=sms.sender, price=sms.price)

    def start(self, act: str, then: Callable[[], Awaitable[None]]) -> None:
        """All that is due goes out from now on, in the background; how far it is and what came of it is said, `then` what is to be done after it.

        Does nothing while a run is on.
        """
        if not self._on:
            self._on = True
            self._screen.run_worker(self._asked_for(act, then), group="sending", name="reminders")

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

    async def _asked_for(self, act: str, then: Callable[[], Awaitable[None]]) -> None:
        await self._run(act, asked=True)
        await then()

    async def _run(self, act: str, *, asked: bool) -> None:
        loop, sending = asyncio.get_running_loop(), self._screen.counter_app.sending

        def progress(done: int, whole: int) -> None:
            if sending.is_closing:
                raise ClosingError
            if asked:
                loop.call_soon_threadsafe(self._show_progress, done, whole)

        def work(
            desk: "Desk", setup: "GatewaySetup"
        ) -> "tuple[RunResult | AlreadyRunning | None, Said | None]":
            if not asked and not self._is_time(desk):
                return None, None
            from fritids.present.reminders import already_running_said, run_said
            from fritids.services.message_texts import load_texts
            from fritids.services.results.reminders import AlreadyRunning

            texts = load_texts()
            desk.reminders.send_receipts(setup.gateways, write=desk.receipts.writer(texts))
            result = desk.reminders.run(setup.gateways, texts=texts, act=act, progress=progress)
            if isinstance(result, AlreadyRunning):
                return result, already_running_said()
            return result, run_said(result, desk.policy.reminders)

        try:
            result, said = await sending.run(work)
        except FritidsError as error:
            self._ran = self._screen.opening.clock.now()
            tell(self._screen, Said(_("The reminders were not sent"), (error.message,), Tone.NO), quiet=True)
            return
        finally:
            self._on = False
        if result is None:
            return
        self._ran = self._screen.opening.clock.now()
        if said is not None and (asked or _worth_saying(result)):
            tell(self._screen, said, quiet=True)
        self._screen.changed()

    def _is_time(self, desk: "Desk") -> bool:
        rules, now = desk.policy.reminders, self._screen.opening.clock.now()
        local = now.astimezone(desk.policy.zone)
        if not rules.at_counter or local.time().replace(tzinfo=None) < rules.at:
            return False
        ran = self._ran
        return ran is None or now - ran >= AGAIN or local_date(ran, desk.policy.zone) != local.date()

    def _show_progress(self, done: int, whole: int) -> None:
        from fritids.present.reminders import sending_line

        self._screen.remark(lambda: sending_line(done, whole))


def _worth_saying(result: "RunResult | AlreadyRunning") -> bool:
    from fritids.services.results.reminders import RunResult

    return isinstance(result, RunResult) and bool(
        result.sent or result.failed or result.unknown or result.to_call or result.stopped
    )
