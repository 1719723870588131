"""Locked years in words: that one was locked, which there are, and what comes out otherwise today and why."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from fritids.domain import figure_definitions
from fritids.domain.figures import Split
from fritids.domain.words import ActKind
from fritids.i18n import _, moment, n_, number
from fritids.present.names import plain
from fritids.present.report import measures
from fritids.present.report.rows import Named, row_name, split_name
from fritids.services.results.locked_years import ChangedFigure, LaterAct, LockView, YearLocked, YearVerified

_SHORT: Final = 16
"""Signs of a check sum or key by which people tell two apart."""


def locked_lines(made: YearLocked) -> Iterator[str]:
    """That the year is locked, and what to write down."""
    if made.again:
        yield _("{year} was locked with these very figures already, {when}. Nothing was added.").format(
            year=made.lock.year, when=moment(made.lock.locked_at)
        )
    else:
        yield _("{year} is locked.").format(year=made.lock.year)
    if made.changed:
        yield n_(
            "{n} figure differs from the lock before this one, which is kept too.",
            "{n} figures differ from the lock before this one, which is kept too.",
            made.changed,
        ).format(n=number(made.changed))
    yield _("Check sum: {sum}").format(sum=made.lock.check_sum)
    yield _("Write it in the report. Count again and compare with: fritids report {year} --verify").format(
        year=made.lock.year
    )


def list_lines(locks: Sequence[LockView]) -> Iterator[str]:
    """One line a lock."""
    if not locks:
        yield _("No year is locked. Lock one with: fritids report YEAR --lock")
    for one in locks:
        yield _("{year}  {branch}  locked {when}, check sum {sum}…").format(
            year=one.year,
            branch=plain(one.branch) if one.branch else _("all branches"),
            when=moment(one.locked_at),
            sum=one.check_sum[:_SHORT],
        )


def verified_lines(looked: YearVerified, names: Named) -> Iterator[str]:
    """Whether the lock is whole, then each figure that comes out otherwise, with what was done since: once for figures that follow each other."""
    lock = looked.lock
    yield _("{year} was locked {when} by version {version}, check sum {sum}").format(
        year=lock.year, when=moment(lock.locked_at), version=lock.version, sum=lock.check_sum
    )
    yield from _faults(looked)
    if not looked.changed:
        yield n_(
            "Counted again: the {n} figure is the same.",
            "Counted again: all {n} figures are the same.",
            looked.figures,
        ).format(n=number(looked.figures))
        return
    yield n_(
        "Counted again: {n} figure of {all} comes out otherwise.",
        "Counted again: {n} figures of {all} come out otherwise.",
        len(looked.changed),
    ).format(n=number(len(looked.changed)), all=number(looked.figures))
    for why, changed in groupby(looked.changed, lambda one: tuple(_why(one))):
        for one in changed:
            yield f"  {_place(one, names)}: " + _("locked {locked}, now {counted}").format(
                locked=number(one.locked), counted=number(one.counted)
            )
        yield from (f"      {line}" for line in why)


def _faults(looked: YearVerified) -> Iterator[str]:
    if not looked.is_whole:
        yield _("The locked figures are NOT those that the check sum is of: somebody has changed them.")
    if not looked.is_signed:
        yield _("The check sum was NOT signed by the key that the lock names: do not trust it.")
    elif not looked.is_ours:
        yield _("It was signed on another computer, with the key {key}….").format(
            key=looked.lock.signed_by[:_SHORT]
        )
    if not looked.record_holds:
        yield _("The record of events is NOT the one that was there when it was locked.")
    if looked.definitions != figure_definitions.VERSION:
        yield _(
            "It was counted by version {then} of the definitions; this program counts by version {now}."
        ).format(then=looked.definitions, now=figure_definitions.VERSION)


def _place(one: ChangedFigure, names: Named) -> str:
    """Where a figure stands, as the report calls it; a month bears its year."""
    of_stock = one.table == "stock" or one.table.startswith("stock/")
    name = one.measure if of_stock else measures.name(one.measure)
    splits = one.table.removeprefix("stock").strip("/")
    if one.table == "total" or not splits:
        return _("stock, {measure}").format(measure=name) if of_stock else name
    rows = ", ".join(
        f"{split_name(Split(split))} {_row(Split(split), code, names)}"
        for split, code in zip(splits.split("/"), one.codes, strict=True)
    )
    return _("stock, {measure}, {rows}").format(measure=name, rows=rows) if of_stock else f"{name}, {rows}"


def _row(split: Split, code: str, names: Named) -> str:
    return plain(code) if split is Split.MONTH else row_name(split, code, names)


def _why(one: ChangedFigure) -> Iterator[str]:
    if not one.acts:
        yield _(
            "Nothing in the record of events explains it: a change of the catalogue, or one made outside the program."
        )
    for act in one.acts:
        yield _("line {event} of the record, {when}: {what}").format(
            event=act.event_id, when=moment(act.at), what=_what(act)
        )
    if one.more_acts:
        yield n_("and {n} more", "and {n} more", one.more_acts).format(n=number(one.more_acts))


def _what(act: LaterAct) -> str:
    words = {
        ActKind.LEND: _("lent, entered later for an earlier day") if act.entered_later else _("lent"),
        ActKind.RETURN: _("taken back"),
        ActKind.RENEW: _("renewed"),
        ActKind.MOVE_VISIT: _("a visit moved to another borrower"),
        ActKind.DUE_SET: _("another due date set by hand"),
        ActKind.DUE_MOVE: _("a due date moved by a closed day"),
        ActKind.FIND: _("found"),
        ActKind.BORROWER_MERGE: _("two borrowers merged"),
        ActKind.IMPORT: _("a file brought in"),
        ActKind.RESTORE: _("a backup put back"),
        ActKind.ARTICLE_ADD: _("an article registered"),
        ActKind.ARTICLE_EDIT: _("an article corrected"),
        ActKind.ARTICLE_STATE: _("an article set aside or back"),
        ActKind.ARTICLE_DISCARD: _("an article discarded"),
    }
    what = words.get(act.kind, _("an article sent, received, recalled or put right"))
    return _("undone: {what}").format(what=what) if act.is_undo else what
