"""Which figures leave the house in no report, so that nobody can be told apart in them: few people, and what would give them away.

A cell that fewer than five borrowers stand behind is withheld for their sake (primary suppression). Since rows add up to totals, crossed
tables to their margins, types to categories and branches to all of them, others have to be withheld with it (secondary suppression), or
it could be reckoned back. The field calls this the cell suppression problem: M. Fischetti and J. J. Salazar, "Models and Algorithms for
Optimizing Cell Suppression in Tabular Data with Linear Constraints", Journal of the American Statistical Association 95, 2000. Solved with
the least loss it needs an integer program; here a good answer is built that can be proved by hand, without a solver, for 140 branches in a few seconds.

What is promised: whoever knows all that is published, and every sum and order that holds between figures, can tell no withheld cell more
narrowly than by a range of four; and of a cell of few people not that it is not empty, nor that it is not four.

How: a *move* is a change of withheld figures after which everything published still stands, and every sum and order with it. As long
as every withheld cell is in a move that goes far enough, the attacker has worlds before them in which the cell is so and otherwise, and
nothing tells which is the true one. The moves:

* in a crossed table, two rows and two columns: what two corners lose, the two between them gain (`crossed_move`);
* two rows of a one-way table: one falls to the other, and what crosses them goes along (`Mover.pair`);
* two cells of a crossed table, whichever margins differ going along (`Mover.exchange`); this one is always there in a member with
  loans enough.

A move of one branch would be seen in the sum of all branches: so another branch, its mate, does the opposite with cells that are withheld
too, or the same cells of all branches together are withheld. For every cell the cheapest is chosen: partners and mates that are withheld
anyway first, then the smallest that are enough. A move that is there for one cell leaves all its cells open, so nothing has to be done twice.

Borrowers do not add up (one can borrow in two months), but for kinds of borrower: the moves keep even their sums, and never make a row
larger than its total, its category or what all branches have there. Where that is not possible it is allowed that some do not come
along: the largest row alone then accounts for the total.

Branches with fewer than five borrowers show nothing at all; since they could be told from all less the others, the next smallest is
hidden with them, and the hidden ones are taken as one branch that is known from outside but for what is withheld of it: whatever
is possible for it is possible for any of its branches, from nothing of it to all of it.

Figures of different years share no sum, and neither do two periods that do not overlap: each is decided alone. A report is of a year.
One that is not over stands beside a part of the year before, whose whole is published, too: `services.figures.withholding.of_part`.
Not covered: a report set beside an older one of the same days, between which few loans were entered or undone; and what somebody who
works at one of two branches knows from elsewhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from fritids.domain.figures import OF_BRANCHES, WITHHELD_BELOW, Cell, PeriodFigures, Split, TableKey
from fritids.domain.small_number_moves import (
    CHILDREN_AND_YOUTH,
    GROUPS,
    SCHOOLS_AND_ASSOCIATIONS,
    SUMS,
    TABLES,
    Codes,
    Member,
)
from fritids.domain.small_number_search import Search
from fritids.domain.small_number_totals import LATE, few_totals

__all__ = [
    "CHILDREN_AND_YOUTH",
    "GROUPS",
    "LATE",
    "SCHOOLS_AND_ASSOCIATIONS",
    "Withheld",
    "WithheldCell",
    "is_small",
    "withhold",
]

WithheldCell: TypeAlias = tuple[str | None, TableKey, Codes]
"""Whose table (a branch's code, None for all branches together), which table, and the codes of its row or of row and column."""

_HIDDEN: Final = ""
"""The code of the hidden branches taken as one; no branch has it."""
_NETWORK: Final = "*"
"""The code of all branches together."""
_ATTEMPTS: Final = 4
"""After so many in which some branch could not be protected, all of them are hidden."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is withheld of the reports of one period: one decision for all branches of a database and all of them together."""

    cells: frozenset[WithheldCell] = frozenset()
    """Every measure of these cells is withheld. Some may have nothing in them: they are withheld as others' partners."""
    totals: frozenset[tuple[str | None, str]] = frozenset()
    """Whose total (None: of all branches) of which measure of `Totals`; also the sums `children_and_youth` (age bands to 19) and
    `schools_and_associations` (with preschools), and `late` (due, and not on time)."""
    hidden: frozenset[str | None] = frozenset()
    """Branches that show nothing at all, no total and no zero; None: all branches together show nothing."""
    shares: Mapping[str | None, tuple[int, int]] = field(default_factory=dict)
    """By branch, how many of its cells are withheld, and how many these are with those that are shown and have something in them."""

    def hides(self, branch: str | None, table: TableKey, codes: Codes) -> bool:
        """Whether this cell is withheld. Of a hidden branch every one is, also where all branches stand beside each other, and empty ones."""
        beside = table[0] is Split.BRANCH and codes[0] in self.hidden
        return branch in self.hidden or beside or (branch, table, codes) in self.cells

    def hides_total(self, branch: str | None, measure: str) -> bool:
        """Whether this total is withheld."""
        return branch in self.hidden or (branch, measure) in self.totals

    def share(self, branch: str | None) -> float:
        """How many of its cells are withheld, from 0 to 1. It says nothing that the tables do not: not how many of the withheld are empty."""
        withheld, cells = self.shares.get(branch, (0, 0))
        return withheld / cells if cells else 0.0


def is_small(cell: Cell) -> bool:
    """Whether so few borrowers stand behind it that it is withheld for their sake."""
    return 0 < cell.borrowers < WITHHELD_BELOW


def withhold(members: Mapping[str | None, PeriodFigures], categories: Mapping[str, str]) -> Withheld:
    """What is withheld of the reports of these branches and, under None, of all of them together; `categories` by type of article.

    The same figures give the same answer.
    """
    branches = {code: members[code] for code in sorted(code for code in members if code is not None)}
    network = members.get(None)
    if network is not None and is_small(network.totals):
        return _result(members, set(members), [], set())
    hidden = {code for code, figures in branches.items() if is_small(figures.totals)}
    attempts = _ATTEMPTS
    while True:
        _hide_enough(branches, hidden, network, all_of_them=not attempts)
        search = _search(branches, hidden, network, categories)
        attempts -= 1
        if not search.failed or network is None or len(hidden) == len(branches):
            failed = _codes(search.failed)
            bare = {code for code in members if (_NETWORK if code is None else code) in failed}
            together = [search.network] if search.network is not None else []
            return _result(members, set(hidden), [*search.branches, *together], bare)
        hidden |= _codes(search.failed) - {_HIDDEN}
        if _HIDDEN in _codes(search.failed):
            hidden |= set(_smallest(branches, hidden))


def _hide_enough(
    branches: Mapping[str, PeriodFigures],
    hidden: set[str],
    network: PeriodFigures | None,
    *,
    all_of_them: bool,
) -> None:
    """The hidden branches are enough together, so that they are not told from all less the others."""
    if network is None:
        return
    if all_of_them:
        hidden |= set(branches)
    while hidden and all(branches[code].totals.borrowers < WITHHELD_BELOW for code in hidden):
        if not (more := _smallest(branches, hidden)):
            return
        hidden |= set(more)


def _smallest(branches: Mapping[str, PeriodFigures], hidden: set[str]) -> list[str]:
    """The smallest branch that lends and is not hidden."""
    shown = (code for code, figures in branches.items() if code not in hidden and figures.totals.loans)
    return sorted(shown, key=lambda code: (branches[code].totals.loans, code))[:1]


def _search(
    branches: Mapping[str, PeriodFigures],
    hidden: set[str],
    network: PeriodFigures | None,
    categories: Mapping[str, str],
) -> Search:
    """Decide for the branches that are shown, the hidden ones taken as one, and all together."""
    whole = Member.of(_NETWORK, [network]) if network is not None else None
    members = [
        Member.of(code, [figures])
        for code, figures in branches.items()
        if code not in hidden and figures.totals.loans
    ]
    if hidden and whole is not None and members:
        members.append(Member.of(_HIDDEN, [branches[code] for code in sorted(hidden)]))
    if not members and whole is not None:
        members, whole = [whole], None
    search = Search(members, whole, categories)
    search.run()
    return search


def _result(
    members: Mapping[str | None, PeriodFigures],
    hidden: set[str | None],
    decided: Iterable[Member],
    bare: set[str | None],
) -> Withheld:
    """What was decided, in the words of reports. Of the `bare` ones nothing is shown but totals."""
    cells = set[WithheldCell]()
    totals = set(
        few_totals(
            {code: figures.totals for code, figures in members.items() if code is not None},
            members[None].totals if None in members else None,
        )
    )
    for member in decided:
        code = None if member.code == _NETWORK else member.code
        if code == _HIDDEN:
            continue
        cells |= {
            (code, TABLES[number], codes) for number, rows in enumerate(member.withheld) for codes in rows
        }
        totals |= {(code, name) for name in member.sums}
    for code in hidden | bare:
        for table, rows in members[code].tables.items():
            # A single row says no more than the total.
            if code in hidden or len(rows) > 1:
                cells |= {(code, table, codes) for codes in rows}
    for code in bare - hidden:
        for number, sums in SUMS.items():
            there = {codes[0] for codes in members[code].tables.get(TABLES[number], {})}
            totals |= {(code, name) for name, among in sums.items() if there & among and there - among}
    if None in members:
        _repeat(members[None], hidden, cells)
    shares = {}
    for code, figures in members.items():
        mine = sum(whose == code for whose, _table, _codes in cells)
        shown = sum(
            (code, table, codes) not in cells for table, rows in figures.tables.items() for codes in rows
        )
        shares[code] = (mine, mine + shown)
    return Withheld(frozenset(cells), frozenset(totals), frozenset(hidden), shares)


def _repeat(network: PeriodFigures, hidden: set[str | None], cells: set[WithheldCell]) -> None:
    """Tables of all branches that have a branch as row say what that branch's own tables say."""
    for table in OF_BRANCHES:
        for codes in network.tables.get(table, {}):
            branch, rest = codes[0], codes[1:]
            if branch in hidden or (rest and (branch, table[1:], rest) in cells):
                cells.add((None, table, codes))
    others = {table[1:]: table for table in OF_BRANCHES if len(table) > 1}
    cells |= {
        (None, others[table], (code, *codes))
        for code, table, codes in cells
        if code is not None and table in others
    }


def _codes(members: Iterable[Member]) -> set[str]:
    return {member.code for member in members}
