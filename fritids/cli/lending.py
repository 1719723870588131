"""lend, return, renew, undo: the desk's verbs for scripts. Each article is a transaction of its own."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from fritids.cli import documents
from fritids.cli.acts import act_key, add_act
from fritids.cli.arguments import accepted, add_accept, add_barcodes
from fritids.cli.call import Call
from fritids.cli.exits import Exit, status_of
from fritids.cli.lookup import co_borrower_id, once_each, why_nobody
from fritids.cli.moments import read_date, read_moment
from fritids.cli.numbers import read_whole
from fritids.cli.output import Document
from fritids.cli.parser import Commands
from fritids.domain.findings import FindingCode
from fritids.errors import UsageError
from fritids.i18n import _
from fritids.present import plain, said
from fritids.services import results as r

if TYPE_CHECKING:
    from fritids.services.bindings import Binding
    from fritids.services.desk import Desk


def add(commands: Commands) -> None:
    """The four verbs and their options."""
    parser = commands.add("lend", _("lend articles to a borrower"), lend)
    add_barcodes(parser)
    parser.add_argument(
        "--to",
        metavar=_("BORROWER"),
        required=True,
        help=_("a number, card, phone number, or a name that only one has"),
    )
    parser.add_argument(
        "--for", dest="co_borrower", metavar=_("CO-BORROWER"), help=_("the child or pupil who is to use it")
    )
    parser.add_argument(
        "--due", metavar=_("DATE"), type=read_date, help=_("due back this day instead, as 2026-03-02")
    )
    parser.add_argument("--at", metavar=_("TIME"), help=_("lent earlier: 09:31, or 2026-02-16T09:31"))
    parser.add_argument("--binding-by", metavar=_("NAME"), help=_("who has set the ski binding"))
    parser.add_argument(
        "--sole", metavar="MM", type=read_whole, help=_("the length of the boot's sole, for the binding")
    )
    parser.add_argument(
        "--override",
        metavar=_("REASON"),
        help=_("lend what is refused, for this reason; for a coordinator, where the branch allows it"),
    )
    add_accept(parser, FindingCode.CHECK_OPEN)
    add_act(parser)

    parser = commands.add("return", _("take articles back"), take_back)
    add_barcodes(parser)
    parser.add_argument("--at", metavar=_("TIME"), help=_("returned earlier: 09:31, or 2026-02-16T09:31"))
    add_act(parser)

    parser = commands.add("renew", _("move due dates on"), renew)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "barcodes", metavar=_("BARCODE"), nargs="*", default=[], help=_("the code on the article's label")
    )
    which.add_argument("--borrower", metavar=_("BORROWER"), help=_("everything that this borrower has out"))
    add_accept(parser, FindingCode.CHECK_OPEN)
    add_act(parser)

    parser = commands.add("undo", _("take back what this desk did last"), undo)
    parser.add_argument("--visit", action="store_true", help=_("the whole of the newest visit"))
    add_act(parser)


def lend(call: Call) -> Exit:
    """`fritids lend`."""
    yes = accepted(call)
    with call.desk() as desk:
        at, codes = _moment(call, desk), once_each(desk, call.args.barcodes)
        borrower = desk.borrowers.match(call.args.to)
        if not isinstance(borrower, r.BorrowerView):
            return _show_lent(
                call, [desk.lending.to_nobody(code, why_nobody(desk, borrower)) for code in codes]
            )
        used_by = (
            None if call.args.co_borrower is None else co_borrower_id(desk, borrower, call.args.co_borrower)
        )
        binding, act = _binding(call), act_key(call)
        results: list[r.LendResult] = []
        visit_id = None
        for line, code in enumerate(codes):
            result = desk.lending.lend(
                code,
                borrower.id,
                act=act,
                line=line,
                visit_id=visit_id,
                accepted=yes,
                co_borrower_id=used_by,
                due=call.args.due,
                at=at,
                binding=binding,
                override=call.args.override,
            )
            if visit_id is None and isinstance(result, r.Lent):
                visit_id = result.loan.visit_id
            results.append(result)
        return _show_lent(call, results)


def take_back(call: Call) -> Exit:
    """`fritids return`."""
    act = act_key(call)
    with call.desk() as desk:
        at = _moment(call, desk)
        results = [
            desk.returns.take_back(code, act=act, line=line, at=at)
            for line, code in enumerate(once_each(desk, call.args.barcodes))
        ]
        refused = [result for result in results if isinstance(result, r.NotTakenBack)]
        _show(
            call,
            {
                "returned": [
                    documents.taken_back(result) for result in results if isinstance(result, r.TakenBack)
                ],
                "found": [documents.found(result) for result in results if isinstance(result, r.Found)],
                "refused": [documents.refused(result) for result in refused],
            },
            results,
        )
        return status_of(result.findings for result in refused)


def renew(call: Call) -> Exit:
    """`fritids renew`."""
    yes, act = accepted(call), act_key(call)
    with call.desk() as desk:
        results: Sequence[r.RenewResult]
        if call.args.borrower is None:
            codes = once_each(desk, call.args.barcodes)
            results = [
                desk.renewals.renew(code, act=act, line=line, accepted=yes) for line, code in enumerate(codes)
            ]
        else:
            match = desk.borrowers.match(call.args.borrower)
            results = (
                desk.renewals.renew_all(match.id, act=act, accepted=yes)
                if isinstance(match, r.BorrowerView)
                else [r.NotRenewed(plain(call.args.borrower), None, (why_nobody(desk, match),))]
            )
        refused = [result for result in results if isinstance(result, r.NotRenewed)]
        _show(
            call,
            {
                "renewed": [documents.renewed(result) for result in results if isinstance(result, r.Renewed)],
                "refused": [documents.refused(result) for result in refused],
            },
            results,
        )
        if not results and not call.out.as_json:
            call.out.line(_("The borrower has nothing out."))
        return status_of(result.findings for result in refused)


def undo(call: Call) -> Exit:
    """`fritids undo`."""
    act = act_key(call)
    with call.desk() as desk:
        result = desk.undoing.undo_visit(act=act) if call.args.visit else desk.undoing.undo_last(act=act)
        refused = [result] if isinstance(result, r.NotUndone) else []
        _show(
            call,
            {
                "undone": [documents.undone(line) for line in result.lines]
                if isinstance(result, r.Undone)
                else [],
                "refused": [documents.refused(one) for one in refused],
            },
            [result],
        )
        return status_of(one.findings for one in refused)


def _show_lent(call: Call, results: Sequence[r.LendResult]) -> Exit:
    lent = [result for result in results if isinstance(result, r.Lent)]
    refused = [result for result in results if isinstance(result, r.NotLent)]
    _show(
        call,
        {
            "lent": [documents.lent(result) for result in lent],
            "returned": [
                documents.returned(result.returned) for result in lent if result.returned is not None
            ],
            "refused": [documents.refused(result) for result in refused],
        },
        results,
    )
    return status_of(result.findings for result in refused)


def _show(call: Call, document: Document, results: Sequence[r.Answer]) -> None:
    if call.out.as_json:
        call.out.document(document)
    else:
        for result in results:
            call.out.said(said(result))


def _binding(call: Call) -> "Binding | None":
    from fritids.services.bindings import Binding

    by, sole = call.args.binding_by, call.args.sole
    if by is None and sole is None:
        return None
    if by is None or sole is None:
        raise UsageError(
            _("A binding needs both --binding-by NAME and --sole with the length in mm, 100 to 450.")
        )
    return Binding(by, sole)


def _moment(call: Call, desk: "Desk") -> datetime | None:
    return None if call.args.at is None else read_moment(call.args.at, desk.policy.zone, desk.today())
