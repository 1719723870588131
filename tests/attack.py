"""An attacker on withheld figures: knows all that is published and every sum and order that holds, and reckons by linear programs.

Takes nothing but what is published, as plain values; it shares no rule and no code with the decision it attacks.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random
from typing import Any, TypeAlias

from scipy.optimize import linprog
from scipy.sparse import csr_matrix

Name: TypeAlias = tuple[str, ...]
"""Of a figure: whose, which table, the codes, which measure."""
Report: TypeAlias = Mapping[str, Any]

CHILDREN = ("0-6", "7-12", "13-15", "16-19")
SCHOOLS = ("school", "preschool", "association")
ALL = ""
"""All branches together."""
OF_BRANCHES = "branch"


@dataclass
class Attack:
    """`reports` by branch (and `ALL`): totals and tables, each cell a mapping of measures with None for what is withheld; `types` by category."""

    reports: Mapping[str, Report]
    types: Mapping[str, tuple[str, ...]]
    number: dict[Name, int] = field(default_factory=dict)
    known: dict[Name, float] = field(default_factory=dict)
    equal: list[tuple[dict[int, float], float]] = field(default_factory=list)
    at_most: list[tuple[dict[int, float], float]] = field(default_factory=list)
    seen: dict[int, tuple[float, float]] = field(default_factory=dict)
    programs: int = 0

    def __post_init__(self) -> None:
        self.codes: dict[str, list[tuple[str, ...]]] = {}
        for report in self.reports.values():
            for table, rows in report["tables"].items():
                listed = self.codes.setdefault(table, [])
                listed += [codes for codes in rows if codes not in set(listed)]
        for whose, report in self.reports.items():
            self._read(whose, report)
        for whose in self.reports:
            self._inside(whose)
        if ALL in self.reports and len(self.reports) > 1:
            self._between()
        width = len(self.number)
        self.a_eq, self.b_eq = _matrix(self.equal, width)
        self.a_ub, self.b_ub = _matrix(self.at_most, width)

    # ------------------------------------------------------------------------------------------------------------------
    # What is known

    def _read(self, whose: str, report: Report) -> None:
        hidden = report["hidden"]
        for measure, value in report["totals"].items():
            self._figure((whose, "", "", measure), None if hidden else value)
        for table, listed in self.codes.items():
            if table.startswith(OF_BRANCHES):
                continue
            measures = self._measures(table)
            rows = report["tables"].get(table, {})
            for codes in listed:
                for measure in measures:
                    value = None if hidden else rows.get(codes, {}).get(measure, 0)
                    self._figure((whose, table, *codes, measure), value)

    def _figure(self, name: Name, value: float | None) -> None:
        if value is None:
            self.number[name] = len(self.number)
        else:
            self.known[name] = value

    @staticmethod
    def _measures(table: str) -> tuple[str, ...]:
        if "/" in table:
            return ("loans",)
        return ("loans", "visits", "borrowers") if table == "month" else ("loans", "borrowers")

    def _row(self, terms: Iterable[tuple[float, Name]]) -> tuple[dict[int, float], float]:
        row: dict[int, float] = {}
        right = 0.0
        for factor, name in terms:
            if name in self.number:
                row[self.number[name]] = row.get(self.number[name], 0) + factor
            elif name in self.known:
                right -= factor * self.known[name]
        return row, right

    def _same(self, *terms: tuple[float, Name]) -> None:
        row, right = self._row(terms)
        if row:
            self.equal.append((row, right))
        else:
            assert abs(right) < 1e-9, ("published figures contradict each other", terms[:4])

    def _no_more(self, terms: Iterable[tuple[float, Name]]) -> None:
        row, right = self._row(terms)
        if row:
            self.at_most.append((row, right))

    def _cells(self, whose: str, table: str, measure: str, **where: str) -> list[Name]:
        splits = table.split("/")
        return [
            (whose, table, *codes, measure)
            for codes in self.codes.get(table, ())
            if all(codes[splits.index(split)] == code for split, code in where.items())
        ]

    def _inside(self, whose: str) -> None:
        """Sums and orders within one report."""
        total = {measure: (whose, "", "", measure) for measure in ("loans", "visits", "borrowers")}
        for table, listed in self.codes.items():
            if table.startswith(OF_BRANCHES):
                continue
            if "/" in table:
                self._inside_crossed(whose, table)
                continue
            for measure in self._measures(table):
                names = self._cells(whose, table, measure)
                if measure != "borrowers" or table == "kind":
                    self._same((-1, total[measure]), *((1, name) for name in names))
                else:
                    self._no_more([(1, total[measure]), *((-1, name) for name in names)])
                    for name in names:
                        self._no_more([(1, name), (-1, total[measure])])
            for codes in listed:
                order = [(whose, table, *codes, measure) for measure in reversed(self._measures(table))]
                for less, more in pairwise(order):
                    self._no_more([(1, less), (-1, more)])
        self._inside_categories(whose)
        self._inside_totals(whose)

    def _inside_crossed(self, whose: str, table: str) -> None:
        for split in table.split("/"):
            for codes in self.codes[split]:
                cells = self._cells(whose, table, "loans", **{split: codes[0]})
                self._same((-1, (whose, split, *codes, "loans")), *((1, name) for name in cells))

    def _inside_categories(self, whose: str) -> None:
        for category, types in self.types.items():
            there = [codes for codes in self.codes.get("type", ()) if codes[0] in types]
            loans = [(whose, "type", *codes, "loans") for codes in there]
            people = [(whose, "type", *codes, "borrowers") for codes in there]
            if (category,) in self.codes.get("category", ()):
                self._same((-1, (whose, "category", category, "loans")), *((1, name) for name in loans))
                whole = (whose, "category", category, "borrowers")
                self._no_more([(1, whole), *((-1, name) for name in people)])
                for name in people:
                    self._no_more([(1, name), (-1, whole)])

    def _inside_totals(self, whose: str) -> None:
        for name, table, rows in (
            ("children_and_youth", "age", CHILDREN),
            ("schools_and_associations", "kind", SCHOOLS),
        ):
            parts = [(whose, table, code, "loans") for code in rows if (code,) in self.codes.get(table, ())]
            self._same((-1, (whose, "", "", name)), *((1, part) for part in parts))
        self._same(
            (-1, (whose, "", "", "borrowers")),
            (1, (whose, "", "", "groups")),
            *(
                [(1.0, (whose, "kind", "person", "borrowers"))]
                if ("person",) in self.codes.get("kind", ())
                else []
            ),
        )
        self._same(
            (-1, (whose, "", "", "due")), (1, (whose, "", "", "on_time")), (1, (whose, "", "", "late"))
        )
        for less, more in (
            ("new_borrowers", "borrowers"),
            ("on_site", "loans"),
            ("borrowers", "visits"),
            ("visits", "loans"),
        ):
            self._no_more([(1, (whose, "", "", less)), (-1, (whose, "", "", more))])

    def _between(self) -> None:
        """Sums and orders between the branches and all of them together."""
        branches = [whose for whose in self.reports if whose != ALL]
        names = {name[1:] for name in (*self.number, *self.known) if name[0] == ALL}
        for name in sorted(names):
            parts = [(whose, *name) for whose in branches]
            if name[-1] in ("borrowers", "groups"):
                self._no_more([(1, (ALL, *name)), *((-1, part) for part in parts)])
                for part in parts:
                    self._no_more([(1, part), (-1, (ALL, *name))])
            else:
                self._same((-1, (ALL, *name)), *((1, part) for part in parts))
        for table, rows in self.reports[ALL]["tables"].items():
            if table.startswith(OF_BRANCHES):
                for codes, cell in rows.items():
                    for measure, value in cell.items():
                        self._repeated(table, codes, measure, value)

    def _repeated(self, table: str, codes: tuple[str, ...], measure: str, value: float | None) -> None:
        """A table of all branches tells a branch's own figure once more."""
        rest = table.partition("/")[2]
        name = (codes[0], rest, *codes[1:], measure) if rest else (codes[0], "", "", measure)
        if value is not None:
            if name in self.number:
                self.equal.append(({self.number[name]: 1.0}, value))
            elif name in self.known:
                assert self.known[name] == value

    # ------------------------------------------------------------------------------------------------------------------
    # What can be told of what is withheld

    def _solve(self, objective: list[float]) -> None:
        self.programs += 1
        result = linprog(
            objective,
            A_ub=self.a_ub,
            b_ub=self.b_ub,
            A_eq=self.a_eq,
            b_eq=self.b_eq,
            bounds=(0, 1e6),
            method="highs",
        )
        assert result.status == 0, f"the published figures contradict each other: {result.message}"
        for number, value in enumerate(result.x):
            low, high = self.seen.get(number, (value, value))
            self.seen[number] = (min(low, value), max(high, value))

    def _lacks(self, name: Name, asked: tuple[float, float], rng: Random) -> int:
        """0 if nothing, 1 if it has to be seen smaller, -1 if larger."""
        low, high = self.seen.get(self.number[name], (0.0, 0.0))
        if low > asked[0] + 1e-6:
            return 1
        if high < asked[1] - 1e-6:
            return -1
        return 0 if high - low >= 4 - 1e-6 else rng.choice((1, -1))

    def ranges(
        self, wanted: Mapping[Name, tuple[float, float]], *, rounds: int = 6, seed: int = 1
    ) -> Iterator[tuple[Name, float, float]]:
        """How narrowly each of these can be told, or at least how wide it is.

        No program is spent on one that is known to be 4 wide and to reach as low and as high as is asked for.
        """
        rng = Random(seed)
        open_ = {name: self.number[name] for name in wanted}

        left = rounds
        while left and open_:
            objective = [0.0] * len(self.number)
            for name, number in open_.items():
                objective[number] = (
                    self._lacks(name, wanted[name], rng) * rng.uniform(0.01, 1) * rng.choice((0, 1))
                )
            self._solve(objective)
            before = len(open_)
            open_ = {name: number for name, number in open_.items() if self._lacks(name, wanted[name], rng)}
            left -= len(open_) > 0.9 * before
        for name, number in open_.items():
            for sign in (1, -1):
                if self._lacks(name, wanted[name], rng):
                    objective = [0.0] * len(self.number)
                    objective[number] = sign
                    self._solve(objective)
        for name in wanted:
            yield (name, *self.seen[self.number[name]])


def _matrix(
    rows: list[tuple[dict[int, float], float]], width: int
) -> tuple[csr_matrix | None, list[float] | None]:
    if not rows:
        return None, None
    lines, columns, values = [], [], []
    for line, (row, _right) in enumerate(rows):
        for column, value in row.items():
            lines.append(line)
            columns.append(column)
            values.append(value)
    matrix = csr_matrix((values, (lines, columns)), shape=(len(rows), width))
    return matrix, [right for _row, right in rows]
