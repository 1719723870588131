"""What the counter can do besides lending, each with its digit. A job is loaded when it is chosen, so that no start waits for it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from fritids.domain.roles import Right
from fritids.i18n import _
from fritids.tui.counter.situation import View, Words
from fritids.tui.jobs.base import Job, Tools

if TYPE_CHECKING:
    from fritids.tui.counter.signed import Signed
    from fritids.tui.views.page import ListPage


class Choice(NamedTuple):
    """A line of the menu: a job, a list, a view, or more lines."""

    name: Words
    opens: "Callable[[Tools], Job | ListPage] | View | tuple[Choice, ...]"
    in_visit: bool = False
    """It may be begun while a visit is open or things lie in the basket."""
    needs: Right | None = Right.STOCK
    """Who lacks this right does not see the line; None: everyone sees it."""


def choices() -> tuple[Choice, ...]:
    """The menu, from the top, what is done most often first; at most nine lines, here and behind each, as there are digits."""
    return (
        Choice(lambda: _("Take in gifts: register, refuse, recycle"), _gifts),
        Choice(lambda: _("Labels: print them, new numbers, test pages"), _labels),
        Choice(lambda: _("Reminders: what went out, whom to call"), _reminders, needs=Right.REMINDERS),
        Choice(lambda: _("Service: wash, sharpen, mend, recall"), _service),
        Choice(lambda: _("Stocktake: count the stock"), _stocktake),
        Choice(lambda: _("Fit: which size, and what of it is in"), _fit, in_visit=True, needs=Right.LEND),
        Choice(
            lambda: _("The figures: loans, stock, the year"), _statistics, in_visit=True, needs=Right.FIGURES
        ),
        Choice(
            lambda: _("Now and then: power-cut slips, moves, what happened, the web page"),
            _now_and_then(),
            in_visit=True,
            needs=None,
        ),
        Choice(
            lambda: _("This desk: settings, operators, the scanner, report a problem"),
            _this_desk(),
            in_visit=True,
            needs=None,
        ),
    )


def _now_and_then() -> tuple[Choice, ...]:
    return (
        Choice(lambda: _("Call list: whom no message reaches"), _calls, needs=Right.REMINDERS),
        Choice(lambda: _("Asked for and not here"), _asked_for, in_visit=True),
        Choice(lambda: _("Power-cut slips: type them in, print them"), _slips, needs=Right.LEND),
        Choice(lambda: _("Move between branches"), _moves),
        Choice(lambda: _("Missing parts: list them, or note what turned up"), _missing_parts),
        Choice(lambda: _("Goals: what the year did for people"), _goals, needs=Right.FIGURES),
        Choice(lambda: _("Stock list for the branch's web page"), _web_page),
        Choice(lambda: _("What happened: the record of events"), _record, in_visit=True, needs=Right.RECORD),
    )


def _this_desk() -> tuple[Choice, ...]:
    return (
        Choice(lambda: _("Settings: language, look, sound"), View.SETTINGS, in_visit=True, needs=None),
        Choice(lambda: _("Operators: who works here, and PINs"), _operators, in_visit=True, needs=None),
        Choice(lambda: _("Scanner doctor: is the scanner set right?"), _scanner_doctor, needs=Right.LEND),
        Choice(lambda: _("Backups: how they stand, make one"), _backups, in_visit=True, needs=Right.LEND),
        Choice(lambda: _("Report a problem: a file for those who help"), _problem, in_visit=True, needs=None),
    )


def _gifts(tools: Tools) -> Job:
    from fritids.tui.jobs.gifts import GiftsJob

    return GiftsJob(tools)


def _labels(tools: Tools) -> Job:
    from fritids.tui.jobs.labels import Labels

    return Labels(tools)


def _reminders(tools: Tools) -> Job:
    from fritids.tui.jobs.reminders import RemindersJob

    return RemindersJob(tools)


def _service(tools: Tools) -> Job:
    from fritids.tui.jobs.service import ServiceJob

    return ServiceJob(tools)


def _stocktake(tools: Tools) -> Job:
    from fritids.tui.jobs.stocktake import StocktakeJob

    return StocktakeJob(tools)


def _fit(tools: Tools) -> Job:
    from fritids.tui.jobs.fit import FitJob

    return FitJob(tools)


def _statistics(tools: Tools) -> Job:
    from fritids.tui.jobs.statistics import StatisticsJob

    return StatisticsJob(tools)


def _asked_for(_tools: Tools) -> "ListPage":
    from fritids.tui.jobs.asked_for import page

    return page()


def _slips(tools: Tools) -> Job:
    from fritids.tui.jobs.slips import SlipsJob

    return SlipsJob(tools)


def _moves(tools: Tools) -> Job:
    from fritids.tui.jobs.moves import Moves

    return Moves(tools)


def _calls(tools: Tools) -> Job:
    from fritids.tui.jobs.calls import CallsJob

    return CallsJob(tools)


def _missing_parts(tools: Tools) -> Job:
    from fritids.tui.jobs.parts import MissingPartsJob

    return MissingPartsJob(tools)


def _goals(tools: Tools) -> Job:
    from fritids.tui.jobs.goals import GoalsJob

    return GoalsJob(tools)


def _record(tools: Tools) -> Job:
    from fritids.tui.jobs.record import RecordJob

    return RecordJob(tools)


def _web_page(tools: Tools) -> Job:
    from fritids.tui.jobs.web_page import WebPage

    return WebPage(tools)


def _backups(tools: Tools) -> Job:
    from fritids.tui.jobs.backups import BackupsJob

    return BackupsJob(tools)


def _problem(tools: Tools) -> Job:
    from fritids.tui.jobs.problem import ProblemJob

    return ProblemJob(tools)


def _scanner_doctor(tools: Tools) -> Job:
    from fritids.tui.jobs.scanner_doctor import ScannerDoctor

    return ScannerDoctor(tools)


def _operators(tools: Tools) -> Job:
    from fritids.tui.jobs.operators import OperatorsJob

    return OperatorsJob(tools)


def allowed(signed: "Signed", listed: "Sequence[Choice]") -> tuple[Choice, ...]:
    """The lines for whoever is at the desk; one with lines behind it, of which none is left, goes too."""
    kept = []
    for choice in listed:
        if choice.needs is not None and not signed.may(choice.needs):
            continue
        if not isinstance(choice.opens, tuple):
            kept.append(choice)
        elif behind := allowed(signed, choice.opens):
            kept.append(choice._replace(opens=behind))
    return tuple(kept)
