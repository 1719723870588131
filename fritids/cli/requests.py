"""request: what was asked for and could not be lent."""

from typing import TYPE_CHECKING

from fritids.cli import documents
from fritids.cli.acts import act_key, add_act
from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.moments import read_date
from fritids.cli.numbers import read_whole
from fritids.cli.output import Document
from fritids.cli.parser import Commands
from fritids.errors import UsageError
from fritids.i18n import _, day_short
from fritids.present import Table, asked_name, plain, type_name
from fritids.services.results import AskedFor, TypeView

if TYPE_CHECKING:
    from fritids.services.desk import Desk
    from fritids.services.requests import Demand, NoteResult

DOUBTFUL = "doubtful_size"


def add(commands: Commands) -> None:
    """The commands and their options."""
    group = commands.group("request", _("what was asked for and could not be lent"))
    parser = group.add("add", _("note what was asked for and not had; who asked is not kept"), add_request)
    parser.add_argument(
        "what", metavar=_("TYPE"), help=_("code or name of the type, with or without the size: “skates 33”")
    )
    parser.add_argument("--size", metavar=_("SIZE"), help=_("the size that was asked for"))
    parser.add_argument("--count", metavar="N", type=read_whole, help=_("so many alike"))
    parser.add_argument(
        "--accept",
        action="append",
        default=[],
        choices=[DOUBTFUL],
        help=_("say yes to the question beforehand"),
    )
    add_act(parser)
    parser = group.add(
        "list", _("list it by type and size beside the stock, most asked for first"), list_requests
    )
    parser.add_argument(
        "--since", metavar=_("DATE"), type=read_date, help=_("the first day; a year ago if left out")
    )
    parser.add_argument("--until", metavar=_("DATE"), type=read_date, help=_("the last day, included"))


def add_request(call: Call) -> Exit:
    """`fritids request add`."""
    args = call.args
    with call.desk() as desk:
        kind, size, count = _wanted(desk, args.what, args.size, args.count)
        result = desk.requests.note(kind.code, size, count, act=act_key(call), sure=DOUBTFUL in args.accept)
        return _show(call, result)


def _wanted(desk: "Desk", what: str, size: str | None, count: int | None) -> tuple[TypeView, str | None, int]:
    named = desk.articles.type_named(what)
    if named is not None:
        return named, size, 1 if count is None else count
    read = desk.requests.read(what)
    if len(read.types) > 1:
        names = ", ".join(f"{type_name(one)} ({one.code})" for one in read.types[:9])
        raise UsageError(
            _("Several types fit: {names}. Give the code of one of them.").format(names=names),
            code="ambiguous",
        )
    if not read.types:
        raise UsageError(
            _("There is no article type called {text}. See them with: fritids article types").format(
                text=plain(what)
            ),
            code="unknown_type",
        )
    return read.types[0], size if size is not None else read.size, read.quantity if count is None else count


def _show(call: Call, result: "NoteResult") -> Exit:
    from fritids.present.requests import doubted_on_the_command_line, noted_said
    from fritids.services.requests import SizeDoubted

    if isinstance(result, SizeDoubted):
        said = doubted_on_the_command_line(result.type, result.size)
        if call.out.as_json:
            reason: Document = {"code": DOUBTFUL, "severity": "ask", "message": said}
            line: Document = {"type": result.type.code, "size": result.size, "reasons": [reason]}
            call.out.document({"noted": [], "refused": [line]})
        else:
            call.out.line(f"? {said}")
        return Exit.ASKED
    if call.out.as_json:
        noted: Document = {"count": result.quantity, **_document(result.demand)}
        call.out.document({"noted": [noted], "refused": []})
    else:
        call.out.said(noted_said(result))
    return Exit.DONE


def list_requests(call: Call) -> Exit:
    """`fritids request list`."""
    args = call.args
    if args.since is not None and args.until is not None and args.until < args.since:
        raise UsageError(_("The last day comes before the first."))
    with call.desk() as desk:
        found = desk.requests.list(args.since, args.until)
        if call.out.as_json:
            call.out.document([_document(one) for one in found])
            return Exit.DONE
        today = desk.today()
        rows = tuple(
            (
                str(one.asked),
                asked_name(AskedFor(one.type, one.size)),
                str(one.stock),
                str(one.available),
                str(one.on_loan),
                str(one.in_service),
                "" if one.next_due is None else day_short(one.next_due, today),
            )
            for one in found
        )
        head = (
            _("Asked for"),
            _("Article"),
            _("We have"),
            _("Here"),
            _("On loan"),
            _("In service"),
            _("Next back"),
        )
        if rows:
            call.out.table(Table(head, rows))
        else:
            call.out.line(_("Nothing was asked for in vain in this time."))
    return Exit.DONE


def _document(one: "Demand") -> dict[str, Document]:
    return {
        "type": one.type.code,
        "article": asked_name(AskedFor(one.type, one.size)),
        "category": one.type.category,
        "size": one.size or None,
        "asked": one.asked,
        "last_asked": one.last_asked.isoformat(),
        "stock": one.stock,
        "available": one.available,
        "on_loan": one.on_loan,
        "in_service": one.in_service,
        "next_due": documents.day(one.next_due),
    }
