"""What the flow of the counter says by itself, besides what use cases answered."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from fritids.domain.barcode import Repair
from fritids.domain.findings import is_refused
from fritids.i18n import _, n_
from fritids.present import Said, Tone, borrower_name, plain, said
from fritids.services import results as r
from fritids.tui.counter.asking import MOST_OPTIONS
from fritids.tui.counter.situation import Prompt, Shown

if TYPE_CHECKING:
    from fritids.tui.aftermath import Aftermath

_LONGEST_SHOWN: Final = 40
"""Characters of what was typed that a sentence repeats."""


def cannot_be_used(message: str) -> Prompt:
    """What is asked while the database cannot be opened; `message` says why."""
    return Prompt(
        title=lambda: _("The database cannot be used"),
        label=lambda: _("Nothing is lost: what is scanned waits"),
        details=lambda: (message,),
        enter=lambda: _("Try again"),
        tone=Tone.NO,
    )


def which_branch(branches: Sequence[tuple[str, str]]) -> Prompt:
    """What is asked where several branches share the database and none was named."""
    names = tuple(name for _code, name in branches)
    return Prompt(
        title=lambda: _("Which branch is this?"),
        label=lambda: _("Choose with a digit"),
        details=lambda: (_("Several share this database. To be asked no more, start with --branch CODE."),),
        options=lambda: names[:MOST_OPTIONS],
        enter=lambda: _("Choose"),
    )


def visit_opened(answer: r.VisitOpened) -> Shown:
    """What only waits stands in the panel with its reasons; here it is counted."""
    waiting = [one for one in answer.results if isinstance(one, r.NotLent) and not is_refused(one.findings)]
    rest = replace(answer, results=tuple(one for one in answer.results if one not in waiting))
    n = len(waiting)

    def speak() -> Said:
        spoken = said(rest)
        if not n:
            return spoken
        waits = n_(
            "{n} article waits for an answer. F4 says yes.",
            "{n} articles wait for an answer. F4 says yes.",
            n,
        )
        return Said(
            spoken.headline,
            (*spoken.details, waits.format(n=n)),
            Tone.NO if spoken.tone is Tone.NO else Tone.ASK,
        )

    return Shown(speak, answer)


def not_in_basket(answer: r.TakenBack) -> Shown:
    """A return in the middle of a basket: amber, since the basket is one short of what was scanned."""

    def speak() -> Said:
        spoken = said(answer)
        return Said(spoken.headline, (_("It is not in the basket."), *spoken.details), Tone.ASK)

    return Shown(speak, answer)


def after_fault(after: "Aftermath", *, done: bool | None) -> Shown:
    """The program had a fault and opened again by itself: whether the last thing was done, in words that need no log file."""

    def speak() -> Said:
        what, waiting = (
            "" if after.last is None else plain(after.last.text)[:_LONGEST_SHOWN],
            len(after.waiting),
        )
        sentences = {
            True: _("The last thing, {what}, was done and is saved.")
            if what
            else _("The last thing was done and is saved."),
            False: _("The last thing, {what}, was not done: scan it again."),
            None: _("Look whether the last thing, {what}, was done: the counter shows how things stand.")
            if what
            else _("The counter shows how things stand."),
        }
        lost = _(
            "What was scanned at that moment may not have come in. If it is not in the list, scan it again."
        )
        behind = n_(
            "{n} scan that waited is worked off now.", "{n} scans that waited are worked off now.", waiting
        )
        return Said(
            _("The program had a fault and opened again"),
            (
                lost if after.keys_lost else sentences[done].format(what=what),
                *((behind.format(n=waiting),) if waiting else ()),
            ),
            Tone.INFO if done and not after.keys_lost else Tone.ASK,
        )

    return Shown(speak)


def came_back(state: r.CounterState) -> Shown:
    """What lay on the desk when the program was last closed."""

    def speak() -> Said:
        if state.visit is not None:
            name = borrower_name(state.visit.borrower)
            return Said(
                _("{borrower}'s visit is still open").format(borrower=name),
                (_("Go on scanning, or end it with Enter."),),
                Tone.INFO,
            )
        n = len(state.basket)
        headline = n_("{n} article is still in the basket", "{n} articles are still in the basket", n).format(
            n=n
        )
        return Said(headline, (_("Who borrows?"),), Tone.INFO)

    return Shown(speak)


def repaired(repair: Repair) -> str:
    """What is said in passing when codes arrive mangled and are understood all the same."""
    if repair is Repair.PREFIX:
        return _(
            "The scanner sends signs before the codes. It works; F12, Scanner doctor shows how to set it right."
        )
    return _(
        "The scanner is set to another keyboard. It works; F12, Scanner doctor shows how to set it right."
    )
