"""Made-up loans of a year, counted into the tables of a report; and reports as they would be published, for the attack."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from fritids.domain.figures import Cell, Period, PeriodFigures, Split, TableKey, Totals, report_tables
from fritids.domain.small_numbers import Withheld

CATEGORIES = {f"t{number:02}": f"c{number % 5}" for number in range(17)}
"""By type."""
KINDS = ("person", "school", "preschool", "association", "care", "other")
AGES = ("0-6", "7-12", "13-15", "16-19", "20-25", "26-64", "65+", "unknown")
GENDERS = ("woman", "man", "other", "no_answer", "unknown")
MEASURES = (
    "loans",
    "visits",
    "borrowers",
    "new_borrowers",
    "on_site",
    "renewals",
    "due",
    "on_time",
    "groups",
    "not_returned",
)


@dataclass(frozen=True)
class MadeLoan:
    branch: str
    visit: int
    borrower: int
    codes: Mapping[Split, str]
    first: bool
    on_site: bool
    late: bool


def count(
    branch: str | None, loans: list[MadeLoan], *, branches: bool = False, persons: Iterable[int] = ()
) -> PeriodFigures:
    """Counted as DESIGN §6 says, in the plainest way."""
    tables: dict[TableKey, dict[tuple[str, ...], Cell]] = {}
    for table in report_tables(branches=branches):
        sorted_in: dict[tuple[str, ...], list[MadeLoan]] = {}
        for loan in loans:
            codes = tuple(loan.branch if split is Split.BRANCH else loan.codes[split] for split in table)
            sorted_in.setdefault(codes, []).append(loan)
        tables[table] = {
            codes: Cell(
                len(those), len({loan.visit for loan in those}), len({loan.borrower for loan in those})
            )
            for codes, those in sorted_in.items()
        }
    people = {loan.borrower for loan in loans}
    due = [loan for loan in loans if loan.visit % 9]
    totals = Totals(
        loans=len(loans),
        visits=len({loan.visit for loan in loans}),
        borrowers=len(people),
        new_borrowers=sum(loan.first for loan in loans),
        on_site=sum(loan.on_site for loan in loans),
        renewals=sum(loan.visit % 7 == 0 for loan in loans),
        due=len(due),
        on_time=sum(not loan.late for loan in due),
        groups=len({loan.borrower for loan in loans if loan.codes[Split.KIND] != "person"}),
        not_returned=sum(loan.late and loan.visit % 3 == 0 for loan in loans),
    )
    period = Period(date(2026, 1, 1), date(2026, 12, 31))
    return PeriodFigures(branch, period, period.last, totals, tables)


def made(seed: int, sizes: Iterable[int], *, skew: float = 2.0, shared: float = 0.02) -> list[MadeLoan]:
    """So many borrowers at each branch with some visits each; few of the sorts that are few anywhere; some borrow at two branches."""
    rng = Random(seed)
    loans: list[MadeLoan] = []
    visit = borrower = 0
    for number, size in enumerate(sizes):
        branch = f"b{number:03}"
        for _each in range(size):
            borrower += 1
            person = borrower
            if loans and rng.random() < shared:
                person = rng.choice(loans).borrower
            known = (
                next((loan.codes for loan in loans if loan.borrower == person), None)
                if person != borrower
                else None
            )
            kind = known[Split.KIND] if known else _skewed(rng, KINDS, skew * 1.6)
            gender = known[Split.GENDER] if known else _skewed(rng, GENDERS, skew)
            area = known[Split.AREA] if known else f"{600 + number % 7 + int(rng.paretovariate(1.2)) % 5}"
            age = AGES[min(7, int(rng.triangular(0, 8, 4)))]
            new = known is None and rng.random() < 0.4
            for _visit in range(min(int(rng.paretovariate(1.1)), 15)):
                visit += 1
                month, hour = (
                    rng.choices(range(1, 13), (9, 9, 7, 3, 3, 2, 1, 1, 2, 3, 5, 9))[0],
                    rng.choice("0123456789"),
                )
                day = str(min(6, int(rng.expovariate(0.6))))
                child = rng.random() < 0.2
                for _article in range(min(int(rng.paretovariate(1.3)), 12)):
                    kind_of_article = f"t{min(16, int(rng.expovariate(0.25))):02}"
                    codes = {
                        Split.MONTH: f"2026-{month:02}", Split.WEEKDAY: day, Split.HOUR: f"1{hour}",
                        Split.CATEGORY: CATEGORIES[kind_of_article], Split.TYPE: kind_of_article, Split.KIND: kind,
                        Split.AGE: AGES[rng.randrange(4)] if child else age, Split.GENDER: gender, Split.AREA: area,
                    }  # fmt: skip
                    loans.append(
                        MadeLoan(branch, visit, person, codes, new, rng.random() < 0.05, rng.random() < 0.1)
                    )
                    new = False
    return loans


def _skewed(rng: Random, codes: tuple[str, ...], skew: float) -> str:
    return codes[min(len(codes) - 1, int(rng.expovariate(skew)))]


def members(loans: list[MadeLoan]) -> dict[str | None, PeriodFigures]:
    """The branches, and all of them together if there are several."""
    by_branch: dict[str, list[MadeLoan]] = {}
    for loan in loans:
        by_branch.setdefault(loan.branch, []).append(loan)
    found: dict[str | None, PeriodFigures] = {code: count(code, those) for code, those in by_branch.items()}
    if len(by_branch) > 1:
        found[None] = count(None, loans, branches=True)
    return found


def published(figures: Mapping[str | None, PeriodFigures], withheld: Withheld) -> dict[str, dict[str, Any]]:
    """Reports as they leave the house: None for what is withheld, by branch (all together: an empty code)."""
    reports: dict[str, dict[str, Any]] = {}
    for code, own in figures.items():
        tables: dict[str, dict[tuple[str, ...], dict[str, int | None]]] = {}
        for table in report_tables(branches=code is None):
            rows = own.tables.get(table, {})
            measures: tuple[str, ...] = ("loans",) if len(table) > 1 else ("loans", "borrowers")
            if table in {(Split.MONTH,), (Split.BRANCH,)}:
                measures = ("loans", "visits", "borrowers")
            partners = {codes for whose, which, codes in withheld.cells if whose == code and which == table}
            tables["/".join(table)] = {
                codes: {
                    measure: None
                    if withheld.hides(code, table, codes)
                    else getattr(rows.get(codes, Cell()), measure)
                    for measure in measures
                }
                for codes in sorted({*rows, *partners})
            }
        sums = {
            "children_and_youth": sum(own.tables[Split.AGE,].get((age,), Cell()).loans for age in AGES[:4]),
            "schools_and_associations": sum(
                own.tables[Split.KIND,].get((kind,), Cell()).loans for kind in KINDS[1:4]
            ),
            "late": own.totals.due - own.totals.on_time,
        }
        totals = {measure: getattr(own.totals, measure) for measure in MEASURES} | sums
        reports[code or ""] = {
            "hidden": code in withheld.hidden,
            "totals": {
                measure: None if withheld.hides_total(code, measure) else value
                for measure, value in totals.items()
            },
            "tables": tables,
        }
    return reports
