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
        Choice(lambda: _("Stocktake: count the stock"), _stocktake),
        Choice(lambda: _("Scanner doctor: is the scanner set right?"), _scanner_doctor),
        Choice(lambda: _("Settings: language, look, sound"), View.SETTINGS, in_visit=True),
    )


def _stocktake(tools: Tools) -> Job:
    from fritids.tui.jobs.stocktake import StocktakeJob

    return StocktakeJob(tools)


def _scanner_doctor(tools: Tools) -> Job:
    from fritids.tui.jobs.scanner_doctor import ScannerDoctor

    return ScannerDoctor(tools)
