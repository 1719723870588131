"""report-problem: one file for those who help, with nothing about people in it. Works also where the database does not."""

from pathlib import Path

from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.parser import Commands
from fritids.cli.paths import read_path
from fritids.i18n import _


def add(commands: Commands) -> None:
    """The command and its option."""
    parser = commands.add(
        "report-problem", _("show what helps those who mend the program, or write it to a file"), report
    )
    parser.add_argument(
        "-o", "--output", metavar=_("FILE"), type=read_path, help=_("write it to this file, to be sent")
    )


def report(call: Call) -> Exit:
    """`fritids report-problem`."""
    from fritids.services.problem_report import report_problem, write_problem

    problem = report_problem(call.config.database, call.config.tables)
    path: Path | None = call.args.output
    if path is not None:
        write_problem(problem, path)
    if call.out.as_json:
        call.out.document({"file": None if path is None else str(path), "report": problem.text})
        return Exit.DONE
    call.out.lines(problem.text.splitlines())
    call.out.talk(
        _(
            "Nothing of this has been sent. No names, numbers, addresses or PINs are in it. Write it to a file with: fritids report-problem -o FILE"
        )
        if path is None
        else _(
            "Written to {path}, as it stands above. No names, numbers, addresses or PINs are in it; read it, then send it to those who help you."
        ).format(path=path)
    )
    return Exit.DONE
