"""A year's report made of loans that are drawn here, without a database: enough in some cells, too few in others."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from functools import cache
from random import Random
from typing import Final

from fritids.domain.anchor import Anchor
from fritids.domain.figures import Cell, Period, PeriodFigures, Split, TableKey, Totals, report_tables
from fritids.domain.follow_up import Figure, Outcome
from fritids.domain.sizes import SizeKind
from fritids.domain.small_numbers import Withheld, withhold
from fritids.domain.words import DiscardReason, GoalIndicator
from fritids.services.results import TypeView
from fritids.services.results.follow_up import (
    AreaLoans,
    FollowUpOfYear,
    GoalOutcome,
    GoalView,
    GroupLoans,
    SurveyQuestion,
)
from fritids.services.results.report import YearReport
from fritids.services.results.stock_figures import Opening, StockCount, StockOfPeriod, Unmet

HOSTILE: Final = "=cmd|'/C calc'!A1 <b>&[red]"
"""A branch's name, a goal and a size, as somebody may have entered them."""
TYPES: Final = {
    code: TypeView(code, category, f"{code} sv", f"{code} en", SizeKind.EU, category_sv=f"{category} sv", category_en=f"{category} en")
    for code, category in (("skates", "ice"), ("bandy", "ice"), ("skis", "snow"), ("sledge", "snow"), ("ball", "games"))
}  # fmt: skip


def _loans(seed: int, year: int, branch: str, borrowers: int) -> list[tuple[str, str, dict[Split, str]]]:
    """Borrower, visit and the codes of each loan."""
    draw, found = Random(seed), []
    for n in range(borrowers):
        kind = draw.choice(("person",) * 9 + ("school", "care"))
        fixed = {
            Split.KIND: kind,
            Split.AGE: draw.choice(("0-6", "7-12", "7-12", "26-64", "26-64", "65+", "unknown")),
            Split.GENDER: draw.choice(("woman", "man", "woman", "man", "unknown", "other")),
            Split.AREA: draw.choice(("602", "602", "602", "603", "603", "611")),
            Split.BRANCH: branch,
        }
        for visit in range(draw.randint(1, 3)):
            when = {
                Split.MONTH: f"{year}-{draw.choice((1, 2, 2, 2, 3, 7, 12)):02}",
                Split.WEEKDAY: str(draw.randint(1, 5)),
                Split.HOUR: f"{draw.choice((10, 12, 13, 17)):02}",
            }
            for _ in range(draw.randint(1, 4)):
                type_code = draw.choice(("skates", "skates", "bandy", "skis", "skis", "sledge", "ball"))
                what = {Split.TYPE: type_code, Split.CATEGORY: TYPES[type_code].category}
                found.append((f"{branch}{n}", f"{branch}{n}/{visit}", {**fixed, **when, **what}))
    return found


def _counted(branch: str | None, year: int, loans: list[tuple[str, str, dict[Split, str]]]) -> PeriodFigures:
    def cell(of: list[tuple[str, str, dict[Split, str]]]) -> Cell:
        return Cell(
            len(of), len({visit for _who, visit, _codes in of}), len({who for who, _visit, _codes in of})
        )

    tables: dict[TableKey, dict[tuple[str, ...], Cell]] = {}
    for key in report_tables(branches=branch is None):
        rows = defaultdict(list)
        for loan in loans:
            rows[tuple(loan[2][split] for split in key)].append(loan)
        tables[key] = {codes: cell(of) for codes, of in rows.items()}
    whole, n = cell(loans), len(loans)
    totals = Totals(n, whole.visits, whole.borrowers, 9, 0, 14, n, n - 7, 6, 8, 50, 200)
    return PeriodFigures(branch, Period.year(year), date(year, 12, 31), totals, tables)


@cache
def _years(year: int) -> tuple[dict[str | None, PeriodFigures], Withheld]:
    by_branch = {
        branch: _loans(year + place, year, branch, borrowers)
        for place, (branch, borrowers) in enumerate((("a", 90), ("b", 60), ("c", 3)))
    }
    members: dict[str | None, PeriodFigures] = {
        branch: _counted(branch, year, loans) for branch, loans in by_branch.items()
    }
    members[None] = _counted(None, year, [loan for loans in by_branch.values() for loan in loans])
    return members, withhold(members, {code: one.category for code, one in TYPES.items()})


def a_report(branch: str | None = None, *, full: bool = False) -> YearReport:
    """The report of 2025, of branch `a`, `b` or `c` (three borrowers), or of all."""
    (now, withheld), (earlier, withheld_earlier) = _years(2025), _years(2024)
    names = {"a": HOSTILE, "b": "Fritidsbanken Bro", "c": "Fritidsbanken Å"}
    figures, before = now[branch], earlier[branch]
    return YearReport(
        year=2025,
        branch=branch,
        branches=names if branch is None else {branch: names[branch]},
        has_others=branch is not None,
        period=figures.period,
        counted_to=figures.counted_to,
        first_loan_on=date(2023, 1, 2),
        tells_first_loan=full,
        figures=figures,
        before=before,
        stock=_stock(branch, 2025),
        stock_before=_stock(branch, 2024),
        follow_up=_follow_up(branch, figures, full=full),
        full=full,
        withheld=Withheld() if full else withheld,
        withheld_before=Withheld() if full else withheld_earlier,
        types=TYPES,
        record=Anchor(1234, bytes(range(32))),
        version="0.0",
    )


def _stock(branch: str | None, year: int) -> StockOfPeriod:
    one = StockCount(in_stock=30, on_loan=6, in_service=1, missing=2, never_lent=4, received=5, discarded=3)
    return StockOfPeriod(
        branch,
        Period.year(year),
        date(year, 12, 31),
        replace(one, in_stock=150),
        {"ice": one, "snow": one, "games": one},
        dict.fromkeys(TYPES, one),
        discarded={DiscardReason.WORN_OUT: 2, DiscardReason.BROKEN: 1},
        unmet=(Unmet("skates", HOSTILE, 7), Unmet("skis", "", 2)),
        opening=Opening(200, 800.5),
    )


def _follow_up(branch: str | None, figures: PeriodFigures, *, full: bool) -> FollowUpOfYear:
    gone = Figure(4.0) if full else Figure(withheld=True)
    gone_share = Figure(0.25) if full else gone

    def group(code: str, loans: float) -> GroupLoans:
        return GroupLoans(code, Figure(loans), Figure(loans / 1000))

    return FollowUpOfYear(
        branch=branch,
        year=2025,
        counted_to=figures.counted_to,
        loans=Figure(figures.totals.loans),
        children=GroupLoans("0-19", gone, gone_share),
        bands=(group("0-6", 12), GroupLoans("7-12", gone, gone_share), group("13-15", 0), group("16-19", 3)),
        schools=group("schools", 40),
        kinds=(group("school", 30), group("preschool", 0), group("association", 10)),
        new_borrowers=Figure(9),
        borrowers=Figure(figures.totals.borrowers),
        areas=(AreaLoans("602", Figure(200), 8000, 2024, HOSTILE, Figure(25.0)),),
        survey=(
            SurveyQuestion("otherwise", Figure(20), Figure(12), Figure(8), Figure(0.4)),
            SurveyQuestion("bought", gone, gone, gone, gone_share),
        ),
        goals=(
            GoalOutcome(
                GoalView(1, "a", 2025, HOSTILE, "Fler barn åker skridskor", GoalIndicator.LOANS, None, 500),
                Figure(figures.totals.loans),
                Outcome.REACHED,
            ),
        ),
        climate=None,
    )
