"""With what a withheld cell could change places: other rows, corners and cells of its member, the cheapest first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from fritids.domain.small_number_moves import (
    CROSSINGS,
    IS_CROSSED,
    KIND,
    NOTHING,
    SPLIT,
    SUMS,
    TABLES,
    TYPE,
    WIDE,
    Codes,
    Member,
    Place,
)

COST: Final = tuple(
    1 if IS_CROSSED[number] else 12 if CROSSINGS[number] else 2 for number in range(len(TABLES))
)
"""What it costs to withhold one more cell of each table: margins of crossed tables are what a report is read for."""
SUM_COSTS: Final = 12
"""A sum of rows is looked at more than most cells."""
_PARTNERS: Final = 5
"""How many partners are looked at for one cell: the cheapest ones."""
_LARGE: Final = 2
"""How many of the largest are looked at beside them."""
_NOT_THESE: Final = 1000


@dataclass(frozen=True, slots=True)
class Partners:
    """Knows who could be partner to whom, and who has been."""

    network: Member | None
    categories: Mapping[str, str]
    types: Mapping[str, list[Codes]]
    """By category."""
    used: Mapping[Place, list[tuple[Codes, Member | None]]]
    """By cell, what another member had as its partner there."""

    def rows(self, member: Member, number: int, row: str, need: int) -> Iterator[tuple[tuple[str, int], ...]]:
        """Rows of which so many can come back: one alone if possible, the cheapest first, else several."""
        cells = member.cells[number]
        # Where nothing has to come back, one with nothing in it will do.
        known = cells if need or self.network is None else self.network.cells[number]
        if number == TYPE:
            category = self.categories.get(row, "")
            rows = [codes for codes in self.types.get(category, ()) if codes in known and codes[0] != row]
        else:
            rows = [codes for codes in known if codes[0] != row]
        forced = self._forced(member, number, row)
        withheld = member.withheld[number]
        hints = [codes for codes, _mate in self.used.get((number, (row,)), ()) if codes in known]
        found = []
        for codes in rows:
            costs = _costs_of_sums(member, number, (row, codes[0]), forced)
            few = member.at((number, codes))[2]
            found.append(
                (
                    few < need,
                    costs + (codes not in withheld),
                    codes not in hints,
                    few if few >= need else -few,
                    codes,
                )
            )
        if any(each[1] < _NOT_THESE for each in found):
            found = [each for each in found if each[1] < _NOT_THESE]
        found.sort()
        alone = [each for each in found if not each[0]]
        # The largest, too: what crosses it is more likely to be enough, for the mate as well.
        large = sorted(alone[_PARTNERS:], key=lambda each: (each[1], -each[3], each[4]))[:_LARGE]
        for _short, _costs, _hint, _few, codes in (*alone[:_PARTNERS], *large):
            yield ((codes[0], need),)
        if not alone and found:
            several: list[tuple[str, int]] = []
            rest = need
            for _short, _costs, _hint, few, codes in found:
                several.append((codes[0], min(-few, rest)))
                rest -= min(-few, rest)
                if not rest:
                    yield tuple(several)
                    return

    def _forced(self, member: Member, number: int, row: str) -> set[str]:
        """The sums that are themselves of few people, or all but few: the partner has to be on their other side."""
        names = set()
        for name, among in SUMS.get(number, {}).items():
            side = [
                cell[2]
                for codes, cell in member.cells[number].items()
                if (codes[0] in among) == (row in among)
            ]
            # A borrower is of one kind, but can lend for children of several bands.
            if (sum(side) if number == KIND else max(side)) <= WIDE:
                names.add(name)
        return names

    def corners(
        self, member: Member, number: int, codes: Codes, down: int, rise: int
    ) -> Iterator[tuple[tuple[Codes, int], ...]]:
        """The far corners of two rows and two columns that have enough, the cheapest first; then several in one row or column together."""
        cells, withheld = member.cells[number], member.withheld[number]
        row, column = codes
        rows = [
            (cells[other][0], other not in withheld, other[0])
            for other in member.line(number, 1, column)
            if other[0] != row
        ]
        columns = [
            (cells[other][0], other not in withheld, other[1])
            for other in member.line(number, 0, row)
            if other[1] != column
        ]
        hints = {other for other, _mate in self.used.get((number, codes), ())}
        found = []
        wide = [each for each in columns if each[0] >= rise]
        for _there_one, shown_one, one in (each for each in rows if each[0] >= rise):
            for _there_two, shown_two, two in wide:
                far = (one, two)
                there = cells.get(far, NOTHING)[0]
                if there >= down and (down or there or far in withheld):
                    found.append(
                        (shown_one + shown_two + (far not in withheld), far not in hints, there, far)
                    )
        found.sort()
        for _costs, _hint, _there, far in found[:_PARTNERS]:
            yield ((far, rise),)
        if not found or found[0][0]:
            yield from _several(member, number, (rows, columns), (down, rise), across=False)
            yield from _several(member, number, (columns, rows), (down, rise), across=True)

    def exchanges(
        self, member: Member, number: int, codes: Codes, rise: int
    ) -> Iterator[tuple[tuple[Codes, int], ...]]:
        """Other cells whose margins may move along: in the same column, the same row, anywhere."""
        withheld = member.withheld[number]
        margins = tuple(member.withheld[SPLIT[split]] for split in TABLES[number])
        kinds: dict[int, list[tuple[bool, int, bool, int, Codes]]] = {1: [], 2: [], 3: []}
        for other, cell in member.cells[number].items():
            if other == codes:
                continue
            kind = (other[0] != codes[0]) + 2 * (other[1] != codes[1])
            costs = sum(
                (each,) not in margin
                for one, each, margin in zip(codes, other, margins, strict=True)
                if one != each
            )
            short = cell[0] < rise
            kinds[kind].append((short, costs, other not in withheld, -cell[0] if short else cell[0], other))
        for found in kinds.values():
            found.sort()
            alone = [each for each in found if not each[0]]
            for *_rest, other in alone[:2]:
                yield ((other, rise),)
            if not alone:
                several: list[tuple[Codes, int]] = []
                rest = rise
                for _short, _costs, _shown, there, far in found:
                    several.append((far, min(-there, rest)))
                    rest -= min(-there, rest)
                    if not rest:
                        yield tuple(several)
                        break


def _several(
    member: Member,
    number: int,
    lines: tuple[list[tuple[int, bool, str]], list[tuple[int, bool, str]]],
    amounts: tuple[int, int],
    *,
    across: bool,
) -> Iterator[tuple[tuple[Codes, int], ...]]:
    """Far corners in one other row (`across`: column), where no column alone has enough to give back."""
    cells, withheld = member.cells[number], member.withheld[number]
    down, rise = amounts
    enough = sorted((shown, -there, code) for there, shown, code in lines[0] if there >= rise)
    for _shown, _there, one in enough[:_LARGE]:
        fars = [
            (cells.get(far, NOTHING)[0] < down, shown + (far not in withheld), -there, far)
            for there, shown, two in lines[1]
            for far in [(two, one) if across else (one, two)]
        ]
        several: list[tuple[Codes, int]] = []
        rest = rise
        for short, _costs_of_it, there, far in sorted(fars):
            if short and not several:
                break
            several.append((far, min(-there, rest)))
            rest -= min(-there, rest)
            if not rest:
                yield tuple(several)
                break


def _costs_of_sums(member: Member, number: int, rows: tuple[str, str], forced: set[str]) -> int:
    costs = 0
    for name, among in SUMS.get(number, {}).items():
        crosses = (rows[0] in among) != (rows[1] in among)
        if crosses and name not in member.sums:
            costs += SUM_COSTS
        if not crosses and name in forced:
            costs += _NOT_THESE
    return costs
