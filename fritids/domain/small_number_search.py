"""Finds for every withheld cell a move that leaves it open, and withholds what the move needs. `small_numbers` explains the method."""

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias

from fritids.domain.small_number_moves import (
    CATEGORY,
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
    Mover,
    Place,
    Step,
    crossed_move,
)

Moves: TypeAlias = Sequence[tuple[Step, ...]]
_PARTNERS: Final = 5
"""How many partners are looked at for one cell: the cheapest ones."""
_LARGE: Final = 2
_MATES: Final = 3
"""How many others are looked at for what one partner needs: of those that withhold the cell, of the smallest that have enough, of the largest."""
_COST: Final = tuple(
    1 if IS_CROSSED[number] else 12 if CROSSINGS[number] else 2 for number in range(len(TABLES))
)
"""What it costs to withhold one more cell of each table: margins of crossed tables are what a report is read for."""
_CHEAP: Final = tuple(1 if IS_CROSSED[number] else 2 for number in range(len(TABLES)))
"""So cheap that nothing cheaper is looked for."""
_SUM_COSTS: Final = 12
"""A sum of rows is looked at more than most cells."""


class Choice(NamedTuple):
    """A move that is possible, and who does the opposite."""

    cost: int
    steps: tuple[Step, ...]
    sums: frozenset[str]
    mate: Member | None
    clipped: bool


