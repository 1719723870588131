"""The keys in force now, at the foot of the screen: first those that go with the last result, then those that are always there."""

from collections.abc import Sequence

from textual.content import Content

from fritids.present import cell_width
from fritids.tui.counter.keys import KEY_NAMES, Hint
from fritids.tui.counter.situation import Situation
from fritids.tui.widgets.painted import Painted

LOW = 20
"""Rows of a screen that has none to spare: there the foot never has more than two."""
_ROOMY = (("   ", True), ("  ", True), (" ", True))
_PACKINGS = (*_ROOMY, ("  ", False), (" ", False))
"""What stands between two keys, and whether their names have room, from the widest to the closest."""


class Foot(Painted):
    """The keys of the moment in one row, and below them those that are always there.

    Where there are more of the moment than fit in a row, the foot has a third one; on a low screen the steady ones give way instead.
    What matters now is never what is left out. All of them stand in the help.
    """

    DEFAULT_CSS = """
    Foot { height: 2; padding: 0 1; background: $panel; text-wrap: nowrap; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's own name
        super().__init__(id=id)
        self.hints: tuple[Hint, ...] = ()
        self.steady = 0

    def offer(self, now: Situation, hints: tuple[Hint, ...], steady: int) -> None:
        """Show these keys; the last `steady` ones stand in a row of their own."""
        self.hints, self.steady = hints, steady
        width = self.content_size.width
        tall = bool(width) and self.screen.size.height >= LOW and _are_many(*self._parted, width)
        if self.styles.height is None or self.styles.height.value != 2 + tall:
            self.styles.height = 2 + tall
        self.show(now)

    @property
    def _parted(self) -> tuple[tuple[Hint, ...], tuple[Hint, ...]]:
        cut = len(self.hints) - self.steady
        return self.hints[:cut], self.hints[cut:]

    def paint(self, width: int, height: int) -> Content:
        """The rows of keys."""
        return Content("\n").join(_rows(*self._parted, width, height)[:height])


def _are_many(own: Sequence[Hint], steady: Sequence[Hint], width: int) -> bool:
    """Whether two rows are not enough for the keys of the moment, with the steady ones below them."""
    return _flowed(_needed(own), width, 1 if steady else 2) is None


def _needed(own: Sequence[Hint]) -> list[Hint]:
    return [hint for hint in own if not hint.extra]


def _rows(own: Sequence[Hint], steady: Sequence[Hint], width: int, height: int) -> list[Content]:
    """The keys of the moment, and the steady ones in the last row; of those as many make room as have to."""
    most = max(1, height - 1) if steady else height
    spare = next((hint for hint in reversed(own) if hint.extra), None)
    if spare is not None and _flowed(own, width, most, _ROOMY if most == 1 else _PACKINGS) is None:
        return _rows([hint for hint in own if hint is not spare], steady, width, height)
    if (rows := _flowed(own, width, most)) is not None:
        kept = next(n for n in range(len(steady), -1, -1) if _packed(steady[:n], width) is not None)
        return [*rows, _packed(steady[:kept], width) or Content("")]
    for n in range(len(steady), -1, -1):
        if (rows := _flowed((*own, *steady[:n]), width, height)) is not None:
            return rows
    weakest = next((hint for hint in reversed(own) if not hint.strong and hint.key != "escape"), own[-1])
    return _rows([hint for hint in own if hint is not weakest], steady, width, height)


def _flowed(
    hints: Sequence[Hint], width: int, most: int, packings: Sequence[tuple[str, bool]] = _PACKINGS
) -> list[Content] | None:
    """These keys in at most so many rows, each as full as it gets; None if they do not fit."""
    rows: list[Content] = []
    while hints:
        fit = max(n for n in range(len(hints) + 1) if _packed(hints[:n], width, packings) is not None)
        row = _packed(hints[:fit], width, packings)
        if not fit or row is None or len(rows) == most:
            return None
        rows.append(row)
        hints = hints[fit:]
    return rows


def _packed(
    hints: Sequence[Hint], width: int, packings: Sequence[tuple[str, bool]] = _PACKINGS
) -> Content | None:
    """The keys in one row, with as much room between them as there is; None if they do not fit."""
    for gap, padded in packings:
        # Measured before it is made: of many keys a hundred rows are tried for each that is painted.
        between = len(gap) * (len(hints) - 1)
        if sum(_measured(hint, padded=padded) for hint in hints) + between <= width:
            return Content(gap).join([_chip(hint, padded=padded) for hint in hints])
    return None


def _measured(hint: Hint, *, padded: bool) -> int:
    """How many cells `_chip` takes."""
    return cell_width(_name(hint)) + (2 if padded else 0) + 1 + cell_width(hint.label)


def _name(hint: Hint) -> str:
    return KEY_NAMES.get(hint.key, hint.key)


def _chip(hint: Hint, *, padded: bool) -> Content:
    name = _name(hint)
    key = "bold $ask-fore on $ask-back" if hint.strong else "bold $key-fore on $key-back"
    return Content.assemble(
        (f" {name} " if padded else name, key), (f" {hint.label}", "bold" if hint.strong else "")
    )
