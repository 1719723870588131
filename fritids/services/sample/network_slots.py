"""How many loans each branch of a made-up network has, and of how many of the sample's histories they are made."""

from dataclasses import dataclass
from typing import Final

from fritids.errors import InvalidValueError
from fritids.i18n import _

ERAS: Final = 3
"""How many histories follow one another before a branch gets a second set of articles and borrowers."""
MOST_BRANCHES: Final = 999
MOST_LOANS: Final = 50_000_000


@dataclass(frozen=True, slots=True)
class Slot:
    """One set of articles and borrowers of a branch, with the histories it has."""

    number: int
    """0 and on; ids are the sample's, moved on by as many as the slots before have."""
    branch_id: int
    eras: tuple[tuple[int, int], ...]
    """(how many eras ago, how many of the sample's loans, the newest)."""


def slots(branches: int, loans: int, of_one: int) -> list[Slot]:
    """Which slots make so many loans at so many branches, `of_one` by each whole history.

    Raises InvalidValueError for numbers nobody can mean.
    """
    if not 1 <= branches <= MOST_BRANCHES:
        raise InvalidValueError(
            _("A network has 1 to {n} branches.").format(n=MOST_BRANCHES), field="branches"
        )
    if not branches <= loans <= MOST_LOANS:
        raise InvalidValueError(
            _("A network of {branches} branches can have {branches} to {n} loans.").format(
                branches=branches, n=MOST_LOANS
            ),
            field="loans",
        )
    per_branch = _shares(branches, loans)
    made: list[Slot] = []
    for branch_id, wanted in enumerate(per_branch, start=1):
        left = wanted
        while left:
            eras: list[tuple[int, int]] = []
            for ago in range(ERAS):
                taken = min(left, of_one)
                left -= taken
                if taken:
                    eras.append((ago, taken))
            made.append(Slot(len(made), branch_id, tuple(eras)))
    return made


def _shares(branches: int, loans: int) -> list[int]:
    """How many loans each branch has: from about half to one and a half of the mean, exactly so many together."""
    weights = [0.5 + number / max(1, branches - 1) for number in range(branches)] if branches > 1 else [1.0]
    total = sum(weights)
    shares = [max(1, int(loans * weight / total)) for weight in weights]
    shares[-1] += loans - sum(shares)
    return shares
