"""Which job is on: chosen from the menu, handed what arrives, and left."""

from contextlib import suppress
from typing import TYPE_CHECKING

from fritids.domain.scanstream import Line
from fritids.errors import UsageError
from fritids.i18n import _
from fritids.tui.counter.inbox import Entry, Kind
from fritids.tui.counter.situation import Prompt, Shown, View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fritids.tui.jobs.base import Job, Tools
    from fritids.tui.jobs.menu import Choice


class Jobs:
    """At most one job at a time."""

    def __init__(self, tools: "Tools") -> None:
        self._tools = tools
        self._on: Job | None = None

    @property
    def on(self) -> bool:
        """Whether a job is on."""
        return self._on is not None

    async def choose(self, entry: Entry) -> None:
        """Ask what is to be done, and begin it; what is on is left. Raises LeftError, UsageError where lending has to be ended first."""
        from fritids.tui.jobs.base import Job
        from fritids.tui.jobs.menu import allowed, choices

        choice = await self._pick(allowed(self._tools.stage.now.signed, choices()))
        now = self._tools.stage.now
        if not choice.in_visit and (now.state.visit is not None or now.state.basket or now.returns_only):
            raise UsageError(
                _("First end what is going on: Enter ends the visit or the pile, Esc empties the basket.")
            )
        match choice.opens:
            case View():
                self._tools.stage.go(choice.opens)
            case tuple():
                raise AssertionError(choice)
            case make:
                opened = make(self._tools)
                if isinstance(opened, Job):
                    await self.begin(opened, entry)
                else:
                    self._tools.stage.go(View.LIST, opened)

    async def operators(self, entry: Entry) -> None:
        """The page of those who may sign on. Raises LeftError."""
        from fritids.tui.jobs.operators import OperatorsJob

        await self.begin(OperatorsJob(self._tools), entry)

    async def first_operator(self) -> None:
        """On the very first start: make the administrator, or leave it for later, which is said once."""
        from fritids.tui.counter.asking import LeftError
        from fritids.tui.jobs.operators import OperatorsJob

        made = False
        with suppress(LeftError):
            made = await OperatorsJob(self._tools).first(Entry(Kind.ENTER))
        if not made:
            self._tools.stage.show(
                Shown.note(
                    lambda: _("Everyone may do everything here"),
                    lambda: _("Nobody has to sign on. To change that: F12, This desk, Operators."),
                ),
                quiet=True,
            )

    async def figures(self, entry: Entry) -> None:
        """The figures, for those who see nothing else."""
        from fritids.tui.jobs.statistics import StatisticsJob

        await self.begin(StatisticsJob(self._tools), entry)

    async def _pick(self, listed: "Sequence[Choice]") -> "Choice":
        """The line that is chosen; one behind another line can be written, and needs no second question."""
        behind = [choice for line in listed if isinstance(line.opens, tuple) for choice in line.opens]
        prompt = Prompt(
            title=lambda: _("What do you want to do?"),
            label=lambda: _("Choose with a digit"),
            options=lambda: tuple(choice.name() for choice in listed),
            enter=lambda: _("Choose"),
        )
        chosen = await self._tools.questions.pick(prompt, [choice.name() for choice in behind])
        choice = (*listed, *behind)[chosen]
        return await self._pick(choice.opens) if isinstance(choice.opens, tuple) else choice

    async def begin(self, job: "Job", entry: Entry) -> None:
        """The job is on. Raises LeftError if it was left before it began."""
        await self.end(entry)
        self._on = job
        self._tools.stage.job(job)
        try:
            await job.begin(entry)
        except BaseException:
            self._leave()
            raise
        self._tools.stage.repaint()

    async def line(self, entry: Entry, line: Line) -> bool:
        """Hand over what was scanned or written; False if the counter has to take it, since no job is on or this one ended by it."""
        if self._on is None:
            return False
        if await self._on.line(entry, line):
            return True
        await self.end(entry)
        return False

    async def enter(self, entry: Entry) -> None:
        """Hand over Enter on the empty box."""
        if self._on is not None:
            await self._on.enter(entry)

    async def act(self, entry: Entry, name: str) -> None:
        """Hand over a key of the job, which may lead to another one."""
        if self._on is not None and (other := await self._on.key(entry, name)) is not None:
            await self.begin(other, entry)

    async def digit(self, entry: Entry) -> None:
        """Hand over a digit that is a key of the job."""
        if self._on is not None and str(entry.digit) in self._on.digits:
            await self._on.digit(entry, entry.digit)

    async def undone(self) -> None:
        """Something was taken back."""
        if self._on is not None:
            await self._on.undone()
            self._tools.stage.repaint()

    async def end(self, entry: Entry) -> None:
        """No job is on."""
        if self._on is not None:
            job = self._on
            self._leave()
            await job.end(entry)

    def _leave(self) -> None:
        self._on = None
        self._tools.stage.job(None)
