"""What a counter needs to send the reminders itself. Whoever opens it provides it, where this machine has a gateway."""

from collections.abc import Callable
from typing import Protocol

from fritids.domain.words import Channel
from fritids.services.results.reminders import AlreadyRunning, RunPlan, RunResult


class Sending(Protocol):
    """Sends by the gateways of this machine. Lending goes on meanwhile."""

    @property
    def channels(self) -> frozenset[Channel]:
        """By what this machine can send; empty where its configuration names no gateway."""
        ...

    def named(self, plan: RunPlan) -> RunPlan:
        """The plan with the name that text messages come from, and what one costs."""
        ...

    async def run(
        self, act: str, progress: Callable[[int, int], None] | None = None
    ) -> RunResult | AlreadyRunning:
        """All that is due has gone out once, as `fritids remind` does it; `progress` is told how many of how many. Raises FritidsError."""
        ...
