"""The year in figures at the counter: any period beside the one before, by any split, down to the loans behind a figure.

Figures on the screen are true ones. What is written to a file goes through `statistics_export`, which withholds what may not leave the
house. All counting is done beside the counter (`fritids.tui.counting`): a scan ends the job and never waits.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from textual.content import Content

from fritids.domain.barcode import looks_like_scan, surely_code
from fritids.domain.figures import Period, Split
from fritids.domain.periods import earlier, later, read_period
from fritids.domain.scanstream import Line
from fritids.errors import FritidsError
from fritids.i18n import _, p_
from fritids.present import Tone, plain
from fritids.present.periods import period_name
from fritids.present.report.rows import row_name, split_name
from fritids.tui.counter.asking import fitting
from fritids.tui.counter.inbox import Entry
from fritids.tui.counter.situation import JobKey, View
from fritids.tui.jobs import statistics_export, statistics_list, statistics_page, statistics_questions
from fritids.tui.jobs.base import Job, Tools
from fritids.tui.jobs.statistics_asked import SPLITS, Asked, Counts, Names
from fritids.tui.jobs.statistics_page import Face, Shown
from fritids.tui.jobs.statistics_writing import Writing
from fritids.tui.typed import moved

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from fritids.services.desk import Desk
    from fritids.services.results import LoanView

_LAST_YEARS_MONTH: Final = 1
"""In January the year that has just ended is what people ask about."""


_BESIDE_A_QUESTION: Final = 16
"""Rows, where the panel stands beside one."""


class Beside(NamedTuple):
    """A screen that is one key away from this one."""

    key: str
    label: Callable[[], str]
    opens: Callable[[Tools], Job]


def _beside() -> tuple[Beside, ...]:
    return (
        Beside("f5", lambda: p_("screen", "The stock"), _stock),
        Beside("f6", lambda: p_("screen", "Goals"), _goals),
    )


def _stock(tools: Tools) -> Job:
    from fritids.tui.jobs.stock import StockJob

    return StockJob(tools)


def _goals(tools: Tools) -> Job:
    from fritids.tui.jobs.goals import GoalsJob

    return GoalsJob(tools)


class StatisticsJob(Job):
    """Keys choose what is counted; the box takes days and the words of a row."""

    is_whole = True

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        today = tools.stage.now.state.today
        year = Period.year(today.year - (today.month == _LAST_YEARS_MONTH))
        self._asked = Asked(year, None)
        self._names = Names()
        self._counts = Counts(tools.stage.counting, self.repaint)
        self._marked = ""
        self._face = Face.CHART
        self._width = 0
        self._writing = Writing(tools.stage)
        self.digits = "123456789"

    # ------------------------------------------------------------------------------------------ what the screen paints

    def name(self) -> str:
        """What stands at the top."""
        return _("The figures")

    def label(self) -> str:
        """What the box takes."""
        return _("A digit for the split; or write days: feb 2026")

    def how(self) -> tuple[str, ...]:
        """For the first time."""
        return (
            _(
                "← → is the period before and after, F2 another sort of period. Or write it: feb 2026, vinter 2025."
            ),
            _("A digit says by what the loans are told apart, F4 by what besides."),
            _("↑ ↓ marks a row, Enter shows it alone, Enter again the loans behind it. Esc takes that back."),
            _("Ctrl+F is the table, Ctrl+N puts it in a file, Ctrl+K makes the whole report of the year."),
            _("What you see are true figures. Files leave out those of fewer than five borrowers."),
        )

    def lines(self, width: int) -> Sequence[Content]:
        """The same where something is asked beside it."""
        return statistics_page.painted(self._shown(), width, _BESIDE_A_QUESTION)

    def page(self, width: int, height: int) -> Sequence[Content]:
        """The whole screen between box and keys."""
        self._width = width
        return statistics_page.painted(self._shown(), width, height)

    def offers(self) -> tuple[JobKey, ...]:
        """The keys."""
        asked = self._asked
        keys = [
            JobKey("left", p_("period", "Before"), "earlier"),
            JobKey("right", p_("period", "After"), "later"),
            JobKey("f2", _("Period …"), "period"),
            JobKey("f4", _("Cross …"), "cross"),
            *(JobKey(one.key, one.label(), one.key) for one in _beside()),
            JobKey("ctrl+d", _("No comparison") if asked.compares else _("Compare"), "compare"),
            JobKey("ctrl+f", _("Table") if self._face is not Face.TABLE else p_("key", "Chart"), "face"),
            JobKey("ctrl+n", _("To a file …"), "export"),
            JobKey("ctrl+k", _("Report {year}").format(year=self._year), "report"),
        ]
        if asked.only or asked.cross is not None:
            keys.append(JobKey("escape", _("A step back"), "wider"))
        return tuple(keys)

    def enter_does(self) -> str:
        """Enter goes one step deeper."""
        marked = statistics_page.marked_row(self._shown())
        if marked is None:
            return ""
        return _("The loans") if self._is_alone(marked.code) else _("Only this")

    @property
    def _year(self) -> int:
        """Of the report: the year that the period ends in, but never one that has not begun."""
        return min(self._asked.period.last.year, self._today.year)

    @property
    def _today(self) -> "date":
        return self.stage.now.state.today

    def _shown(self) -> Shown:
        fault = self._counts.fault
        return Shown(
            asked=self._asked,
            today=self._today,
            counted=self._counts.of(self._asked, self._today),
            totals=self._counts.totals(self._asked, self._today),
            names=self._names,
            marked=self._marked,
            face=self._face,
            fault="" if fault is None else fault.message,
            several=len(self._names.branches) > 1,
        )

    # ------------------------------------------------------------------------------------------ what the flow hands over

    async def begin(self, entry: Entry) -> None:  # noqa: ARG002  # nothing is asked
        """Begin with this year, here."""
        self._names, branch = await self.call(_names)
        self._ask(replace(self._asked, branch=branch))
        if len(self._names.branches) > 1:
            self.digits = "1234567890"

    async def undone(self) -> None:
        """Count anew."""
        self._counts.forget()
        self._ask(self._asked)

    def _ask(self, asked: Asked) -> None:
        """Show these figures from now on, as soon as they are counted."""
        if asked.period != self._asked.period:
            asked = replace(asked, only=tuple(one for one in asked.only if one[0] is not Split.MONTH))
            if asked.split is Split.MONTH and asked.cross is None and _is_one_month(asked.period):
                asked = replace(asked, split=Split.CATEGORY)  # one bar would say nothing
        if (asked.split, asked.only) != (self._asked.split, self._asked.only):
            self._marked = ""
        self._asked = asked
        self._counts.ask(asked, self._today)
        self.repaint()

    async def line(self, entry: Entry, line: Line) -> bool:  # noqa: ARG002  # nothing is done
        """Days, or words of a row. What is scanned is the counter's."""
        text = line.text.strip()
        if surely_code(text) or (line.scanned and looks_like_scan(text)):
            return False
        if (period := read_period(text, self._today)) is not None:
            self._ask(replace(self._asked, period=period))
            return True
        rows = statistics_page.all_rows(self._shown())
        if fits := fitting(text, [one.name for one in rows]):
            self._marked = rows[fits[0]].code
            self.repaint()
            return True
        if looks_like_scan(text):
            return False
        self.say(
            lambda: _("Neither days nor a row: “{words}”").format(words=plain(text)),
            lambda: _("Write for example feb 2026, 2025, or the beginning of a row's name."),
            tone=Tone.NO,
        )
        return True

    async def digit(self, entry: Entry, n: int) -> None:  # noqa: ARG002  # nothing is done
        """Another split; 0 asks for the branch."""
        if n == 0:
            self._ask(await statistics_questions.branch(self.questions, self._asked, self._names.branches))
            return
        split = SPLITS[n - 1]
        cross = None if self._asked.cross is split else self._asked.cross
        self._ask(replace(self._asked, split=split, cross=cross))

    async def enter(self, entry: Entry) -> None:  # noqa: ARG002  # nothing is done
        """The marked row alone; where it is, the loans behind it."""
        marked = statistics_page.marked_row(self._shown())
        if marked is None:
            return
        if not self._is_alone(marked.code):
            self._ask(self._asked.only_of(marked.code))
            self._marked = marked.code
            return
        counted = self._counts.of(self._asked, self._today)
        if counted is None or not (found := statistics_list.measures(counted[0].totals)):
            return
        measure = await statistics_questions.measure(self.questions, found)
        asked = self._asked
        self.stage.counting.start(
            partial(statistics_list.read, asked=asked, measure=measure),
            partial(self._list, asked, measure, dict(found)[measure]),
        )

    def _is_alone(self, code: str) -> bool:
        return (self._asked.split, code) in self._asked.only

    def _list(self, asked: Asked, measure: str, n: int, loans: "tuple[LoanView, ...] | FritidsError") -> None:
        if isinstance(loans, FritidsError):
            message = loans.message
            self.say(lambda: message, tone=Tone.NO)
            return
        if self.stage.now.job is not self or self.stage.now.prompt is not None or asked != self._asked:
            return  # something else is being done by now
        chosen = [f"{split_name(split)}: {row_name(split, code, self._names)}" for split, code in asked.only]
        whole = ", ".join([period_name(asked.period), *chosen])
        words = statistics_list.measure_words(measure, n)
        self.stage.go(View.LIST, statistics_list.page(words, whole, loans, n))

    async def key(self, entry: Entry, name: str) -> "Job | None":  # noqa: ARG002  # nothing is done
        """Another period, split or face; a file; or the screen beside."""
        name, _space, how = name.partition(" ")
        match name:
            case "move":
                self._move(how)
            case "face":
                self._turn()
            case "export":
                await self._export()
            case "report":
                self._writing.start(partial(_report, self._year, self._asked.branch), full=False)
            case _ if (beside := next((one for one in _beside() if one.key == name), None)) is not None:
                return beside.opens(self.tools)
            case _:
                self._ask(await self._changed(name))
        return None

    async def _changed(self, name: str) -> Asked:
        """What is asked for after a key. Raises LeftError."""
        asked = self._asked
        match name:
            case "earlier":
                return replace(asked, period=earlier(asked.period))
            case "later":
                return replace(asked, period=later(asked.period))
            case "period":
                days = await statistics_questions.period(self.questions, asked.period, self._today)
                return replace(asked, period=days)
            case "cross":
                return replace(asked, cross=await statistics_questions.cross(self.questions, asked))
            case "compare":
                return replace(asked, compares=not asked.compares)
            case _:
                return asked.wider()

    async def _export(self) -> None:
        """What is on the screen, in a file among the user's own documents."""
        shown = self._shown()
        if shown.counted is None:
            return
        wanted = await statistics_export.ask(self.questions, shown.asked)
        self._writing.start(lambda desk: (statistics_export.write(desk, shown, wanted),), full=wanted.full)

    def _move(self, key: str) -> None:
        rows = statistics_page.all_rows(self._shown())
        at = next((n for n, one in enumerate(rows) if one.code == self._marked), 0)
        if rows:
            self._marked = rows[moved(at, key, len(rows), lowest=0)].code
            self.repaint()

    def _turn(self) -> None:
        faces = [Face.CHART, Face.TABLE, *([Face.KEY] if self._width < statistics_page.SMALL else [])]
        at = faces.index(self._face) if self._face in faces else -1
        self._face = faces[(at + 1) % len(faces)]
        self.repaint()


def _is_one_month(period: Period) -> bool:
    first, last = period.first, period.last
    return (first.year, first.month) == (last.year, last.month)


def _report(year: int, branch: str | None, desk: "Desk") -> "tuple[Path, ...]":
    return statistics_export.write_report(desk, year, branch)


def _names(desk: "Desk") -> tuple[Names, str]:
    here = desk.branch.show()
    branches = {here.code: here.name, **dict(desk.transfers.other_branches())}
    return Names({one.code: one for one in desk.articles.types()}, branches), here.code
