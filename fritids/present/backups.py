"""Backups in words: what was made, how they stand, and the printed page for the day the computer is gone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from fritids.i18n import _, moment, n_, number
from fritids.present import Said, Tone, plain
from fritids.present.backup_warning import overdue_words
from fritids.services.backup_values import BackupStatus, PlaceState, RestorePlan, Round

if TYPE_CHECKING:
    from fritids.outside.restore_page import RestorePage


def round_said(done: Round) -> Said | None:
    """What a look at the backups has to say; None where all is as it should be."""
    if done.erased_again:
        return Said(
            n_(
                "{n} borrower who had been erased was erased again",
                "{n} borrowers who had been erased were erased again",
                done.erased_again,
            ).format(n=number(done.erased_again)),
            (_("An older backup was put in place."),),
            Tone.YES,
        )
    if done.faults:
        return Said(_("No backup was made"), tuple(error.message for error in done.faults), Tone.NO)
    return None


def restore_facts(plan: RestorePlan) -> list[str]:
    """What is in a backup and what is not."""
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
    if plan.lost is None:
        lines.append(
            _("The database that is there now cannot be read, so what was done after it is not known.")
        )
    return lines


def status_lines(status: BackupStatus) -> list[str]:
    """How the backups stand, place by place."""
    # Its folder is made with the first backup.
    local = replace(status.local, is_there=True)
    lines = [_("On this computer: {what}").format(what=_place_words(local))]
    lines += [
        _("Second place {folder}: {what}").format(folder=plain(str(each.folder)), what=_place_words(each))
        for each in status.second
    ]
    if not status.second:
        lines.append(
            _(
                "No second place is set up or plugged in. Plug in a stick and write: fritids backup --to FOLDER"
            )
        )
    if status.reached_at is not None:
        lines.append(_("A second place was last reached {when}.").format(when=moment(status.reached_at)))
    if status.overdue_days is not None:
        lines.append(f"{overdue_words(status.overdue_days)}.")
    lines.append(
        _("Backups in a second place are locked with the key on the key page.")
        if status.has_key
        else _(
            "Backups in a second place are not locked: who finds the stick can read them. Make a key: fritids backup --make-key"
        )
    )
    return lines


def _place_words(place: PlaceState) -> str:
    if not place.is_there:
        return _("not there now")
    if place.newest_at is None:
        return _("no backup yet")
    count = n_("{n} backup", "{n} backups", place.count).format(n=number(place.count))
    return _("{count}, the newest {when}").format(count=count, when=moment(place.newest_at))


def restore_page_of(branch: str, where: str, held: BackupStatus, *, key: str | None = None) -> "RestorePage":
    """The printed page for the database at `where`, whose backups stand as `held` says."""
    from fritids.services.restore_search import restore_command  # noqa: PLC0415  # no counter's start waits for it

    newest = [
        (place.newest, place.newest_at)
        for place in (*held.second, held.local)
        if place.newest is not None and place.newest_at is not None
    ]
    return restore_page(
        branch,
        restore_command(where),
        locked=held.has_key,
        key=key,
        newest=sorted(newest, key=lambda each: each[1], reverse=True)[:2],
    )


def made_said(done: Round) -> Said:
    """What came of a backup that somebody asked for."""
    if done.made is None:
        return round_said(done) or Said(_("No backup was made"), (), Tone.NO)
    faults = tuple(error.message for error in done.faults)
    also = tuple(_("And in {path}.").format(path=plain(str(each))) for each in done.second)
    where = _("The backup is in {path}.").format(path=plain(str(done.made.path)))
    if faults:
        return Said(_("The backup is on this computer alone"), (*faults, where), Tone.NO)
    if not also:
        return Said(_("The backup is made"), (where, _("No stick was there for a second copy.")), Tone.YES)
    return Said(_("The backup is made, here and in a second place"), (where, *also), Tone.YES)


def restore_page(
    branch: str, command: str, *, locked: bool, key: str | None, newest: Sequence[tuple[Path, datetime]]
) -> "RestorePage":
    """The printed page: four lines to follow. With `key` its code stands on it; `locked` without it points to the key page."""
    # reportlab: 8 MB and 0.3 s, which an open counter would pay for in mid-scan to say that its first backup went well.
    from fritids.outside.restore_page import RestorePage  # noqa: PLC0415

    steps = [
        [_("Install the program: in a terminal, in the program's own folder, type"), "pipx install ."],
        [_("Plug in the stick with the backups. If it opens in a window, leave that as it is.")],
        [_restoring(locked=locked, has_key=key is not None), command],
        [
            _("Open the counter, and do again what was done after the backup:"),
            command.replace(" restore", "", 1),
        ],
    ]
    foot = [
        _("{when}: the newest backup was {path}").format(when=moment(at), path=plain(str(path)))
        for path, at in newest
    ]
    if key is not None:
        foot.append(
            _(
                "Keep this page where you keep keys, and a second one elsewhere: without it no backup on the stick can be opened."
            )
        )
    return RestorePage(
        _("If the computer is gone"),
        [
            plain(branch),
            _(
                "This brings the branch back from its newest backup. Nothing is lost but what was done after it."
            ),
        ],
        steps,
        foot,
        key,
    )


def _restoring(*, locked: bool, has_key: bool) -> str:
    """In the order in which it is asked."""
    if has_key:
        return _(
            "Type this. It asks for the key: scan the code below, or type what stands under it as one line. Read what it has found, and answer yes:"
        )
    if locked:
        return _(
            "Type this. It asks for the key: scan the code on the key page. Read what it has found, and answer yes:"
        )
    return _("Type this. Read what it has found, and answer yes:")
