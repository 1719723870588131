"""backup, restore: copies, the second place, the key, the printed page, and putting a backup back."""

from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from fritids.cli import documents
from fritids.cli.backup_key import ask_key, ask_line, given_key, make_key
from fritids.cli.call import Call
from fritids.cli.exits import Exit
from fritids.cli.output import Document
from fritids.cli.parser import Commands
from fritids.cli.paths import read_path
from fritids.config.backup_table import BackupSettings, backup_settings, media_roots
from fritids.domain.roles import Right
from fritids.errors import FritidsError, UsageError
from fritids.i18n import _, machine_language, set_language, set_zone

if TYPE_CHECKING:
    from fritids.config.secrets import Secret
    from fritids.services.backup_values import PlaceState, RestorePlan

_MOST_TRIED = 8
"""Backups that are tried, newest first, until one is whole."""


def add(commands: Commands) -> None:
    """The commands and their options."""
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
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--to",
        metavar=_("FOLDER"),
        type=read_path,
        help=_("put backups on this stick or in this folder too, now and from now on"),
    )
    what.add_argument("--status", action="store_true", help=_("how the backups stand; nothing is changed"))
    what.add_argument(
        "--make-key",
        action="store_true",
        help=_("make the key that locks backups in second places, on a page to print (FILE)"),
    )
    what.add_argument(
        "--page", action="store_true", help=_("the page to print for the day the computer is gone (FILE)")
    )

    parser = commands.add(
        "restore", _("put a backup in place of the database, which is kept as a backup"), restore
    )
    parser.add_argument(
        "file", metavar=_("FILE"), type=read_path, nargs="?", help=_("the backup; the newest if left out")
    )
    parser.add_argument(
        "--dry-run", action="store_true", help=_("only check the backup and say what would be lost")
    )
    parser.add_argument("--yes", action="store_true", help=_("do not ask before it is done"))
    parser.add_argument(
        "--key-file", metavar=_("FILE"), type=read_path, help=_("a file with the key of a locked backup")
    )


def backup(call: Call) -> Exit:
    """`fritids backup`."""
    args, settings = call.args, _settings(call)
    if args.status:
        return _status(call, settings)
    if args.make_key or args.to is not None:
        # Where backups go, and what they are locked with, is the branch's to say; asked before anything is printed or written.
        call.demand(Right.SETTINGS)
    if args.make_key:
        return make_key(call, settings)
    if args.page:
        return _page(call, settings)
    if args.to is not None and args.file is not None:
        raise UsageError(_("Write --to FOLDER or the name of a file, not both."))
    if args.file is not None:
        # A copy of everybody in the register, not locked, wherever one likes: that is an export of it.
        call.demand(Right.LISTS)
        from fritids.services.backups import back_up

        made = back_up(call.config.database, args.file)
        return _told(call, made.path, made.size, ())
    if args.to is not None:
        settings = _add_place(call, settings)
    return _make(call, settings)


def _add_place(call: Call, settings: BackupSettings) -> BackupSettings:
    """The settings with one more second place, and with a key if somebody makes one now."""
    from fritids.services.backup_setup import add_place

    settings, folder = add_place(call.args.to, settings, roots=media_roots())
    if settings.key is None and call.stdin.isatty() and not call.out.as_json:
        call.out.talk(
            _("Who finds the stick can read it, unless the backups are locked with a key that you print.")
        )
        if ask_line(call, _("Make the key now? Type yes:")) in _yes():
            make_key(call, settings)
            settings = _settings(call.reread())
    if settings.key is None:
        call.out.talk(
            _("Backups in {folder} are not locked. Make a key with: fritids backup --make-key").format(
                folder=folder
            )
        )
    return settings


def _make(call: Call, settings: BackupSettings) -> Exit:
    from fritids.services.backup_rounds import When, keep_at

    config = call.config
    done = keep_at(config.database, settings, When.ASKED, roots=media_roots(), desk=config.desk)
    for error in done.faults:
        call.out.talk(error.message)
    assert done.made is not None
    status = _told(call, done.made.path, done.made.size, done.second)
    return Exit.FAILED if done.faults else status


def _told(call: Call, path: Path, size: int, second: tuple[Path, ...]) -> Exit:
    if call.out.as_json:
        call.out.document({"file": str(path), "size": size, "second": [str(each) for each in second]})
    else:
        call.out.line(_("The backup is in {path}.").format(path=path))
        for each in second:
            call.out.line(_("And in {path}.").format(path=each))
    return Exit.DONE


def _status(call: Call, settings: BackupSettings) -> Exit:
    from fritids.present.backups import status_lines
    from fritids.services.backup_rounds import status_at

    held = status_at(call.config.database, settings, roots=media_roots())
    set_zone(ZoneInfo(held.timezone))
    if call.out.as_json:
        call.out.document(
            {
                "local": _place(held.local),
                "second": [_place(each) for each in held.second],
                "second_reached_at": documents.moment(held.reached_at),
                "overdue_days": held.overdue_days,
                "key": held.has_key,
            }
        )
    else:
        call.out.lines(status_lines(held))
    return Exit.DONE if held.overdue_days is None else Exit.REFUSED


def _place(place: "PlaceState") -> Document:
    return {
        "folder": str(place.folder),
        "there": place.is_there,
        "newest": None if place.newest is None else str(place.newest),
        "newest_at": documents.moment(place.newest_at),
        "count": place.count,
        "locked": place.locked,
    }


