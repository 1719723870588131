"""Receipts that were asked for at this counter: sent and printed in the background, and said aloud only where that failed.

What is sent stands in the borrower's log of messages; here is only which of them this counter still has to hear about.
Its words are imported when there is something to say: no first paint waits for them.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from fritids.domain.words import Channel
from fritids.errors import FritidsError, UsageError
from fritids.i18n import _
from fritids.present import Said, Tone
from fritids.tui.telling import tell

if TYPE_CHECKING:
    from fritids.config.receipts import ReceiptSettings
    from fritids.outside.gateway_setup import GatewaySetup
    from fritids.services.desk import Desk
    from fritids.services.results.receipts import ReceiptOutcome
    from fritids.tui.screen import DeskScreen

AGAIN: Final = 60.0
"""Seconds after which a receipt is tried again that the gateway did not take. How often at most is the sender's business."""


class Receipts:
    """Sends and prints the receipts of one screen."""

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        self._asked: set[int] = set()
        self._put_off: set[int] = set()
        """Those of which it was said that they wait."""
        self._wanted = False
        self._on = False
        self._waits = False

    @property
    def channels(self) -> frozenset[Channel]:
        """By what this computer can send."""
        return self._screen.counter_app.sending.channels

    @property
    def settings(self) -> "ReceiptSettings":
        """How a receipt comes on paper here. Raises UsageError for what the configuration file cannot mean."""
        from fritids.config.receipts import receipt_settings

        config = self._screen.counter_app.sending.config
        return receipt_settings({} if config is None else config.tables.get("receipt", {}))

    def send(self, message_id: int | None = None) -> None:
        """What waits goes out as soon as can be; what becomes of this message is said if it does not arrive."""
        if message_id is not None:
            self._asked.add(message_id)
        self._wanted = True
        if not self._on:
            self._on = True
            self._screen.run_worker(self._send(), group="sending", name="receipts")

    def print(self, visit_id: int, act: str) -> None:
        """The receipt printer prints it; if it does not, that is said."""
        self._screen.run_worker(self._print(visit_id, act), group="sending", name="printer")

    async def _send(self) -> None:
        try:
            while self._wanted:
                self._wanted = False
                self._heard(await self._screen.counter_app.sending.run(self._work))
        except FritidsError as error:
            self._asked.clear()
            tell(self._screen, Said(_("The receipt was not sent"), (error.message,), Tone.NO))
        finally:
            self._on = False

    def _work(self, desk: "Desk", setup: "GatewaySetup") -> "tuple[ReceiptOutcome, ...]":
        from fritids.services.message_texts import load_texts

        desk.reminders.send_receipts(setup.gateways, write=desk.receipts.writer(load_texts()))
        return desk.receipts.outcomes(frozenset(self._asked))

    def _heard(self, outcomes: "tuple[ReceiptOutcome, ...]") -> None:
        from fritids.present.receipts import is_put_off, is_settled, is_trouble, outcome_said

        for outcome in outcomes:
            if is_settled(outcome):
                self._asked.discard(outcome.message_id)
                self._put_off.discard(outcome.message_id)
            if is_trouble(outcome):
                said = outcome_said(outcome)
                where = _("F12, Reminders: what went out, to try it again.")
                tell(self._screen, replace(said, details=(*said.details, where)))
            elif is_put_off(outcome) and outcome.message_id not in self._put_off:
                self._put_off.add(outcome.message_id)
                tell(self._screen, outcome_said(outcome))
        if self._asked and not self._waits:
            self._waits = True
            self._screen.set_timer(AGAIN, self._once_more)

    def _once_more(self) -> None:
        self._waits = False
        self.send()

    async def _print(self, visit_id: int, act: str) -> None:
        def work(desk: "Desk") -> None:
            from fritids.services.message_texts import load_texts

            printer = self.settings.printer
            if printer is None:
                raise UsageError(_("No receipt printer is set up on this computer."))
            desk.receipts.print(visit_id, printer, texts=load_texts(), act=act)

        try:
            await self._screen.counter_app.sending.with_desk(work)
        except FritidsError as error:
            tell(self._screen, Said(_("The receipt was not printed"), (error.message,), Tone.NO))
