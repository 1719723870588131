"""Finds for every withheld cell a move that leaves it open, and withholds what the move needs. `small_numbers` explains the method."""

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from fritids.domain.small_number_moves import (
    CATEGORY,
    IS_CROSSED,
    KIND,
    NOTHING,
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
from fritids.domain.small_number_partners import COST, SUM_COSTS, Partners

_PEOPLE: Final = 2
"""Borrowers, among the measures of a change."""
_MATES: Final = 3
"""How many others are looked at for what one partner needs: of those that withhold the cell, of the smallest that have enough, of the largest."""
_DEAR: Final = 3
"""What a move in a crossed table alone may cost before others are looked at that go over margins."""
_CHEAP: Final = tuple(1 if IS_CROSSED[number] else 2 for number in range(len(TABLES)))
"""So cheap that nothing cheaper is looked for."""


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
    partners: Partners = field(init=False)
    together: set[Place] = field(default_factory=set)
    """Cells that are small for all branches together: in every branch they are opened with those as the mate."""
    through: set[Place] = field(default_factory=set)
    """Cells that are withheld for all branches together, and not open yet."""
    todo: deque[tuple[Member, Place]] = field(default_factory=deque)
    failed: list[Member] = field(default_factory=list)
    """Those with a cell for which nothing was found."""

    def run(self) -> None:
        """Every withheld cell is in a move, but for those of the members that failed."""
        self._sort()
        for number in range(len(TABLES)):
            for member in self.branches:
                self.todo.extend((member, (number, codes)) for codes in sorted(member.small[number]))
        while self.todo:
            member, place = self.todo.popleft()
            if place not in self.open[member.code] and member not in self.failed:
                self._open(member, place)

    def _sort(self) -> None:
        for code, category in sorted(self.categories.items()):
            self.types.setdefault(category, []).append((code,))
        self.partners = Partners(self.network, self.categories, self.types, self.used)
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
        small = place[1] in member.small[number]
        need = max(0, WIDE - few)
        some = False
        for down in (None,) if small else range(min(few, WIDE), -1, -1):
            rise = need if down is None else WIDE - down
            for partners in self.partners.rows(member, number, row, rise):
                for choice in self._paired(member, place, (number, row), partners, down):
                    some = True
                    yield choice
            if some:
                return
        category = self.categories.get(row, "")
        if number == TYPE and not some and (category,) in member.small[CATEGORY]:
            # Nothing else in so small a category: it goes along.
            for partners in self.partners.rows(member, CATEGORY, category, need):
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

    def _crossed(self, member: Member, place: Place) -> Iterator[Choice]:
        number, codes = place
        small = codes in member.small[number]
        loans = member.at(place)[0]
        down = loans if small else min(loans, WIDE)
        rise = max(0, WIDE - down)
        best = None
        for fars in self.partners.corners(member, number, codes, down, rise):
            steps = crossed_move(number, codes, fars, down)
            if self._fits(member, steps, among=False) is None:
                continue
            for choice in self._with_mates(member, place, steps, frozenset(), clipped=False):
                best = choice.cost if best is None else min(best, choice.cost)
                yield choice
        if best is None or best > _DEAR:
            mover = Mover(member, self.categories)
            for partners in self.partners.exchanges(member, number, codes, rise):
                move = mover.exchange(number, codes, partners, down)
                steps = move.done()
                state = self._fits(member, steps, among=False)
                if state is not None:
                    yield from self._with_mates(member, place, steps, frozenset(move.sums), clipped=state)

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
        if self._fits(self.network, steps, among=False, beside=member.code) is not None:
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
        middle = at + (len(there) - at) // 2
        for some in (there[at : at + _MATES], there[middle : middle + _MATES], there[-_MATES:]):
            found |= {code: mate for _value, code, mate in some}
        found.pop(member.code, None)
        return found.values()

    def _fits(
        self, member: Member, steps: tuple[Step, ...], sign: int = 1, *, among: bool = True, beside: str = ""
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
            for up_, change in enumerate((down, up)):
                people = few + sign * change[2]
                if not 0 <= people <= visits + sign * change[1] <= loans + sign * change[0]:
                    return None
                if people > few and people > self._most(member, place, steps, among=among):
                    if place[0] == KIND:
                        return None
                    clipped = True
                elif people < few and people < self._least(
                    member, place, steps, sign, up=bool(up_), beside=beside
                ):
                    return None
        return clipped

    def _least(
        self, member: Member, place: Place, steps: tuple[Step, ...], sign: int, *, up: bool, beside: str
    ) -> int:
        """How few borrowers it can have: no fewer than any of its types, than any branch but the one that moves along."""
        least = 0
        if member is self.network and place not in self.together:
            found = self.by_value.get(place, [])
            least = max((each[0] for each in found[-2:] if each[1] != beside), default=0)
        if place[0] == CATEGORY:
            changes = {step.place: step.up if up else step.down for step in steps if step.place[0] == TYPE}
            for codes in self.types.get(place[1][0], ()):
                people = member.at((TYPE, codes))[2] + sign * changes.get((TYPE, codes), NOTHING)[2]
                least = max(least, people)
        return least

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


def _costs(member: Member, steps: tuple[Step, ...], sums: frozenset[str]) -> int:
    new = 0
    for (number, codes), _down, _up in steps:
        if codes not in member.withheld[number]:
            # One with nothing in it is of little use to others, and seldom open by itself.
            new += COST[number] + (codes not in member.cells[number])
    return new + SUM_COSTS * len(sums - member.sums)


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
        if clip and measure == _PEOPLE:
            high = min(high, max(0, member.borrowers - cell[2]))
        if high - low < WIDE:
            return False
        if place[1] in member.small[place[0]] and (cell[measure] + low > 0 or cell[measure] + high < WIDE):
            return False
    return True
