"""The job of reporting a problem: what would be sent is shown, and Enter writes it to a file, as `fritids report-problem` does."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from fritids.domain.barcode import surely_code
from fritids.domain.scanstream import Line
from fritids.i18n import _, local
from fritids.present import Tone, plain
from fritids.services.clock import SystemClock
from fritids.tui.counter.inbox import Entry
from fritids.tui.jobs.base import Job, steps
from fritids.tui.jobs.files import own_file

if TYPE_CHECKING:
    from fritids.services.desk import Desk


class ProblemJob(Job):
    """Writes the report; nothing is sent from here."""

    def name(self) -> str:
        """What stands at the top."""
        return _("Report a problem")

    def label(self) -> str:
        """What the box is for."""
        return _("Enter writes the file")

    def enter_does(self) -> str:
        """Enter writes the report."""
        return _("Write the file")

    def lines(self, width: int) -> Sequence[Content]:
        """What is in it and what is not, before anything is written."""
        words = (
            _("In it: versions, how much is stored, whether the file is whole, and the log of faults."),
            _("Not in it: names, phone numbers, addresses, notes, PINs, or anything about a borrower."),
            _(
                "It is written to your documents. Read it, then send it to those who help you. Nothing is sent by itself."
            ),
        )
        return steps(words, width)

    async def line(self, entry: Entry, line: Line) -> bool:  # noqa: ARG002  # nothing is asked here
        """A scan goes to the counter; words do nothing."""
        return not (line.scanned or surely_code(line.text))

    async def enter(self, entry: Entry) -> None:  # noqa: ARG002  # the file is the same however often it is written
        """Write the file."""
        name = f"fritids-problem {local(SystemClock().now()):%Y-%m-%d %H.%M}.txt"
        path = own_file(name)

        def use_case(desk: "Desk") -> None:
            from fritids.services.problem_report import report_of, write_problem

            write_problem(report_of(desk), path)

        await self.call(use_case)
        self.say(lambda: _("The report is written"), lambda: plain(str(path)), tone=Tone.YES)
