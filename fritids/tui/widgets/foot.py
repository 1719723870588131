"""The keys in force now, at the foot of the screen: first those that go with the last result, then those that are always there."""

from collections.abc import Sequence

from textual.content import Content

from fritids.tui.counter.keys import KEY_NAMES, Hint
from fritids.tui.counter.situation import Situation
from fritids.tui.widgets.painted import Painted

_ROOMY = (("   ", True), ("  ", True), (" ", True))
_STYLES = (*_ROOMY, ("  ", False), (" ", False))
"""Blanks between the keys, and whether a key's name has blanks around it."""


class Foot(Painted):
    """Two rows of keys; what matters now is never what is left out. All of them stand in the help."""

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
        self.show(now)

    def paint(self, width: int, height: int) -> Content:
        """The rows of keys."""
        cut = len(self.hints) - self.steady
        return Content("\n").join(_rows(self.hints[:cut], self.hints[cut:], width)[:height])


def _rows(own: tuple[Hint, ...], steady: tuple[Hint, ...], width: int) -> list[Content]:
    """The keys of the moment in the first row, and the steady ones in the second: of those some make room if the first is full."""
    if any(hint.extra for hint in own) and _in_one(own, width, _ROOMY) is None:
        return _rows(tuple(hint for hint in own if not hint.extra), steady, width)
    if (row := _in_one(own, width)) is not None:
        kept = next(n for n in range(len(steady), -1, -1) if _in_one(steady[:n], width) is not None)
        return [row, _in_one(steady[:kept], width) or Content("")]
    for n in range(len(steady), -1, -1):
        if (rows := _in_two((*own, *steady[:n]), width)) is not None:
            return rows
    weakest = next((hint for hint in reversed(own) if not hint.strong and hint.key != "escape"), own[-1])
    return _rows(tuple(hint for hint in own if hint is not weakest), steady, width)


def _in_one(
    hints: Sequence[Hint], width: int, styles: Sequence[tuple[str, bool]] = _STYLES
) -> Content | None:
    """These keys in one row, with as much room between them as there is; None if they do not fit."""
    for gap, padded in styles:
        line = Content(gap).join([_chip(hint, padded=padded) for hint in hints])
        if line.cell_length <= width:
            return line
    return None


def _in_two(hints: Sequence[Hint], width: int) -> list[Content] | None:
    """The same in two rows, the first as full as it gets."""
    for n in range(len(hints) - 1, 0, -1):
        first = _in_one(hints[:n], width)
        if first is not None:
            second = _in_one(hints[n:], width)
            return None if second is None else [first, second]
    return None


def _chip(hint: Hint, *, padded: bool) -> Content:
    name = KEY_NAMES.get(hint.key, hint.key)
    key = "bold $ask-fore on $ask-back" if hint.strong else "bold $key-fore on $key-back"
    return Content.assemble(
        (f" {name} " if padded else name, key), (f" {hint.label}", "bold" if hint.strong else "")
    )
