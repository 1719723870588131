"""What a job changes of the counter: it may have the whole width, and digits of its own."""

from typing import TYPE_CHECKING

from fritids.tui.counter.situation import View

if TYPE_CHECKING:
    from fritids.tui.screen import DeskScreen


def at_counter(screen: "DeskScreen") -> None:
    """Show the parts that the situation asks for, and paint them; where a job has the whole width, the last result stands in a line."""
    now = screen.now
    whole = now.whole_job is not None
    chooses = now.chooses and screen.has_class("-narrow")
    bare = now.shut or (now.signed.figures_only and now.job is None)
    hidden = bare or now.reads_aloud or now.first_start or chooses or screen.has_class("-tiny")
    screen.panel.display = whole or not hidden
    screen.panel.set_class(whole, "-whole")
    screen.beside.display = not whole
    screen.strip.set_class(whole and now.shown is not None, "-on")
    if whole:
        screen.strip.show(now)
    screen.panel.show(now)
    screen.verdict.show(now)


def digits_of_job(screen: "DeskScreen") -> None:
    """Let the digits of the job be keys as long as it is in sight and nothing is asked; a question has its own."""
    now = screen.now
    digits = now.job.digits if now.job is not None and now.view is View.COUNTER else ""
    if now.prompt is None and digits != screen.counter_app.choices:
        screen.counter_app.choose_from(digits)
