"""What leaves the house from an open counter: on threads of its own, each thing with a desk and gateways of its own.

So a mail server that does not answer holds up no scan: neither the screen's loop nor the desk's one thread (`bridge`) ever waits for it. Knows
no widget and no meaning of what is sent.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, TypeVar

from fritids.config import Config
from fritids.domain.words import Channel
from fritids.errors import FritidsError
from fritids.tui.bridge import guarded
from fritids.tui.opening import Opening

if TYPE_CHECKING:
    from fritids.outside.gateway_setup import GatewaySetup
    from fritids.services.desk import Desk

T = TypeVar("T")
MOST: Final = 3
"""A run of reminders, receipts, and the printer."""


class ClosingError(FritidsError):
    """The counter is being closed; what has not gone out yet waits for the next run."""

    def __init__(self) -> None:
        super().__init__("")


class Sending:
    """Does a few things side by side, each on a desk that is opened for it and closed after it: a receipt waits for no run of reminders."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening
        self._thread = ThreadPoolExecutor(MOST, thread_name_prefix="sending")
        self._under_way: set[object] = set()
        self.is_closing = False
        """What sends many things stops between two of them, with `ClosingError`."""

    @property
    def config(self) -> Config | None:
        """What this computer is set up for; None where nobody has said."""
        return self._opening.config

    @property
    def channels(self) -> frozenset[Channel]:
        """By what this computer can send, as far as the configuration file has a table for it. Whether it is right is seen when it is used."""
        tables = () if self.config is None else self.config.tables
        named = {"sms": Channel.SMS, "mail": Channel.EMAIL}
        return frozenset(channel for name, channel in named.items() if name in tables)

    @property
    def is_busy(self) -> bool:
        """Something is being sent or printed, for which `close` will wait."""
        return bool(self._under_way)

    async def run(self, work: "Callable[[Desk, GatewaySetup], T]") -> T:
        """What `work` gives, with the gateways of this computer, none of which has connected to anything. Raises FritidsError."""

        def sent(desk: "Desk") -> T:
            from fritids.outside.gateway_setup import GatewaySetup, gateway_setup

            config = self.config
            setup = (
                GatewaySetup(())
                if config is None
                else gateway_setup(config, desk.branch_name, desk.policy.contact_email)
            )
            try:
                return work(desk, setup)
            finally:
                setup.close()

        return await self.with_desk(sent)

    async def with_desk(self, work: "Callable[[Desk], T]") -> T:
        """The same without gateways: for a printer, which must not fail for a fault in their settings. Raises FritidsError."""

        def opened() -> T:
            self._under_way.add(desk := self._opening.open())
            try:
                return work(desk)
            finally:
                desk.close()
                self._under_way.discard(desk)

        return await asyncio.get_running_loop().run_in_executor(self._thread, guarded, opened)

    def close(self) -> None:
        """Finish what is being sent, which no gateway lets last long, and begin nothing more: it waits on the disk. Harmless when done twice."""
        self.is_closing = True
        self._thread.shutdown(cancel_futures=True)
