"""Moves: changes of withheld cells that leave all that is published as it is. `small_numbers` explains what they are for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias

from fritids.domain.figures import CROSSED, ONE_WAY, WITHHELD_BELOW, PeriodFigures, Split, TableKey
from fritids.domain.words import AgeBand, BorrowerKind

Codes: TypeAlias = tuple[str, ...]
Place: TypeAlias = tuple[int, Codes]
"""A cell of any member: the number of its table in `TABLES`, and its codes."""
Change: TypeAlias = tuple[int, int, int]
"""Of loans, visits and borrowers."""

TABLES: Final[tuple[TableKey, ...]] = ONE_WAY + CROSSED
NUMBER: Final = {table: number for number, table in enumerate(TABLES)}
SPLIT: Final = {table[0]: number for number, table in enumerate(ONE_WAY)}
IS_CROSSED: Final = tuple(len(table) > 1 for table in TABLES)
CATEGORY: Final = SPLIT[Split.CATEGORY]
TYPE: Final = SPLIT[Split.TYPE]
KIND: Final = SPLIT[Split.KIND]
_WITH_VISITS: Final = SPLIT[Split.MONTH]

CROSSINGS: Final[Mapping[int, tuple[tuple[int, int], ...]]] = {
    number: tuple((NUMBER[table], table.index(split)) for table in CROSSED if split in table)
    for split, number in SPLIT.items()
}
"""By one-way table: the crossed tables it is a margin of, and whether as rows (0) or columns (1)."""

WIDE: Final = WITHHELD_BELOW - 1
"""How wide the range of a withheld cell stays at least, and up to where that of a small one reaches."""

CHILDREN_AND_YOUTH: Final = "children_and_youth"
SCHOOLS_AND_ASSOCIATIONS: Final = "schools_and_associations"
GROUPS: Final = "groups"

SUMS: Final[Mapping[int, Mapping[str, frozenset[str]]]] = {
    SPLIT[Split.AGE]: {
        CHILDREN_AND_YOUTH: frozenset({AgeBand.B0_6, AgeBand.B7_12, AgeBand.B13_15, AgeBand.B16_19})
    },
    KIND: {
        GROUPS: frozenset(kind.value for kind in BorrowerKind if kind is not BorrowerKind.PERSON),
        SCHOOLS_AND_ASSOCIATIONS: frozenset(
            {BorrowerKind.SCHOOL, BorrowerKind.PRESCHOOL, BorrowerKind.ASSOCIATION}
        ),
    },
}
"""By one-way table: sums of some of its rows that a report shows too. Groups are counted as borrowers less persons."""

NOTHING: Final[Change] = (0, 0, 0)


@dataclass(slots=True)
class Member:
    """A branch, all branches together, or the branches that are hidden taken as one: what was counted, and what of it is withheld so far."""

    code: str
    cells: tuple[Mapping[Codes, Change], ...]
    """By table, cells with something in them; crossed tables hold loans alone."""
    small: tuple[frozenset[Codes], ...]
    """By table, the cells that are withheld for their own sake."""
    borrowers: int
    withheld: tuple[set[Codes], ...] = field(default_factory=lambda: tuple(set() for _table in TABLES))
    sums: set[str] = field(default_factory=set)
    """The withheld ones among `SUMS`."""
    _lines: dict[int, tuple[dict[str, list[Codes]], dict[str, list[Codes]]]] = field(default_factory=dict)

    @classmethod
    def of(cls, code: str, parts: Iterable[PeriodFigures]) -> "Member":
        """One that has what all these have together; somebody who borrows in two of them is counted twice, and yet none is taken for many."""
        cells: list[dict[Codes, Change]] = [{} for _table in TABLES]
        borrowers: list[dict[Codes, int]] = [{} for _table in TABLES]
        total = 0
        for figures in parts:
            total += figures.totals.borrowers
            for number, table in enumerate(TABLES):
                there, people = cells[number], borrowers[number]
                for codes, cell in figures.tables.get(table, {}).items():
                    if not cell.loans:
                        continue
                    loans, visits, few = there.get(codes, NOTHING)
                    people[codes] = max(people.get(codes, 0), cell.borrowers)
                    if IS_CROSSED[number]:
                        there[codes] = (loans + cell.loans, 0, 0)
                    else:
                        few += cell.borrowers
                        seen = visits + cell.visits if number == _WITH_VISITS else few
                        there[codes] = (loans + cell.loans, seen, few)
        small = tuple(
            frozenset(codes for codes, count in people.items() if count < WITHHELD_BELOW)
            for people in borrowers
        )
        member = cls(code, tuple(cells), small, total)
        for number, few_people in enumerate(small):
            member.withheld[number].update(few_people)
        return member

    def at(self, place: Place) -> Change:
        """What was counted there."""
        return self.cells[place[0]].get(place[1], NOTHING)

    def line(self, number: int, at: int, code: str) -> list[Codes]:
        """The cells of a row (0) or a column (1) of a crossed table that have something in them."""
        lines = self._lines.get(number)
        if lines is None:
            lines = self._lines[number] = ({}, {})
            for codes in self.cells[number]:
                lines[0].setdefault(codes[0], []).append(codes)
                lines[1].setdefault(codes[1], []).append(codes)
        return lines[at].get(code, [])

    def shows(self, place: Place) -> bool:
        """Whether it is not withheld so far."""
        return place[1] not in self.withheld[place[0]]


class Step(NamedTuple):
    """What a move does to one cell: on the way down, on which what it is made for gets empty, and on the way up."""

    place: Place
    down: Change
    up: Change


@dataclass(slots=True)
class Move:
    """A change of one member's cells under which all its own sums stand, either way; somebody else has to do the opposite, or all together the same."""

    steps: dict[Place, tuple[list[int], list[int]]] = field(default_factory=dict)
    sums: set[str] = field(default_factory=set)
    """Which of `SUMS` become others by it."""

    def add(self, place: Place, change: Change, *, up: bool, sign: int) -> None:
        """Let it do this, too."""
        both = self.steps.get(place)
        if both is None:
            both = self.steps[place] = ([0, 0, 0], [0, 0, 0])
        side = both[up]
        side[0] += sign * change[0]
        side[1] += sign * change[1]
        side[2] += sign * change[2]

    def done(self) -> tuple[Step, ...]:
        """All it does."""
        return tuple(
            Step(place, (down[0], down[1], down[2]), (up[0], up[1], up[2]))
            for place, (down, up) in self.steps.items()
            if any(down) or any(up)
        )


