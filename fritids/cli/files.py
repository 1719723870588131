"""import, export, backup, restore, check: what goes in and out as files."""

from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from fritids.cli import documents
from fritids.cli.acts import act_key, add_act
from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.output import Document
from fritids.cli.parser import Commands
from fritids.cli.paths import read_path
from fritids.domain.roles import Right
from fritids.errors import UsageError
from fritids.i18n import _, moment, n_, number, set_zone
from fritids.present import plain

if TYPE_CHECKING:
    from fritids.services.backup_values import RestorePlan
    from fritids.services.importing.values import Column, ImportPlan, ImportReport

_MOST_SHOWN = 200
"""Lines about single rows that are shown to people; `--json` has them all."""


def add(commands: Commands) -> None:
    """The commands and their options."""
    parser = commands.add("import", _("take in articles or borrowers from a CSV or Excel file"), take_in)
    parser.add_argument(
        "file", metavar=_("FILE"), type=read_path, help=_("the file, its columns in any order")
    )
    parser.add_argument("--dry-run", action="store_true", help=_("check everything and write nothing"))
    parser.add_argument(
        "--kind",
        choices=("articles", "borrowers"),
        help=_("what the file lists, if that is not clear from it"),
    )
    parser.add_argument(
        "--map",
        metavar=_("HEADING=COLUMN"),
        action="append",
        default=[],
        help=_(
            "read the column with this heading as this, such as Löpnr=barcode; nothing after = leaves it out"
        ),
    )
    add_act(parser)

    parser = commands.add(
        "export", _("write a list to a CSV, Excel or JSON file, or the catalogue to a web page"), export
    )
    parser.add_argument(
        "what",
        choices=("articles", "borrowers", "loans", "catalogue", "surplus"),
        help=_("what the file is to list"),
    )
    parser.add_argument(
        "file",
        metavar=_("FILE"),
        type=read_path,
        help=_("the file; its ending, .csv, .xlsx, .json or for the catalogue .html, says the form"),
    )

    parser = commands.add(
        "backup", _("make a checked copy of the database, while the counter is in use"), backup
    )
    parser.add_argument(
        "file",
        metavar=_("FILE"),
        type=read_path,
        nargs="?",
        help=_("where to; the folder for backups if left out"),
    )

    parser = commands.add(
        "restore", _("put a backup in place of the database, which is kept as a backup"), restore
    )
    parser.add_argument("file", metavar=_("FILE"), type=read_path, help=_("the backup"))
    parser.add_argument(
        "--dry-run", action="store_true", help=_("only check the backup and say what would be lost")
    )


def take_in(call: Call) -> Exit:
    """`fritids import`."""
    from fritids.present import imports
    from fritids.services.importing.importer import Importer
    from fritids.services.importing.values import ImportKind

    args, out = call.args, call.out
    with call.desk() as desk:
        importer = Importer(desk.context)
        plan = importer.plan(
            args.file, None if args.kind is None else ImportKind(args.kind), _mapping(args.map)
        )
        if not out.as_json:
            out.table(imports.mapping_table(plan))
            out.line()
        if not plan.ready:
            raise UsageError(imports.missing_line(plan), code="no_headers")
        report = importer.run(
            plan,
            act=act_key(call),
            dry_run=args.dry_run,
            progress=lambda progress: out.progress(imports.progress_line(progress)),
        )
        out.progress("")
        if out.as_json:
            out.document(_document(plan, report))
        else:
            _tell(call, report)
    return Exit.REFUSED if report.problem_count else Exit.DONE


def export(call: Call) -> Exit:
    """`fritids export`."""
    from fritids.services.exporting import Exporter, ExportKind

    with call.desk() as desk:
        report = Exporter(desk.context).export(ExportKind(call.args.what), call.args.file)
        for photo in report.unreadable_photos:
            call.out.talk(
                _("The photo {path} is gone or no picture, so it is left out.").format(path=plain(photo))
            )
        if call.out.as_json:
            call.out.document({"kind": report.kind.value, "file": str(report.path), "rows": report.rows})
        else:
            call.out.line(
                n_("{n} row in {path}.", "{n} rows in {path}.", report.rows).format(
                    n=number(report.rows), path=report.path
                )
            )
    return Exit.DONE


