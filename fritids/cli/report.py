"""report: the year in figures, to read here or as a file for the board, the controller, the association and the funder."""

from fritids.cli import report_sums
from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.figures_scope import figures_desk
from fritids.cli.numbers import read_whole
from fritids.cli.output import Document
from fritids.cli.parser import Commands
from fritids.cli.paths import read_path
from fritids.errors import UsageError
from fritids.i18n import _


def add(commands: Commands) -> None:
    """The command and its options."""
    parser = commands.add(
        "report", _("the year in figures: to read, or as a file for the board and funders"), report
    )
    parser.add_argument(
        "year", metavar=_("YEAR"), nargs="?", type=read_whole, help=_("the year, such as 2026")
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar=_("FILE"),
        type=read_path,
        action="append",
        default=[],
        help=_(
            "write it to this file; its ending, .pdf, .xlsx, .csv, .json, .html, .png or .svg, says the form. May be given several times; pictures are one file a chart"
        ),
    )
    parser.add_argument(
        "--full",
        action="store_true",
        help=_("withhold no small numbers: for the house alone, not to be passed on"),
    )
    # What else `report` does is in files of their own: each adds its options here, and takes the call below if one of them is given.
    report_sums.add_options(parser)


def report(call: Call) -> Exit:
    """`fritids report`."""
    args, out = call.args, call.out
    if report_sums.wanted(call):
        with figures_desk(call) as (desk, _branch):
            return report_sums.report_sums(call, desk)
    if args.year is None:
        raise UsageError(_("Say which year: fritids report YEAR"))
    from fritids.present.report.forms import check_names

    check_names(args.output)
    with figures_desk(call) as (desk, branch):
        made = desk.report.year(args.year, branch, full=args.full)
        if args.full:
            out.talk(_("This holds small numbers, by which people can be told. Do not pass it on."))
        if args.output:
            from fritids.present.report.forms import files_of, write_files

            written = write_files(file for path in args.output for file in files_of(made, path))
            if out.as_json:
                shown: list[Document] = [str(path) for path in written]
                out.document({"year": made.year, "branch": made.branch, "full": made.full, "files": shown})
            else:
                out.lines(_("The report is in {path}.").format(path=path) for path in written)
        elif out.as_json:
            from fritids.present.report.json import json_of

            out.document(json_of(made))
        else:
            from fritids.present.report.document import document
            from fritids.present.report.text import lines

            out.lines(lines(document(made), _width(call)))
    return Exit.DONE


def _width(call: Call) -> int | None:
    from shutil import get_terminal_size

    return get_terminal_size().columns if call.out.to_person else None
