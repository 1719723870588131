"""remind calls, remind called: whom to call because no message reaches them, on paper too, and how each call went."""

from pathlib import Path
from typing import TYPE_CHECKING

from fritids.cli import documents
from fritids.cli.acts import act_key, add_act
from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.lookup import one_borrower
from fritids.cli.moments import read_date
from fritids.cli.output import Document
from fritids.cli.parser import Commands
from fritids.cli.paths import read_path
from fritids.domain.words import ContactOutcome
from fritids.errors import UsageError
from fritids.i18n import _

if TYPE_CHECKING:
    from fritids.outside.call_list import WrittenCalls
    from fritids.services.desk import Desk
    from fritids.services.results.reminders import CallLine


def add(group: Commands) -> None:
    """The commands below `remind`, and their options."""
    parser = group.add("calls", _("whom to call because no message reaches them"), list_calls)
    parser.add_argument(
        "-o",
        "--output",
        metavar=_("FILE.pdf"),
        type=read_path,
        help=_("write the list to this file, to be printed"),
    )
    parser = group.add("called", _("note how a call went"), note_call)
    parser.add_argument(
        "borrower", metavar=_("BORROWER"), help=_("a number, card, phone number, or a name that only one has")
    )
    parser.add_argument(
        "outcome",
        choices=[outcome.value for outcome in ContactOutcome],
        help=_("spoken to, promised to come, did not answer, or not their number"),
    )
    parser.add_argument(
        "--on", metavar=_("DATE"), type=read_date, help=_("the day that was promised, as 2026-02-16")
    )
    parser.add_argument("--note", metavar=_("TEXT"), help=_("what was said, shown on the borrower's card"))
    add_act(parser)


def list_calls(call: Call) -> Exit:
    """`fritids remind calls`."""
    path: Path | None = call.args.output
    if path is not None and path.suffix.lower() != ".pdf":
        raise UsageError(_("The list is a PDF: the name of the file has to end in .pdf."))
    with call.desk() as desk:
        lines = desk.calls.list()
        written = None if path is None else _print(desk, path, lines)
        if call.out.as_json:
            call.out.document(
                {
                    "calls": [_line(line) for line in lines],
                    "file": None if path is None else str(path),
                    "pages": None if written is None else written.pages,
                    "unnamed": [] if written is None else list(written.unnamed),
                }
            )
        else:
            _say(call, desk, lines, written)
    return Exit.DONE


def _print(desk: "Desk", path: Path, lines: "tuple[CallLine, ...]") -> "WrittenCalls":
    from fritids.outside.call_list import write_call_list
    from fritids.present.calls import printed_blocks, printed_moment

    when = printed_moment(desk.context.clock.now())
    return write_call_list(path, desk.branch_name, when, printed_blocks(lines, desk.today()))


def _say(call: Call, desk: "Desk", lines: "tuple[CallLine, ...]", written: "WrittenCalls | None") -> None:
    from fritids.present.calls import call_lines, list_headline, printed_said

    if written is not None:
        call.out.said(printed_said(str(call.args.output), written, len(lines)))
        return
    for line in lines:
        call.out.lines(call_lines(line, desk.today()))
    call.out.talk(list_headline(len(lines)))


def note_call(call: Call) -> Exit:
    """`fritids remind called`."""
    args = call.args
    with call.desk() as desk:
        noted = desk.calls.note(
            one_borrower(desk, args.borrower).id,
            ContactOutcome(args.outcome),
            act=act_key(call),
            promised_on=args.on,
            note=args.note,
        )
        if call.out.as_json:
            call.out.document({"borrower": noted.borrower_number, **documents.contact(noted.contact)})
        else:
            from fritids.present.calls import noted_said

            call.out.said(noted_said(noted, desk.today()))
    return Exit.DONE


def _line(line: "CallLine") -> dict[str, Document]:
    return {
        "borrower": line.borrower_number,
        "name": line.borrower_name or None,
        "phone": line.phone or None,
        "reason": line.reason.value,
        "channel": line.channel.value,
        "days_late": line.days_late,
        "tries": len(line.tries),
        "loans": [documents.loan(loan) for loan in line.loans],
        "contacts": [documents.contact(one) for one in line.contacts],
    }
