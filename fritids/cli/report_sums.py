"""What `report` does with kept sums: make them, nightly or by hand, and hold them against the loans."""

from argparse import ArgumentParser
from typing import TYPE_CHECKING

from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.i18n import _, n_

if TYPE_CHECKING:
    from fritids.cli.output import Document
    from fritids.services.desk import Desk
    from fritids.services.results.figures import Difference


def add_options(parser: ArgumentParser) -> None:
    """The options of `report` that this file answers."""
    parser.add_argument(
        "--sum-up",
        action="store_true",
        help=_("count what is over and keep the sums, so that reports come at once; best done at night"),
    )
    parser.add_argument(
        "--check", action="store_true", help=_("count everything that is kept again, and say what differs")
    )


def wanted(call: Call) -> bool:
    """Whether one of them was given."""
    return bool(call.args.sum_up or call.args.check)


def report_sums(call: Call, desk: "Desk") -> Exit:
    """`fritids report --sum-up` and `fritids report --check`; with both what is wrong is thrown away and made anew. REFUSED where a wrong sum is left."""
    args, out = call.args, call.out
    found = None
    if args.check:
        found = desk.figures.mend() if args.sum_up else desk.figures.verify()
    kept = desk.figures.sum_up() if args.sum_up else None
    if out.as_json:
        differences: list[Document] | None = None if found is None else [_document(one) for one in found]
        out.document({"summed": kept, "differences": differences})
    else:
        if found is not None:
            out.lines(_said(one) for one in found)
            if not found:
                out.line(_("All kept sums are what the loans say."))
            elif kept is None:
                out.line(_("These sums are wrong. Make them anew with: fritids report --check --sum-up"))
        if kept is not None:
            out.line(n_("{n} sum was made anew.", "{n} sums were made anew.", kept).format(n=kept))
    return Exit.REFUSED if found and not args.sum_up else Exit.DONE


def _said(one: "Difference") -> str:
    return _("{first} to {last}, {branch}: {figure} is kept as {kept}, the loans say {counted}").format(
        first=one.period.first,
        last=one.period.last,
        branch=one.branch or _("all branches"),
        figure=one.figure,
        kept=one.kept,
        counted=one.counted,
    )


def _document(one: "Difference") -> "Document":
    return {
        "what": one.what,
        "branch": one.branch,
        "first": one.period.first.isoformat(),
        "last": one.period.last.isoformat(),
        "figure": one.figure,
        "kept": one.kept,
        "counted": one.counted,
    }
