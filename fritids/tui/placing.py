"""Which parts of the counter have room at this moment: the panel beside the last result, either alone, or a job over the whole width."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fritids.tui.screen import DeskScreen


def at_counter(screen: "DeskScreen") -> None:
    """Show the parts that the situation asks for; where a job has the whole width, the last result stands in a line."""
    now = screen.now
    whole = now.whole_job is not None
    chooses = now.chooses and screen.has_class("-narrow")
    hidden = now.reads_aloud or now.first_start or chooses or screen.has_class("-tiny")
    screen.panel.display = whole or not hidden
    screen.panel.set_class(whole, "-whole")
    screen.beside.display = not whole
    screen.strip.set_class(whole and now.shown is not None, "-on")
    if whole:
        screen.strip.show(now)
