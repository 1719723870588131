"""All that the counter shows, in one value: every widget is painted from it, so that nothing on the screen disagrees.

Texts are made when they are painted, never stored: a change of language repaints everything.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

from fritids.domain.words import ActKind
from fritids.present import Said, Tone, said
from fritids.services.results import (
    Answer,
    ArticleView,
    CheckView,
    CounterState,
    LoanView,
    TakenBack,
    Undone,
    VisitEnded,
    VisitState,
    Waiting,
)
from fritids.tui.counter.signed import Signed

if TYPE_CHECKING:
    from textual.content import Content

Words: TypeAlias = Callable[[], str]
Lines: TypeAlias = Callable[[], tuple[str, ...]]
Ear: TypeAlias = Callable[[str, float], None]
"""Hears a key: its character (a line's end as CR, LF or Tab, the key that takes back as a backspace), and when it came."""


def no_lines() -> tuple[str, ...]:
    """Nothing to say."""
    return ()


class View(StrEnum):
    """What lies below the box. The values are the widgets' ids."""

    COUNTER = "counter"
    OUT = "out"
    TODAY = "today"
    ACTS = "acts"
    BORROWER = "borrower"
    ARTICLE = "article"
    SETTINGS = "settings"
    LIST = "list"
    """What a job shows over the whole width (`views.page.ListPage`)."""
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Shown:
    """The last result: what the use case answered, if one did, and how it is said."""

    speak: Callable[[], Said]
    answer: Answer | None = None
    surveyed: int = 0
    """Who has just answered the survey (`who_returned`)."""

    @classmethod
    def of(cls, answer: Answer, *more: Words) -> "Shown":
        """The answer in the program's own words, with more sentences before its details."""

        def speak() -> Said:
            spoken = said(answer)
            return Said(spoken.headline, (*(words() for words in more), *spoken.details), spoken.tone)

        return cls(speak, answer)

    @classmethod
    def note(cls, headline: Words, *details: Words, tone: Tone = Tone.INFO) -> "Shown":
        """A sentence that no use case gave."""
        return cls(lambda: Said(headline(), tuple(words() for words in details), tone))


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question that the box asks now."""

    title: Words
    label: Words
    """What stands at the box."""
    details: Lines = no_lines
    options: Lines = no_lines
    """What can be chosen, each with its digit."""
    complaint: Words | None = None
    """Why the last answer will not do."""
    filled: Callable[[], tuple[tuple[str, str], ...]] = field(default=tuple)
    """The fields of a form: their names and what they hold so far."""
    at: int = -1
    """Which of `filled` is asked for now."""
    enter: Words | None = None
    """What Enter on the empty box does."""
    marks_first: bool = True
    """Whether the first option is marked, so that Enter takes it. Not among people: a second Enter would choose one unread."""
    done: bool = False
    """Enter with no option marked is an answer too: nothing more is to be chosen."""
    first: int = 0
    """The option that is marked to begin with, where one is."""
    tone: Tone = Tone.ASK
    secret: bool = False
    """What is written stands in the box as dots."""
    not_had: str = ""
    """Words that were searched, where nothing they fit can be lent now: one key notes that."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the panel that the arrow keys can mark."""

    of: Waiting | CheckView | LoanView | ArticleView

    def is_of(self, other: "Row") -> bool:
        """Whether both are about the same thing: one question, or one article, which may have been lent since."""
        one, two = self.of, other.of
        if isinstance(one, CheckView) or isinstance(two, CheckView):
            return isinstance(one, CheckView) and isinstance(two, CheckView) and one.id == two.id
        return _article_id(one) == _article_id(two)


def _article_id(of: Waiting | LoanView | ArticleView) -> int:
    return of.id if isinstance(of, ArticleView) else of.article.id


def done_loans(visit: VisitState) -> dict[int, LoanView]:
    """The lines of the visit that are loans now, by the number of their act; of an article's acts the last."""
    out = {loan.article.id: loan for loan in visit.out}
    last = {line.article.id: line.event_id for line in visit.done if line.due is not None}
    return {
        line.event_id: out[line.article.id]
        for line in visit.done
        if last.get(line.article.id) == line.event_id and line.article.id in out
    }


def lent_now(visit: VisitState) -> bool:
    """Whether something was lent in the visit that is out. Not by what is out, of which a panel has no more than it can show."""
    return any(line.kind is ActKind.LEND and line.due is not None for line in visit.done)


def loans_before(visit: VisitState) -> tuple[LoanView, ...]:
    """What the borrower has out that is in no line of the visit."""
    done = {loan.id for loan in done_loans(visit).values()}
    return tuple(loan for loan in visit.out if loan.id not in done)


def who_returned(loan: LoanView) -> int:
    """Tells those apart who bring things back; of a forgotten borrower only the loan is known."""
    return -loan.id if loan.borrower_id is None else loan.borrower_id


class JobKey(NamedTuple):
    """A key of a job."""

    key: str
    label: str
    does: str
    """What the job calls it."""
    strong: bool = False


class JobPage(Protocol):
    """A job as far as it is painted (`fritids.tui.jobs`)."""

    key_takes_line: bool
    """What stands in the box goes before a key of the job."""
    is_whole: bool
    """Its panel has the whole width and paints itself; results stand in a line above it."""
    digits: str
    """Digits that are keys of the job as long as the box is empty and nothing is asked."""

    def name(self) -> str:
        """What stands at the top while the job is on."""

    def label(self) -> str:
        """What the box is for."""

    def example(self) -> str:
        """What could be written in the empty box."""

    def how(self) -> tuple[str, ...]:
        """What to do, as long as there is no result."""

    def lines(self, width: int) -> "Sequence[Content]":
        """The panel."""

    def page(self, width: int, height: int) -> "Sequence[Content]":
        """The panel of one that has the whole width, in just so many cells and rows."""

    def offers(self) -> tuple[JobKey, ...]:
        """Its keys."""

    def enter_does(self) -> str:
        """What Enter on the empty box does."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A line that fits what is being typed."""

    text: str
    borrower_id: int | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """How things stand at this desk."""

    ready: bool = False
    """The desk is open."""
    branch: str = ""
    desk: str = ""
    signed: Signed = field(default_factory=Signed)
    state: CounterState = field(default_factory=lambda: CounterState(None))
    shown: Shown | None = None
    recent: tuple[Shown, ...] = ()
    """Results before the last one, newest first."""
    prompt: Prompt | None = None
    marked: int = 0
    """Which option of the prompt, or which hit, is marked; -1 for none."""
    hits: tuple[Hit, ...] = ()
    row: int = -1
    """Which line of the panel is marked; -1 for none."""
    mark_spent: bool = False
    """What was marked is done and gone. Until another key comes none is for all the others: it may be the same key once more."""
    returns_only: bool = False
    pile: int = 0
    """Returns since the pile was begun."""
    top: int = 0
    """Lines of a long result that were scrolled past."""
    pile_since: datetime | None = None
    asked_to_empty: bool = False
    job: JobPage | None = None
    """The job that is on; none while things are lent and taken back."""
    job_since: datetime | None = None
    view: View = View.COUNTER
    surveyed: int = 0
    """Who answered the survey last (`who_returned`): nobody is asked for each thing they bring."""
    remark: Words | None = None
    """What is said in passing with the last result."""
    waiting: int = 0
    """Lines that have not had their turn."""
    slow: bool = False
    """The database has not answered for a while."""
    overdue_days: int | None = None
    """For how long no second place for backups has been reached, if that is too long."""

    @property
    def at_rest(self) -> bool:
        """Nobody is here, nothing lies on the desk, nothing is asked."""
        state = self.state
        idle = state.visit is None and not state.basket and not self.returns_only
        return idle and self.prompt is None and self.job is None

    @property
    def first_start(self) -> bool:
        """The desk is not open, and something is asked about that."""
        return not self.ready and self.prompt is not None

    @property
    def shut(self) -> bool:
        """Nobody is signed on who may see anything: no widget paints a name."""
        return self.ready and self.signed.shut

    @property
    def chooses(self) -> bool:
        """Lines stand there to be chosen from, and they are long."""
        return bool(self.hits) or (self.prompt is not None and bool(self.prompt.options()))

    @property
    def reads_aloud(self) -> bool:
        """A visit has just ended, and what was lent is to be read out: the whole width is for that."""
        answer = None if self.shown is None else self.shown.answer
        shows = self.at_rest and not self.hits and self.row < 0
        return (
            shows and isinstance(answer, VisitEnded) and bool(answer.lent or answer.renewed or answer.dated)
        )

    @property
    def whole_job(self) -> "JobPage | None":
        """The job that is on and has the whole width now: nothing is asked."""
        shows = self.view is View.COUNTER and self.prompt is None
        return self.job if shows and self.job is not None and self.job.is_whole else None

    @property
    def receipt_visit(self) -> int | None:
        """The visit of which somebody may want a receipt: the open one, else the one that ended last, as long as nothing else was done since."""
        visit = self.state.visit
        if visit is not None:
            return visit.visit_id if lent_now(visit) else None
        if not self.at_rest:
            return None
        shown = (() if self.shown is None else (self.shown,), self.recent)
        answers = (one.answer for several in shown for one in several if one.answer is not None)
        last = next(answers, None)
        return last.visit_id if isinstance(last, VisitEnded) and last.lent else None

    @property
    def to_ask(self) -> LoanView | None:
        """What has just come back, if the branch asks about it, and whoever brought it has not been asked."""
        if not self.state.asks_at_return or self.job is not None or self.shown is None:
            return None
        surveyed = self.surveyed
        for shown in (self.shown, *self.recent):
            match shown.answer:
                case None:
                    pass
                case Undone(lines=lines) if all(line.act is ActKind.SURVEY for line in lines):
                    surveyed = 0
                case TakenBack(loan=loan):
                    return None if who_returned(loan) == surveyed else loan
                case _:
                    return None
        return None

    @property
    def rows(self) -> tuple[Row, ...]:
        """The lines of the panel that can be marked, from the top."""
        state = self.state
        rows: list[Row] = []
        if self.job is not None:
            return ()
        visit = state.visit
        rows += (Row(one) for one in (state.basket if visit is None else visit.waiting))
        rows += (Row(check) for check in state.open_checks)
        if visit is not None:
            rows += (Row(loan) for loan in (*done_loans(visit).values(), *loans_before(visit)))
        return tuple(rows)

    def row_of(self, row: Row | None) -> int:
        """Where the thing that was marked as `row` stands now; -1 where it stands no longer."""
        return -1 if row is None else next((n for n, one in enumerate(self.rows) if one.is_of(row)), -1)

    @property
    def marked_row(self) -> Row | None:
        """The marked line of the panel."""
        rows = self.rows
        return rows[self.row] if 0 <= self.row < len(rows) else None
