"""check: whether the database is what it should be, and putting right what can be."""

from argparse import ArgumentTypeError
from pathlib import Path
from typing import TYPE_CHECKING

from fritids.cli.acts import act_key, add_act
from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.parser import Commands
from fritids.domain.anchor import Anchor, read_anchor
from fritids.domain.calendar import iso_utc
from fritids.errors import WhichBranchError
from fritids.i18n import _

if TYPE_CHECKING:
    from fritids.cli.output import Document
    from fritids.domain.soundness import Found
    from fritids.services.checking.values import CheckReport
    from fritids.services.desk import Desk


def add(commands: Commands) -> None:
    """The command and its options."""
    parser = commands.add("check", _("look whether the database is sound, and put right what can be"), check)
    parser.add_argument(
        "--repair",
        action="store_true",
        help=_("put right what can be; a copy of the database as it was is kept"),
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
        return read_anchor(text)
    except ValueError as error:
        raise ArgumentTypeError(
            _("{text} is no place in the record. It is a number, a colon and 64 digits and letters.").format(
                text=text
            )
        ) from error


def check(call: Call) -> Exit:
    """`fritids check`: DONE for a sound database, REFUSED where something is left."""
    with call.desk(_branch(call)) as desk:
        known = [*call.args.anchor, *_written_down(desk)]
        backup: Path | None = None
        mended: tuple[Found, ...] = ()
        if call.args.repair:
            done = desk.checking.repair(known, act=act_key(call))
            report, backup, mended = done.after, done.backup, done.mended
        else:
            report = desk.checking.check(known)
        if call.out.as_json:
            call.out.document(_document(desk, report, mended, None if backup is None else str(backup)))
        else:
            _say(call, report, mended, None if backup is None else str(backup))
    return Exit.DONE if report.sound else Exit.REFUSED


def _branch(call: Call) -> str | None:
    """A branch that all commands may be given on: the database is one for all of them."""
    try:
        with call.desk():
            return None
    except WhichBranchError as error:
        return error.branches[0][0]


def _written_down(desk: "Desk") -> list[Anchor]:
    """The places in the record that the backups have kept."""
    from fritids.services.checking.anchors import of_backups

    return of_backups(desk.context.database)


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
    desk: "Desk", report: "CheckReport", mended: "tuple[Found, ...]", backup: str | None
) -> "Document":
    return {
        "database": desk.context.database.place,
        "at": iso_utc(report.at),
        "sound": report.sound,
        "findings": [_one(one) for one in report.found],
        "repaired": [_one(one) for one in mended],
        "backup": backup,
        "anchor": report.anchor,
        "seconds": round(report.seconds, 2),
        "versions": dict(report.versions),
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
