"""What was asked for and not had, in sentences and in lines of a list."""

from typing import TYPE_CHECKING

from fritids.i18n import _, day_short, day_spoken, n_
from fritids.present.names import asked_name, plain
from fritids.present.spoken import Said
from fritids.services.results import AskedFor, TypeView

if TYPE_CHECKING:
    from datetime import date

    from fritids.services.requests import Demand, Noted


def demand_name(demand: "Demand") -> str:
    """`Hockeyskridskor 33`."""
    return asked_name(AskedFor(demand.type, demand.size))


def noted_said(noted: "Noted") -> Said:
    """What was noted, how often it was asked for in a year, and when the next one is due back."""
    demand, n = noted.demand, noted.quantity
    what = demand_name(demand)
    headline = (
        _("Noted, not here: {article}")
        if n == 1
        else n_("Noted, {n} not here: {article}", "Noted, {n} not here: {article}", n)
    )
    lines = [asked_line(demand)]
    if k := demand.available:
        lines.insert(
            0, n_("But {n} stands here. Look again.", "But {n} stand here. Look again.", k).format(n=k)
        )
    elif demand.next_due is not None:
        lines.insert(0, _("The next one is due back {day}.").format(day=day_spoken(demand.next_due)))
    return Said(headline.format(article=what, n=n), tuple(lines))


def asked_line(demand: "Demand") -> str:
    """How often it was asked for, and how many there are."""
    n = demand.asked
    return n_(
        "Asked for {n} time in the last 12 months; we have {stock}.",
        "Asked for {n} times in the last 12 months; we have {stock}.",
        n,
    ).format(n=n, stock=demand.stock)


def demand_words(demand: "Demand", today: "date") -> str:
    """`asked for 14 times, have 2, back Thu 5 Mar`: the end of a line of the list."""
    n = demand.asked
    words = n_("asked for {n} time, have {stock}", "asked for {n} times, have {stock}", n).format(
        n=n, stock=demand.stock
    )
    if demand.next_due is not None and not demand.available:
        return _("{words}, next back {day}").format(words=words, day=day_short(demand.next_due, today))
    return words


def doubted_size(size: str) -> str:
    """The question about what is hardly a size of the type."""
    return _(
        "“{size}” does not look like a size of this type. Write it once more to keep it, or another."
    ).format(size=plain(size))


def doubted_on_the_command_line(kind: TypeView, size: str) -> str:
    """The same where nothing can be written once more."""
    return _(
        "“{size}” does not look like a size of {type}. Correct it, or add --accept doubtful_size."
    ).format(size=plain(size), type=asked_name(AskedFor(kind, None)))
