"""What is withheld of a period's reports is decided once for the database, and kept as JSON with the sums of the days it is of."""

import json
from collections.abc import Callable
from typing import Any, cast

from fritids.domain.figures import Cell, Period, PeriodFigures, Split
from fritids.domain.small_numbers import withhold
from fritids.services.figures import Figures
from fritids.services.figures.withholding import withheld
from tests.small_worlds import CATEGORIES, MadeLoan, made, members

YEAR = Period.year(2026)


class Counted:
    """Stands for the figures on the desk: what is kept went through JSON."""

    def __init__(self, loans: list[MadeLoan]) -> None:
        self.loans = loans
        self.figures = members(loans)
        self.bodies = dict[tuple[str, Period, str | None], str]()

    def every_branch(self, _period: Period) -> dict[str, PeriodFigures]:
        return {code: own for code, own in self.figures.items() if code is not None}

    def whole(self, _period: Period) -> PeriodFigures:
        return self.figures[None]

    def split(self, _period: Period, key: tuple[Split, ...]) -> dict[tuple[str, ...], Cell]:
        found: dict[tuple[str, ...], int] = {}
        for loan in self.loans:
            codes = tuple(loan.codes[split] for split in key)
            found[codes] = found.get(codes, 0) + 1
        return {codes: Cell(loans) for codes, loans in found.items()}

    def kept(self, what: str, period: Period, branch: str | None, compute: Callable[[], Any]) -> Any:
        if (what, period, branch) not in self.bodies:
            self.bodies[what, period, branch] = json.dumps(compute())
        return json.loads(self.bodies[what, period, branch])


def test_what_was_kept_is_what_was_decided_for_all_branches_at_once() -> None:
    counted = Counted(made(4, [40, 30, 3]))
    figures = cast("Figures", counted)
    decided = withhold(counted.figures, CATEGORIES)
    assert withheld(figures, YEAR) == decided
    assert decided.hidden
    assert decided.totals
    counted.figures.clear()
    assert withheld(figures, YEAR) == decided, "counted again, though it was kept"


def test_a_branch_alone_is_decided_alone() -> None:
    counted = Counted(made(4, [40]))
    assert withheld(cast("Figures", counted), YEAR) == withhold(counted.figures, CATEGORIES)
