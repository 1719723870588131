"""Withheld figures against an attacker who knows all that is published (`tests/attack.py`): none is told more narrowly than by four.

A longer search: FRITIDS_SMALL_NUMBERS=200 (so many worlds) python -m pytest tests/domain/test_small_numbers.py -k longer -s
"""

import os
import sys
from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fritids.domain.figures import Cell, PeriodFigures, Split
from fritids.domain.small_numbers import Withheld, is_small, withhold
from fritids.domain.words import BorrowerKind
from fritids.services.sample.generator import generate
from tests.attack import Attack, Name
from tests.small_worlds import CATEGORIES, MadeLoan, made, members, published

LONGER = "FRITIDS_SMALL_NUMBERS"
"""Read before the tests' own environment takes it away."""
WORLDS = int(os.environ.get(LONGER, "0"))


class Told:
    """What an attacker could tell of the reports of these loans."""

    def __init__(self, loans: list[MadeLoan], categories: Mapping[str, str] = CATEGORIES) -> None:
        self.figures = members(loans)
        self.withheld = withhold(self.figures, categories)
        types: dict[str, tuple[str, ...]] = {}
        for code, category in categories.items():
            types[category] = (*types.get(category, ()), code)
        self.attack = Attack(published(self.figures, self.withheld), types)
        self.wanted = {name: asked for name in self.attack.number if (asked := self._asked(name))}
        self.ranges = {name: (low, high) for name, low, high in self.attack.ranges(self.wanted)}

    def _asked(self, name: Name) -> tuple[float, float] | None:
        """How low and how high its range has to reach at least; None: nothing has to be kept of it."""
        whose = name[0] or None
        own = self.figures[whose]
        if not name[1]:
            value = getattr(own.totals, name[3], None)
            small = value is not None and 0 < value < 5
            return None if whose in self.withheld.hidden and not value else (0, 4) if small else (1e9, 0)
        cell = own.tables.get(tuple(map(Split, name[1].split("/"))), {}).get(name[2:-1], Cell())
        if whose in self.withheld.hidden and not cell.loans:
            return None
        return (0, 4) if is_small(cell) else (1e9, 0)

    @property
    def too_narrow(self) -> dict[Name, tuple[float, float]]:
        """Those that are told more narrowly than is promised."""
        return {
            name: (low, high)
            for name, (low, high) in self.ranges.items()
            if high - low < 4 - 1e-6
            or low > self.wanted[name][0] + 1e-6
            or high < self.wanted[name][1] - 1e-6
        }

    @property
    def narrowest(self) -> float:
        return min((high - low for low, high in self.ranges.values()), default=float("inf"))


def every_small_one(figures: Mapping[str | None, PeriodFigures], withheld: Withheld) -> bool:
    return all(
        withheld.hides(branch, table, codes)
        for branch, own in figures.items()
        for table, rows in own.tables.items()
        for codes, cell in rows.items()
        if is_small(cell)
    )


def loan(number: int, **codes: str) -> MadeLoan:
    """One loan of a borrower of their own, like all others but for these."""
    usual = {
        "month": "2026-01", "weekday": "0", "hour": "10", "category": "c0", "type": "t00",
        "kind": "person", "age": "26-64", "gender": "woman", "area": "602",
    }  # fmt: skip
    return MadeLoan(
        codes.pop("branch", "b000"), number, number, {Split(split): code for split, code in (usual | codes).items()},
        False, False, False,
    )  # fmt: skip


@settings(max_examples=5, derandomize=True)
@given(seed=st.integers(0, 10**6), borrowers=st.integers(5, 30), skew=st.sampled_from([1.0, 3.0]))
def test_no_withheld_figure_of_a_branch_is_told(seed: int, borrowers: int, skew: float) -> None:
    told = Told(made(seed, [borrowers], skew=skew))
    assert every_small_one(told.figures, told.withheld)
    assert told.too_narrow == {}


@settings(max_examples=2, derandomize=True)
@given(seed=st.integers(0, 10**6), sizes=st.lists(st.integers(2, 15), min_size=2, max_size=3))
def test_nor_from_what_all_branches_have_together(seed: int, sizes: list[int]) -> None:
    told = Told(made(seed, sizes))
    assert every_small_one(told.figures, told.withheld)
    assert told.too_narrow == {}


def test_five_branches_of_very_different_sizes() -> None:
    """Most of what they have together is still shown, and of the largest; the one of three borrowers shows nothing."""
    told = Told(made(3, [150, 25, 7, 3, 60]))
    assert told.too_narrow == {}
    assert "b003" in told.withheld.hidden
    assert told.withheld.share("b003") == 1
    assert told.withheld.share(None) < 0.8
    for code, report in told.attack.reports.items():
        listed = [cell["loans"] for rows in report["tables"].values() for cell in rows.values()]
        share = (listed.count(None), sum(loans != 0 for loans in listed))
        assert told.withheld.shares[code or None] == share, "it says how many of the withheld are empty"


def test_the_year_of_the_sample_branch() -> None:
    loans = sample_year()
    categories = {each.codes[Split.TYPE]: each.codes[Split.CATEGORY] for each in loans}
    told = Told(loans, categories)
    assert told.too_narrow == {}
    assert told.withheld.share("b000") < 0.4
    kept = {(table, codes) for _whose, table, codes in told.withheld.cells if len(table) == 1}
    assert not {table for table, _codes in kept} & {(Split.MONTH,), (Split.WEEKDAY,)}


