"""The keys in force now, at the foot of the screen: first those that go with the last result, then those that are always there."""

from textual.content import Content

from fritids.tui.counter.keys import KEY_NAMES, Hint
from fritids.tui.counter.situation import Situation
from fritids.tui.widgets.painted import Painted


class Foot(Painted):
    """Two rows of keys; what does not fit is left out from the end, and stands in the help."""

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
        first, second = self.hints[:cut], self.hints[cut:]
        rows = [_fitting(list(first), width), _fitting(list(second), width)]
        return Content("\n").join(rows[:height])


def _fitting(hints: list[Hint], width: int) -> Content:
    """The keys in one row, with as much room between them as there is; the steady ones go first where there is none."""
    shown = hints
    while shown:
        for gap, padded in (("   ", True), ("  ", True), (" ", True), ("  ", False), (" ", False)):
            line = Content(gap).join([_chip(hint, padded=padded) for hint in shown])
            if line.cell_length <= width:
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
