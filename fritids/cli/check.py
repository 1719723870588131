"""check: whether the database is what it should be, and putting right what can be."""

from argparse import ArgumentTypeError
from pathlib import Path
from typing import TYPE_CHECKING

from fritids.cli.acts import act_key, add_act
from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.parser import Commands
from fritids.config.backup_table import BackupSettings, backup_settings, media_roots
from fritids.domain.anchor import Anchor, read_anchor
from fritids.domain.calendar import iso_utc
from fritids.errors import WhichBranchError
from fritids.i18n import _

if TYPE_CHECKING:
    from fritids.cli.output import Document
    from fritids.domain.soundness import Found
    from fritids.services.checking.values import CheckReport


def add(commands: Commands) -> None:
    """The command and its options."""
    parser = commands.add("check", _("look whether the database is sound, and put right what can be"), check)
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--repair",
        action="store_true",
        help=_("put right what can be; a copy of the database as it was is kept"),
    )
    what.add_argument(
        "--if-due",
        action="store_true",
        help=_(
            "check only if it was not done for a week, as an open counter does by itself; else say what the last one found"
        ),
    )
    parser.add_argument(
        "--anchor",
        metavar=_("NUMBER:HASH"),
        type=_anchor,
        action="append",
        default=[],
        help=_("the record must still hold this place, as it was written down or printed"),
    )
    add_act(parser)


def _anchor(text: str) -> Anchor:
    try:
        # On paper the digits go over two lines, and who types them may write them large.
        return read_anchor("".join(text.split()).lower())
    except ValueError as error:
        raise ArgumentTypeError(
            _("{text} is no place in the record. It is a number, a colon and 64 digits and letters.").format(
                text=text
            )
        ) from error


def check(call: Call) -> Exit:
    """`fritids check`: DONE for a sound database, REFUSED where something is left."""
    if call.args.if_due:
        return _if_due(call)
    from fritids.services.checking.anchors import written_down

    with call.desk(_branch(call)) as desk:
        known = (*call.args.anchor, *written_down(desk.context.database, _backups(call), roots=media_roots()))
        backup: Path | None = None
        mended: tuple[Found, ...] = ()
        if call.args.repair:
            done = desk.checking.repair(known, act=act_key(call))
            report, backup, mended = done.after, done.backup, done.mended
        else:
            report = desk.checking.check(known)
        if call.out.as_json:
            place = desk.context.database.place
            call.out.document(_document(place, report, mended, None if backup is None else str(backup)))
        else:
            _say(call, report, mended, None if backup is None else str(backup))
    return Exit.DONE if report.sound else Exit.REFUSED


def _if_due(call: Call) -> Exit:
    """The same once a week. Nobody has to be signed on: the program does it by itself, and the answer names nobody."""
    from fritids.services.checking import run_if_due, standing
    from fritids.services.checking.anchors import written_down

    where, given, settings = call.config.database, call.args.anchor, _backups(call)
    report = run_if_due(
        where, known=lambda database: (*given, *written_down(database, settings, roots=media_roots()))
    )
    stands = standing(where)
    report = report or stands.report
    if call.out.as_json:
        call.out.document(_document(stands.place, report, (), None))
    elif report is None:
        call.out.line(_("A check is being made just now."))
    else:
        _say(call, report, (), None)
    return Exit.DONE if report is None or report.sound else Exit.REFUSED


def _backups(call: Call) -> BackupSettings:
    return backup_settings(call.config.tables.get("backup"))


def _branch(call: Call) -> str | None:
    """A branch that all commands may be given on: the database is one for all of them."""
    try:
        with call.desk():
            return None
    except WhichBranchError as error:
        return error.branches[0][0]


def _say(call: Call, report: "CheckReport", mended: "tuple[Found, ...]", backup: str | None) -> None:
    from fritids.present.checking import cure, found_sentence

    out = call.out
    if backup is not None:
        out.line(_("As it was before, the database is kept in {path}.").format(path=backup))
    for one in mended:
        out.line(_("Put right: {what}").format(what=found_sentence(one)))
    out.lines(found_sentence(one) for one in report.found)
    if report.sound:
        out.line(_("The database is sound."))
    elif inside := [one for one in report.found if not one.elsewhere]:
        out.line(cure(repairable=all(one.repairable for one in inside)))
    versions = [f"{name} {value}" for name, value in report.versions.items() if value is not None]
    out.line(", ".join(versions))
    if report.anchor is not None:
        out.line(
            _("The newest place in the record, to write down or print: {anchor}").format(anchor=report.anchor)
        )


def _document(
    place: str, report: "CheckReport | None", mended: "tuple[Found, ...]", backup: str | None
) -> "Document":
    return {
        "database": place,
        "at": None if report is None else iso_utc(report.at),
        "sound": None if report is None else report.sound,
        "findings": [] if report is None else [_one(one) for one in report.found],
        "repaired": [_one(one) for one in mended],
        "backup": backup,
        "anchor": None if report is None else report.anchor,
        "seconds": None if report is None else round(report.seconds, 2),
        "versions": {} if report is None else dict(report.versions),
    }


def _one(found: "Found") -> "Document":
    from fritids.present.checking import found_sentence

    return {
        "code": found.fault.value,
        "count": found.count,
        "where": found.where,
        "repairable": found.repairable,
        "message": found_sentence(found),
    }
