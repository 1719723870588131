"""Receipts: what was lent in a visit, with its due dates, for whoever wants that in writing. Never by itself.

A receipt says what is out of the visit at the moment it is made: what was undone or came back meanwhile is not in it, and a renewed loan
has its new date. As a message it is stored by `ask` and goes out with `Reminders.send_receipts`, which calls `writer`; on paper it is made at
once. Private types are named on paper, which the family holds in its hand, and only counted in messages.
"""

from collections.abc import Collection
from pathlib import Path
from typing import Final

from fritids.config.receipts import PrinterSettings
from fritids.db import borrowers, events, loans, visits
from fritids.db import receipts as rows
from fritids.db.borrowers import BorrowerRow
from fritids.db.engine import Connection
from fritids.db.messages import MessageRow
from fritids.domain.roles import Right
from fritids.domain.words import ON_ITS_WAY, ActKind, Channel, MessageKind, MessageState, SendReason
from fritids.errors import UsageError
from fritids.i18n import _
from fritids.outside.files import replacing
from fritids.outside.receipts.slip import PaperSize, Slip, as_text
from fritids.services.acts import key_of_another_act
from fritids.services.borrower_reading import opened
from fritids.services.context import Context
from fritids.services.loan_pages import views_of
from fritids.services.message_texts import USUAL, MessageTexts
from fritids.services.once import once
from fritids.services.receipt_texts import ReceiptTexts
from fritids.services.reminders import ReceiptText, Text, Withheld
from fritids.services.reminders.addresses import can_get_texts
from fritids.services.results import LoanView
from fritids.services.results.receipts import (
    NoReceipt,
    ReceiptAsked,
    ReceiptOutcome,
    ReceiptResult,
    ReceiptSentBefore,
    ReceiptWay,
    VisitReceipt,
)
from fritids.services.rights import needs

BY: Final = (Channel.SMS, Channel.EMAIL)
"""The channels that carry a receipt."""
ENDINGS: Final = (".pdf", ".ics", ".txt")
_GONE_OUT: Final = frozenset({MessageState.SENT, MessageState.UNKNOWN})


