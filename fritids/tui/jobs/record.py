"""The record of events, read: what happened to this article, this borrower, in this visit, yesterday at three."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from textual.content import Content

from fritids.domain.past_times import read_past
from fritids.domain.scanstream import Line
from fritids.i18n import _, number
from fritids.present import Tone, article_with_code, borrower_name, plain
from fritids.present.record_words import record_line
from fritids.services.results import BorrowerView
from fritids.services.results.record import RecordPage
from fritids.tui.counter.inbox import Entry
from fritids.tui.counter.situation import JobKey
from fritids.tui.jobs.base import Job, Tools
from fritids.tui.widgets.lines import styled, wrapped

if TYPE_CHECKING:
    from fritids.services.desk import Desk

_VISIT_WORDS = ("besök ", "visit ")


class RecordJob(Job):
    """Lines of the record, newest first; what is scanned or written says which."""

    is_whole = True

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._title = ""
        self._found = RecordPage((), more=False)
        self._today = date.min
        self._first = 0
        self._fit = 1

    def name(self) -> str:
        """The job."""
        return _("What happened")

    def label(self) -> str:
        """What the box is for."""
        return _("An article, a borrower, or a time")

    def example(self) -> str:
        """What could be written."""
        return _("yesterday at 15")

    def page(self, width: int, height: int) -> Sequence[Content]:
        """As many lines as fit, each whole, from the first that is to be seen."""
        lines = [styled(self._title, "bold $primary").truncate(width, ellipsis=True)]
        if not self._found.lines:
            return [*lines, styled(_("Nothing of it stands in the record."), "$quiet")]
        shown = 0
        for line in self._found.lines[self._first :]:
            said = wrapped(
                record_line(line, self._today),
                width,
                "$quiet" if line.act.undone else "",
                indent="  ",
                most=3,
            )
            if len(lines) + len(said) > height - 1 and shown:
                break
            lines += said
            shown += 1
        self._fit = max(1, shown)
        return lines

    def offers(self) -> tuple[JobKey, ...]:
        """Turn to what was earlier, and back."""
        keys = []
        if self._first:
            keys.append(JobKey("left", _("Later"), "later"))
        if self._first + 1 < len(self._found.lines):
            keys.append(JobKey("right", _("Earlier"), "earlier"))
        return tuple(keys)

    async def begin(self, entry: Entry) -> None:  # noqa: ARG002  # nothing is done
        """Begin with what was done last."""
        found = await self.call(lambda desk: desk.record.newest())
        self._show(_("What was done here last"), found, await self.call(lambda desk: desk.today()))

    async def line(self, entry: Entry, line: Line) -> bool:  # noqa: ARG002  # nothing is done
        """Read what is asked for."""
        text = line.text.strip()
        answer = await self.call(lambda desk: _asked(desk, text))
        if answer is None:
            self.say(
                lambda: _("Nothing is known by this"),
                lambda: _(
                    "Scan an article, write a borrower's number, a visit as “visit 12”, or a time as “yesterday at 15”."
                ),
                tone=Tone.NO,
            )
        else:
            self._show(*answer)
        return True

    async def key(self, entry: Entry, name: str) -> Job | None:  # noqa: ARG002  # nothing is done
        """Turn the page."""
        step = self._fit if name == "earlier" else -self._fit
        self._first = max(0, min(len(self._found.lines) - 1, self._first + step))
        self.repaint()
        return None

    def _show(self, title: str, found: RecordPage, today: date) -> None:
        n = number(len(found.lines))
        self._title = f"{title} ({n}+)" if found.more else f"{title} ({n})"
        self._found, self._today, self._first = found, today, 0
        self.repaint()


def _asked(desk: "Desk", text: str) -> tuple[str, RecordPage, date] | None:
    """What was asked for; a code before a time, since no code of ours is read as one."""
    today, folded = desk.today(), text.casefold()
    for word in _VISIT_WORDS:
        if folded.startswith(word) and (digits := folded.removeprefix(word).strip()).isdecimal():
            visit = int(digits[:9])
            return _("Visit {n}").format(n=visit), desk.record.of_visit(visit), today
    if (when := read_past(text, today)) is not None:
        return plain(text), desk.record.at(when), today
    if (article := desk.articles.get(text)) is not None:
        return article_with_code(article), desk.record.of_article(article.id), today
    match = desk.borrowers.match(text)
    if isinstance(match, BorrowerView):
        return borrower_name(match), desk.record.of_borrower(match.id), today
    return None