def backup(call: Call) -> Exit:
    """`fritids backup`."""
    from fritids.services.backups import back_up

    made = back_up(call.config.database, call.args.file)
    if call.out.as_json:
        call.out.document({"file": str(made.path), "size": made.size})
    else:
        call.out.line(_("The backup is in {path}.").format(path=made.path))
    return Exit.DONE


def restore(call: Call) -> Exit:
    """`fritids restore`."""
    from fritids.services.backups import plan_restore
    from fritids.services.backups import restore as put_back

    args, config, out = call.args, call.config, call.out
    if args.dry_run:
        plan, kept = plan_restore(config.database, args.file), None
    else:
        operator = call.demand(Right.RESTORE)
        done = put_back(config.database, args.file, desk=config.desk, operator=operator)
        plan, kept = done.plan, done.kept
    if out.as_json:
        out.document(
            {
                "file": str(plan.backup),
                "dry_run": args.dry_run,
                "newest_at": documents.moment(plan.newest_at),
                "lost": plan.lost,
                "kept": None if kept is None else str(kept),
                "upgrade_needed": plan.upgrade_needed,
            }
        )
        return Exit.DONE
    out.lines(_restore_lines(plan, kept, dry_run=args.dry_run))
    return Exit.DONE


def _restore_lines(plan: "RestorePlan", kept: Path | None, *, dry_run: bool) -> list[str]:
    set_zone(ZoneInfo(plan.timezone))
    lines = []
    if plan.newest_at is not None:
        lines.append(_("The last thing in the backup was done {when}.").format(when=moment(plan.newest_at)))
    if plan.lost:
        lines.append(
            n_(
                "{n} thing was done after it and is not in it.",
                "{n} things were done after it and are not in it.",
                plan.lost,
            ).format(n=number(plan.lost))
        )
    if dry_run:
        lines.append(_("The backup is whole. Nothing is changed yet."))
    else:
        lines.append(_("The backup is in use now."))
    if kept is not None:
        lines.append(_("What was there before is kept in {path}.").format(path=kept))
    if plan.upgrade_needed:
        lines.append(_("It is of an older version. Upgrade it with: fritids upgrade"))
    return lines


def _mapping(pairs: list[str]) -> "dict[str, Column | None]":
    from fritids.services.importing.values import Column

    chosen: dict[str, Column | None] = {}
    for pair in pairs:
        heading, sign, name = pair.rpartition("=")
        if not sign or name not in {"", *Column}:
            raise UsageError(
                _("Write --map HEADING=COLUMN. The columns are {names}.").format(names=", ".join(Column)),
                code="unknown_column",
            )
        chosen[heading] = Column(name) if name else None
    return chosen


def _tell(call: Call, report: "ImportReport") -> None:
    from fritids.present import imports

    lines = [imports.problem_line(problem) for problem in report.problems]
    lines += [imports.note_line(note) for note in report.notes]
    call.out.lines(lines[:_MOST_SHOWN])
    more = report.problem_count + report.note_count - min(len(lines), _MOST_SHOWN)
    if more:
        call.out.line(
            n_("… and {n} more of the same kind.", "… and {n} more of the same kind.", more).format(n=more)
        )
    call.out.lines(imports.report_lines(report))


def _document(plan: "ImportPlan", report: "ImportReport") -> Document:
    from fritids.present import imports

    return {
        "kind": report.kind.value,
        "dry_run": report.dry_run,
        "columns": [
            {
                "header": use.header,
                "column": None if use.column is None else use.column.value,
                "ignored": None if use.ignored is None else use.ignored.value,
            }
            for use in plan.columns
        ],
        "rows": report.rows,
        "added": report.added if report.written or report.dry_run else 0,
        "already_there": report.already_there,
        "left_out": report.left_out,
        "problems": [
            {
                "line": one.line,
                "column": one.column or None,
                "code": one.code.value,
                "message": imports.fault_text(one.code, one.facts),
            }
            for one in report.problems
        ],
        "problem_count": report.problem_count,
        "notes": [
            {
                "line": one.line,
                "column": one.column or None,
                "code": one.code.value,
                "message": imports.note_text(one.code, one.facts),
            }
            for one in report.notes
        ],
        "note_count": report.note_count,
    }