class Receipts:
    """The use cases of receipts."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @needs(Right.LEND)
    def of(self, visit_id: int, set_up: Collection[Channel] = BY) -> VisitReceipt:
        """What the receipt of the visit is about, and how it can go. `set_up` are the channels that this computer has a gateway for.

        Raises UsageError if the visit is none of this branch, names nobody any more, or nothing of it is out.
        """
        with self._context.database.read() as connection:
            return self._of(connection, visit_id, set_up)

    @needs(Right.LEND)
    def latest_visit(self, borrower_id: int) -> int:
        """The borrower's newest visit at this branch of which something is out. Raises UsageError if there is none."""
        with self._context.database.read() as connection:
            found = rows.latest_visit(connection, self._context.branch_id, borrower_id)
        if found is None:
            raise _nothing_out()
        return found

    @needs(Right.LEND)
    def ask(self, visit_id: int, channel: Channel, *, act: str, again: bool = False) -> ReceiptResult:
        """The receipt of the visit waits to be sent, once, however often it is asked for while it is on its way.

        One that went out before goes again only with `again`. Raises UsageError as `of`; nothing is written then.
        """
        context = self._context

        def work(connection: Connection) -> ReceiptResult:
            receipt = self._of(connection, visit_id, BY, lock=True)
            way = receipt.way(channel)
            if way.address is None or way.reason is not None:
                return NoReceipt(channel, way.reason or SendReason.NO_ADDRESS)
            earlier = [row for row in rows.of_visit(connection, visit_id) if row.channel is channel]
            if under_way := [row for row in earlier if row.state in ON_ITS_WAY]:
                row = under_way[-1]
                return ReceiptAsked(row.id, channel, row.address or way.address, already=True)
            went_out = [row for row in earlier if row.state in _GONE_OUT]
            if went_out and not again:
                row = went_out[-1]
                return ReceiptSentBefore(channel, row.address or way.address, row.state, row.made_at)
            message_id = rows.add(
                connection,
                {
                    "branch_id": context.branch_id,
                    "kind": MessageKind.RECEIPT.value,
                    "visit_id": visit_id,
                    "borrower_id": receipt.borrower.id,
                    "channel": channel.value,
                    "address": way.address,
                    "language": receipt.borrower.language or USUAL,
                    "state": MessageState.PLANNED.value,
                    "attempts": 0,
                    "made_at": context.clock.now(),
                    "desk": context.desk,
                    "operator": context.operator,
                },
            )
            self._record(connection, visit_id, act, {"by": channel.value, "message": message_id})
            return ReceiptAsked(message_id, channel, way.address)

        def repeated(connection: Connection, earlier: events.EventRow) -> ReceiptResult:
            found = rows.by_ids(connection, [int(earlier.details.get("message", 0))])
            if earlier.visit_id != visit_id or not found or found[0].channel is not channel:
                raise key_of_another_act()
            return ReceiptAsked(found[0].id, channel, found[0].address or "", already=True)

        return once(context, act, ActKind.RECEIPT, work, repeated)

    @needs(Right.MACHINE)
    def are_waiting(self) -> bool:
        """Whether a receipt of the branch is still to go out."""
        with self._context.database.read() as connection:
            return rows.are_waiting(connection, self._context.branch_id)

    @needs(Right.LEND)
    def outcomes(self, message_ids: Collection[int]) -> tuple[ReceiptOutcome, ...]:
        """How these receipts stand now."""
        with self._context.database.read() as connection:
            return tuple(
                ReceiptOutcome(
                    row.id, row.channel, row.address, row.state, row.reason, row.detail, row.segments
                )
                for row in rows.by_ids(connection, message_ids)
            )

    @needs(Right.MACHINE)
    def writer(self, texts: MessageTexts) -> ReceiptText:
        """What writes the receipts when their turn to be sent has come, out of what is out then."""

        def write(connection: Connection, message: MessageRow) -> Text | Withheld:
            borrower = self._borrower(connection, message.borrower_id)
            if borrower is None or message.visit_id is None:
                return Withheld(MessageState.DROPPED, SendReason.BORROWER_GONE)
            visit = visits.by_id(connection, message.visit_id)
            if visit is None or visit.borrower_id != borrower.id:  # moved to somebody else meanwhile
                return Withheld(MessageState.DROPPED, SendReason.NOTHING_LEFT)
            lent = self._out(connection, message.visit_id, borrower.id)
            if not lent:
                return Withheld(MessageState.DROPPED, SendReason.NOTHING_LEFT)
            made = self._texts(connection, texts)
            written = made.message(borrower, lent)
            if message.channel is Channel.SMS:
                return Text(message.address or "", written.language, written.sms)
            return Text(
                message.address or "",
                written.language,
                written.plain,
                written.subject,
                written.html,
                (made.attachment(borrower, lent),),
            )

        return write

    # ---------------------------------------------------------------------------------------------- on paper

    @needs(Right.LEND)
    def write_file(
        self, visit_id: int, path: Path, *, texts: MessageTexts, act: str, size: PaperSize = PaperSize.A6
    ) -> str:
        """The receipt is the file at `path`, whose ending (.pdf, .ics, .txt) says the form.

        Returns the signs that a PDF's fonts lack, which are left out. Raises UsageError as `of` or for another ending, FritidsError if the
        disk refuses; nothing is done then.
        """
        path, ending = Path(path), Path(path).suffix.lower()
        if ending not in ENDINGS:
            raise UsageError(
                _("The receipt can be a .pdf, a .ics for a calendar, or a .txt. End the file's name so.")
            )
        left_out = ""
        with replacing(path) as partial:
            with self._context.database.read() as connection:
                self._context.refresh(connection)
                receipt, borrower = self._on_paper(connection, visit_id)
                made = self._texts(connection, texts)
            match ending:
                case ".ics":
                    partial.write_bytes(made.calendar(borrower, receipt.loans))
                case ".txt":
                    partial.write_text(
                        as_text(made.slip(borrower, receipt.loans, printed=False)), encoding="utf-8"
                    )
                case _:
                    left_out = made.write_pdf(partial, made.slip(borrower, receipt.loans), size)
            self._remember(visit_id, act, ending[1:])
        return left_out

    @needs(Right.LEND)
    def print(self, visit_id: int, settings: PrinterSettings, *, texts: MessageTexts, act: str) -> None:
        """The receipt printer has it. The same act again prints nothing more. Waits for the printer, at most some seconds.

        Raises UsageError as `of`, PrinterError where the printer does not do it; nothing is recorded then.
        """
        from fritids.outside.receipts.printer import print_slip  # noqa: PLC0415  # 0.5 s: only for who prints

        with self._context.database.read() as connection:
            self._context.refresh(connection)
            if events.by_act(connection, act) is not None:
                return
            slip = self._slip(connection, visit_id, texts)
        print_slip(slip, settings)
        self._remember(visit_id, act, "printer")

    def _slip(self, connection: Connection, visit_id: int, texts: MessageTexts) -> Slip:
        receipt, borrower = self._on_paper(connection, visit_id)
        return self._texts(connection, texts).slip(borrower, receipt.loans)

    def _on_paper(self, connection: Connection, visit_id: int) -> tuple[VisitReceipt, BorrowerRow]:
        receipt = self._of(connection, visit_id, BY)
        borrower = self._borrower(connection, receipt.borrower.id)
        assert borrower is not None
        return receipt, borrower

    def _remember(self, visit_id: int, act: str, by: str) -> None:
        def work(connection: Connection) -> None:
            self._record(connection, visit_id, act, {"by": by})

        def repeated(_connection: Connection, earlier: events.EventRow) -> None:
            if earlier.visit_id != visit_id:
                raise key_of_another_act()

        once(self._context, act, ActKind.RECEIPT, work, repeated)

    def _record(self, connection: Connection, visit_id: int, act: str, details: dict[str, object]) -> None:
        events.add(connection, self._context.event(ActKind.RECEIPT, act, visit_id=visit_id), details)

    # ---------------------------------------------------------------------------------------------- what it is about

    def _of(
        self, connection: Connection, visit_id: int, set_up: Collection[Channel], *, lock: bool = False
    ) -> VisitReceipt:
        context = self._context
        visit = visits.by_id(connection, visit_id)
        if visit is None or rows.branch_of_visit(connection, visit_id) != context.branch_id:
            raise UsageError(
                _("There is no visit {n} at this branch.").format(n=visit_id), code="unknown_visit"
            )
        if lock and visit.borrower_id is not None:
            borrowers.lock(connection, visit.borrower_id)
        borrower = self._borrower(connection, visit.borrower_id)
        if borrower is None:
            raise UsageError(_("The borrower of this visit is forgotten."), code="unknown_borrower")
        lent = self._out(connection, visit_id, borrower.id)
        if not lent:
            raise _nothing_out()
        last = {row.channel: row for row in rows.of_visit(connection, visit_id)}
        ways = []
        for channel in BY:
            address, row = _address(borrower, channel), last.get(channel)
            reason = None
            if address is None:
                reason = SendReason.NO_ADDRESS
            elif channel not in set_up:
                reason = SendReason.NO_GATEWAY
            state, asked_at = (None, None) if row is None else (row.state, row.made_at)
            ways.append(ReceiptWay(channel, address, reason, state, asked_at))
        return VisitReceipt(visit_id, opened(borrower), lent, tuple(ways))

    def _borrower(self, connection: Connection, borrower_id: int | None) -> BorrowerRow | None:
        if borrower_id is None:
            return None
        found = borrowers.rows(connection, [borrower_id], self._context.today())
        return found[0] if found else None

    def _out(self, connection: Connection, visit_id: int, borrower_id: int) -> tuple[LoanView, ...]:
        """What was lent in the visit to the borrower and is out."""
        ids = [
            loan.id
            for loan in loans.of_visit(connection, visit_id)
            if loan.returned_at is None and loan.borrower_id == borrower_id
        ]
        return views_of(connection, self._context, ids, opened=borrower_id)

    def _texts(self, connection: Connection, texts: MessageTexts) -> ReceiptTexts:
        return ReceiptTexts.read(connection, self._context, texts)


def _address(borrower: BorrowerRow, channel: Channel) -> str | None:
    """Where the channel reaches the borrower; a number that is no mobile one gets no text message."""
    if channel is Channel.EMAIL:
        return borrower.email or None
    return borrower.phone if borrower.phone and can_get_texts(borrower.phone) else None


def _nothing_out() -> UsageError:
    return UsageError(
        _("Nothing that was lent in the visit is out. There is nothing to give a receipt for."),
        code="nothing_out",
    )
