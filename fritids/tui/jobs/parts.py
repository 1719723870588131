"""Missing parts: all that is missing, and what becomes of it. Whoever finds a bag of pegs scans the tent."""

from collections.abc import Sequence
from datetime import date

from textual.content import Content

from fritids.domain.scanstream import Line
from fritids.i18n import _, day_short, local, n_
from fritids.present import Tone, article_name, lost_words, person_name
from fritids.services.results import ArticleParts, LostPart
from fritids.tui.counter import part_forms
from fritids.tui.counter.inbox import Entry
from fritids.tui.jobs.base import Job, Tools
from fritids.tui.widgets.lines import spread, styled


class MissingPartsJob(Job):
    """What is missing of which article; one that is scanned is settled, or has something more noted of it."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._lost: tuple[LostPart, ...] = ()
        self._today = date.min

    def name(self) -> str:
        """The job."""
        return _("Missing parts")

    def label(self) -> str:
        """What the box is for."""
        return _("Scan the article")

    def how(self) -> tuple[str, ...]:
        """What to do."""
        return (
            _("Something has turned up, or has been replaced? Scan the article it belongs to."),
            _("Something is missing of a thing on the shelf? Scan that too."),
        )

    def lines(self, width: int) -> Sequence[Content]:
        """What is missing, an article after the other, and whose loan it was."""
        n = len(self._lost)
        head = (
            n_("{n} line of missing parts", "{n} lines of missing parts", n)
            if n
            else _("Nothing is missing.")
        )
        lines = [styled(head.format(n=n), "bold $primary")]
        for lost in self._lost:
            whose = (
                "" if lost.borrower_number is None else person_name(lost.borrower_name, lost.borrower_number)
            )
            noted = day_short(local(lost.noted_at).date(), self._today)
            lines += [
                spread(styled(article_name(lost.article)), styled(lost_words(lost), "$ask-soft"), width),
                styled("  " + ", ".join(filter(None, (lost.article.barcode, noted, whose))), "$quiet"),
            ]
        return lines

    async def begin(self, entry: Entry) -> None:  # noqa: ARG002  # nothing is done
        """Read what is missing."""
        await self._read()

    async def line(self, entry: Entry, line: Line) -> bool:
        """Settle what is missing of the article that was scanned; of one that lacks nothing, note what does."""
        of = await self.call(lambda desk: desk.parts.of(line.text))
        if of is None:
            self.say(lambda: _("No article has this code"), lambda: _("Scan it again."), tone=Tone.NO)
        elif of.lost:
            self.say(await part_forms.settled(self.questions, self.call, of.article, entry.act))
        else:
            await self._note(entry, of)
        await self._read()
        return True

    async def undone(self) -> None:
        """Read again what is missing."""
        await self._read()

    async def _note(self, entry: Entry, of: ArticleParts) -> None:
        article = of.article
        if not of.parts:
            words = _("{article} has no parts that are counted.").format(article=article_name(article))
            self.say(lambda: words, tone=Tone.INFO)
            return
        missing = await part_forms.what_is_missing(self.questions, article, {}, or_broken=False)
        await self.call(lambda desk: desk.parts.note(article.barcode, missing, act=entry.act))
        self.say(part_forms.noted(article, missing))

    async def _read(self) -> None:
        self._lost, self._today = await self.call(lambda desk: (desk.parts.missing(), desk.today()))
        self.repaint()
