"""Which totals of a period are withheld: those of few people, and with them others by which they could be told from the sum of all branches."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeAlias

from fritids.domain.figures import WITHHELD_BELOW, Totals

_WIDE: Final = WITHHELD_BELOW - 1

LATE: Final = "late"

_OF: Final[tuple[tuple[str, Callable[[Totals], int], Callable[[Totals], int] | None], ...]] = (
    ("new_borrowers", lambda totals: totals.new_borrowers, lambda totals: totals.borrowers),
    ("on_site", lambda totals: totals.on_site, lambda totals: totals.loans),
    ("renewals", lambda totals: totals.renewals, None),
    ("not_returned", lambda totals: totals.not_returned, None),
    ("due", lambda totals: totals.due, None),
    ("on_time", lambda totals: totals.on_time, lambda totals: totals.due),
)
"""Measure, and what it is a part of."""

Part: TypeAlias = tuple[int, int | None]
"""A value, and the most it can be by what is published."""


def few_totals(branches: Mapping[str, Totals], network: Totals | None) -> frozenset[tuple[str | None, str]]:
    """Whose totals of which measure are withheld; None: those of all branches together. `late`, which is `due` less `on_time`, goes with these."""
    found = set[tuple[str | None, str]]()
    everybody = _everybody(branches, network)
    for measure, value, whole in _OF:
        parts: dict[str | None, Part] = {}
        for code, totals in everybody.items():
            unknown = whole is None or (code, "due") in found
            parts[code] = (value(totals), None if unknown or whole is None else whole(totals))
        small = {code for code, part in parts.items() if _small(part)}
        if measure == "on_time":
            small |= {code for code in everybody if (code, "due") in found}
        together = parts.pop(None, None)
        if together is not None and None not in small:
            withheld, stays = _with_others(parts, small)
            small = withheld if stays else withheld | {None}
        found |= {(code, measure) for code in small}
    found |= {(code, LATE) for code, measure in found if measure == "on_time"}
    for code, totals in everybody.items():
        if 0 < totals.groups <= _WIDE or 0 < totals.borrowers - totals.groups <= _WIDE:
            found.add((code, "groups"))
    return frozenset(found)


def _everybody(branches: Mapping[str, Totals], network: Totals | None) -> dict[str | None, Totals]:
    found: dict[str | None, Totals] = dict(branches.items())
    if network is not None:
        found[None] = network
    return found


def _small(part: Part) -> bool:
    value, most = part
    return 0 < value <= _WIDE or (most is not None and 0 < most - value <= _WIDE)


def _with_others(
    parts: Mapping[str | None, Part], small: Iterable[str | None]
) -> tuple[set[str | None], bool]:
    """With which others the small ones are withheld; False if there are not enough of them, so that the sum of all goes too."""
    withheld = set(small)
    others = sorted(
        (code for code in parts if code not in withheld and parts[code][0]),
        key=lambda code: (min(_room(parts[code])) < _WIDE, parts[code][0], code or ""),
    )
    while not all(_is_open(parts, withheld, code) for code in withheld):
        if not others:
            return withheld, False
        withheld.add(others.pop(0))
    return withheld, True


def _room(part: Part) -> tuple[int, int]:
    value, most = part
    return value, _WIDE if most is None else most - value


def _is_open(parts: Mapping[str | None, Part], withheld: set[str | None], code: str | None) -> bool:
    """Whether its range is wide enough, and from none to four if it is small: all that is known is the sum of the withheld ones, and the most of each."""
    value, most = parts[code]
    total = sum(parts[each][0] for each in withheld)
    others = [parts[each][1] for each in withheld if each != code]
    high = total if most is None else min(most, total)
    held = None if None in others else sum(each for each in others if each is not None)
    low = 0 if held is None and others else max(0, total - (held or 0))
    if high - low < _WIDE:
        return False
    if 0 < value <= _WIDE and (low > 0 or high < _WIDE):
        return False
    return most is None or not 0 < most - value <= _WIDE or high == most
