"""receipt: what a borrower took home, as a text message, by e-mail, in a file or from the receipt printer; only if asked for."""

from typing import TYPE_CHECKING

from fritids.cli import documents
from fritids.cli.acts import act_key, add_act
from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.lookup import one_borrower
from fritids.cli.numbers import read_whole
from fritids.cli.output import Document
from fritids.cli.parser import Commands
from fritids.cli.paths import read_path
from fritids.config.receipts import PAPERS
from fritids.domain.words import ON_ITS_WAY, Channel, MessageState
from fritids.errors import UsageError
from fritids.i18n import _

if TYPE_CHECKING:
    from fritids.services.desk import Desk
    from fritids.services.message_texts import MessageTexts
    from fritids.services.results.receipts import ReceiptAsked, ReceiptOutcome, VisitReceipt


def add(commands: Commands) -> None:
    """The command and its options."""
    parser = commands.add("receipt", _("give a borrower in writing what they took home"), receipt)
    parser.add_argument(
        "borrower", metavar=_("BORROWER"), help=_("a number, card, phone number, or a name that only one has")
    )
    how = parser.add_mutually_exclusive_group(required=True)
    how.add_argument(
        "--by", choices=("sms", "email"), help=_("send it at once, as a text message or by e-mail")
    )
    how.add_argument(
        "-o",
        "--output",
        metavar=_("FILE"),
        type=read_path,
        help=_("the file; its ending, .pdf, .ics or .txt, says the form"),
    )
    how.add_argument("--printer", action="store_true", help=_("print it on the receipt printer"))
    parser.add_argument(
        "--visit",
        metavar="N",
        type=read_whole,
        help=_("of this visit; the latest of which something is out, if left out"),
    )
    parser.add_argument(
        "--size",
        choices=PAPERS,
        help=_("the paper of a .pdf; a6 if neither this nor the configuration says otherwise"),
    )
    parser.add_argument("--again", action="store_true", help=_("send it although it has gone before"))
    add_act(parser)


def receipt(call: Call) -> Exit:
    """`fritids receipt`."""
    args, out = call.args, call.out
    if args.size is not None and (args.output is None or args.output.suffix.lower() != ".pdf"):
        raise UsageError(_("--size is the paper of a .pdf. Write -o FILE.pdf too, or leave it out."))
    if args.again and args.by is None:
        raise UsageError(_("--again goes with --by: a file and a slip can be made as often as you like."))
    with call.desk() as desk:
        from fritids.cli.remind_texts import texts_said

        borrower = one_borrower(desk, args.borrower)
        visit = desk.receipts.latest_visit(borrower.id) if args.visit is None else args.visit
        about = desk.receipts.of(visit)
        if about.borrower.id != borrower.id:
            raise UsageError(
                _("Visit {n} was somebody else's. Leave --visit out for the latest one.").format(n=visit),
                code="unknown_visit",
            )
        texts = texts_said(call)
        if args.by is not None:
            return _send(call, desk, about, texts)
        left_out = _on_paper(call, desk, visit, texts)
        if out.as_json:
            out.document(_document(about, file=args.output, printer=args.printer, left_out=left_out))
        elif args.printer:
            out.line(_("✓ The receipt is printed"))
        else:
            from fritids.present.receipts import file_said

            out.said(file_said(args.output, left_out))
    return Exit.DONE


def _on_paper(call: Call, desk: "Desk", visit: int, texts: "MessageTexts") -> str:
    from fritids.config.receipts import receipt_settings

    args, settings = call.args, receipt_settings(call.config.tables.get("receipt", {}))
    if not args.printer:
        from fritids.outside.receipts.slip import PaperSize

        size = PaperSize(args.size or settings.paper)
        return desk.receipts.write_file(visit, args.output, texts=texts, act=act_key(call), size=size)
    if settings.printer is None:
        raise UsageError(
            _(
                'No receipt printer is set up on this computer. Put [receipt] with printer = "network:…" into the configuration file; see the handbook, Receipts.'
            )
        )
    desk.receipts.print(visit, settings.printer, texts=texts, act=act_key(call))
    return ""


def _send(call: Call, desk: "Desk", about: "VisitReceipt", texts: "MessageTexts") -> Exit:
    """Ask for it and send it, and say what became of it."""
    from fritids.outside.gateway_setup import gateway_setup
    from fritids.present.receipts import asked_said, outcome_said
    from fritids.services.results.receipts import NoReceipt, ReceiptSentBefore

    out, channel = call.out, Channel(call.args.by)
    setup = gateway_setup(call.config, desk.branch_name, desk.policy.contact_email)
    try:
        setup.gateway(channel)
        asked = desk.receipts.ask(about.visit_id, channel, act=act_key(call), again=call.args.again)
        if isinstance(asked, NoReceipt | ReceiptSentBefore):
            said = asked_said(asked, about.loans, desk.today())
            if out.as_json:
                reason = asked.reason.value if isinstance(asked, NoReceipt) else "sent_before"
                address = None if isinstance(asked, NoReceipt) else asked.address
                out.document(_document(about, channel, address=address, reason=reason))
            else:
                out.said(said)
                if isinstance(asked, ReceiptSentBefore):
                    out.talk(_("To send it once more, add --again."))
            return Exit.REFUSED if isinstance(asked, NoReceipt) else Exit.ASKED
        desk.reminders.send_receipts(setup.gateways, write=desk.receipts.writer(texts))
    finally:
        setup.close()
    (outcome,) = desk.receipts.outcomes([asked.message_id])
    if out.as_json:
        out.document(_sent(about, asked, outcome))
    else:
        out.said(outcome_said(outcome))
    if outcome.state is MessageState.SENT:
        return Exit.DONE
    return Exit.FAILED if outcome.state in ON_ITS_WAY else Exit.REFUSED


def _sent(about: "VisitReceipt", asked: "ReceiptAsked", outcome: "ReceiptOutcome") -> Document:
    return _document(
        about,
        asked.channel,
        address=outcome.address,
        message=asked.message_id,
        state=outcome.state.value,
        reason=None if outcome.reason is None else outcome.reason.value,
        segments=outcome.segments,
    )


def _document(about: "VisitReceipt", channel: Channel | None = None, **known: object) -> Document:
    from fritids.present import article_name

    file, printer = known.get("file"), known.get("printer")
    by = "printer" if printer else "file" if channel is None else channel.value
    return {
        "borrower": about.borrower.number,
        "visit": about.visit_id,
        "by": by,
        "address": _text(known.get("address")),
        "file": None if file is None else str(file),
        "message": _number(known.get("message")),
        "state": _text(known.get("state")),
        "reason": _text(known.get("reason")),
        "segments": _number(known.get("segments")),
        "left_out": _text(known.get("left_out")),
        "loans": [
            {
                "barcode": loan.article.barcode,
                "article": article_name(loan.article),
                "due": documents.day(loan.due),
            }
            for loan in about.loans
        ],
    }


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None
