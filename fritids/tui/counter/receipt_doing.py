"""The key for a receipt: by what, is asked; then it goes its way, and the next family can be served."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from fritids.domain.words import Channel
from fritids.i18n import _
from fritids.present import Tone
from fritids.present.names import borrower_name
from fritids.present.receipts import asked_said, file_said, no_way_words, way_line
from fritids.services.results.receipts import ReceiptAsked, ReceiptResult, ReceiptSentBefore
from fritids.tui.counter.acting import Acting
from fritids.tui.counter.asking import LeftError
from fritids.tui.counter.borrower_forms import ask_field, field_name
from fritids.tui.counter.form import Form
from fritids.tui.counter.inbox import Entry
from fritids.tui.counter.situation import Prompt, Shown, Words

if TYPE_CHECKING:
    from fritids.services.desk import Desk
    from fritids.services.results.receipts import VisitReceipt


class ReceiptDoing(Acting):
    """Gives the receipt of a visit."""

    async def give(self, entry: Entry, visit_id: int) -> None:
        """Ask by what, and do it. Raises LeftError, UsageError if nothing of the visit is out."""
        channels = self._stage.receipts.channels
        receipt, today, asked = await self._call(
            lambda desk: (desk.receipts.of(visit_id, channels), desk.today(), desk.policy.asked_fields)
        )
        asks_email = "email" in asked and Channel.EMAIL in channels
        printer = self._stage.receipts.settings.printer is not None

        def options() -> tuple[str, ...]:
            ways = (way_line(way, today, asks_email=asks_email) for way in receipt.ways)
            return (
                *ways,
                *([_("Paper, from the receipt printer")] if printer else []),
                _("Paper, as a file to print"),
            )

        can = [way.reason is None for way in receipt.ways]
        asking = Prompt(
            title=lambda: _("Receipt for {name}?").format(name=borrower_name(receipt.borrower)),
            label=lambda: _("Choose with a digit"),
            options=options,
            enter=lambda: _("Choose"),
            first=(*can, True).index(True),
        )
        prompt = asking
        while True:
            chosen = await self._questions.pick(prompt)
            if chosen >= len(can):
                await self._on_paper(entry, receipt, on_printer=printer and chosen == len(can))
                return
            way = receipt.ways[chosen]
            if way.reason is None:
                await self._send(entry, receipt, way.channel)
                return
            if way.channel is Channel.EMAIL and asks_email:
                await self._ask_email(entry, receipt)
                await self._send(entry, receipt, way.channel)
                return
            prompt = replace(asking, complaint=_constant(no_way_words(way)))

    async def _send(self, entry: Entry, receipt: "VisitReceipt", channel: Channel) -> None:
        asked = await self._ask(receipt, channel, entry.act)
        if isinstance(asked, ReceiptSentBefore):
            if not await self._questions.confirm(await self._sent_before(asked, receipt)):
                raise LeftError
            asked = await self._ask(receipt, channel, f"{entry.act}/again", again=True)
        if isinstance(asked, ReceiptAsked):
            self._stage.receipts.send(asked.message_id)
        today = await self._call(lambda desk: desk.today())
        await self._show(Shown(lambda: asked_said(asked, receipt.loans, today)))

    async def _ask_email(self, entry: Entry, receipt: "VisitReceipt") -> None:
        """The borrower's card has the address that was written. Raises LeftError if none was."""
        form = Form(lambda: _("Receipt by e-mail"), {"email": lambda: field_name("email")})
        form.fill("email", "")
        await ask_field(self._questions, self._call, form, "email")
        if not (address := form.values["email"]):
            raise LeftError
        person = receipt.borrower
        await self._call(
            lambda desk: desk.borrowers.edit(
                person.id, person.revision, {"email": address}, act=f"{entry.act}/address"
            )
        )

    async def _ask(
        self, receipt: "VisitReceipt", channel: Channel, act: str, *, again: bool = False
    ) -> ReceiptResult:
        return await self._call(
            lambda desk: desk.receipts.ask(receipt.visit_id, channel, act=act, again=again)
        )

    async def _sent_before(self, asked: ReceiptSentBefore, receipt: "VisitReceipt") -> Prompt:
        today = await self._call(lambda desk: desk.today())
        said = partial(asked_said, asked, receipt.loans, today)
        return Prompt(
            title=lambda: said().headline,
            label=lambda: _("Enter sends it once more, Esc leaves it"),
            details=lambda: said().details,
            enter=lambda: _("Send the receipt once more"),
        )

    async def _on_paper(self, entry: Entry, receipt: "VisitReceipt", *, on_printer: bool) -> None:
        if on_printer:
            self._stage.receipts.print(receipt.visit_id, entry.act)
            await self._show(Shown.note(lambda: _("The receipt is being printed"), tone=Tone.YES))
            return
        paper, name = self._stage.receipts.settings.paper, _("receipt")

        def work(desk: "Desk") -> tuple[Path, str]:
            from fritids.outside.receipts.slip import PaperSize
            from fritids.services.message_texts import load_texts
            from fritids.tui.jobs.files import new_file

            path = new_file(name, desk.context.clock.now())
            left_out = desk.receipts.write_file(
                receipt.visit_id, path, texts=load_texts(), act=entry.act, size=PaperSize(paper)
            )
            return path, left_out

        path, left_out = await self._call(work)
        await self._show(Shown(lambda: file_said(path, left_out)))


def _constant(text: str) -> Words:
    return lambda: text