@dataclass(slots=True)
class Search:
    """One decision for the members of a database. Afterwards they hold what is withheld."""

    branches: Sequence[Member]
    network: Member | None
    """All of them together; None where there is only one."""
    categories: Mapping[str, str]
    open: dict[str, set[Place]] = field(default_factory=dict)
    """By member, the cells that a move is known for."""
    used: dict[Place, list[tuple[Codes, Member | None]]] = field(default_factory=dict)
    by_value: dict[Place, list[tuple[int, str, Member]]] = field(default_factory=dict)
    """By cell, the members that have something there, the smallest first: by borrowers, in crossed tables by loans."""
    types: dict[str, list[Codes]] = field(default_factory=dict)
    together: set[Place] = field(default_factory=set)
    """Cells that are small for all branches together: in every branch they are opened with those as the mate."""
    through: set[Place] = field(default_factory=set)
    """Cells that are withheld for all branches together, and not open yet."""
    todo: deque[tuple[Member, Place]] = field(default_factory=deque)
    failed: list[Member] = field(default_factory=list)
    """Those with a cell for which nothing was found."""

    def run(self) -> None:
        """Every withheld cell is in a move, but for those of the members that failed."""
        for code, category in sorted(self.categories.items()):
            self.types.setdefault(category, []).append((code,))
        everybody = (*self.branches, *([self.network] if self.network else ()))
        self.open = {member.code: set() for member in everybody}
        for member in self.branches:
            for number, cells in enumerate(member.cells):
                measure = 0 if IS_CROSSED[number] else 2
                for codes, cell in cells.items():
                    self.by_value.setdefault((number, codes), []).append((cell[measure], member.code, member))
        for found in self.by_value.values():
            found.sort(key=lambda each: each[:2])
        if self.network is not None:
            self.together = {
                (number, codes) for number, few in enumerate(self.network.small) for codes in few
            }
        for number in range(len(TABLES)):
            for member in self.branches:
                self.todo.extend((member, (number, codes)) for codes in sorted(member.small[number]))
        while self.todo:
            member, place = self.todo.popleft()
            if place not in self.open[member.code] and member not in self.failed:
                self._open(member, place)

    def _open(self, member: Member, place: Place) -> None:
        """Choose the cheapest move for this cell, and withhold what it needs."""
        choice: Choice | None = None
        for found in self._crossed(member, place) if IS_CROSSED[place[0]] else self._one_way(member, place):
            if (choice is None or found.cost < choice.cost) and self._opens(member, place, found):
                choice = found
                if choice.cost <= _CHEAP[place[0]]:
                    break
        self.open[member.code].add(place)
        if choice is None:
            self.failed.append(member)
            return
        self._take(member, place, choice)

    @staticmethod
    def _opens(member: Member, place: Place, choice: Choice) -> bool:
        return any(
            step.place == place and _wide(member, place, step.down, step.up, mate=False, clip=choice.clipped)
            for step in choice.steps
        )

    def _take(self, member: Member, place: Place, choice: Choice) -> None:
        other = next(
            (step.place[1] for step in choice.steps if step.place[0] == place[0] and step.place != place), ()
        )
        kept = self.used.setdefault(place, [])
        if other and (other, choice.mate) not in kept:
            kept.append((other, choice.mate))
        for each in (member, choice.mate):
            if each is None:
                continue
            each.sums |= choice.sums
            opened = self.open[each.code]
            for at, down, up in choice.steps:
                number, codes = at
                new = each.shows(at)
                each.withheld[number].add(codes)
                if at in opened:
                    continue
                if (at not in self.together or choice.mate is self.network) and _wide(
                    each, at, down, up, mate=each is choice.mate, clip=choice.clipped
                ):
                    opened.add(at)
                    if each is self.network:
                        self.through.discard(at)
                elif new:
                    if each is not self.network:
                        self.todo.append((each, at))
                    else:
                        self._through_network(at)

    def _through_network(self, place: Place) -> None:
        """A cell of all branches together that is withheld, and not open yet: the largest branch's is opened together with it."""
        found = self.by_value.get(place)
        member = found[-1][2] if found else max(self.branches, key=lambda each: (each.borrowers, each.code))
        member.withheld[place[0]].add(place[1])
        self.through.add(place)
        self.open[member.code].discard(place)
        self.todo.append((member, place))

    # ------------------------------------------------------------------------------------------------------------------
    # What could be done for a cell

    def _one_way(self, member: Member, place: Place) -> Iterator[Choice]:
        number, (row,) = place[0], place[1]
        few = member.at(place)[2]
        down = None if place[1] in member.small[number] else min(few, WIDE)
        need = max(0, WIDE - few)
        some = False
        for partners in self._partners(member, number, row, need):
            for choice in self._paired(member, place, (number, row), partners, down):
                some = True
                yield choice
        category = self.categories.get(row, "")
        if number == TYPE and not some and (category,) in member.small[CATEGORY]:
            # Nothing else in so small a category: it goes along.
            for partners in self._partners(member, CATEGORY, category, need):
                yield from self._paired(member, place, (CATEGORY, category), partners, None)

    def _paired(
        self,
        member: Member,
        place: Place,
        moved: tuple[int, str],
        partners: tuple[tuple[str, int], ...],
        down: int | None,
    ) -> Iterator[Choice]:
        """The row that is moved, which is the cell's own or its category, with these partners; asked for more if some borrowers would have to stay away."""
        mover = Mover(member, self.categories)
        into = place[1][0] if moved[0] != place[0] else ""
        need = sum(rise for _row, rise in partners)
        clipped_one: tuple[tuple[Step, ...], frozenset[str]] | None = None
        for rises in (partners, ((partners[0][0], WIDE),)):
            move = mover.pair(*moved, rises, down, into)
            steps, sums = move.done(), frozenset(move.sums)
            clipped = self._fits(member, steps, among=False)
            if clipped is False or (clipped and rises is not partners):
                yield from self._with_mates(member, place, steps, sums, clipped=clipped)
                return
            if clipped:
                clipped_one = (steps, sums)
            if need >= WIDE:
                break
        if clipped_one is not None:
            yield from self._with_mates(member, place, *clipped_one, clipped=True)

    def _partners(
        self, member: Member, number: int, row: str, need: int
    ) -> Iterator[tuple[tuple[str, int], ...]]:
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
            costs = 0
            for name, among in SUMS.get(number, {}).items():
                crosses = (row in among) != (codes[0] in among)
                if crosses and name not in member.sums:
                    costs += _SUM_COSTS
                if not crosses and name in forced:
                    costs += 100
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
        found.sort()
        alone = [each for each in found if not each[0]]
        # The largest, too: what crosses it is more likely to be enough, for the mate as well.
        large = sorted(alone[_PARTNERS:], key=lambda each: (each[1], -each[3], each[4]))[:_LARGE]
        for _short, _costs, _hint, _few, codes in (*alone[:_PARTNERS], *large):
            yield ((codes[0], need),)
        if not alone and found:
            several, rest = [], need
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

    def _crossed(self, member: Member, place: Place) -> Iterator[Choice]:
        number, codes = place
        small = codes in member.small[number]
        loans = member.at(place)[0]
        down = loans if small else min(loans, WIDE)
        rise = max(0, WIDE - down)
        best = None
        for fars in self._corners(member, number, codes, down, rise):
            steps = crossed_move(number, codes, fars, down)
            if self._fits(member, steps, among=False) is None:
                continue
            for choice in self._with_mates(member, place, steps, frozenset(), clipped=False):
                best = choice.cost if best is None else min(best, choice.cost)
                yield choice
        if best is None or best > 3:
            mover = Mover(member, self.categories)
            for partners in self._exchanges(member, number, codes, rise):
                move = mover.exchange(number, codes, partners, down)
                steps = move.done()
                state = self._fits(member, steps, among=False)
                if state is not None:
                    yield from self._with_mates(member, place, steps, frozenset(move.sums), clipped=state)

    def _corners(
        self, member: Member, number: int, codes: Codes, down: int, rise: int
    ) -> Iterator[tuple[tuple[Codes, int], ...]]:
        """The far corners of two rows and two columns that have enough, the cheapest first; then several in one row or column together."""
        cells, withheld = member.cells[number], member.withheld[number]
        row, column = codes
        rows, columns = [], []
        for other in member.line(number, 1, column):
            if other[0] != row:
                rows.append((cells[other][0], other not in withheld, other[0]))
        for other in member.line(number, 0, row):
            if other[1] != column:
                columns.append((cells[other][0], other not in withheld, other[1]))
        hints = {other for other, _mate in self.used.get((number, codes), ())}
        found = []
        wide = [each for each in columns if each[0] >= rise]
        for there_one, shown_one, one in rows:
            if there_one < rise:
                continue
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

    def _exchanges(
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
            for *_costs, other in alone[:2]:
                yield ((other, rise),)
            if not alone:
                several, rest = [], rise
                for _short, _costs, _shown, there, other in found:
                    several.append((other, min(-there, rest)))
                    rest -= min(-there, rest)
                    if not rest:
                        yield tuple(several)
                        break

    # ------------------------------------------------------------------------------------------------------------------
    # Who does the opposite

    def _with_mates(
        self, member: Member, place: Place, steps: tuple[Step, ...], sums: frozenset[str], *, clipped: bool
    ) -> Iterator[Choice]:
        own = _costs(member, steps, sums)
        if self.network is None:
            yield Choice(own, steps, sums, None, clipped)
            return
        weight = 2 + len(self.branches) // 4
        through = own + weight * _costs(self.network, steps, sums)
        together = place in self.together or place in self.through
        alone = clipped or together or self._fits(member, steps) is not False
        if not alone and through > own:
            for mate in self._mates(member, place, steps):
                if self._fits(mate, steps, sign=-1) is False:
                    cost = own + _costs(mate, steps, sums)
                    yield Choice(cost, steps, sums, mate, clipped=False)
                    if cost == own:
                        break
        yield Choice(through, steps, sums, self.network, clipped)

    def _mates(self, member: Member, place: Place, steps: tuple[Step, ...]) -> Iterable[Member]:
        """Others that could do the opposite: those that did before, those that withhold the cell anyway, those with just enough, the largest."""
        found: dict[str, Member] = {}
        for _other, mate in self.used.get(place, ()):
            if mate is not None and mate is not self.network:
                found[mate.code] = mate
        there = self.by_value.get(place, [])
        measure = 0 if IS_CROSSED[place[0]] else 2
        need = max((step.up[measure] for step in steps if step.place == place), default=0)
        at = bisect_left(there, need, key=lambda each: each[0])
        for _value, code, mate in there[at : at + _MATES]:
            found[code] = mate
        middle = at + (len(there) - at) // 2
        for _value, code, mate in (*there[middle : middle + _MATES], *there[-_MATES:]):
            found[code] = mate
        found.pop(member.code, None)
        return found.values()

    def _fits(
        self, member: Member, steps: tuple[Step, ...], sign: int = 1, *, among: bool = True
    ) -> bool | None:
        """None: it cannot do this, or with -1 the opposite. True: it can, if some borrowers stay away who would be too many.

        `among`: also by what is published of all branches together, which another branch's opposite leaves as it is.
        """
        clipped = False
        cells = member.cells
        for place, down, up in steps:
            loans, visits, few = cells[place[0]].get(place[1], NOTHING)
            if IS_CROSSED[place[0]]:
                if loans + sign * down[0] < 0 or loans + sign * up[0] < 0:
                    return None
                continue
            for change in (down, up):
                people = few + sign * change[2]
                if not 0 <= people <= visits + sign * change[1] <= loans + sign * change[0]:
                    return None
                if people > few and people > self._most(member, place, steps, among=among):
                    if place[0] == KIND:
                        return None
                    clipped = True
        return clipped

    def _most(self, member: Member, place: Place, steps: tuple[Step, ...], *, among: bool) -> int:
        """How many borrowers the cell can have by what is published: no more than its member, than its category, than all branches there."""
        most = member.borrowers
        if place[0] == TYPE:
            category = (CATEGORY, (self.categories.get(place[1][0], ""),))
            if all(step.place[0] != CATEGORY for step in steps):
                most = min(most, member.at(category)[2] or most)
        if among and self.network is not None:
            most = min(most, self.network.at(place)[2])
        return most


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
        several, rest = [], rise
        for short, _costs_of_it, there, far in sorted(fars):
            if short and not several:
                break
            several.append((far, min(-there, rest)))
            rest -= min(-there, rest)
            if not rest:
                yield tuple(several)
                break


def _costs(member: Member, steps: tuple[Step, ...], sums: frozenset[str]) -> int:
    new = 0
    for (number, codes), _down, _up in steps:
        if codes not in member.withheld[number]:
            # One with nothing in it is of little use to others, and seldom open by itself.
            new += _COST[number] + (codes not in member.cells[number])
    return new + _SUM_COSTS * len(sums - member.sums)


def _wide(
    member: Member,
    place: Place,
    down: tuple[int, int, int],
    up: tuple[int, int, int],
    *,
    mate: bool,
    clip: bool,
) -> bool:
    """Whether this move alone leaves the cell wide enough; one of few people has to reach from none to `WIDE`."""
    cell = member.at(place)
    sign = -1 if mate and member.code else 1
    crossed = IS_CROSSED[place[0]]
    for measure in (0,) if crossed else (0, 1, 2):
        changes = (0, sign * down[measure], sign * up[measure])
        low, high = min(changes), max(changes)
        if clip and measure == 2:
            high = min(high, max(0, member.borrowers - cell[2]))
        if high - low < WIDE:
            return False
        if place[1] in member.small[place[0]] and (cell[measure] + low > 0 or cell[measure] + high < WIDE):
            return False
    return True
