"""The use cases of reminders."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from fritids.domain.words import Channel
from fritids.outside.gateways import Gateway
from fritids.services.context import Context
from fritids.services.reminders.writing import ReceiptText
from fritids.services.results.reminders import AlreadyRunning, RunPlan, RunResult


class Reminders:
    """What is due, and sending it once."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def plan(self, *, texts: Any, set_up: Collection[Channel]) -> RunPlan:
        """What a run would do at this moment, with the texts; nothing is stored. `set_up` are the channels that this machine has a gateway for."""
        raise NotImplementedError

    def run(
        self,
        gateways: Sequence[Gateway],
        *,
        texts: Any,
        act: str,
        progress: Callable[[int, int], None] | None = None,
    ) -> RunResult | AlreadyRunning:
        """All that is due has gone out once, as far as hours, closed days and gateways let it."""
        raise NotImplementedError

    def send_receipts(self, gateways: Sequence[Gateway], *, write: ReceiptText) -> RunResult:
        """The receipts that wait have gone out once, at any hour."""
        raise NotImplementedError