def _page(call: Call, settings: BackupSettings) -> Exit:
    from fritids.cli.backup_key import page_of, page_path
    from fritids.outside import files
    from fritids.outside.restore_page import write_page

    path = page_path(call)
    with files.replacing(path, private=True) as partial:
        write_page(partial, page_of(call, settings, None))
    if call.out.as_json:
        call.out.document({"file": str(path)})
    else:
        call.out.line(
            _("The page is in {path}. Print it and keep it where people look for it.").format(path=path)
        )
    return Exit.DONE


def restore(call: Call) -> Exit:
    """`fritids restore`."""
    from fritids.services.restoring import restore as put_back

    args, config, out = call.args, call.config, call.out
    settings = _settings(call)
    operator = call.demand(Right.RESTORE)
    if args.file is None:
        backup, plan, key = _newest(call, settings)
        if not args.dry_run and not args.yes:
            if out.as_json:
                raise UsageError(_("With --json nobody is asked: add --yes, or --dry-run to look only."))
            if ask_line(call, _("Put this backup in place? Type yes:")) not in _yes():
                out.line(_("Nothing was changed."))
                return Exit.REFUSED
    else:
        backup = args.file
        plan, key = _planned(call, backup, given_key(call))
    kept, again, upgraded = None, 0, False
    if not args.dry_run:
        from fritids.outside import second_places

        done = put_back(
            config.database,
            backup,
            key=key,
            places=second_places.reachable(settings.folders, media_roots()),
            desk=config.desk,
            operator=operator,
        )
        plan, kept, again, upgraded = done.plan, done.kept, done.erased_again, done.upgraded
        _lock_as_before(call, settings, backup, key)
    if out.as_json:
        out.document(
            {
                "file": str(plan.backup),
                "dry_run": args.dry_run,
                "newest_at": documents.moment(plan.newest_at),
                "lost": plan.lost,
                "kept": None if kept is None else str(kept),
                "erased_again": again,
                "upgrade_needed": plan.upgrade_needed,
                "upgraded": upgraded,
            }
        )
        return Exit.DONE
    out.lines(_restore_lines(plan, kept, again, dry_run=args.dry_run, asked=args.file is None))
    return Exit.DONE


def _lock_as_before(call: Call, settings: BackupSettings, backup: Path, key: "Secret | None") -> None:
    """On a computer that knows no key, the next backups are locked with the key that opened this one: else the first of them would lie on the stick for all to read."""
    from dataclasses import replace

    from fritids.outside import sealed
    from fritids.services.backup_setup import save

    if key is None or settings.key is not None or not sealed.is_sealed(backup):
        return
    try:
        save(replace(settings, key=sealed.public_half(key)))
    except FritidsError as error:  # the restore itself is done
        call.out.talk(error.message)


def _newest(call: Call, settings: BackupSettings) -> "tuple[Path, RestorePlan, Secret | None]":
    """The newest backup that is whole, what it would do, and its key; what was looked at is told."""
    from fritids.i18n import moment
    from fritids.outside import backups
    from fritids.present.backups import restore_facts
    from fritids.services.restore_search import found_backups

    found = found_backups(call.config.database, settings, roots=media_roots())
    key = given_key(call)
    for path in found[:_MOST_TRIED]:
        try:
            plan, key = _planned(call, path, key)
        except FritidsError as error:
            if error.code in {"key_needed", "key_wrong", "unwritable"}:
                raise
            call.out.talk(error.message)
            continue
        set_zone(ZoneInfo(plan.timezone))
        if not call.out.as_json:
            call.out.line(
                _("The newest backup is {path}, made {when}.").format(
                    path=path, when=moment(backups.made_at(path))
                )
            )
            call.out.lines(restore_facts(plan))
            call.out.flush()
        return path, plan, key
    raise UsageError(
        _(
            "No backup was found. Plug in the stick with the backups and do it again, or name the file: fritids restore FILE"
        ),
        code="no_backup",
    )


def _planned(call: Call, path: Path, key: "Secret | None") -> "tuple[RestorePlan, Secret | None]":
    from fritids.services.restoring import plan_restore

    try:
        return plan_restore(call.config.database, path, key=key), key
    except FritidsError as error:
        if error.code != "key_needed" or call.out.as_json:
            raise
        call.out.talk(_("{path} is locked.").format(path=path))
        key = ask_key(call)
        return plan_restore(call.config.database, path, key=key), key


def _settings(call: Call) -> BackupSettings:
    set_language(call.config.language or machine_language())
    return backup_settings(call.config.tables.get("backup"))


def _yes() -> set[str]:
    return {"yes", "y", "ja", "j", _("yes")}


def _restore_lines(
    plan: "RestorePlan", kept: Path | None, again: int, *, dry_run: bool, asked: bool
) -> list[str]:
    from fritids.i18n import moment, n_, number
    from fritids.present.backups import restore_facts

    set_zone(ZoneInfo(plan.timezone))
    lines = [] if asked else restore_facts(plan)
    if dry_run:
        lines.append(_("The backup is whole. Nothing is changed yet."))
        if plan.upgrade_needed:
            lines.append(_("It is of an older version, and is upgraded when it is restored."))
        return lines
    lines.append(_("The backup is in use now."))
    if again:
        lines.append(
            n_(
                "{n} borrower who was erased since it was made was erased again.",
                "{n} borrowers who were erased since it was made were erased again.",
                again,
            ).format(n=number(again))
        )
    if kept is not None:
        lines.append(_("What was there before is kept in {path}.").format(path=kept))
    if plan.upgrade_needed:
        lines.append(_("It was of an older version and was upgraded."))
    if plan.newest_at is not None and (plan.lost is None or not plan.replaces):
        lines.append(
            _("What was done after {when} is not in it: do it again.").format(when=moment(plan.newest_at))
        )
    if asked:
        lines.append(_("Type fritids, and the counter opens."))
    return lines
