"""The keys in force now, at the foot of the screen: first those that go with the last result, then those that are always there."""

from textual.content import Content

from fritids.tui.counter.keys import KEY_NAMES, Hint
from fritids.tui.counter.situation import Situation
from fritids.tui.widgets.painted import Painted

LOW = 20
"""Rows of a screen that has none to spare: there the keys of the moment have one row, and what does not fit stands in the help."""
PACKINGS = (("   ", True), ("  ", True), (" ", True), ("  ", False), (" ", False))
"""What stands between two keys, and whether their names have room, from the widest to the closest."""


class Foot(Painted):
    """The keys of the moment in one row, in two where there are more than fit; below them those that are always there."""

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
        tall = bool(width) and self.screen.size.height >= LOW and _packed(self._own, width) is None
        if self.styles.height is None or self.styles.height.value != 2 + tall:
            self.styles.height = 2 + tall
        self.show(now)

    @property
    def _own(self) -> list[Hint]:
        return list(self.hints[: len(self.hints) - self.steady])

    def paint(self, width: int, height: int) -> Content:
        """The rows of keys."""
        own, steady = self._own, list(self.hints[len(self.hints) - self.steady :])
        rows = [_fitting(own, width)] if height <= 2 else _in_two(own, width)
        return Content("\n").join([*rows, _fitting(steady, width)][:height])


def _in_two(hints: list[Hint], width: int) -> list[Content]:
    """As many keys in the first row as it holds, the rest in the second."""
    first = max((n for n in range(len(hints) + 1) if _packed(hints[:n], width) is not None), default=0)
    return [_fitting(hints[:first], width), _fitting(hints[first:], width)]


def _packed(hints: list[Hint], width: int) -> Content | None:
    """The keys in one row, with as much room between them as there is; None if they do not fit."""
    for gap, padded in PACKINGS:
        line = Content(gap).join([_chip(hint, padded=padded) for hint in hints])
        if line.cell_length <= width:
            return line
    return None


def _fitting(hints: list[Hint], width: int) -> Content:
    """The keys that fit in one row; the weakest and last are left out first."""
    shown = hints
    while shown:
        if (line := _packed(shown, width)) is not None:
            return line
        weakest = next(
            (hint for hint in reversed(shown) if not hint.strong and hint.key != "escape"), shown[-1]
        )
        shown = [hint for hint in shown if hint is not weakest]
    return Content("")


def _chip(hint: Hint, *, padded: bool) -> Content:
    name = KEY_NAMES.get(hint.key, hint.key)
    key = "bold $ask-fore on $ask-back" if hint.strong else "bold $key-fore on $key-back"
    return Content.assemble(
        (f" {name} " if padded else name, key), (f" {hint.label}", "bold" if hint.strong else "")
    )
