"""Goals: what the branch wants to reach in a year, and how it stands; the outcome is counted, never entered. Beside it the follow-up of the year."""

from collections.abc import Sequence
from functools import partial

from textual.content import Content

from fritids.domain.scanstream import Line
from fritids.domain.words import GoalIndicator
from fritids.errors import FritidsError
from fritids.i18n import _
from fritids.present import Tone, plain
from fritids.present import follow_up as texts
from fritids.services.goals import checked_area, checked_text, checked_year, read_target
from fritids.services.results.follow_up import FollowUpOfYear, GoalView
from fritids.tui.counter.asking import MOST_OPTIONS, Field, LeftError
from fritids.tui.counter.form import Form, words_scan
from fritids.tui.counter.inbox import Entry
from fritids.tui.counter.situation import JobKey, Prompt, View
from fritids.tui.jobs.base import Job, Tools
from fritids.tui.jobs.goal_pages import page, read_year
from fritids.tui.jobs.inhabitant_form import ask_inhabitants
from fritids.tui.widgets.lines import spread, styled, wrapped

_NEW, _REMOVE, _ALL, _PEOPLE, _BACK, _ON = "new", "remove", "all", "people", "back", "on"


class GoalsJob(Job):
    """The goals of a year; the arrow keys turn to another."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._year = 0
        self._told: FollowUpOfYear | None = None

    # ------------------------------------------------------------------------------------------ what the screen paints

    def name(self) -> str:
        """The job, and the year it is of."""
        return _("Goals {year}").format(year=self._year or "")

    def label(self) -> str:
        """What the box is for."""
        return _("Write a year, or scan to lend")

    def example(self) -> str:
        """A year."""
        return "2027"

    def how(self) -> tuple[str, ...]:
        """What to do."""
        return (
            _("F2 enters a goal: for whom, what, by which figure it is measured, and how much."),
            _("How it goes is counted from the loans and the answers at returns. Nobody enters it."),
            _("F5 shows all that the year did for people."),
        )

    def lines(self, width: int) -> Sequence[Content]:
        """Each goal with how it stands."""
        told = self._told
        if told is None:
            return ()
        lines = [styled(_("Goals {year}").format(year=told.year), "bold $primary")]
        if not told.goals:
            lines += wrapped(_("None yet. F2 enters one."), width, "$quiet")
        for one in told.goals:
            style = "$yes-soft" if one.outcome == "reached" else "$quiet"
            text = f"{one.goal.id}. {plain(one.goal.target_group)}: {plain(one.goal.goal)}"
            lines += wrapped(text, width, "bold", indent="   ", most=3)
            lines += [
                Content.assemble("   ", line) for line in wrapped(texts.goal_words(one), width - 3, style)
            ]
            if words := texts.why_no_figure(one):
                lines += [Content.assemble("   ", line) for line in wrapped(words, width - 3, "$ask-soft")]
        lines += [Content(""), styled(_("The year"), "bold $primary")]
        for group in (told.children, told.schools):
            lines += wrapped(texts.group_name(group.code), width)
            lines.append(spread(Content(""), styled(texts.loans_words(group), "$quiet"), width))
        return lines

    def offers(self) -> tuple[JobKey, ...]:
        """A new goal, the whole follow-up, what is entered beside it, and other years."""
        some = bool(self._told and self._told.goals)
        return (
            JobKey("f2", _("New goal"), _NEW, strong=True),
            JobKey("f5", _("The whole year"), _ALL, strong=True),
            *((JobKey("f4", _("Take one away"), _REMOVE),) if some else ()),
            JobKey("f6", _("Inhabitants"), _PEOPLE),
            JobKey("left", _("Year before"), _BACK),
            JobKey("right", _("Year after"), _ON),
        )

    # ------------------------------------------------------------------------------------------ what the flow hands over

    async def begin(self, entry: Entry) -> None:  # noqa: ARG002  # nothing is done
        """Read this year."""
        self._year = await self.call(lambda desk: desk.today().year)
        self._read()

    async def line(self, entry: Entry, line: Line) -> bool:  # noqa: ARG002
        """A year is turned to; anything else is the counter's."""
        if line.scanned or len(line.text) != 4 or not line.text.isdecimal():  # digits of a year
            return False
        self._year = checked_year(int(line.text))
        self._read()
        return True

    async def key(self, entry: Entry, name: str) -> None:
        """Do what the key is for."""
        match name:
            case "new":
                await self._new(entry)
            case "remove":
                await self._remove(entry)
            case "all":
                self.stage.go(View.LIST, page(self._year))
            case "people":
                said = await ask_inhabitants(self.questions, self.call, entry, self._year)
                self.say(lambda: said)
                self._read()
            case _:
                self._year = checked_year(self._year + (1 if name == _ON else -1))
                self._read()

    async def undone(self) -> None:
        """Read again how it stands."""
        self._read()

    def _read(self) -> None:
        """Count the year beside the counter: no scan waits for it."""
        year = self._year

        def came(found: FollowUpOfYear | FritidsError) -> None:
            if isinstance(found, FritidsError):
                message = found.message
                self.say(lambda: message, tone=Tone.NO)
            elif year == self._year:
                self._told = found
            self.repaint()

        self.stage.counting.start(lambda desk: read_year(desk, year), came)

    # ------------------------------------------------------------------------------------------ the questions

    async def _new(self, entry: Entry) -> None:
        year = self._year
        form = Form(
            lambda: _("New goal for {year}").format(year=year),
            {
                "target_group": lambda: _("For whom"),
                "goal": lambda: _("What is to be reached"),
                "indicator": lambda: _("Measured by"),
                "area": lambda: _("Postal area"),
                "target": lambda: _("How much"),
            },
        )
        for key in ("target_group", "goal"):
            field = Field(form.prompt(key), words_scan)
            form.fill(key, await self.questions.write(field, partial(checked_text, field=key)))
        indicators = list(GoalIndicator)
        chosen = await self.questions.pick(
            Prompt(
                title=lambda: _("By which figure is it measured?"),
                label=lambda: _("Choose with a digit"),
                options=lambda: tuple(texts.indicator_name(one) for one in indicators),
                enter=lambda: _("Choose"),
            )
        )
        indicator = indicators[chosen]
        form.fill("indicator", indicator.value, texts.indicator_name(indicator))
        area = None
        if indicator is GoalIndicator.LOANS_PER_1000:
            area = await self.questions.write(Field(form.prompt("area"), words_scan), checked_area)
            form.fill("area", area)
        target = await self.questions.write(
            Field(form.prompt("target"), words_scan), partial(read_target, indicator=indicator)
        )
        values = form.values
        wanted = GoalView(0, "", year, values["target_group"], values["goal"], indicator, area, target)
        stored = await self.call(lambda desk: desk.goals.add(wanted, act=entry.act))
        self._read()
        self.say(lambda: _("Goal {n} is entered: {goal}").format(n=stored.id, goal=texts.goal_title(stored)))

    async def _remove(self, entry: Entry) -> None:
        goals = [] if self._told is None else [one.goal for one in self._told.goals]
        if not goals:
            raise LeftError
        names = [f"{one.id}. {texts.goal_title(one)}" for one in goals]
        chosen = await self.questions.pick(
            Prompt(
                title=lambda: _("Which goal is to be taken away?"),
                label=lambda: _("Choose with a digit"),
                options=lambda: tuple(names[:MOST_OPTIONS]),
                enter=lambda: _("Take it away"),
                marks_first=False,
            ),
            names[MOST_OPTIONS:],
        )
        goal = goals[chosen]
        await self.call(lambda desk: desk.goals.remove(goal.id, act=entry.act))
        self._read()
        self.say(lambda: _("Goal {n} is taken away.").format(n=goal.id), tone=Tone.INFO)