def test_a_branch_of_three_borrowers_shows_nothing_and_another_is_hidden_with_it() -> None:
    loans = [loan(number) for number in range(3)]
    loans += [loan(number, branch="b001") for number in range(10, 19)]
    loans += [loan(number, branch="b002") for number in range(20, 60)]
    told = Told(loans)
    assert told.withheld.hidden == {"b000", "b001"}
    assert told.withheld.hides("b000", (Split.MONTH,), ("2026-07",)), "not even that nothing was lent"
    assert told.withheld.hides(None, (Split.BRANCH, Split.MONTH), ("b000", "2026-07")), (
        "nor beside the others"
    )
    assert told.withheld.share("b002") == 0
    assert told.too_narrow == {}


def test_alone_a_branch_of_three_borrowers_shows_nothing() -> None:
    told = Told([loan(number) for number in range(3)])
    assert told.withheld.hidden == {"b000"}
    assert told.withheld.hides_total("b000", "loans")


def test_one_small_row_takes_one_other_with_it() -> None:
    """Ninety-nine in three areas and one in a fourth: the smallest of the three is withheld with it, and no more of any table."""
    loans = [loan(number, area=f"60{number % 3}") for number in range(98)] + [loan(100, area="999")]
    told = Told(loans)
    assert {(table, codes) for _whose, table, codes in told.withheld.cells} == {
        ((Split.AREA,), ("999",)),
        ((Split.AREA,), ("602",)),
    }
    assert told.too_narrow == {}


def test_the_attack_tells_what_is_withheld_alone() -> None:
    """It would be seen if nothing were withheld beside the cells of few people."""
    loans = [loan(number, area=f"60{number % 3}") for number in range(98)] + [loan(100, area="999")]
    figures = members(loans)
    alone = Withheld(frozenset({("b000", (Split.AREA,), ("999",))}))
    attack = Attack(published(figures, alone), {"c0": ("t00",)})
    name = ("b000", "area", "999", "loans")
    assert [*attack.ranges({name: (0, 4)})] == [(name, 1, 1)]


def test_nothing_is_withheld_where_nobody_is_few() -> None:
    told = Told([loan(number) for number in range(20)])
    assert not told.withheld.cells
    assert not told.withheld.hidden
    assert told.withheld.share("b000") == 0


def test_of_two_rows_both_are_withheld_and_with_few_groups_their_number() -> None:
    """Groups are borrowers less persons: two schools would be told from the persons."""
    loans = [loan(number) for number in range(20)]
    loans += [loan(number, kind=BorrowerKind.SCHOOL.value) for number in (30, 31)]
    told = Told(loans)
    assert told.withheld.hides("b000", (Split.KIND,), ("person",))
    assert told.withheld.hides_total("b000", "groups")
    assert told.withheld.hides_total("b000", "schools_and_associations")
    assert told.too_narrow == {}


def test_children_are_still_shown_where_a_small_band_has_a_partner_among_them() -> None:
    loans = [loan(number, age="26-64") for number in range(20)]
    loans += [loan(number, age="7-12") for number in range(30, 50)] + [loan(60, age="0-6")]
    told = Told(loans)
    assert told.withheld.hides("b000", (Split.AGE,), ("0-6",))
    assert not told.withheld.hides_total("b000", "children_and_youth")
    assert told.too_narrow == {}


def test_the_same_figures_are_withheld_alike_in_whatever_order_they_come() -> None:
    figures = members(made(8, [30, 12, 4]))
    backwards = {
        code: PeriodFigures(
            own.branch, own.period, own.counted_to, own.totals,
            {table: dict(reversed(list(rows.items()))) for table, rows in reversed(list(own.tables.items()))},
        )
        for code, own in reversed(list(figures.items()))
    }  # fmt: skip
    assert withhold(figures, CATEGORIES) == withhold(backwards, CATEGORIES)


@pytest.mark.skipif(not WORLDS, reason="a longer search, by hand: see the top of this file")
def test_a_longer_search() -> None:
    cells, narrowest, programs = 0, float("inf"), 0
    for world in range(WORLDS):
        rng = Random(world)
        sizes = [
            rng.choice((2, 3, 5, 7, 10, 20, 40, 80, 200)) for _branch in range(rng.choice((1, 1, 2, 3, 5)))
        ]
        told = Told(made(world, sizes, skew=rng.choice((1.0, 2.0, 3.0))))
        assert told.too_narrow == {}, (world, sizes)
        cells += len(told.ranges)
        programs += told.attack.programs
        narrowest = min(narrowest, told.narrowest)
    words = f"{WORLDS} worlds, {cells} withheld figures, {programs} programs: the narrowest range is {narrowest:g}"
    sys.stdout.write(words + "\n")


def sample_year() -> list[MadeLoan]:
    """What the sample branch lent in its last whole year."""
    sample = generate(date(2026, 12, 31))
    rows = sample.table("loan")
    loans = []
    for values in rows.values:
        row: dict[str, Any] = dict(zip(rows.columns, values, strict=True))
        day = row["lent_on"]
        if row["undone_at"] is not None or day.year != 2026:
            continue
        codes = {
            Split.MONTH: f"{day:%Y-%m}", Split.WEEKDAY: str(day.weekday()), Split.HOUR: f"{row['lent_at']:%H}",
            Split.CATEGORY: row["category_code"], Split.TYPE: row["type_code"], Split.KIND: row["borrower_kind"],
            Split.AGE: row["age_band"], Split.GENDER: row["gender"] or "unknown", Split.AREA: row["postal_area"] or "unknown",
        }  # fmt: skip
        loans.append(
            MadeLoan(
                "b000",
                row["visit_id"],
                row["borrower_key"],
                codes,
                row["first_ever"],
                row["due"] == day,
                False,
            )
        )
    return loans
