"""slips: paper for the time without power: printing it, typing in what was written on it, and what does not fit."""

import re
from typing import TYPE_CHECKING, Final

from fritids.cli import documents
from fritids.cli.acts import act_key, add_act
from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.lookup import one_borrower
from fritids.cli.moments import read_moment
from fritids.cli.numbers import read_whole
from fritids.cli.output import Document
from fritids.cli.parser import Commands
from fritids.cli.paths import read_path
from fritids.domain.barcode import slip_number
from fritids.errors import UsageError
from fritids.i18n import _, moment
from fritids.present import Table, plain

if TYPE_CHECKING:
    from fritids.services.results.slips import SlipEntered, SlipLineView, SlipView

_RANGE: Final = re.compile(r"(\d{1,9})\s*[-–]\s*(\d{1,9})")
_MOST: Final = 1000


def add(commands: Commands) -> None:
    """The commands and their options."""
    group = commands.group("slips", _("paper slips for a power cut: print them, and type them in afterwards"))
    parser = group.add("print", _("print numbered slips, three on a page"), print_slips)
    parser.add_argument(
        "--count", metavar="N", type=read_whole, default=30, help=_("so many; 30 if left out")
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar=_("FILE"),
        type=read_path,
        required=True,
        help=_("the file; it ends in .pdf"),
    )
    add_act(parser)

    parser = group.add("enter", _("type in what stands on a slip"), enter)
    parser.add_argument(
        "number", metavar=_("NUMBER"), type=_slip, help=_("the slip's number, or its bar code")
    )
    parser.add_argument(
        "barcodes",
        metavar=_("BARCODE"),
        nargs="*",
        default=[],
        help=_("what was lent, by the numbers on the labels"),
    )
    parser.add_argument(
        "--at", metavar=_("TIME"), required=True, help=_('the time on it: 16:40, or "2026-02-16 16:40"')
    )
    parser.add_argument("--by", metavar=_("SIGN"), help=_("whose sign stands on it"))
    parser.add_argument("--to", metavar=_("BORROWER"), help=_("who borrows: a number, card or phone number"))
    parser.add_argument("--name", metavar=_("NAME"), help=_("the name on it, of somebody who may be new"))
    parser.add_argument("--phone", metavar=_("PHONE"), help=_("the mobile number on it"))
    parser.add_argument(
        "--returned",
        metavar=_("BARCODE"),
        nargs="+",
        action="extend",
        default=[],
        help=_("what was returned"),
    )
    add_act(parser)

    parser = group.add("list", _("list the slips"), list_slips)
    parser.add_argument(
        "--open",
        dest="only_open",
        action="store_true",
        help=_("only those that were neither typed in nor void"),
    )

    parser = group.add("void", _("a slip is spoiled, lost or never used: nothing of it is typed in"), void)
    parser.add_argument(
        "numbers", metavar=_("NUMBER"), nargs="+", help=_("numbers of slips; 31-60 for all of these")
    )
    parser.add_argument("--reason", metavar=_("TEXT"), required=True, help=_("why"))
    add_act(parser)

    group.add("conflicts", _("what stands on slips and does not fit, and what to do about it"), conflicts)

    parser = group.add("retry", _("try every conflict once more"), retry)
    add_act(parser)

    parser = group.add("settle", _("a conflict was seen to: note how, and list it no longer"), settle)
    parser.add_argument(
        "number", metavar=_("NUMBER"), type=_slip, help=_("the slip's number, or its bar code")
    )
    parser.add_argument(
        "barcode", metavar=_("BARCODE"), help=_("the number as it stands in the list of conflicts")
    )
    parser.add_argument("--note", metavar=_("TEXT"), required=True, help=_("what was done about it"))
    add_act(parser)


def _slip(text: str) -> int:
    """A slip's number as it is printed large on it, or the code of its bars."""
    return slip_number(text) or read_whole(text)


def print_slips(call: Call) -> Exit:
    """`fritids slips print`."""
    from fritids.present.slips import printed_said

    with call.desk() as desk:
        printed = desk.slips.print(call.args.count, call.args.output, act=act_key(call))
        if call.out.as_json:
            call.out.document(
                {
                    "file": str(printed.file),
                    "first": printed.first,
                    "last": printed.last,
                    "pages": printed.pages,
                }
            )
        else:
            call.out.said(printed_said(printed))
    return Exit.DONE


def enter(call: Call) -> Exit:
    """`fritids slips enter`."""
    from fritids.present.slips import entered_said
    from fritids.services.results.slips import NewSlip

    args = call.args
    if args.to and (args.name or args.phone):
        raise UsageError(_("Write either --to, or --name and --phone: not both."))
    with call.desk() as desk:
        new = NewSlip(
            args.number,
            read_moment(args.at, desk.policy.zone, desk.today()),
            args.by,
            one_borrower(desk, args.to).id if args.to else None,
            args.name,
            args.phone,
            tuple(args.barcodes),
            tuple(args.returned),
        )
        entered = desk.slips.enter(new, act=act_key(call))
        if call.out.as_json:
            call.out.document(_entered(entered))
        else:
            call.out.said(entered_said(entered, desk.today()))
    conflicts_left = any(line.in_conflict for line in (*entered.slip.lines, *entered.others))
    return Exit.REFUSED if conflicts_left else Exit.DONE


