"""What is withheld of the reports of a period, decided once for all branches and kept with the sums."""

from typing import TYPE_CHECKING, Any, Final

from fritids.domain.figures import Period, PeriodFigures, Split
from fritids.domain.small_numbers import Withheld, withhold

if TYPE_CHECKING:
    from fritids.services.figures import Figures

_MONTH: Final = (Split.MONTH,)
_KEPT_AS: Final = "withheld-2"
"""Another number with every version of the program that decides otherwise."""


def withheld(figures: "Figures", period: Period) -> Withheld:
    """What leaves the house of no report of this period, of any branch or of all; the same as long as the same loans are counted."""
    return _read(figures.kept(_KEPT_AS, period, None, lambda: _plain(_decide(figures, period))))


def of_part(part: Withheld, whole: Withheld, days: Period) -> Withheld:
    """What is withheld of the first days of a year when the whole year is published, too; shown are its months and totals, no other table.

    A month that is over is the same in both, so it is withheld where it is in the whole year. The sum of these days would then give it
    away, or all branches together that of the one that keeps its own to itself; so nobody says it.
    """
    cut = (f"{days.last:%Y-%m}",)
    months = {each for each in whole.cells if each[1] == _MONTH}
    months |= {each for each in part.cells if each[1:] == (_MONTH, cut)}
    everybody = {whose for whose, _share in part.shares.items()}
    sums = {(whose, measure) for whose in everybody for measure in ("loans", "visits") if months}
    return Withheld(
        part.cells | months, part.totals | whole.totals | sums, part.hidden | whole.hidden, part.shares
    )


def _decide(figures: "Figures", period: Period) -> Withheld:
    members: dict[str | None, PeriodFigures] = dict(figures.every_branch(period).items())
    if len(members) > 1:
        members[None] = figures.whole(period)
    return withhold(members, _categories(figures, period))


def _categories(figures: "Figures", period: Period) -> dict[str, str]:
    """The category of each type, as its loans have it: of two, since it was moved meanwhile, the one with more of them."""
    most: dict[str, tuple[int, str]] = {}
    for (kind, category), cell in figures.split(period, (Split.TYPE, Split.CATEGORY)).items():
        most[kind] = max(most.get(kind, (0, "")), (cell.loans, category))
    return {kind: category for kind, (_loans, category) in sorted(most.items())}


def _plain(withheld_: Withheld) -> dict[str, Any]:
    """As JSON has it, in an order that hangs on nothing but the values."""
    return {
        "cells": sorted([whose or "", "/".join(table), *codes] for whose, table, codes in withheld_.cells),
        "totals": sorted([whose or "", measure] for whose, measure in withheld_.totals),
        "hidden": sorted(whose or "" for whose in withheld_.hidden),
        "shares": sorted([whose or "", *share] for whose, share in withheld_.shares.items()),
    }


def _read(plain: dict[str, Any]) -> Withheld:
    tables = {name: tuple(map(Split, name.split("/"))) for _whose, name, *_codes in plain["cells"]}
    return Withheld(
        frozenset((whose or None, tables[name], tuple(codes)) for whose, name, *codes in plain["cells"]),
        frozenset((whose or None, measure) for whose, measure in plain["totals"]),
        frozenset(whose or None for whose in plain["hidden"]),
        {whose or None: (some, of) for whose, some, of in plain["shares"]},
    )
