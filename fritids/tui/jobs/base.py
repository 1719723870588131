"""A job: work at the counter that is no lending, such as taking in a gift or counting the stock.

While a job is on, what is scanned or written, Enter and the keys at the foot go to it, in the same order and one at a time as
everything else (`counter.flow`). It asks in the box as all questions are asked, says its results where results are said, and what it
is about stands in the panel. What it has done is on the disk after each step, so leaving it with Esc loses nothing.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from fritids.domain.scanstream import Line
from fritids.present import Tone
from fritids.tui.counter.asking import Questions
from fritids.tui.counter.inbox import Entry
from fritids.tui.counter.situation import JobKey, Shown, Words
from fritids.tui.counter.stage import Caller, Stage
from fritids.tui.widgets.lines import wrapped

if TYPE_CHECKING:
    from fritids.tui.reminding import Reminding


@dataclass(frozen=True, slots=True)
class Tools:
    """What a job works with."""

    call: Caller
    """Runs a use case on the database's thread; raises LeftError, UsageError and InvalidValueError."""
    questions: Questions
    stage: Stage
    reminding: "Reminding"
    """Sends reminders from here."""
    signs_on: Callable[[str, str, str], Awaitable[bool]]
    """Signs on whoever has just chosen a PIN: by key, PIN and act."""


class Job:
    """One working screen. Subclasses say what is scanned, what the keys do and what the panel shows; texts are made when painted."""

    key_takes_line = False
    """What stands in the box when a key of the job is pressed is handed over as a line first, as if Enter had come before the key."""
    is_whole = False
    """The panel has the whole width, and `page` paints it."""
    digits = ""
    """Digits that are keys of the job (`digit`) as long as the box is empty and nothing is asked."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.call = tools.call
        self.questions = tools.questions
        self.stage = tools.stage

    # ------------------------------------------------------------------------------------------ what the screen paints

    def name(self) -> str:
        """What stands at the top while the job is on."""
        raise NotImplementedError

    def label(self) -> str:
        """What the box is for."""
        raise NotImplementedError

    def example(self) -> str:
        """What could be written in the empty box, where that helps."""
        return ""

    def how(self) -> tuple[str, ...]:
        """What to do, for whoever does it the first time; stands where results stand until there is one."""
        return ()

    def lines(self, width: int) -> Sequence[Content]:  # noqa: ARG002  # for subclasses
        """The panel: what the job is about and what was done in it. What does not fit is counted by the panel."""
        return ()

    def page(self, width: int, height: int) -> Sequence[Content]:  # noqa: ARG002  # for those that are whole
        """The panel of a job that has the whole width, in just so many cells and rows."""
        return self.lines(width)

    def offers(self) -> tuple[JobKey, ...]:
        """The keys of the job, besides Enter where `enter_does` says something, and Esc, which leaves it."""
        return ()

    def enter_does(self) -> str:
        """What Enter on the empty box does; empty if nothing."""
        return ""

    # ------------------------------------------------------------------------------------------ what the flow hands over

    async def begin(self, entry: Entry) -> None:
        """Read what the panel shows; ask what has to be known first. Raises LeftError if that was left: then the job does not begin."""

    async def line(self, entry: Entry, line: Line) -> bool:  # noqa: ARG002  # for subclasses
        """Do what was scanned or written. False if that is not the job's business: the job ends and the counter takes the line."""
        return False

    async def enter(self, entry: Entry) -> None:
        """Enter on the empty box."""

    async def key(self, entry: Entry, name: str) -> "Job | None":
        """Do what the key named `JobKey.does` is for. A job that is given back takes over from this one."""

    async def digit(self, entry: Entry, n: int) -> None:
        """A digit of `digits` was pressed alone."""

    async def undone(self) -> None:
        """Something was taken back with the key for undoing: read again what the panel shows."""

    async def end(self, entry: Entry) -> None:
        """The job is left; what it began stays as it is, to be gone on with."""

    # ------------------------------------------------------------------------------------------ what subclasses use

    def say(self, headline: Words, *details: Words, tone: Tone = Tone.YES) -> None:
        """Show a result, in colour, in words and with its sound."""
        self.stage.show(Shown.note(headline, *details, tone=tone))

    def repaint(self) -> None:
        """Paint the panel and the foot again: something in the job is another."""
        self.stage.repaint()


def steps(words: Sequence[str], width: int) -> list[Content]:
    """Sentences below each other, wrapped, with a blank line between them."""
    lines: list[Content] = []
    for sentence in words:
        lines += [*wrapped(sentence, width), Content("")]
    return lines