def crossed_move(
    number: int, codes: Codes, fars: tuple[tuple[Codes, int], ...], down: int
) -> tuple[Step, ...]:
    """Two rows and two columns of a crossed table: what `codes` and the far corner lose the two between them gain, and the other way.

    `down` loans go by the first far corner; so many come back by each of them, which lie in one row or in one column.
    """
    move = Move()
    for at, (far, rise) in enumerate(fars):
        for place, sign in ((codes, 1), (far, 1), ((codes[0], far[1]), -1), ((far[0], codes[1]), -1)):
            move.add((number, place), (rise, 0, 0), up=True, sign=sign)
            if at == 0:
                move.add((number, place), (down, 0, 0), up=False, sign=-sign)
    return move.done()


@dataclass(frozen=True, slots=True)
class Mover:
    """Makes the moves of one member that go over margins."""

    member: Member
    categories: Mapping[str, str]
    """By type."""

    def pair(
        self, number: int, row: str, partners: tuple[tuple[str, int], ...], down: int | None, into: str = ""
    ) -> Move:
        """A row of a one-way table into the first of its partners (whole, or `down` of each measure); of each so many come back.

        What crosses the table goes along, and so do the types of a category; `into` is the type that what comes back falls to.
        """
        move = Move()
        cell = self.member.at((number, (row,)))
        first = partners[0][0]
        whole = cell if down is None else (down, down, down)
        if whole[0]:
            self._shift(move, number, (row, first), whole, up=False)
            self._drag(move, number, (row, first), whole, up=False, into="", but=-1)
        for partner, rise in partners:
            if rise:
                change = (rise, rise, rise)
                self._shift(move, number, (partner, row), change, up=True)
                self._drag(move, number, (partner, row), change, up=True, into=into, but=-1)
        return move

    def exchange(self, number: int, codes: Codes, partners: tuple[tuple[Codes, int], ...], down: int) -> Move:
        """A cell of a crossed table with others of it, also in other rows and columns: whichever margin differs goes along."""
        move = Move()
        self._carry(move, number, codes, ((partners[0][0], down),), up=False)
        self._carry(move, number, codes, partners, up=True)
        return move

    def _carry(
        self, move: Move, number: int, codes: Codes, others: tuple[tuple[Codes, int], ...], *, up: bool
    ) -> None:
        """So many loans of the cell fall to each of the others; on the way up, of the others to the cell."""
        sign = 1 if up else -1
        for other, loans in others:
            move.add((number, codes), (loans, 0, 0), up=up, sign=sign)
            move.add((number, other), (loans, 0, 0), up=up, sign=-sign)
        for at, split in enumerate(TABLES[number]):
            margin = SPLIT[split]
            by_row: dict[str, int] = {}
            for other, loans in others:
                if other[at] != codes[at] and loans:
                    by_row[other[at]] = by_row.get(other[at], 0) + loans
            for row, loans in by_row.items():
                rows = (row, codes[at]) if up else (codes[at], row)
                _loans, visits, few = self.member.at((margin, rows[:1]))
                change = (loans, min(visits, loans), min(few, loans))
                self._shift(move, margin, rows, change, up=up)
                self._drag(move, margin, rows, change, up=up, into="", but=number)

    def _shift(self, move: Move, number: int, rows: tuple[str, str], change: Change, *, up: bool) -> None:
        move.add((number, rows[:1]), change, up=up, sign=-1)
        move.add((number, rows[1:]), change, up=up, sign=1)
        for name, among in SUMS.get(number, {}).items():
            if (rows[0] in among) != (rows[1] in among):
                move.sums.add(name)

    def _drag(
        self, move: Move, number: int, rows: tuple[str, str], change: Change, *, up: bool, into: str, but: int
    ) -> None:
        """What crosses these rows follows: so many loans of the first row's cells fall to the second's."""
        for crossed, at in CROSSINGS[number]:
            if crossed == but:
                continue
            for other, part in self._shares(crossed, at, rows, change[0]):
                for row, sign in zip(rows, (-1, 1), strict=True):
                    codes = (row, other) if at == 0 else (other, row)
                    move.add((crossed, codes), (part, 0, 0), up=up, sign=sign)
        if number == CATEGORY:
            self._drag_types(move, number, rows, change, up=up, into=into)

    def _shares(self, crossed: int, at: int, rows: tuple[str, str], loans: int) -> Iterable[tuple[str, int]]:
        """From which cells of the first row: those already withheld in both rows first, then the largest."""
        withheld = self.member.withheld[crossed]
        found = []
        cells = self.member.cells[crossed]
        for codes in self.member.line(crossed, at, rows[0]):
            other = codes[1 - at]
            twin = (rows[1], other) if at == 0 else (other, rows[1])
            found.append(((codes not in withheld) + (twin not in withheld), -cells[codes][0], other))
        for _shown, there, other in sorted(found):
            if loans <= 0:
                return
            part = min(-there, loans)
            loans -= part
            yield other, part

    def _drag_types(
        self, move: Move, number: int, rows: tuple[str, str], change: Change, *, up: bool, into: str
    ) -> None:
        types = self.member.cells[TYPE]
        withheld = self.member.withheld[TYPE]
        mine = sorted(
            (codes not in withheld, -cell[0], codes)
            for codes, cell in types.items()
            if self.categories.get(codes[0], "") == rows[0]
        )
        theirs = sorted(
            (codes not in withheld, -cell[0], codes)
            for codes, cell in types.items()
            if self.categories.get(codes[0], "") == rows[1]
        )
        known = [(code,) for code, category in self.categories.items() if category == rows[1]]
        if into:
            target: Codes = (into,)
        elif theirs:
            target = theirs[0][2]
        elif known:
            target = min(known)
        else:
            return
        loans, _visits, people = change
        most = self.member.at((number, rows[:1]))[2] - people
        for _shown, there, codes in mine:
            part = min(-there, loans)
            loans -= part
            few = types[codes][2]
            # No type of the category can have more borrowers than the category has afterwards.
            gone = max(few + part + there, min(few, part, people), few - most)
            people = max(0, people - gone)
            if part:
                move.add((TYPE, codes), (part, gone, gone), up=up, sign=-1)
                move.add((TYPE, target), (part, min(gone, part), min(gone, part)), up=up, sign=1)
            elif gone and few > most:
                move.add((TYPE, codes), (0, few - most, few - most), up=up, sign=-1)
