"""Fit: what size of skis, boots, skates or life jacket somebody needs, and which of them are in right now.

Asks what for, then only the measures that count for it. What fits stands in a list over the whole width; what is picked from the
shelf is scanned, and that goes to the counter as any scan: the job ends by it, and an open visit goes on.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from textwrap import wrap
from typing import TYPE_CHECKING

from textual.content import Content

from fritids.domain.fit import Measure, Person, Skill, Span, asked_for
from fritids.i18n import _, n_, p_
from fritids.present import Tone, plain
from fritids.present import fit as texts
from fritids.services.fit_measures import read_measure
from fritids.services.fit_rules import fit_rules, purposes
from fritids.services.fit_views import FitView
from fritids.tui.counter.asking import Field
from fritids.tui.counter.deeds import JobAct
from fritids.tui.counter.form import Form, words_scan
from fritids.tui.counter.inbox import Entry
from fritids.tui.counter.keys import Hint
from fritids.tui.counter.situation import JobKey, Prompt, View
from fritids.tui.jobs.base import Job, Tools
from fritids.tui.views.page import ListLine, ListPage
from fritids.tui.widgets.lines import spread, styled, wrapped

if TYPE_CHECKING:
    from fritids.services.desk import Desk

SHOWN = 3
"""Articles of a type in the list: enough to go to the shelf with, and the next type is still seen."""
LINE = 74
"""Cells of a line in the list: it is as wide as the narrowest screen lets it be seen whole."""
_NEXT, _OTHER, _LIST = "next", "other", "list"


class FitJob(Job):
    """Somebody's measures, what they want to do, and what fits."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._purpose = ""
        self._person = Person()
        self._asked: set[Measure] = set()
        self._view: FitView | None = None

    # ------------------------------------------------------------------------------------------ what the screen paints

    def name(self) -> str:
        """What stands at the top."""
        return p_("job", "Fit")

    def label(self) -> str:
        """What the box is for."""
        return _("Scan what was picked: it goes to the counter")

    def how(self) -> tuple[str, ...]:
        """What to do with the result."""
        return (
            _("Pick from the shelf and scan: it is lent as always. An open visit goes on."),
            *((texts.bindings_warning(),) if self._view is not None and self._view.sets_bindings else ()),
        )

    def lines(self, width: int) -> Sequence[Content]:
        """Who it is for, and each type with its size and how many are in."""
        if self._view is None:
            return ()
        lines = [*wrapped(texts.person_line(self._person), width, "bold"), Content("")]
        for one in self._view.fits:
            right = f"{texts.fit_size(one.proposal)}  {one.available}"
            style = "$yes-soft" if one.available else "$quiet"
            lines.append(spread(styled(texts.fit_name(one)), styled(right, style), width))
        return lines

    def offers(self) -> tuple[JobKey, ...]:
        """The next person, something else to do, and the list again."""
        return (
            JobKey("f2", _("Next person"), _NEXT, strong=True),
            JobKey("f4", _("Something else"), _OTHER, strong=True),
            JobKey("f5", _("The list"), _LIST),
        )

    # ------------------------------------------------------------------------------------------ what the flow hands over

    async def begin(self, entry: Entry) -> None:  # noqa: ARG002  # as the base has it
        """Ask what for and the measures, and show what fits."""
        purpose = await self._what_for()
        await self._find(purpose, Person(), set())

    async def key(self, entry: Entry, name: str) -> None:  # noqa: ARG002  # the same
        """The next person for the same, the same person for something else, or the list."""
        if name == _NEXT:
            await self._find(self._purpose, Person(), set())
        elif name == _OTHER:
            await self._find(await self._what_for(), self._person, self._asked)
        else:
            self._show_list()

    async def undone(self) -> None:
        """Read again what is in."""
        self._view = await self.call(self._search)

    # ------------------------------------------------------------------------------------------ the questions

    async def _what_for(self) -> str:
        known = purposes()
        prompt = Prompt(
            title=lambda: _("What is it for?"),
            label=lambda: _("Choose with a digit"),
            options=lambda: tuple(texts.purpose_name(purpose) for purpose in known),
            enter=lambda: _("Choose"),
        )
        return known[await self.questions.pick(prompt)]

    async def _find(self, purpose: str, person: Person, asked: set[Measure]) -> None:
        """Ask what is not known yet; nothing of the person before is kept or lost until all is answered."""
        measures, skilled = asked_for(fit_rules(), purpose)
        wanted = [measure for measure in measures if measure not in asked]
        told = dict(person.measures)
        form = Form(
            lambda: texts.purpose_name(purpose)[:1].upper() + texts.purpose_name(purpose)[1:],
            {measure.value: partial(texts.measure_asked, measure) for measure in wanted},
        )
        for measure in wanted:
            field = Field(form.prompt(measure.value, optional=True), words_scan, optional=True)
            span = await self.questions.write(field, partial(_read, measure))
            if span is not None:
                told[measure] = span
                form.fill(measure.value, texts.span_text(span))
        skill = person.skill
        if skilled and skill is None:
            skill = await self._how_good()
        found = replace(person, measures=told, skill=skill)
        self._purpose, self._person, self._asked = purpose, found, asked | set(measures)
        if not told:
            self._view = None
            self.say(
                lambda: _("Nothing can be said without a measure"),
                lambda: _("F2 asks for them again."),
                tone=Tone.ASK,
            )
            return
        self._view = await self.call(self._search)
        self._show_list()

    async def _how_good(self) -> Skill | None:
        prompt = Prompt(
            title=lambda: _("How much have they done it before?"),
            label=lambda: _("Choose with a digit"),
            options=lambda: (*(texts.skill_name(skill) for skill in Skill), _("do not know")),
            enter=lambda: _("Choose"),
        )
        chosen = await self.questions.pick(prompt)
        return list(Skill)[chosen] if chosen < len(Skill) else None

    # ------------------------------------------------------------------------------------------ the list

    def _search(self, desk: "Desk") -> FitView:
        return desk.fitting.find(self._person, purpose=self._purpose, limit=SHOWN)

    def _show_list(self) -> None:
        if self._view is None:
            return
        self.stage.go(
            View.LIST,
            ListPage(
                title=lambda: (
                    f"{texts.purpose_name(self._purpose).capitalize()}: {texts.person_line(self._person)}"
                ),
                read=self._read_lines,
                empty=lambda: _("Nothing fits by the rules. Try on, or tell more with F2."),
                head=self._head,
                keys=lambda: (
                    Hint("f2", _("Next person"), JobAct(_NEXT), strong=True),
                    Hint("f4", _("Something else"), JobAct(_OTHER), strong=True),
                ),
            ),
        )

    def _head(self) -> tuple[str, ...]:
        if self._view is not None and self._view.sets_bindings:
            return (texts.bindings_warning(),)
        return ()

    def _read_lines(self, desk: "Desk") -> list[ListLine]:
        self._view, today = self._search(desk), desk.today()
        lines: list[ListLine] = []
        for one in self._view.fits:
            lines.append(ListLine(texts.fit_headline(one), heading=True))
            for article in one.articles:
                code = article.article.barcode
                lines.append(
                    ListLine(texts.fit_thing(article, today), plain(code), code=code, style="bold $yes-soft")
                )
            if (more := one.available - len(one.articles)) > 0:
                lines.append(
                    ListLine(n_("and {n} more in", "and {n} more in", more).format(n=more), style="$quiet")
                )
            lines += [ListLine(note) for note in texts.fit_notes(one, today)]
        last = [*texts.unsaid_lines(self._view.unsaid)]
        if sources := texts.source_names(self._view):
            last.append(_("Sources: {sources}").format(sources=sources))
        if last:
            lines.append(ListLine(_("Besides"), heading=True))
            lines += [
                ListLine(line)
                for said in last
                for line in wrap(said, LINE, subsequent_indent="  ", break_on_hyphens=False)
            ]
        return lines


def _read(measure: Measure, text: str) -> Span | None:
    return read_measure(measure, text) if text.strip() else None