def list_slips(call: Call) -> Exit:
    """`fritids slips list`."""
    from fritids.present.slips import state_word, summary_lines

    with call.desk() as desk:
        found, summary, today = (
            desk.slips.list(only_open=call.args.only_open),
            desk.slips.summary(),
            desk.today(),
        )
    if call.out.as_json:
        call.out.document([_slip_document(slip) for slip in found])
        return Exit.DONE
    rows = tuple(
        (
            str(slip.number),
            state_word(slip, today),
            "" if slip.written_at is None else moment(slip.written_at, today),
            plain(slip.written_by or ""),
            plain(slip.borrower_number or ""),
            str(len(slip.lines)) if slip.lines else "",
        )
        for slip in found
    )
    call.out.table(
        Table((_("Slip"), _("State"), _("Written"), _("Sign"), _("Borrower"), _("Articles")), rows)
    )
    for line in summary_lines(summary):
        call.out.talk(line)
    return Exit.DONE


def void(call: Call) -> Exit:
    """`fritids slips void`."""
    from fritids.present.slips import state_word

    with call.desk() as desk:
        numbers = [number for text in call.args.numbers for number in _numbers(text)]
        done, today = desk.slips.void(numbers, call.args.reason, act=act_key(call)), desk.today()
    if call.out.as_json:
        call.out.document([_slip_document(slip) for slip in done])
    else:
        for slip in done:
            call.out.line(
                _("Slip {number}: {state}").format(number=slip.number, state=state_word(slip, today))
            )
    return Exit.DONE


def _numbers(text: str) -> range:
    if match := _RANGE.fullmatch(text.strip()):
        first, last = int(match[1]), int(match[2])
        if not 0 <= last - first < _MOST:
            raise UsageError(_("{text} is no range of slips. Write it as 31-60.").format(text=plain(text)))
        return range(first, last + 1)
    number = _slip(text)
    return range(number, number + 1)


def conflicts(call: Call) -> Exit:
    """`fritids slips conflicts`."""
    from fritids.present.slips import conflict_line, missing_line

    with call.desk() as desk:
        summary, today = desk.slips.summary(), desk.today()
    if call.out.as_json:
        call.out.document(
            {
                "printed": summary.printed,
                "entered": summary.entered,
                "voided": summary.voided,
                "missing": list(summary.missing),
                "conflicts": [_line(line) for line in summary.conflicts],
            }
        )
        return Exit.DONE
    for line in summary.conflicts:
        call.out.line(conflict_line(line, today))
    if not summary.conflicts:
        call.out.line(_("No slip has a conflict."))
    if summary.missing:
        call.out.line(missing_line(summary.missing))
    return Exit.DONE


def retry(call: Call) -> Exit:
    """`fritids slips retry`."""
    from fritids.present.slips import conflict_line, row_name

    with call.desk() as desk:
        done = desk.slips.retry(act=act_key(call))
        left, today = desk.slips.summary().conflicts, desk.today()
    if call.out.as_json:
        call.out.document(
            {"done": [_line(line) for line in done], "conflicts": [_line(line) for line in left]}
        )
    else:
        for line in done:
            call.out.line(_("Done now: {row}").format(row=row_name(line, today)))
        for line in left:
            call.out.line(conflict_line(line, today))
        if not done and not left:
            call.out.line(_("No slip has a conflict."))
    return Exit.REFUSED if left else Exit.DONE


def settle(call: Call) -> Exit:
    """`fritids slips settle`."""
    from fritids.present.slips import row_name

    with call.desk() as desk:
        line = desk.slips.settle(call.args.number, call.args.barcode, call.args.note, act=act_key(call))
        today = desk.today()
    if call.out.as_json:
        call.out.document(_line(line))
    else:
        call.out.line(_("Noted: {row}").format(row=row_name(line, today)))
    return Exit.DONE


def _entered(entered: "SlipEntered") -> dict[str, Document]:
    return {
        **_slip_document(entered.slip),
        "registered": entered.registered,
        "others": [_line(line) for line in entered.others],
    }


def _slip_document(slip: "SlipView") -> dict[str, Document]:
    return {
        "slip": slip.number,
        "code": slip.code,
        "state": slip.state.value,
        "printed_at": documents.moment(slip.printed_at),
        "written_at": documents.moment(slip.written_at),
        "written_by": slip.written_by,
        "entered_at": documents.moment(slip.entered_at),
        "entered_by": slip.entered_by,
        "voided_at": documents.moment(slip.voided_at),
        "reason": slip.void_reason,
        "borrower": slip.borrower_number,
        "lines": [_line(line) for line in slip.lines],
    }


def _line(line: "SlipLineView") -> dict[str, Document]:
    from fritids.present import article_name
    from fritids.present.slips import conflict_reason

    return {
        "slip": line.slip,
        "at": documents.moment(line.at),
        "act": line.act.value,
        "barcode": line.code,
        "article": None if line.article is None else article_name(line.article),
        "borrower": line.borrower_number,
        "done": line.done,
        "reasons": [code.value for code in line.reasons],
        "message": conflict_reason(line, line.at.date()) if line.in_conflict else None,
        "since": documents.moment(line.since),
        "other_slip": line.other_slip,
        "perhaps": list(line.meant),
        "settled_at": documents.moment(line.settled_at),
        "note": line.settled_note,
    }
