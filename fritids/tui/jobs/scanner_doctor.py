"""The scanner doctor: scan the five codes of its page, and see what the scanner sends and what is to be set right."""

from collections.abc import Sequence

from textual.content import Content

from fritids.domain.scanner_diagnosis import Diagnosis, diagnose
from fritids.domain.scanner_keys import KeyLog
from fritids.domain.scanner_test import TEST_CODES
from fritids.domain.scanstream import Line
from fritids.i18n import _
from fritids.present import Tone
from fritids.present.scanner import finding_sentence, how_received, is_right, remedy, trial_name, verdict
from fritids.present.spoken import Said
from fritids.tui.counter.inbox import Entry
from fritids.tui.counter.situation import JobKey, Shown
from fritids.tui.jobs.base import Job, Tools
from fritids.tui.widgets.lines import row, spread, styled


class ScannerDoctor(Job):
    """Listens to the keys as they come, beside the box, which repairs and forgets what the doctor wants to know."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._log = KeyLog()
        self._diagnosis = diagnose(())
        self._said = [self._diagnosis]
        """What the last result speaks of; a second end that comes after it changes it."""

    def name(self) -> str:
        """What is done."""
        return _("Scanner doctor")

    def label(self) -> str:
        """What the box is for."""
        return _("Scan the five codes of the page")

    def how(self) -> tuple[str, ...]:
        """Where the page is, and what to do with it."""
        return (
            _("Scan its five codes from the top down. Nothing is lent."),
            _("The page: F12, Labels, or the command fritids labels --scanner-test -o page.pdf."),
            _("If a code stays in the box, press Enter."),
        )

    def lines(self, width: int) -> Sequence[Content]:
        """The five codes, and how each came."""
        lines = [styled(_("What the scanner sends"), "bold $primary"), Content("")]
        for n, code in enumerate(TEST_CODES, start=1):
            one = self._diagnosis.received.get(code.trial)
            if one is None:
                lines += [styled(f"  {n} {trial_name(code.trial)}", "$quiet"), Content(""), Content("")]
                continue
            sign, style = ("✓", "bold $yes-soft") if is_right(one) else ("!", "bold $ask-soft")
            lines += [
                spread(
                    row((f"{sign} ", style), f"{n} {trial_name(code.trial)}"),
                    styled(how_received(one.reading), "$quiet"),
                    width,
                ),
                styled(f"    {one.reading.text}", "").truncate(width, ellipsis=True),
                Content(""),
            ]
        return lines

    def offers(self) -> tuple[JobKey, ...]:
        """Begin again with another setting, or another scanner."""
        return (JobKey("f2", _("Begin again"), "again"),) if self._log.readings else ()

    async def begin(self, entry: Entry) -> None:  # noqa: ARG002  # nothing is asked
        """Listen."""
        self.stage.listen(self._hear)

    async def end(self, entry: Entry) -> None:  # noqa: ARG002  # as the flow calls it
        """Listen no more."""
        self.stage.listen(None)

    async def line(self, entry: Entry, line: Line) -> bool:  # noqa: ARG002  # the keys have been heard already
        """Say what all that came so far means."""
        self._examine()
        last = self._said = [self._diagnosis]
        self.stage.show(Shown(lambda: _said(last[0])))
        return True

    async def key(self, entry: Entry, name: str) -> None:  # noqa: ARG002  # there is one
        """Forget what came."""
        self._log = KeyLog()
        self._examine()
        self.say(lambda: _("Scan the five codes of the page"), tone=Tone.INFO)

    def _hear(self, character: str, at: float) -> None:
        if self._log.hear(character, at):  # a second end, behind a code that has been looked at
            self._examine()
            self._said[0] = self._diagnosis
            self.repaint()

    def _examine(self) -> None:
        self._diagnosis = diagnose(self._log.readings)


def _said(diagnosis: Diagnosis) -> Said:
    tone = Tone.ASK if diagnosis.findings else Tone.YES
    details = tuple(f"{finding_sentence(one)} {remedy(one)}" for one in diagnosis.findings)
    return Said(verdict(diagnosis), details, tone)
