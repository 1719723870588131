"""The two questions of the survey, asked of whoever has just brought something back: a digit each, Enter skips one, a scan goes on with the day."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from fritids.i18n import _
from fritids.present import Tone
from fritids.services.results import LoanView
from fritids.tui.counter.acting import Acting
from fritids.tui.counter.asking import LeftError, fitting
from fritids.tui.counter.inbox import Entry
from fritids.tui.counter.situation import Prompt, Shown, Words, who_returned


class SurveyDoing(Acting):
    """Asks, and notes what was answered."""

    async def ask(self, entry: Entry, loan: LoanView) -> None:
        """What was answered is counted, without who. Raises LeftError where nothing was, or the questions were left."""
        if self._questions.waiting:
            raise LeftError  # the next things lie there already
        otherwise, follow = await self._yes_or_no(1, lambda: _("Would you have done this otherwise?"))
        bought: bool | None = None
        if follow is None:
            bought, follow = await self._yes_or_no(2, lambda: _("Would you have bought it?"))
        if otherwise is not None or bought is not None:
            act = f"{entry.act}/survey"
            await self._call(lambda desk: desk.survey.note(loan.id, otherwise, bought, act=act))
            await self._show(replace(_noted(otherwise, bought), surveyed=who_returned(loan)))
        if follow is not None:
            self._questions.put_back(follow)
        elif otherwise is None and bought is None:
            raise LeftError

    async def _yes_or_no(self, n: int, question: Words) -> tuple[bool | None, Entry | None]:
        """The answer, None for none; and the line that came instead of one."""
        prompt = Prompt(
            title=question,
            label=lambda: _("Question {n} of 2: 1 yes, 2 no").format(n=n),
            details=lambda: (
                _("Only what was returned, the age group and the answer are kept, nothing of who answered."),
            ),
            options=_options,
            enter=lambda: _("Skip it"),
            marks_first=False,
            done=True,
            tone=Tone.INFO,
        )
        chosen = await self._questions.choose(prompt, 2, scans_wait=False)
        if isinstance(chosen, Entry):
            fits = fitting(chosen.text, _options())
            if len(fits) != 1:
                return None, chosen
            chosen = fits[0]
        return (None if chosen < 0 else chosen == 0), None


def _options() -> tuple[str, ...]:
    return _("Yes"), _("No")


def _noted(otherwise: bool | None, bought: bool | None) -> Shown:  # noqa: FBT001
    questions: tuple[tuple[Callable[[], str], bool | None], ...] = (
        (lambda: _("Would have done it otherwise: {answer}"), otherwise),
        (lambda: _("Would have bought it: {answer}"), bought),
    )
    said = [partial(_answered, words, answer) for words, answer in questions if answer is not None]
    return Shown.note(lambda: _("Thank you. The answer is noted"), *said, tone=Tone.YES)


def _answered(words: Words, answer: bool) -> str:  # noqa: FBT001
    return words().format(answer=_("yes") if answer else _("no"))
