"""What the counter can do besides lending, each with its digit. A job is loaded when it is chosen, so that no start waits for it."""

from collections.abc import Callable
from typing import NamedTuple

from fritids.i18n import _
from fritids.tui.counter.situation import View, Words
from fritids.tui.jobs.base import Job, Tools


class Choice(NamedTuple):
    """A line of the menu: a job, or a view."""

    name: Words
    opens: Callable[[Tools], Job] | View
    in_visit: bool = False
    """It may be begun while a visit is open or things lie in the basket."""


def choices() -> tuple[Choice, ...]:
    """The menu, from the top; at most nine lines, as there are digits."""
    return (
        Choice(lambda: _("Missing parts: list them, or note what turned up"), _missing_parts),
        Choice(lambda: _("Settings: language, look, sound"), View.SETTINGS, in_visit=True),
    )


def _missing_parts(tools: Tools) -> Job:
    from fritids.tui.jobs.parts import MissingPartsJob

    return MissingPartsJob(tools)
